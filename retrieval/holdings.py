"""What admins see of sources and do to them. Every deed is written to the audit table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

from retrieval.catalogue import Catalogue, Deed, Entry, ItemPage, Kind, SourceRecord, State, Visit
from retrieval.errors import NoSuchSource, SourceError
from retrieval.sources import MAX_SOURCE_BYTES, printable
from retrieval.types import Source

_UPLOAD = "upload:"
_LONGEST_NAME = 200


class Status(StrEnum):
    """The state of a source in a word."""

    ENABLED = "enabled"
    FAILING = "failing"
    DISABLED = "disabled"
    DELETED = "deleted"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Holding:
    """A source as admins see it. `title` is that of its first article, `served_count` how many of them are served.

    `synced_at` is when it was read or visited well last; `item_pages` are the pages of a feed whose whole texts are
    wanted.
    """

    record: SourceRecord
    title: str
    served_count: int
    synced_at: datetime | None = None
    visit: Visit | None = None
    item_pages: tuple[ItemPage, ...] = ()

    @property
    def uri(self) -> str:
        """What names it."""
        return self.record.uri

    @property
    def status(self) -> Status:
        """Its state: failing or gone only if it is enabled."""
        if not self.record.is_enabled:
            return Status(self.record.state.value)
        if self.record.gone_at is not None:
            return Status.GONE
        return Status.FAILING if self.record.failing else Status.ENABLED


class Holdings:
    """The sources, for those who run them. Every method raises `CatalogueError` when the database fails.

    What is done to a folder, or to an archive, is done to all the sources in it that there are.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def list(self, search: str = "", *, everything: bool = False) -> list[Holding]:
        """The sources whose uri or title holds `search` (whatever its capitals), by uri.

        Those that are deleted, or gone and not served any more, only with `everything`.
        """
        titles, visited = self._catalogue.sources.titles(), self._catalogue.visits.times()
        serving = self._catalogue.generations.serving_id()
        served = self._catalogue.generations.counts(serving) if serving is not None else {}
        found = []
        for record in self._catalogue.sources.all():
            title = titles.get(record.uri, "")
            wanted = search.casefold() in f"{record.uri}\n{title}".casefold()
            over = record.state is State.DELETED or (record.gone_at is not None and record.uri not in served)
            if wanted and (everything or not over):
                synced_at = _later(record.read_at, visited.get(record.uri))
                found.append(Holding(record, title, served.get(record.uri, 0), synced_at))
        return found

    def get(self, uri: str) -> Holding:
        """A source. Raises `NoSuchSource`."""
        record = self._record(uri)
        serving = self._catalogue.generations.serving_id()
        served = self._catalogue.generations.counts(serving) if serving is not None else {}
        title = self._catalogue.sources.titles().get(uri, "")
        visit, pages = self._catalogue.visits.get(uri), tuple(self._catalogue.item_pages.of(uri))
        synced_at = _later(record.read_at, visit.visited_at if visit else None)
        return Holding(record, title, served.get(uri, 0), synced_at, visit, pages)

    def enable(self, uri: str, *, by: str) -> None:
        """Quote from a source again, also from one that was deleted and is not forgotten. Raises `NoSuchSource`.

        One whose articles are served still is in answers from now on; of another they come with the next reload.
        """
        record = self._catalogue.sources.get(uri)
        if record is not None and record.kind is Kind.CHANNEL:
            # Not the posts that were deleted by themselves.
            self._catalogue.sources.add_holder(uri, Kind.CHANNEL, Entry(by, Deed.ENABLE, uri))
        else:
            self._set(uri, State.ENABLED, Entry(by, Deed.ENABLE, uri))

    def disable(self, uri: str, *, by: str) -> None:
        """Quote from a source no more, from now on. Raises `NoSuchSource`."""
        self._set(uri, State.DISABLED, Entry(by, Deed.DISABLE, uri))

    def delete(self, uri: str, *, by: str) -> None:
        """Quote from a source no more, from now on; the next reload drops its articles. Raises `NoSuchSource`.

        A file stays where it is and is not read again, until it has gone from the folder and come back.
        """
        self._set(uri, State.DELETED, Entry(by, Deed.DELETE, uri))

    def read_again(self, uri: str, *, by: str) -> None:
        """Have the next reload read a source, though it has not changed. Raises `NoSuchSource`."""
        self._record(uri)
        self._catalogue.sources.read_again({uri, *self._catalogue.sources.below(uri)}, Entry(by, Deed.REFRESH, uri))

    def titles(self, uri: str, most: int) -> tuple[str, ...]:
        """The titles of articles that were read from a source, by alphabet, at most so many."""
        return tuple(self._catalogue.sources.article_titles({uri, *self._catalogue.sources.below(uri)}, most))

    def has(self, uri: str) -> bool:
        """Whether there is a source of this uri that is neither deleted nor gone."""
        record = self._catalogue.sources.get(uri)
        return record is not None and record.state is not State.DELETED and record.gone_at is None

    def add(self, name: str, content: bytes, *, by: str) -> str:
        """Keep a file that was given; the next reload reads it. Returns its uri.

        A file of the same name takes the place of the one before. Raises `SourceError` where it is too large or has no
        name.
        """
        uri = upload_uri(name)
        if len(content) > MAX_SOURCE_BYTES:
            size, limit = len(content) / 2**20, MAX_SOURCE_BYTES // 2**20
            raise SourceError(uri, f"is too large: {size:,.1f} MB, and at most {limit} MB is read")
        self._catalogue.sources.add(Source(uri, content), Kind.UPLOAD, Entry(by, Deed.ADD, uri))
        return uri

    def _set(self, uri: str, state: State, entry: Entry) -> None:
        inside = set(self._catalogue.sources.below(uri))
        if not inside:
            self._record(uri)
        if state is State.DISABLED:
            # What was deleted in it by itself stays so.
            inside -= self._catalogue.sources.deleted()
        self._catalogue.sources.set_state({uri, *inside}, state, entry)

    def _record(self, uri: str) -> SourceRecord:
        record = self._catalogue.sources.get(uri)
        if record is None:
            raise NoSuchSource(f"there is no source '{uri}'")
        return record


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each), default=None)


def upload_uri(name: str) -> str:
    """What names a file that was given. Raises `SourceError` where it has no name."""
    name = printable(PurePosixPath(name.replace("\\", "/")).name)
    if not name.strip(". "):
        raise SourceError(_UPLOAD, "has no name")
    return _UPLOAD + (name if len(name) <= _LONGEST_NAME else f"…{name[-_LONGEST_NAME:]}")
