"""The pages that the items of a feed lead to, fetched and kept where somebody wants the whole texts of a feed.

A page is fetched once. What can't be had of one, the next visits try again, and its item keeps the feed's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from retrieval.catalogue import Catalogue
from retrieval.errors import FetchStopped, SourceError
from retrieval.readers import Reader
from retrieval.subscriptions import articles_of
from retrieval.types import Source

MOST_ITEMS = 200
"""Of so many items, the first that a feed lists, the pages are fetched."""
MOST_AT_ONCE = 50
SECONDS_AT_ONCE = 120.0
"""What is left after so many pages, or so long a time, waits for the next visit."""
TRIES = 3
"""A page that could not be had so often is not asked for again unless somebody wants that."""


class WholeTexts:
    """Fetches items' pages by `fetch`, which is given the uri of a feed and an address and raises `SourceError`.

    At most `most` of them at once. Every method raises `CatalogueError` when the database fails.
    """

    def __init__(self, catalogue: Catalogue, fetch: Callable[[str, str], Source], *, most: int = MOST_AT_ONCE) -> None:
        self._pages = catalogue.item_pages
        self._fetch = fetch
        self._most = most

    def list(self, feed: Source) -> None:
        """Note where the items of a feed lead to; one that can't be read has none."""
        urls: Iterable[str | None] = ()
        with Reader() as reader, suppress(SourceError):
            urls = [article.url for article in articles_of(replace(feed, titles_count=True), reader.read)]
        self._pages.list(feed.uri, tuple(dict.fromkeys(url for url in urls if url))[:MOST_ITEMS])

    def bring(self, uri: str, *, again: bool = False) -> tuple[bool, bool]:
        """Fetch what is not there yet; whether there is something new to read, and whether some pages are left.

        With `again` also what could not be had several times. Raises `FetchStopped`.
        """
        pages = [page for page in self._pages.of(uri) if page.content is None]
        untried = [page for page in pages if not page.tries]
        # What failed is for another visit, as long as there are some that nobody has tried.
        wanted = untried or [page for page in pages if again or page.tries < TRIES]
        new, until = False, monotonic() + SECONDS_AT_ONCE
        with Reader() as reader:
            for done, page in enumerate(wanted):
                if done == self._most or monotonic() > until:
                    return new, wanted == untried
                new |= self._bring(uri, page.url, reader)
        return new, False

    def _bring(self, uri: str, url: str, reader: Reader) -> bool:
        try:
            page = self._fetch(uri, url)
            articles_of(page, reader.read)
        except FetchStopped:
            raise
        except SourceError as error:
            self._pages.fail(uri, url, error.reason)
            return False
        self._pages.keep(uri, page)
        return True
