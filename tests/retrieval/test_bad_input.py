"""Everything that can be wrong with files, in one folder: each is named with its reason, the rest is answered from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from retrieval import Outcome
from tests.retrieval.conftest import Shelf
from tests.retrieval.readers.books import packed
from tests.retrieval.readers.pdfs import Line, pdf

PAGE = "<!DOCTYPE html><title>The dam</title><p>The dam of Orla was built by Vera Holt.</p>"
ENTITIES = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
LOCKED = b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> " % (
    b"5a" * 32, b"a5" * 32,
)  # fmt: skip

BAD = {
    "photo.txt": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "is a JPEG picture, not text"),
    "cut.pdf": (pdf([Line(50, 50, "The dam")])[:300], "is damaged or incomplete, and can't be opened"),
    "locked.pdf": (pdf([Line(50, 50, "The dam")]).replace(b"trailer << ", LOCKED), "is locked with a password"),
    "laughs.xml": (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{ENTITIES}]><rss><item><title>&l9;</title></item></rss>'
        .encode(),
        "is XML with declarations of its own (a DTD), which can be made to harm",
    ),
    "title.txt": (b"Three words alone", "has a title but no text"),
    "a.zip/bomb.txt": (bytes(5 * 2**20), "unpacks to more than 200 times its size, as bombs do"),
    "a.zip/inner.zip": (
        packed({"a.txt": "a"}),
        "is a zip archive inside of one; unpack it and add what is in it",
    ),
    "a.zip/../../etc/passwd.txt": (b"root", "has a name that leads out of the archive"),
}  # fmt: skip
GOOD = {
    "page.pdf": (PAGE.encode(), "who built the dam of Orla?", "The dam of Orla was built by Vera Holt."),
    "deep.html": (
        f"<p>Deep</p>{'<div>' * 10_000}<p>The mine of Homs was dug by Tom Hask.</p>{'</div>' * 10_000}".encode(),
        "who dug the mine of Homs?",
        "The mine of Homs was dug by Tom Hask.",
    ),
    "three.txt": (b"Three\n\nAda built Nuvia.", "who built Nuvia?", "Ada built Nuvia."),
    "once.txt": (b"Once\n\nForces held Aldor.", "who held Aldor?", "Forces held Aldor."),
    "twice.txt": (b"Once\n\nForces held Aldor.", "who held Aldor?", "Forces held Aldor."),
    "a.zip/beside.txt": (
        b"Beside\n\nThe mill of Brede was burnt by Max Brand.",
        "who burnt the mill of Brede?",
        "The mill of Brede was burnt by Max Brand.",
    ),
}


def test_all_that_is_bad_in_a_folder_is_named_with_its_reason_and_stops_nothing(shelf: Shelf) -> None:
    contents = {**{name: each[0] for name, each in BAD.items()}, **{name: each[0] for name, each in GOOD.items()}}
    for name, content in contents.items():
        if not name.startswith("a.zip/"):
            (shelf.sources / name).write_bytes(content)
    inside = {name.removeprefix("a.zip/"): each for name, each in contents.items() if name.startswith("a.zip/")}
    (shelf.sources / "a.zip").write_bytes(packed(inside))
    with (shelf.sources / "huge.txt").open("wb") as sparse:
        sparse.truncate(2 * 2**30)
    library = shelf.library()

    report = library.update()

    reasons = {name: reason for name, (_, reason) in BAD.items()}
    reasons["huge.txt"] = "is too large: 2,048.0 MB, and at most 100 MB is read"
    assert {each.uri: each.reason for each in report.of(Outcome.FAILED)} == reasons
    assert {each.uri for each in report.of(Outcome.NEW)} == set(GOOD)
    # One article has two names.
    assert report.article_count == len(GOOD) - 1
    for name, (_, question, sentence) in GOOD.items():
        best = library.answerer.answer(question, sources=[name]).quotes[0]
        assert best.text == sentence
    assert {each.uri: each.reason for each in library.update().of(Outcome.FAILED)} == reasons


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are UTF-8 there")
def test_a_file_whose_name_is_written_in_windows_1251_is_answered_from_under_a_name_that_can_be_typed(
    shelf: Shelf,
) -> None:
    name = os.fsencode(shelf.sources) + b"/" + "Новости.txt".encode("cp1251")
    Path(os.fsdecode(name)).write_text("Новости\n\nПлотину построила Вера Холт.", "utf-8")
    library = shelf.library()

    (source,) = library.update().sources

    assert source.uri == r"\xcd\xee\xe2\xee\xf1\xf2\xe8.txt"
    assert library.answerer.answer("кто построил плотину?").quotes[0].source == source.uri
    library.holdings.disable(source.uri, by="42")
    assert not library.answerer.answer("кто построил плотину?").answered


def test_an_article_of_a_million_words_is_answered_from_to_its_end(shelf: Shelf) -> None:
    # One of five million takes as long for each word; `readers/test_text.py` reads that.
    rain = " ".join(["It rained on the hills and on the sea as it had rained for many days before that day."] * 50)
    shelf.put(long="Long\n\n" + f"{rain}\n\n" * 1_000 + "The harbour of Orla was opened by Vera Holt.")
    library = shelf.library()

    assert library.update().article_count == 1
    best = library.answerer.answer("who opened the harbour of Orla?").quotes[0]
    assert best.text == "The harbour of Orla was opened by Vera Holt."
    assert best.start > 4_000_000
