from __future__ import annotations

import pytest

from retrieval.readers.cleaning import canonical, clean


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh", id="line ends"),
        pytest.param("Pal\xadmy\xadra", "Palmyra", id="soft hyphens"),
        pytest.param("\ufeffa\ufeffb", "ab", id="byte order marks"),
        pytest.param("a\x00b\x07c\x1bd\x7fe\x9bf", "abcdef", id="control characters"),
        pytest.param("a\u202eb\u202cc\u2066d\u2069e", "abcde", id="paired direction marks"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogates"),
    ],
)
def test_what_is_invisible_and_harmful_goes(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "two  spaces and\ta tab",
        "50\u00a0000 and “curly” ‘quotes’ — …",
        "می\u200cخواهم",
        "👩\u200d🚀",
        "cafe\u0301 and caf\u00e9",
        "\u200fשלום\u200e (right to left)",
        "  indented",
    ],
)
def test_what_people_wrote_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_paragraphs_are_parted_by_exactly_one_blank_line() -> None:
    assert canonical(["  a", "", "b\n\n \n\nc ", "\n"]) == "a\n\nb\n\nc"


def test_no_space_stays_at_the_end_of_a_line() -> None:
    assert canonical(["a \t\u00a0\n  b\u3000\nc"]) == "a\n  b\nc"
