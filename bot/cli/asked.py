"""`verbatim stats` and `verbatim gaps`: what people asked, as /stats and /gaps tell it in the chat."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.again import readable
from bot.cli import telling
from bot.cli.opening import store
from bot.settings import load_settings
from bot.store.days import Days
from bot.store.questions import Questions
from bot.texts import ENGLISH

_LONGEST_QUESTION = 200
_MOST_SOURCES = 5


@click.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3_660), help="Days up to today.")
def stats(days: int) -> None:
    """Say how many questions were answered and not, how people voted, and which sources were quoted most."""
    from bot.statistics import told  # noqa: PLC0415 - half a second, for those only who want it

    with store() as database:
        counted = Days(database)
        said = told(counted.last(days), counted.median(days), counted.sources(days, _MOST_SOURCES), ENGLISH)
    click.echo(said)


@click.command()
def gaps() -> None:
    """List the questions that had no answer, most asked first."""
    from bot.gaps import gaps as gaps_among  # noqa: PLC0415 - half a second, for those only who want it

    keeping = load_settings().keep_questions
    if not keeping.unanswered:
        click.echo(ENGLISH.gaps_off)
        return
    with store() as database:
        questions = Questions(database, keeping)
        found = gaps_among(questions.unanswered(), questions.waiting())
    if not found:
        click.echo(ENGLISH.gaps_none)
        return
    rows = [
        (
            readable(each.question, _LONGEST_QUESTION),
            str(each.count),
            telling.moment(datetime.fromtimestamp(each.last, UTC)),
            str(each.waiting),
        )
        for each in found
    ]
    telling.table(("Question", "Asked", "Last", "Waiting for an answer"), rows)
