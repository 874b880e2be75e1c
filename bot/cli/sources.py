"""`verbatim add` and `verbatim sources`: what is quoted from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli import telling
from bot.cli.asking import NOT_ANSWERED
from bot.cli.indexing import HELD, reload
from bot.cli.opening import COMMAND_LINE, library
from retrieval import Holding, Library, SourceError, Status, channel_id


@click.command()
@click.argument("given", metavar="FILE-OR-URL...", nargs=-1, required=True)
@click.option("--full", is_flag=True, help="Fetch the pages that the items of a feed lead to, too.")
@click.option("--yes", is_flag=True, help="As for `verbatim index`.")
def add(given: tuple[str, ...], full: bool, yes: bool) -> None:
    """Keep copies of files, pages or feeds in the database, and quote from them.

    A file of the same name is replaced. Pages and feeds are visited again from time to time.
    """
    if full and (files := [each for each in given if "://" not in each]):
        raise click.UsageError(f"--full is for feeds, and '{files[0]}' is no address.")
    with library(update=False) as opened:
        for each in given:
            click.echo(f"Added as {_added(opened, each, full=full)}")
        if not reload(opened, yes=yes):
            sys.exit(HELD)


@click.group()
def sources() -> None:
    """List sources, and say which of them are quoted from."""


@sources.command("list")
@click.argument("search", default="")
@click.option("--all", "everything", is_flag=True, help="Also those that are deleted.")
def list_sources(search: str, everything: bool) -> None:
    """List the sources, or those with SEARCH in their name or title."""
    with library(update=False) as opened:
        found = opened.holdings.list(search, everything=everything)
    rows = [
        (
            each.uri,
            f"{each.status}: {each.record.failure}" if each.status is Status.FAILING else each.status,
            str(each.served_count),
            telling.size(each.record.size),
            telling.moment(each.synced_at),
            each.record.added_by,
        )
        for each in found
    ]
    if rows:
        telling.table(("Source", "State", "Articles", "Size", "Last success", "Added by"), rows)
    click.echo(f"{len(rows)} sources.")


@sources.command()
@click.argument("uri")
def show(uri: str) -> None:
    """Say all that is known of the source URI."""
    with library(update=False) as opened:
        found = opened.holdings.get(uri)
    for name, value in _facts(found):
        click.echo(f"{name + ':' if name else '':<14}{value}")


@sources.command()
@click.argument("uri")
def enable(uri: str) -> None:
    """Quote from URI again, also after it was deleted."""
    with library(update=False) as opened:
        opened.holdings.enable(uri, by=COMMAND_LINE)
        served = opened.holdings.get(uri).served_count
    click.echo(f"{uri} is quoted from again." if served else f"{uri} is enabled. To quote from it: verbatim index")


@sources.command()
@click.argument("uri")
def disable(uri: str) -> None:
    """Quote from URI no more, from now on."""
    with library(update=False) as opened:
        opened.holdings.disable(uri, by=COMMAND_LINE)
    click.echo(f"{uri} is in no answer any more.")


@sources.command()
@click.argument("uri")
@click.option("--yes", is_flag=True, help="Don't ask.")
def delete(uri: str, yes: bool) -> None:
    """Quote from URI no more, and drop its articles with the next `verbatim index`. A file stays in its folder."""
    with library(update=False) as opened:
        found = opened.holdings.get(uri)
        if not yes and not click.confirm(f"Delete {uri} ({found.served_count} articles)?", err=True):
            click.echo("Nothing was changed.", err=True)
            sys.exit(NOT_ANSWERED)
        opened.holdings.delete(uri, by=COMMAND_LINE)
    click.echo(f"{uri} is in no answer any more; verbatim index drops its articles.")


@sources.command()
@click.argument("uri", required=False)
@click.option("--yes", is_flag=True, help="As for `verbatim index`.")
def refresh(uri: str | None, yes: bool) -> None:
    """Visit the page or feed URI again, or all that are due, and bring the index up to date."""
    failed = False
    with library(update=False) as opened:
        for each in [uri] if uri else opened.pages.due():
            try:
                changed = opened.pages.refresh(each, by=COMMAND_LINE)
                click.echo(f"{each}: {'changed' if changed else 'no change'}")
            except SourceError as error:
                click.echo(str(error), err=True)
                failed = True
        if not reload(opened, yes=yes):
            sys.exit(HELD)
    if failed:
        sys.exit(NOT_ANSWERED)


@sources.command()
@click.argument("number", type=click.IntRange(1, 999_999_999_999))
def follow(number: int) -> None:
    """Make articles of what is posted from now on in the channel https://t.me/c/NUMBER, where the bot is an admin."""
    with library(update=False) as opened:
        uri = opened.channels.follow(channel_id(number), by=COMMAND_LINE)
    click.echo(f"{uri} is followed. To add its earlier posts: verbatim add result.json")


def _added(opened: Library, given: str, *, full: bool) -> str:
    """Add a file or what is at a URL; returns its uri."""
    if "://" in given:
        return opened.pages.add(given, by=COMMAND_LINE, whole_texts=full)
    file = Path(given)
    content = file.read_bytes()
    # The export of a channel that is followed brings its earlier posts.
    channel = opened.channels.backfill(content, by=COMMAND_LINE)
    return channel or opened.holdings.add(file.name, content, by=COMMAND_LINE)


def _facts(found: Holding) -> list[tuple[str, str]]:
    record = found.record
    facts = [
        ("Source", found.uri),
        ("Title", found.title or "none"),
        ("Kind", record.kind.value),
        ("State", found.status),
        ("Articles", f"{found.served_count} served"),
        ("Size", telling.size(record.size)),
        ("Added", f"{telling.moment(record.added_at)} by {record.added_by}"),
        ("Read", telling.moment(record.read_at)),
    ]
    if record.failed_at:
        facts.append(("Failed", f"{telling.moment(record.failed_at)}: {record.failure}"))
    if found.visit:
        facts += [
            ("Visited", f"{telling.moment(found.visit.visited_at)} at {found.visit.final_url}"),
            ("Due", telling.moment(found.visit.due_at)),
        ]
    if record.whole_texts:
        fetched = sum(page.content is not None for page in found.item_pages)
        facts.append(("Whole texts", f"{fetched} of {len(found.item_pages)}"))
        facts += [("", f"{page.url}: {page.failure}") for page in found.item_pages if page.failure]
    return facts
