"""What most tests need, made once for all tests of a process: it takes longer than what they do with it."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import open_store
from retrieval import SentenceRanker
from retrieval.catalogue import Catalogue

_NAME = "verbatim.sqlite3"


@cache
def ranker() -> SentenceRanker:
    """The ranker as it is shipped."""
    return SentenceRanker()


def put_database(data: Path) -> None:
    """Make the bot's data folder, with a database that has all tables and no rows."""
    data.mkdir()
    (data / _NAME).write_bytes(_empty())


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / _NAME
        # The last one that closes it leaves all in one file.
        with closing(open_store(f"sqlite:///{file}")), closing(Catalogue(f"sqlite:///{file}", segmentation_version=1)):
            pass
        return file.read_bytes()
