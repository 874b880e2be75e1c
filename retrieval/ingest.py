"""Reads sources into the catalogue: what is new or changed, and what can't be read.

Articles are stored before the sources that hold them say so, and neither changes what is served: that is the next
generation's to do. Stopped anywhere, the next ingestion goes on from there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from retrieval import readers, segmentation
from retrieval.catalogue import Catalogue, Kind, Reading, SegmentedArticle, SourceRecord, State
from retrieval.errors import PartlyRead, SourceError
from retrieval.indexing import Progress, no_progress
from retrieval.readers.kinds import Kind as Content
from retrieval.readers.kinds import kind_of
from retrieval.readers.members import unpacked
from retrieval.sources import Found, Untouched, is_left_out
from retrieval.subscriptions import with_earlier, with_whole_texts
from retrieval.types import Article, Source

log = logging.getLogger(__name__)

# Characters of articles that are stored in one transaction, and sources that are.
_STORED_AT_ONCE = 2_000_000
_READ_AT_ONCE = 500


@dataclass(slots=True)
class _Batch:
    """What was read and is not stored yet."""

    articles: list[SegmentedArticle]
    readings: list[Reading]
    stamps: dict[str, str]
    characters: int = 0

    @property
    def is_full(self) -> bool:
        return self.characters > _STORED_AT_ONCE or len(self.readings) + len(self.stamps) >= _READ_AT_ONCE


@dataclass(frozen=True, slots=True)
class Ingestion:
    """Brings the sources in the catalogue up to date; one runs at a time."""

    catalogue: Catalogue

    def run(
        self,
        found: Iterable[Found],
        known: Iterable[SourceRecord],
        *,
        again: bool = False,
        progress: Progress = no_progress,
    ) -> None:
        """Read what was found in the folder, and what was given otherwise and has not been read yet.

        `known` are the sources as they are in the catalogue. What can't be read keeps the articles of its last good
        reading, and its failure is noted. With `again` all is read anew, as it is by another version of the readers.
        Raises `CatalogueError`.
        """
        records = {record.uri: record for record in known}
        by = {uri: record.added_by for uri, record in records.items()}
        batch = _Batch([], [], {})
        seen = set()
        shut = []
        given: dict[str, SourceRecord] = {}
        with readers.Reader() as reader:
            coming: Iterator[Found] = unpacked(self._with_given(found, records, again, given), is_left_out=is_left_out)
            for number, source in enumerate(coming, 1):
                seen.add(source.uri)
                record = records.get(source.uri)
                reading = self._read(source, record, again, reader, batch)
                if reading.failure is not None if reading else record is not None and record.failing:
                    shut.append(f"{source.uri.removesuffix('/')}/")
                if reading is not None:
                    holder = None if record else _holder(source.uri, given)
                    if holder:
                        by[source.uri] = holder.added_by
                        reading = replace(reading, kind=holder.kind, added_by=holder.added_by)
                    batch.readings.append(reading)
                if batch.is_full:
                    batch = self._stored(batch, by)
                progress("reading", number, None)
        # An archive that was given has no articles of its own, and need not be unpacked again.
        packed = [record for uri, record in given.items() if uri not in seen]
        batch.readings += [Reading(r.uri, r.content, size=r.size, reader=readers.VERSION) for r in packed]
        self._stored(batch, by)
        # What lies in a folder or an archive that can't be read is out of sight, not gone.
        in_sight = {
            uri
            for uri, record in records.items()
            if record.gone_at is None and (record.kind is Kind.FILE or (record.content is None and _holder(uri, given)))
        }
        gone = {uri for uri in in_sight - seen if not uri.startswith(tuple(shut))}
        if gone:
            self.catalogue.sources.record((), gone=gone)

    def _with_given(
        self,
        found: Iterable[Found],
        records: Mapping[str, SourceRecord],
        again: bool,
        given: dict[str, SourceRecord],
    ) -> Iterator[Found]:
        """What was found, then what else there is to read, which is noted in `given`."""
        for each in found:
            record = records.get(each.uri)
            if record and record.kind is not Kind.FILE:
                log.warning("%s: a file of this name is left out: something that was added has it", each.uri)
            elif record and record.state is State.DELETED and record.gone_at is None:
                yield Untouched(each.uri)
            else:
                # Also what was deleted, went from the folder, and was put there again.
                yield each
        for record in records.values():
            if record.content is None or record.kind is Kind.FILE or record.state is State.DELETED:
                continue
            is_read = record.content in {record.digest, record.failed_digest} and record.reader == readers.VERSION
            if again or not is_read:
                content = self.catalogue.sources.content(record.content)
                assert content is not None, f"{record.uri}: its content is not there"
                given[record.uri] = record
                yield Source(record.uri, content, titles_count=record.whole_texts)

    def _read(
        self, source: Found, record: SourceRecord | None, again: bool, reader: readers.Reader, batch: _Batch
    ) -> Reading | None:
        """What a reading of one source found, None where there is nothing to note; its articles go into the batch."""
        if isinstance(source, Untouched):
            return None
        if isinstance(source, SourceError):
            return Reading(source.uri, None, failure=source.reason, reader=readers.VERSION)
        digest = source.digest
        if record and not again and record.reader == readers.VERSION and record.gone_at is None:
            if record.failing and record.failed_digest == digest:
                return None
            if record.digest == digest and not record.failing:
                if source.stamp is not None and source.stamp != record.stamp:
                    batch.stamps[source.uri] = source.stamp
                return None
        reading = Reading(source.uri, digest, size=len(source.content), stamp=source.stamp, reader=readers.VERSION)
        try:
            articles = reader.read(source)
        except PartlyRead as error:
            articles = list(error.articles)
            reading = replace(reading, failure=error.reason)
        except SourceError as error:
            return replace(reading, failure=error.reason)
        if record and record.kind is Kind.URL and kind_of(source) is Content.FEED:
            articles = self._over_time(record, articles, reader)
            if not articles:
                return replace(reading, failure="none of its items has a text, nor a page that could be had")
        batch.articles += map(segmented, articles)
        batch.characters += sum(len(article.text) for article in articles)
        return replace(reading, article_ids=tuple(article.id for article in articles))

    def _over_time(self, feed: SourceRecord, listed: list[Article], reader: readers.Reader) -> list[Article]:
        """The articles of a feed, with whole texts where they are wanted, and those that it lists no more."""
        if feed.whole_texts:
            digests = {page.url: page.content for page in self.catalogue.item_pages.of(feed.uri)}

            def page(url: str) -> Source | None:
                digest = digests.get(url)
                content = self.catalogue.sources.content(digest) if digest else None
                return None if content is None else Source(url, content)

            listed = with_whole_texts(listed, page, reader.read)
        held = self.catalogue.articles.get(feed.article_ids)
        return with_earlier(listed, [replace(each.article, source=feed.uri) for each in held])

    def _stored(self, batch: _Batch, by: Mapping[str, str]) -> _Batch:
        """Store a batch; returns an empty one."""
        self.catalogue.articles.add(batch.articles, by=by)
        if batch.readings:
            self.catalogue.sources.record(batch.readings)
        if batch.stamps:
            self.catalogue.sources.touch(batch.stamps)
        return _Batch([], [], {})


def _holder(uri: str, given: Mapping[str, SourceRecord]) -> SourceRecord | None:
    """The archive, of those that were given, in which a source lies."""
    parents = [uri[:place] for place, sign in enumerate(uri) if sign == "/"]
    return next((given[parent] for parent in parents if parent in given), None)


def stamps(records: Iterable[SourceRecord]) -> dict[str, str]:
    """The stamps of the files that need no reading as long as they keep them."""
    return {
        record.uri: record.stamp
        for record in records
        if record.stamp and record.reader == readers.VERSION and record.gone_at is None
    }


def segmented(article: Article) -> SegmentedArticle:
    """An article with its sentences."""
    return SegmentedArticle(article, tuple(segmentation.split_sentences(article.text, article.language)))
