"""What the commands open and close: the library, the bot's tables, bars that show progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as ProgressBars

from bot.cli import telling
from bot.store import open_store
from retrieval import (
    CatalogueError,
    Database,
    IndexUnavailable,
    Library,
    Outcome,
    Progress,
    Report,
    VerbatimError,
    load_settings,
)

COMMAND_LINE = "command line"
"""Who did what is done here, in the audit table."""

_STAGES = {"reading": "Reading sources", "indexing": "Indexing articles", "checking": "Asking golden questions"}


@contextmanager
def library(
    *,
    update: bool = True,
    came: Callable[[Report], None] | None = None,
    failed: Callable[[VerbatimError], None] | None = None,
) -> Iterator[Library]:
    """The library, brought up to date first; what can't be read, and what waits to be confirmed, is said.

    `came` is told of that, too. Where that fails, and articles are served, answers come from them: `failed` is told.
    """
    opened = Library(load_settings())
    try:
        report = None
        if update:
            try:
                with progress() as bars:
                    report = opened.update(progress=bars)
            except (CatalogueError, IndexUnavailable) as error:
                if not opened.answerer.passage_count:
                    raise
                click.echo(f"Answers come from the articles as they were: {error}", err=True)
                if failed:
                    failed(error)
        if report:
            for each in report.of(Outcome.FAILED):
                click.echo(f"could not be read: {each.uri}: {each.reason}", err=True)
            for line in telling.held(report):
                click.echo(line, err=True)
            if report.is_held:
                click.echo("Until then answers come from the articles as they were: verbatim index", err=True)
            if came:
                came(report)
        yield opened
    finally:
        opened.close()


@contextmanager
def store() -> Iterator[Database]:
    """The bot's own tables."""
    database = open_store(load_settings().catalogue_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on standard error, where that is a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with ProgressBars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {stage: bars.add_task(text, total=None, visible=False) for stage, text in _STAGES.items()}

        def tell(stage: str, done: int, total: int | None) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        yield tell
