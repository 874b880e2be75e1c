from __future__ import annotations

import pytest

from retrieval.errors import SourceError
from retrieval.readers import read
from retrieval.types import Article, Source


def text_of(body: str) -> str:
    (article,) = read(Source("a.txt", f"Title\n{body}".encode()))
    return article.text


def reason(content: bytes, uri: str = "a.txt") -> str:
    with pytest.raises(SourceError) as refused:
        read(Source(uri, content))
    assert refused.value.uri == uri
    return refused.value.reason


def test_the_first_line_that_is_not_empty_is_the_title() -> None:
    content = b"\xef\xbb\xbf\r\n \r\n  The flood  \r\n\r\nThe river left its bed and flooded the lower streets.\r\n"

    assert read(Source("news/flood.txt", content)) == [
        Article.create(
            "The flood",
            "The river left its bed and flooded the lower streets.",
            source="news/flood.txt",
            language="en",
        )
    ]


def test_the_language_of_the_text_is_found() -> None:
    (article,) = read(Source("a.txt", "Потоп\n\nРека вышла из берегов и залила нижние улицы.".encode("koi8_r")))

    assert (article.title, article.language) == ("Потоп", "ru")


def test_a_first_line_too_long_for_a_title_is_text_and_the_name_is_the_title() -> None:
    line = "The river rose. " * 20
    (article,) = read(Source("news/the-great_flood.txt", line.encode()))

    assert (article.title, article.text) == ("the great flood", line.strip())


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\0\0", "\u00ad".encode()])
def test_a_file_without_a_letter_is_called_empty(content: bytes) -> None:
    assert reason(content) == "is empty"


def test_a_title_alone_is_no_article() -> None:
    assert reason(b"The flood\n\n\n") == "has a title but no text"


def test_a_picture_renamed_is_called_one() -> None:
    assert reason(b"\x89PNG\r\n\x1a\n\0\0") == "is a PNG picture, not text"


def test_the_ending_of_a_name_is_read_in_capitals_too() -> None:
    assert read(Source("A.TXT", b"T\n\nA text."))[0].text == "A text."


def test_blank_lines_part_paragraphs() -> None:
    assert text_of("\nOne.\n\n\n \nTwo.\n\n") == "One.\n\nTwo."


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    long = "The river left its bed in the night and flooded the lower streets of the old town by the harbour."
    assert text_of(f"{long}\nWIDE FLOOD\n{long}\n{long}") == f"{long}\n\nWIDE FLOOD\n\n{long}\n\n{long}"


def test_long_lines_are_paragraphs_even_where_others_are_parted_by_blank_lines() -> None:
    long = "The river left its bed in the night and flooded the lower streets. " * 3
    assert text_of(f"\n{long}\n{long}\n\nEnd.") == f"{long.strip()}\n\n{long.strip()}\n\nEnd."


WRAPPED = """\
In spring the river left its bed and flooded the lower streets of the
town. The people of two quarters were taken out by boat in the night,
and in the morning the school opened a shelter. Mayor Brown said that
the water had risen faster than a year before, and that the well-
known old dam had not held.

Nobody died.
"""
UNWRAPPED = (
    "In spring the river left its bed and flooded the lower streets of the town. The people of two quarters were"
    " taken out by boat in the night, and in the morning the school opened a shelter. Mayor Brown said that the"
    " water had risen faster than a year before, and that the well-known old dam had not held."
)


def test_lines_wrapped_at_a_margin_are_joined_by_a_space() -> None:
    assert text_of(f"\n{WRAPPED}") == f"{UNWRAPPED}\n\nNobody died."


def test_wrapped_text_without_blank_lines_is_joined_up_to_the_short_lines() -> None:
    wrapped = WRAPPED.partition("\n\n")[0]
    assert text_of(f"{wrapped}\n{wrapped}") == f"{UNWRAPPED}\n\n{UNWRAPPED}"


def test_wrapped_lines_of_a_language_without_capitals_are_joined() -> None:
    arabic = [
        "في الربيع فاض النهر وغمر الشوارع السفلى من المدينة ونقل سكان",
        "حيين بالقوارب ليلا وفي الصباح فتحت المدرسة مأوى مؤقتا وقال",
        "رئيس البلدية إن المياه ارتفعت أسرع من العام الماضي وإن السد",
        "القديم لم يصمد.",
    ]
    assert text_of("\n" + "\n".join(arabic)) == " ".join(arabic)


def test_wrapped_lines_of_chinese_are_joined_with_nothing_between() -> None:
    lines = [
        "春天，河水漫过堤岸，淹没了城市低处的街道。两个街",
        "区的居民夜里乘船撤离，早上学校开放了临时避难所。",
        "市长说，水位上涨的速度比去年更快，旧堤坝没有挡住",
        "。没有人死亡。",
    ]
    assert text_of("\n" + "\n".join(lines)) == "".join(lines)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            """\
The river came by night and no one heard it at the door,
But all at once the stairs were wet and water on the floor,
And all the boats that lay at rest were knocking on the wall,
And every bell in town was rung to wake and save us all.""",
            id="verse",
        ),
        pytest.param(
            """\
the river came by night
and no one heard
the water at the door
until the bells""",
            id="verse without capitals",
        ),
        pytest.param(
            """\
- boats for the people of the two lower quarters of the town
- blankets and dry clothes for those who were in cold water
- bread, tea and hot soup for everybody who helps at the dam""",
            id="list",
        ),
        pytest.param("12 Harbour Street\nthe lower town\nSyria", id="address"),
        pytest.param(
            "The river left its bed and flooded the lower streets.\nThe people were taken out by boat in the night.\n"
            "The school opened a shelter early in the morning.",
            id="a sentence a line",
        ),
        pytest.param("春天来了\n河水漫过堤岸\n人们乘船离去", id="chinese verse"),
    ],
)
def test_lines_that_their_writer_ended_stay_lines(lines: str) -> None:
    assert text_of(f"\nBefore.\n\n{lines}") == f"Before.\n\n{lines}"


def test_verse_beside_wrapped_prose_stays_verse() -> None:
    verse = "the river came by night\nand no one heard\nthe water at the door"
    assert text_of(f"\n{WRAPPED}\n{verse}") == f"{UNWRAPPED}\n\nNobody died.\n\n{verse}"


def test_rows_of_a_wrapped_list_are_joined_each_by_itself() -> None:
    rows = """\
1. The people of the two quarters were taken out by boat in the night
   and brought to the school, where a shelter was opened for them all.
2. The old dam did not hold, because the water rose much faster than it
   had done in the year before."""
    assert text_of(f"\n{rows}\n\nEnd.") == (
        "1. The people of the two quarters were taken out by boat in the night and brought to the school, where a"
        " shelter was opened for them all.\n2. The old dam did not hold, because the water rose much faster than it"
        " had done in the year before.\n\nEnd."
    )


def test_five_million_words_are_read_whole() -> None:
    paragraph = "The river left its bed and flooded the lower streets of the town by the harbour. " * 8 + "\n\n"
    count = 5_000_000 // len(paragraph.split())
    assert text_of("\n" + paragraph * count) == (paragraph.replace(" \n", "\n") * count).rstrip()
