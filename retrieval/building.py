"""Makes generations beside the one that serves, and clears away what is no longer wanted of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.catalogue import Catalogue, Generation, Members
from retrieval.errors import IndexUnavailable
from retrieval.indexes import FINGERPRINT, Engine
from retrieval.indexing import Indexing, Progress, stamp_of
from retrieval.ingest import segmented

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Building:
    """Makes generations; one at a time."""

    catalogue: Catalogue
    engine: Engine
    indexing: Indexing

    def build(self, members: Members, base: Generation | None, progress: Progress) -> int:
        """Make a generation of these articles, stored and not served; returns its number.

        What `base` has of them is taken from its index. Raises `CatalogueError`, `IndexUnavailable`.
        """
        generations = self.catalogue.generations
        number = max([generations.next_id(), *(n + 1 for n in self.engine.generations())])
        kept = generations.members(base.id).keys() & members.keys() if base else set[str]()
        self.catalogue.articles.add(map(segmented, self.catalogue.articles.unsegmented(members)))
        added = self.indexing.passages(members.keys() - kept, progress)
        made_at = datetime.now(UTC)
        self.engine.build(number, added, base=base.id if base else None, kept=kept, stamp=stamp_of(made_at))
        generations.store(number, FINGERPRINT, members, made_at=made_at)
        return number

    def waiting(self, members: Members, progress: Progress) -> int | None:
        """A generation of just these articles that was made and never served, as it was held; drops the others."""
        generations = self.catalogue.generations
        found = None
        for number in generations.held_back():
            made = generations.get(number)
            if found is None and made and made.fingerprint == FINGERPRINT and generations.members(number) == members:
                self.indexing.complete(made, progress=progress)
                found = number
            else:
                generations.drop([number])
        return found

    def clear(self) -> None:
        """Delete the indexes of generations that are no more, and what a process that was killed left."""
        try:
            self.engine.sweep()
            self.indexing.drop(set(self.engine.generations()) - set(self.catalogue.generations.ids()))
        except IndexUnavailable as error:
            # It only takes up room; the next reload tries again.
            log.warning("what is left of old indexes could not be deleted: %s", error)
