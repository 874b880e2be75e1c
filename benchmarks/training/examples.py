"""The questions that the ranker learns from, each with its candidates: those of the sets, and ones made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.gold import Found
from benchmarks.effectiveness.systems import opened
from retrieval import SentenceRanker, wording
from retrieval.features import FEATURES, Matrix
from retrieval.question import Question, Word
from retrieval.retriever import Retrieved
from retrieval.synonyms import Alternative

Labels = npt.NDArray[np.int64]

FOLDS = 4
# Candidates of a question over all articles that are learned from: those that look most like answers.
_HARDEST = 30
# How much a question of a set weighs: sets are of very different sizes and serve different users.
_SET_WEIGHTS = {
    "wikiqa": 2.0, "wikiqa disguised": 0.3, "wikiqa swapped": 0.2, "wikiqa open": 1.2,
    "trecqa": 5.0, "trecqa disguised": 1.0, "trecqa swapped": 0.7,
    "xquad paragraph": 0.5, "xquad paragraph disguised": 0.3, "xquad paragraph swapped": 0.4,
    "xquad en": 1.5, "xquad en disguised": 0.7, "xquad en swapped": 0.7,
    "xquad alone": 1.0, "xquad alone disguised": 0.5, "xquad alone swapped": 0.7,
    "xquad": 0.6, "xquad apart": 0.6,
    "everyday": 1.0, "everyday disguised": 0.5, "everyday swapped": 0.7, "everyday alone": 1.2,
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
        return int(_digest(self.text), 16) % FOLDS

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
    yield from _open("everyday", sets.everyday("train"), ranker, signs)
    for each in sets.everyday_alone("train"):
        yield from _open("everyday alone", each, ranker, signs)


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
            yield _example(kind, found, judge(found, question), ranker, signs)
            if kind in {"xquad en", "xquad alone", "everyday"} and question.gold:
                for name, other, gold in (
                    ("disguised", disguised(found.question), question.gold),
                    ("swapped", swapped(found.question, found.weights), None),
                ):
                    if other and (found := library.answerer.retrieved(other)) and found.candidates:
                        judged = judge(found, replace(question, gold=gold))
                        yield _example(f"{kind} {name}", found, judged, ranker, signs)


def _example(kind: str, found: Retrieved, labels: Labels, ranker: SentenceRanker, signs: Signs) -> Example:
    question, weights, candidates = found.question, found.weights, found.candidates
    ranking = ranker.rank(question, weights, candidates)
    rows, matches = ranking.rows, ranking.matches
    kept = np.arange(len(labels))
    if not kind.startswith(("wikiqa", "trecqa", "xquad paragraph")) or "open" in kind:
        likely = rows[:, FEATURES.index("soft_with_title")] + rows[:, FEATURES.index("bm25")]
        hardest = np.argsort(-likely, kind="stable")[:_HARDEST]
        kept = np.union1d(hardest, np.flatnonzero(labels))
    names = wording.signs(question, [candidates[i] for i in kept], [matches[i] for i in kept])
    numbers = tuple(np.array(sorted(signs[name] for name in each), dtype=np.int32) for each in names)
    return Example(question.text, kind, labels[kept], rows[kept], numbers)


def judge(found: Retrieved, question: sets.OpenQuestion) -> Labels:
    """Which candidates answer."""
    if question.gold is None:
        return np.zeros(len(found.candidates), dtype=np.int64)
    labels = []
    for segmented, candidate in zip(found.articles, found.candidates, strict=True):
        span = segmented.sentences[candidate.number]
        quote = Found(segmented.article.source, span.start, span.end, candidate.sentence.text)
        labels.append(int(question.gold.accepts(quote)))
    return np.array(labels, dtype=np.int64)


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
