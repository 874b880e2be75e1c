"""Brings the catalogue and the index up to date with the sources, in a new generation beside the one that serves.

What was read is stored first (articles are immutable, so that harms nobody), then the index is made, and only then
one transaction says what the sources hold now and which generation serves. Stopped anywhere before, the old state
stands, whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from retrieval import segmentation
from retrieval.catalogue import Catalogue, SegmentedArticle, SourceRecord, SourceUpdate
from retrieval.errors import SourceError
from retrieval.indexes import FINGERPRINT, Engine
from retrieval.indexing import Indexing, Progress, no_progress, stamp_of
from retrieval.readers import read
from retrieval.types import Article, Source

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
    """What became of a source, how many articles it has now, and why it failed."""

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


@dataclass(frozen=True, slots=True)
class Ingestion:
    """The parts that an ingestion works on; one runs at a time, the second waits for the first."""

    catalogue: Catalogue
    engine: Engine
    indexing: Indexing

    def run(
        self, found: Iterable[Source | SourceError], *, rebuild: bool = False, progress: Progress = no_progress
    ) -> Report:
        """Make what is served equal to what was found, and report on every source.

        A source that can't be read keeps the articles of its last good reading. With `rebuild` the index is made
        anew from the catalogue. Raises `CatalogueError` or `IndexUnavailable`; what is served stays as it was then.
        """
        with self.catalogue.alone("ingestion", timeout=self.indexing.lock_timeout), self.indexing.locked():
            return self._run(found, rebuild, progress)

    def _run(self, found: Iterable[Source | SourceError], rebuild: bool, progress: Progress) -> Report:
        known = {record.uri: record for record in self.catalogue.sources()}
        updates: list[SourceUpdate] = []
        reports: list[SourceReport] = []
        unstored: list[SegmentedArticle] = []
        characters = 0
        for number, source in enumerate(found, 1):
            report, update, articles = self._read(source, known)
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
        # What lies in a folder that can't be read is out of sight, not gone.
        shut = tuple(report.uri for report in reports if report.outcome is Outcome.FAILED and report.uri.endswith("/"))
        gone = {uri for uri in missing if not uri.startswith(shut)}
        reports += [SourceReport(uri, Outcome.GONE, 0) for uri in sorted(gone)]

        members = _members(known, updates, gone)
        serving = self.catalogue.serving()
        served = self.catalogue.generation_articles(serving.id) if serving else {}
        usable = serving is not None and serving.fingerprint == FINGERPRINT and not rebuild
        if serving and usable:
            self.indexing.complete(serving, progress=progress)
        if serving and usable and served == members:
            self.catalogue.record(updates, gone=gone)
            return Report(tuple(reports), serving.id, is_new=False, article_count=len(members))

        generation = max([self.catalogue.next_generation(), *(n + 1 for n in self.engine.generations())])
        base = serving.id if serving and usable else None
        kept = served.keys() & members.keys() if base is not None else set[str]()
        self.catalogue.add_articles(map(_segmented, self.catalogue.unsegmented(members)))
        made_at = datetime.now(UTC)
        passages = self.indexing.passages(members.keys() - kept, progress)
        self.engine.build(generation, passages, base=base, kept=kept, stamp=stamp_of(made_at))
        dropped = self.catalogue.serve(generation, FINGERPRINT, members, updates=updates, gone=gone, made_at=made_at)
        self.indexing.drop(dropped)
        return Report(tuple(reports), generation, is_new=True, article_count=len(members))

    def _read(
        self, source: Source | SourceError, known: Mapping[str, SourceRecord]
    ) -> tuple[SourceReport, list[SourceUpdate], list[Article]]:
        """What became of a source, what to note of it (if anything), and the articles that were read."""
        record = known.get(source.uri)
        held = len(record.article_ids) if record else 0
        digest = None
        try:
            if isinstance(source, SourceError):
                raise source
            digest = source.digest
            if record and record.digest == digest and record.failure is None:
                return SourceReport(source.uri, Outcome.UNCHANGED, held), [], []
            articles = read(source)
        except SourceError as error:
            failed = SourceReport(source.uri, Outcome.FAILED, held, error.reason)
            return failed, [SourceUpdate(source.uri, digest, failure=error.reason)], []
        outcome = Outcome.CHANGED if record else Outcome.NEW
        update = SourceUpdate(source.uri, digest, tuple(article.id for article in articles))
        return SourceReport(source.uri, outcome, len(articles)), [update], articles


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
