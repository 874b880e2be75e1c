"""Pages and feeds by URL: added, visited again when they are due, and kept as they were when a visit fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from retrieval.catalogue import AUTOMATIC, Catalogue, Deed, Entry, Kind, Reading, SourceRecord, Visit
from retrieval.errors import FetchStopped, NoSuchSource, SourceError
from retrieval.readers.kinds import Kind as Content
from retrieval.readers.kinds import kind_of
from retrieval.types import Source
from retrieval.whole_texts import WholeTexts

# Whoever takes a visit upon them has so long for it; then it is another's.
_LEASE = timedelta(minutes=10)

_USER_INFO = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent for a URL: bytes, where redirects led, and what it wants to hear at the next visit."""

    content: bytes
    final_url: str
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    def source(self, url: str) -> Source:
        """What was sent, as the source of that address."""
        return Source(url, self.content)


Fetch = Callable[[str, Visit | None], Fetched | None]
"""Fetches a URL, given the last good visit to it: None if nothing changed since. Raises `SourceError`."""


class Visiting:
    """Visits URLs, each again when it is `every` so long ago.

    `fetch` gets what admins name, `fetch_link` what a feed of theirs leads to on another host; by default alike. Every
    method raises `CatalogueError` when the database fails.
    """

    def __init__(
        self, catalogue: Catalogue, fetch: Fetch, *, every: timedelta, fetch_link: Fetch | None = None
    ) -> None:
        self._catalogue = catalogue
        self._fetch = fetch
        self._fetch_link = fetch_link or fetch
        self._every = every
        self._whole_texts = WholeTexts(catalogue, self._item_page)

    def add(self, url: str, *, by: str, whole_texts: bool = False) -> str:
        """Fetch a page or feed and keep it, for the next reload to read; returns its uri.

        With `whole_texts` the pages that the items of a feed lead to are fetched, too; without, they are no longer.
        Raises `SourceError` where it can't be had: what is not a source yet is none then, one that is there is failing.
        """
        try:
            fetched = _fetched(self._fetch, url)
            source = fetched.source(url)
            if whole_texts and kind_of(source) is not Content.FEED:
                raise SourceError(url, "is no feed: a page is read whole anyway")
        except FetchStopped:
            raise
        except SourceError as error:
            record = self._catalogue.sources.get(url)
            if record is not None and record.kind is Kind.URL:
                self._fail(record, error)
            # A password in it is one of the reasons to refuse it.
            shown = _USER_INFO.sub("//", url)
            self._catalogue.audit.add(Entry(by, Deed.ADD, shown, f"failed: {error.reason}"))
            raise
        entry = Entry(by, Deed.ADD, url, "with whole texts" if whole_texts else "done")
        self._catalogue.sources.add(source, Kind.URL, entry, whole_texts=whole_texts)
        self._remember(url, fetched)
        if whole_texts:
            self._whole_texts.list(source)
            self._bring(url, again=True)
        else:
            self._catalogue.item_pages.list(url, ())
        return url

    def refresh(self, uri: str, *, by: str) -> bool:
        """Visit a source again; true if there is something else than before for the next reload to read.

        Raises `NoSuchSource`, and `SourceError` where it can't be had: it stays as it was, and is failing. After
        `FetchStopped` it is due again.
        """
        record = self._catalogue.sources.get(uri)
        if record is None or record.kind is not Kind.URL:
            raise NoSuchSource(f"there is no page or feed '{uri}'" if record is None else f"'{uri}' is no page or feed")
        visit = self._catalogue.visits.get(uri)
        try:
            fetched = self._fetch(uri, visit)
        except FetchStopped:
            raise
        except SourceError as error:
            self._fail(record, error)
            self._catalogue.audit.add(Entry(by, Deed.REFRESH, uri, f"failed: {error.reason}"))
            raise
        changed = False
        if fetched is not None:
            source = fetched.source(uri)
            changed = source.digest != record.content
            if changed:
                self._catalogue.sources.keep(source)
                if record.whole_texts:
                    self._whole_texts.list(source)
            self._remember(uri, fetched)
        elif visit is not None:
            self._catalogue.visits.put(replace(visit, visited_at=datetime.now(UTC), due_at=self._due()))
        if not changed:
            self._catalogue.sources.mend(uri)
        if record.whole_texts:
            changed |= self._bring(uri, again=by != AUTOMATIC)
        if changed or by != AUTOMATIC:
            self._catalogue.audit.add(Entry(by, Deed.REFRESH, uri, "changed" if changed else "no change"))
        return changed

    def due(self) -> Iterator[str]:
        """The enabled sources that are to be visited now, the longest due first.

        Each is the caller's for some minutes: nobody else, on whatever machine, gets it meanwhile.
        """
        began = datetime.now(UTC)
        while (uri := self._catalogue.visits.claim(began, datetime.now(UTC) + _LEASE)) is not None:
            yield uri

    def _item_page(self, feed: str, url: str) -> Source:
        """The page that an item of a feed leads to."""
        is_at_home = urlsplit(url).netloc == urlsplit(feed).netloc
        return _fetched(self._fetch if is_at_home else self._fetch_link, url).source(url)

    def _bring(self, uri: str, *, again: bool) -> bool:
        """Fetch the pages of a feed's items; true if there is something new to read."""
        new, are_left = self._whole_texts.bring(uri, again=again)
        if are_left:
            self._catalogue.visits.postpone(uri, datetime.now(UTC))
        return new

    def _fail(self, record: SourceRecord, error: SourceError) -> None:
        self._catalogue.sources.record([Reading(record.uri, None, failure=error.reason, reader=record.reader)])
        self._catalogue.visits.postpone(record.uri, self._due())

    def _remember(self, uri: str, fetched: Fetched) -> None:
        now = datetime.now(UTC)
        self._catalogue.visits.put(
            Visit(uri, fetched.final_url, fetched.media_type, fetched.etag, fetched.last_modified, now, self._due())
        )

    def _due(self) -> datetime:
        return datetime.now(UTC) + self._every


def _fetched(fetch: Fetch, url: str) -> Fetched:
    fetched = fetch(url, None)
    assert fetched is not None, f"{url}: nothing can have changed since a visit that there was not"
    return fetched
