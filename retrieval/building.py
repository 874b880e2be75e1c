"""Makes the index of a generation, beside the one that serves."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from retrieval import analysis, segmentation
from retrieval.catalogue import Catalogue, Generation, Members, SegmentedArticle
from retrieval.errors import IndexUnavailable
from retrieval.indexes import FINGERPRINT, Engine, PassageTerms
from retrieval.ingest import Progress, segmented

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Building:
    """Makes generations, and clears away what is no longer wanted of them; one at a time."""

    catalogue: Catalogue
    engine: Engine

    def is_usable(self, generation: Generation) -> bool:
        """Whether its index is there, whole, and made as this version makes it."""
        if generation.fingerprint != FINGERPRINT:
            return False
        try:
            self.engine.open(generation.id).close()
        except IndexUnavailable as error:
            log.warning("the index of generation %s is made anew: %s", generation.id, error)
            return False
        return True

    def build(self, members: Members, base: Generation | None, progress: Progress) -> int:
        """Make a generation of these articles, stored and not served; returns its number.

        What `base` has of them is taken from its index. Raises `CatalogueError`, `IndexUnavailable`.
        """
        generations = self.catalogue.generations
        number = max([generations.next_id(), *(n + 1 for n in self.engine.generations())])
        kept = generations.members(base.id).keys() & members.keys() if base else set[str]()
        self.catalogue.articles.add(map(segmented, self.catalogue.articles.unsegmented(members)))
        added = self._passages(members.keys() - kept, progress)
        self.engine.build(number, added, base=base.id if base else None, kept=kept)
        generations.store(number, FINGERPRINT, members)
        return number

    def waiting(self, members: Members) -> int | None:
        """A generation of just these articles that was made and never served, as it was held; drops the others."""
        generations = self.catalogue.generations
        found = None
        for number in generations.held_back():
            made = generations.get(number)
            if found is None and made and generations.members(number) == members and self.is_usable(made):
                found = number
            else:
                generations.drop([number])
        return found

    def clear(self) -> None:
        """Delete the indexes of generations that are no more, and what a process that was killed left."""
        kept = {generation.id for generation in self.catalogue.generations.past()}
        kept.update(self.catalogue.generations.held_back())
        try:
            self.engine.sweep()
            for number in self.engine.generations():
                if number not in kept:
                    self.engine.drop(number)
        except IndexUnavailable as error:
            # It only takes up room; the next reload tries again.
            log.warning("what is left of old indexes could not be deleted: %s", error)

    def _passages(self, ids: Iterable[str], progress: Progress) -> Iterator[PassageTerms]:
        ids = list(ids)
        for number, each in enumerate(self.catalogue.articles.get(ids), 1):
            yield from _indexed(each)
            progress("indexing", number, len(ids))


def _indexed(each: SegmentedArticle) -> Collection[PassageTerms]:
    article = each.article
    title = analysis.terms(article.title, article.language)
    return [
        PassageTerms(passage, (*title, *analysis.terms(article.text[passage.start : passage.end], article.language)))
        for passage in segmentation.split_passages(article.id, article.text, each.sentences)
    ]
