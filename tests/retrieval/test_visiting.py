"""Pages by URL: fetched once, visited again with what their server wants to hear, kept when a visit fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from retrieval import Fetched, Library, NoSuchSource, SourceError, Visit, Visiting, segmentation
from retrieval.catalogue import Catalogue
from tests.retrieval.conftest import Shelf

ME = "42"


class Site(ThreadingHTTPServer):
    """A page on loopback, with an ETag that is its text's length."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.text = "News\n\nThe bridge of Raqqa fell."
        self.status = 200
        self.tells_etag = True
        self.statuses: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/news.txt"


class _Page(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        etag = f'"{len(self.server.text)}"'
        same = self.server.tells_etag and self.headers["If-None-Match"] == etag
        status = 304 if same and self.server.status == 200 else self.server.status
        self.server.statuses.append(status)
        self.send_response(status)
        if self.server.tells_etag:
            self.send_header("ETag", etag)
        self.end_headers()
        if status == 200:
            self.wfile.write(self.server.text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def fetch(url: str, before: Visit | None) -> Fetched | None:
    """As a fetcher does it that minds no dangers."""
    headers = {"If-None-Match": before.etag} if before and before.etag else {}
    try:
        with build_opener(ProxyHandler({})).open(Request(url, headers=headers), timeout=10) as answer:
            return Fetched(answer.read(), answer.url, answer.headers["Content-Type"], answer.headers["ETag"])
    except HTTPError as error:
        error.close()
        if error.code == 304:
            return None
        raise SourceError(url, f"answers with {error.code}") from error


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that runs."""
    with Site() as site:
        serving = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield site
        site.shutdown()
        serving.join()


@pytest.fixture
def library(shelf: Shelf) -> Iterator[Library]:
    """A library that can fetch."""
    shelf.put(a="A\n\nThe museum was closed.")
    library = Library(shelf.settings, fetch=fetch)
    library.update()
    yield library
    library.close()


def said(library: Library) -> str:
    return library.answerer.answer("what of the bridge of Raqqa?").quotes[0].text


def test_a_page_is_fetched_kept_and_visited_again(library: Library, site: Site, shelf: Shelf) -> None:
    assert library.pages.add(site.url, by=ME) == site.url
    library.update()
    assert said(library) == "The bridge of Raqqa fell."

    assert not library.pages.refresh(site.url, by=ME)
    assert not library.update().is_new
    site.text = "News\n\nThe bridge of Raqqa was built anew."
    assert library.pages.refresh(site.url, by=ME)
    library.update()

    assert said(library) == "The bridge of Raqqa was built anew."
    assert site.statuses == [200, 304, 200]
    other = shelf.library()
    other.update(rebuild=True)
    assert (said(other), site.statuses) == ("The bridge of Raqqa was built anew.", [200, 304, 200])
    found = other.holdings.get(site.url)
    assert (found.record.kind.value, found.visit and found.visit.etag) == ("url", f'"{len(site.text)}"')
    assert [(each.what.value, each.outcome) for each in library.audit() if each.target == site.url] == [
        ("refresh", "changed"),
        ("refresh", "no change"),
        ("add", "done"),
    ]


def test_a_page_that_fails_keeps_its_articles_until_it_is_well_again(library: Library, site: Site) -> None:
    library.pages.add(site.url, by=ME)
    library.update()
    site.status = 500

    with pytest.raises(SourceError, match="answers with 500"):
        library.pages.refresh(site.url, by=ME)
    library.update()
    found = library.holdings.get(site.url)
    assert (found.status, found.record.failure, said(library)) == (
        "failing", "answers with 500", "The bridge of Raqqa fell.",
    )  # fmt: skip

    site.status = 200
    library.pages.refresh(site.url, by=ME)
    library.update()
    found = library.holdings.get(site.url)
    assert (found.status, found.record.failure) == ("enabled", "answers with 500")


def test_a_page_that_cannot_be_had_is_no_source(library: Library, site: Site) -> None:
    site.status = 404

    with pytest.raises(SourceError, match="answers with 404"):
        library.pages.add(site.url, by=ME)

    with pytest.raises(NoSuchSource):
        library.holdings.get(site.url)
    assert library.audit(1)[0].outcome == "failed: answers with 404"


@pytest.mark.parametrize(
    ("uri", "reason"), [("http://x/y", "there is no page or feed 'http://x/y'"), ("a.txt", "'a.txt' is no page")]
)
def test_what_is_no_page_is_not_visited(library: Library, uri: str, reason: str) -> None:
    with pytest.raises(NoSuchSource, match=reason):
        library.pages.refresh(uri, by=ME)


def test_pages_are_due_after_a_while_unless_they_are_disabled(library: Library, site: Site) -> None:
    library.pages.add(site.url, by=ME)
    assert list(library.pages.due()) == []

    soon = Visiting(library._catalogue, fetch, every=timedelta(0))
    soon.refresh(site.url, by=ME)
    library.holdings.disable(site.url, by=ME)
    assert list(library.pages.due()) == []
    library.holdings.enable(site.url, by=ME)
    assert list(library.pages.due()) == [site.url]


def test_how_often_pages_are_visited_is_set(shelf: Shelf, site: Site) -> None:
    shelf.settings.visit_hours = 0.25
    with closing(Library(shelf.settings, fetch=fetch)) as library:
        library.pages.add(site.url, by=ME)
        visit = library.holdings.get(site.url).visit

    assert visit and visit.due_at
    assert timedelta(minutes=14) < visit.due_at - visit.visited_at <= timedelta(minutes=15, seconds=9)


def test_a_page_that_comes_back_the_same_has_not_changed_and_is_well_again(library: Library, site: Site) -> None:
    library.pages.add(site.url, by=ME)
    library.update()
    site.status = 500
    with pytest.raises(SourceError):
        library.pages.refresh(site.url, by=ME)
    failed_at = library.holdings.get(site.url).record.failed_at
    site.status, site.tells_etag = 200, False

    assert not library.pages.refresh(site.url, by=ME)

    found = library.holdings.get(site.url)
    assert (found.status, found.record.failure, found.record.failed_at) == ("enabled", "answers with 500", failed_at)
    assert found.synced_at and failed_at and found.synced_at > failed_at


def test_a_page_that_cannot_be_had_when_it_is_added_again_says_so(library: Library, site: Site) -> None:
    library.pages.add(site.url, by=ME)
    library.update()
    site.status = 500

    with pytest.raises(SourceError):
        library.pages.add(site.url, by=ME)

    found = library.holdings.get(site.url)
    assert (found.status, found.record.failure, said(library)) == (
        "failing", "answers with 500", "The bridge of Raqqa fell.",
    )  # fmt: skip


def test_each_page_that_is_due_is_visited_by_one_of_several_machines(tmp_path: Path, database_url: str) -> None:
    urls = [f"https://example.org/{number}" for number in range(40)]

    def found(url: str, _before: Visit | None) -> Fetched | None:
        return Fetched(f"Page\n\nThe text of {url}.".encode(), url)

    with ExitStack() as stack:
        machines = [
            stack.enter_context(closing(Catalogue(database_url, segmentation_version=segmentation.VERSION)))
            for _ in range(4)
        ]
        first = Visiting(machines[0], found, every=timedelta(0))
        for url in urls:
            first.add(url, by=ME)
        with ThreadPoolExecutor(len(machines)) as threads:
            taken = list(threads.map(lambda each: list(Visiting(each, found, every=timedelta(0)).due()), machines))

    assert sorted(uri for uris in taken for uri in uris) == sorted(urls)


def test_what_a_feed_lists_no_more_stays(library: Library, site: Site) -> None:
    item = "<item><title>{0}</title><link>https://example.org/{0}</link><description>{1}</description></item>"
    feed = "<rss version='2.0'><channel><title>News</title>{}</channel></rss>"
    site.text = feed.format(item.format("bridge", "The bridge of Raqqa fell on the first of May after a long siege."))
    library.pages.add(site.url, by=ME)
    library.update()
    site.text = feed.format(item.format("mill", "The mill of Homs was opened by Marta Quill on the third of June."))
    library.pages.refresh(site.url, by=ME)

    assert library.update().article_count == 3
    assert said(library) == "The bridge of Raqqa fell on the first of May after a long siege."


def test_what_lies_in_a_private_network_is_not_fetched(shelf: Shelf, site: Site) -> None:
    with pytest.raises(SourceError, match="is at a private address"):
        shelf.library().pages.add(site.url, by=ME)

    assert site.statuses == []


def test_pages_are_fetched_from_a_network_that_the_settings_allow(shelf: Shelf, site: Site) -> None:
    shelf.settings.fetch_networks = (ip_network("127.0.0.0/8"),)
    library = shelf.library()

    library.pages.add(site.url, by=ME)
    assert not library.pages.refresh(site.url, by=ME)
    library.update()

    assert said(library) == "The bridge of Raqqa fell."
    # First its robots.txt.
    assert site.statuses == [200, 200, 304]


def test_without_the_libraries_that_fetch_it_is_said_what_brings_them(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where the extra was never installed.
    monkeypatch.setitem(sys.modules, "httpx_secure", None)
    monkeypatch.delitem(sys.modules, "retrieval.fetching", raising=False)

    with pytest.raises(SourceError, match=r"to fetch pages needs httpx_secure: pip install '\.\[web\]'"):
        shelf.library().pages.add("https://example.org/", by=ME)
