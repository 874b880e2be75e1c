from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import PartlyRead, SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.json_lines import read_json_lines
from retrieval.types import Article, Source
from tests.retrieval.readers.sampling import partly, refused, sample

GOOD = '{"title": "The flood", "text": "The river rose."}'


def lines(*written: str) -> Source:
    return Source("a.jsonl", "\n".join(written).encode())


def test_each_line_is_an_article() -> None:
    assert read_json_lines(sample("articles.jsonl")) == [
        Article.create(
            "The flood",
            "The river rose.\n\nIt fell.",
            source="articles.jsonl",
            url="https://marsh.example/flood",
            published=date(2016, 3, 27),
            language="en",
            tags=("river",),
        ),
        Article.create(
            "The heron is back. It stands by the sluice.",
            "The heron is back. It stands by the sluice.",
            source="articles.jsonl",
            published=datetime(2016, 3, 25, 8, tzinfo=UTC),
            language="en",
        ),
    ]


def test_a_line_may_name_an_author() -> None:
    (article,) = read_json_lines(lines('{"text": "The river rose.", "author": ["Ida Reed", "Tom Hask"]}'))

    assert article.author == "Ida Reed, Tom Hask"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"text": "a"', "is no JSON: Expecting ',' delimiter at column 13"),
        ("The river rose.", "is no JSON: Expecting value at column 1"),
        ("[" * 100_000, "is no JSON that is read: nested too deep"),
        ("9" * 5_000, "is no JSON that is read: a number is too long"),
        ("5", 'is no object such as {"title": "...", "text": "..."}'),
        ("{}", 'has no "text"'),
        ('{"text": null}', 'has no "text"'),
        ('{"text": ["a"]}', "text: is no string"),
        ('{"text": " \\u00ad"}', "text: is empty"),
        ('{"text": "a", "published": "27 March"}', "published: '27 March' is no date (2016-03-27 or 2016-03-27 18:30)"),
        (
            '{"text": "a", "published": 1459096200}',
            "published: '1459096200' is no date (2016-03-27 or 2016-03-27 18:30)",
        ),
        (
            '{"text": "a", "url": "marsh.example"}',
            "url: 'marsh.example' is no address that begins with http:// or https://",
        ),
        (
            '{"text": "a", "language": "English"}',
            "language: 'English' is no code of two or three letters (en, ru, en-US)",
        ),
        ('{"text": "a", "title": {}}', "title: is a list, where one value is wanted"),
        ('{"text": "a", "tags": [["b"]]}', "tags: are neither a list of words nor words parted by commas"),
    ],
)
def test_a_bad_line_is_named_and_costs_that_line_only(line: str, why: str) -> None:
    reason, articles = partly(read_json_lines, lines(GOOD, "", line, '{"text": "It fell."}'))

    assert reason == f"line 3: {why}"
    assert [article.text for article in articles] == ["The river rose.", "It fell."]


def test_of_many_bad_lines_the_first_are_named() -> None:
    assert refused(read_json_lines, lines(*["{}"] * 8)) == (
        'line 1: has no "text"; line 2: has no "text"; line 3: has no "text"; line 4: has no "text"; line 5: has no'
        ' "text"; and 3 more'
    )


def test_a_list_of_objects_is_read_too() -> None:
    reason, articles = partly(read_json_lines, Source("a.json", f"[\n{GOOD},\n 5,\n{GOOD}\n]".encode()))

    assert reason == 'object 2: is no object such as {"title": "...", "text": "..."}'
    assert [article.title for article in articles] == ["The flood"]


def test_one_object_over_several_lines_is_read_too() -> None:
    (article,) = read_json_lines(Source("a.json", json.dumps(json.loads(GOOD), indent=2).encode()))

    assert article.title == "The flood"


def test_the_same_line_twice_is_one_article() -> None:
    assert len(read_json_lines(lines(GOOD, GOOD))) == 1


def test_separators_of_unicode_in_a_string_end_no_line() -> None:
    (article,) = read_json_lines(lines('{"title": "a\u2028b", "text": "The river\u2028rose.\x85"}'))

    assert (article.title, article.text) == ("a b", "The river\n\nrose.")


def test_text_is_cut_into_paragraphs_as_that_of_a_text_file() -> None:
    text = "The river left its bed.\n\nboats\nblankets\n\n\nThe end."
    (article,) = read_json_lines(lines(json.dumps({"text": text})))

    assert article.text == "The river left its bed.\n\nboats\nblankets\n\nThe end."


def test_nothing_is_called_empty() -> None:
    assert refused(read_json_lines, Source("a.jsonl", b"\n \n")) == "is empty"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(st.sampled_from(["text", "title", "url", "published", "language", "tags", "date"]), values)


@settings(max_examples=200)
@given(st.lists(objects.map(json.dumps) | st.text(st.characters(codec="utf-8"), max_size=30), max_size=4))
def test_any_lines_give_canonical_articles_or_a_reason(written: list[str]) -> None:
    try:
        articles = read_json_lines(lines(*written))
    except NotTextError:
        return
    except PartlyRead as error:
        articles = list(error.articles)
    except SourceError as error:
        assert error.reason
        return
    for article in articles:
        assert article.title.strip() == article.title != ""
        assert article.text.strip() == article.text != ""
        assert not set(article.text + article.title) & set("\r\v\f\0\x85\u2028\u2029\u00ad\ufeff\u202e")
        (article.title + article.text + "".join(article.tags)).encode()
