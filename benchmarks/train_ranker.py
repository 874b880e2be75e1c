"""Makes the weights of the sentence ranker: `python -m benchmarks.train_ranker [--data PATH] [--check]`.

Learns from the training splits of WikiQA and TrecQA, among given candidates and (WikiQA) over all articles, from two
thirds of our half of XQuAD in twelve languages, and from everyday articles of our own. Their development parts are
used for the calibration and the threshold alone. The same data give the same file, to the digit.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from benchmarks.effectiveness import sets
from benchmarks.training.calibration import NO_WEIGHTS, calibrated
from benchmarks.training.examples import FOLDS, Example, Labels, Signs, examples
from benchmarks.training.network import network
from retrieval import SentenceRanker, analysis
from retrieval.features import FEATURES, GROUPS, LEARNED
from retrieval.network import Floats
from retrieval.segmentation import split_sentences
from retrieval.trees import MOST_LEAVES

WEIGHTS = sets.ROOT / "retrieval" / "ranker.json"
VERSION = 1
SEED = 1
# Each sees other features at each split; their mean is surer than either, by what chance does to a figure.
_FORESTS = 2
# What it gains that others say the same: chosen by four-fold cross-validation over the training questions (TrecQA MAP
# 0.771 at 0, 0.789 at 2, 0.796 at 3, 0.798 at 4; the other sets move by 0.003 at most).
_AGREEMENT = 3.0

# A sign that fewer candidates have, or that weighs less, tells too little to be kept.
_LEAST_SEEN = 4
_LEAST_WEIGHT = 0.05
_LEAST_FREQUENT = 8
# What can only speak for a sentence (1) or against it (-1), however few questions have shown it: one that holds more of
# the question is not the worse for it.
_FOR = (
    "coverage soft_coverage words_held same_form beyond_title soft_beyond_title with_title soft_with_title "
    "bm25 bm25_sum bm25_below_best passage article_share below_best below_article_best soft_below_best "
    "article_coverage closeness pairs next_to with_before with_two_before with_around with_before_below_best "
    "with_around_below_best nearby heading_held question_held with_heading with_heading_below_best kind_asked "
    "fits fits_well fit_closeness focus focus_fit measure role defines defines_first wording"
).split()
_AGAINST = (
    "heaviest_missing words_missing better intended asks question_wanting negated governed told "
    "names_missing names_missing_around names_missing_in_article only_negated"
).split()
_MONOTONIC = [(name in _FOR) - (name in _AGAINST) for name in LEARNED]


def frequencies(data: Path) -> dict[str, str]:
    """In what share of sentences the commoner English terms are: for each share, in powers of two, its terms."""
    texts = [sentence for judged in sets.wikiqa(data, "train").questions for sentence in judged.sentences]
    texts += [sentence for judged in sets.trecqa(data, "train").questions for sentence in judged.sentences]
    for article in sets.xquad(data, "en", "train").articles:
        texts += [span.of(article.text) for span in split_sentences(article.text, "en")]
    texts = list(dict.fromkeys(texts))
    counts = Counter(term for text in texts for term in set(analysis.terms(text, "en")))
    shares: dict[str, list[str]] = {}
    for term, count in counts.items():
        if count >= _LEAST_FREQUENT:
            # Half powers of two are near enough for an idf.
            share = 2 ** (round(2 * np.log2(count / len(texts))) / 2)
            shares.setdefault(f"{share:.5f}", []).append(term)
    return {share: " ".join(sorted(terms)) for share, terms in sorted(shares.items(), reverse=True)}


def train(learned: Sequence[Example], signs: Signs, *, without: str | None = None) -> dict[str, Any]:
    """The weights that these examples teach, without calibration; `without` leaves a group of features out."""
    kept, of_examples = _wording(learned, signs)
    rows = np.vstack([example.rows for example in learned])
    rows[:, FEATURES.index("wording")] = of_examples
    if without:
        rows[:, [FEATURES.index(name) for name in GROUPS[without]]] = 0.0
    rows = rows[:, : len(LEARNED)]
    labels, row_weights = _labels(learned), _row_weights(learned)
    models = [
        HistGradientBoostingClassifier(
            max_iter=200, learning_rate=0.075, max_leaf_nodes=MOST_LEAVES, min_samples_leaf=40, l2_regularization=5.0,
            max_features=0.25, early_stopping=False, random_state=SEED + number, monotonic_cst=_MONOTONIC,
        ).fit(rows, labels, sample_weight=row_weights)
        for number in range(_FORESTS)
    ]  # fmt: skip
    # The only way to the trees: scikit-learn publishes none.
    trees = [_tree(predictor[0].nodes, 0) for model in models for predictor in model._predictors]
    base = round(float(models[0]._baseline_prediction.ravel()[0]), 5)
    return {
        "wording": kept,
        "trees": {"base": base, "trees": trees},
        "network": network(learned, rows, SEED),
        "agreement": 0.0 if without == "agreement" else _AGREEMENT,
    }


def make(data: Path) -> tuple[dict[str, Any], list[Example], Signs]:
    """The whole file of weights, and what it was learned from."""
    with threadpool_limits(1):
        common = frequencies(data)
        signs = Signs()
        learned = list(examples(data, SentenceRanker({**NO_WEIGHTS, "frequencies": common}), signs))
        weights = {**train(learned, signs), "frequencies": common}
        made = {
            "version": VERSION,
            "provenance": {
                "made by": "python -m benchmarks.train_ranker",
                "seed": SEED,
                "questions": dict(sorted(Counter(example.kind for example in learned).items())),
                "candidates": sum(len(example.labels) for example in learned),
                "data": {
                    "wikiqa": "WikiQA, training split (Yang, Yih and Meek, EMNLP 2015)",
                    "trecqa": "TrecQA, training split (Wang, Smith and Mitamura, EMNLP 2007)",
                    "everyday": "articles and questions of our own (benchmarks/training/everyday.jsonl)",
                    "xquad": "XQuAD, two thirds of half of its articles (Artetxe, Ruder and Yogatama, ACL 2020)",
                },
            },
            **calibrated(data, weights),
            **weights,
        }
    return made, learned, signs


def written(weights: Mapping[str, Any]) -> str:
    """The file: a line for each tree, each feature of the network, each sign and each group of words."""
    return _lines(weights, "\n") + "\n"


def _lines(value: Any, start: str) -> str:
    # Any: JSON.
    inner = f"{start} "
    if isinstance(value, Mapping) and value:
        parts = (f"{json.dumps(key, ensure_ascii=False)}: {_lines(each, inner)}" for key, each in value.items())
        return f"{{{inner}{f',{inner}'.join(parts)}{start}}}"
    if isinstance(value, Sequence) and value and isinstance(value[0], list):
        return f"[{inner}{f',{inner}'.join(json.dumps(each) for each in value)}{start}]"
    return json.dumps(value, ensure_ascii=False)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=sets.DATA, help="The folder of the sets.")
@click.option("--check", is_flag=True, help="Only compare with the file that is there; exit code 1 if they differ.")
def main(data: Path, check: bool) -> None:
    """Make retrieval/ranker.json."""
    if not data.is_dir():
        raise click.UsageError(f"{data}: there is no such folder")
    made, _, _ = make(data)
    text = written(made)
    if check:
        same = WEIGHTS.read_text("utf-8") == text
        click.echo(f"{WEIGHTS.name} is {'' if same else 'not '}what this script makes")
        sys.exit(not same)
    else:
        WEIGHTS.write_text(text, "utf-8")
        click.echo(
            f"{WEIGHTS.name}: {len(made['wording'])} signs, {len(made['trees']['trees'])} trees, {len(text):,} bytes"
        )


def _wording(learned: Sequence[Example], signs: Signs) -> tuple[dict[str, float], Floats]:
    """The weights of the signs that tell, and for each candidate their sum, by weights learned without its question.

    What the features say already is a column of its own, so that a sign is not paid for what coverage knows.
    """
    teaching = [example for example in learned if example.kind in {"wikiqa", "trecqa", "xquad en", "xquad", "everyday"}]
    seen = np.zeros(len(signs), dtype=np.int64)
    for example in teaching:
        for numbers in example.signs:
            seen[numbers] += 1
    kept = np.flatnonzero(seen >= _LEAST_SEEN)
    column = np.full(len(signs), -1)
    column[kept] = np.arange(len(kept))
    dense = np.vstack([example.rows for example in teaching])
    middle, spread = dense.mean(axis=0), dense.std(axis=0) + 1e-9
    line = LogisticRegression(C=0.3, max_iter=200).fit(
        (dense - middle) / spread, _labels(teaching), sample_weight=_row_weights(teaching)
    )

    def fit(chosen: Sequence[Example]) -> Floats:
        known = [line.decision_function((example.rows - middle) / spread) for example in chosen]
        table = hstack([_table(chosen, column, len(kept)), csr_matrix(np.concatenate(known)[:, None])]).tocsr()
        # liblinear takes no other numbers.
        table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
        model = LogisticRegression(C=0.05, solver="liblinear", max_iter=200, random_state=SEED)
        weights: Floats = model.fit(table, _labels(chosen), sample_weight=_row_weights(chosen)).coef_[0][: len(kept)]
        return np.where(np.abs(weights) >= _LEAST_WEIGHT, weights, 0.0).round(3)

    folds = [fit([example for example in teaching if example.fold != fold]) for fold in range(FOLDS)]
    sums = np.concatenate([_table([example], column, len(kept)) @ folds[example.fold] for example in learned])
    whole = fit(teaching)
    names = list(signs)
    weights = {names[number]: float(weight) for number, weight in zip(kept, whole, strict=True) if weight}
    return dict(sorted(weights.items())), sums


def _table(chosen: Sequence[Example], column: npt.NDArray[np.int64], width: int) -> csr_matrix:
    """A row for each candidate, 1 in the columns of its signs."""
    rows = [column[numbers] for example in chosen for numbers in example.signs]
    rows = [row[row >= 0] for row in rows]
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), width))


def _labels(chosen: Sequence[Example]) -> Labels:
    return np.concatenate([example.labels for example in chosen])


def _row_weights(chosen: Sequence[Example]) -> Floats:
    return np.concatenate([np.full(len(example.labels), example.weight) for example in chosen])


def _tree(nodes: Any, number: int) -> Any:
    # Any: scikit-learn's structured array, and JSON.
    node = nodes[number]
    if node["is_leaf"]:
        return round(float(node["value"]) / _FORESTS, 5)
    name = FEATURES[node["feature_idx"]]
    return [name, float(f"{node['num_threshold']:.6g}"), _tree(nodes, node["left"]), _tree(nodes, node["right"])]


if __name__ == "__main__":
    main()
