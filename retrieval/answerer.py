"""Answers questions with quotes from the generation of articles that is served."""

from __future__ import annotations

import logging
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval import analysis
from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.cues import small_talk
from retrieval.errors import IndexUnavailable
from retrieval.explaining import reading, shares
from retrieval.indexes import FINGERPRINT, Engine
from retrieval.language import detect
from retrieval.question import Question, Word, follow_up, parse
from retrieval.ranking import SentenceRanker
from retrieval.retriever import Retrieved, Retriever, Serving
from retrieval.synonyms import Synonyms
from retrieval.types import UNKNOWN_LANGUAGE, Answer, Asked, Explanation, Quote, Reason, Span, Why

log = logging.getLogger(__name__)

_NEAR_MISSES = 3
# A further quote is at least this likely, as a share of the first.
_FURTHER = 0.1


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences around a quote, `text` as it stands in the article; `quote` is its place in `text`."""

    article_title: str
    text: str
    quote: Span


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Candidates with the probability that each answers; `follows` if an earlier question was read with it."""

    found: Retrieved
    scores: tuple[float, ...]
    follows: bool = False

    @property
    def best(self) -> float:
        return max(self.scores, default=0.0)


class Answerer:
    """Finds passages, ranks their sentences and quotes the best; safe to share between threads.

    `threshold` is the probability from which on a sentence is given as an answer, by default the ranker's.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        engine: Engine,
        *,
        ranker: SentenceRanker | None = None,
        synonyms: Synonyms | None = None,
        threshold: float | None = None,
    ) -> None:
        synonyms = synonyms or Synonyms.read(None)
        self._catalogue = catalogue
        self._engine = engine
        self._ranker = ranker or SentenceRanker(synonyms=synonyms)
        self._retriever = Retriever(catalogue, self._ranker, synonyms)
        self._threshold = self._ranker.threshold if threshold is None else threshold
        self._serving: Serving | None = None
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
        self._serving = Serving(current, index, languages)
        return True

    @property
    def generation(self) -> Generation | None:
        """The generation that answers, if there is one."""
        return self._serving.generation if self._serving else None

    @property
    def passage_count(self) -> int:
        """The number of passages that are searched."""
        return self._serving.index.passage_count if self._serving else 0

    def answer(self, question: str, *, k: int = 3, after: Asked | None = None) -> Answer:
        """The up to `k` sentences that answer, best first, or the reason why none does.

        `after` is what was asked before: a question that leans on it ("and when?") is read together with it.
        """
        ranked = self._rank(question, after)
        return ranked if isinstance(ranked, Answer) else self._answer(question, ranked, k)

    def explain(self, question: str, *, after: Asked | None = None) -> Explanation:
        """Why the best sentence was chosen, and how the question was read; the answer is that of `answer`."""
        ranked = self._rank(question, after)
        if isinstance(ranked, Answer):
            return Explanation(ranked, None, (), ())
        answer = self._answer(question, ranked, _NEAR_MISSES)
        quote = next(iter((*answer.quotes, *answer.near)), None)
        earlier = after.question if after and ranked.follows else None
        lines = reading(ranked.found, earlier)
        if quote is None:
            return Explanation(answer, None, lines, ())
        best = next(
            number
            for number, (held, candidate) in enumerate(zip(ranked.found.articles, ranked.found.candidates, strict=True))
            if (held.article.id, candidate.number) == (quote.article_id, quote.sentence)
        )
        return Explanation(answer, quote, lines, shares(ranked.found, best, self._ranker))

    def retrieved(self, question: str | Question) -> Retrieved | None:
        """The candidates for a question, as `answer` has them before they are ranked; None if nothing is served."""
        serving = self._serving
        if serving is None:
            return None
        read = self._retriever.read(question, serving) if isinstance(question, str) else question
        return self._retriever.retrieve(read, serving)

    def quote(self, article_id: str, start: int, *, question: str = "") -> Quote | None:
        """The sentence that begins at `start` in an article that is served, its words of the question marked.

        None when the article is served no more or no sentence begins there.
        """
        serving = self._serving
        segmented = self._retriever.articles([article_id], serving).get(article_id) if serving else None
        if segmented is None or serving is None:
            return None
        number = _sentence_at(segmented, start)
        if number is None:
            return None
        return _quote(segmented, number, 1.0, _terms(self._retriever.read(question, serving)))

    def context(self, article_id: str, start: int, *, sentences: int = 2) -> Context | None:
        """The sentence that begins at `start` with up to that many `sentences` before and after it, or None."""
        serving = self._serving
        segmented = self._retriever.articles([article_id], serving).get(article_id) if serving else None
        number = _sentence_at(segmented, start) if segmented else None
        if segmented is None or number is None:
            return None
        around = segmented.sentences[max(0, number - sentences) : number + sentences + 1]
        offset = around[0].start
        span = segmented.sentences[number]
        text = segmented.article.text[offset : around[-1].end]
        return Context(segmented.article.title, text, Span(span.start - offset, span.end - offset))

    def _rank(self, question: str, after: Asked | None) -> _Ranked | Answer:
        """The candidates and their scores, or the answer where there is nothing to search for."""
        if why := small_talk(question):
            return Answer(question, (), 0.0, Reason(why))
        serving = self._serving
        if serving is None or not serving.index.passage_count:
            return Answer(question, (), 0.0, Reason(Why.NO_ARTICLES))
        asked = self._retriever.read(question, serving)
        if after and (joined := follow_up(asked, self._retriever.read(after.question, serving))):
            ranked = self._follow(joined, after.article_id, serving)
            if ranked.best >= self._threshold or not asked.words:
                return ranked
        if not asked.words:
            return Answer(question, (), 0.0, Reason(Why.NO_WORDS))
        return self._scored(self._retriever.retrieve(asked, serving), serving)

    def _follow(self, joined: Question, article_id: str | None, serving: Serving) -> _Ranked:
        """The article that the conversation is about comes first, if it has the names that are asked for."""
        found = self._retriever.retrieve(joined, serving, article_id=article_id)
        if article_id and (of_article := found.of_article(article_id)).holds_names():
            within = self._scored(of_article, serving, follows=True)
            if within.best >= self._threshold:
                return within
        return self._scored(found, serving, follows=True)

    def _scored(self, found: Retrieved, serving: Serving, *, follows: bool = False) -> _Ranked:
        scores = self._ranker.score_candidates(found.question, found.weights, found.candidates)
        gain = math.exp(found.evidence(serving.index.passage_count))
        scores = [gain * score / (1 - score + gain * score) for score in scores]
        return _Ranked(found, tuple(scores), follows)

    def _answer(self, question: str, ranked: _Ranked, k: int) -> Answer:
        quotes = _quotes(ranked, max(k, _NEAR_MISSES))
        if ranked.best < self._threshold:
            unknown = _telling(ranked.found.unheld(), question)
            reason = Reason(Why.UNKNOWN_WORDS, unknown) if unknown else Reason(Why.NOT_SAID)
            near = tuple(quotes[:_NEAR_MISSES])
            return Answer(question, (), ranked.best, reason, near=near, follows=ranked.follows)
        given = tuple(quote for quote in quotes[:k] if quote.score >= _FURTHER * ranked.best)
        return Answer(question, given, ranked.best, follows=ranked.follows)


def _quotes(ranked: _Ranked, k: int) -> list[Quote]:
    """The `k` likeliest sentences, best first; of those that say the same only the first."""
    found = ranked.found
    order = sorted(
        range(len(found.candidates)),
        key=lambda i: (-ranked.scores[i], found.articles[i].article.source, found.candidates[i].number),
    )
    wanted = _terms(found.question)
    quotes: list[Quote] = []
    seen: list[set[str]] = []
    for i in order:
        terms = set(found.candidates[i].sentence.positions)
        if any(_alike(terms, other) for other in seen):
            continue
        seen.append(terms)
        quotes.append(_quote(found.articles[i], found.candidates[i].number, ranked.scores[i], wanted))
        if len(quotes) == k:
            break
    return quotes


def _telling(unknown: Sequence[Word], question: str) -> tuple[str, ...]:
    """The unknown words but the function words of a language that there are no articles in."""
    language = detect(question) if unknown else UNKNOWN_LANGUAGE
    return tuple(word.text for word in unknown if any(token.terms for token in analysis.tokens(word.text, language)))


def _terms(question: Question) -> set[str]:
    return {term for word in question.words for term in word.terms}


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
