"""What can be said of a sentence as an answer to a question, in numbers: one row for each candidate sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.question import Question

FEATURES = ("coverage", "coverage_with_title", "bm25", "place", "passage")
"""The columns, in order:

- `coverage`: the share of the question's words that the sentence holds, each weighing its idf (0 to 1);
- `coverage_with_title`: the same, words of the article's title held too (0 to 1);
- `bm25`: the sentence's own BM25 score as a share of the highest that it could have (0 to 1);
- `place`: 1 for the first sentence of the article, 1/2 for the second, 1/3, ... (0 to 1);
- `passage`: the BM25 score of its passage as a share of the best passage's (0 to 1).
"""

# Lucene's parameters. (rank-bm25's k1 of 1.5 rates passages; a word that a sentence repeats tells less.)
_K1, _B = 1.2, 0.75
# Sentences of news run to some twenty words; a constant keeps a sentence's score apart from its neighbours'.
_USUAL_LENGTH = 15.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. `number` is its place in the article, `passage` its passage's share of the best."""

    terms: tuple[str, ...]
    title_terms: frozenset[str]
    number: int
    passage: float


def idf(frequency: int, count: int) -> float:
    """Lucene's inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)): never negative."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def matrix(question: Question, weights: Sequence[float], candidates: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """The features of each candidate: an array of shape (candidates, features).

    `weights` are the idf of the question's words, one for each.
    """
    rows = np.zeros((len(candidates), len(FEATURES)))
    total = sum(weights)
    if not total:
        return rows
    word_numbers: dict[str, list[int]] = {}
    for number, word in enumerate(question.words):
        for term in word.terms:
            word_numbers.setdefault(term, []).append(number)
    for row, candidate in zip(rows, candidates, strict=True):
        counts = _counts(candidate.terms, word_numbers)
        in_title = {number for term in candidate.title_terms for number in word_numbers.get(term, ())}
        length = 1 - _B + _B * len(candidate.terms) / _USUAL_LENGTH
        bm25 = sum(weights[number] * count / (count + _K1 * length) for number, count in counts.items())
        row[:] = (
            sum(weights[number] for number in counts) / total,
            sum(weights[number] for number in counts.keys() | in_title) / total,
            bm25 / total,
            1 / (1 + candidate.number),
            candidate.passage,
        )
    return rows


def _counts(terms: Sequence[str], word_numbers: Mapping[str, Sequence[int]]) -> dict[int, int]:
    """How often the sentence holds each word of the question."""
    counts: dict[int, int] = {}
    for term in terms:
        for number in word_numbers.get(term, ()):
            counts[number] = counts.get(number, 0) + 1
    return counts
