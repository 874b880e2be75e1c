"""The sample files, and what a reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import PartlyRead, SourceError
from retrieval.types import Article, Source

SAMPLES = Path(__file__).parent / "samples"

Reader = Callable[[Source], list[Article]]


def sample(name: str) -> Source:
    return Source(name, (SAMPLES / name).read_bytes())


def refused(reader: Reader, source: Source) -> str:
    """Why nothing of a source is read."""
    with pytest.raises(SourceError) as error:
        reader(source)
    assert not isinstance(error.value, PartlyRead)
    assert error.value.uri == source.uri
    return error.value.reason


def partly(reader: Reader, source: Source) -> tuple[str, list[Article]]:
    """What of a source is not read, and the articles of the rest."""
    with pytest.raises(PartlyRead) as error:
        reader(source)
    return error.value.reason, list(error.value.articles)
