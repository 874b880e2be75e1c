"""The command line: `verbatim`, with a command for each thing that people do."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import NoReturn

import click

from bot.cli.asked import gaps, stats
from bot.cli.asking import WRONG_USE, ask, chat
from bot.cli.checking import check
from bot.cli.generations import audit, log, rollback, status
from bot.cli.indexing import index
from bot.cli.running import playground, run
from bot.cli.sources import add, sources
from retrieval import VerbatimError

INTERRUPTED = 130


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


for command in (run, playground, chat, ask, index, add, sources, check, status, rollback, audit, log, stats, gaps):
    main.add_command(command)


def _fail(message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(WRONG_USE)
