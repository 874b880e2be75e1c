"""The command line: `verbatim run`, `ask`, `index` and `chat`."""

from __future__ import annotations

import json
import os
import select
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as ProgressBars
from rich.table import Table
from rich.text import Text

from bot import terminal
from bot.settings import BotSettings
from bot.settings import load_settings as load_bot_settings
from bot.store import open_store
from bot.texts import ENGLISH, wording
from retrieval import (
    Database,
    Library,
    Outcome,
    Progress,
    Report,
    VerbatimError,
    load_settings,
    prepare_process,
)

NOT_ANSWERED = 1
WRONG_USE = 2
INTERRUPTED = 130

_GO_LIVE = (
    "To go live, get a token from @BotFather on Telegram and put TELEGRAM_BOT_TOKEN=... into a file named .env "
    "(see .env.example)."
)
_OPEN_TO_ALL = "Warning: it listens on {host}. Whoever reaches this address can be anybody in the playground."
# A program that pipes questions in has them ready by then.
_PIPE_SECONDS = 0.5
_STAGES = {"reading": "Reading sources", "indexing": "Indexing articles"}


class _Group(click.Group):
    """Turns the errors that we raise on purpose into one clear message and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A terminal that can't show a letter shows its number.
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except VerbatimError as error:
            _fail(str(error))
        except BrokenPipeError:
            raise  # click ends quietly: who read has what they wanted
        except OSError as error:
            _fail(": ".join(map(str, filter(None, (error.filename, error.strerror or error)))))
        except (KeyboardInterrupt, click.Abort):
            sys.exit(INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="verbatim")
def main() -> None:
    """Answers questions by quoting your own articles, word for word."""


@main.command()
def run() -> None:
    """Start the bot; without TELEGRAM_BOT_TOKEN in a playground in the browser.

    Without a token, questions from a pipe are answered line by line, as `verbatim chat` does.
    """
    settings = load_bot_settings()
    if settings.telegram_bot_token is not None:
        from bot.running import run as run_bot  # noqa: PLC0415 - half a second, for those only who run the bot

        def announce(address: str) -> None:
            click.echo(f"The bot answers at {address} (Ctrl-C ends it)", err=True)

        with _library() as library, _store() as database:
            click.echo(f"Connecting to {settings.telegram_api_url}", err=True)
            run_bot(settings, library.answerer, database, announce)
    elif _questions_are_piped():
        click.echo(_GO_LIVE, err=True)
        _chat()
    else:
        _play(settings)


@main.command()
def playground() -> None:
    """Try the bot in the browser, whether or not there is a token: a Bot API of its own, and a page to chat in."""
    _play(load_bot_settings())


@main.command()
@click.option("-k", default=1, show_default=True, type=click.IntRange(1, 10), help="Quotes at most.")
def chat(k: int) -> None:
    """Ask questions at a prompt, or line by line from a pipe."""
    _chat(k)


@main.command()
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
    with _library() as library:
        if jsonl:
            sys.exit(_ask_lines(library, k))
        assert question is not None
        found, milliseconds = terminal.timed(library.answerer, question, k)
        explained = library.answerer.explain(question) if explain else None
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


@main.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew from the catalogue.")
def index(rebuild: bool) -> None:
    """Bring the index up to date with the sources, and report on each."""
    with _library(update=False) as library, _progress() as progress:
        report = library.update(rebuild=rebuild, progress=progress)
    _print_report(report)


def _ask_lines(library: Library, k: int) -> int:
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
        found, milliseconds = terminal.timed(library.answerer, question, k)
        click.echo(terminal.dumps({"id": given_id, **terminal.record(found, milliseconds)}))
    return code


def _chat(k: int = 1) -> None:
    with _library() as library:
        history = load_settings().data_dir / "chat_history"
        terminal.chat(library.answerer, Console(highlight=False), history, k=k)


def _play(settings: BotSettings) -> None:
    from bot.playground import is_loopback  # noqa: PLC0415 - as above
    from bot.running import run_playground  # noqa: PLC0415

    def announce(address: str) -> None:
        if not is_loopback(settings.playground_host):
            click.echo(_OPEN_TO_ALL.format(host=settings.playground_host), err=True)
        click.echo(f"The playground is open at {address} (Ctrl-C ends it)", err=True)
        click.echo(_GO_LIVE, err=True)

    with _library() as library:
        run_playground(settings, library.answerer, announce)


def _questions_are_piped() -> bool:
    """Whether standard input is a file or a pipe that holds something."""
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode
        if stat.S_ISREG(kind):
            return True
        return stat.S_ISFIFO(kind) and bool(select.select([sys.stdin], [], [], _PIPE_SECONDS)[0])
    except (OSError, ValueError, AttributeError):
        return False  # closed, or a system that can't say


@contextmanager
def _library(*, update: bool = True) -> Iterator[Library]:
    library = Library(load_settings())
    try:
        if update:
            with _progress() as progress:
                report = library.update(progress=progress)
            for failed in report.of(Outcome.FAILED):
                click.echo(f"could not be read: {failed.uri}: {failed.reason}", err=True)
        yield library
    finally:
        library.close()


@contextmanager
def _store() -> Iterator[Database]:
    database = open_store(load_settings().catalogue_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where that is a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with ProgressBars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {stage: bars.add_task(text, total=None, visible=False) for stage, text in _STAGES.items()}

        def tell(stage: str, done: int, total: int | None) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        yield tell


def _print_report(report: Report) -> None:
    console = Console(highlight=False)
    told = [source for source in report.sources if source.outcome is not Outcome.UNCHANGED]
    if told:
        table = Table(box=None, pad_edge=False)
        for column in ("Source", "State", "Articles"):
            table.add_column(column, overflow="fold")
        for source in told:
            state = f"{source.outcome}: {source.reason}" if source.reason else str(source.outcome)
            # As text: brackets in a name are no markup.
            table.add_row(Text(source.uri), Text(state), str(source.article_count))
        console.print(table)
    counts = ", ".join(f"{len(report.of(outcome))} {outcome}" for outcome in Outcome)
    click.echo(f"{len(report.sources)} sources ({counts}); {report.article_count} articles are served.")


def _fail(message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(WRONG_USE)
