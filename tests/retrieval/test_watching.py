"""Watching a folder: it is told of once it has settled, and once for each change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval import FolderWatch


def test_a_change_is_told_of_once_when_nothing_changes_any_more(tmp_path: Path) -> None:
    calls: list[str] = []
    (tmp_path / "a.txt").write_text("one")
    watch = FolderWatch(tmp_path, lambda: calls.append("changed"))
    assert [watch.look(), watch.look()] == [True, False]
    assert calls.pop() == "changed"

    (tmp_path / "a.txt").write_text("one two")
    assert not watch.look()
    (tmp_path / "a.txt").write_text("one two three")
    assert not watch.look()
    assert calls == []
    assert watch.look()
    assert not watch.look()
    assert calls == ["changed"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "b.txt").write_text("new"), id="new file"),
        pytest.param(lambda folder: (folder / "in" / "deep.txt").unlink(), id="file gone"),
        pytest.param(lambda folder: (folder / "in").rename(folder / "out"), id="folder moved"),
        pytest.param(lambda folder: os.utime(folder / "a.txt", ns=(1, 1)), id="older file put there"),
        pytest.param(lambda folder: (folder / "in" / "deep.txt").write_bytes(b"x"), id="as large as before"),
    ],
)
def test_every_change_is_noticed(tmp_path: Path, change: object) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "deep.txt").write_text("y")
    (tmp_path / "a.txt").write_text("one")
    watch = FolderWatch(tmp_path, lambda: None)
    watch.look()

    assert callable(change)
    change(tmp_path)

    assert [watch.look(), watch.look()] == [False, True]


def test_what_changes_and_changes_back_is_nothing(tmp_path: Path) -> None:
    watch = FolderWatch(tmp_path, lambda: None)
    watch.look()
    (tmp_path / "b.txt").write_text("x")
    assert not watch.look()
    (tmp_path / "b.txt").unlink()

    assert [watch.look(), watch.look()] == [False, False]


def test_hidden_folders_links_to_nowhere_and_a_folder_that_is_gone_stop_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    (folder / ".git").mkdir(parents=True)
    watch = FolderWatch(folder, lambda: None)
    watch.look()
    (folder / ".git" / "index").write_text("x")
    (folder / "link").symlink_to("nowhere")
    assert [watch.look(), watch.look()] == [False, False]

    folder.rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "a.txt").write_text("x")
    assert [watch.look(), watch.look()] == [False, False]
    (tmp_path / "elsewhere").rename(folder)

    assert [watch.look(), watch.look()] == [False, True]


def test_a_callback_that_fails_is_called_again(tmp_path: Path) -> None:
    failing = [True]

    def changed() -> None:
        if failing:
            raise OSError("the disk is full")

    watch = FolderWatch(tmp_path, changed)
    (tmp_path / "a.txt").write_text("x")
    watch.look()
    with pytest.raises(OSError, match="full"):
        watch.look()
    failing.clear()

    assert watch.look()
