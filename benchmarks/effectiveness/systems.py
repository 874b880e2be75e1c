"""The systems side by side: each brings an order to given candidates and finds sentences in a collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np
from rank_bm25 import BM25Okapi

from benchmarks.effectiveness.gold import Found
from benchmarks.effectiveness.sets import CandidateSet, Collection
from retrieval import Library, NotVerbatim, Quote, RetrievalSettings, SentenceRanker, analysis
from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine, LocalIndex
from retrieval.segmentation import split_sentences
from retrieval.types import Passage, QueryTerm

K = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system has to say to a question, best first.

    `given` is what it gives as an answer, at most three, and nothing if it does not answer; `ranked` is what it would
    have given. `confidence` grows with how sure it is of the first of them.
    """

    given: tuple[Found, ...]
    ranked: tuple[Found, ...]
    confidence: float


Ask = Callable[[str], Reply]
"""Answers one question."""


class System(Protocol):
    """One of those that are compared."""

    name: str

    @property
    def threshold(self) -> float:
        """The score from which on it would answer."""

    def scores(self, candidates: CandidateSet) -> list[list[float]]:
        """For each question the scores of its candidates."""

    def open(self, collection: Collection) -> AbstractContextManager[Ask]:
        """Index a collection, to be asked while the context lasts."""


class RankBM25:
    """rank-bm25 as its README uses it: `BM25Okapi` over sentences parted at white space, the best of `get_scores`.

    Of what the README leaves to the user it has lower case, without which questions typed in a hurry find nothing:
    0.10 in place of 0.25 on WikiQA. It answers whenever its best score is above 0. Among given candidates the corpus is
    all sentences of the set.
    """

    name = "rank-bm25"
    # The least number above 0: a score of 0 is that of a sentence without any of the words.
    threshold = float(np.nextafter(0, 1))

    def scores(self, candidates: CandidateSet) -> list[list[float]]:
        model = BM25Okapi([_words(sentence) for question in candidates.questions for sentence in question.sentences])
        return [
            model.get_batch_scores(_words(question.text), list(rows))
            for question, rows in zip(candidates.questions, _rows(candidates), strict=True)
        ]

    @contextmanager
    def open(self, collection: Collection) -> Iterator[Ask]:
        sentences = list(_sentences(collection))
        model = BM25Okapi([_words(found.text) for found in sentences])

        def ask(question: str) -> Reply:
            scores = model.get_scores(_words(question))
            best = np.argsort(scores)[::-1][:K]
            ranked = tuple(sentences[number] for number in best)
            given = tuple(sentences[number] for number in best if scores[number] > 0)
            return Reply(given, ranked, float(scores[best[0]]))

        yield ask


class Stems:
    """BM25 with our analysis: the terms of each sentence, and those of its article's title in each sentence.

    It answers whenever a sentence has a term of the question. The idf is Lucene's, never negative.
    """

    name = "stems"
    threshold = RankBM25.threshold

    def scores(self, candidates: CandidateSet) -> list[list[float]]:
        entries = [
            # Zero-padded, so that the index has them in this order.
            (f"{number:06d}", place, f"{question.title} {sentence}")
            for number, question in enumerate(candidates.questions)
            for place, sentence in enumerate(question.sentences)
        ]
        with _indexed(entries, "en") as index:
            return [
                index.get_batch_scores(analysis.terms(question.text, "en"), list(rows))
                for question, rows in zip(candidates.questions, _rows(candidates), strict=True)
            ]

    @contextmanager
    def open(self, collection: Collection) -> Iterator[Ask]:
        language = collection.language
        titles = {article.source: article.title for article in collection.articles}
        numbered: dict[tuple[str, int], Found] = {}
        entries = []
        for found in _sentences(collection):
            key = (found.source, found.start)
            numbered[key] = found
            entries.append((*key, f"{titles[found.source]} {found.text}"))
        with _indexed(entries, language) as index:

            def ask(question: str) -> Reply:
                hits = index.search([QueryTerm(term) for term in analysis.terms(question, language)], K)
                found = tuple(numbered[hit.passage.article_id, hit.passage.first] for hit in hits)
                return Reply(found, found, hits[0].score if hits else 0.0)

            yield ask


class Ours:
    """Verbatim. `ranker` chooses, so that another one can be measured too (an ablation's)."""

    name = "ours"

    def __init__(self, ranker: SentenceRanker | None = None) -> None:
        self._given = ranker

    @cached_property
    def _ranker(self) -> SentenceRanker:
        # Only when it is measured: who makes new weights has none yet.
        return self._given or SentenceRanker()

    @property
    def threshold(self) -> float:
        """The ranker's own."""
        return self._ranker.threshold

    def scores(self, candidates: CandidateSet) -> list[list[float]]:
        return [
            list(self._ranker.score(question.text, question.sentences, question.title))
            for question in candidates.questions
        ]

    @contextmanager
    def open(self, collection: Collection) -> Iterator[Ask]:
        texts = {article.source: article.text for article in collection.articles}
        with opened(collection, self._ranker) as library:

            def ask(question: str) -> Reply:
                answer = library.answerer.answer(question, k=K)
                given = tuple(_found(quote, texts) for quote in answer.quotes)
                near = tuple(_found(quote, texts) for quote in answer.near[:K])
                return Reply(given, given or near, answer.confidence)

            yield ask


@contextmanager
def opened(collection: Collection, ranker: SentenceRanker | None = None) -> Iterator[Library]:
    """A library of the collection's articles, in a temporary folder."""
    with TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        sources.mkdir()
        for source in collection.sources:
            (sources / source.uri).write_bytes(source.content)
        library = Library(_settings(sources, Path(folder) / "data"), ranker=ranker)
        library.update()
        yield library
        library.close()


SYSTEMS: dict[str, System] = {system.name: system for system in (RankBM25(), Stems(), Ours())}


def _words(text: str) -> list[str]:
    return text.lower().split()


def _sentences(collection: Collection) -> Iterator[Found]:
    for article in collection.articles:
        for span in split_sentences(article.text, article.language):
            yield Found(article.source, span.start, span.end, span.of(article.text))


def _rows(candidates: CandidateSet) -> Iterator[range]:
    """For each question the numbers of its sentences among all of the set."""
    ends = accumulate((len(question.sentences) for question in candidates.questions), initial=0)
    return (range(start, end) for start, end in pairwise(ends))


@contextmanager
def _indexed(entries: Iterable[tuple[str, int, str]], language: str) -> Iterator[LocalIndex]:
    """An index of texts, each with the id of its article and its place there, by which it has them in order."""
    passages = (
        PassageTerms(Passage(article, place, place + 1, 0, len(text)), tuple(analysis.terms(text, language)))
        for article, place, text in entries
    )
    with TemporaryDirectory() as folder:
        engine = LocalEngine(Path(folder))
        engine.build(1, passages)
        index = engine.open(1)
        yield index
        index.close()


def _settings(sources: Path, data: Path) -> RetrievalSettings:
    # All that says where things are is named here: whoever measures may have set something else, for their own bot.
    return RetrievalSettings(
        _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        sources_dir=sources,
        data_dir=data,
        index_url="local:",
        database_url=None,
        answer_threshold=None,
    )


def _found(quote: Quote, texts: Mapping[str, str]) -> Found:
    if texts[quote.source][quote.start : quote.end] != quote.text:
        raise NotVerbatim(f"{quote.source}: characters {quote.start} to {quote.end} are not the quoted sentence")
    return Found(quote.source, quote.start, quote.end, quote.text)
