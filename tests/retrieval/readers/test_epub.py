"""EPUB books, made here page by page."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.errors import SourceError
from retrieval.readers import read
from retrieval.types import Article, Source
from tests.retrieval.readers.books import CONTAINER, epub, packed, page

ABOUT = "<dc:title>The Lighthouse</dc:title><dc:language>en-GB</dc:language><dc:date>2016-03-27T00:00:00Z</dc:date>"
ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)


def chapters_of(content: bytes) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in read(Source("a.epub", content))]


def reason(content: bytes) -> str:
    with pytest.raises(SourceError) as refused:
        read(Source("a.epub", content))
    assert refused.value.uri == "a.epub"
    return refused.value.reason


def test_each_chapter_is_an_article_with_the_title_of_the_book() -> None:
    content = epub(
        {
            "one.xhtml": page(
                "<h1>The keeper</h1><p>The lamp&nbsp;was lit\nat nine.</p><ul><li>Oil</li><li>Wick</li></ul>"
            ),
            "two.xhtml": page("<h1>The storm</h1><p>It rained.</p>"),
        },
        contents={"one.xhtml": "The keeper", "two.xhtml": "The storm"},
        about=ABOUT,
    )

    day = date(2016, 3, 27)
    assert read(Source("a.epub", content)) == [
        Article.create(title, text, source="a.epub", published=day, language="en")
        for title, text in [
            ("The Lighthouse – The keeper", "The lamp\u00a0was lit at nine.\n\nOil\nWick"),
            ("The Lighthouse – The storm", "It rained."),
        ]
    ]


def test_without_a_list_of_contents_headings_and_numbers_are_the_titles() -> None:
    content = epub({"a.xhtml": page("<h2>The keeper</h2><p>One.</p>"), "b.xhtml": page("<p>It rained all day.</p>")})

    assert chapters_of(content) == [
        ("The Lighthouse – The keeper", "One."),
        ("The Lighthouse – chapter 2", "It rained all day."),
    ]


def test_cover_title_page_and_contents_are_left_out() -> None:
    content = epub(
        {
            "cover.xhtml": page('<section epub:type="cover"><p>Cover</p></section>'),
            "jacket.xhtml": page("<p>By the sea</p>"),
            "title.xhtml": page("<p>The Lighthouse</p><p>Ann Bell</p>"),
            "list.xhtml": page(
                '<p>Contents</p><a href="a.xhtml">One</a><a href="b.xhtml">Two</a><a href="#c">More</a>'
            ),
            "a.xhtml": page("<p>First.</p>"),
            "b.xhtml": page("<p>Second.</p>"),
        },
        contents={"a.xhtml": "One", "b.xhtml": "Two"},
        guide='<reference type="cover" href="jacket.xhtml"/>',
    )

    assert chapters_of(content) == [("The Lighthouse – One", "First."), ("The Lighthouse – Two", "Second.")]


def test_cover_and_contents_are_told_without_a_list_of_contents_too() -> None:
    content = epub(
        {
            "cover.xhtml": page('<section epub:type="cover"><p>Cover</p></section>'),
            "jacket.xhtml": page("<p>By the sea</p>"),
            "list.xhtml": page(
                '<p>Contents</p><a href="a.xhtml">The keeper</a><a href="#b">The storm</a><a href="#c">Sources</a>'
            ),
            "a.xhtml": page("<h1>One</h1><p>First.</p>"),
        },
        guide='<reference type="cover" href="jacket.xhtml"/>',
    )

    assert chapters_of(content) == [("The Lighthouse – One", "First.")]


def test_a_chapter_may_go_over_files_and_a_file_may_hold_chapters() -> None:
    content = epub(
        {
            "a.xhtml": page("<p>First.</p>"),
            "a2.xhtml": page("<p>Still the first.</p>"),
            "b.xhtml": page('<p id="two">Second.</p><div id="three"><h1>Three</h1><p>Third.</p></div>'),
        },
        contents={"a.xhtml": "One", "b.xhtml#two": "Two", "b.xhtml#three": "Three"},
    )

    assert chapters_of(content) == [
        ("The Lighthouse – One", "First.\n\nStill the first."),
        ("The Lighthouse – Two", "Second."),
        ("The Lighthouse – Three", "Third."),
    ]


def test_an_older_list_of_contents_is_read_too() -> None:
    points = "".join(
        f"<navPoint><navLabel><text>{label}</text></navLabel><content src='{name}'/></navPoint>"
        for name, label in (("a%20b.xhtml", "One"), ("c.xhtml", "Two"))
    )
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="x" href="toc.ncx"'
        ' media-type="application/x-dtbncx+xml"/><item id="a" href="a%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine toc="x"><itemref idref="a"/><itemref idref="c"/></spine></package>'
    )
    content = packed(
        {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": book, "OEBPS/toc.ncx": ncx}
        | {"OEBPS/a b.xhtml": page("<p>First.</p>"), "OEBPS/c.xhtml": page("<p>Second.</p>")}
    )

    assert chapters_of(content) == [("a – One", "First."), ("a – Two", "Second.")]


def test_marks_of_notes_and_pages_are_no_words() -> None:
    body = (
        '<p>It rained<a epub:type="noteref" href="#n">1</a> all<span epub:type="pagebreak">12</span> day.<a id="x"/>'
        '</p><aside epub:type="footnote" id="n"><p>In spring. <a href="#x">↩</a></p></aside>'
    )

    assert chapters_of(epub({"a.xhtml": page(body)})) == [("The Lighthouse", "It rained all day.\n\nIn spring.")]


def test_a_locked_book_is_told_and_one_with_scrambled_fonts_is_read() -> None:
    pages = {"a.xhtml": page("<p>It rained.</p>")}
    drm = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding")

    assert reason(epub(pages, more={"META-INF/encryption.xml": drm})) == "is locked by the shop that sold it (DRM)"
    assert chapters_of(epub(pages, more={"META-INF/encryption.xml": fonts})) == [("The Lighthouse", "It rained.")]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"META-INF/container.xml": "<a/>"}, "is damaged: META-INF/container.xml in it names no book"),
        ({"META-INF/container.xml": "<a"}, "is damaged: META-INF/container.xml in it is no XML"),
        ({"META-INF/container.xml": CONTAINER}, "is damaged: OEBPS/book.opf is missing in it"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": "<a/>"}, "is an EPUB book without any page"),
        (
            {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": '<p><itemref idref="a"/></p>'},
            "is damaged: its list of files lacks one that it is made of",
        ),
        (
            {
                "META-INF/container.xml": CONTAINER,
                "OEBPS/book.opf": '<p><item id="a" href="../../a.xhtml" media-type="application/xhtml+xml"/>'
                '<itemref idref="a"/></p>',
            },
            "is damaged: ../a.xhtml is missing in it",
        ),
    ],
)
def test_what_is_wrong_with_a_book_is_said(files: dict[str, str], why: str) -> None:
    assert reason(packed(files)) == why


def test_tags_without_end_are_read_in_linear_time() -> None:
    body = f"<p>It rained.</p><{'a' * 300_000}<{'b ' * 300_000}"

    assert chapters_of(epub({"a.xhtml": page(body)}))[0][1].startswith("It rained.")


def test_entities_and_files_of_others_are_not_looked_up() -> None:
    evil = '<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "ha">]>'
    book = (
        f'{evil}<p><title>A&e;B&f;</title><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<itemref idref="a"/></p>'
    )
    content = packed(
        {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": book, "OEBPS/a.xhtml": evil + page("<p>x&e;y</p>")}
    )

    ((title, text),) = chapters_of(content)

    assert "root:" not in title + text
    assert title.startswith("A")


def test_a_book_with_broken_bytes_is_read_or_refused() -> None:
    content = epub({"a.xhtml": page("<h1>One</h1><p>It rained.</p>")}, contents={"a.xhtml": "One"})
    for place in range(4, len(content), 29):
        for broken in (content[:place], content[:place] + b"\xff\x00[" + content[place + 3 :]):
            try:
                chapters_of(broken)
            except SourceError as refused:
                assert refused.uri == "a.epub"
