"""`verbatim ask` and `chat`."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console

from bot import terminal
from bot.cli.opening import library
from bot.texts import ENGLISH, wording
from retrieval import Library, load_settings, prepare_process

NOT_ANSWERED = 1
WRONG_USE = 2


@click.command()
@click.option("-k", default=1, show_default=True, type=click.IntRange(1, 10), help="Quotes at most.")
def chat(k: int) -> None:
    """Ask questions at a prompt, or line by line from a pipe."""
    chat_at_prompt(k)


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Write the answer as one line of JSON.")
@click.option("--jsonl", is_flag=True, help='Read {"id", "question"} lines from standard input, write one each.')
@click.option("-k", default=3, show_default=True, type=click.IntRange(1, 10), help="Quotes at most.")
@click.option("--explain", is_flag=True, help="Say how QUESTION was read and why the best quote was chosen.")
def ask(question: str | None, as_json: bool, jsonl: bool, k: int, explain: bool) -> None:
    """Answer QUESTION from the articles. Exit code 0: answered, 1: not answered, 2: wrong use."""
    if jsonl == (question is not None):
        raise click.UsageError("give a QUESTION, or --jsonl and questions on standard input")
    if question is not None and not question.strip():
        raise click.UsageError("the QUESTION is empty")
    if jsonl and explain:
        raise click.UsageError("--explain explains one QUESTION, not those of --jsonl")
    with library() as opened:
        if jsonl:
            sys.exit(_ask_lines(opened, k))
        assert question is not None
        found, milliseconds = terminal.timed(opened.answerer, question, k)
        explained = opened.answerer.explain(question) if explain else None
        if as_json:
            click.echo(terminal.dumps(terminal.record(found, milliseconds, explained)))
        elif found.quotes:
            terminal.show(Console(highlight=False), found)
        if found.reason:
            click.echo(wording.small_talk(found.reason, ENGLISH) or f"Not answered. {found.reason}", err=True)
        if explained and not as_json:
            terminal.show_explanation(Console(highlight=False), explained)
        if not found.answered:
            sys.exit(NOT_ANSWERED)


def chat_at_prompt(k: int = 1) -> None:
    with library() as opened:
        history = load_settings().data_dir / "chat_history"
        terminal.chat(opened.answerer, Console(highlight=False), history, k=k)


def _ask_lines(opened: Library, k: int) -> int:
    """Answer lines of JSON; a line that can't be read is named on standard error, and the others go on."""
    code = 0
    prepare_process()
    for number, line in enumerate(terminal.piped_lines(), 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            question, given_id = asked["question"], asked["id"]
            if not isinstance(question, str):
                raise TypeError
            json.dumps(given_id, allow_nan=False)
        except (ValueError, KeyError, TypeError, RecursionError):
            click.echo(f'line {number}: not a JSON object with "id" and "question"', err=True)
            code = WRONG_USE
            continue
        found, milliseconds = terminal.timed(opened.answerer, question, k)
        click.echo(terminal.dumps({"id": given_id, **terminal.record(found, milliseconds)}))
    return code
