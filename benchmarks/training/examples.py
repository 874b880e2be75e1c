"""The questions that the ranker learns from, each with its candidates: those of the sets, and ones made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.gold import Found, Gold
from benchmarks.effectiveness.systems import opened
from benchmarks.training.faq import faq
from retrieval import SentenceRanker, features, wording
from retrieval.analysis import tokens
from retrieval.features import FEATURES, Matrix
from retrieval.question import Question, Word, parse
from retrieval.ranking import matched
from retrieval.retriever import Retrieved
from retrieval.synonyms import Alternative

# A word that is put in the place of another is no shorter.
_LONG_ENOUGH = 4
_AUXILIARIES = frozenset(
    "was were is are has have had did does do can could will would may might shall should must".split()
)
_ECHOES = ("{}?", "Q: {}?", "Visitors often ask {}.", "Asked {}, he shrugged.", "{}?")
Labels = npt.NDArray[np.int64]

FOLDS = 4
# Candidates of a question over all articles that are learned from: those that look most like answers.
_HARDEST = 15
# How much a question of a set weighs: sets are of very different sizes and serve different users.
_SET_WEIGHTS = {
    "wikiqa": 2.0, "wikiqa disguised": 0.3, "wikiqa swapped": 0.2, "wikiqa open": 1.2,
    "trecqa": 5.0, "trecqa disguised": 1.0, "trecqa swapped": 0.7,
    "xquad paragraph": 0.5, "xquad paragraph disguised": 0.3, "xquad paragraph swapped": 0.4,
    "xquad en": 1.5, "xquad en disguised": 0.7, "xquad en swapped": 0.7,
    "xquad alone": 1.0, "xquad alone disguised": 0.5, "xquad alone swapped": 0.7,
    "xquad": 0.6, "xquad apart": 0.6,
    "wikiqa denied": 0.3, "trecqa denied": 0.8, "xquad paragraph denied": 0.7,
    "wikiqa contrary": 0.2, "trecqa contrary": 0.5, "xquad paragraph contrary": 0.4,
    "wikiqa echoed": 0.06, "trecqa echoed": 0.4, "xquad paragraph echoed": 0.2,
    "xquad en mixed": 0.2, "xquad alone mixed": 0.3, "everyday mixed": 0.2, "everyday alone mixed": 0.3,
    "faq en": 0.25, "faq en disguised": 0.1, "faq en loosened": 0.2, "faq en swapped": 0.15,
    "faq": 0.2, "faq loosened": 0.2,
    "xquad en withheld": 0.6, "xquad alone withheld": 0.8, "everyday withheld": 0.55, "everyday alone withheld": 0.7,
    "everyday": 0.7, "everyday disguised": 0.35, "everyday swapped": 0.5, "everyday alone": 0.85,
}  # fmt: skip


# Of these kinds the answers are taken away, too.
_WITHHELD = frozenset(kind.removesuffix(" withheld") for kind in _SET_WEIGHTS if kind.endswith(" withheld"))


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
    wikiqa = sets.wikiqa_open(data, "train")
    # Two thirds have no answer: a third of those is enough to see what that looks like.
    without = [question for question in wikiqa.questions if question.gold is None][::3]
    answered = [question for question in wikiqa.questions if question.gold]
    yield from _open("wikiqa open", replace(wikiqa, questions=(*answered, *without)), ranker, signs)
    for language in sets.LANGUAGES:
        kind = "xquad en" if language == "en" else "xquad"
        every = 1 if language == "en" else 3
        yield from _open(kind, sets.xquad(data, language, "train"), ranker, signs, every=every)
        if language == "en":
            for alone in sets.xquad_alone(data, language, "train"):
                yield from _open("xquad alone", alone, ranker, signs)
        yield from _open("xquad apart", sets.xquad_apart(data, language, "train"), ranker, signs, every=6)
        pages = faq(data, language)
        yield from _open(
            "faq en" if language == "en" else "faq", pages, ranker, signs, every=1 if language == "en" else 8
        )
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


def loosened(question: Question, weights: Sequence[float]) -> Question | None:
    """The question with its least telling word swapped for one that no article has, as people ask in other words."""
    if len(question.words) < 2:
        return None
    return _with_unknown(question, min(range(len(weights)), key=lambda number: weights[number]), ())


def mixed(found: Retrieved, labels: Labels) -> Question | None:
    """The question with a telling word swapped for one that the article says of something else: nothing answers it.

    None if no sentence far from the answer has such a word. That the words of a question are all there does not mean
    that anything was said of them together.
    """
    question, weights = found.question, found.weights
    answers = np.flatnonzero(labels)
    if len(weights) < 2 or not len(answers):
        return None
    article = found.articles[answers[0]]
    near = {found.candidates[answer].number + step for answer in answers for step in (-2, -1, 0, 1, 2)}
    inside = [
        (candidate.number, candidate.sentence)
        for held, candidate in zip(found.articles, found.candidates, strict=True)
        if held is article
    ]
    barred = set(question.terms).union(*(sentence.positions for number, sentence in inside if number in near))
    telling = sorted(range(len(weights)), key=lambda number: -weights[number])[: (len(weights) + 1) // 2]
    digest = int(_digest(question.text), 16)
    number = telling[digest % len(telling)]
    is_name = question.words[number].is_name
    others = [
        word
        for place, sentence in inside
        if place not in near
        for position, word in enumerate(sentence.words)
        if word.terms and position and word.text.isalpha() and len(word.text) >= _LONG_ENOUGH
        if word.capital == is_name and barred.isdisjoint(word.terms)
    ]
    if not others:
        return None
    other = others[digest // 7 % len(others)]
    text = other.text.capitalize() if is_name else other.text
    word = replace(question.words[number], text=text, terms=other.terms, alternatives=())
    return replace(question, words=(*question.words[:number], word, *question.words[number + 1 :]))


def withheld(found: Retrieved, labels: Labels) -> Retrieved:
    """The candidates without those that answer: what an article says that is near to an answer, and none."""
    kept = np.flatnonzero(labels == 0)
    return replace(
        found,
        articles=tuple(found.articles[number] for number in kept),
        candidates=tuple(found.candidates[number] for number in kept),
    )


def denied(judged: sets.Judged) -> sets.Judged | None:
    """The candidates with each answer denied, in its stead or beside it; None if that can't be said of any.

    *The tower was not designed by Eiffel* holds all the words, and says the opposite.
    """
    asked = parse(judged.text, ("en",)).terms
    kept: list[tuple[str, int]] = []
    found = False
    for sentence, label in zip(judged.sentences, judged.labels, strict=True):
        denial = _denial(sentence, asked) if label else None
        if denial is None:
            kept.append((sentence, label))
            continue
        found = True
        choice = int(_digest(judged.text), 16) % 4
        kept += {0: [(denial, 0)], 1: [(denial, 0), (sentence, 1)], 2: [(sentence, 1), (denial, 0)]}.get(
            choice, [(denial, 0), (sentence, 1)]
        )
    return _of(judged, kept) if found else None


def contrary(judged: sets.Judged) -> sets.Judged | None:
    """A question for what is not so, which only the denied sentences answer; None if none of the answers can be denied.

    *Who did not sign?*
    """
    changed = denied(judged)
    if changed is None:
        return None
    first, _, rest = judged.text.partition(" ")
    auxiliary = next((word for word in rest.split() if word in _AUXILIARIES), None)
    text = rest.replace(auxiliary, f"{auxiliary} not", 1) if auxiliary else f"not {rest}"
    labels = tuple(int(sentence not in judged.sentences) for sentence in changed.sentences)
    return replace(changed, text=f"{first} {text}", labels=labels)


def _denial(sentence: str, asked: Set[str]) -> str | None:
    """An English sentence with a *not* or *never* before the first word that was asked about."""
    words = tokens(sentence, "en")
    for number, word in enumerate(words):
        if asked.isdisjoint(word.terms):
            continue
        for before in reversed(words[max(0, number - 3) : number]):
            if before.text.lower() in _AUXILIARIES:
                return f"{sentence[: before.span.end]} not{sentence[before.span.end :]}"
        if word.text.islower() and (word.text.endswith("ed") or len(word.terms) > 1):
            return f"{sentence[: word.span.start]}never {sentence[word.span.start :]}"
    return None


def echoed(judged: sets.Judged) -> sets.Judged | None:
    """The candidates with the question itself among them, as a heading before the answer, or as what somebody asked.

    None without candidates. It holds more of the question than any answer does, and is none.
    """
    digest = int(_digest(judged.text), 16)
    # Most questions of WikiQA have no answer.
    if not judged.sentences or not (any(judged.labels) or digest % 3 == 0):
        return None
    echo = _ECHOES[digest % len(_ECHOES)].format(
        judged.text.rstrip(" ?.") if digest % len(_ECHOES) < 2 else _inner(judged.text)
    )
    kept = list(zip(judged.sentences, judged.labels, strict=True))
    answers = [number for number, (_, label) in enumerate(kept) if label]
    place = answers[0] if answers and digest // 8 % 4 else digest // 32 % (len(kept) + 1)
    kept.insert(place, (echo, 0))
    return _of(judged, kept)


def _inner(question: str) -> str:
    stripped = question.rstrip(" ?.")
    return stripped[:1].lower() + stripped[1:]


def _of(judged: sets.Judged, kept: Sequence[tuple[str, int]]) -> sets.Judged:
    sentences, labels = zip(*kept, strict=True)
    return replace(judged, sentences=sentences, labels=labels)


def _with_unknown(question: Question, number: int, alternatives: tuple[Alternative, ...]) -> Question:
    # Another name is a name, too.
    word = Word("\N{BULLET}", ("\N{BULLET}",), alternatives, is_name=question.words[number].is_name)
    return replace(question, words=(*question.words[:number], word, *question.words[number + 1 :]))


def _given(kind: str, judged: sets.Judged, ranker: SentenceRanker, signs: Signs) -> Iterator[Example]:
    question, weights, candidates = ranker.read(judged.text, judged.sentences, judged.title)
    labels = np.array(judged.labels)
    found = Retrieved(question, weights, (), (), tuple(candidates))
    yield _example(kind, found, labels, signs)
    for name, change in (("denied", denied), ("contrary", contrary), ("echoed", echoed)):
        if changed := change(judged):
            asked, idfs, sentences = ranker.read(changed.text, changed.sentences, judged.title)
            of_changed = Retrieved(asked, idfs, (), (), tuple(sentences))
            yield _example(f"{kind} {name}", of_changed, np.array(changed.labels), signs)
    if not labels.any():
        return
    if other := disguised(question):
        yield _example(f"{kind} disguised", replace(found, question=other), labels, signs)
    if other := swapped(question, weights):
        yield _example(f"{kind} swapped", replace(found, question=other), 0 * labels, signs)


def _open(
    kind: str, collection: sets.Collection, ranker: SentenceRanker, signs: Signs, *, every: int = 1
) -> Iterator[Example]:
    with opened(collection, ranker) as library:
        for question in collection.questions[::every]:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                continue
            labels = judge(found, question)
            yield _example(kind, found, labels, signs)
            if question.gold is None:
                continue
            if kind in _WITHHELD and labels.any() and not labels.all():
                left = withheld(found, labels)
                yield _example(f"{kind} withheld", left, np.zeros(len(left.candidates), dtype=np.int64), signs)
            for name, other, gold in _changed(kind, found, labels, question.gold):
                if other and (again := library.answerer.retrieved(other)) and again.candidates:
                    judged = judge(again, replace(question, gold=gold))
                    yield _example(f"{kind} {name}", again, judged, signs)


def _changed(
    kind: str, found: Retrieved, labels: Labels, gold: Gold
) -> Iterator[tuple[str, Question | None, Gold | None]]:
    """The question changed in all ways that this kind is changed in, each with what answers it then."""
    if kind in {"xquad en", "xquad alone", "everyday", "faq en"}:
        yield "disguised", disguised(found.question), gold
        yield "swapped", swapped(found.question, found.weights), None
    if kind in {"xquad en", "xquad alone", "everyday", "everyday alone"}:
        yield "mixed", mixed(found, labels), None
    if kind.startswith("faq"):
        yield "loosened", loosened(found.question, found.weights), gold


def _example(kind: str, found: Retrieved, labels: Labels, signs: Signs) -> Example:
    question, weights, candidates = found.question, found.weights, found.candidates
    matches = matched(question, candidates)
    rows = features.read(question, weights, candidates, matches).rows
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
