"""What is served: a generation that is open, or those articles of it that come from some sources only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.errors import GenerationGone
from retrieval.indexes import Index

_REMEMBERED_CHARACTERS = 20_000_000
# A mask takes a byte for each passage.
_REMEMBERED_SELECTIONS = 100

_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Serving:
    """One generation, open: a question keeps the one that it began with. `languages` are commonest first.

    `whole` is all of its index, `index` what is searched.
    `article_ids` are those that are searched and quoted, None for all of the generation. `revision` says after which
    deed of an admin that was; `withheld` are the sources (by uri) that are not quoted from since, `shown_with` names,
    for articles of theirs, another source that has them.
    """

    generation: Generation
    index: Index
    whole: Index
    languages: tuple[str, ...]
    article_ids: frozenset[str] | None = None
    revision: int = 0
    withheld: frozenset[str] = frozenset()
    shown_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int]:
        """Tells it from what was served before."""
        return self.generation.id, self.revision

    def within(self, article_ids: Iterable[str]) -> Serving:
        """The same with only these articles."""
        ids = frozenset(article_ids) if self.article_ids is None else self.article_ids.intersection(article_ids)
        return replace(self, index=self.index.within(ids), article_ids=ids)


class Shelf:
    """Hands out the articles that are served, and what is served of some sources; safe to share between threads.

    It remembers the articles last asked for, up to a number of characters: most questions go to few articles. Of these
    and of the selections of sources it remembers those of one generation.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._articles: OrderedDict[str, SegmentedArticle] = OrderedDict()
        self._articles_of: _Key | None = None
        self._characters = 0
        self._selections: OrderedDict[frozenset[str], Serving] = OrderedDict()
        self._lock = Lock()

    def articles(self, ids: Iterable[str], serving: Serving) -> dict[str, SegmentedArticle]:
        """Those of these articles that are served, by id. Raises `CatalogueError`."""
        wanted = set(ids) if serving.article_ids is None else serving.article_ids.intersection(ids)
        loaded = self._remembered(serving.key, wanted)
        if missing := wanted - loaded.keys():
            for segmented in self._catalogue.articles.get(missing, generation=serving.generation.id):
                if source := serving.shown_with.get(segmented.article.id):
                    segmented = replace(segmented, article=replace(segmented.article, source=source))  # noqa: PLW2901
                loaded[segmented.article.id] = segmented
                self._remember(serving.key, segmented)
        return loaded

    def article(self, article_id: str, serving: Serving) -> SegmentedArticle | None:
        """An article, None if it is not served."""
        return self.articles((article_id,), serving).get(article_id)

    def selection(self, sources: frozenset[str], serving: Serving) -> Serving:
        """What is served of these sources (by uri). Raises `CatalogueError`, `IndexUnavailable`, `GenerationGone`."""
        with self._lock:
            made = self._selections.get(sources)
            if made and made.key == serving.key:
                self._selections.move_to_end(sources)
                return made
        ids = self._catalogue.generations.articles_of(serving.generation.id, sources - serving.withheld)
        if not ids and self._catalogue.generations.serving_id() != serving.generation.id:
            raise GenerationGone(f"generation {serving.generation.id} has been dropped")
        made = serving.within(ids)
        with self._lock:
            for other in [key for key, old in self._selections.items() if old.key != serving.key]:
                del self._selections[other]
            self._selections[sources] = made
            if len(self._selections) > _REMEMBERED_SELECTIONS:
                self._selections.popitem(last=False)
        return made

    def _remembered(self, key: _Key, ids: Iterable[str]) -> dict[str, SegmentedArticle]:
        found = {}
        with self._lock:
            if self._articles_of == key:
                for article_id in ids:
                    if segmented := self._articles.get(article_id):
                        self._articles.move_to_end(article_id)
                        found[article_id] = segmented
        return found

    def _remember(self, key: _Key, segmented: SegmentedArticle) -> None:
        with self._lock:
            if self._articles_of != key:
                self._articles.clear()
                self._articles_of, self._characters = key, 0
            if segmented.article.id not in self._articles:
                self._articles[segmented.article.id] = segmented
                self._characters += len(segmented.article.text)
            while self._characters > _REMEMBERED_CHARACTERS and len(self._articles) > 1:
                _, old = self._articles.popitem(last=False)
                self._characters -= len(old.article.text)
