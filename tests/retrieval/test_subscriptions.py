from __future__ import annotations

from retrieval.errors import PartlyRead
from retrieval.readers import read
from retrieval.subscriptions import articles_of, with_earlier, with_whole_texts
from retrieval.types import Article, Source

FLOOD = "The river rose by night and flooded the lower streets of the town, and nobody had heard the bells."
URL = "https://example.org/flood.txt"


def article(title: str, url: str | None = None) -> Article:
    return Article.create(title, f"{title} came.", source="feed", url=url)


def page(text: str) -> Source:
    return Source(URL, text.encode())


def test_the_whole_text_of_an_item_is_that_of_its_page_and_all_else_what_the_feed_says() -> None:
    listed = Article.create("The flood", "The river…", source="feed", url=URL, tags=["river"])

    assert with_whole_texts([listed], {URL: page(f"Page\n\n{FLOOD}")}.get, read) == [
        Article.create("The flood", FLOOD, source="feed", url=URL, language="en", tags=["river"])
    ]


def test_a_page_that_is_not_there_says_less_or_can_not_be_read_leaves_the_text_of_the_feed() -> None:
    listed = [article("Flood", URL), article("Heron")]
    pages = [None, page("Page\n\nLog in."), Source(URL, b"\x89PNG\r\n\x1a\n" + bytes(100))]

    assert [with_whole_texts(listed, {URL: each}.get, read) for each in pages] == [listed] * 3


def test_of_what_can_be_read_in_part_the_rest_counts() -> None:
    def partly(source: Source) -> list[Article]:
        raise PartlyRead(source.uri, "has holes", [article("Flood")])

    assert articles_of(page(""), partly) == [article("Flood")]


def test_an_article_that_a_feed_lists_no_more_stays() -> None:
    old, changed, new = article("Flood", "https://a/1"), article("Ferry", "https://a/2"), article("Mill", "https://a/3")
    bare = article("Heron")
    listed = [new, article("Ferry, late", "https://a/2"), bare]

    assert with_earlier(listed, [changed, old, bare]) == [*listed, old]
