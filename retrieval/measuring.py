"""Where a sentence has a number of what a question wants counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from retrieval.cues import Cue, Measure, is_word_of
from retrieval.sentences import AnalysedSentence, SentenceWord

# As plain numbers: an operation on flags takes a microsecond.
_NUMBER = int(Cue.NUMBER | Cue.NUMBER_WORD)
_COUNTS_NOTHING = int(Cue.YEAR | Cue.ORDINAL)
_MONEY, _FREE, _CLOCK, _PERCENT = int(Cue.MONEY), int(Cue.FREE), int(Cue.CLOCK), int(Cue.PERCENT)
_YEAR, _MONTH, _NUMBER_WORD = int(Cue.YEAR), int(Cue.MONTH), int(Cue.NUMBER_WORD)
_DURATION, _UNIT = int(Cue.DURATION), int(Cue.UNIT)
_ORDINAL, _PREPOSITION = int(Cue.ORDINAL), int(Cue.PREPOSITION)
# How far a number may be from its currency, or from *costs*: *cost the company 40 million*.
_NEAR = 4
# What may stand after the years of an age in the languages that say so.
_OLD = frozenset("old alt oud gammal gammel starý stará starší yaşında yaşındaki".split())
# A number word may stand between a number and its unit: *40 million metres*.
_UNIT_WITHIN = 2


def numbers_of(measure: Measure, sentence: AnalysedSentence) -> list[int]:
    """The numbers of the words that give such a measure, ascending; none where the sentence does not."""
    numbers = [
        place
        for place in sentence.kinds.cued
        if sentence.words[place].cue & _NUMBER and not _next(sentence, place, 1) & _CLOCK
    ]
    return _HELD[measure](sentence, numbers)


def _next(sentence: AnalysedSentence, place: int, within: int) -> int:
    """The cues of a word and of those that follow it."""
    return _all(sentence.words[place : place + 1 + within])


def _all(words: Iterable[SentenceWord]) -> int:
    cues = 0
    for word in words:
        cues |= word.cue
    return cues


def _sums(sentence: AnalysedSentence, numbers: Sequence[int]) -> list[int]:
    words = sentence.words
    sums = [
        place
        for place in numbers
        if not words[place].cue & _COUNTS_NOTHING and _all(words[max(0, place - _NEAR) : place + _NEAR + 1]) & _MONEY
    ]
    return sums or [place for place in sentence.kinds.cued if words[place].cue & _FREE]


def _ages(sentence: AnalysedSentence, numbers: Sequence[int]) -> list[int]:
    words = sentence.words
    # Born on a day, or in a year that stands in brackets.
    born = bool(sentence.kinds.cues & _MONTH) or sentence.form.bracket
    return [place for place in numbers if (born if words[place].cue & _YEAR else _is_age(sentence, place))]


def _is_age(sentence: AnalysedSentence, place: int) -> bool:
    """Whether a number counts nothing, or years that nothing else has: *five years*, not *the five-year war*."""
    words = sentence.words
    if words[place].cue & (_COUNTS_NOTHING | _MONEY | _PERCENT):
        return False
    after = place + 1
    while after < len(words) and words[after].cue & (_NUMBER | _DURATION):
        after += 1
    if after < len(words) and words[after].text in _OLD:
        return True
    before = words[max(0, place - _NEAR) : place]
    if any(is_word_of(word.text, Measure.AGE, sentence.language) for word in before):
        return True
    # *One of them*, *dozens of them*; *at nine*.
    is_part = words[place].cue & _NUMBER_WORD and _all(words[after : after + 1]) & _PREPOSITION
    is_counted = after < len(words) and words[after].terms
    is_placed = after == place + 1 and _all(before[-1:]) & _PREPOSITION
    return not (is_part or is_counted or is_placed)


def _spans(sentence: AnalysedSentence, numbers: Sequence[int]) -> list[int]:
    if measured := [place for place in numbers if _next(sentence, place, _UNIT_WITHIN) & (_DURATION | _UNIT)]:
        return measured
    words, cued = sentence.words, sentence.kinds.cued
    # From one year to another, from nine to five.
    for kind in (_YEAR, _CLOCK):
        if (times := [place for place in cued if words[place].cue & kind])[1:]:
            return times
    # *For weeks*, *a month-long truce*; but not *last year*, which is a day like any.
    return [
        place
        for place in cued
        if words[place].cue & _DURATION
        and not words[place].cue & _CLOCK
        and not _all(words[max(0, place - 1) : place]) & _ORDINAL
    ]


def _sizes(sentence: AnalysedSentence, numbers: Sequence[int]) -> list[int]:
    return [place for place in numbers if _next(sentence, place, _UNIT_WITHIN) & _UNIT]


def _shares(sentence: AnalysedSentence, _numbers: Sequence[int]) -> list[int]:
    return [place for place in sentence.kinds.cued if sentence.words[place].cue & (_PERCENT | _NUMBER_WORD)]


def _hours(sentence: AnalysedSentence, numbers: Sequence[int]) -> list[int]:
    words = sentence.words
    hours = [place for place in sentence.kinds.cued if words[place].cue & _CLOCK]
    measured = set(sentence.kinds.measured)
    return hours or [place for place in numbers if place not in measured and not words[place].cue & _COUNTS_NOTHING]


_HELD: Mapping[Measure, Callable[[AnalysedSentence, Sequence[int]], list[int]]] = {
    Measure.COST: _sums,
    Measure.PAID: _sums,
    Measure.AGE: _ages,
    Measure.SPAN: _spans,
    Measure.SIZE: _sizes,
    Measure.PERCENT: _shares,
    Measure.CLOCK: _hours,
}
