"""Figures as tables, aligned for a terminal or in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from benchmarks.effectiveness.bootstrap import Estimate
from benchmarks.effectiveness.evaluation import CALIBRATION, CANDIDATES, OPEN, SPEED
from benchmarks.effectiveness.record import Recorded

_TITLES = {
    CANDIDATES: "Sentences to choose from are given",
    OPEN: "Every article is indexed",
    CALIBRATION: "Calibration: how far confidence is from the share that is right",
    SPEED: "Speed: a whole answer, on one core",
}
_LEFT = 2  # the columns that hold words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a heading; the first two columns hold words, the others numbers."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(figures: Sequence[Recorded]) -> list[Table]:
    """A table for each part: a row for each measure of each set, a column for each system and each difference."""
    made = []
    for part, title in _TITLES.items():
        of_part = [each for each in figures if each.part == part]
        columns = list(dict.fromkeys(map(_column, of_part)))
        # In the order in which sets and measures first came.
        places = {key: number for number, key in enumerate(dict.fromkeys((each.set, each.measure) for each in of_part))}
        of_part.sort(key=lambda each: places[each.set, each.measure])
        rows = []
        for (name, measure), group in groupby(of_part, key=lambda each: (each.set, each.measure)):
            cells = {_column(each): each for each in group}
            n = " / ".join(dict.fromkeys(f"{each.estimate.n:,}" for each in cells.values()))
            rows.append((name, measure, n, *(_cell(cells.get(column)) for column in columns)))
        if rows:
            made.append(Table(title, ("set", "measure", "n", *columns), tuple(rows)))
    return made


def as_text(tables: Iterable[Table]) -> str:
    """The tables with their columns aligned."""
    return "\n\n".join(f"{table.title}\n\n" + "\n".join(map("  ".join, _aligned(table))) for table in tables)


def as_markdown(tables: Iterable[Table]) -> str:
    """The tables in Markdown, aligned in their source too."""
    return "\n".join(f"## {table.title}\n\n{_markdown(table)}\n" for table in tables)


def _markdown(table: Table) -> str:
    heading, *rows = _aligned(table)
    rule = ["-" * len(cell) if number < _LEFT else "-" * (len(cell) - 1) + ":" for number, cell in enumerate(heading)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heading, rule, *rows))


def _aligned(table: Table) -> list[list[str]]:
    rows = (table.heading, *table.rows)
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    return [
        [
            cell.ljust(width) if number < _LEFT else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in rows
    ]


def _column(figure: Recorded) -> str:
    return f"{figure.system} − {figure.over}" if figure.over else figure.system


def _cell(figure: Recorded | None) -> str:
    return "" if figure is None else _number(figure.estimate, figure.part == SPEED, signed=figure.over is not None)


def _number(found: Estimate, is_time: bool, *, signed: bool) -> str:
    digits = ".2f" if is_time else ".3f"
    sign = "+" if signed else ""
    value, low, high = (f"{number:{sign}{digits}}" for number in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]".replace("-", "−")
