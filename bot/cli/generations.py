"""`verbatim status`, `rollback`, `audit` and `log`: what is and was served, who did what, and what went wrong."""

from __future__ import annotations

import click

from bot.cli import telling
from bot.cli.opening import COMMAND_LINE, library, store
from bot.store.troubles import Troubles
from bot.texts import ENGLISH, wording
from retrieval import Status


@click.command()
def status() -> None:
    """Say what is served, from which generation, and which ones can be gone back to."""
    with library(update=False) as opened:
        generations = opened.generations()
        listed = opened.holdings.list()
        passages = opened.answerer.passage_count
        address = opened.database
    failing = sum(each.status is Status.FAILING for each in listed)
    withheld = sum(each.status is Status.DISABLED for each in listed)
    serving = next((each for each in generations if each.serving), None)
    if serving is None:
        click.echo("No generation is served yet: verbatim index")
    else:
        back = " (somebody went back to it)" if serving.pinned else ""
        click.echo(f"Generation {serving.id}{back}: {serving.article_count} articles, {passages} passages.")
    click.echo(f"{len(listed)} sources: {failing} failing, {withheld} disabled.")
    click.echo(f"Database: {address}")
    if generations:
        telling.table(
            ("Generation", "Made", "Served", "Articles"),
            [
                (
                    f"{each.id}{' *' if each.serving else ''}",
                    telling.moment(each.made_at),
                    telling.moment(each.served_at),
                    str(each.article_count),
                )
                for each in generations
            ],
        )


@click.command()
@click.argument("generation", type=int, required=False)
def rollback(generation: int | None) -> None:
    """Go back to GENERATION, or to the one that served before this one.

    It stays, whatever changes in the sources, until `verbatim index --yes`.
    """
    with library(update=False) as opened:
        number = opened.roll_back(generation, by=COMMAND_LINE)
        count = next(each.article_count for each in opened.generations() if each.serving)
    click.echo(f"Generation {number} is served: {count} articles. What changes is held until: verbatim index --yes")


@click.command()
@click.option("-n", "count", default=50, show_default=True, type=click.IntRange(1), help="Lines at most.")
def audit(count: int) -> None:
    """List who did what to sources and generations, newest first."""
    with library(update=False) as opened:
        entries = opened.audit(count)
    rows = [(telling.moment(each.at), each.who, each.what.value, each.target, each.outcome) for each in entries]
    telling.table(("When", "Who", "What", "Of", "Outcome"), rows)


@click.command()
@click.option("-n", "count", default=50, show_default=True, type=click.IntRange(1), help="Errors and warnings at most.")
def log(count: int) -> None:
    """List the last errors and warnings of the bot, newest first."""
    with store() as database:
        troubles = Troubles(database).last(count)
    for each in troubles:
        click.echo(wording.trouble(each))
    if not troubles:
        click.echo(ENGLISH.log_none)
