"""Servers that send too much, take too long, or break off cost nothing but a reason."""

from __future__ import annotations

import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from socket import create_server
from threading import Event

import pytest

from retrieval.fetching import Fetcher
from tests.retrieval.fetching.conftest import HERE, PAGE, fetched, refusal
from tests.retrieval.site import Request, Response, Site


def test_redirects_in_a_circle_end(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Response(status=307, headers={"Location": "page"})

    assert refusal(fetcher, site.url("/page")) == "redirects more than 5 times"
    assert len(site.asked("/page")) == 6


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Response(b"a" * (2**20 + 1)), id="plain"),
        pytest.param(Response(b"a", length=10**12), id="by its own words"),
        pytest.param(Response(bytes(10**8)).packed(), id="bomb"),
    ],
)
def test_what_is_too_large_is_not_taken_in(site: Site, answer: Response) -> None:
    site.pages["/page"] = answer
    with Fetcher(allowed=HERE, max_bytes=2**20) as fetcher:
        assert refusal(fetcher, site.url("/page")) == "is larger than 1 MB"


def test_what_is_packed_is_unpacked_once(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/once": PAGE.packed(), "/twice": PAGE.packed(2)}

    assert fetched(fetcher, site.url("/once")).content == PAGE.content
    assert refusal(fetcher, site.url("/twice")) == "is packed in a way that was not asked for (gzip, gzip)"


def test_what_follows_on_what_is_packed_is_not_waited_for(fetcher: Fetcher, site: Site) -> None:
    packed = PAGE.packed()
    site.pages["/page"] = replace(packed, length=len(packed.content) + 1)

    assert fetched(fetcher, site.url("/page")).content == PAGE.content


def test_a_bomb_takes_no_more_memory_than_may_be_fetched(site: Site) -> None:
    site.pages["/page"] = Response(bytes(10**8)).packed()
    with Fetcher(allowed=HERE, max_bytes=2**20) as fetcher:
        refusal(fetcher, site.url("/"))  # what is loaded once
        tracemalloc.start()
        try:
            refusal(fetcher, site.url("/page"))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert most < 10 * 2**20


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not packed", "is packed, and damaged"),
        (zlib.compress(b"a" * 1_000, wbits=31)[:-9], "broke off in the middle of its answer"),
    ],
)
def test_what_is_packed_badly_is_refused(fetcher: Fetcher, site: Site, content: bytes, reason: str) -> None:
    site.pages["/page"] = Response(content, headers={"Content-Encoding": "gzip"})

    assert refusal(fetcher, site.url("/page")) == reason


def test_a_server_that_takes_its_time_is_left(fetcher: Fetcher, site: Site) -> None:
    def answer(_request: Request) -> Response:
        site.closing.wait()
        return PAGE

    site.pages["/page"] = answer
    with Fetcher(allowed=HERE, seconds=0.2) as impatient:
        assert refusal(impatient, site.url("/page")) == "took longer than 0.2 s"
    site.closing.set()

    assert fetched(fetcher, site.url("/page")).content == PAGE.content


def test_a_fetch_under_way_ends_when_the_fetcher_is_closed(fetcher: Fetcher, site: Site) -> None:
    asked = Event()

    def answer(_request: Request) -> Response:
        asked.set()
        site.closing.wait()
        return PAGE

    site.pages["/page"] = answer
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(refusal, fetcher, site.url("/page"))
        assert asked.wait(10)
        fetcher.close()
        assert waiting.result(10) == "was not fetched to the end, as the bot stops"


def test_many_fetches_at_once_share_a_fetcher(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {f"/{number}": Response(b"%d" % number) for number in range(20)}

    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(lambda number: fetched(fetcher, site.url(f"/{number}")).content, range(20)))

    assert found == [b"%d" % number for number in range(20)]


def test_a_server_that_breaks_off_or_is_not_there_is_named(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Response(b"half", length=8)
    with create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert refusal(fetcher, site.url("/page")) == "broke off in the middle of its answer"
    assert refusal(fetcher, f"http://127.0.0.1:{port}/") == "takes no connections"
    assert refusal(fetcher, site.url("/page").replace("http", "https")) == "does not speak https"
