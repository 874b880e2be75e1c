"""Articles that are all changed together, again and again.

Every edition says something else of every town, at another place of its text: what is quoted tells its edition, and
what is mixed of two shows.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

TOWNS = "Aldor Brene Corvath Dalmir Estov Farun Gelmar Hovik Istra Jorun Kelda Lomar Merun Norvik Ostra Pelun".split()

_FILE = "towns.jsonl"
_ANSWER = re.compile(r"Brigade (\d+) holds (\w+) with tanks and guns\.")


class Editions:
    """A file in a folder, with an article of each town, that is replaced as a whole. `newest` is the last edition."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.newest = 0
        self.write()

    def write(self) -> None:
        """Put the next edition in the place of the one before."""
        edition = self.newest + 1
        articles = [{"title": f"The war in {town}", "text": _text(town, edition)} for town in TOWNS]
        # Hidden until it is whole.
        written = self._folder / f".{_FILE}"
        written.write_text("\n".join(map(json.dumps, articles)), "utf-8")
        written.replace(self._folder / _FILE)
        self.newest = edition


def question(town: str) -> str:
    """What every edition answers."""
    return f"who holds {town}?"


def editions_in(answer: str, town: str) -> set[int]:
    """The editions whose sentences about a town are in an answer; 0 for a sentence about another town."""
    return {int(edition) if named == town else 0 for edition, named in _ANSWER.findall(answer)}


def _text(town: str, edition: int) -> str:
    days = " ".join(f"On day {day} rain fell on the road to {town}." for day in range(edition % 7))
    return f"{days} Brigade {edition} holds {town} with tanks and guns. Nobody was seen on the bridge.".strip()
