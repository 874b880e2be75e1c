"""Parse modes: from marked text to text and entities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import covered, finished, slice_units, units
from bot.playground.html import parse_html
from bot.playground.markdown import parse_markdown
from bot.playground.model import Entity, FormattedText
from bot.playground.refusals import Refused


def parts(content: FormattedText) -> list[tuple[str, str]]:
    ordered = sorted(content.entities, key=lambda entity: (entity.offset, -entity.length))
    return [(entity.type, covered(content, entity)) for entity in ordered]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("<b>bo<i>th</i></b> &lt;&amp;&gt; &#33;", "both <&> !", [("bold", "both"), ("italic", "th")]),
        ("🌍 <u>world</u> <s>gone</s>", "🌍 world gone", [("underline", "world"), ("strikethrough", "gone")]),
        ('<a href="https://a.example/?x=1&amp;y=2">link</a>', "link", [("text_link", "link")]),
        ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", "long")]),
        ("<blockquote>a <b>b</b></blockquote>", "a b", [("blockquote", "a b"), ("bold", "b")]),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", [("pre", "x = 1")]),
        ('<span class="tg-spoiler">who</span> <code>c</code>', "who c", [("spoiler", "who"), ("code", "c")]),
        ('<tg-time unix="86400" format="D">day</tg-time>', "day", [("date_time", "day")]),
        ("<b></b>nothing bold", "nothing bold", []),
    ],
)
def test_html_is_read(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    content = parse_html(source)
    assert (content.text, parts(content)) == (text, expected)


def test_links_and_languages_are_kept_from_html() -> None:
    content = parse_html('<a href="https://a.example">x</a><pre><code class="language-c">y</code></pre>')
    assert content.entities == (
        Entity("text_link", 0, 1, url="https://a.example/"),
        Entity("pre", 1, 1, language="c"),
    )


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("*bold _both_*", "bold both", [("bold", "bold both"), ("italic", "both")]),
        ("__under__ ~gone~", "under gone", [("underline", "under"), ("strikethrough", "gone")]),
        ("||who|| it was", "who it was", [("spoiler", "who")]),
        (r"1\. \*not\* a\-b", "1. *not* a-b", []),
        (r"[a link](https://a.example/x\))", "a link", [("text_link", "a link")]),
        ("`x*y` and ```python\nz = 1```", "x*y and z = 1", [("code", "x*y"), ("pre", "z = 1")]),
        (">one\n>two\nthree", "one\ntwo\nthree", [("blockquote", "one\ntwo\n")]),
        ("**>one\n>two||\nthree", "one\ntwo\nthree", [("expandable_blockquote", "one\ntwo\n")]),
    ],
)  # fmt: skip
def test_markdown_is_read(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    content = parse_markdown(source)
    assert (content.text, parts(content)) == (text, expected)


@pytest.mark.parametrize("parse", [parse_html, parse_markdown])
@given(source=st.text("<>/b ia*_~|`[]()\\>\n.🌍&lt;=\"'", max_size=40))
def test_any_text_is_read_or_refused(parse, source: str) -> None:  # type: ignore[no-untyped-def]  # given takes it away
    try:
        content = parse(source)
    except Refused as refused:
        assert refused.code == 400
        return
    for entity in content.entities:
        assert 0 <= entity.offset < entity.end <= units(content.text)


@given(text=st.text(max_size=60))
def test_what_telegram_finds_lies_in_the_text(text: str) -> None:
    content = finished(FormattedText(text))
    assert content.text == content.text.strip()
    for entity in content.entities:
        assert covered(content, entity).strip() != ""


@given(before=st.text(max_size=20), part=st.text(min_size=1, max_size=20), after=st.text(max_size=20))
def test_units_are_those_of_utf16(before: str, part: str, after: str) -> None:
    text = before + part + after
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert slice_units(text, units(before), units(before) + units(part)) == part
