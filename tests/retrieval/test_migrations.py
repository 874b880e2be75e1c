"""A database of an older version is brought up to date with what is in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sql

from retrieval import Database, segmentation
from retrieval.catalogue import Catalogue, State
from tests.postgres import Server

MIGRATIONS = Path(__file__).parents[2] / "retrieval" / "migrations"
POST = "https://t.me/c/1234567890"


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that has no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'database.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(blank=True) as url:
        yield url


def older(database_url: str, folder: Path, newest: str) -> Database:
    """A database as the program made it when `newest` was its newest migration."""
    shutil.copytree(MIGRATIONS, folder)
    for file in (folder / "versions").glob("[0-9]*.py"):
        if file.name[:4] > newest:
            file.unlink()
    return Database(database_url, folder, "retrieval_version")


def test_posts_that_were_deleted_one_by_one_before_stay_out_and_articles_have_no_author(
    blank_url: str, tmp_path: Path
) -> None:
    now = "2026-05-01 12:00:00"
    with (
        closing(older(blank_url, tmp_path / "migrations", "0002")) as database,
        database.begin(writes=True) as connection,
    ):
        add = (
            "INSERT INTO sources (uri, kind, state, added_by, added_at, failing)"
            " VALUES (:uri, :kind, :state, '42', :now, :no)"
        )
        for uri, kind, state in (
            (f"{POST}/1", "channel", "deleted"),
            (f"{POST}/2", "channel", "deleted"),
            ("a.txt", "file", "deleted"),
            ("b.txt", "file", "enabled"),
        ):
            connection.execute(sql.text(add), {"uri": uri, "kind": kind, "state": state, "now": now, "no": False})
        for target in (f"{POST}/1", "a.txt"):
            deed = "INSERT INTO audit (at, who, what, target, outcome) VALUES (:now, '42', 'delete', :target, 'done')"
            connection.execute(sql.text(deed), {"now": now, "target": target})
        article = (
            "INSERT INTO articles (id, title, text, language, tags, added_at, added_by)"
            " VALUES ('aaaaaaaaaaaa', 'Title', 'Text.', 'en', '[]', :now, 'folder')"
        )
        connection.execute(sql.text(article), {"now": now})

    with closing(Catalogue(blank_url, segmentation_version=segmentation.VERSION)) as catalogue:
        assert [(each.uri, each.state, each.stays_out, each.whole_texts) for each in catalogue.sources.all()] == [
            ("a.txt", State.DELETED, False, False),
            ("b.txt", State.ENABLED, False, False),
            (f"{POST}/1", State.DELETED, True, False),
            (f"{POST}/2", State.DELETED, False, False),
        ]
        (found,) = catalogue.articles.unsegmented(["aaaaaaaaaaaa"])
        assert (found.title, found.author) == ("Title", None)
