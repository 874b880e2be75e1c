"""A library of two articles, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from retrieval import Library
from tests.retrieval.conftest import Shelf

ME = "42"


QUESTION = "who retook Palmyra?"


@pytest.fixture
def library(shelf: Shelf) -> Iterator[Library]:
    """A library of two articles."""
    shelf.put(a="Alpha\n\nForces retook Palmyra. They stayed.", b="Beta\n\nThe museum of Homs was closed.")
    library = shelf.library()
    library.update()
    yield library


def sources(library: Library) -> list[str]:
    return list(dict.fromkeys(quote.source for quote in library.answerer.answer(QUESTION).quotes))


def packed(**texts: str) -> bytes:
    """A zip archive of `.txt` files."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return content.getvalue()
