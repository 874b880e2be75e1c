"""The way from a URL to what `visiting` keeps of it: through `fetching`, which the extra `web` brings."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network
from threading import Lock

from retrieval.catalogue import Visit
from retrieval.errors import SourceError
from retrieval.visiting import Fetched


class Browser:
    """Fetches URLs with a `Fetcher` that is made for the first of them. Safe to share between threads.

    `networks` are the private ones that it may fetch from.
    """

    def __init__(self, networks: tuple[IPv4Network | IPv6Network, ...]) -> None:
        self._networks = networks
        self._lock = Lock()
        self._close: Callable[[], None] | None = None

    def fetch(self, url: str, before: Visit | None) -> Fetched | None:
        """As `visiting.Fetch` has it. Raises `SourceError`."""
        try:
            # Heavy, and not always there.
            from retrieval.fetching import Fetcher, NotModified, Validators  # noqa: PLC0415
        except ImportError as error:
            raise SourceError(url, f"to fetch pages needs {error.name}: pip install '.[web]'") from error
        with self._lock:
            if self._close is None:
                self._fetcher = Fetcher(allowed=self._networks)
                self._close = self._fetcher.close
        known = Validators(before.final_url, before.etag, before.last_modified) if before else None
        found = self._fetcher.fetch(url, known)
        if isinstance(found, NotModified):
            return None
        sent = found.validators
        return Fetched(found.source.content, sent.final_url, found.media_type, sent.etag, sent.last_modified)

    def close(self) -> None:
        """End its connections."""
        with self._lock:
            if self._close is not None:
                self._close()
                self._close = None
