"""What each group of features is worth: what is lost on the development parts by a ranker that learns without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.bootstrap import estimate
from benchmarks.effectiveness.evaluation import Findings, among_candidates, in_the_open
from benchmarks.effectiveness.report import Table
from benchmarks.effectiveness.systems import Ours
from benchmarks.train_ranker import make, train
from retrieval import SentenceRanker
from retrieval.features import GROUPS

_MEASURED: Mapping[tuple[str, str], Callable[[Ours, Path], Findings]] = {
    ("WikiQA", "MAP"): lambda ours, data: among_candidates(ours, sets.wikiqa(data)),
    ("TrecQA", "MAP"): lambda ours, data: among_candidates(ours, sets.trecqa(data)),
    ("WikiQA, open", "ans@1"): lambda ours, data: in_the_open(ours, sets.wikiqa_open(data)),
    ("XQuAD en", "ans@1"): lambda ours, data: in_the_open(ours, sets.xquad(data, "en")),
}


def ablation(data: Path, *, told: Callable[[str], None]) -> Table:
    """A row for each group of features: the figures of a ranker that learned anew without it; some twenty minutes.

    `told` hears what is being learned.
    """
    told("ablation: reading the examples")
    made, learned, signs = make(data)
    rows = []
    for group in (None, *GROUPS):
        name = f"without {group}" if group else "all features"
        told(f"ablation: {name}")
        with threadpool_limits(1):
            weights: dict[str, Any] = {**made, **train(learned, signs, without=group)}  # Any: JSON
        ours = Ours(SentenceRanker(weights))
        figures = [_figure(find(ours, data), measure) for (_, measure), find in _MEASURED.items()]
        rows.append((name, f"{len(GROUPS[group])} features" if group else "", *(f"{each:.3f}" for each in figures)))
    heading = ("learned", "left out", *(" ".join(key) for key in _MEASURED))
    return Table("What each group of features is worth", heading, tuple(rows))


def _figure(findings: Findings, measure: str) -> float:
    (statistic,) = [figure.statistic for figure in findings.figures if figure.measure == measure]
    return estimate(statistic).value
