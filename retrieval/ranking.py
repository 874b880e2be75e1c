"""The probability that a sentence answers a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval import analysis
from retrieval.features import FEATURES, Candidate, idf, matrix
from retrieval.language import detect
from retrieval.question import Question, parse

# A sentence that holds all that was asked is likely to answer, one that holds half of it is not; place and passage
# tell apart sentences that hold the same.
_WEIGHTS = {"coverage": 3.0, "coverage_with_title": 5.0, "bm25": 2.0, "place": 0.5, "passage": 1.0}
_INTERCEPT = -6.0


class SentenceRanker:
    """Scores sentences as answers; without state, safe to share between threads."""

    def score(self, question: str, sentences: Sequence[str], title: str = "") -> list[float]:
        """For each sentence of one article, in order, the probability (0 to 1) that it answers the question."""
        language = detect(" ".join((title, *sentences)))
        parsed = parse(question, (language,))
        terms = [tuple(analysis.terms(sentence, language)) for sentence in sentences]
        title_terms = frozenset(analysis.terms(title, language))
        held = [set(sentence) for sentence in terms]
        weights = [
            idf(sum(not sentence.isdisjoint(word.terms) for sentence in held), len(held)) for word in parsed.words
        ]
        candidates = [Candidate(sentence, title_terms, number, 1.0) for number, sentence in enumerate(terms)]
        return self.score_candidates(parsed, weights, candidates)

    def score_candidates(
        self, question: Question, weights: Sequence[float], candidates: Sequence[Candidate]
    ) -> list[float]:
        """For each candidate the probability that it answers; `weights` are the idf of the question's words."""
        logits = matrix(question, weights, candidates) @ np.array([_WEIGHTS[name] for name in FEATURES]) + _INTERCEPT
        probabilities: list[float] = (1 / (1 + np.exp(-logits))).tolist()
        return probabilities
