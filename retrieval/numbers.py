"""The numbers in a sentence as values, whether they are written in digits or in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.cues import Cue
from retrieval.sentences import SentenceWord

_NUMBER, _NUMBER_WORD, _ORDINAL = int(Cue.NUMBER), int(Cue.NUMBER_WORD), int(Cue.ORDINAL)
_SIGNS = int(Cue.MONEY | Cue.PERCENT)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_MULTIPLIERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands in the words `first` to `last` (half open) of a sentence.

    `value` is None where it is not exact, or in words of another language than English: *several*, *zwölf*. `signs` are
    the bits of `Cue` for money and per cent that it is written with.
    """

    first: int
    last: int
    value: float | None
    signs: int


def numbers(words: Sequence[SentenceWord]) -> list[Number]:
    """The numbers of a sentence in order; ordinals are none."""
    found: list[Number] = []
    place = 0
    while place < len(words):
        end = _end(words, place)
        if end == place:
            place += 1
            continue
        signs = 0
        for word in words[place:end]:
            signs |= word.cue & _SIGNS
        found.append(Number(place, end, _value(words[place:end]), signs))
        place = end
    return found


def _end(words: Sequence[SentenceWord], first: int) -> int:
    """Where the number that begins at `first` ends, half open: *two hundred and sixty*, *1.5 million*."""
    place = first
    while place < len(words):
        if _counts(words[place]) and (place == first or not words[place].cue & _NUMBER):
            place += 1
        elif (
            words[place].text == "and"
            and place > first
            and words[place - 1].text in _MULTIPLIERS
            and place + 1 < len(words)
            and words[place + 1].text in _ONES.keys() | _TENS.keys()
        ):
            place += 2
        else:
            break
    return place


def _counts(word: SentenceWord) -> bool:
    return bool(word.cue & (_NUMBER | _NUMBER_WORD)) and not word.cue & _ORDINAL


def _value(words: Sequence[SentenceWord]) -> float | None:
    total = part = 0.0
    for word in words:
        if word.cue & _NUMBER:
            try:
                part = float(word.terms[-1])
            except (ValueError, IndexError):
                return None
        elif word.text in _ONES or word.text in _TENS:
            part += _ONES.get(word.text, 0) + _TENS.get(word.text, 0)
        elif multiplier := _MULTIPLIERS.get(word.text):
            part = (part or 1) * multiplier
            if multiplier >= 1_000:
                total, part = total + part, 0.0
        elif word.text != "and":
            return None
    return total + part
