"""The index of a generation: opened, or made of the catalogue where this machine does not have it.

Several machines may share a catalogue, each with an index of its own: what one of them brought in, the others make an
index of, too.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from retrieval import analysis, segmentation
from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.errors import CatalogueError, GenerationGone, IndexUnavailable
from retrieval.indexes import Engine, Index, PassageTerms

log = logging.getLogger(__name__)


class Progress(Protocol):
    """Is told how far an ingestion is: `stage` is `reading`, `indexing` or `checking`, `total` None if unknown."""

    def __call__(self, stage: str, done: int, total: int | None, /) -> None: ...


def no_progress(_stage: str, _done: int, _total: int | None) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """Makes and opens what an engine has of the generations of a catalogue.

    `lock_file` is on the machine of the index; whoever waits for it does so for `lock_timeout` seconds.
    """

    catalogue: Catalogue
    engine: Engine
    lock_file: Path
    lock_timeout: float = 600.0

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from making indexes here. Raises `CatalogueError` when they do so for too long."""
        try:
            self.lock_file.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.lock_file, timeout=self.lock_timeout)
            lock.acquire()
        except Timeout:
            raise CatalogueError(f"another ingestion has held {self.lock_file.name} for too long") from None
        except OSError as error:
            raise CatalogueError(f"{self.lock_file.parent}: {error.strerror or error}") from error
        try:
            yield
        finally:
            lock.release()

    def open(self, generation: Generation) -> Index:
        """The index of a generation. Raises `IndexUnavailable` where there is none, or it is damaged."""
        return self.engine.open(generation.id, stamp=stamp_of(generation.made_at))

    def complete(
        self, generation: Generation, *, base: Generation | None = None, progress: Progress = no_progress
    ) -> None:
        """See to it that there is an index of a generation; what it has in common with `base` is taken from there.

        To be called with `locked`. Raises `IndexUnavailable`, `CatalogueError`, and `GenerationGone` when the catalogue
        has dropped it.
        """
        if self._opens(generation):
            return
        members = self.catalogue.generations.members(generation.id)
        kept = members.keys() & self._held(base) if base and base.fingerprint == generation.fingerprint else set()
        self.engine.drop(generation.id)
        self.engine.build(
            generation.id,
            self.passages(members.keys() - kept, progress, generation=generation.id),
            base=base.id if base and kept else None,
            kept=kept,
            stamp=stamp_of(generation.made_at),
        )
        self._drop_older(generation.id)

    def passages(
        self, ids: Collection[str], progress: Progress = no_progress, *, generation: int | None = None
    ) -> Iterator[PassageTerms]:
        """The passages of articles, of a generation if one is given. Raises `GenerationGone` if one is not there."""
        number = 0
        for number, segmented in enumerate(self.catalogue.articles.get(ids, generation=generation), 1):
            yield from _indexed(segmented)
            progress("indexing", number, len(ids))
        if number < len(ids):
            raise GenerationGone(f"{len(ids) - number} articles have been deleted meanwhile")

    def drop(self, generations: Collection[int]) -> None:
        """Delete indexes that nobody needs any more; what can't be deleted only takes up room."""
        for generation in generations:
            try:
                self.engine.drop(generation)
            except IndexUnavailable as error:
                log.warning("generation %s could not be dropped: %s", generation, error)

    def _opens(self, generation: Generation) -> bool:
        try:
            self.open(generation).close()
        except IndexUnavailable as error:
            log.info("the index of generation %s is made: %s", generation.id, error)
            return False
        return True

    def _held(self, base: Generation) -> set[str]:
        """The articles whose passages can be taken from the index of a generation."""
        return set(self.catalogue.generations.members(base.id)) if self._opens(base) else set()

    def _drop_older(self, generation: int) -> None:
        """Delete what the catalogue has dropped, wherever that was decided; newer ones may be under way."""
        known = set(self.catalogue.generations.ids())
        self.drop([each for each in self.engine.generations() if each < generation and each not in known])


def stamp_of(made_at: datetime) -> int:
    """What tells the index of a generation from what a failed ingestion left behind under the same number."""
    return round(made_at.timestamp() * 1_000_000)


def _indexed(segmented: SegmentedArticle) -> Iterator[PassageTerms]:
    article = segmented.article
    title = analysis.terms(article.title, article.language)
    for passage in segmentation.split_passages(article.id, article.text, segmented.sentences):
        text = article.text[passage.start : passage.end]
        yield PassageTerms(passage, (*title, *analysis.terms(text, article.language)))
