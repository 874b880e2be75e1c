"""Whether a question leans on the one before it: *and when?*, *what about Raqqa?*, *who helped them?*"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from retrieval.cues.asking import Ask, asked
from retrieval.cues.lists import UNSPACED, WORD, known, lists, plain
from retrieval.types import Span

# A longer question says for itself what it is about.
_LONGEST_OPENED, _LONGEST_MAYBE, _LONGEST_POINTING, _LONGEST_BARE = 6, 3, 2, 2
# *And how about Raqqa?* has two openings.
_MOST_OPENINGS = 3
# An article, what comes before it and a word.
_SHORTEST_GLUED = 4


class Lean(StrEnum):
    """How a question leans on the one before it.

    BARE has nothing to look for (*and when?*), NAMES asks nothing itself (*and Raqqa?*), POINTS has a pronoun for what
    it does not name (*who helped them?*). MAYBE has something of these, but may as well be a question of its own (*and
    who designed the tower?*).
    """

    BARE = "bare"
    NAMES = "names"
    POINTS = "points"
    MAYBE = "maybe"


def leans_back(question: str, language: str, content_words: int) -> Lean | None:
    """How a question leans on the one before, None if it does not; `content_words` are those it can be searched by.

    Languages without lists never lean but where there is nothing to look for.
    """
    name = known(language)
    asks = asked(question, (language,)) is not Ask.OTHER
    if name is None:
        return Lean.BARE if asks and not content_words else None
    follow = _follow(name)
    if name in UNSPACED:
        return _unspaced(plain(question, name), follow, content_words, asks=asks)
    words = [plain(word, name) for word in WORD.findall(question)]
    if not content_words:
        return Lean.BARE if asks or _opened(words, follow) else None
    points = _points(words, follow)
    if points and content_words <= _LONGEST_POINTING:
        return Lean.POINTS
    rest = without_opening(question, language)
    if rest != question and content_words <= _LONGEST_OPENED:
        return Lean.MAYBE if points or asked(rest, (language,)) is not Ask.OTHER else Lean.NAMES
    if content_words <= _LONGEST_MAYBE and (points or not follow.may_point.isdisjoint(words)):
        return Lean.MAYBE
    return Lean.MAYBE if asks and len(words) <= _LONGEST_BARE else None


def without_opening(question: str, language: str) -> str:
    """What follows *and* or *what about* at the beginning of a question; all of it where there is no such thing."""
    name = known(language)
    if name is None or name in UNSPACED:
        return question
    follow = _follow(name)
    matches = list(WORD.finditer(question))
    if not matches:
        return question
    opened = _opened([plain(match.group(), name) for match in matches], follow)
    if opened == len(matches):
        return ""
    if opened:
        return question[matches[opened].start() :]
    first = matches[0]
    # The *and* of Arabic and Hebrew is written with the next word; an article shows that it is one.
    glued = first.group().startswith(follow.glued) and len(first.group()) > _SHORTEST_GLUED
    return question[first.start() + 1 :] if glued else question


def asked_further(question: str, language: str) -> Ask:
    """What a question asks for, if its *and* may be written with its question word, as in Arabic and Hebrew."""
    asks = asked(question, (language,))
    name = known(language)
    first = WORD.search(question)
    if asks is not Ask.OTHER or name is None or first is None:
        return asks
    ands = tuple(each[0] for each in _follow(name).glued)
    return asked(question[first.start() + 1 :], (language,)) if first.group().startswith(ands) else asks


def person_pronoun(question: str, language: str) -> Span | None:
    """Where a question has a pronoun that stands for somebody, if it has one: *where was she born?*"""
    name = known(language)
    if name is None or name in UNSPACED:
        return None
    person = _follow(name).person
    return next(
        (Span(*found.span()) for found in WORD.finditer(question) if plain(found.group(), name) in person), None
    )


@dataclass(frozen=True, slots=True)
class _Follow:
    """The lists of a language: openings as their words (as one run where no spaces part words), and pronouns."""

    opens: tuple[tuple[str, ...], ...]
    points: frozenset[str]
    may_point: frozenset[str]
    person: frozenset[str]
    fills: frozenset[tuple[str, ...]]
    glued: tuple[str, ...]


def _unspaced(text: str, follow: _Follow, content_words: int, *, asks: bool) -> Lean | None:
    """The same for a text without spaces, of which the content words are pairs of characters."""
    if asks and content_words <= 1:
        return Lean.BARE if not content_words else Lean.MAYBE
    if content_words <= 2 and any(word in text for word in follow.points):
        return Lean.POINTS
    if any(text.startswith("".join(opening)) for opening in follow.opens):
        return Lean.MAYBE if asks else Lean.NAMES
    return None


def _opened(words: list[str], follow: _Follow) -> int:
    """How many words at the beginning only say that a question goes on from another."""
    opened = 0
    for _ in range(_MOST_OPENINGS):
        longest = max(
            (len(each) for each in follow.opens if tuple(words[opened : opened + len(each)]) == each), default=0
        )
        opened += longest
    return opened


def _points(words: list[str], follow: _Follow) -> bool:
    """Whether a word points back; *is there* says only that something exists."""
    return any(
        word in follow.points
        and not any(tuple(words[max(0, number + 1 - len(fill)) : number + 1]) == fill for fill in follow.fills)
        for number, word in enumerate(words)
    )


@cache
def _follow(name: str) -> _Follow:
    follow = lists()[name].get("follow", {})

    def phrases(key: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(plain(word, name) for word in each.split("_")) for each in follow.get(key, "").split())

    points, may_point, person = (frozenset(each[0] for each in phrases(key)) for key in ("points", "may", "person"))
    return _Follow(
        phrases("opens"),
        points | person,
        may_point,
        person,
        frozenset(phrases("fills")),
        tuple(follow.get("glued", "").split()),
    )
