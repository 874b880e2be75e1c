from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import PartlyRead, SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.feed import MAX_FEED_BYTES, read_feed
from retrieval.types import Article, Source
from tests.retrieval.readers.sampling import partly, refused, sample

URI = "https://marsh.example/feeds/news.xml"


def rss(items: str, uri: str = URI) -> Source:
    return Source(uri, f'<rss version="2.0"><channel><title>Marsh</title>{items}</channel></rss>'.encode())


def item(inside: str) -> str:
    return f"<item><title>The flood</title><description>The river rose.</description>{inside}</item>"


def test_an_item_of_rss_is_an_article_with_its_content_and_is_taken_once() -> None:
    assert read_feed(sample("rss-windows-1251.xml")) == [
        Article.create(
            "Плотина выстояла",
            "Старую плотину над городом починили за одиннадцать недель.\n\nРаботали двести человек.",
            source="rss-windows-1251.xml",
            url="https://vestnik.example/1",
            published=datetime(2016, 3, 27, 15, 30, tzinfo=UTC),
            language="ru",
            tags=("река",),
        ),
        Article.create(
            "Паром",
            "Паром уходит в шесть утра.\nОбратно он идёт в четыре.",
            source="rss-windows-1251.xml",
            language="ru",
        ),
    ]


def test_an_entry_of_atom_may_be_xhtml_html_or_plain_and_without_a_title() -> None:
    assert read_feed(sample("atom.xml")) == [
        Article.create(
            "The dam & the mill",
            "Clay\n\nThe dam is made of clay.\n\nFrom the pit\nFrom the river",
            source="atom.xml",
            url="https://marsh.example/blog/dam",
            published=datetime(2016, 3, 27, 16, 30, tzinfo=UTC),
            language="en",
        ),
        Article.create(
            "If a < b",
            "A plain summary, in which <b> and R&D stand as they are.",
            source="atom.xml",
            url="https://elsewhere.example/b",
            published=datetime(2016, 3, 26, tzinfo=UTC),
            language="en",
        ),
        Article.create(
            "The heron is back. It stands by the sluice.",
            "The heron is back. It stands by the sluice.",
            source="atom.xml",
            published=datetime(2016, 3, 25, tzinfo=UTC),
            language="en",
        ),
    ]


@pytest.mark.parametrize(
    ("inside", "author"),
    [
        ("<author>ida@marsh.example (Ida Reed)</author>", "Ida Reed"),
        ("<author>ida@marsh.example</author>", None),
        ("<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ida \n Reed</dc:creator>", "Ida Reed"),
        (f"<author>{'x' * 300}</author>", None),
        ("<author/>", None),
    ],
    ids=["name", "address", "creator", "long", "empty"],
)
def test_an_item_may_name_its_author_but_never_their_address(inside: str, author: str | None) -> None:
    (article,) = read_feed(rss(item(inside)))

    assert article.author == author


def test_an_item_of_a_json_feed_may_have_several_authors() -> None:
    several = {"authors": [{"name": "Ida Reed"}, {"url": "https://a.example"}, 7, {"name": "Tom Hask"}]}
    items = [
        {"id": "1", "content_text": "The river rose.", **several},
        {"id": "2", "content_text": "The river fell.", "author": {"name": "Ida Reed"}},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}

    articles = read_feed(Source("feed.json", json.dumps(feed).encode()))

    assert [each.author for each in articles] == ["Ida Reed, Tom Hask", "Ida Reed"]


def test_older_rss_is_read() -> None:
    (one,) = read_feed(sample("rss-1.0.rdf"))
    (other,) = read_feed(sample("rss-0.91.xml"))

    assert (one.title, one.url, one.published) == ("The mill turns", "https://mill.example/7", date(2016, 3, 21))
    assert (other.title, other.text) == ("Die Fähre fährt früher", "Die Fähre fährt ab März um fünf Uhr früh.")


def test_a_json_feed_is_read() -> None:
    assert read_feed(sample("feed.json")) == [
        Article.create(
            "The heron",
            "The heron is back.\n\nIt stands by the sluice.",
            source="feed.json",
            url="https://marsh.example/heron",
            published=datetime(2016, 3, 25, 8, tzinfo=UTC),
            language="en",
            tags=("birds",),
        ),
        Article.create(
            "The sluice opens at noon.",
            "The sluice opens at noon.",
            source="feed.json",
            published=date(2016, 3, 24),
            language="en",
        ),
    ]


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>/flood?a=1</link>", "https://marsh.example/flood?a=1"),
        ("<link>flood</link>", "https://marsh.example/feeds/flood"),
        ("<guid>https://marsh.example/guid</guid>", "https://marsh.example/guid"),
        ("<guid>12</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>http://[</link>", None),
        ("", None),
    ],
)
def test_the_address_of_an_item_is_whole_and_of_the_web(inside: str, url: str | None) -> None:
    (article,) = read_feed(rss(item(inside)))

    assert article.url == url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p hidden>No.</p><p>Yes.</p>", "Yes."),
        ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", "One.\n\nTwo."),
        ("<table><caption>Heights</caption><tr><td>a</td><td>b</td></tr></table>", "Heights\na | b"),
        ("<ul><li>a<dl><dt>b</dt><dd>c</dd></dl></li></ul>", "a\nb\nc"),
        ("<p>It rose.<img src='x.png' alt='A boat'></p><script>no()</script>", "It rose."),
        ("It rose.<br/><br/>It fell.", "It rose.\nIt fell."),
        ("One\n\nTwo\nand three", "One\n\nTwo and three"),
    ],
)
def test_the_text_of_an_item_is_what_its_reader_sees(markup: str, text: str) -> None:
    content = f"<item><title>T</title><description><![CDATA[{markup}]]></description></item>"

    assert read_feed(rss(content))[0].text == text


def test_the_same_item_has_the_same_id_whatever_comes_before_it() -> None:
    old = item("<guid>1</guid>")
    new = "<item><title>After</title><description>It fell.</description><guid>2</guid></item>"

    assert read_feed(rss(new + old))[1] == read_feed(rss(old))[0]


def test_items_without_a_text_are_left_out_and_named() -> None:
    bare = "<item><title>Just a title</title></item>"

    reason, articles = partly(
        read_feed, rss(bare + item("") + "<item><title>Another</title><description> </description></item>")
    )

    assert reason == "items without a text are left out: “Just a title”, “Another”"
    assert [article.title for article in articles] == ["The flood"]
    assert refused(read_feed, rss(bare)) == "none of its items has a text"


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = rss(item("<guid>1</guid>") + item("<guid>2</guid><x>&no & amp</x>")).content

    assert [article.text for article in read_feed(Source(URI, whole[: whole.rfind(b"<guid>")]))] == ["The river rose."]


def bomb(first: str = '<?xml version="1.0"?>') -> str:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    return f'{first}<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]>{rss(item("&l12;")).content.decode()}'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bomb().encode(), id="billion laughs"),
        pytest.param(bomb().encode("utf-16"), id="in utf-16"),
        pytest.param(bomb("<!-- <rss> -->").encode(), id="behind a comment"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
            id="file",
        ),
    ],
)
def test_a_feed_that_declares_entities_is_refused(content: bytes) -> None:
    assert refused(read_feed, Source(URI, content)) == (
        "is a feed that declares entities of its own (a DTD), which can be made to harm"
    )


@pytest.mark.parametrize("first", ["<!--" * 10_000, "<!DOCTYPE " + "<" * 10_000, " " * 10_000])
def test_entities_hidden_behind_a_long_beginning_do_not_multiply(first: str) -> None:
    """The library knows no entities that refer to entities."""
    try:
        articles = read_feed(Source(URI, bomb(first).encode()))
    except SourceError as error:
        articles = list(error.articles) if isinstance(error, PartlyRead) else []

    assert sum(len(article.text) for article in articles) < 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body>The river rose.</body></html>", "is no feed: neither RSS nor Atom"),
        (b"The river rose.", "is no feed: neither RSS nor Atom"),
        (rss("").content, "is a feed without items"),
        (b'{"items": [{"title": "a"}]}', "is no feed: JSON, but no JSON Feed"),
        (b'{"items": [', "is a feed in broken JSON: Expecting value: line 1 column 12 (char 11)"),
        (b'{"a":' * 100_000, "is a feed in broken JSON: maximum recursion depth exceeded"),
        (b" " * (MAX_FEED_BYTES + 1), "is a feed of 10.0 MB, and at most 10 MB is read"),
    ],
    ids=["page", "text", "empty", "json", "broken json", "deep json", "large"],
)
def test_what_is_no_feed_is_refused_in_words(content: bytes, reason: str) -> None:
    assert refused(read_feed, Source(URI, content)).startswith(reason)


marks = st.sampled_from(
    "&lt;p&gt; <rss> <item> </item> <entry> </entry> <title> </title> <description> </description> <![CDATA[ ]]> <!--"
    " --> &amp; &#0; &x; <link> <guid> <pubDate>Sun,</pubDate> <!DOCTYPE <!ENTITY <?xml ?> { [".split(" ")
)
texts = st.lists(marks | st.text(st.characters(codec="utf-8"), max_size=8), max_size=40).map("".join)


@settings(max_examples=200)
@given(st.tuples(st.sampled_from(["", "<rss version='2.0'>", "<feed xmlns='http://www.w3.org/2005/Atom'>"]), texts))
def test_any_feed_gives_articles_or_a_reason(parts: tuple[str, str]) -> None:
    try:
        articles = read_feed(Source(URI, "".join(parts).encode()))
    except NotTextError:
        return
    except PartlyRead as error:
        articles = list(error.articles)
    except SourceError as error:
        assert error.reason
        return
    assert articles
    assert all(article.title.strip() == article.title != "" for article in articles)
    assert all(article.text.strip() == article.text != "" for article in articles)
