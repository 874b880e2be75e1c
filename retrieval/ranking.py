"""The probability that a sentence answers a question."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from retrieval import analysis, features, wording
from retrieval.agreement import agreed
from retrieval.features import FEATURES, GROUPS, Candidate, Matrix, Surroundings, idf
from retrieval.language import detect
from retrieval.matching import Match, Matcher
from retrieval.network import Floats, Network
from retrieval.question import Question, Word, parse
from retrieval.sentences import analyse
from retrieval.synonyms import Synonyms
from retrieval.trees import Trees
from retrieval.types import UNKNOWN_LANGUAGE

_WORDING, _PIECES, _AGREED = FEATURES.index("wording"), FEATURES.index("pieces"), FEATURES.index("agreed")
# How many sentences the background frequencies of words weigh as much as.
_BACKGROUND = 500
# The share of its weight that such a word keeps.
_DOUBTFUL = 0.4
_BACKGROUND_LANGUAGES = frozenset({"en", UNKNOWN_LANGUAGE})


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is known of candidates, a place in each list for each of them.

    `matches` say which words of the question they hold, `rows` are their features, `scores` the probabilities that they
    answer.
    """

    matches: list[Match]
    rows: Matrix
    scores: list[float]

    def feature(self, name: str) -> list[float]:
        """The values of one feature."""
        values: list[float] = self.rows[:, FEATURES.index(name)].tolist()
        return values

    def shifted(self, log_odds: float) -> Ranking:
        """The same with so much added to the log-odds of each score."""
        gain = math.exp(log_odds)
        return replace(self, scores=[gain * score / (1 - score + gain * score) for score in self.scores])


class SentenceRanker:
    """Scores sentences as answers; without state, safe to share between threads.

    Its weights are `ranker.json`, made by `benchmarks/train_ranker.py`. Boosted trees and a small network over the
    features of `features.py` give log-odds, to which is added what other sentences agree on; a line fitted to held-out
    questions makes the sum a probability (with an intercept for each size of terms: words, syllables, pairs of
    characters). `threshold` is the probability from which on a sentence is best given as an answer, by F1 on such
    questions.
    """

    def __init__(self, weights: Mapping[str, Any] | None = None, *, synonyms: Synonyms | None = None) -> None:
        """`weights` as `ranker.json` holds them, which stands in for None; `synonyms` default to our own."""
        # Any: JSON.
        weights = shipped() if weights is None else weights
        self._wording: Mapping[str, float] = weights["wording"]
        self._trees = Trees.read(weights["trees"], FEATURES)
        self._network = Network.read(weights["network"], FEATURES)
        self._agreement: float = weights["agreement"]
        self._slope: float = weights["calibration"]["slope"]
        self._intercepts = np.array(weights["calibration"]["intercepts"])
        self._evidence: Mapping[str, float] = weights["calibration"]["evidence"]
        self.threshold: float = weights["threshold"]
        self._frequencies = {
            term: float(share) for share, terms in weights["frequencies"].items() for term in terms.split()
        }
        self._synonyms = synonyms or Synonyms.read(None)

    def score(self, question: str, sentences: Sequence[str], title: str = "") -> list[float]:
        """For each sentence of one article, in order, the probability (0 to 1) that it answers the question.

        Without a title the sentences are taken as a collection in no order: their places say nothing then.
        """
        return self.rank(*self.read(question, sentences, title)).scores

    def read(
        self, question: str, sentences: Sequence[str], title: str = ""
    ) -> tuple[Question, tuple[float, ...], list[Candidate]]:
        """The question, the weights of its words, and the sentences of one article as candidates."""
        sentences = tuple(sentences)
        language = detect(" ".join((title, *sentences)))
        parsed = parse(question, (language,), synonyms=self._synonyms)
        analysed = [analyse(sentence, language) for sentence in sentences]
        frequencies = [
            sum(not sentence.positions.keys().isdisjoint(word.terms) for sentence in analysed) for word in parsed.words
        ]
        article = Surroundings(frozenset(analysis.terms(title, language)), ordered=bool(title))
        candidates = [Candidate(sentence, article, number) for number, sentence in enumerate(analysed)]
        return parsed, self.weights(parsed, frequencies, len(analysed)), candidates

    def weights(self, question: Question, frequencies: Sequence[int], count: int) -> tuple[float, ...]:
        """What each word of the question weighs: its idf, for `frequencies` of its words among `count` texts.

        A few articles tell little of how common a word is: what other English texts know stands beside it.
        """
        return tuple(
            self._weight(word, frequency, count, question.language) * word.weight
            for word, frequency in zip(question.words, frequencies, strict=True)
        )

    def rank(self, question: Question, weights: Sequence[float], candidates: Sequence[Candidate]) -> Ranking:
        """The candidates' matches, features and scores; `weights` are those of the question's words."""
        matches = matched(question, candidates)
        rows, things = features.read(question, weights, candidates, matches)
        signs = wording.signs(question, candidates, matches)
        rows[:, _WORDING] = [wording.total(self._wording, names) for names in signs]
        own = self._own(rows)
        texts = [candidate.sentence.text for candidate in candidates]
        rows[:, _AGREED] = agreed(texts, things, _probabilities(own).tolist())
        return Ranking(matches, rows, _probabilities(self._calibrated(own, rows)).tolist())

    def weighed(self, ranking: Ranking, evidence: Mapping[str, float]) -> Ranking:
        """The ranking with what the collection says of the question in its probabilities, as it was learned."""
        return ranking.shifted(sum(self._evidence.get(name, 0.0) * value for name, value in evidence.items()))

    def shares(self, rows: Matrix, number: int) -> dict[str, float]:
        """For each group of features what it adds to the log-odds of candidate `number` of `rows`.

        It is what they would lose if that group were as with the middle one of the candidates.
        """
        usual = np.median(rows, axis=0)
        own = rows[number]
        variants = np.tile(own, (len(GROUPS) + 1, 1))
        for row, group in zip(variants[1:], GROUPS.values(), strict=True):
            columns = [FEATURES.index(name) for name in group]
            row[columns] = usual[columns]
        odds = self._calibrated(self._own(variants), variants)
        return {group: float(odds[0] - other) for group, other in zip(GROUPS, odds[1:], strict=True)}

    def _own(self, rows: Matrix) -> Floats:
        """The log-odds of each candidate by itself, as they were learned."""
        odds: Floats = self._trees.sums(rows) + self._network.sums(rows)
        return odds

    def _calibrated(self, own: Floats, rows: Matrix) -> Floats:
        """What is true of log-odds, with what other candidates say in them."""
        odds = own + self._agreement * rows[:, _AGREED]
        calibrated: Floats = odds * self._slope + self._intercepts[rows[:, _PIECES].astype(np.intp)]
        return calibrated

    def _weight(self, word: Word, frequency: int, count: int, language: str) -> float:
        known = language in _BACKGROUND_LANGUAGES and bool(self._frequencies)
        background = _BACKGROUND if known else 0
        elsewhere = max((self._frequencies.get(term, 0.0) for term in word.terms), default=0.0) if known else 0.0
        weight = idf(frequency + background * elsewhere, count + background)
        # Where little is known of a language, an everyday word that no article has may only be another than theirs.
        doubtful = not known and not frequency and word.text.isalpha() and word.text.islower()
        return weight * _DOUBTFUL if doubtful else weight


def _probabilities(odds: Floats) -> Floats:
    probabilities: Floats = 1 / (1 + np.exp(-odds))
    return probabilities


def matched(question: Question, candidates: Sequence[Candidate]) -> list[Match]:
    """The matches of the candidates with the question."""
    vocabulary: set[str] = set().union(*(candidate.sentence.positions for candidate in candidates))
    matcher = Matcher(question, vocabulary)
    return [matcher.match(candidate.sentence) for candidate in candidates]


@cache
def shipped() -> dict[str, Any]:
    """The weights that come with this package."""
    weights: dict[str, Any] = json.loads(files("retrieval").joinpath("ranker.json").read_text("utf-8"))
    return weights
