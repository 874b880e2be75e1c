"""Reads the sets that systems are measured on; `gold` says when a quote is right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from benchmarks.effectiveness.gold import AnyOf, Covering, Gold, Holding, Labelled, place
from retrieval import Article, SourceError, Span
from retrieval.readers import read
from retrieval.segmentation import split_sentences
from retrieval.sources import Untouched, scan_folder
from retrieval.types import Source

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "eval"
SEEDS = ROOT / "seeds"
SEED_QUESTIONS = Path(__file__).with_name("seeds.jsonl")
_EVERYDAY = {
    "train": ROOT / "benchmarks" / "training" / "everyday.jsonl",
    "dev": Path(__file__).with_name("everyday.jsonl"),
}
LANGUAGES = "ar de el en es hi ro ru th tr vi zh".split()

Split: TypeAlias = Literal["train", "dev"]

# A line of JSON: the sets name their fields, and only this module sees them.
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with sentences to choose from and their labels; if they are of one article, in its order."""

    text: str
    title: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """Questions with given candidates, each with one at least. MAP and MRR are taken over those with an answer."""

    name: str
    questions: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question to be answered from a whole collection; without `gold` nothing in it answers."""

    text: str
    gold: Gold | None


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles, one of each source, and questions about them. `language` is what they are in, mostly."""

    name: str
    language: str
    sources: tuple[Source, ...]
    articles: tuple[Article, ...]
    questions: tuple[OpenQuestion, ...]


def wikiqa(data: Path, split: Split = "dev") -> CandidateSet:
    """WikiQA's questions (Yang, Yih and Meek, EMNLP 2015), two thirds of them without an answer."""
    return CandidateSet("WikiQA", tuple(_judged(data / "wikiqa" / f"{split}.jsonl")))


def trecqa(data: Path, split: Split = "dev") -> CandidateSet:
    """TrecQA's (Wang, Smith and Mitamura, EMNLP 2007) that have both an answer and a sentence that is none."""
    questions = _judged(data / "trecqa" / f"{split}.jsonl")
    return CandidateSet("TrecQA", tuple(question for question in questions if len(set(question.labels)) == 2))


def wikiqa_open(data: Path, split: Split = "dev") -> Collection:
    """The questions of a split over all articles of the training and development questions."""
    train, dev = (list(_rows(data / "wikiqa" / f"{split}.jsonl")) for split in ("train", "dev"))
    articles = {row["title"]: tuple(row["sentences"]) for row in (*train, *dev)}
    texts = {title: " ".join(sentences) for title, sentences in articles.items()}
    sources = {title: _source(number, title, [text]) for number, (title, text) in enumerate(texts.items())}
    read_from = {title: article_of(source) for title, source in sources.items()}

    def gold(row: _Row) -> Gold | None:
        if not any(row["labels"]):
            return None
        article = read_from[row["title"]]
        spans = place(articles[row["title"]], article.text)
        return Labelled(article.source, tuple(span for span, label in zip(spans, row["labels"], strict=True) if label))

    questions = tuple(OpenQuestion(row["question"], gold(row)) for row in (dev if split == "dev" else train))
    return Collection("WikiQA", "en", tuple(sources.values()), tuple(read_from.values()), questions)


def xquad(data: Path, language: str, split: Split = "dev") -> Collection:
    """XQuAD (Artetxe, Ruder and Yogatama, ACL 2020) in one language: every question has an answer.

    All articles are there, but only the questions about those of the split are asked: every third is for development.
    """
    rows = list(_rows(data / "xquad" / f"{language}.jsonl"))
    sources = _xquad_sources(rows)
    articles = tuple(map(article_of, sources))
    questions = tuple(
        OpenQuestion(row["question"], gold)
        for number, (each, article) in enumerate(zip(rows, articles, strict=True))
        if _of_split(number, split)
        for row, gold in _covering(each, article)
    )
    return Collection(f"XQuAD {language}", language, sources, articles, questions)


def xquad_apart(data: Path, language: str, split: Split = "dev") -> Collection:
    """Articles of XQuAD, asked the questions about others: none has an answer.

    For development the training articles are asked those about the others, for training a half those about the rest.
    """
    rows = list(_rows(data / "xquad" / f"{language}.jsonl"))
    there = [number for number in range(len(rows)) if (number % 3 != 2 if split == "dev" else number % 3 == 0)]
    asked = [number for number in range(len(rows)) if number % 3 == (2 if split == "dev" else 1)]
    every = _xquad_sources(rows)
    sources = tuple(every[number] for number in there)
    questions = tuple(
        OpenQuestion(question["question"], None) for number in asked for question in rows[number]["questions"]
    )
    return Collection(f"XQuAD {language}, kept apart", language, sources, tuple(map(article_of, sources)), questions)


def xquad_alone(data: Path, language: str, split: Split = "dev") -> Iterator[Collection]:
    """Each article of XQuAD as a collection of its own, asked its questions and about as many of others'."""
    rows = list(_rows(data / "xquad" / f"{language}.jsonl"))
    sources = _xquad_sources(rows)
    chosen = [number for number in range(len(rows)) if _of_split(number, split)]
    for number in chosen:
        article = article_of(sources[number])
        own = [OpenQuestion(row["question"], gold) for row, gold in _covering(rows[number], article)]
        others = [question for other in chosen if other != number for question in rows[other]["questions"]]
        # From here on every so many, so that each article meets others' questions than the one before it.
        foreign = [OpenQuestion(each["question"], None) for each in others[number % len(chosen) :: len(chosen) - 1]]
        questions = (*own, *foreign)
        yield Collection(f"XQuAD {language}, alone", language, (sources[number],), (article,), questions)


def xquad_paragraph(data: Path, language: str, split: Split = "dev") -> CandidateSet:
    """The sentences of one paragraph as candidates, for its own questions and for those of the paragraph before it."""
    judged: list[Judged] = []
    for number, row in enumerate(_rows(data / "xquad" / f"{language}.jsonl")):
        if not _of_split(number, split):
            continue
        spans = [split_sentences(paragraph, language) for paragraph in row["paragraphs"]]
        for question in row["questions"]:
            own = question["paragraph"]
            answer = Span(question["start"], question["start"] + len(question["text"]))
            for given in (own, (own + 1) % len(spans)):
                labels = [int(given == own and s.start <= answer.start and answer.end <= s.end) for s in spans[given]]
                sentences = tuple(span.of(row["paragraphs"][given]) for span in spans[given])
                judged.append(Judged(question["question"], row["title"], sentences, tuple(labels)))
    return CandidateSet(f"XQuAD {language}, paragraphs", tuple(judged))


def xquad_paragraphs(data: Path, language: str) -> Collection:
    """Each paragraph of XQuAD as an article of its own, no questions: to make a collection larger."""
    paragraphs = [
        (f"{row['title']} {number}", paragraph)
        for row in _rows(data / "xquad" / f"{language}.jsonl")
        for number, paragraph in enumerate(row["paragraphs"])
    ]
    sources = tuple(_source(number, title, [text]) for number, (title, text) in enumerate(paragraphs))
    return Collection(f"XQuAD {language}, paragraphs", language, sources, tuple(map(article_of, sources)), ())


def seeds() -> Collection:
    """Our own articles and our own questions about them."""
    sources = tuple(map(_readable, scan_folder(SEEDS)))
    questions = tuple(
        OpenQuestion(row["question"], Holding(tuple(map(tuple, row["holds"]))) if row["holds"] else None)
        for row in _rows(SEED_QUESTIONS)
    )
    return Collection("seeds", "en", sources, tuple(map(article_of, sources)), questions)


def everyday(split: Split = "dev") -> Collection:
    """Articles of our own as organisations, clubs and teachers write them, and what people ask of them in a chat."""
    return _everyday("everyday", list(_rows(_EVERYDAY[split])))


def everyday_alone(split: Split = "dev") -> Iterator[Collection]:
    """Each of those articles as a collection of its own, asked its questions."""
    for row in _rows(_EVERYDAY[split]):
        yield _everyday("everyday, alone", [row])


def _everyday(name: str, rows: Sequence[_Row]) -> Collection:
    sources = tuple(_source(number, row["title"], [row["text"]]) for number, row in enumerate(rows))
    articles = tuple(map(article_of, sources))
    questions = tuple(
        OpenQuestion(each["question"], _holding(each["answer"], article))
        for row, article in zip(rows, articles, strict=True)
        for each in row["questions"]
    )
    return Collection(name, "en", sources, articles, questions)


def _holding(answer: str | list[str] | None, article: Article) -> Gold | None:
    """The quotes of an article that hold the words of an answer, or of one of several."""
    if answer is None:
        return None
    if isinstance(answer, list):
        return AnyOf(tuple(gold for each in answer if (gold := _holding(each, article))))
    start = article.text.index(answer)
    whole = Span(0, len(article.text))
    return Covering(article.source, whole, Span(start, start + len(answer)))


def _judged(path: Path) -> Iterator[Judged]:
    for row in _rows(path):
        yield Judged(row["question"], row["title"], tuple(row["sentences"]), tuple(row["labels"]))


def _covering(row: _Row, article: Article) -> Iterator[tuple[_Row, Gold]]:
    """The questions about an article of XQuAD, each with where its answer stands."""
    paragraphs = place(row["paragraphs"], article.text)
    for question in row["questions"]:
        written, span = row["paragraphs"][question["paragraph"]], paragraphs[question["paragraph"]]
        _, answer = place([written[: question["start"]], question["text"]], span.of(article.text))
        yield question, Covering(article.source, span, Span(span.start + answer.start, span.start + answer.end))


def _of_split(number: int, split: Split) -> bool:
    return (number % 3 == 2) == (split == "dev")


def _xquad_sources(rows: Iterable[_Row]) -> tuple[Source, ...]:
    return tuple(_source(number, row["title"], row["paragraphs"]) for number, row in enumerate(rows))


def _source(number: int, title: str, paragraphs: Sequence[str]) -> Source:
    return Source(f"{number:05d}.txt", "\n\n".join((title, *paragraphs)).encode())


def _readable(found: Source | Untouched | SourceError) -> Source:
    assert not isinstance(found, Untouched)
    if isinstance(found, SourceError):
        raise found
    return found


def article_of(source: Source) -> Article:
    """The one article of a source. Raises `SourceError`."""
    (article,) = read(source)
    return article


def _rows(path: Path) -> Iterator[_Row]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
