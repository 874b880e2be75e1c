"""The numbers of BM25 over an inverted file: what a posting adds to a score, and which scores are the best.

The model is rank-bm25's `BM25Okapi` (Trotman, Puurula and Burgess, 2014, "Improvements to BM25 and Language Models
Examined") with the inverse document frequency that Lucene uses, which is never negative. Each expression here does
the operations of `BM25Okapi.get_scores` in the same order, so that every score is the same to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from retrieval.indexes.inversion import LENGTH, Inversion

Floats = npt.NDArray[np.float64]

_POSTINGS_AT_ONCE = 1 << 18


def lucene_idf(passages: int, holding: int) -> float:
    """Inverse document frequency of a term that `holding` of so many `passages` hold: ln(1 + (N - n + ½)/(n + ½)).

    From Lucene's `BM25Similarity`. Above 0 for every term, common ones too.
    """
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def contributions(inversion: Inversion, *, k1: float, b: float, avgdl: float) -> Iterator[Floats]:
    """For each posting what its term adds to its passage's score, in blocks that fit in a cache.

    `avgdl` is the average length of a passage in terms, 0 only when there is no posting.
    """
    passages = len(inversion.passages)
    counts = np.diff(inversion.offsets())
    # math.log and np.log may differ in the last bit: rank-bm25 uses the former. Few counts differ.
    distinct, which = np.unique(counts, return_inverse=True)
    idf = np.array([lucene_idf(passages, holding) for holding in distinct.tolist()])[which]
    lengths = inversion.passages[:, LENGTH]
    norms = k1 * (1 - b + b * lengths / avgdl) if avgdl else np.zeros(passages)
    for start in range(0, len(inversion.postings), _POSTINGS_AT_ONCE):
        terms, holders, frequencies = inversion.block(start, start + _POSTINGS_AT_ONCE)
        yield idf[terms] * (frequencies * (k1 + 1) / (frequencies + norms[holders]))


def best(scores: Floats, postings: Sequence[npt.NDArray[np.int32]], k: int) -> npt.NDArray[np.intp]:
    """The passages of the `k` highest scores among those in `postings`, best first, lower numbers first on a par.

    `scores` has one score for each passage, 0 or more; `postings` are lists of passages, none twice in one list.
    """
    if k <= 0 or not postings:
        return np.empty(0, np.intp)
    # The k-th best of any list of k or more is a floor: fewer passages of the whole collection have to be sorted.
    long_enough = [holders for holders in postings if len(holders) >= k]
    floor = _kth(scores[min(long_enough, key=len)], k) if long_enough else 0.0
    if floor > 0:
        found = np.flatnonzero(scores >= floor)
    else:
        marked = np.zeros(len(scores), np.bool_)
        for holders in postings:
            marked[holders] = True
        found = np.flatnonzero(marked)
    found_scores = scores[found]
    if len(found) > k:
        above = found_scores >= _kth(found_scores, k)
        found, found_scores = found[above], found_scores[above]
    return found[np.argsort(-found_scores, kind="stable")[:k]]


def _kth(scores: Floats, k: int) -> float:
    """The k-th highest of at least k scores."""
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])
