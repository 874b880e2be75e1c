from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import SettingsError, SourceError
from retrieval.sources import MAX_SOURCE_BYTES, Untouched, scan_folder
from retrieval.types import Source


def scanned(folder: Path) -> list[Source | Untouched | tuple[str, str]]:
    return [(found.uri, found.reason) if isinstance(found, SourceError) else found for found in scan_folder(folder)]


def uris(folder: Path) -> list[str]:
    return [found.uri for found in scan_folder(folder)]


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"About {path.name}")


def test_every_file_below_the_folder_comes_as_its_bytes_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/y/x.txt", "C.txt", "ä.txt")

    assert scanned(tmp_path) == [
        Source("C.txt", b"About C.txt"),
        Source("a/y/x.txt", b"About x.txt"),
        Source("a/z.md", b"About z.md"),
        Source("b.txt", b"About b.txt"),
        Source("ä.txt", "About ä.txt".encode()),
    ]


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")

    def later() -> float:
        return time.time() + 10

    def scan(stamps: dict[str, str]) -> list[Source | Untouched | SourceError]:
        return list(scan_folder(tmp_path, stamps=stamps, now=later))

    stamps = {found.uri: found.stamp for found in scan({}) if isinstance(found, Source) and found.stamp}
    assert scan(stamps) == [Untouched("a.txt"), Untouched("b.txt")]

    path = tmp_path / "a.txt"
    before = path.stat()
    path.write_text("ABOUT a.txt")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert scan(stamps) == [Source("a.txt", b"ABOUT a.txt"), Untouched("b.txt")]


def test_a_file_that_changed_just_now_may_change_again(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")

    (found,) = scan_folder(tmp_path)

    assert isinstance(found, Source) and found.stamp is None


def test_an_empty_folder_yields_nothing(tmp_path: Path) -> None:
    assert scanned(tmp_path) == []


def test_a_missing_folder_is_named_at_once_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^SOURCES_DIR: there is no folder '.*nowhere'$"):
        scan_folder(tmp_path / "nowhere")


def test_a_file_in_place_of_the_folder_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(SettingsError, match=r"^SOURCES_DIR: '.*a\.txt' is a file, not a folder$"):
        scan_folder(tmp_path / "a.txt")


def test_hidden_files_leftovers_and_notes_to_people_are_left_out_without_a_word(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt", ".git/config.txt", "a.txt~", ".a.txt.swp", "b.txt.swp", "~$c.txt")
    write(tmp_path, "README.md", "readme", "Sources.txt", "sub/LICENSE", "CHANGELOG.md", "contributing.MD")
    write(tmp_path, "readme-first.txt", "sources/kept.txt", "README.html")

    assert uris(tmp_path) == ["README.html", "readme-first.txt", "sources/kept.txt"]


def test_a_link_to_a_file_inside_is_read_and_one_that_leads_out_or_nowhere_is_reported(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    folder = tmp_path / "articles"
    write(folder, ".mounted/a.txt")
    (folder / "in.txt").symlink_to(folder / ".mounted" / "a.txt")
    (folder / "lost.txt").symlink_to("gone.txt")
    (folder / "out.txt").symlink_to("../outside.txt")
    (folder / "round.txt").symlink_to("round.txt")

    assert scanned(folder) == [
        Source("in.txt", b"About a.txt"),
        ("lost.txt", "is a link that leads nowhere"),
        ("out.txt", "is a link that leads out of the folder"),
        ("round.txt", "is a link that leads in a circle"),
    ]


def test_links_to_folders_never_lead_in_circles_or_out(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.txt")
    folder = tmp_path / "articles"
    write(folder, "a/b.txt")
    (folder / "a" / "up").symlink_to("..")
    (folder / "also-a").symlink_to("a")
    (folder / "out").symlink_to("../outside")

    assert scanned(folder) == [
        Source("a/b.txt", b"About b.txt"),
        ("out", "is a link that leads out of the folder"),
    ]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to("real")

    assert scanned(tmp_path / "link") == [Source("a.txt", b"About a.txt")]


def test_pipes_and_sockets_are_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path, "read.txt")
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as listening:
        # The path of a socket may hold some hundred bytes only.
        listening.bind(f"{short}/s")
        shutil.move(f"{short}/s", tmp_path / "socket.txt")

        assert scanned(tmp_path) == [
            ("pipe.txt", "is a pipe, a socket or a device, not a file"),
            Source("read.txt", b"About read.txt"),
            ("socket.txt", "is a pipe, a socket or a device, not a file"),
        ]


def test_a_file_of_two_gigabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    for name, size in {"most.txt": MAX_SOURCE_BYTES, "huge.txt": 2 * 2**30}.items():
        with (tmp_path / name).open("wb") as sparse:
            sparse.truncate(size)
    found = scan_folder(tmp_path)

    refused = next(found)
    assert isinstance(refused, SourceError)
    assert str(refused) == "huge.txt: is too large: 2,048.0 MB, and at most 100 MB is read"
    read = next(found)
    assert isinstance(read, Source)
    assert len(read.content) == MAX_SOURCE_BYTES


def test_names_keep_emoji_and_the_form_of_their_accents(tmp_path: Path) -> None:
    names = ["cafe\u0301.txt", "caf\u00e9.txt", "👩\u200d🚀 on the moon.txt"]
    write(tmp_path, *names)

    assert uris(tmp_path) == names


def test_a_name_that_is_no_utf_8_is_read_under_a_printable_uri_of_its_own(tmp_path: Path) -> None:
    names = [b"a\xff.txt", b"a\\xff.txt", b"a\n.txt", "a\u0085.txt".encode(), b"a\x85.txt"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    found = [source for source in scan_folder(tmp_path) if isinstance(source, Source)]

    assert {source.uri: source.content for source in found} == {
        "a\\xff.txt": b"a\xff.txt",
        "a\\\\xff.txt": b"a\\xff.txt",
        "a\\u000a.txt": b"a\n.txt",
        "a\\u0085.txt": "a\u0085.txt".encode(),
        "a\\x85.txt": b"a\x85.txt",
    }
    assert all(source.uri.isprintable() for source in found)


def test_folders_nested_deeper_than_python_calls_are_read(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    depth = 1_200
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    file = os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(file, b"deep")
    os.close(file)
    os.close(here)

    try:
        assert scanned(tmp_path) == [Source("d/" * depth + "deep.txt", b"deep")]
    finally:
        # Python's own way of removing a tree calls itself for each level.
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder, and for as long as the test runs a user whom permissions bind, which they don't root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    user = os.geteuid()
    try:
        if user == 0:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        yield folder
    finally:
        os.seteuid(user)
        for path in folder.rglob("*"):
            path.chmod(0o700)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_file_and_a_folder_without_rights_are_named_and_the_rest_goes_on(unprivileged_folder: Path) -> None:
    write(unprivileged_folder, "closed/a.txt", "locked.txt", "open.txt")
    (unprivileged_folder / "closed").chmod(0)
    (unprivileged_folder / "locked.txt").chmod(0)

    assert scanned(unprivileged_folder) == [
        ("closed/", "no permission to read it"),
        ("locked.txt", "no permission to read it"),
        Source("open.txt", b"About open.txt"),
    ]


def test_a_sources_folder_without_rights_is_named_at_once(unprivileged_folder: Path) -> None:
    unprivileged_folder.chmod(0)
    with pytest.raises(SettingsError, match=r"^SOURCES_DIR: .* can't be opened: no permission to read it$"):
        scan_folder(unprivileged_folder)


def test_a_file_that_vanishes_during_the_scan_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    found = scan_folder(tmp_path)
    next(found)
    (tmp_path / "b.txt").unlink()

    assert [str(rest) if isinstance(rest, SourceError) else rest for rest in found] == [
        "b.txt: was removed before it could be read",
        Source("c.txt", b"About c.txt"),
    ]
