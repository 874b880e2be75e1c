"""Brings the catalogue and the index up to date with the sources, in a new generation beside the one that serves.

What was read is stored first (articles are immutable, so that harms nobody), then the index is made, and only then
one transaction says what the sources hold now and which generation serves. Stopped anywhere before, the old state
stands, whole.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from retrieval import analysis, segmentation
from retrieval.catalogue import Catalogue, SegmentedArticle, SourceRecord, SourceUpdate
from retrieval.errors import CatalogueError, IndexUnavailable, PartlyRead, SourceError
from retrieval.indexes import FINGERPRINT, Engine, PassageTerms
from retrieval.readers import Reader
from retrieval.readers.members import unpacked
from retrieval.sources import is_left_out
from retrieval.types import Article, Source

log = logging.getLogger(__name__)

# Characters of articles that are stored in one transaction.
_STORED_AT_ONCE = 2_000_000


class Outcome(StrEnum):
    """What became of a source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of a source, how many articles it has now, and why it, or a part of it, failed."""

    uri: str
    outcome: Outcome
    article_count: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingestion did. `generation` is the one that serves now, whether or not it is new."""

    sources: tuple[SourceReport, ...]
    generation: int
    is_new: bool
    article_count: int

    def of(self, outcome: Outcome) -> tuple[SourceReport, ...]:
        """The sources that came out so."""
        return tuple(source for source in self.sources if source.outcome is outcome)


class Progress(Protocol):
    """Is told how far an ingestion is: `stage` is `reading` or `indexing`, `total` None while it is not known."""

    def __call__(self, stage: str, done: int, total: int | None, /) -> None: ...


def no_progress(_stage: str, _done: int, _total: int | None) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class Ingestion:
    """The parts that an ingestion works on; one runs at a time, the second waits for the first."""

    catalogue: Catalogue
    engine: Engine
    lock_file: Path
    lock_timeout: float = 600.0

    def run(
        self, found: Iterable[Source | SourceError], *, rebuild: bool = False, progress: Progress = no_progress
    ) -> Report:
        """Make what is served equal to what was found, and report on every source.

        A source that can't be read keeps the articles of its last good reading. With `rebuild` the index is made
        anew from the catalogue. Raises `CatalogueError` or `IndexUnavailable`; what is served stays as it was then.
        """
        try:
            self.lock_file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.lock_file, timeout=self.lock_timeout):
                return self._run(found, rebuild, progress)
        except Timeout:
            raise CatalogueError(f"another ingestion has held {self.lock_file.name} for too long") from None
        except OSError as error:
            raise CatalogueError(f"{self.lock_file.parent}: {error.strerror or error}") from error

    def _run(self, found: Iterable[Source | SourceError], rebuild: bool, progress: Progress) -> Report:
        known = {record.uri: record for record in self.catalogue.sources()}
        updates: list[SourceUpdate] = []
        reports: list[SourceReport] = []
        unstored: list[SegmentedArticle] = []
        characters = 0
        with Reader() as reader:
            for number, source in enumerate(unpacked(found, is_left_out=is_left_out), 1):
                report, update, articles = self._read(source, known, reader)
                reports.append(report)
                updates += update
                unstored += map(_segmented, articles)
                characters += sum(len(article.text) for article in articles)
                if characters > _STORED_AT_ONCE:
                    self.catalogue.add_articles(unstored)
                    unstored.clear()
                    characters = 0
                progress("reading", number, None)
        self.catalogue.add_articles(unstored)
        missing = known.keys() - {report.uri for report in reports}
        # What lies in a folder or an archive that can't be read is out of sight, not gone.
        shut = tuple(f"{report.uri.removesuffix('/')}/" for report in reports if report.outcome is Outcome.FAILED)
        gone = {uri for uri in missing if not uri.startswith(shut)}
        reports += [SourceReport(uri, Outcome.GONE, 0) for uri in sorted(gone)]

        members = _members(known, updates, gone)
        serving = self.catalogue.serving()
        served = self.catalogue.generation_articles(serving.id) if serving else {}
        usable = serving is not None and serving.fingerprint == FINGERPRINT and not rebuild and self._opens(serving.id)
        if serving and usable and served == members:
            self.catalogue.record(updates, gone=gone)
            return Report(tuple(reports), serving.id, is_new=False, article_count=len(members))

        generation = max([self.catalogue.next_generation(), *(n + 1 for n in self.engine.generations())])
        base = serving.id if serving and usable else None
        kept = served.keys() & members.keys() if base is not None else set[str]()
        self.catalogue.add_articles(map(_segmented, self.catalogue.unsegmented(members)))
        self.engine.build(generation, self._passages(members.keys() - kept, progress), base=base, kept=kept)
        dropped = self.catalogue.serve(generation, FINGERPRINT, members, updates=updates, gone=gone)
        self._drop_unused(dropped)
        return Report(tuple(reports), generation, is_new=True, article_count=len(members))

    def _read(
        self, source: Source | SourceError, known: Mapping[str, SourceRecord], reader: Reader
    ) -> tuple[SourceReport, list[SourceUpdate], list[Article]]:
        """What became of a source, what to note of it (if anything), and the articles that were read."""
        record = known.get(source.uri)
        held = len(record.article_ids) if record else 0
        digest = reason = None
        try:
            if isinstance(source, SourceError):
                raise source
            digest = source.digest
            if record and record.digest == digest and record.failure is None:
                return SourceReport(source.uri, Outcome.UNCHANGED, held), [], []
            articles = reader.read(source)
        except PartlyRead as error:
            articles, reason = list(error.articles), error.reason
        except SourceError as error:
            failed = SourceReport(source.uri, Outcome.FAILED, held, error.reason)
            return failed, [SourceUpdate(source.uri, digest, failure=error.reason)], []
        outcome = Outcome.CHANGED if record else Outcome.NEW
        update = SourceUpdate(source.uri, digest, tuple(article.id for article in articles))
        return SourceReport(source.uri, outcome, len(articles), reason), [update], articles

    def _passages(self, ids: Iterable[str], progress: Progress) -> Iterator[PassageTerms]:
        ids = list(ids)
        for number, segmented in enumerate(self.catalogue.articles(ids), 1):
            yield from _indexed(segmented)
            progress("indexing", number, len(ids))

    def _opens(self, generation: int) -> bool:
        try:
            self.engine.open(generation).close()
        except IndexUnavailable as error:
            log.warning("the index of generation %s is made anew: %s", generation, error)
            return False
        return True

    def _drop_unused(self, dropped: Iterable[int]) -> None:
        for generation in dropped:
            try:
                self.engine.drop(generation)
            except IndexUnavailable as error:
                # It only takes up room; the next ingestion tries again.
                log.warning("generation %s could not be dropped: %s", generation, error)


def _members(known: Mapping[str, SourceRecord], updates: Iterable[SourceUpdate], gone: Iterable[str]) -> dict[str, str]:
    """The articles that all sources hold now, each with the first uri that has it."""
    ids = {uri: record.article_ids for uri, record in known.items()}
    ids |= {update.uri: update.article_ids for update in updates if update.failure is None}
    for uri in gone:
        del ids[uri]
    members: dict[str, str] = {}
    for uri in sorted(ids):
        for article_id in ids[uri]:
            members.setdefault(article_id, uri)
    return members


def _segmented(article: Article) -> SegmentedArticle:
    return SegmentedArticle(article, tuple(segmentation.split_sentences(article.text, article.language)))


def _indexed(segmented: SegmentedArticle) -> Iterator[PassageTerms]:
    article = segmented.article
    title = analysis.terms(article.title, article.language)
    for passage in segmentation.split_passages(article.id, article.text, segmented.sentences):
        text = article.text[passage.start : passage.end]
        yield PassageTerms(passage, (*title, *analysis.terms(text, article.language)))
