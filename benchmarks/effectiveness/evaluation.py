"""Measures systems on sets: the figures, and the confidences that a reliability plot is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.effectiveness.bootstrap import CalibrationError, Statistic, mean, triggering
from benchmarks.effectiveness.gold import Found
from benchmarks.effectiveness.measures import (
    Floats,
    average_precision,
    best_threshold,
    equal_mass_bins,
    equal_width_bins,
    first_right,
    reciprocal_rank,
)
from benchmarks.effectiveness.sets import CandidateSet, Collection, OpenQuestion
from benchmarks.effectiveness.systems import K, Reply, System

CANDIDATES, OPEN, CALIBRATION, SPEED = "given candidates", "open", "calibration", "speed"
"""The parts that figures belong to, in this order."""

RANKING = frozenset({"MAP", "ans@1", "ans@3"})
"""The measures that say how good the order is, whatever the threshold."""

PROBABILISTIC = "ours"
"""The system whose confidences are probabilities."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of a system on a set."""

    part: str
    set: str
    measure: str
    system: str
    statistic: Statistic


@dataclass(frozen=True, slots=True)
class Confidences:
    """How sure a system was of the first sentence for each question of a set, and whether (1 or 0) it was right."""

    set: str
    confidences: Floats
    right: Floats


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about systems."""

    figures: tuple[Figure, ...] = ()
    confidences: tuple[Confidences, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        return Findings(self.figures + other.figures, self.confidences + other.confidences)


def among_candidates(system: System, candidates: CandidateSet) -> Findings:
    """MAP, MRR and ans@1 over the questions that have an answer, answer triggering over all if some have none.

    Ties are no order: each measure is its mean over all orders of them.
    """
    judged = [
        (scores, question.labels)
        for scores, question in zip(system.scores(candidates), candidates.questions, strict=True)
    ]
    with_answer = [each for each in judged if any(each[1])]
    statistics: dict[str, Statistic] = {
        "MAP": mean(average_precision(*each) for each in with_answer),
        "MRR": mean(reciprocal_rank(*each) for each in with_answer),
        "ans@1": mean(first_right(*each) for each in with_answer),
    }
    best = np.array([max(scores) for scores, _ in judged])
    right = np.array([first_right(*each) for each in judged])
    if len(with_answer) < len(judged):
        answerable = np.array([float(any(labels)) for _, labels in judged])
        statistics |= _triggering(best, right, answerable, (best >= system.threshold).astype(np.float64))
    return _findings(CANDIDATES, candidates.name, system, statistics, Confidences(candidates.name, best, right))


def in_the_open(system: System, collection: Collection) -> Findings:
    """What share of questions is answered right by the first, or by one of the first three, sentences found.

    `ans@k` takes what the system would have given, whatever its threshold; `given@k` only what it gave as an answer.
    `refused` is the share of the questions without an answer to which it gave none.
    """
    with system.open(collection) as ask:
        replies = [ask(question.text) for question in collection.questions]
    asked = list(zip(collection.questions, replies, strict=True))
    with_answer = [(question, reply) for question, reply in asked if question.gold]
    refused = [float(not reply.given) for question, reply in asked if not question.gold]
    statistics: dict[str, Statistic] = {}
    if with_answer:
        for k in (1, K):
            statistics[f"ans@{k}"] = mean(_right(question, reply.ranked[:k]) for question, reply in with_answer)
        for k in (1, K):
            statistics[f"given@{k}"] = mean(_right(question, reply.given[:k]) for question, reply in with_answer)
    if refused:
        statistics["refused"] = mean(refused)
    confidences = _confidences(collection.name, asked)
    if with_answer and refused:
        answerable = np.array([float(question.gold is not None) for question in collection.questions])
        given = np.array([float(bool(reply.given)) for reply in replies])
        statistics |= _triggering(confidences.confidences, confidences.right, answerable, given)
    return _findings(OPEN, collection.name, system, statistics, confidences)


def calibration(found: Sequence[Confidences]) -> Findings:
    """How far confidence is from the share that is right (expected calibration error), for each set and over all."""
    everything = (*found, pooled("all together", found)) if len(found) > 1 else found
    figures = [
        Figure(CALIBRATION, each.set, measure, PROBABILISTIC, error)
        for each in everything
        for measure, bins in (("ECE, even widths", equal_width_bins), ("ECE, even counts", equal_mass_bins))
        for error in (CalibrationError(each.confidences, each.right, bins(each.confidences)),)
    ]
    return Findings(tuple(figures))


def pooled(name: str, found: Sequence[Confidences]) -> Confidences:
    """The questions of several sets as one set."""
    return Confidences(
        name, np.concatenate([each.confidences for each in found]), np.concatenate([each.right for each in found])
    )


def _triggering(confidences: Floats, right: Floats, answerable: Floats, given: Floats) -> dict[str, Statistic]:
    """F1 of answer triggering, at the threshold that is best for this set and at the system's own."""
    at_best = confidences >= best_threshold(confidences.tolist(), right.tolist(), int(answerable.sum()))
    return {
        "AT-F1 best": triggering(right * at_best, at_best, answerable),
        "AT-F1": triggering(right * given, given, answerable),
    }


def _confidences(name: str, asked: Sequence[tuple[OpenQuestion, Reply]]) -> Confidences:
    return Confidences(
        name,
        np.array([reply.confidence for _, reply in asked]),
        np.array([_right(question, reply.ranked[:1]) for question, reply in asked]),
    )


def _findings(
    part: str, name: str, system: System, statistics: Mapping[str, Statistic], confidences: Confidences
) -> Findings:
    figures = [Figure(part, name, measure, system.name, statistic) for measure, statistic in statistics.items()]
    known = (replace(confidences, set=f"{name}, {part}"),) if system.name == PROBABILISTIC else ()
    return Findings(tuple(figures), known)


def _right(question: OpenQuestion, found: Sequence[Found]) -> float:
    return float(question.gold is not None and any(map(question.gold.accepts, found)))
