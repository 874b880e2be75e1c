"""PDF documents, made here line by line: what is read of them is what a person reads."""

from __future__ import annotations

import re
from datetime import date
from textwrap import wrap

import pytest

from retrieval.errors import SourceError
from retrieval.readers import read
from retrieval.types import Article, Source
from tests.retrieval.readers.pdfs import Line, column, pdf
from tests.retrieval.readers.test_encoding import PARAGRAPHS

FLOOD = (
    "In spring the river left its bed and flooded the lower streets of the city. The people of two quarters were taken"
    " out by boat at night, and in the morning the school opened a shelter. Nobody died, but three people were taken to"
    " hospital with hypothermia, and the old dam did not hold."
)
DAM = (
    "Engineers promise to repair the dam by autumn. The council has found the money for it in the budget of the roads,"
    " which will have to wait for another year, as the mayor said at the meeting on Monday."
)
TEXTS = {paragraph.language: paragraph.text for paragraph in PARAGRAPHS}


def article_of(content: bytes, name: str = "a.pdf") -> Article:
    (article,) = read(Source(name, content))
    return article


def text_of(*pages: list[Line]) -> str:
    """The text of pages; the title is given, so that no line is taken for it."""
    return article_of(pdf(*pages)).text


def reason(content: bytes) -> str:
    with pytest.raises(SourceError) as refused:
        read(Source("a.pdf", content))
    assert refused.value.uri == "a.pdf"
    return refused.value.reason


def test_title_day_and_text_are_read() -> None:
    content = pdf(
        [Line(50, 50, "The flood", 20), *column(50, 90, *wrap(FLOOD, 60))],
        info="/Title (Microsoft Word - flood.doc) /CreationDate (D:20160327183000+02'00')",
    )

    assert article_of(content) == Article.create(
        "The flood", FLOOD, source="a.pdf", published=date(2016, 3, 27), language="en"
    )


def test_the_title_of_the_properties_counts_where_the_page_says_it_too() -> None:
    page = [Line(50, 50, "CITY NEWS", 24), Line(50, 80, "The  flood", 14), *column(50, 110, *wrap(FLOOD, 60))]

    assert article_of(pdf(page, info="/Title (The flood)")).title == "The flood"
    assert article_of(pdf(page, info="/Title (An older report)")).title == "CITY NEWS"


def test_without_a_larger_line_the_title_is_that_of_the_properties_or_the_name() -> None:
    page = column(50, 50, *wrap(FLOOD, 60))

    assert article_of(pdf(page, info="/Title (Spring)")).title == "Spring"
    assert article_of(pdf(page), "reports/the_flood.pdf").title == "the flood"
    # In Windows-1251, as the scan of a folder calls it.
    name = "".join(f"\\x{byte:02x}" if byte > 127 else chr(byte) for byte in "Отчёт_о_наводнении".encode("cp1251"))
    assert article_of(pdf(page), f"{name}.pdf").title == "Отчёт о наводнении"


def test_wrapped_lines_are_joined_and_paragraphs_parted_by_space() -> None:
    lines = wrap(FLOOD, 50)

    assert (
        text_of(column(50, 50, *lines) + column(50, 50 + 12 * len(lines) + 10, *wrap(DAM, 50))) == f"{FLOOD}\n\n{DAM}"
    )


def test_an_indent_or_a_short_last_line_begins_a_paragraph() -> None:
    first, second = wrap(FLOOD, 65), wrap(DAM, 65)
    below = 50 + 12 * len(first)

    indented = [*column(50, 50, *first), Line(65, below, second[0]), *column(50, below + 12, *second[1:])]
    assert text_of(indented) == f"{FLOOD}\n\n{DAM}"
    # The last line of the first paragraph is short.
    assert text_of(column(50, 50, *first, *second)) == f"{FLOOD}\n\n{DAM}"


@pytest.mark.parametrize("gutter", [12, 40])
def test_two_columns_are_read_one_after_the_other_in_whatever_order_they_are_written(gutter: int) -> None:
    left, right = column(50, 100, *wrap(FLOOD, 40)), column(250 + gutter, 106, *wrap(DAM + " " + DAM, 40))
    heading = Line(50, 50, "A heading that goes over both of the columns", 18)
    row_by_row = sorted([*left, *right], key=lambda line: line.y)

    for lines in ([*left, *right], [*right, *left], row_by_row):
        article = article_of(pdf([heading, *lines]))
        assert article.title == heading.text
        assert article.text == f"{FLOOD}\n\n{DAM} {DAM}"


def test_a_heading_that_ends_above_the_second_column_comes_before_both() -> None:
    text = "The old dam above the city, built for Palmyra by engineers of " + FLOOD
    lines = ["The old dam above the city, built for", *wrap(text.partition("for ")[2], 40)]
    columns = [*column(50, 100, *lines[:4]), *column(290, 106, *lines[4:])]
    # The second line would be one of the left column; the short one ends above the right column.
    long = [Line(50, 40, "The flood of the lower city and the river", 18), Line(50, 62, "Euphrates in spring", 18)]
    short = [Line(50, 60, "A heading over part of the right", 18)]

    for heading in (long, short):
        article = article_of(pdf([*heading, *columns]))
        assert article.title == " ".join(line.text for line in heading)
        assert article.text == text


def test_a_line_of_prose_that_is_justified_with_wide_gaps_is_no_row_of_a_table() -> None:
    lines = wrap(FLOOD, 40)
    wide = [Line(50, 100, "The extraordinary"), Line(163, 100, "administration"), Line(240, 100, "in")]

    assert text_of([*wide, *column(50, 112, *lines)]) == f"The extraordinary administration in {FLOOD}"


def test_articles_in_columns_below_one_another_are_read_one_after_the_other() -> None:
    first, second = wrap(FLOOD, 40), wrap(FLOOD, 40)
    page = [
        Line(50, 50, "The flood", 18),
        *column(50, 80, *first[:4]),
        *column(290, 80, *first[4:]),
        Line(50, 180, "The dam", 18),
        *column(50, 210, *second[:4]),
        *column(290, 210, *second[4:]),
    ]

    article = article_of(pdf(page))
    assert f"{article.title}\n\n{article.text}" == f"The flood\n\n{FLOOD}\n\nThe dam\n\n{FLOOD}"


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    text = FLOOD.replace(".", ";").replace("hold;", "hold.")
    lines = wrap(text, 30)

    pages = [column(50, 100, *lines[:4]) + column(300, 100, *lines[4:8]), column(50, 100, *lines[8:])]
    assert text_of(*pages) == text


def test_a_note_at_the_foot_of_a_page_does_not_part_a_sentence() -> None:
    lines = wrap(FLOOD, 60)
    note = Line(50, 700, "1 As the council counted.", 7)

    assert text_of([*column(50, 100, *lines[:2]), note], column(50, 100, *lines[2:])) == f"{note.text}\n\n{FLOOD}"


def test_a_word_divided_at_the_end_of_a_line_is_put_together() -> None:
    lines = ["The inhabitants of the lower city were evacu-", "ated by boat, as the well-", "known mayor said,"]

    assert text_of(column(50, 50, *lines, "who is well-known, and by a vice-", "President of the council.")) == (
        "The inhabitants of the lower city were evacuated by boat, as the well-known mayor said, who is well-known, and"
        " by a vice-President of the council."
    )


def test_soft_hyphens_and_ligatures_are_no_letters() -> None:
    assert text_of(
        column(50, 50, "The o\ufb03cers of the \ufb01re bri\u00adgade came in great num\u00ad", "bers.")
    ) == ("The officers of the fire brigade came in great numbers.")


def test_running_titles_and_page_numbers_are_left_out() -> None:
    lines = wrap(f"{FLOOD} {DAM}", 60)
    third = len(lines) // 3
    parts = [lines[:third], lines[third : 2 * third], lines[2 * third :]]
    pages = [
        [
            Line(50, 30, "The Flood Report"),
            *column(50, 100, *part),
            Line(50, 800, "Ann Bell"),
            Line(290, 800, f"{number}"),
        ]
        for number, part in enumerate(parts, 98)
    ]

    assert text_of(*pages) == f"{FLOOD} {DAM}"


def test_the_title_of_a_chapter_beside_the_number_of_its_page_is_left_out() -> None:
    pages = [
        [Line(50, 30, chapter), Line(500, 30, f"{number}"), *column(50, 100, *wrap(text, 60))]
        for number, (chapter, text) in enumerate([("The river", FLOOD), ("The dam", DAM), ("The boats", FLOOD)], 7)
    ]

    assert text_of(*pages) == f"{FLOOD}\n\n{DAM}\n\n{FLOOD}"


def test_the_number_of_a_single_page_is_left_out() -> None:
    assert text_of([*column(50, 50, *wrap(FLOOD, 60)), Line(290, 800, "- 1 -")]) == FLOOD


def test_rows_of_tables_and_lists_are_lines() -> None:
    rows = [("Place", "Dead", "Saved"), ("Harbour", "2", "45"), ("Lower city", "0", "312")]
    table = [
        Line(x, 90 + 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((50, 200, 300), row, strict=True)
    ]
    points = column(50, 160, "• The first point is so long that it has to be", "  wrapped", "• Second", "• Third")

    assert text_of([Line(50, 50, "These are the numbers that the council gave."), *table, *points]) == (
        "These are the numbers that the council gave.\n\n"
        "Place | Dead | Saved\nHarbour | 2 | 45\nLower city | 0 | 312\n\n"
        "• The first point is so long that it has to be wrapped\n• Second\n• Third"
    )


def test_verse_keeps_its_lines() -> None:
    verse = ["The river rose at night,", "The river rose by day,", "And nobody was left", "To carry it away"]

    assert text_of([*column(50, 50, *wrap(FLOOD, 60)), *column(50, 150, *verse)]) == FLOOD + "\n\n" + "\n".join(verse)


def test_a_list_of_contents_with_its_dots_is_left_out() -> None:
    contents = ["1 The river " + ". " * 20 + "3", "2 The dam" + "." * 30 + "12"]

    assert text_of(column(50, 50, *contents) + column(50, 120, *wrap(FLOOD, 60))) == FLOOD


@pytest.mark.parametrize("language", ["hebrew", "arabic"])
@pytest.mark.parametrize("is_typed", [True, False], ids=["as it is typed", "as it is seen"])
def test_text_from_right_to_left_is_read_as_it_is_typed(language: str, is_typed: bool) -> None:
    placed = []
    for number, line in enumerate(wrap(TEXTS[language], 50)):
        if is_typed:
            # Word by word from the right, as some programs write.
            starts = [found.start() for found in re.finditer(r"\S+", line)]
            words = zip(starts, line.split(), strict=True)
            placed += [Line(545 - 5 * (start + len(word)), 50 + 12 * number, word[::-1]) for start, word in words]
        else:
            placed.append(Line(545 - 5 * len(line), 50 + 12 * number, line[::-1]))

    assert text_of(placed) == TEXTS[language]


def test_numbers_and_latin_words_stand_in_their_order_among_arabic_ones() -> None:
    logical = "وقال رئيس البلدية إن 1250 شخصا من Lower City بخير."
    seen = ".ريخب Lower City نم اصخش 1250 نإ ةيدلبلا سيئر لاقو"

    assert text_of([Line(300, 50, seen)]) == logical


@pytest.mark.parametrize("language", ["russian", "greek", "chinese", "japanese", "korean", "thai", "turkish"])
def test_every_alphabet_is_read(language: str) -> None:
    text = TEXTS[language]
    width = 30 if language in {"chinese", "japanese", "thai"} else 60

    assert text_of(column(50, 50, *wrap(text, width))).replace(" ", "") == text.replace(" ", "")


def test_letters_beyond_the_basic_plane_are_whole() -> None:
    assert text_of(column(50, 50, "It rained 🌧 on 𝔄nn", "and on Ben.")) == "It rained 🌧 on 𝔄nn and on Ben."


def test_a_glyph_without_a_letter_is_not_lost_without_a_trace() -> None:
    assert text_of(column(50, 50, "It r\0ined all day, and the", "river left its bed.")) == (
        "It r\ufffdined all day, and the river left its bed."
    )


def test_behind_marks_above_thai_letters_there_is_no_space() -> None:
    assert text_of([Line(50, 50, "ที่"), Line(68, 50, "พักชั่วคราว")]) == "ที่พักชั่วคราว"


@pytest.mark.parametrize("turn", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"])
def test_a_page_that_lies_on_its_side_is_read(turn: str) -> None:
    def turned(found: re.Match[bytes]) -> bytes:
        x, y = float(found[1]), float(found[2])
        place = {"0 1 -1 0": (842 - y, x), "0 -1 1 0": (y, 595 - x), "-1 0 0 -1": (595 - x, 842 - y)}[turn]
        return f"{turn} {place[0]:g} {place[1]:g} Tm".encode()

    content = re.sub(rb"1 0 0 1 (\S+) (\S+) Tm", turned, pdf(column(50, 50, *wrap(FLOOD, 60))))

    assert article_of(content).text == FLOOD


def test_a_scan_is_told_what_to_do() -> None:
    assert reason(pdf([])) == "has no text layer: it is a scan; run OCR on it first"


def test_glyphs_without_letters_are_told() -> None:
    assert reason(pdf([Line(50, 50, "\ue001\ue002\ue003 \ue004")])) == (
        "does not say which letters its glyphs are; make it anew with another program, or run OCR on it"
    )


def test_letters_that_nobody_sees_are_no_text() -> None:
    assert reason(pdf([Line(50, 50, "\u202e\u2066"), Line(50, 70, "\ufeff")])) == (
        "has no text but running titles and page numbers"
    )


def test_a_locked_document_is_told() -> None:
    content = pdf([Line(50, 50, "secret")]).replace(
        b"trailer << ",
        b"trailer << /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter"
        b" /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"5a" * 32 + b"> /U <" + b"a5" * 32 + b"> >> ",
    )

    assert reason(content) == "is locked with a password"


def test_a_document_cut_short_is_never_read_in_part() -> None:
    content = pdf([Line(50, 50, "The flood", 20), *column(50, 90, *wrap(FLOOD, 60))])

    for end in range(8, len(content) - 40, 97):
        assert reason(content[:end]) in {
            "is damaged or incomplete, and can't be opened",
            "is incomplete: its end is missing",
        }


def test_a_document_with_broken_bytes_is_read_or_refused() -> None:
    content = pdf([Line(50, 50, "The flood", 20), *column(50, 90, *wrap(FLOOD, 60))])
    outcomes = set()
    for place in range(8, len(content), 61):
        try:
            article_of(content[:place] + b"\xff\x00[" + content[place + 3 :])
            outcomes.add("read")
        except SourceError as refused:
            assert refused.uri == "a.pdf"
            outcomes.add("refused")

    assert outcomes == {"read", "refused"}
