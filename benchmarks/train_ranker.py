"""Makes the weights of the sentence ranker: `python -m benchmarks.train_ranker [--data PATH] [--check] [--ablation]`.

Learns from the training splits of WikiQA and TrecQA, among given candidates and (WikiQA) over all articles, and from
two thirds of our half of XQuAD in twelve languages. Their development parts are used for nothing but the two numbers
of the calibration. The same data give the same file, to the digit.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from benchmarks.effectiveness.bootstrap import estimate
from benchmarks.effectiveness.evaluation import Findings, among_candidates, in_the_open
from benchmarks.effectiveness.gold import Found
from benchmarks.effectiveness.systems import Ours, opened
from retrieval import SentenceRanker, analysis, wording
from retrieval.features import FEATURES, GROUPS, Matrix
from retrieval.question import Question, Word
from retrieval.ranking import matched
from retrieval.retriever import Retrieved
from retrieval.segmentation import split_sentences
from retrieval.synonyms import Alternative
from retrieval.trees import MOST_LEAVES

WEIGHTS = sets.ROOT / "retrieval" / "ranker.json"
VERSION = 1
SEED = 1

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Candidates of a question over all articles that are learned from: those that look most like answers.
_HARDEST = 30
# How much a question of a set weighs: sets are of very different sizes and serve different users.
_SET_WEIGHTS = {
    "wikiqa": 1.6, "wikiqa disguised": 0.3, "wikiqa swapped": 0.2, "wikiqa open": 0.8,
    "trecqa": 5.0, "trecqa disguised": 1.0, "trecqa swapped": 0.7,
    "xquad paragraph": 0.5, "xquad paragraph disguised": 0.3, "xquad paragraph swapped": 0.4,
    "xquad en": 1.5, "xquad en disguised": 0.7, "xquad en swapped": 0.7,
    "xquad alone": 1.0, "xquad alone disguised": 0.5, "xquad alone swapped": 0.7,
    "xquad": 0.6, "xquad apart": 0.6,
}  # fmt: skip
_FOLDS = 4
# Models that differ by chance alone: their mean is surer than each.
_MODELS = 2
# A sign that fewer candidates have, or that weighs less, tells too little to be kept.
_LEAST_SEEN = 4
_LEAST_WEIGHT = 0.05
_LEAST_FREQUENT = 8
_NO_WEIGHTS: dict[str, Any] = {
    "wording": {}, "trees": {"base": 0.0, "trees": []}, "calibration": [1.0, 0.0], "threshold": 0.5,
    "frequencies": {},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: labels, features, and the numbers of each one's signs."""

    text: str
    kind: str
    labels: Labels
    rows: Matrix
    signs: tuple[npt.NDArray[np.int32], ...]

    @property
    def fold(self) -> int:
        """The part of the data that it belongs to, the same in every set that has the question."""
        return int(_digest(self.text), 16) % _FOLDS

    @property
    def weight(self) -> float:
        """What each of its rows weighs."""
        weight = _SET_WEIGHTS[self.kind]
        return weight / len(self.labels) ** 0.5 if self.kind.startswith("trecqa") else weight


class Signs(dict[str, int]):
    """Numbers for the names of signs, given out as they come."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


def examples(data: Path, ranker: SentenceRanker, signs: Signs) -> Iterator[Example]:
    """All questions to learn from, in an order that never changes."""
    for judged in sets.wikiqa(data, "train").questions:
        yield from _given("wikiqa", judged, ranker, signs)
    for judged in sets.trecqa(data, "train").questions:
        yield from _given("trecqa", judged, ranker, signs)
    for judged in sets.xquad_paragraph(data, "en", "train").questions:
        yield from _given("xquad paragraph", judged, ranker, signs)
    yield from _open("wikiqa open", sets.wikiqa_open(data, "train"), ranker, signs)
    for language in sets.LANGUAGES:
        kind = "xquad en" if language == "en" else "xquad"
        every = 1 if language == "en" else 3
        yield from _open(kind, sets.xquad(data, language, "train"), ranker, signs, every=every)
        if language == "en":
            for alone in sets.xquad_alone(data, language, "train"):
                yield from _open("xquad alone", alone, ranker, signs)
        yield from _open("xquad apart", sets.xquad_apart(data, language, "train"), ranker, signs, every=6)


def disguised(question: Question) -> Question | None:
    """The question as if one of its words were a synonym of what articles say; None if it has no everyday word.

    Few questions happen to be asked in other words than their answers; so the ranker learns what that looks like.
    """
    everyday = [number for number, word in enumerate(question.words) if word.text.isalpha() and word.text.islower()]
    if not everyday or len(question.words) < 2:
        return None
    number = everyday[int(_digest(question.text), 16) % len(everyday)]
    return _with_unknown(question, number, (Alternative((question.words[number].terms,)),))


def swapped(question: Question, weights: Sequence[float]) -> Question | None:
    """The question with one of its telling words swapped for one that no article has: nothing answers it any more.

    None if that left no word. A question about a thing of which the articles say nothing should be refused, however
    well its other words fit.
    """
    if len(question.words) < 2:
        return None
    telling = sorted(range(len(weights)), key=lambda number: -weights[number])[: (len(weights) + 1) // 2]
    return _with_unknown(question, telling[int(_digest(question.text), 16) % len(telling)], ())


def _with_unknown(question: Question, number: int, alternatives: tuple[Alternative, ...]) -> Question:
    word = Word("\N{BULLET}", ("\N{BULLET}",), alternatives)
    return replace(question, words=(*question.words[:number], word, *question.words[number + 1 :]))


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
    labels, row_weights = _labels(learned), _row_weights(learned)
    models = [
        HistGradientBoostingClassifier(
            max_iter=200, learning_rate=0.05, max_leaf_nodes=MOST_LEAVES, min_samples_leaf=40, l2_regularization=5.0,
            max_features=0.5, early_stopping=False, random_state=SEED + number,
        ).fit(rows, labels, sample_weight=row_weights)
        for number in range(_MODELS)
    ]  # fmt: skip
    # The only way to the trees: scikit-learn publishes none.
    trees = [_tree(predictor[0].nodes, 0) for model in models for predictor in model._predictors]
    base = round(float(models[0]._baseline_prediction.ravel()[0]), 5)
    return {"wording": kept, "trees": {"base": base, "trees": trees}}


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
    ranker = SentenceRanker({**_NO_WEIGHTS, **weights})
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


def make(data: Path) -> tuple[dict[str, Any], list[Example], Signs]:
    """The whole file of weights, and what it was learned from."""
    with threadpool_limits(1):
        common = frequencies(data)
        signs = Signs()
        learned = list(examples(data, SentenceRanker({**_NO_WEIGHTS, "frequencies": common}), signs))
        weights = {**train(learned, signs), "frequencies": common}
        found = firsts(data, weights)
        line = calibration(found)
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
                    "xquad": "XQuAD, two thirds of half of its articles (Artetxe, Ruder and Yogatama, ACL 2020)",
                },
            },
            "calibration": line,
            "threshold": threshold(found, line),
            **weights,
        }
    return made, learned, signs


def written(weights: Mapping[str, Any]) -> str:
    """The file: a line for each tree and each group of words."""
    trees = weights["trees"]
    lines = ",\n".join("   " + json.dumps(tree, ensure_ascii=False) for tree in trees["trees"])
    body = {**weights, "trees": {"base": trees["base"], "trees": "TREES"}}
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return text.replace('"TREES"', f"[\n{lines}\n  ]") + "\n"


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=sets.DATA, help="The folder of the sets.")
@click.option("--check", is_flag=True, help="Only compare with the file that is there; exit code 1 if they differ.")
@click.option("--ablation", is_flag=True, help="Only print what is lost without each group of features.")
def main(data: Path, check: bool, ablation: bool) -> None:
    """Make retrieval/ranker.json."""
    if not data.is_dir():
        raise click.UsageError(f"{data}: there is no such folder")
    made, learned, signs = make(data)
    text = written(made)
    if ablation:
        _print_ablation(data, made, learned, signs)
    elif check:
        same = WEIGHTS.read_text("utf-8") == text
        click.echo(f"{WEIGHTS.name} is {'' if same else 'not '}what this script makes")
        sys.exit(not same)
    else:
        WEIGHTS.write_text(text, "utf-8")
        click.echo(
            f"{WEIGHTS.name}: {len(made['wording'])} signs, {len(made['trees']['trees'])} trees, {len(text):,} bytes"
        )


def _given(kind: str, judged: sets.Judged, ranker: SentenceRanker, signs: Signs) -> Iterator[Example]:
    question, weights, candidates = ranker.read(judged.text, judged.sentences, judged.title)
    labels = np.array(judged.labels)
    found = Retrieved(question, weights, (), (), tuple(candidates))
    yield _example(kind, found, labels, ranker, signs)
    if not labels.any():
        return
    if other := disguised(question):
        yield _example(f"{kind} disguised", replace(found, question=other), labels, ranker, signs)
    if other := swapped(question, weights):
        yield _example(f"{kind} swapped", replace(found, question=other), 0 * labels, ranker, signs)


def _open(
    kind: str, collection: sets.Collection, ranker: SentenceRanker, signs: Signs, *, every: int = 1
) -> Iterator[Example]:
    with opened(collection, ranker) as library:
        for question in collection.questions[::every]:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                continue
            yield _example(kind, found, _judge(found, question), ranker, signs)
            if kind in {"xquad en", "xquad alone"} and question.gold:
                for name, other, gold in (
                    ("disguised", disguised(found.question), question.gold),
                    ("swapped", swapped(found.question, found.weights), None),
                ):
                    if other and (found := library.answerer.retrieved(other)) and found.candidates:
                        judged = _judge(found, replace(question, gold=gold))
                        yield _example(f"{kind} {name}", found, judged, ranker, signs)


def _example(kind: str, found: Retrieved, labels: Labels, ranker: SentenceRanker, signs: Signs) -> Example:
    question, weights, candidates = found.question, found.weights, found.candidates
    rows = ranker.matrix(question, weights, candidates)
    kept = np.arange(len(labels))
    if not kind.startswith(("wikiqa", "trecqa", "xquad paragraph")) or "open" in kind:
        likely = rows[:, FEATURES.index("soft_with_title")] + rows[:, FEATURES.index("bm25")]
        hardest = np.argsort(-likely, kind="stable")[:_HARDEST]
        kept = np.union1d(hardest, np.flatnonzero(labels))
    matches = matched(question, candidates)
    names = wording.signs(question, [candidates[i] for i in kept], [matches[i] for i in kept])
    numbers = tuple(np.array(sorted(signs[name] for name in each), dtype=np.int32) for each in names)
    return Example(question.text, kind, labels[kept], rows[kept], numbers)


def _judge(found: Retrieved, question: sets.OpenQuestion) -> Labels:
    """Which candidates answer."""
    if question.gold is None:
        return np.zeros(len(found.candidates), dtype=np.int64)
    labels = []
    for segmented, candidate in zip(found.articles, found.candidates, strict=True):
        span = segmented.sentences[candidate.number]
        quote = Found(segmented.article.source, span.start, span.end, candidate.sentence.text)
        labels.append(int(question.gold.accepts(quote)))
    return np.array(labels, dtype=np.int64)


def _firsts(collection: sets.Collection, ranker: SentenceRanker) -> Iterator[First]:
    with opened(collection, ranker) as library:
        for question in collection.questions:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                yield First(_log_odds(0.0), 0, question.gold is not None)
                continue
            scores = ranker.score_candidates(found.question, found.weights, found.candidates)
            best = int(np.argmax(scores))
            right = int(_judge(found, question)[best])
            evidence = found.evidence(library.answerer.passage_count)
            yield First(_log_odds(scores[best]), right, question.gold is not None, evidence)


def _wording(learned: Sequence[Example], signs: Signs) -> tuple[dict[str, float], Floats]:
    """The weights of the signs that tell, and for each candidate their sum, by weights learned without its question.

    What the features say already is a column of its own, so that a sign is not paid for what coverage knows.
    """
    teaching = [example for example in learned if example.kind in {"wikiqa", "trecqa", "xquad en", "xquad"}]
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

    folds = [fit([example for example in teaching if example.fold != fold]) for fold in range(_FOLDS)]
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


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _labels(chosen: Sequence[Example]) -> Labels:
    return np.concatenate([example.labels for example in chosen])


def _row_weights(chosen: Sequence[Example]) -> Floats:
    return np.concatenate([np.full(len(example.labels), example.weight) for example in chosen])


def _tree(nodes: Any, number: int) -> Any:
    # Any: scikit-learn's structured array, and JSON.
    node = nodes[number]
    if node["is_leaf"]:
        return round(float(node["value"]) / _MODELS, 5)
    name = FEATURES[node["feature_idx"]]
    return [name, float(f"{node['num_threshold']:.6g}"), _tree(nodes, node["left"]), _tree(nodes, node["right"])]


def _print_ablation(data: Path, made: dict[str, Any], learned: Sequence[Example], signs: Signs) -> None:
    """What is lost on the development parts when the ranker learns without a group of features."""
    parts: dict[str, Callable[[Ours], Findings]] = {
        "WikiQA MAP": lambda ours: among_candidates(ours, sets.wikiqa(data)),
        "TrecQA MAP": lambda ours: among_candidates(ours, sets.trecqa(data)),
        "WikiQA ans@1": lambda ours: in_the_open(ours, sets.wikiqa_open(data)),
        "XQuAD en ans@1": lambda ours: in_the_open(ours, sets.xquad(data, "en")),
    }
    click.echo("| without | " + " | ".join(parts) + " |\n|---|" + "---|" * len(parts))
    for group in (None, *GROUPS):
        with threadpool_limits(1):
            weights = {**made, **train(learned, signs, without=group)}
        ours = Ours(SentenceRanker(weights))
        figures = [_figure(measure(ours), name.split()[-1]) for name, measure in parts.items()]
        click.echo(f"| {group or 'nothing'} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def _figure(findings: Findings, measure: str) -> float:
    (statistic,) = [figure.statistic for figure in findings.figures if figure.measure == measure]
    return estimate(statistic).value


if __name__ == "__main__":
    main()
