"""Statistics over questions, and how sure they are: the percentile bootstrap (Efron and Tibshirani 1993, chapter 13).

A resample draws as many questions as there are, with replacement. Statistics over the same questions see the same
draws, so that the difference of two systems is resampled in pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.effectiveness.measures import Floats

RESAMPLES = 1_000
SEED = 20161


class Statistic(Protocol):
    """A figure that can be taken over any draw of its questions."""

    @property
    def n(self) -> int:
        """The number of questions."""

    def over(self, counts: Floats) -> Floats:
        """The figure for each row of `counts`, which says how often each question was drawn: (draws, n) to (draws,)."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A sum over questions divided by another: a mean, a share, an F1. 0 where the divisor is 0."""

    numerators: Floats
    denominators: Floats

    @property
    def n(self) -> int:
        return len(self.numerators)

    def over(self, counts: Floats) -> Floats:
        above, below = counts @ self.numerators, counts @ self.denominators
        return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015), 0 to 1.

    The mean over bins, each weighing the questions in it, of how far the mean confidence is from the share of right
    answers. A resample keeps the bins. The figure is never below 0, and so for few questions it is too high.
    """

    confidences: Floats
    right: Floats
    bins: npt.NDArray[np.intp]

    @property
    def n(self) -> int:
        return len(self.confidences)

    def over(self, counts: Floats) -> Floats:
        gaps = np.zeros((self.n, int(self.bins.max(initial=-1)) + 1))
        gaps[np.arange(self.n), self.bins] = self.confidences - self.right
        error: Floats = np.abs(counts @ gaps).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
        return error


@dataclass(frozen=True, slots=True)
class Percentile:
    """The smallest of the values that at least a `share` (above 0, up to 1) of them do not exceed (nearest rank)."""

    values: Floats
    share: float

    @property
    def n(self) -> int:
        return len(self.values)

    def over(self, counts: Floats) -> Floats:
        order = np.argsort(self.values, kind="stable")
        reached = np.cumsum(counts[:, order], axis=1)
        enough = np.ceil(self.share * reached[:, -1:] - 1e-9)
        found: Floats = self.values[order][(reached >= enough).argmax(axis=1)]
        return found


def mean(values: Iterable[float]) -> Ratio:
    """The mean of a value for each question; a share where they are 0 or 1."""
    numerators = np.array(list(values), np.float64)
    return Ratio(numerators, np.ones(len(numerators)))


def triggering(right: Iterable[float], given: Iterable[float], answerable: Iterable[float]) -> Ratio:
    """F1 of answer triggering over questions (Yang, Yih and Meek, EMNLP 2015).

    `given` is 1 where a sentence was given, `right` 1 where it was given and answers, `answerable` 1 where there is an
    answer. Precision is right / given, recall right / answerable; so F1 is 2 right / (given + answerable).
    """
    numerators = 2 * np.array(list(right), np.float64)
    return Ratio(numerators, np.array(list(given), np.float64) + np.array(list(answerable), np.float64))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, over `n` questions."""

    value: float
    low: float
    high: float
    n: int


def estimate(statistic: Statistic, *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """The figure over the questions as they are, and where 95 % of its resamples lie."""
    return _estimate(_value(statistic), statistic.over(_draws(statistic.n, resamples, seed)), statistic.n)


def difference(ours: Statistic, theirs: Statistic, *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """Ours less theirs over the same questions in the same order. Raises `ValueError` when they are not as many."""
    if ours.n != theirs.n:
        raise ValueError(f"{ours.n} questions can't be paired with {theirs.n}")
    draws = _draws(ours.n, resamples, seed)
    return _estimate(_value(ours) - _value(theirs), ours.over(draws) - theirs.over(draws), ours.n)


def _value(statistic: Statistic) -> float:
    return float(statistic.over(np.ones((1, statistic.n)))[0])


def _estimate(value: float, resampled: Floats, n: int) -> Estimate:
    low, high = np.percentile(resampled, [2.5, 97.5]).tolist()
    return Estimate(value, low, high, n)


def _draws(n: int, resamples: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    return chance.multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)
