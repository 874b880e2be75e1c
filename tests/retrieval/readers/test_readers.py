"""What holds for every reader, whatever it is given."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.readers import READERS, read
from retrieval.readers.kinds import Kind
from retrieval.types import Article, Source

words = st.text(st.characters(codec="utf-8"), max_size=8)
marks = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\r\n",
        "\0",
        "\u2028",
        "\u00ad",
        "---\n",
        "title: ",
        "date: ",
        "tags: [",
        "# ",
        "> ",
        "- ",
        "1. ",
        "|",
        "|-|-|\n",
        "```\n",
        "    ",
        "<p>",
        "<!--",
        "-->",
        "<script>",
        "[^1]: ",
        "[^1]",
        "](",
        "&#13;",
        "&nbsp;",
        "**",
        "a" * 70 + "\n",
    ]
)
texts = st.lists(words | marks, max_size=40).map("".join)
encoded = st.builds(
    lambda text, encoding: text.encode(encoding, "ignore"),
    texts,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "koi8_r", "latin_1", "gb18030"]),
)


def check_canonical(article: Article) -> None:
    text = article.text
    assert article.title.strip() == article.title != ""
    assert "\n" not in article.title
    assert text.strip() == text != ""
    assert "\n\n\n" not in text
    assert not set(text) & set("\r\v\f\0\x85\u2028\u2029\u00ad\ufeff\u202e")
    assert all(line.rstrip() == line for line in text.split("\n"))
    text.encode()


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
@settings(max_examples=300)
@given(content=st.binary(max_size=300) | encoded)
def test_any_bytes_give_canonical_articles_or_a_reason(name: str, content: bytes) -> None:
    try:
        articles = read(Source(name, content))
    except SourceError as refused:
        assert refused.uri == name
        assert refused.reason
    else:
        assert articles
        for article in articles:
            check_canonical(article)


@pytest.mark.parametrize("kind", READERS)
def test_every_reader_of_the_registry_is_there(kind: Kind) -> None:
    module = import_module(f"retrieval.readers.{READERS[kind].module}")

    signature = inspect.signature(getattr(module, READERS[kind].function), eval_str=True)

    assert [each.annotation for each in signature.parameters.values()] == [Source]
    assert signature.return_annotation == list[Article]


@given(
    lines=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=90), min_size=1, max_size=12
    )
)
@settings(max_examples=300)
def test_a_text_file_loses_nothing_but_white_space(lines: list[str]) -> None:
    """Whatever is joined or parted: letters, digits and signs stay, in their order."""
    written = "\n".join(lines)
    try:
        (article,) = read(Source("a.txt", ("T\n\n" + written).encode()))
    except SourceError as refused:
        kept, reason = "", refused.reason
        assert reason == "has a title but no text"
    else:
        kept = article.text
    assert visible(kept) == visible(written)


def visible(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
