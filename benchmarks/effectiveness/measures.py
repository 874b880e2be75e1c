"""What is measured of a ranking, as pure functions.

Sentences of the same score stand in no order. Where they decide, the value is the mean over all orders of them
(McSherry and Najork, "Computing information retrieval performance measures efficiently in the presence of tied
scores", ECIR 2008), so that no luck is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def average_precision(scores: Sequence[float], labels: Sequence[int]) -> float:
    """The mean of the precision at the rank of each right sentence (Voorhees and Harman, TREC-8, 1999).

    0 to 1, and 0 when no label is 1. Within a tie of t sentences, r of them right, the i-th is right with
    probability r / t, and the others before it are right with probability (r - 1) / (t - 1).
    """
    total = 0.0
    before = right_before = 0
    for size, right in _ties(scores, labels):
        for place in range(size):
            others = place * (right - 1) / (size - 1) if size > 1 else 0.0
            total += right / size * (right_before + others + 1) / (before + place + 1)
        before += size
        right_before += right
    return total / right_before if right_before else 0.0


def reciprocal_rank(scores: Sequence[float], labels: Sequence[int]) -> float:
    """One divided by the rank of the first right sentence (Voorhees, TREC-8 QA track, 1999); 0 when none is right.

    Within the tie that holds it, C(t - i, r - 1) of the C(t, r) ways to place the right ones have the first at i.
    """
    before = 0
    for size, right in _ties(scores, labels):
        if right:
            ways = ((place, comb(size - place, right - 1)) for place in range(1, size - right + 2))
            return sum(count / (before + place) for place, count in ways) / comb(size, right)
        before += size
    return 0.0


def first_right(scores: Sequence[float], labels: Sequence[int]) -> float:
    """Precision at 1: whether the best sentence is right; the share of right ones where several are best."""
    size, right = next(_ties(scores, labels), (1, 0))
    return right / size


def best_threshold(confidences: Sequence[float], right: Sequence[float], answerable: int) -> float:
    """The confidence from which on to answer so that answer triggering has the highest F1; the highest such one.

    `right` says of each question whether its best sentence answers it, `answerable` how many questions have an answer.
    """
    order = np.argsort(-np.asarray(confidences), kind="stable")
    confidence = np.asarray(confidences, np.float64)[order]
    f1 = 2 * np.cumsum(np.asarray(right, np.float64)[order]) / (np.arange(1, len(order) + 1) + answerable)
    # Questions of the same confidence are answered together.
    last_of_tie = np.append(confidence[1:] != confidence[:-1], True)
    return float(confidence[np.argmax(np.where(last_of_tie, f1, -1.0))])


def equal_width_bins(confidences: Floats, bins: int = 10) -> npt.NDArray[np.intp]:
    """For each confidence its bin among `bins` that part 0 to 1 evenly; 1 belongs to the last."""
    return np.minimum((confidences * bins).astype(np.intp), bins - 1)


def equal_mass_bins(confidences: Floats, bins: int = 10) -> npt.NDArray[np.intp]:
    """For each confidence its bin among `bins` that hold as many each (Nguyen and O'Connor, EMNLP 2015).

    Equal confidences share a bin, that of the first of them.
    """
    ascending = np.sort(confidences)
    return np.searchsorted(ascending, confidences, side="left") * bins // max(1, len(confidences))


def _ties(scores: Sequence[float], labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each score, highest first, how many sentences have it and how many of those are right."""
    counts: dict[float, list[int]] = {}
    for score, label in zip(scores, labels, strict=True):
        counts.setdefault(score, [0, 0])[0] += 1
        counts[score][1] += label
    for score in sorted(counts, reverse=True):
        size, right = counts[score]
        yield size, right
