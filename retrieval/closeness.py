"""How near to one another words of a sentence stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

# Neighbours in the question follow one another if one word at most comes between, and are near within four.
_FOLLOWS, _NEAR = 2, 4


class Closeness(NamedTuple):
    """How closely a sentence holds the words of a question (each 0 to 1); a tuple, as a piece of a row of features."""

    closeness: float
    pairs: float
    next_to: float


_FAR = Closeness(0.0, 0.0, 0.0)


class Distance(NamedTuple):
    """The distances in words from the nearest thing before a word and the nearest after it; 0 where there is none."""

    before: int
    after: int
    touches: bool
    """Whether one of the things is such a word itself."""

    @property
    def apart(self) -> int:
        """The shorter of the two, 0 if there is neither."""
        return min(self.before or self.after, self.after or self.before)


def closeness(hits: Sequence[tuple[int, int]], asked: int) -> Closeness:
    """How closely the words of a question with `asked` words stand; `hits` are those of a `Match`."""
    places: dict[int, list[int]] = {}
    for place, word in hits:
        places.setdefault(word, []).append(place)
    if len(places) < 2:
        return _FAR
    pairs = next_to = 0
    for word, here in places.items():
        following = set(places.get(word + 1, ()))
        pairs += any(place + gap in following for place in here for gap in range(1, _FOLLOWS + 1))
        next_to += any(place + gap in following for place in here for gap in range(-_NEAR, _NEAR + 1))
    return Closeness(len(places) / _shortest(hits, len(places)), pairs / (asked - 1), next_to / (asked - 1))


def _shortest(hits: Sequence[tuple[int, int]], wanted: int) -> int:
    """The length in words of the shortest stretch that holds all the `wanted` words, at least their number."""
    inside: dict[int, int] = {}
    shortest = hits[-1][0] - hits[0][0] + 1
    left = 0
    for place, word in hits:
        inside[word] = inside.get(word, 0) + 1
        while len(inside) == wanted:
            first, other = hits[left]
            shortest = min(shortest, place - first + 1)
            inside[other] -= 1
            if not inside[other]:
                del inside[other]
            left += 1
    return max(shortest, wanted)


def distance(things: Sequence[int], words: Sequence[int]) -> Distance:
    """How far the nearest of the `things` stand before and after the `words`; places of both, `things` ascending."""
    before = after = 0
    touches = False
    for word in words:
        first = bisect_left(things, word)
        following = bisect_right(things, word, first)
        touches = touches or first != following
        if first:
            gap = word - things[first - 1]
            before = min(before or gap, gap)
        if following < len(things):
            gap = things[following] - word
            after = min(after or gap, gap)
    return Distance(before, after, touches)
