"""What a sentence has of the kind of thing that a question asks for, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from retrieval.closeness import distance
from retrieval.cues import Ask, Cue
from retrieval.matching import INTENDED, Match
from retrieval.measuring import numbers_of
from retrieval.polarity import Reading
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence

# As plain numbers: an operation on flags takes a microsecond.
_YEAR, _PLACE, _GIVEN_NAME = int(Cue.YEAR), int(Cue.PLACE), int(Cue.GIVEN_NAME)
_DATE, _CLOCK = int(Cue.YEAR | Cue.MONTH | Cue.WEEKDAY), int(Cue.CLOCK)
_AMOUNT = int(Cue.NUMBER | Cue.NUMBER_WORD)
_SHARE_OR_SUM = int(Cue.MONEY | Cue.PERCENT)
_PERSON = int(Cue.PERSON)
_SOMEBODY = int(Cue.PERSON | Cue.GIVEN_NAME | Cue.ORGANISATION)
_REASON = int(Cue.REASON)
_MOST_NAMES, _MOST_PAIRS = 6, 4
# How far a definition's *is* may be from what it defines, and that from the beginning of the sentence.
_RIGHT_AFTER, _BEGINNING = 3, 4
# What counts as the distance where the kind of thing asked for is on one side only.
_NEVER = 99
_INTENDED = INTENDED | {"can"}

KINDS: Mapping[str, int] = {
    "year": _YEAR,
    "date": _DATE,
    "clock": _CLOCK,
    "amount": _AMOUNT,
    "money": int(Cue.MONEY),
    "percent": int(Cue.PERCENT),
    "reason": _REASON,
    "person": _PERSON,
    "place_word": _PLACE,
    "organisation": int(Cue.ORGANISATION),
    "given_name": _GIVEN_NAME,
}
"""The features that say that a sentence has a word of a kind, each with the kinds (bits of `Cue`)."""


class Fit(NamedTuple):
    """Features of one sentence, named as in `features.py`; a tuple, as a piece of a row of them."""

    names: int
    name_pairs: int
    amount_of: bool
    in_place: bool
    defines: bool
    defines_first: bool
    fits: bool
    fits_well: bool
    fit_closeness: float
    fit_before: float
    fit_after: float
    same_form: float
    intended: float
    focus: bool
    focus_fit: float
    negated: float
    only_negated: float
    governed: float
    told: float
    measure: int
    role: float


class Others:
    """The words of a sentence that a question does not hold, by kind: an answer is what was not said in asking.

    `cues`, `names`, `placed` and `measured` are those of `Kinds`; `defines` is true where the first *is* comes right
    after a word that was asked for, `defines_first` where the sentence begins so.
    """

    def __init__(self, sentence: AnalysedSentence, asked: Set[int]) -> None:
        """`asked` are the numbers of the words that the question holds."""
        kinds = sentence.kinds
        self._words = sentence.words
        self.asked = asked
        self._cued = _without(asked, kinds.cued)
        self.cues = sentence.cues_without(asked)
        self.names = _without(asked, kinds.names)
        self.placed = _without(asked, kinds.placed)
        self.measured = _without(asked, kinds.measured)
        self.name_pairs = sum([b == a + 1 for a, b in pairwise(self.names)])
        # What is asked about stands right before a definition's *is*.
        last = max([place for place in asked if place < kinds.copula], default=-1)
        self.defines = last >= 0 and kinds.copula - last <= _RIGHT_AFTER
        self.defines_first = self.defines and last <= _BEGINNING
        self.copula = (kinds.copula,) if self.defines else ()

    def of(self, kinds: int) -> list[int]:
        """The numbers of those of any of these kinds (bits of `Cue`)."""
        return [place for place in self._cued if self._words[place].cue & kinds] if self.cues & kinds else []


def _without(asked: Set[int], places: tuple[int, ...]) -> tuple[int, ...]:
    return places if asked.isdisjoint(places) else tuple([place for place in places if place not in asked])


def _somebody(others: Others) -> tuple[Sequence[int], bool]:
    return sorted([*others.names, *others.of(_SOMEBODY)]), others.name_pairs > 0 or bool(others.cues & _GIVEN_NAME)


def _time(others: Others) -> tuple[Sequence[int], bool]:
    if times := others.of(_DATE | _CLOCK):
        return times, bool(others.cues & _YEAR)
    # *At nine*: a number that counts nothing.
    return [number for number in others.of(_AMOUNT) if number not in others.measured], False


def _somewhere(others: Others) -> tuple[Sequence[int], bool]:
    return others.names if others.cues & _PLACE else others.placed, bool(others.placed)


def _reason(others: Others) -> tuple[Sequence[int], bool]:
    reasons = others.of(_REASON)
    return reasons, len(reasons) > 1


def _amount(others: Others) -> tuple[Sequence[int], bool]:
    return others.of(_AMOUNT), bool(others.measured or others.cues & _SHARE_OR_SUM)


def _definition(others: Others) -> tuple[Sequence[int], bool]:
    return others.copula, others.defines_first


def _something(others: Others) -> tuple[Sequence[int], bool]:
    return others.names, others.name_pairs > 0


# Where the things that a kind of question asks for stand, ascending, and whether they are unmistakable.
_WANTED: Mapping[Ask, Callable[[Others], tuple[Sequence[int], bool]]] = {
    Ask.WHO: _somebody,
    Ask.WHEN: _time,
    Ask.WHERE: _somewhere,
    Ask.WHY: _reason,
    Ask.COUNT: _amount,
    Ask.DEFINE: _definition,
}
KNOWN_KINDS = _WANTED.keys()
"""What questions may ask for so that a word tells whether it is there; for the others any name may be it."""


class Fitter:
    """Tells how sentences fit one question; without state of its own, safe to share between threads."""

    def __init__(self, question: Question) -> None:
        self._wanted = _WANTED.get(question.ask, _something)
        self._measure = question.measure
        self._asks_for_person = question.ask is Ask.WHO
        self._forms = frozenset(word.text.casefold() for word in question.words)
        self._focus = question.focus
        self._reading = Reading(question)

    def things(self, sentence: AnalysedSentence, others: Others) -> tuple[Sequence[int], bool]:
        """The numbers of the words that are what the question asks for, ascending, and whether they are unmistakable.

        `others` are the words that the question does not hold.
        """
        if self._measure:
            measured = numbers_of(self._measure, sentence)
            return measured, bool(measured)
        return self._wanted(others)

    def fit(
        self,
        sentence: AnalysedSentence,
        match: Match,
        others: Others,
        beyond_title: Sequence[bool],
        found: tuple[Sequence[int], bool],
    ) -> Fit:
        """How a sentence fits; `found` is what `things` found in it.

        `beyond_title` tells for each word of the question whether the article's title lacks it: an answer stands near
        those that it lacks, or near any where it lacks none.
        """
        things, unmistakable = found
        measure = 0 if not self._measure else 1 if things else -1
        about = [place for place, number in match.hits if beyond_title[number]] or list(others.asked)
        return Fit(
            min(len(others.names), _MOST_NAMES),
            min(others.name_pairs, _MOST_PAIRS),
            bool(others.measured),
            bool(others.placed),
            others.defines,
            others.defines_first,
            bool(things),
            unmistakable,
            *_near(things, about),
            *self._written(sentence, about),
            *self._focused(sentence, things),
            *self._reading.of(sentence, match.hits, about),
            measure,
            self._role(sentence, match, others),
        )

    def _written(self, sentence: AnalysedSentence, about: Sequence[int]) -> tuple[float, float]:
        """The shares of the words asked for that are of the question's own form, and that are only intended."""
        if not about:
            return 0.0, 0.0
        words = sentence.words
        same = sum([words[place].text in self._forms for place in about])
        intended = sum([place > 0 and words[place - 1].text in _INTENDED for place in about])
        return same / len(about), intended / len(about)

    def _role(self, sentence: AnalysedSentence, match: Match, others: Others) -> float:
        """How near a name stands to a word for a person that was asked for, or that a verb asked for makes."""
        if not self._asks_for_person or not sentence.kinds.cues & _PERSON:
            return 0.0
        roles = sorted({place for place in match.places if sentence.words[place].cue & _PERSON})
        people = sorted([*others.names, *others.of(_GIVEN_NAME)])
        apart = distance(roles, people).apart if roles and people else 0
        return 1 / apart if apart else 0.0

    def _focused(self, sentence: AnalysedSentence, things: Sequence[int]) -> tuple[bool, float]:
        """Whether the sentence has the noun after *what*, and how near it is to what is asked for."""
        if self._focus.isdisjoint(sentence.positions):
            return False, 0.0
        here = [place for term in self._focus for place in sentence.positions.get(term, ())]
        if not things:
            return True, 0.0
        apart = distance(things, here).apart
        return True, 1 / apart if apart else 0.0


def _near(things: Sequence[int], about: Sequence[int]) -> tuple[float, float, float]:
    """How near what is asked for is to what is asked about: anyhow, before it, after it."""
    if not things or not about:
        return 0.0, 0.0, 0.0
    gap = distance(things, about)
    return 1.0 if gap.touches else 1 / gap.apart, 1 / (gap.before or _NEVER), 1 / (gap.after or _NEVER)
