"""The way from a URL to what `visiting` keeps of it: through `fetching`, which the extra `web` brings."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from threading import Lock
from typing import TYPE_CHECKING

from retrieval.catalogue import Visit
from retrieval.errors import SourceError
from retrieval.visiting import Fetched

if TYPE_CHECKING:
    from retrieval.fetching import Fetcher


class Browser:
    """Fetches URLs with `Fetcher`s that are made for the first of them. Safe to share between threads.

    `networks` are the private ones that an admin may have pages fetched from.
    """

    def __init__(self, networks: tuple[IPv4Network | IPv6Network, ...]) -> None:
        self._networks = networks
        self._lock = Lock()
        self._fetchers: dict[bool, Fetcher] = {}

    def fetch(self, url: str, before: Visit | None) -> Fetched | None:
        """As `visiting.Fetch` has it, what an admin named. Raises `SourceError`."""
        return self._fetch(url, before, may_be_private=True)

    def fetch_public(self, url: str, before: Visit | None) -> Fetched | None:
        """As `fetch`, what a stranger named: from no private network, whatever the settings allow to admins."""
        return self._fetch(url, before, may_be_private=False)

    def _fetch(self, url: str, before: Visit | None, *, may_be_private: bool) -> Fetched | None:
        try:
            # Heavy, and not always there.
            from retrieval.fetching import Fetcher, NotModified, Validators  # noqa: PLC0415
        except ImportError as error:
            raise SourceError(url, f"to fetch pages needs {error.name}: pip install '.[web]'") from error
        with self._lock:
            fetcher = self._fetchers.get(may_be_private)
            if fetcher is None:
                fetcher = self._fetchers[may_be_private] = Fetcher(allowed=self._networks if may_be_private else ())
        known = Validators(before.final_url, before.etag, before.last_modified) if before else None
        found = fetcher.fetch(url, known)
        if isinstance(found, NotModified):
            return None
        sent = found.validators
        return Fetched(found.source.content, sent.final_url, found.media_type, sent.etag, sent.last_modified)

    def close(self) -> None:
        """End its connections."""
        with self._lock:
            while self._fetchers:
                self._fetchers.popitem()[1].close()
