"""What a question wants counted: not just any number, but a sum, an age, a length of time."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from retrieval.cues.asking import Ask, asked, focus
from retrieval.cues.lists import UNSPACED, WORD, Phrases, bare, entries, known, lists, plain


class Measure(StrEnum):
    """What a number has to be of, to answer. SIZE is any with a unit.

    COST and PAID are sums of money: *what does it cost* asks for one, *what did he pay for* does not.
    """

    COST = "cost"
    PAID = "paid"
    AGE = "age"
    SPAN = "span"
    SIZE = "size"
    PERCENT = "percent"
    CLOCK = "clock"


_OF_ASK = {Ask.COUNT: frozenset(Measure) - {Measure.CLOCK}, Ask.WHEN: {Measure.CLOCK}, Ask.WHAT: {Measure.COST}}
# A longer message says what it asks at its beginning.
_LONGEST_QUESTION = 500


def measure(question: str, languages: Sequence[str]) -> Measure | None:
    """What a question in one of the languages (ISO 639-1, likeliest first) wants counted, if it says so."""
    question = question[:_LONGEST_QUESTION]
    possible = _OF_ASK.get(asked(question, languages))
    if not possible:
        return None
    # How many people paid? Of them it is a number; what comes after the noun says nothing of that.
    if counted := focus(question, languages):
        before, counted, _ = question.partition(counted)
        question = before + counted
    for language in filter(None, map(known, languages)):
        for without_accents in (False, True):
            if found := _found(question, language, without_accents=without_accents):
                return found if found in possible else None
    return None


def is_word_of(word: str, kind: Measure, language: str) -> bool:
    """Whether a word by itself names such a measure: *age*, *cost*."""
    name = known(language)
    return name is not None and plain(word, name) in _words(kind, name)


def _found(text: str, language: str, *, without_accents: bool) -> Measure | None:
    phrases = _phrases(language, without_accents=without_accents)
    if language in UNSPACED:
        run = "".join(plain(text, language).split())
        matches = [phrases.run(run, start) for start in range(len(run))]
    else:
        words = [plain(word, language) for word in WORD.findall(text)]
        words = list(map(bare, words)) if without_accents else words
        matches = [phrases.at(words, start) for start in range(len(words))]
    longest = max(filter(None, matches), key=lambda match: match[1], default=None)
    return Measure(longest[0]) if longest and longest[0] in set(Measure) else None


@cache
def _phrases(language: str, *, without_accents: bool) -> Phrases:
    listed = lists()[language].get("measure", {}).items()
    pairs = ((entry, kind) for kind, words in listed for entry in entries(words))
    return Phrases(pairs, language, without_accents=without_accents)


@cache
def _words(kind: Measure, language: str) -> frozenset[str]:
    listed: str = lists()[language].get("measure", {}).get(kind, "")
    return frozenset(plain(word, language) for word in entries(listed) if "_" not in word)
