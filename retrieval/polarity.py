"""Whether a sentence says what a question asks about, or denies it, or says it of something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.closeness import distance
from retrieval.cues import Ask, Cue
from retrieval.negation import is_negative, negates, read
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence, SentenceWord

_NEGATION, _PREPOSITION = int(Cue.NEGATION), int(Cue.PREPOSITION)
_DOERS = frozenset({"by", "von", "vom", "par", "por", "da", "door", "av", "przez", "بواسطة"})
"""Who comes after them does what is done."""
# Beginnings of verbs of asking; how many words may come between them and the question word.
_ASKING = tuple("ask wonder inquir enquir спрос спраш frag gefragt pregunt demand chied chies pergunt سأل سئل".split())
_BETWEEN = 3
# How far a question word may stand before what is asked about.
_FOLLOWING = 8


class Polarity(NamedTuple):
    """Features of one sentence, named as in `features.py`; a tuple, as a piece of a row of them."""

    negated: float
    only_negated: float
    governed: float
    told: float


_NOTHING = Polarity(0.0, 0.0, 0.0, 0.0)


class Reading:
    """How one question stands to what it asks about; without state of its own, safe to share between threads."""

    def __init__(self, question: Question) -> None:
        words = read(question)
        # *Is it open on Sundays?* A *not* answers that as well as a yes does.
        self._names_a_thing = question.ask is not Ask.OTHER
        self._negative = is_negative(question)
        self._first = words[0].text if words and question.terms.isdisjoint(words[0].terms) else None
        numbers = {term: number for number, word in enumerate(question.words) for term in word.terms}
        places = [(place, numbers[term]) for place, word in enumerate(words) for term in word.terms if term in numbers]
        self._bare = {number for place, number in places if not _is_governed(words, place)}

    def of(self, sentence: AnalysedSentence, hits: Sequence[tuple[int, int]], about: Sequence[int]) -> Polarity:
        """`hits` are those of a `Match`, `about` the numbers of the words that hold what is asked about."""
        if not hits and not self._negative:
            return _NOTHING
        words = sentence.words
        negators: list[int] = []
        if sentence.kinds.cues & _NEGATION:
            negators = [place for place in sentence.kinds.cued if negates(words, place)]
        apart = distance(negators, about).apart if negators and about else 0
        return Polarity(
            1 / apart if apart and self._names_a_thing and not self._negative else 0.0,
            float(self._negative and not negators),
            self._governed(words, hits) if sentence.kinds.capitals else 0.0,
            float(self._told(sentence, hits)),
        )

    def _governed(self, words: Sequence[SentenceWord], hits: Sequence[tuple[int, int]]) -> float:
        here = [(place, number) for place, number in hits if words[place].capital and number in self._bare]
        if not here:
            return 0.0
        free = {number for place, number in here if not _is_governed(words, place)}
        held = {number for _, number in here}
        return 1 - len(free) / len(held)

    def _told(self, sentence: AnalysedSentence, hits: Sequence[tuple[int, int]]) -> bool:
        # Most sentences do not have it: that is told at once.
        if self._first is None or not hits or self._first not in sentence.text:
            return False
        words = sentence.words
        return any(
            word.text == self._first
            and any(before.text.startswith(_ASKING) for before in words[max(0, place - _BETWEEN) : place])
            and any(place < hit <= place + _FOLLOWING for hit, _ in hits)
            for place, word in enumerate(words)
        )


def _is_governed(words: Sequence[SentenceWord], place: int) -> bool:
    """Whether a name comes after a preposition, with at most articles and names between."""
    for before in reversed(words[:place]):
        if before.cue & _PREPOSITION:
            return before.text not in _DOERS
        if before.terms and not before.capital:
            return False
    return False
