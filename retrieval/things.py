"""What a sentence gives of the kind that a question asks for, so that two sentences can be told to disagree.

All rules are for silence: what can't be compared (*on Sunday* and *in March*, metres and feet) does not disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from retrieval.cues import Ask, Cue
from retrieval.numbers import Number, numbers
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence, SentenceWord

_YEAR, _MONTH, _CLOCK, _NUMBER = int(Cue.YEAR), int(Cue.MONTH), int(Cue.CLOCK), int(Cue.NUMBER)
_PREPOSITION, _PLACE, _GIVEN_NAME, _TITLE = (
    int(Cue.PREPOSITION), int(Cue.PLACE), int(Cue.GIVEN_NAME), int(Cue.PERSON),
)  # fmt: skip
_MEASURE = int(Cue.UNIT | Cue.DURATION | Cue.MONEY | Cue.PERCENT)
_NO_PERSON = int(Cue.PLACE | Cue.ORGANISATION | Cue.MONTH | Cue.WEEKDAY | Cue.PRONOUN | Cue.NUMBER | Cue.NUMBER_WORD)
# How far what is counted may stand from its number: *260 Syrian government soldiers*.
_COUNTED_WITHIN = 4
# Parts of one date stand so near to one another: *May, 1931*, *in May of 1931*.
_ONE_DATE = 2
_LAST_DAY, _LAST_HOUR, _NOON = 31, 24, 12
_HALVES = {"am": "am", "a.m": "am", "pm": "pm", "p.m": "pm"}
DOERS = frozenset({"by", "von", "vom", "par", "por", "da", "door", "av", "przez", "بواسطة"})
"""Who comes after them does what is done."""
# *Two of the three*: names that such words lead to are no place where something is.
_NOT_WHERE = frozenset(
    {"of", "from", "to", "by", "with", "for", "about", "against", "during", "before", "after", "since"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a sentence gives: the `values` of one `kind` of thing, and `others` of the kind beside them."""

    kind: str
    values: frozenset[str]
    others: frozenset[str] = frozenset()


def disagree(one: Sequence[Part], other: Sequence[Part]) -> bool:
    """Whether two sentences give different things: in the first kind in which they differ neither has the other's."""
    theirs = {part.kind: part for part in other}
    for own in one:
        their = theirs.get(own.kind)
        if their and own.values != their.values:
            return own.values.isdisjoint(their.values | their.others) and their.values.isdisjoint(own.others)
    return False


def agree(one: Sequence[Part], other: Sequence[Part]) -> bool:
    """Whether two sentences give the same, as far as both tell."""
    theirs = {part.kind: part.values for part in other}
    both = [part for part in one if part.kind in theirs]
    return bool(both) and all(part.values == theirs[part.kind] for part in both)


def given(question: Question, sentence: AnalysedSentence, asked: Set[int]) -> tuple[Part, ...]:
    """What a sentence gives of what a question asks for, the widest part first; nothing where it can't be compared.

    `asked` are the numbers of its words that hold words of the question.
    """
    find = _GIVEN.get(question.ask)
    return tuple(find(question, sentence, asked)) if find else ()


def _amount(question: Question, sentence: AnalysedSentence, asked: Set[int]) -> Iterator[Part]:
    """The number of what is counted, or the only one; its kind is its unit, where that is not what was asked about."""
    words = sentence.words
    found = [number for number in numbers(words) if not _is_of_time(words, number)]
    counted = [place for term in question.focus for place in sentence.positions.get(term, ())]
    of_counted = [number for number in found if any(0 <= place - number.last < _COUNTED_WITHIN for place in counted)]
    chosen = of_counted or found
    if not chosen or (len(chosen) > 1 and not of_counted) or chosen[0].value is None:
        return
    number = chosen[0]
    kind = "" if of_counted else _unit(words, number, asked)
    others = frozenset(str(each.value) for each in found if each is not number)
    yield Part(f"{number.signs} {kind}", frozenset({str(number.value)}), others)


def _unit(words: Sequence[SentenceWord], number: Number, asked: Set[int]) -> str:
    if number.last in asked or number.last == len(words) or not words[number.last].cue & _MEASURE:
        return ""
    return words[number.last].terms[-1] if words[number.last].terms else words[number.last].text


def _is_of_time(words: Sequence[SentenceWord], number: Number) -> bool:
    if any(word.cue & (_YEAR | _CLOCK) for word in words[number.first : number.last]):
        return True
    return _beside_month(words, number)


def _beside_month(words: Sequence[SentenceWord], number: Number) -> bool:
    beside = (*words[max(0, number.first - 1) : number.first], *words[number.last : number.last + 1])
    return any(word.cue & _MONTH for word in beside)


def _time(_question: Question, sentence: AnalysedSentence, asked: Set[int]) -> Iterator[Part]:
    """The date or time of day nearest to what is asked about."""
    groups: list[list[tuple[int, str, str]]] = []
    for part in sorted(_times(sentence.words)):
        if groups and part[0] - groups[-1][-1][0] <= _ONE_DATE:
            groups[-1].append(part)
        else:
            groups.append([part])
    if not groups or not asked:
        return
    # Of two as near the later one.
    apart = [min(abs(place - hit) for place, _, _ in group for hit in asked) for group in groups]
    nearest = min(range(len(groups)), key=lambda number: (apart[number], -number))
    chosen = groups.pop(nearest)
    for kind in ("year", "month", "day", "clock", "half"):
        values = frozenset(value for _, own, value in chosen if own == kind)
        if values:
            yield Part(kind, values, frozenset(value for group in groups for _, own, value in group if own == kind))


def _times(words: Sequence[SentenceWord]) -> Iterator[tuple[int, str, str]]:
    """Parts of dates and times of day with their places and kinds."""
    for place, word in enumerate(words):
        if word.cue & _MONTH:
            yield place, "month", word.text[:3]
    minutes_of: int | None = None
    for number in numbers(words):
        first, value = number.first, number.value
        if first == minutes_of or value is None:
            continue
        if words[first].cue & _YEAR:
            yield first, "year", str(int(value))
        elif _beside_month(words, number) and 0 < value <= _LAST_DAY:
            yield first, "day", str(int(value))
        elif 0 < value <= _LAST_HOUR and _is_hour(words, number):
            end, minutes = number.last, 0.0
            if words[first].cue & _CLOCK and end < len(words) and words[end].cue & _CLOCK and words[end].cue & _NUMBER:
                minutes_of, end, minutes = end, end + 1, float(words[end].terms[-1])
            yield first, "clock", str(int(value % _NOON) * 60 + int(minutes))
            half = _HALVES.get(words[end].text, "") if end < len(words) else ""
            if half or value > _NOON:
                yield first, "half", half or "pm"


def _is_hour(words: Sequence[SentenceWord], number: Number) -> bool:
    """Whether a number tells a time of day: *9:30*, *9 a.m.*, *at nine*."""
    if words[number.first].cue & _CLOCK:
        return True
    following = words[number.last] if number.last < len(words) else None
    if following and (following.text in _HALVES or following.cue & _CLOCK):
        return True
    measures = following is not None and bool(following.cue & _MEASURE)
    return number.first > 0 and bool(words[number.first - 1].cue & _PREPOSITION) and not measures and not number.signs


def _person(_question: Question, sentence: AnalysedSentence, asked: Set[int]) -> Iterator[Part]:
    """The persons who are named, by the last words of their names."""
    words = sentence.words
    persons = []
    for first, last in _runs(sentence, asked):
        names = [word for word in words[first:last] if not word.cue & _TITLE]
        before = words[first - 1] if first else None
        led = bool(before and before.cue & _PREPOSITION and before.text not in DOERS)
        named = len(names) > 1 or any(word.cue & _GIVEN_NAME for word in names)
        titled = len(names) < last - first or bool(before and before.cue & _TITLE)
        if names and (named or titled) and not led and not any(word.cue & _NO_PERSON for word in names):
            persons.append(_key(names[-1]))
    if persons:
        yield Part("person", frozenset(persons), frozenset(map(_key, words)) - frozenset(persons))


def _place(_question: Question, sentence: AnalysedSentence, asked: Set[int]) -> Iterator[Part]:
    """The place after a preposition, if it is the only one: its kind is that preposition, and whether lists know it."""
    words = sentence.words
    runs = [
        (first, last)
        for first, last in _runs(sentence, asked)
        if first and words[first - 1].cue & _PREPOSITION and words[first - 1].text not in _NOT_WHERE
    ]
    if len(runs) == 1:
        ((first, last),) = runs
        known = any(word.cue & _PLACE for word in words[first:last])
        values = frozenset(map(_key, words[first:last]))
        yield Part(f"{words[first - 1].text} {known}", values, frozenset(map(_key, words)) - values)


def _runs(sentence: AnalysedSentence, asked: Set[int]) -> Iterator[tuple[int, int]]:
    """Where names stand whose words follow one another, half open, without those that hold words of the question."""
    words = sentence.words
    names = set(sentence.kinds.names)
    if 1 in names and words[0].capital and words[0].terms:
        # The first word of a sentence has a capital anyway.
        names.add(0)
    first: int | None = None
    for place in range(len(words) + 1):
        if place in names and place not in asked:
            first = place if first is None else first
        elif first is not None:
            yield first, place
            first = None


def _key(word: SentenceWord) -> str:
    return word.terms[-1] if word.terms else word.text


_GIVEN: Mapping[Ask, Callable[[Question, AnalysedSentence, Set[int]], Iterator[Part]]] = {
    Ask.WHO: _person,
    Ask.WHEN: _time,
    Ask.WHERE: _place,
    Ask.COUNT: _amount,
}
COMPARED = _GIVEN.keys()
"""What questions may ask for so that answers can be told to disagree."""
