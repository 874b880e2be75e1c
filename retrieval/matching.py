"""Where a sentence holds the words of a question: as they are, derived, compounded, or in other words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retrieval.question import Question
from retrieval.sentences import AnalysedSentence
from retrieval.synonyms import Alternative

# How much of a word a sentence holds that has only something like it.
ALTERNATIVE, DERIVED, NOT_DONE, LOOSELY_DERIVED, PART_OF_COMPOUND = 0.8, 0.7, 0.6, 0.5, 0.4
# Letters that a stem shares with what is derived from it, and those of a part of a compound.
_PREFIX, _PART = 4, 5
# What comes after is not said to have happened.
_INTENDED = frozenset("to would will could may might should must not never".split())


@dataclass(frozen=True, slots=True)
class Match:
    """Where a sentence holds a question's words.

    `strengths` has for each word of the question how well it is held: 1 for one of its terms, less for something like
    it, 0 for nothing. `hits` are pairs of a word's number in the sentence and one in the question, ascending; `counts`
    says how often a word is held, a synonym of it less than once.
    """

    strengths: list[float]
    hits: list[tuple[int, int]] = field(default_factory=list)
    counts: dict[int, float] = field(default_factory=dict)


class Matcher:
    """Matches sentences with one question; `vocabulary` holds every term of those sentences."""

    def __init__(self, question: Question, vocabulary: Iterable[str]) -> None:
        self._words = question.words
        self._forms = [word.text.casefold() for word in question.words]
        self._lookup: dict[str, list[tuple[int, float]]] = {}
        beginnings: dict[str, list[tuple[str, int]]] = {}
        endings: dict[str, list[tuple[str, int]]] = {}
        for number, word in enumerate(question.words):
            for term in word.terms:
                self._lookup.setdefault(term, []).append((number, 1.0))
                if len(term) >= _PREFIX:
                    beginnings.setdefault(term[:_PREFIX], []).append((term, number))
                if len(term) >= _PART:
                    endings.setdefault(term[-_PART:], []).append((term, number))
        for other in vocabulary:
            for term, number in beginnings.get(other[:_PREFIX], ()):
                if strength := _derivation(term, other):
                    self._lookup.setdefault(other, []).append((number, strength))
            for term, number in endings.get(other[-_PART:], ()):
                if term != other and (term.endswith(other) or other.endswith(term)):
                    self._lookup.setdefault(other, []).append((number, PART_OF_COMPOUND))

    def match(self, sentence: AnalysedSentence) -> Match:
        """Where the sentence holds the question's words."""
        positions = sentence.positions
        strengths = [0.0] * len(self._words)
        hits: set[tuple[int, int]] = set()
        counts: dict[int, float] = {}
        for term in self._lookup.keys() & positions.keys():
            places = positions[term]
            for number, strength in self._lookup[term]:
                if strength == 1 and self._only_intended(number, places, sentence):
                    strength = NOT_DONE
                strengths[number] = max(strengths[number], strength)
                hits.update((place, number) for place in places)
                if strength == 1:
                    counts[number] = max(counts.get(number, 0), len(places))
        for number, word in enumerate(self._words):
            if not strengths[number] and (places := _alternative(word.alternatives, sentence)):
                strengths[number] = counts[number] = ALTERNATIVE
                hits.update((place, number) for place in places)
        return Match(strengths, sorted(hits), counts)

    def _only_intended(self, number: int, places: Sequence[int], sentence: AnalysedSentence) -> bool:
        """Whether the sentence has another form of the word, after *to* or *would*: a campaign to retake retook nothing."""
        form = self._forms[number]
        words = sentence.words
        return all(
            words[place].text != form and place > 0 and words[place - 1].text in _INTENDED and not words[place].capital
            for place in places
        )


def _alternative(alternatives: Iterable[Alternative], sentence: AnalysedSentence) -> list[int]:
    """The numbers of the words that are an alternative, of the first that the sentence holds; none if it has none."""
    for alternative in alternatives:
        places = [
            min((place for term in terms for place in sentence.positions.get(term, ())), default=-1)
            for terms in alternative.words
        ]
        if -1 not in places:
            return places
    return []


def _derivation(term: str, other: str) -> float:
    """How near two stems are that begin alike: *explos* and *explod*, *multipliziert* and *multiplikation*."""
    if term == other:
        return 0.0
    common = _PREFIX
    shorter, longer = sorted((len(term), len(other)))
    while common < shorter and term[common] == other[common]:
        common += 1
    if common >= len(term) - 3 and common >= len(other) - 4:
        return DERIVED if common > _PREFIX else LOOSELY_DERIVED
    if common >= 6 and common >= 0.6 * longer:
        return LOOSELY_DERIVED
    return PART_OF_COMPOUND if common == shorter and common >= _PART else 0.0
