"""`verbatim index`: the plan, the reload, and the question where it is held back."""

from __future__ import annotations

import sys

import click

from bot.cli import telling
from bot.cli.opening import COMMAND_LINE, library, progress
from retrieval import ANYTHING, Library, Plan, Report

HELD = 3
"""The exit code of a reload that waits to be confirmed."""


@click.command()
@click.option("--rebuild", is_flag=True, help="Read all again, and make the index anew.")
@click.option("--yes", is_flag=True, help="Apply the changes also where somebody should look at them first.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would change, and change nothing.")
def index(rebuild: bool, yes: bool, only_plan: bool) -> None:
    """Bring the index up to date with the sources, and report on each.

    Exit code 3: held back, because articles would vanish in bulk, golden questions would be answered worse, or
    somebody went back to an older generation. Say --yes to apply it all the same.
    """
    with library(update=False) as opened:
        if only_plan:
            with progress() as bars:
                plan = opened.plan(progress=bars)
            telling.changes(plan.sources)
            click.echo(f"{telling.counts(plan)}; {plan.article_count} articles would be served.")
            return
        if not reload(opened, rebuild=rebuild, yes=yes):
            sys.exit(HELD)


def reload(opened: Library, *, rebuild: bool = False, yes: bool = False) -> bool:
    """Reload and print what came of it, asking a person where it is held back; false if it stays held."""
    report = _reload(opened, rebuild, ANYTHING if yes else None, show=True)
    if report.is_held and _confirms(report):
        report = _reload(opened, rebuild, report.key, show=False)
    if report.is_held:
        for line in telling.held(report):
            click.echo(line, err=True)
        click.echo("Nothing was changed. To apply it all the same: verbatim index --yes", err=True)
    click.echo(f"{telling.counts(report.plan)}; {report.article_count} articles are served.")
    return not report.is_held


def _reload(opened: Library, rebuild: bool, confirmed: str | None, *, show: bool) -> Report:
    def planned(plan: Plan) -> None:
        if show:
            telling.changes(plan.sources)

    with progress() as bars:
        return opened.update(rebuild=rebuild, confirmed=confirmed, by=COMMAND_LINE, progress=bars, planned=planned)


def _confirms(report: Report) -> bool:
    """Whether the person at the terminal wants it all the same; nobody does where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    for line in telling.held(report):
        click.echo(line, err=True)
    return click.confirm("Apply it all the same?", err=True)
