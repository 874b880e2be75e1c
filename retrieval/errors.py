"""Everything that retrieval raises on purpose.

VerbatimError
 ├── SettingsError        a setting that can't be used: names the key, the value and the choices
 ├── SourceError          a source that can't be read: carries its uri and the reason in an admin's words
 │    ├── PartlyRead      a part of a source can't be read: carries the articles of the rest
 │    └── FetchStopped    an address was not fetched to the end, as the program stops: no fault of its own
 ├── CatalogueError       the database can't be opened, read or written
 │    └── CatalogueUnavailable  its server does not answer, or not now: what was begun may be tried again
 ├── ReloadDied           the process that reloaded ended before its work did
 ├── NoSuchSource         somebody named a source that is not there
 ├── NoSuchGeneration     somebody wants to go back to a generation that is not there
 ├── IndexUnavailable     the index can't be opened or does not answer
 │    └── GenerationGone  what is served here was dropped meanwhile: newer generations serve
 └── NotVerbatim          a quote that is no longer the text of its article: it must not be shown
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.types import Article


class VerbatimError(Exception):
    """Base of every error of this package."""


class SettingsError(VerbatimError):
    """A setting that can't be used."""


class SourceError(VerbatimError):
    """A source that can't be read; the other sources go on."""

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"{uri}: {reason}")
        self.uri = uri
        self.reason = reason


class PartlyRead(SourceError):
    """A source of which a part can't be read: `reason` names it, `articles` are those of the rest, at least one."""

    def __init__(self, uri: str, reason: str, articles: Iterable[Article]) -> None:
        super().__init__(uri, reason)
        self.articles = tuple(articles)


class FetchStopped(SourceError):
    """An address that was not fetched to the end, as the program stops: nothing is known of it."""


class CatalogueError(VerbatimError):
    """The catalogue's database can't be opened, read or written."""


class CatalogueUnavailable(CatalogueError):
    """The server of the catalogue's database does not answer, ended the connection, or is short of something."""


class ReloadDied(VerbatimError):
    """The process that reloaded ended before its work did; what is served stays."""


class NoSuchSource(VerbatimError):
    """There is no source of this uri."""


class NoSuchGeneration(VerbatimError):
    """There is no such generation to go back to."""


class IndexUnavailable(VerbatimError):
    """The index can't be opened or does not answer."""


class GenerationGone(IndexUnavailable):
    """The generation that is served here has been dropped, as newer ones were made."""


class NotVerbatim(VerbatimError):
    """A quote whose span does not hold its text."""
