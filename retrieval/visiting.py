"""Pages and feeds by URL: added, visited again when they are due, and kept as they were when a visit fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from retrieval.catalogue import AUTOMATIC, Catalogue, Deed, Entry, Kind, Reading, Visit
from retrieval.errors import NoSuchSource, SourceError
from retrieval.types import Source

EVERY = timedelta(hours=6)
"""After so long a page or feed is visited again."""


_USER_INFO = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent for a URL: bytes, where redirects led, and what it wants to hear at the next visit."""

    content: bytes
    final_url: str
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


Fetch = Callable[[str, Visit | None], Fetched | None]
"""Fetches a URL, given the last good visit to it: None if nothing changed since. Raises `SourceError`."""


class Visiting:
    """Visits URLs. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, catalogue: Catalogue, fetch: Fetch, *, every: timedelta = EVERY) -> None:
        self._catalogue = catalogue
        self._fetch = fetch
        self._every = every

    def add(self, url: str, *, by: str) -> str:
        """Fetch a page or feed and keep it, for the next reload to read; returns its uri.

        Raises `SourceError` where it can't be had: then there is no such source.
        """
        try:
            fetched = self._fetch(url, None)
        except SourceError as error:
            # A password in it is one of the reasons to refuse it.
            shown = _USER_INFO.sub("//", url)
            self._catalogue.audit.add(Entry(by, Deed.ADD, shown, f"failed: {error.reason}"))
            raise
        assert fetched is not None, f"{url}: nothing can have changed since a visit that there was not"
        self._catalogue.sources.add(Source(url, fetched.content), Kind.URL, Entry(by, Deed.ADD, url))
        self._remember(url, fetched)
        return url

    def refresh(self, uri: str, *, by: str) -> bool:
        """Visit a source again; true if it is another one than before, for the next reload to read.

        Raises `NoSuchSource`, and `SourceError` where it can't be had: it stays as it was, and is failing.
        """
        record = self._catalogue.sources.get(uri)
        if record is None or record.kind is not Kind.URL:
            raise NoSuchSource(f"there is no page or feed '{uri}'" if record is None else f"'{uri}' is no page or feed")
        visit = self._catalogue.visits.get(uri)
        try:
            fetched = self._fetch(uri, visit)
        except SourceError as error:
            self._catalogue.sources.record([Reading(uri, None, failure=error.reason, reader=record.reader)])
            self._catalogue.visits.postpone(uri, self._due())
            self._catalogue.audit.add(Entry(by, Deed.REFRESH, uri, f"failed: {error.reason}"))
            raise
        if fetched is not None:
            self._catalogue.sources.keep(Source(uri, fetched.content))
            self._remember(uri, fetched)
        elif visit is not None:
            self._catalogue.visits.put(replace(visit, visited_at=datetime.now(UTC), due_at=self._due()))
            self._catalogue.sources.mend(uri)
        if fetched is not None or by != AUTOMATIC:
            self._catalogue.audit.add(Entry(by, Deed.REFRESH, uri, "changed" if fetched else "no change"))
        return fetched is not None

    def due(self) -> list[str]:
        """The enabled sources that are to be visited now, the longest due first."""
        return self._catalogue.visits.due(datetime.now(UTC))

    def _remember(self, uri: str, fetched: Fetched) -> None:
        now = datetime.now(UTC)
        self._catalogue.visits.put(
            Visit(uri, fetched.final_url, fetched.media_type, fetched.etag, fetched.last_modified, now, self._due())
        )

    def _due(self) -> datetime:
        return datetime.now(UTC) + self._every
