"""Where a sentence holds the words of a question: as they are, derived, compounded, or in other words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from retrieval.cues import Ask
from retrieval.negation import is_negative, negates
from retrieval.question import Question, is_alone
from retrieval.sentences import AnalysedSentence
from retrieval.synonyms import Alternative

# How much of a word a sentence holds that has only something like it.
ALTERNATIVE, DERIVED, NOT_DONE, LOOSELY_DERIVED, PART_OF_COMPOUND = 0.9, 0.7, 0.6, 0.5, 0.4
# Letters that a stem shares with what is derived from it, and those of a part of a compound: fewer in languages that
# make them freely (*Baumarten*), where a short part is seldom there by chance.
_PREFIX, _PART, _SHORT_PART = 4, 5, 4
_COMPOUNDING = frozenset("da de et fi hu is nl no sv".split())
# Of ideographs.
_PAIR = 2
# What comes after is not said to have happened.
INTENDED = frozenset("to would will could may might should must not never".split())
_BE = frozenset("is are was were be been being".split())


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

    @property
    def places(self) -> set[int]:
        """The numbers of the words in the sentence that hold any of the question's."""
        return {place for place, _ in self.hits}


class Matcher:
    """Matches sentences with one question; `vocabulary` holds every term of those sentences."""

    def __init__(self, question: Question, vocabulary: Iterable[str]) -> None:
        vocabulary = frozenset(vocabulary)
        self._words = question.words
        self._asks_for_doer = question.asks_for_doer
        # *Is it open?* *It is not open* has all of it.
        self._affirms = question.ask is not Ask.OTHER and not is_negative(question)
        self._forms = [word.text.casefold() for word in question.words]
        self._past = [_past(word.text, word.terms) for word in question.words]
        self._lookup = _lookup(question, vocabulary)
        possible = [_possible(word.alternatives, vocabulary) for word in question.words]
        self._alternatives = [
            (number, others, frozenset(term for other in others for term in other.words[0]))
            for number, others in enumerate(possible)
            if others
        ]

    def match(self, sentence: AnalysedSentence) -> Match:
        """Where the sentence holds the question's words."""
        positions = sentence.positions
        strengths = [0.0] * len(self._words)
        hits: set[tuple[int, int]] = set()
        counts: dict[int, float] = {}
        for term in self._lookup.keys() & positions.keys():
            places = positions[term]
            for number, full in self._lookup[term]:
                strength = full * self._done(number, places, sentence)
                strengths[number] = max(strengths[number], strength)
                hits.update([(place, number) for place in places])
                if strength == 1:
                    counts[number] = max(counts.get(number, 0), len(places))
        for number, alternatives, first_terms in self._alternatives:
            # Most sentences have none of them: that is told at once.
            if strengths[number] or first_terms.isdisjoint(positions):
                continue
            if not (others := _places(alternatives, sentence)):
                continue
            done = [place for place in others if self._done(number, [place], sentence) == 1]
            strengths[number] = counts[number] = ALTERNATIVE * (1 if done else NOT_DONE)
            hits.update((place, number) for place in done or others)
        return Match(strengths, sorted(hits), counts)

    def _done(self, number: int, places: Sequence[int], sentence: AnalysedSentence) -> float:
        """1, or less where each of these words is denied, or of another form that says of nobody that they did it."""
        for place in places:
            if self._affirms and _is_denied(sentence, place):
                continue
            if sentence.words[place].capital or not self._undone(number, place, sentence):
                return 1.0
        return NOT_DONE

    def _undone(self, number: int, place: int, sentence: AnalysedSentence) -> bool:
        if self._asks_for_doer and self._without_doer(number, place, sentence):
            return True
        return sentence.words[place].text != self._forms[number] and _intended(place, sentence)

    def _without_doer(self, number: int, place: int, sentence: AnalysedSentence) -> bool:
        """Whether a word is not past where the question's is (a noun or a gerund), or passive without a *by*."""
        words = sentence.words
        if self._past[number] and not _past(words[place].text, words[place].terms):
            return True
        passive = any(word.text in _BE for word in words[max(0, place - 2) : place])
        return passive and all(word.text != "by" for word in words[place + 1 : place + 7])


def _lookup(question: Question, vocabulary: Set[str]) -> dict[str, list[tuple[int, float]]]:
    """For each term of the question, and of the vocabulary that is like one, the words it holds and how well."""
    part = _SHORT_PART if question.language in _COMPOUNDING else _PART
    lookup: dict[str, list[tuple[int, float]]] = {}
    beginnings: dict[str, list[tuple[str, int]]] = {}
    endings: dict[str, list[tuple[str, int]]] = {}
    for number, word in enumerate(question.words):
        for term in word.terms:
            lookup.setdefault(term, []).append((number, 1.0))
            if len(term) >= _PREFIX:
                beginnings.setdefault(term[:_PREFIX], []).append((term, number))
            if len(term) >= part:
                endings.setdefault(term[-part:], []).append((term, number))
    for term, held in [(term, tuple(held)) for term, held in lookup.items() if is_alone(term)]:
        for pair in [other for other in vocabulary if len(other) == _PAIR and term in other]:
            lookup.setdefault(pair, []).extend(held)
    for other in [other for other in vocabulary if other[:_PREFIX] in beginnings]:
        for term, number in beginnings[other[:_PREFIX]]:
            if strength := _derivation(term, other, part):
                lookup.setdefault(other, []).append((number, strength))
    for other in [other for other in vocabulary if other[-part:] in endings]:
        for term, number in endings[other[-part:]]:
            if term != other and (term.endswith(other) or other.endswith(term)):
                lookup.setdefault(other, []).append((number, PART_OF_COMPOUND))
    return lookup


def _past(text: str, terms: Sequence[str]) -> bool:
    """Whether an English word may be a past form: an irregular one has its own stem and that of its lemma."""
    return text.endswith("ed") or len(terms) > 1


def _is_denied(sentence: AnalysedSentence, place: int) -> bool:
    """Whether a *not* stands right before a word, or after it (*Ann malte nicht*)."""
    words = sentence.words
    return (place > 0 and negates(words, place - 1)) or (place + 1 < len(words) and negates(words, place + 1))


def _intended(place: int, sentence: AnalysedSentence) -> bool:
    """Whether a word comes after *to* or *would*: a campaign to retake has retaken nothing."""
    return place > 0 and sentence.words[place - 1].text in INTENDED


def _possible(alternatives: Iterable[Alternative], vocabulary: Set[str]) -> list[Alternative]:
    """Those alternatives that a sentence of this vocabulary can hold."""
    return [
        alternative
        for alternative in alternatives
        if not any(vocabulary.isdisjoint(terms) for terms in alternative.words)
    ]


def _places(alternatives: Iterable[Alternative], sentence: AnalysedSentence) -> list[int]:
    """The numbers of all words that stand for one of the alternatives."""
    found: set[int] = set()
    for alternative in alternatives:
        places = [
            [place for term in terms for place in sentence.positions.get(term, ())] for terms in alternative.words
        ]
        if all(places):
            found.update(place for each in places for place in each)
    return sorted(found)


def _derivation(term: str, other: str, part: int) -> float:
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
    return PART_OF_COMPOUND if common == shorter and common >= part else 0.0
