"""What the commands say of reloads, sources and generations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from retrieval import Hold, Outcome, Plan, Report, SourceReport


def held(report: Report) -> list[str]:
    """Why a reload was held back, a line for each reason; none if it was not."""
    lines = []
    for hold in report.holds:
        match hold:
            case Hold.VANISHING:
                plan = report.plan
                share = f"{plan.share_vanishing:.0%}"
                lines.append(f"Held: {plan.vanishing} of {plan.served_count} articles ({share}) would vanish.")
            case Hold.WENT_BACK:
                lines.append(f"Held: somebody went back to generation {report.generation}; this would end it.")
            case Hold.WORSE:
                lines.append(f"Held: {len(report.worse)} golden questions would be answered worse:")
                lines += [f"  {each.question} Expected {each.expected}, got: {each.now}" for each in report.worse]
    return lines


def changes(sources: Iterable[SourceReport]) -> None:
    """Print a table of the sources that are not as they were, or not whole, if there are any."""
    rows = [
        (each.uri, f"{each.outcome}: {each.reason}" if each.reason else str(each.outcome), str(each.article_count))
        for each in sources
        if each.outcome is not Outcome.UNCHANGED or each.reason
    ]
    if rows:
        table(("Source", "State", "Articles"), rows)


def counts(plan: Plan) -> str:
    """How many sources came out how: "3 sources (1 new, ...)"."""
    told = ", ".join(f"{len(plan.of(outcome))} {outcome}" for outcome in Outcome)
    return f"{len(plan.sources)} sources ({told})"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, folded to the window's width for a person; for a program each row is a line."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=10_000)
    printed = Table(box=None, pad_edge=False)
    for column in columns:
        printed.add_column(column, overflow="fold")
    for row in rows:
        # As text: brackets in a name are no markup.
        printed.add_row(*map(Text, row))
    console.print(printed)


def moment(time: datetime | None) -> str:
    """A time as it is in this place, to the minute."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M") if time else "never"


def size(count: int | None) -> str:
    """A number of bytes in a unit that suits it."""
    if count is None:
        return "?"
    for unit, factor in (("MB", 2**20), ("kB", 2**10)):
        if count >= factor:
            return f"{count / factor:,.1f} {unit}"
    return f"{count} bytes"
