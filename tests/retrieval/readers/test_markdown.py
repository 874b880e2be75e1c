from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from retrieval.errors import SourceError
from retrieval.readers import read
from retrieval.readers.markdown import MAX_MARKDOWN_BYTES
from retrieval.types import Article, Source


def article_of(content: str) -> Article:
    (article,) = read(Source("notes/the-flood.md", content.encode()))
    return article


def text_of(markdown: str) -> str:
    return article_of(f"---\ntitle: T\n---\n{markdown}").text


def reason(content: str) -> str:
    with pytest.raises(SourceError) as refused:
        article_of(content)
    return refused.value.reason


def test_front_matter_tells_about_the_article() -> None:
    content = """\
---
Title: "The flood: one year after"
date: 2016-03-27
url: https://example.org/flood?a=1
language: en-US
tags: [river, the old dam, river]
layout: {of: [the, site]}
---
# Water

The river left its bed.
"""

    assert article_of(content) == Article.create(
        "The flood: one year after",
        "Water\n\nThe river left its bed.",
        source="notes/the-flood.md",
        url="https://example.org/flood?a=1",
        published=date(2016, 3, 27),
        language="en",
        tags=("river", "the old dam"),
    )


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date: 2016-03-27 18:30", datetime(2016, 3, 27, 18, 30)),  # noqa: DTZ001 - no zone was written
        ("published: 2016-03-27T18:30:00Z", datetime(2016, 3, 27, 18, 30, tzinfo=UTC)),
        ("date: 2016-03-27 18:30:00 +0000", datetime(2016, 3, 27, 18, 30, tzinfo=UTC)),
        ("published: true", None),
        ("date:", None),
    ],
)
def test_dates_are_read_with_and_without_a_time(line: str, published: date | None) -> None:
    assert article_of(f"---\n{line}\n---\nText.").published == published


@pytest.mark.parametrize(
    ("written", "author"),
    [("Ida Reed", "Ida Reed"), ("[Ida Reed, Tom Hask]", "Ida Reed, Tom Hask"), ("{name: Ida}", None), ("", None)],
    ids=["one", "several", "strange", "none"],
)
def test_an_author_is_kept_in_whichever_of_the_usual_ways_it_is_written(written: str, author: str | None) -> None:
    assert article_of(f"---\nauthor: {written}\n---\nText.").author == author


def test_tags_may_be_parted_by_commas() -> None:
    assert article_of("---\ntags: river, old dam,,\n---\nText.").tags == ("river", "old dam")


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    article = article_of("---\ntitle: 1.10\nlanguage: no\ntags: [yes, 2016-03-27]\n---\nText.")

    assert (article.title, article.language, article.tags) == ("1.10", "no", ("yes", "2016-03-27"))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("title: a: b", "broken front matter at line 2: mapping values are not allowed here"),
        ("title: a\ntags: [b", "broken front matter at line 4: expected ',' or ']', but got '<stream end>'"),
        ("date: 27 March", "date: '27 March' is no date (2016-03-27 or 2016-03-27 18:30)"),
        ("date: 2016-02-30", "date: '2016-02-30' is no date (2016-03-27 or 2016-03-27 18:30)"),
        (
            "url: javascript:alert(1)",
            "url: 'javascript:alert(1)' is no address that begins with http:// or https://",
        ),
        ("url: http://[", "url: 'http://[' is no address that begins with http:// or https://"),
        ("language: English", "language: 'English' is no code of two or three letters (en, ru, en-US)"),
        ("title: [a]", "title: is a list, where one value is wanted"),
        ("tags: {a: b}", "tags: are neither a list of words nor words parted by commas"),
        ("- a", "the front matter is a list, not keys with values"),
        ("a: &a [b]\nc: [*a, *a]", "front matter at line 3: YAML aliases (*) are not read"),
        ("a: " + "[" * 60_000, "front matter at line 2: nested deeper than 10 levels"),
        ("title: " + "a" * 301, "title: 301 characters are too long (at most 300)"),
        ("title: a\n" + "# much\n" * 10_000, "the front matter has no closing --- within 64 kB"),
    ],
)
def test_front_matter_that_can_not_be_read_is_reported_with_its_place(lines: str, why: str) -> None:
    assert reason(f"---\n{lines}\n---\nText.") == why


def test_front_matter_is_never_python() -> None:
    assert article_of("---\nx: !!python/object/apply:os.getcwd []\n---\nText.").text == "Text."


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert article_of("---\nThe river rose.\n\n---\nIt fell.").text == "The river rose.\n\nIt fell."
    assert article_of("---\n\nThe river rose.").text == "The river rose."


@pytest.mark.parametrize("heading", ["# The *flood* #", "The *flood*\n===", "### The [flood](http://a.b)"])
def test_the_first_heading_is_the_title_and_not_repeated(heading: str) -> None:
    article = article_of(f"{heading}\n\nThe river rose.\n\n## After\n\nIt fell.")

    assert (article.title, article.text) == ("The flood", "The river rose.\n\nAfter\n\nIt fell.")


def test_a_heading_that_says_the_title_again_is_left_out() -> None:
    assert text_of("# t\n\nText.") == "Text."


def test_without_a_heading_the_name_is_the_title() -> None:
    assert article_of("The river rose.").title == "the flood"


def test_a_heading_too_long_for_a_title_is_text() -> None:
    long = "word " * 80
    article = article_of(f"# {long}\n\nText.")

    assert (article.title, article.text) == ("the flood", f"{long.strip()}\n\nText.")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("# Title", "has a title but no text"),
        ("---\ntitle: T\n---\n", "has a title but no text"),
        ("<!-- nothing -->", "is empty"),
        ("\n\n", "is empty"),
    ],
)
def test_markdown_without_text_is_reported(content: str, why: str) -> None:
    assert reason(content) == why


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param("**Bold** and _soft_, ~~gone~~ `code`.", "Bold and soft, gone code.", id="emphasis"),
        pytest.param("A [link](http://a.b 'x'), <http://c.d>.", "A link, http://c.d.", id="links"),
        pytest.param("See ![the *dam*](dam.png).", "See the dam.", id="picture in a sentence"),
        pytest.param("![A map](m.png) The town lies low.", "A map\nThe town lies low.", id="picture before a sentence"),
        pytest.param("It is low. ![A map](m.png) So be it.", "It is low.\nA map\nSo be it.", id="picture between two"),
        pytest.param("It is low. ![A map](m.png)", "It is low.\nA map", id="picture after a sentence"),
        pytest.param(
            "It is low.\n![A map](m.png)\nSo be it.", "It is low.\nA map\nSo be it.", id="picture in its line"
        ),
        pytest.param("It lies\\\n![](m.png)\n_low_.", "It lies\nlow.", id="picture without a word"),
        pytest.param("[![one](a.b)](c) **![two](d)**", "one\ntwo", id="pictures in a row"),
        pytest.param("- ![A loaf](l.png) Bread\n- Milk", "A loaf\nBread\nMilk", id="picture in a list"),
        pytest.param("|a|\n|-|\n|![A loaf](l.png) x|", "a\nA loaf x", id="picture in a table"),
        pytest.param("One\ntwo\\\nthree  \nfour", "One two\nthree\nfour", id="line ends"),
        pytest.param("河水漫过\n堤岸", "河水漫过堤岸", id="wrapped chinese"),
        pytest.param("A &amp; B &lt;C&gt; x\\*y", "A & B <C> x*y", id="entities"),
        pytest.param("a&#13;b&shy;c&#0;d", "a\nbc\ufffdd", id="entities of what is cleaned away"),
        pytest.param("An <b class='x'>inline</b> tag<br>and<!-- no --> more", "An inline tag\nand more", id="tags"),
        pytest.param("Before\n\n<!-- no\n\nnothing -->\n\nAfter", "Before\n\nAfter", id="comment"),
        pytest.param(
            "<div><p>One &amp;\ntwo</p><p>3 < 4</p><script>\nbad()\n</script></div>", "One & two\n3 < 4", id="html"
        ),
        pytest.param("Buy:\n\n- milk\n- old\n  bread\n  1. rye\n\n* a", "Buy:\n\nmilk\nold bread\nrye\n\na", id="list"),
        pytest.param("1. one\n\n   more\n\n2. two", "one\nmore\ntwo", id="loose list"),
        pytest.param("> Said\n> he\n>\n> > twice", "Said he\n\ntwice", id="block quote"),
        pytest.param("| a | b |\n|---|---|\n| *c* | |\n| d | e \\| f |", "a | b\nc | \nd | e | f", id="table"),
        pytest.param("```py\nif x:\n\n\n    y\n```\n\n    z", "if x:\n\n    y\n\nz", id="code"),
        pytest.param(
            "It rose[^1] by night[^n].\n\n[^1]: In March.\n[^n]: Late\n    at night.",
            "It rose by night.\n\nIn March.\n\nLate at night.",
            id="footnotes",
        ),
        pytest.param("One[^1].\n\n[^1]:\nTwo.", "One.\n\nTwo.", id="empty footnote"),
        pytest.param("[a]: http://b.c\n\nSee [a][].", "See a.", id="reference"),
        pytest.param("One.\n\n***\n\nTwo.", "One.\n\nTwo.", id="rule"),
    ],
)
def test_text_is_what_a_reader_of_the_page_sees(markdown: str, text: str) -> None:
    assert text_of(markdown) == text.replace("c | \n", "c |\n")


def test_an_older_encoding_is_read_in_markdown_too() -> None:
    (article,) = read(Source("a.md", "# Потоп\r\n\r\nРека вышла из берегов и залила город.".encode("cp1251")))

    assert (article.title, article.text) == ("Потоп", "Река вышла из берегов и залила город.")


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_nesting_deeper_than_the_parser_follows_is_reported(mark: str) -> None:
    assert reason(mark * 10_000 + "a") == "has lists or quotations nested deeper than 10 levels"


@pytest.mark.parametrize("mark", ["[", "![", "*a", "`a", "<", "<b ", "&", "(", "a|", "[^"])
def test_marks_without_end_are_text(mark: str) -> None:
    assert text_of(f"Text.\n\n{mark * 2_000}").startswith("Text.\n\n")


def test_many_pictures_in_a_line_take_no_quadratic_time() -> None:
    assert text_of("Text.\n\n" + "![a](b) " * 5_000 + "c").count("a\n") == 5_000


def test_more_markdown_than_can_be_parsed_is_refused_by_size() -> None:
    content = "Text.\n\n" * (MAX_MARKDOWN_BYTES // 7 + 1)
    assert reason(content) == "is 5.0 MB of Markdown, and at most 5 MB is read; save it as .txt or in parts"
