"""Answers questions with quotes from the generation of articles that is served."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval import analysis
from retrieval.catalogue import Catalogue, Generation
from retrieval.cues import small_talk
from retrieval.errors import IndexUnavailable
from retrieval.explaining import reading, shares
from retrieval.indexes import FINGERPRINT, Engine
from retrieval.language import detect
from retrieval.question import Question, Word, follow_up, parse
from retrieval.quoting import quote, quotes, sentences_at
from retrieval.ranking import Ranking, SentenceRanker
from retrieval.retriever import Retrieved, Retriever, Serving
from retrieval.synonyms import Synonyms
from retrieval.types import UNKNOWN_LANGUAGE, Answer, Asked, Explanation, Quote, Reason, Span, Why

log = logging.getLogger(__name__)

_NEAR_MISSES = 3
# A further quote is at least this likely, as a share of the first.
_FURTHER = 0.05


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences around a quote, `text` as it stands in the article; `quote` is its place in `text`."""

    article_title: str
    text: str
    quote: Span


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Candidates in their order, and what would be quoted of them, best first.

    `follows` is true if an earlier question was read with this one.
    """

    found: Retrieved
    ranking: Ranking
    quotes: tuple[Quote, ...]
    follows: bool = False

    @property
    def best(self) -> float:
        return self.quotes[0].score if self.quotes else 0.0


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
        """The up to `k` quotes that answer, best first, or the reason why there is none.

        `after` is what was asked before: a question that leans on it ("and when?") is read together with it.
        """
        ranked = self._rank(question, after, max(k, _NEAR_MISSES))
        return ranked if isinstance(ranked, Answer) else self._answer(question, ranked, k)

    def explain(self, question: str, *, after: Asked | None = None) -> Explanation:
        """Why the best sentence was chosen, and how the question was read; the answer is that of `answer`."""
        ranked = self._rank(question, after, _NEAR_MISSES)
        if isinstance(ranked, Answer):
            return Explanation(ranked, None, (), ())
        answer = self._answer(question, ranked, _NEAR_MISSES)
        earlier = after.question if after and ranked.follows else None
        lines = reading(ranked.found, earlier)
        if not ranked.quotes:
            return Explanation(answer, None, lines, ())
        first = ranked.quotes[0]
        of_quote = [
            number
            for number, (held, candidate) in enumerate(zip(ranked.found.articles, ranked.found.candidates, strict=True))
            if held.article.id == first.article_id and first.first <= candidate.number < first.last
        ]
        best = max(of_quote, key=lambda number: ranked.ranking.scores[number])
        return Explanation(answer, first, lines, shares(ranked.found, ranked.ranking, best, self._ranker))

    def retrieved(self, question: str | Question) -> Retrieved | None:
        """The candidates for a question, as `answer` has them before they are ranked; None if nothing is served."""
        serving = self._serving
        if serving is None:
            return None
        read = self._retriever.read(question, serving) if isinstance(question, str) else question
        return self._retriever.retrieve(read, serving)

    def quote(self, article_id: str, start: int, sentences: int = 1, *, question: str = "") -> Quote | None:
        """The sentence that begins at `start` in an article that is served, or several from there on.

        Their words of the question are marked. None when the article is served no more or no sentence begins there.
        """
        serving = self._serving
        segmented = self._retriever.articles([article_id], serving).get(article_id) if serving else None
        numbers = sentences_at(segmented, start, sentences) if segmented else None
        if serving is None or segmented is None or numbers is None:
            return None
        return quote(segmented, numbers, self._retriever.read(question, serving).terms)

    def context(self, quoted: Quote, *, sentences: int = 2) -> Context | None:
        """A quote with up to that many `sentences` before and after it; None when its article is served no more."""
        serving = self._serving
        segmented = self._retriever.articles([quoted.article_id], serving).get(quoted.article_id) if serving else None
        if segmented is None:
            return None
        around = segmented.sentences[max(0, quoted.first - sentences) : quoted.last + sentences]
        offset = around[0].start
        text = segmented.article.text[offset : around[-1].end]
        return Context(segmented.article.title, text, Span(quoted.start - offset, quoted.end - offset))

    def _rank(self, question: str, after: Asked | None, k: int) -> _Ranked | Answer:
        """The candidates and their scores, or the answer where there is nothing to search for."""
        if why := small_talk(question):
            return Answer(question, (), 0.0, Reason(why))
        serving = self._serving
        if serving is None or not serving.index.passage_count:
            return Answer(question, (), 0.0, Reason(Why.NO_ARTICLES))
        asked = self._retriever.read(question, serving)
        if after and (joined := follow_up(asked, self._retriever.read(after.question, serving))):
            ranked = self._follow(joined, after.article_id, serving, k)
            if ranked.best >= self._threshold or not asked.words:
                return ranked
        if not asked.words:
            return Answer(question, (), 0.0, Reason(Why.NO_WORDS))
        return self._scored(self._retriever.retrieve(asked, serving), serving, k)

    def _follow(self, joined: Question, article_id: str | None, serving: Serving, k: int) -> _Ranked:
        """The article that the conversation is about comes first, if it has the names that are asked for."""
        found = self._retriever.retrieve(joined, serving, article_id=article_id)
        if article_id:
            within = self._scored(found.of_article(article_id), serving, k, follows=True)
            if within.best >= self._threshold and within.found.holds_names(within.ranking.matches):
                return within
        return self._scored(found, serving, k, follows=True)

    def _scored(self, found: Retrieved, serving: Serving, k: int, *, follows: bool = False) -> _Ranked:
        ranking = self._ranker.rank(found.question, found.weights, found.candidates)
        ranking = ranking.shifted(found.evidence(ranking.matches, serving.index.passage_count))
        return _Ranked(found, ranking, tuple(quotes(found, ranking, k)), follows)

    def _answer(self, question: str, ranked: _Ranked, k: int) -> Answer:
        if ranked.best < self._threshold or not ranked.quotes:
            unknown = _telling(ranked.found.unheld(ranked.ranking.matches), question)
            reason = Reason(Why.UNKNOWN_WORDS, unknown) if unknown else Reason(Why.NOT_SAID)
            near = ranked.quotes[:_NEAR_MISSES]
            return Answer(question, (), ranked.best, reason, near=near, follows=ranked.follows)
        given = tuple(quote for quote in ranked.quotes[:k] if quote.score >= _FURTHER * ranked.best)
        return Answer(question, given, ranked.best, follows=ranked.follows)


def _telling(unknown: Sequence[Word], question: str) -> tuple[str, ...]:
    """The unknown words but the function words of a language that there are no articles in."""
    language = detect(question) if unknown else UNKNOWN_LANGUAGE
    return tuple(word.text for word in unknown if any(token.terms for token in analysis.tokens(word.text, language)))
