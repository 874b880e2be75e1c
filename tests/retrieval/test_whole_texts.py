"""Whole texts of a feed's items: their pages are fetched once, and what can't be had of one costs that item alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from retrieval import Fetched, FetchStopped, Library, NoSuchSource, SourceError, Visit, Visiting
from retrieval.browsing import Browser
from retrieval.types import Source
from retrieval.whole_texts import WholeTexts
from tests.retrieval.conftest import Shelf
from tests.retrieval.site import Request, Response, Site

ME = "42"
TEXTS = {
    "bridge": "The bridge of Raqqa was opened by Marta Quill on the third of May, and a band played all night.",
    "mill": "The mill of Homs was built by Tom Hask after the flood, of oak that came down the river.",
}


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with Site() as running:
        yield running


@pytest.fixture
def library(shelf: Shelf) -> Library:
    """A library that may fetch from one address of this machine."""
    shelf.settings.fetch_networks = (ip_network("127.0.0.1/32"),)
    shelf.put(a="A\n\nThe museum was closed.")
    return shelf.library()


@pytest.fixture
def shared(tmp_path: Path, database_url: str) -> Iterator[Shelf]:
    """The same on SQLite and on PostgreSQL."""
    shelf = Shelf(tmp_path, database_url)
    shelf.settings.fetch_networks = (ip_network("127.0.0.1/32"),)
    yield shelf
    shelf.close()


def listing(site: Site, *names: str, link: str = "/{}.txt") -> None:
    """Have the site's feed list these items, each with the beginning of its text."""
    items = "".join(
        f"<item><title>The {name}</title><link>{link.format(name)}</link><description>The {name} of…</description>"
        "<pubDate>Fri, 01 May 2026 12:00:00 GMT</pubDate></item>"
        for name in names
    )
    site.pages["/feed"] = Response(f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode())


def page(name: str) -> Response:
    return Response(f"{name}\n\n{TEXTS[name]}".encode(), headers={"Content-Type": "text/plain"})


def texts(library: Library, uri: str) -> set[str]:
    """The texts of a feed's articles."""
    ids = library.holdings.get(uri).record.article_ids
    return {each.article.text for each in library._catalogue.articles.get(ids)}


def pages(library: Library, uri: str) -> list[tuple[str, str | None, int]]:
    """What is known of the pages of a feed: the end of its address, why it is not there, how often it was tried."""
    found = library.holdings.get(uri).item_pages
    return [(each.url.rpartition("/")[2], each.failure, each.tries) for each in found]


def test_the_pages_of_a_feed_are_fetched_once_and_read_again_without_the_web(shared: Shelf, site: Site) -> None:
    library = shared.library()
    listing(site, "bridge", "mill")
    site.pages |= {f"/{name}.txt": page(name) for name in TEXTS}

    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()
    (quote,) = library.answerer.answer("who opened the bridge of Raqqa?").quotes[:1]
    assert (quote.text, quote.title, quote.source, quote.url) == (
        TEXTS["bridge"], "The bridge", uri, site.url("/bridge.txt"),
    )  # fmt: skip
    assert quote.published and quote.published.isoformat() == "2026-05-01T12:00:00+00:00"

    assert not library.pages.refresh(uri, by=ME)
    assert not library.update(rebuild=True).sources[0].reason
    assert texts(shared.library(), uri) == set(TEXTS.values())
    assert [len(site.asked(f"/{name}.txt")) for name in TEXTS] == [1, 1]
    assert library.audit()[-1].outcome == "with whole texts"


def test_new_items_bring_their_pages_at_the_next_visit_and_old_ones_stay(library: Library, site: Site) -> None:
    listing(site, "bridge")
    site.pages |= {f"/{name}.txt": page(name) for name in TEXTS}
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()
    listing(site, "mill")

    assert library.pages.refresh(uri, by=ME)
    library.update()

    assert texts(library, uri) == set(TEXTS.values())
    assert pages(library, uri) == [("mill.txt", None, 1)]
    # The article of an item that is listed no more needs no page.
    assert library._catalogue.sources.content(Source("", site.pages["/bridge.txt"].content).digest) is None  # type: ignore[union-attr] # a Response


def test_items_that_are_nothing_but_a_title_and_a_link_get_their_texts_too(library: Library, site: Site) -> None:
    items = "".join(f"<item><title>The {name}</title><link>/{name}.txt</link></item>" for name in ("bridge", "mill"))
    site.pages["/feed"] = Response(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()
    found = library.holdings.get(uri)
    assert (found.status, found.record.failure) == (
        "failing", "none of its items has a text, nor a page that could be had",
    )  # fmt: skip

    site.pages["/mill.txt"] = page("mill")
    library.pages.refresh(uri, by=ME)
    library.update()

    assert (texts(library, uri), library.holdings.get(uri).status) == ({TEXTS["mill"]}, "enabled")
    (article,) = library.holdings.get(uri).record.article_ids
    quote = library.answerer.lead(article)
    assert quote and (quote.title, quote.url) == ("The mill", site.url("/mill.txt"))
    # Without whole texts there is nothing to read in it; what was read well stays.
    library.pages.add(uri, by=ME)
    library.update()
    assert library.holdings.get(uri).record.failure == "none of its items has a text"
    assert texts(library, uri) == {TEXTS["mill"]}


def test_what_can_not_be_had_of_an_item_costs_that_item_alone_and_is_tried_again(library: Library, site: Site) -> None:
    listing(site, "bridge", "mill")
    site.pages["/mill.txt"] = page("mill")
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()

    assert texts(library, uri) == {"The bridge of…", TEXTS["mill"]}
    assert library.holdings.get(uri).status == "enabled"
    assert pages(library, uri) == [("bridge.txt", "answers 404 Not Found", 1), ("mill.txt", None, 1)]

    for _ in range(3):
        library.pages.refresh(uri, by="automatic")
    assert ("bridge.txt", "answers 404 Not Found", 3) in pages(library, uri)
    assert len(site.asked("/bridge.txt")) == 3
    site.pages["/bridge.txt"] = page("bridge")
    assert not library.pages.refresh(uri, by="automatic")
    assert library.pages.refresh(uri, by=ME), "somebody wants it"
    library.update()
    assert texts(library, uri) == set(TEXTS.values())


def test_the_page_of_an_item_is_held_to_the_same_rules_as_any_other(library: Library, site: Site) -> None:
    bad = {
        "leads": (Response(status=302, headers={"Location": "http://127.0.0.2/"}), "redirects to 127.0.0.2, which is"),
        "large": (Response(bytes(20 * 2**20 + 1)), "is larger than 20 MB"),
        "picture": (Response(b"\x89PNG\r\n\x1a\n" + bytes(99)), "is a PNG picture"),
        "empty": (Response(), "is empty"),
        "menu": (Response(b"<html><body></body></html>"), "has no article on it"),
    }
    listing(site, *bad, "bridge")
    site.pages |= {f"/{name}.txt": answer for name, (answer, _) in bad.items()} | {"/bridge.txt": page("bridge")}

    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()

    *failed, good = pages(library, uri)
    for (_, failure, _), (_, reason) in zip(failed, bad.values(), strict=True):
        assert failure and failure.startswith(reason)
    assert good == ("bridge.txt", None, 1)
    assert texts(library, uri) == {TEXTS["bridge"], *(f"The {name} of…" for name in bad)}


def test_robots_and_private_addresses_count_for_items_too(library: Library, site: Site) -> None:
    site.pages["/robots.txt"] = Response(b"User-agent: *\nDisallow: /bridge.txt")
    site.pages["/bridge.txt"] = page("bridge")
    listing(site, "bridge")
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    assert pages(library, uri) == [("bridge.txt", "may not be read by programs, says its robots.txt", 1)]
    assert site.asked("/bridge.txt") == []

    listing(site, "mill", link="http://10.0.0.1/{}")
    library.pages.refresh(uri, by=ME)
    assert pages(library, uri) == [("mill", "is at a private address (10.0.0.1)", 1)]


def test_a_feed_leads_to_no_network_that_is_open_to_admins_alone(shelf: Shelf, site: Site) -> None:
    shelf.settings.fetch_networks = (ip_network("127.0.0.0/8"),)
    library, secret = shelf.library(), site.url("/secret.txt", host="127.0.0.3")
    listing(site, "secret", link=secret)

    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    assert pages(library, uri) == [("secret.txt", "is at a private address (127.0.0.3)", 1)]

    # An admin may try; nobody is there.
    with pytest.raises(SourceError, match="takes no connections"):
        library.pages.add(secret, by=ME)


def test_of_many_pages_some_wait_for_the_next_visit_which_is_due_at_once(library: Library, site: Site) -> None:
    names = [f"n{number}" for number in range(5)]
    listing(site, *names, "gone")
    site.pages |= {f"/{name}.txt": Response(f"{name}\n\n{TEXTS['mill']} {name}".encode()) for name in names[1:]}
    uri = library.pages.add(site.url("/feed"), by=ME)
    assert list(library.pages.due()) == []
    browser = Browser(library._settings.fetch_networks)

    def fetch(_feed: str, url: str) -> Source:
        found = browser.fetch(url, None)
        assert found is not None
        return found.source(url)

    few = WholeTexts(library._catalogue, fetch, most=2)
    few.list(Source(uri, site.pages["/feed"].content))  # type: ignore[union-attr] # a Response
    brought = [few.bring(uri) for _ in range(4)]
    browser.close()

    # What failed is tried again once nothing is left that nobody tried.
    assert brought == [(True, True), (True, True), (True, False), (False, False)]
    assert [(url, tries) for url, failure, tries in pages(library, uri) if failure] == [("n0.txt", 2), ("gone.txt", 2)]


def test_a_feed_of_which_pages_are_left_is_due_again_at_once(library: Library) -> None:
    items = "".join(
        f"<item><title>{n}</title><link>/{n}</link><description>Text {n}.</description></item>" for n in range(51)
    )
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    def fetch(url: str, _before: Visit | None) -> Fetched | None:
        return Fetched(feed if url.endswith("/feed") else f"Page\n\nThe whole text of {url}.".encode(), url)

    visiting = Visiting(library._catalogue, fetch, every=timedelta(hours=6))
    uri = visiting.add("https://example.org/feed", by=ME, whole_texts=True)
    assert [tries for _, _, tries in pages(library, uri)] == [1] * 50 + [0]

    assert list(visiting.due()) == [uri]
    assert visiting.refresh(uri, by="automatic")
    assert [tries for _, _, tries in pages(library, uri)] == [1] * 51
    assert list(visiting.due()) == []


def test_a_feed_that_is_added_again_without_the_wish_has_its_own_texts_again(library: Library, site: Site) -> None:
    listing(site, "bridge")
    site.pages["/bridge.txt"] = page("bridge")
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()
    assert texts(library, uri) == {TEXTS["bridge"]}

    library.pages.add(uri, by=ME)
    library.update()

    assert (texts(library, uri), pages(library, uri)) == ({"The bridge of…"}, [])


def test_whole_texts_of_what_is_no_feed_are_refused(library: Library, site: Site) -> None:
    site.pages["/bridge.txt"] = page("bridge")

    with pytest.raises(SourceError, match="is no feed: a page is read whole anyway"):
        library.pages.add(site.url("/bridge.txt"), by=ME, whole_texts=True)

    with pytest.raises(NoSuchSource):
        library.holdings.get(site.url("/bridge.txt"))


def test_a_feed_that_can_not_be_read_any_more_fetches_nothing(library: Library, site: Site) -> None:
    listing(site, "bridge")
    site.pages["/bridge.txt"] = page("bridge")
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    library.update()
    site.pages["/feed"] = Response(b"<rss version='2.0'><channel></channel></rss>")

    library.pages.refresh(uri, by=ME)
    library.update()

    assert library.holdings.get(uri).status == "failing"
    assert texts(library, uri) == {TEXTS["bridge"]}


def test_a_bot_that_stops_in_the_middle_takes_no_page_for_a_bad_one(library: Library, site: Site) -> None:
    listing(site, "bridge", "mill")
    site.pages["/bridge.txt"] = page("bridge")

    def stopping(_request: Request) -> Response:
        library.stop_reloads()
        site.closing.wait()
        return Response()

    site.pages["/mill.txt"] = stopping
    with pytest.raises(FetchStopped):
        library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    assert pages(library, site.url("/feed")) == [("bridge.txt", None, 1), ("mill.txt", None, 0)]

    site.pages["/mill.txt"] = page("mill")
    assert library.pages.refresh(site.url("/feed"), by="automatic")
    assert pages(library, site.url("/feed")) == [("bridge.txt", None, 1), ("mill.txt", None, 1)]


def test_a_deleted_feed_takes_its_pages_with_it(shared: Shelf, site: Site) -> None:
    library = shared.library()
    listing(site, "bridge")
    site.pages["/bridge.txt"] = page("bridge")
    uri = library.pages.add(site.url("/feed"), by=ME, whole_texts=True)
    (kept,) = library.holdings.get(uri).item_pages
    library.holdings.delete(uri, by=ME)
    library.update()

    assert kept.content and library._catalogue.sources.content(kept.content) is None
    assert library._catalogue.item_pages.of(uri) == []
