"""`verbatim check`: golden questions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli import telling
from bot.cli.asking import NOT_ANSWERED, WRONG_USE
from bot.cli.opening import library


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Ask the golden questions of FILE, and name those that are not answered as expected.

    FILE has a line of JSON for each: {"question": "who ...?"} with "article" (title or source), "words" that the quote
    has to hold, or "refused": true. Exit code 0: all as expected, 1: some are not, 2: the file can't be used.
    """
    with library() as opened:
        verdicts, wrong = opened.check(file)
    failed = [verdict for verdict in verdicts if not verdict.is_met]
    if failed:
        rows = [(each.golden.question, each.golden.expected, each.got) for each in failed]
        telling.table(("Question", "Expected", "Got"), rows)
    for error in wrong:
        click.echo(str(error), err=True)
    click.echo(f"{len(verdicts) - len(failed)} of {len(verdicts)} golden questions are answered as expected.")
    if wrong:
        sys.exit(WRONG_USE)
    if failed:
        sys.exit(NOT_ANSWERED)
