from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from retrieval.errors import SourceError
from retrieval.fetching import Fetched, Fetcher
from retrieval.readers.feed import read_feed
from retrieval.readers.html import read_html
from retrieval.subscriptions import with_earlier, with_whole_texts
from retrieval.types import Article
from tests.retrieval.site import Response, Site

FLOOD = "The river rose by night and flooded the lower streets of the town, and nobody had heard the bells."


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allowed=[ip_network("127.0.0.1/32")]) as fetcher:
        yield fetcher


def feed(site: Site, fetcher: Fetcher, *names: str) -> list[Article]:
    """A feed of a site with an item for each name, whose text is a beginning."""
    items = "".join(
        f"<item><title>The {name}</title><link>/{name}</link><description>The river rose…</description></item>"
        for name in names
    )
    site.pages["/feed"] = Response(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    found = fetcher.fetch(site.url("/feed"))
    assert isinstance(found, Fetched)
    return read_feed(found.source)


def article(title: str, url: str | None = None) -> Article:
    return Article.create(title, f"{title} came.", source="feed", url=url)


def test_the_whole_text_of_an_item_is_that_of_its_page(site: Site, fetcher: Fetcher) -> None:
    site.pages["/flood"] = Response(f"<title>Page</title><p>{FLOOD}</p>".encode())
    (listed,) = feed(site, fetcher, "flood")

    assert with_whole_texts([listed], fetch=fetcher.fetch, read=read_html, held={}) == (
        [Article.create("The flood", FLOOD, source=site.url("/feed"), url=site.url("/flood"), language="en")],
        [],
    )


def test_what_was_whole_before_is_not_fetched_again(site: Site, fetcher: Fetcher) -> None:
    listed = feed(site, fetcher, "flood")
    held = article("The flood", site.url("/flood"))

    whole, _ = with_whole_texts(listed, fetch=fetcher.fetch, read=read_html, held={site.url("/flood"): held})

    assert whole == [held]
    assert site.asked("/flood") == []


def test_a_page_that_is_gone_or_says_less_leaves_the_text_of_the_feed(site: Site, fetcher: Fetcher) -> None:
    site.pages["/ferry"] = Response(b"<p>Log in.</p>")
    listed = feed(site, fetcher, "flood", "ferry")

    whole, failures = with_whole_texts(listed, fetch=fetcher.fetch, read=read_html, held={})

    assert whole == listed
    assert [str(failure) for failure in failures] == [f"{site.url('/flood')}: answers 404 Not Found"]


def test_of_many_pages_the_rest_is_left_for_the_next_reading(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {f"/{name}": Response(f"<p>{FLOOD} {name}</p>".encode()) for name in ("one", "two", "three")}
    listed = feed(site, fetcher, "one", "two", "three")

    first, _ = with_whole_texts(listed, fetch=fetcher.fetch, read=read_html, held={}, most=2)
    held = {one.url: one for one in first if one.url}
    second, _ = with_whole_texts(listed, fetch=fetcher.fetch, read=read_html, held=held, most=2)

    assert [one.title for one in first] == ["The one", "The two"]
    assert second[:2] == first
    assert second[2].text == f"{FLOOD} three"


def test_an_article_that_a_feed_lists_no_more_stays() -> None:
    old, changed, new = article("Flood", "https://a/1"), article("Ferry", "https://a/2"), article("Mill", "https://a/3")
    bare = article("Heron")
    listed = [new, article("Ferry, late", "https://a/2"), bare]

    assert with_earlier(listed, [changed, old, bare]) == [*listed, old]


def test_a_private_address_in_a_feed_is_not_fetched(site: Site, fetcher: Fetcher) -> None:
    listed = article("Router", "http://127.0.0.2/")

    _, failures = with_whole_texts([listed], fetch=fetcher.fetch, read=read_html, held={})

    assert [failure.reason for failure in failures] == ["is at a private address (127.0.0.2)"]
    assert all(isinstance(failure, SourceError) for failure in failures)
