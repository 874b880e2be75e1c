"""Answers questions with quotes from the generation of articles that is served."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from threading import Lock

from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.cues import small_talk
from retrieval.disagreement import dated
from retrieval.errors import GenerationGone, IndexUnavailable
from retrieval.explaining import explained
from retrieval.follow_ups import follow_up
from retrieval.indexes import FINGERPRINT
from retrieval.indexing import Indexing
from retrieval.pages import context, page
from retrieval.question import Question, parse
from retrieval.quoting import quote, sentences_at
from retrieval.ranking import SentenceRanker
from retrieval.retriever import Retrieved
from retrieval.searching import Ranked, Searcher
from retrieval.serving import Serving, Shelf
from retrieval.synonyms import Synonyms
from retrieval.types import (
    UNKNOWN_LANGUAGE,
    Answer,
    Asked,
    Context,
    Explanation,
    Page,
    Quote,
    Reason,
    ServedSource,
    Why,
)
from retrieval.unknown import telling

log = logging.getLogger(__name__)

_NEAR_MISSES = 3
# A further quote is at least this likely, as a share of the first.
_FURTHER = 0.05


class Answerer:
    """Finds passages, ranks their sentences and quotes the best; safe to share between threads.

    `threshold` is the probability from which on a quote is given as an answer, by default the ranker's. It answers from
    the generation that the catalogue says is served, or else always from `generation`. What admins disable or delete
    is in no answer from then on, whoever does it where.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        indexing: Indexing,
        *,
        ranker: SentenceRanker | None = None,
        synonyms: Synonyms | None = None,
        threshold: float | None = None,
        generation: int | None = None,
    ) -> None:
        synonyms = synonyms or Synonyms.read(None)
        self._catalogue = catalogue
        self._indexing = indexing
        self._ranker = ranker or SentenceRanker(synonyms=synonyms)
        self._shelf = Shelf(catalogue)
        threshold = self._ranker.threshold if threshold is None else threshold
        self._searcher = Searcher(self._shelf, self._ranker, synonyms, threshold)
        self._fixed = generation
        self._serving: Serving | None = None
        self._refreshing = Lock()
        try:
            self._look()
        except IndexUnavailable as error:
            # The next ingestion makes it anew; until then there is nothing to quote from.
            log.warning("the index can't be opened: %s", error)

    def refresh(self) -> bool:
        """Serve the catalogue's current generation from now on; true if it is another one than before.

        Any thread may call it, as often as every second. Questions under way end with the generation that they began
        with, and what was served is served on while its index is made, if another machine brought it in. Raises
        `CatalogueError`, `IndexUnavailable`: then, too.
        """
        try:
            return self._look()
        except IndexUnavailable as error:
            log.info("the index of new articles is made here, too: %s", error)
        current, serving = self._wanted(), self._serving
        if current:
            with self._indexing.locked():
                self._indexing.complete(current, base=serving.generation if serving else None)
        return self._look()

    def _look(self) -> bool:
        """As `refresh`, where the index is there."""
        # One at a time: who comes last has read the catalogue last.
        with self._refreshing:
            before = self._serving
            if before and self._serving_id() == before.generation.id:
                return False
            self._serving = self._current()
            return self._serving is not before

    def _current(self) -> Serving | None:
        current = self._wanted()
        if current is None:
            return None
        if current.fingerprint != FINGERPRINT:
            # Another version of this program made it; this one goes on with what it has.
            return self._serving
        languages = tuple(dict.fromkeys("en" if name == UNKNOWN_LANGUAGE else name for name in current.languages))
        index = self._indexing.open(current)
        for language in languages:
            # Dictionaries are loaded now, not while the first person waits.
            parse("warm", (language,))
        return self._without_withheld(Serving(current, index, index, languages))

    def _wanted(self) -> Generation | None:
        """The generation that is to be served, if there is one."""
        number = self._serving_id()
        return self._catalogue.generations.get(number) if number is not None else None

    def _serving_id(self) -> int | None:
        return self._catalogue.generations.serving_id() if self._fixed is None else self._fixed

    def _without_withheld(self, serving: Serving) -> Serving:
        """The same without what is disabled or deleted now."""
        revision = self._catalogue.sources.revision()
        withheld = self._catalogue.generations.withheld(serving.generation.id)
        serving = replace(
            serving,
            index=serving.whole,
            article_ids=None,
            revision=revision,
            withheld=withheld.sources,
            shown_with=withheld.shown_with,
        )
        if not withheld.articles:
            return serving
        return serving.within(self._catalogue.generations.members(serving.generation.id).keys() - withheld.articles)

    def _served(self) -> Serving | None:
        """What is served, as admins left it. Raises `CatalogueError`, `IndexUnavailable`."""
        serving = self._serving
        if serving is None or self._catalogue.sources.revision() == serving.revision:
            return serving
        with self._refreshing:
            serving = self._serving
            if serving and self._catalogue.sources.revision() != serving.revision:
                self._serving = serving = self._without_withheld(serving)
        return serving

    @property
    def generation(self) -> Generation | None:
        """The generation that answers, if there is one."""
        serving = self._serving
        return serving.generation if serving else None

    @property
    def passage_count(self) -> int:
        """The number of passages that are searched."""
        serving = self._serving
        return serving.index.passage_count if serving else 0

    def sources(self) -> tuple[ServedSource, ...]:
        """The sources that are served, by uri. Raises `CatalogueError`."""
        serving = self._serving
        return tuple(self._catalogue.generations.sources(serving.generation.id)) if serving else ()

    def answer(
        self, question: str, *, k: int = 3, after: Asked | None = None, sources: Collection[str] | None = None
    ) -> Answer:
        """The up to `k` quotes that answer, best first, or the reason why there is none.

        `after` is what was asked before: a question that leans on it ("and when?") is read together with it. `sources`
        are the uris of those that may be quoted, None for all: it is as if there were no others.
        """
        ranked = self._rank(question, after, sources, max(k, _NEAR_MISSES))
        return ranked if isinstance(ranked, Answer) else _answer(question, ranked, k)

    def explain(
        self, question: str, *, after: Asked | None = None, sources: Collection[str] | None = None
    ) -> Explanation:
        """Why the best sentence was chosen, and how the question was read; the answer is that of `answer`."""
        ranked = self._rank(question, after, sources, _NEAR_MISSES)
        if isinstance(ranked, Answer):
            return Explanation(ranked, None, (), ())
        earlier = after.question if after and ranked.follows else None
        return explained(_answer(question, ranked, _NEAR_MISSES), ranked, self._ranker, earlier)

    def leans(self, question: str) -> bool:
        """Whether a question seems to lean on an earlier one: "and when?"."""
        serving = self._serving
        return serving is not None and self._searcher.read(question, serving).leans is not None

    def retrieved(self, question: str | Question) -> Retrieved | None:
        """The candidates for a question, as `answer` has them before they are ranked; None if nothing is served."""
        serving = self._serving
        if serving is None:
            return None
        read = self._searcher.read(question, serving) if isinstance(question, str) else question
        return self._searcher.retrieve(read, serving)

    def quote(self, article_id: str, start: int, sentences: int = 1, *, question: str = "") -> Quote | None:
        """The sentence that begins at `start` in an article that is served, or several from there on.

        Their words of the question are marked. None when the article is served no more or no sentence begins there.
        """
        segmented = self._article(article_id)
        numbers = sentences_at(segmented, start, sentences) if segmented else None
        serving = self._serving
        if serving is None or segmented is None or numbers is None:
            return None
        return quote(segmented, numbers, self._searcher.read(question, serving).terms)

    def lead(self, article_id: str) -> Quote | None:
        """The first sentence of an article; None when it is served no more, or has none."""
        segmented = self._article(article_id)
        return quote(segmented, range(1), frozenset()) if segmented and segmented.sentences else None

    def context(self, quoted: Quote, *, sentences: int = 2) -> Context | None:
        """A quote with up to that many `sentences` before and after it; None when its article is served no more."""
        segmented = self._article(quoted.article_id)
        return context(segmented, quoted, sentences) if segmented else None

    def page(
        self, article_id: str, number: int | None = None, *, around: Quote | None = None, longest: int
    ) -> Page | None:
        """A page of an article, in pages of at most `longest` UTF-16 units; None when it is served no more.

        `number` counts from 1; the nearest that there is stands in for another. Without a number it is the page where
        the quote `around` begins, or else the first. Raises `ValueError` where `longest` is less than 2.
        """
        segmented = self._article(article_id)
        return page(segmented, number, around, longest) if segmented else None

    def _article(self, article_id: str) -> SegmentedArticle | None:
        """An article that is served, None if it is not, or no more."""
        serving = self._served()
        found = self._shelf.article(article_id, serving) if serving else None
        # Another process may have made it since the last look, or dropped what is served here.
        if found is None and self._newer() and (serving := self._served()):
            found = self._shelf.article(article_id, serving)
        return found

    def _newer(self) -> bool:
        """Whether something else is served now; who asks does not wait until its index is made."""
        try:
            return self._look()
        except IndexUnavailable:
            return False

    def _rank(self, question: str, after: Asked | None, sources: Collection[str] | None, k: int) -> Ranked | Answer:
        """The candidates and their scores, or the answer where there is nothing to search for."""
        if why := small_talk(question):
            return Answer(question, (), 0.0, Reason(why))
        try:
            return self._searched(question, after, sources, k)
        except GenerationGone:
            # Another process made several since the last look.
            self._newer()
            return self._searched(question, after, sources, k)

    def _searched(self, question: str, after: Asked | None, sources: Collection[str] | None, k: int) -> Ranked | Answer:
        serving = self._served()
        if serving and sources is not None:
            serving = self._shelf.selection(frozenset(sources), serving)
        if serving is None or not serving.index.passage_count:
            return Answer(question, (), 0.0, Reason(Why.NO_ARTICLES))
        asked = self._searcher.read(question, serving)
        if after and asked.leans:
            ranked = follow_up(asked, after, serving, k, searcher=self._searcher, shelf=self._shelf)
            if ranked:
                return ranked
        if not asked.words:
            return Answer(question, (), 0.0, Reason(Why.NO_WORDS))
        return self._searcher.search(asked, serving, k)


def _answer(question: str, ranked: Ranked, k: int) -> Answer:
    if not ranked.answers:
        unknown = telling(ranked.found.question, ranked.found.unheld(ranked.ranking.matches))
        reason = Reason(Why.UNKNOWN_WORDS, unknown) if unknown else Reason(Why.NOT_SAID)
        near = ranked.quotes[:_NEAR_MISSES]
        return Answer(question, (), ranked.best, reason, near=near, follows=ranked.follows, read_as=ranked.read_as)
    given = tuple(quote for quote in ranked.quotes[:k] if quote.score >= _FURTHER * ranked.best)
    return Answer(
        question,
        given,
        ranked.best,
        follows=ranked.follows,
        read_as=ranked.read_as,
        dated=dated(ranked.found, ranked.ranking, ranked.threshold),
    )
