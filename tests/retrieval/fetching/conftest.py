"""A server on loopback, and what fetches from it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from retrieval.errors import SourceError
from retrieval.fetching import Fetched, Fetcher
from tests.retrieval.site import Response, Site

PAGE = Response(b"<p>The river rose.</p>", headers={"Content-Type": "text/html; charset=utf-8"})


HERE = (ip_network("127.0.0.1/32"),)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allowed=HERE) as fetcher:
        yield fetcher


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(SourceError) as refused:
        fetcher.fetch(url)
    assert refused.value.uri == url
    return refused.value.reason


def fetched(fetcher: Fetcher, url: str) -> Fetched:
    found = fetcher.fetch(url)
    assert isinstance(found, Fetched)
    return found
