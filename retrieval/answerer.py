"""Answers questions with quotes from the generation of articles that is served."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from retrieval import analysis
from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.errors import IndexUnavailable
from retrieval.features import Candidate, idf
from retrieval.indexes import FINGERPRINT, Engine, Index
from retrieval.language import question_languages
from retrieval.question import Question, Word, parse
from retrieval.ranking import SentenceRanker
from retrieval.types import UNKNOWN_LANGUAGE, Answer, Hit, QueryTerm, Quote, Reason, Span, Why

log = logging.getLogger(__name__)

_PASSAGES = 20
_REMEMBERED_CHARACTERS = 20_000_000
_NEAR_MISSES = 3
# The share of its idf that an everyday word weighs which no article has.
_EVERYDAY = 0.4
# A further quote is at least this likely, as a share of the first.
_FURTHER = 0.3


@dataclass(frozen=True, slots=True)
class _Serving:
    """One generation, open: a question keeps the one that it began with."""

    generation: Generation
    index: Index
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences around a quote, `text` as it stands in the article; `quote` is its place in `text`."""

    article_title: str
    text: str
    quote: Span


class Answerer:
    """Finds passages, ranks their sentences and quotes the best; safe to share between threads.

    `threshold` is the probability from which on a sentence is given as an answer.
    """

    def __init__(
        self, catalogue: Catalogue, engine: Engine, *, ranker: SentenceRanker | None = None, threshold: float = 0.5
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._ranker = ranker or SentenceRanker()
        self._threshold = threshold
        self._articles = _Remembered()
        self._serving: _Serving | None = None
        try:
            self.refresh()
        except IndexUnavailable as error:
            # The next ingestion makes it anew; until then there is nothing to quote from.
            log.warning("the index can't be opened: %s", error)

    def refresh(self) -> bool:
        """Serve the catalogue's current generation from now on; true if it is another one than before.

        Questions under way end with the one that they began with. Raises `CatalogueError`, `IndexUnavailable`.
        """
        before = self._serving
        current = self._catalogue.serving()
        if current is None or current.fingerprint != FINGERPRINT:
            self._serving = None
            return before is not None
        if before and before.generation.id == current.id:
            return False
        languages = tuple(dict.fromkeys("en" if name == UNKNOWN_LANGUAGE else name for name in current.languages))
        index = self._engine.open(current.id)
        for language in languages:
            # Dictionaries are loaded now, not while the first person waits.
            parse("warm", (language,))
        self._serving = _Serving(current, index, languages)
        return True

    @property
    def generation(self) -> Generation | None:
        """The generation that answers, if there is one."""
        return self._serving.generation if self._serving else None

    def answer(self, question: str, *, k: int = 3) -> Answer:
        """The up to `k` sentences that answer, best first, or the reason why none does."""
        serving = self._serving
        if serving is None or not serving.index.passage_count:
            return Answer(question, (), 0.0, Reason(Why.NO_ARTICLES))
        parsed = parse(question, question_languages(question, serving.languages))
        if not parsed.words:
            return Answer(question, (), 0.0, Reason(Why.NO_WORDS))
        frequencies = _frequencies(parsed, serving.index)
        unknown = tuple(word.text for word, df in zip(parsed.words, frequencies, strict=True) if not df)
        weights = [
            _weight(word, df, serving.index.passage_count) for word, df in zip(parsed.words, frequencies, strict=True)
        ]
        hits = serving.index.search(_query(parsed), _PASSAGES)
        ranked = self._ranked(parsed, weights, hits, serving, max(k, _NEAR_MISSES))
        best = ranked[0].score if ranked else 0.0
        if best < self._threshold:
            reason = Reason(Why.UNKNOWN_WORDS, unknown) if unknown else Reason(Why.NOT_SAID)
            return Answer(question, (), best, reason, near=tuple(ranked[:_NEAR_MISSES]))
        return Answer(question, tuple(quote for quote in ranked[:k] if quote.score >= _FURTHER * best), best)

    def quote(self, article_id: str, start: int, *, question: str = "") -> Quote | None:
        """The sentence that begins at `start` in an article that is served, its words of the question marked.

        None when the article is served no more or no sentence begins there.
        """
        serving = self._serving
        segmented = self._load([article_id], serving).get(article_id) if serving else None
        if segmented is None:
            return None
        number = _sentence_at(segmented, start)
        if number is None or serving is None:
            return None
        languages = question_languages(question, serving.languages)
        wanted = {term for word in parse(question, languages).words for term in word.terms}
        return _quote(segmented, number, 1.0, wanted)

    def context(self, article_id: str, start: int, *, sentences: int = 2) -> Context | None:
        """The sentence that begins at `start` with up to that many `sentences` before and after it, or None."""
        serving = self._serving
        segmented = self._load([article_id], serving).get(article_id) if serving else None
        number = _sentence_at(segmented, start) if segmented else None
        if segmented is None or number is None:
            return None
        around = segmented.sentences[max(0, number - sentences) : number + sentences + 1]
        offset = around[0].start
        span = segmented.sentences[number]
        text = segmented.article.text[offset : around[-1].end]
        return Context(segmented.article.title, text, Span(span.start - offset, span.end - offset))

    def _ranked(
        self, question: Question, weights: Sequence[float], hits: Sequence[Hit], serving: _Serving, k: int
    ) -> list[Quote]:
        """The `k` likeliest sentences of the passages, best first; of those that say the same only the first."""
        articles = self._load({hit.passage.article_id for hit in hits}, serving)
        shares: dict[tuple[str, int], float] = {}
        for hit in hits:
            for number in range(hit.passage.first, hit.passage.last):
                shares.setdefault((hit.passage.article_id, number), hit.score / (hits[0].score or 1.0))
        places = [place for place in shares if place[0] in articles]
        candidates = [
            _candidate(articles[article_id], number, shares[article_id, number]) for article_id, number in places
        ]
        scores = self._ranker.score_candidates(question, weights, candidates)
        sources = [(articles[article_id].article.source, number) for article_id, number in places]
        order = sorted(range(len(places)), key=lambda i: (-scores[i], sources[i]))
        wanted = {term for word in question.words for term in word.terms}
        quotes: list[Quote] = []
        seen: list[set[str]] = []
        for i in order:
            terms = set(candidates[i].terms)
            if any(_alike(terms, other) for other in seen):
                continue
            seen.append(terms)
            quotes.append(_quote(articles[places[i][0]], places[i][1], scores[i], wanted))
            if len(quotes) == k:
                break
        return quotes

    def _load(self, ids: Iterable[str], serving: _Serving) -> dict[str, SegmentedArticle]:
        ids = set(ids)
        loaded = self._articles.get(serving.generation.id, ids)
        if missing := ids - loaded.keys():
            for segmented in self._catalogue.articles(missing, generation=serving.generation.id):
                loaded[segmented.article.id] = segmented
                self._articles.put(serving.generation.id, segmented)
        return loaded


class _Remembered:
    """The articles last asked for, up to a number of characters: most questions go to few articles."""

    def __init__(self) -> None:
        self._articles: OrderedDict[tuple[int, str], SegmentedArticle] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, generation: int, ids: Iterable[str]) -> dict[str, SegmentedArticle]:
        found = {}
        with self._lock:
            for article_id in ids:
                if segmented := self._articles.get((generation, article_id)):
                    self._articles.move_to_end((generation, article_id))
                    found[article_id] = segmented
        return found

    def put(self, generation: int, segmented: SegmentedArticle) -> None:
        key = (generation, segmented.article.id)
        with self._lock:
            if key not in self._articles:
                self._articles[key] = segmented
                self._characters += len(segmented.article.text)
            while self._characters > _REMEMBERED_CHARACTERS and len(self._articles) > 1:
                _, old = self._articles.popitem(last=False)
                self._characters -= len(old.article.text)


def _frequencies(question: Question, index: Index) -> list[int]:
    """For each word of the question about how many passages hold it."""
    terms = [term for word in question.words for term in word.terms]
    found = dict(zip(terms, index.frequencies(terms), strict=True))
    return [max(found[term] for term in word.terms) for word in question.words]


def _weight(word: Word, frequency: int, passages: int) -> float:
    """What a word of the question weighs: its idf.

    One that no article has says what the question is about if it is a name or a number; if it is an everyday word,
    it may only be another than the article's (*died*, *killed*).
    """
    weight = idf(frequency, passages)
    return weight * _EVERYDAY if not frequency and word.text.isalpha() and word.text.islower() else weight


def _query(question: Question) -> list[QueryTerm]:
    return [QueryTerm(term, 1 / len(word.terms)) for word in question.words for term in word.terms]


def _candidate(segmented: SegmentedArticle, number: int, passage: float) -> Candidate:
    article = segmented.article
    text = segmented.sentences[number].of(article.text)
    title = frozenset(analysis.terms(article.title, article.language))
    return Candidate(tuple(analysis.terms(text, article.language)), title, number, passage)


def _quote(segmented: SegmentedArticle, number: int, score: float, wanted: set[str]) -> Quote:
    article = segmented.article
    span = segmented.sentences[number]
    text = span.of(article.text)
    marks = tuple(
        Span(span.start + token.span.start, span.start + token.span.end)
        for token in analysis.tokens(text, article.language)
        if not wanted.isdisjoint(token.terms)
    )
    quote = Quote(
        article.id, number, span.start, span.end, text, article.title, article.source, article.url, article.published,
        score, marks,
    )  # fmt: skip
    quote.verify(article)
    return quote


def _sentence_at(segmented: SegmentedArticle, start: int) -> int | None:
    number = bisect_left(segmented.sentences, start, key=lambda span: span.start)
    if number < len(segmented.sentences) and segmented.sentences[number].start == start:
        return number
    return None


def _alike(terms: set[str], other: set[str]) -> bool:
    """Whether two sentences say nearly the same: four fifths of their terms are common (Jaccard)."""
    return len(terms & other) >= 0.8 * len(terms | other)
