"""How sure the ranker may be: the line that makes its log-odds true, and from where on it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.systems import opened
from benchmarks.training.examples import judge
from retrieval import SentenceRanker

NO_WEIGHTS: dict[str, Any] = {
    "wording": {}, "trees": {"base": 0.0, "trees": []}, "calibration": [1.0, 0.0], "threshold": 0.5,
    "frequencies": {},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class First:
    """The log-odds of the likeliest sentence for a question, whether it answers, and whether any does.

    `evidence` is what the collection's words add to them.
    """

    odds: float
    right: int
    answerable: bool
    evidence: float = 0.0


def firsts(data: Path, weights: Mapping[str, Any]) -> dict[str, list[First]]:
    """The first sentences for the development questions of each set, by weights that are not calibrated."""
    ranker = SentenceRanker({**NO_WEIGHTS, **weights})
    found: dict[str, list[First]] = {}
    for among in (sets.wikiqa(data), sets.trecqa(data), sets.xquad_paragraph(data, "en")):
        for each in among.questions:
            best, right = max(zip(ranker.score(each.text, each.sentences, each.title), each.labels, strict=True))
            found.setdefault(among.name, []).append(First(_log_odds(best), right, any(each.labels)))
    found["WikiQA, open"] = list(_firsts(sets.wikiqa_open(data), ranker))
    for language in ("en", *sets.LANGUAGES[::3]):
        asked = sets.xquad(data, language), sets.xquad_apart(data, language)
        kind = "XQuAD en" if language == "en" else "XQuAD"
        found.setdefault(kind, []).extend(first for collection in asked for first in _firsts(collection, ranker))
    found["XQuAD en, alone"] = [first for alone in sets.xquad_alone(data, "en") for first in _firsts(alone, ranker)]
    return found


def calibration(found: Mapping[str, Sequence[First]]) -> list[float]:
    """The slope and intercept that make log-odds true (Platt, 1999); sets weigh alike, however large."""
    every = [(first, 1 / len(of_set)) for of_set in found.values() for first in of_set]
    line = LogisticRegression(C=1e6).fit(
        [[first.odds] for first, _ in every], [first.right for first, _ in every], sample_weight=[w for _, w in every]
    )
    return [round(float(line.coef_[0, 0]), 4), round(float(line.intercept_[0]), 4)]


def threshold(found: Mapping[str, Sequence[First]], line: Sequence[float]) -> float:
    """The confidence from which on answers are best given, by F1 as answer triggering has it.

    The mean over the sets that are asked as users ask, all articles of a collection at once, is flat around its
    highest: of what is within half a hundredth of it the lowest is taken, since a doubtful quote can be judged by who
    reads it, and silence can't.
    """
    slope, intercept = line
    asked = [of_set for name, of_set in found.items() if name not in {"WikiQA", "TrecQA"}]

    def f1(of_set: Sequence[First], least: float) -> float:
        given = [first for first in of_set if first.odds * slope + intercept + first.evidence >= least]
        right = sum(first.right for first in given)
        return 2 * right / (len(given) + sum(first.answerable for first in of_set))

    choices = [number / 100 for number in range(5, 60)]
    means = [np.mean([f1(of_set, _log_odds(choice)) for of_set in asked]) for choice in choices]
    return next(choice for choice, mean in zip(choices, means, strict=True) if mean >= max(means) - 0.005)


def _firsts(collection: sets.Collection, ranker: SentenceRanker) -> Iterator[First]:
    with opened(collection, ranker) as library:
        for question in collection.questions:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                yield First(_log_odds(0.0), 0, question.gold is not None)
                continue
            scores = ranker.score_candidates(found.question, found.weights, found.candidates)
            best = int(np.argmax(scores))
            right = int(judge(found, question)[best])
            evidence = found.evidence(library.answerer.passage_count)
            yield First(_log_odds(scores[best]), right, question.gold is not None, evidence)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))
