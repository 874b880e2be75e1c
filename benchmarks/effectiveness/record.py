"""Figures as they are recorded: in a file of JSON, against which a later run is checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.effectiveness.bootstrap import Estimate, difference, estimate
from benchmarks.effectiveness.evaluation import CALIBRATION, PROBABILISTIC, RANKING, SPEED, Figure

FORMAT = 1
TOLERANCE = 0.01
"""By how much a figure that says how good the ranking is may fall."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Recorded:
    """A figure with its interval; as a difference, of `system` less `over`."""

    part: str
    set: str
    measure: str
    system: str
    estimate: Estimate
    over: str | None = None

    @property
    def name(self) -> str:
        """What it is the figure of, in words."""
        return f"{self.measure} on {self.set} ({self.part}), {self.system}"


def recorded(figures: Iterable[Figure]) -> list[Recorded]:
    """Each figure with its interval."""
    return [Recorded(each.part, each.set, each.measure, each.system, estimate(each.statistic)) for each in figures]


def compared(figures: Sequence[Figure], ours: str, theirs: str) -> list[Recorded]:
    """For each figure that both systems have how much one's is above the other's, the questions paired."""
    baseline = {_key(each): each.statistic for each in figures if each.system == theirs}
    return [
        Recorded(each.part, each.set, each.measure, ours, difference(each.statistic, other), over=theirs)
        for each in figures
        if each.system == ours and (other := baseline.get(_key(each))) and other.n == each.statistic.n
    ]


def write_record(path: Path, figures: Iterable[Recorded]) -> None:
    """Write the figures to a file, rounded to four digits."""
    path.write_text(json.dumps({"format": FORMAT, "figures": list(map(_row, figures))}, indent=1) + "\n", "utf-8")


def read_record(path: Path) -> list[Recorded]:
    """The figures of a file. Raises `ValueError` when it is none of ours, `OSError` when it can't be read."""
    try:
        record = json.loads(path.read_text("utf-8"))
        if record["format"] != FORMAT:
            raise ValueError(f"{path}: format {record['format']}, not {FORMAT}")
        return [_recorded(row) for row in record["figures"]]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: these are no recorded figures") from error


def fallen(now: Iterable[Recorded], before: Iterable[Recorded]) -> list[str]:
    """The ranking figures of ours that are more than 0.01 below what was recorded, in words.

    Figures that only one of the two runs has are left out; so is what depends on the threshold, the machine or chance.
    Raises `ValueError` when they have none in common.
    """
    then = {_key(each): each for each in before if _is_checked(each)}
    pairs = [(each, then[_key(each)]) for each in now if _is_checked(each) and _key(each) in then]
    if not pairs:
        raise ValueError("none of the recorded figures was measured")
    return [
        f"{each.name}: {each.estimate.value:.4f}, was {old.estimate.value:.4f}"
        for each, old in pairs
        # The record is rounded: half a digit of its last place is no fall.
        if each.estimate.value < old.estimate.value - TOLERANCE - 0.5 * 10**-_DIGITS
    ]


def _is_checked(figure: Recorded) -> bool:
    ranks = figure.part not in {CALIBRATION, SPEED} and figure.measure in RANKING
    return ranks and figure.system == PROBABILISTIC and figure.over is None


def _key(figure: Figure | Recorded) -> tuple[str, str, str]:
    return figure.part, figure.set, figure.measure


def _row(figure: Recorded) -> dict[str, object]:
    row = asdict(figure)
    numbers = row.pop("estimate")
    row |= {name: round(value, _DIGITS) for name, value in numbers.items()}
    return row if figure.over else {name: value for name, value in row.items() if name != "over"}


def _recorded(row: dict[str, object]) -> Recorded:
    def number(name: str) -> float:
        value = row[name]
        if not isinstance(value, int | float):
            raise TypeError(name)
        return value

    numbers = Estimate(number("value"), number("low"), number("high"), int(number("n")))
    part, name, measure, system = (str(row[key]) for key in ("part", "set", "measure", "system"))
    return Recorded(part, name, measure, system, numbers, over=str(row["over"]) if "over" in row else None)
