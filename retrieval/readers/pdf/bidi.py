"""The order of reading in rows that go from right to left, told by where their letters stand.

Programs write such rows in many orders, and what pdfium makes of that is often reversed word by word. The eye goes by
the places: from the right, but for numbers and words of other scripts from the left, as the bidirectional algorithm of
Unicode (UAX #9) has set them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from unicodedata import bidirectional, category

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LEFT_TO_RIGHT = frozenset({"L", "EN", "AN"})
_LAM = "ل"
_ALEFS = frozenset("اأإآ")


class Placed(Protocol):
    """A letter, and where it stands: points from the left."""

    @property
    def text(self) -> str:
        """The letter."""

    @property
    def left(self) -> float:
        """Where it begins."""

    @property
    def right(self) -> float:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    center: float


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that goes from right to left."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(bidirectional(letter) in _RIGHT_TO_LEFT for letter in letters) > len(letters)


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text is of such a script."""
    return any(letter >= "\u0590" and bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def text_by_places(letters: Sequence[Placed], space: float) -> str:
    """The text of a row, read as its letters stand: where they are `space` points apart there is a space.

    The spaces that programs write stand anywhere in such rows, and are not to be among the letters.
    """
    bases = sorted((letter for letter in letters if not _is_mark(letter)), key=_center)
    signs: list[_Sign] = []
    end = math.inf
    for base in bases:
        if base.left - end > space:
            signs.append(_Sign(" ", (end + base.left) / 2))
        signs.append(_Sign(base.text, _center(base)))
        end = base.right
    if is_right_to_left("".join(sign.text for sign in signs)):
        signs = _with_runs_turned(signs[::-1], _LEFT_TO_RIGHT)
    else:
        signs = _with_runs_turned(signs, _RIGHT_TO_LEFT)
    _mend_ligatures(signs)
    for mark in filter(_is_mark, letters):
        nearest = min(range(len(signs)), key=lambda place: abs(signs[place].center - _center(mark)), default=-1)
        # Several on one letter stay in their order.
        while nearest + 1 < len(signs) and category(signs[nearest + 1].text) == "Mn":
            nearest += 1
        signs.insert(nearest + 1, _Sign(mark.text, _center(mark)))
    return "".join(sign.text for sign in signs)


def _with_runs_turned(letters: Iterable[_Sign], direction: frozenset[str]) -> list[_Sign]:
    """Runs of letters of that direction are turned round, with the spaces and signs inside of them."""
    ordered: list[_Sign] = []
    run: list[_Sign] = []
    # Signs and spaces belong to a run if it goes on behind them.
    pending: list[_Sign] = []
    for letter in letters:
        kind = bidirectional(letter.text[0])
        if kind in direction:
            run += [*pending, letter]
            pending = []
        elif run and kind not in _RIGHT_TO_LEFT | _LEFT_TO_RIGHT:
            pending.append(letter)
        else:
            ordered += [*run[::-1], *pending, letter]
            run, pending = [], []
    return [*ordered, *run[::-1], *pending]


def _mend_ligatures(letters: list[_Sign]) -> None:
    """Lam and alef are one glyph, and so at one place; lam is read first."""
    for place in range(len(letters) - 1):
        first, second = letters[place], letters[place + 1]
        if first.center == second.center and first.text in _ALEFS and second.text == _LAM:
            letters[place], letters[place + 1] = second, first


def _is_mark(letter: Placed) -> bool:
    return category(letter.text[0]) == "Mn"


def _center(letter: Placed) -> float:
    return (letter.left + letter.right) / 2
