"""Zip archives as folders: each file in one is a source of its own, named `archive.zip/folder/name.txt`."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar
from zipfile import ZipFile, ZipInfo

from retrieval.errors import SourceError
from retrieval.readers.archives import ArchiveError, open_archive, unpack
from retrieval.readers.encoding import ENCODINGS, SAMPLE_BYTES, likeliest
from retrieval.readers.kinds import Kind, kind_of
from retrieval.types import Source, shorten

MAX_MEMBER_BYTES = 100 * 2**20
_LONGEST_NAME = 1000

# DOS wrote names so, and with it whoever still writes none that are Unicode.
_WESTERN = ("fr", "de", "es", "pt", "it", "sv", "da", "fi")
_NAME_ENCODINGS = ENCODINGS | {"cp437": _WESTERN, "cp850": _WESTERN}
_IS_UNICODE = 0x800
_UNIX = 3
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
# What macOS keeps beside each file of an archive.
_MACOS = "__MACOSX"


_Other = TypeVar("_Other")


def unpacked(
    found: Iterable[Source | _Other], *, is_left_out: Callable[[str], bool]
) -> Iterator[Source | SourceError | _Other]:
    """The sources, with what is in a zip archive in the place of the archive; one file in memory at a time.

    `is_left_out` tells of a file's name whether it is passed over without a word, as hidden files are. What can't be
    unpacked comes as a `SourceError` in its place; an archive that can't be opened at all comes as it is, and its
    reader says why.
    """
    for source in found:
        if isinstance(source, Source) and _is_zip(source):
            yield from _members(source, is_left_out)
        else:
            yield source


def _is_zip(source: Source) -> bool:
    if not source.content.startswith(b"PK"):
        return False
    try:
        return kind_of(source) is Kind.ZIP
    except SourceError:
        return False


def _members(source: Source, is_left_out: Callable[[str], bool]) -> Iterator[Source | SourceError]:
    is_empty = True
    with open_archive(source.content) as archive:
        named = list(_named(archive))
        last = dict(named)
        for number, (name, info) in enumerate(named, 1):
            if info.is_dir() or _is_passed_over(name, is_left_out):
                continue
            is_empty = False
            uri = f"{source.uri}/{_UNPRINTABLE.sub(_escape, name)}"
            if len(name) > _LONGEST_NAME:
                yield SourceError(f"{source.uri}/{shorten(name)}#{number}", "has a name that no folder could hold")
            elif last[name] is not info:
                yield SourceError(f"{uri}#{number}", "is in the archive under this name twice; the last one is read")
            elif reason := _why_not_unpacked(name, info):
                yield SourceError(uri, reason)
            else:
                yield _member(uri, archive, info)
    if is_empty:
        yield SourceError(source.uri, "is a zip archive with nothing to read in it")


def _member(uri: str, archive: ZipFile, info: ZipInfo) -> Source | SourceError:
    try:
        member = Source(uri, unpack(archive, info))
    except ArchiveError as error:
        return SourceError(uri, str(error))
    if _is_zip(member):
        return SourceError(uri, "is a zip archive inside of one; unpack it and add what is in it")
    return member


def _is_passed_over(name: str, is_left_out: Callable[[str], bool]) -> bool:
    *folders, last = PurePosixPath(name).parts or ("",)
    hidden = any(folder == _MACOS or (folder.startswith(".") and folder != "..") for folder in folders)
    return hidden or (is_left_out(last) and ".." not in folders)


def _why_not_unpacked(name: str, info: ZipInfo) -> str | None:
    if name.startswith("/") or _DRIVE.match(name) or ".." in PurePosixPath(name).parts:
        # Nothing is written to the disk, so that it could do no harm here; an honest archive has no such names.
        return "has a name that leads out of the archive"
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file"
    if info.file_size > MAX_MEMBER_BYTES:
        size, limit = info.file_size / 2**20, MAX_MEMBER_BYTES // 2**20
        return f"is too large: {size:,.1f} MB, and at most {limit} MB is read"
    return None


def _named(archive: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
    """The files and the names that people gave them, with `/` between folders."""
    infos = archive.infolist()
    # `ZipFile` reads what is not marked as Unicode as the oldest of its encodings.
    raw = {id(info): info.orig_filename.encode("cp437") for info in infos if not info.flag_bits & _IS_UNICODE}
    encoding = _encoding_of(raw.values())
    for info in infos:
        name = raw[id(info)].decode(encoding, "replace") if id(info) in raw else info.orig_filename
        yield name.partition("\0")[0].replace("\\", "/"), info


def _escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def _encoding_of(names: Iterable[bytes]) -> str:
    sample = b"\n".join(name for name in names if not name.isascii())[:SAMPLE_BYTES]
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return likeliest(sample, _NAME_ENCODINGS)
