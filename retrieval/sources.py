"""Sources from a folder: every file below it as bytes, or the reason why it can't be read."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from retrieval.errors import SettingsError, SourceError
from retrieval.types import Source

MAX_SOURCE_BYTES = 100 * 2**20

# Files that speak to people about the folder. They are no articles, and nobody wants to read each day that they
# were left out.
NOTES = frozenset({"changelog", "contributing", "licence", "license", "readme", "sources"})
NOTE_SUFFIXES = frozenset({"", ".md", ".txt"})
GOLDEN_NAME = "golden.jsonl"
"""Holds questions about the articles, where it lies in the folder itself."""
LEFTOVERS = ("~", ".swp", ".swo")

# The coarsest clock of a file system counts two seconds.
_SETTLED_SECONDS = 3.0

_CIRCLE = "is a link that leads in a circle"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")


@dataclass(frozen=True, slots=True)
class Untouched:
    """A file that has the stamp that it had."""

    uri: str


Found = Source | Untouched | SourceError


def scan_folder(
    folder: Path,
    *,
    stamps: Mapping[str, str] | None = None,
    leave_out: Collection[Path] = (),
    now: Callable[[], float] = time.time,
) -> Iterator[Found]:
    """Every file below `folder`, in the order of names by code point; one file's bytes in memory at a time.

    What can't be read comes as a `SourceError` in its place, and the rest goes on. Hidden files, editors' leftovers,
    notes to people (README, LICENSE and the like) and golden questions are left out without a word. A link to a file
    inside the folder is read; a link to a folder inside is not followed, as that folder is read in its own place.

    What has the stamp that `stamps` has for its uri comes as `Untouched`, unread. The files `leave_out` are none of
    the sources. `now` tells the time, in seconds.

    Raises `SettingsError`, at once, when there is no such folder or it can't be opened.
    """
    try:
        with os.scandir(folder):
            pass
    except FileNotFoundError:
        raise SettingsError(f"SOURCES_DIR: there is no folder '{folder}'") from None
    except NotADirectoryError:
        raise SettingsError(f"SOURCES_DIR: '{folder}' is a file, not a folder") from None
    except OSError as error:
        raise SettingsError(f"SOURCES_DIR: the folder '{folder}' can't be opened: {_in_words(error)}") from error
    root = folder.resolve()
    return _walk(root, stamps or {}, {root / GOLDEN_NAME, *(path.resolve() for path in leave_out)}, now)


def is_left_out(name: str, *, is_folder: bool = False) -> bool:
    """Whether what has this name is passed over: hidden files, leftovers of editors, notes to people."""
    if name.startswith((".", "~$")) or name.endswith(LEFTOVERS):
        return True
    path = PurePath(name)
    return not is_folder and path.suffix.lower() in NOTE_SUFFIXES and path.stem.lower() in NOTES


def _walk(
    root: Path, stamps: Mapping[str, str], leave_out: Collection[Path], now: Callable[[], float]
) -> Iterator[Found]:
    # A stack rather than recursion: folders can be nested deeper than Python calls.
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if path != root and (is_left_out(path.name, is_folder=path.is_dir()) or path in leave_out):
            continue
        uri = _uri(path, root)
        try:
            found = path.lstat()
            if stat.S_ISDIR(found.st_mode):
                uri += "/"
                waiting += sorted(path.iterdir(), key=lambda below: below.name, reverse=True)
                continue
            if stat.S_ISLNK(found.st_mode):
                if (reason := _why_not_followed(path, root)) is not None:
                    yield SourceError(uri, reason)
                    continue
                found = path.stat()
                if stat.S_ISDIR(found.st_mode):
                    continue
            if (reason := _why_not_opened(found)) is not None:
                yield SourceError(uri, reason)
                continue
            stamp = _stamp(found, now())
            if stamp is not None and stamps.get(uri) == stamp:
                yield Untouched(uri)
                continue
            source = Source(uri, path.read_bytes(), stamp)
        except OSError as error:
            yield SourceError(uri, _in_words(error))
        else:
            yield source


def _stamp(found: os.stat_result, now: float) -> str | None:
    """What changes whenever the content does: writing sets both times, and nobody can set back the second.

    None for a file that changed just now: it may change again within the time's unit, or while it is read.
    """
    if now - max(found.st_mtime, found.st_ctime) < _SETTLED_SECONDS:
        return None
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_dev}:{found.st_ino}"


def _why_not_followed(link: Path, root: Path) -> str | None:
    try:
        target = link.resolve(strict=True)
    except FileNotFoundError:
        return "is a link that leads nowhere"
    except RuntimeError:  # what pathlib made of ELOOP before Python 3.13
        return _CIRCLE
    except OSError as error:
        if error.errno == errno.ELOOP:
            return _CIRCLE
        raise
    return None if target.is_relative_to(root) else "is a link that leads out of the folder"


def _why_not_opened(found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        # Opening a pipe waits for somebody to write into it; opening a device may do anything.
        return "is a pipe, a socket or a device, not a file"
    if found.st_size > MAX_SOURCE_BYTES:
        size, limit = found.st_size / 2**20, MAX_SOURCE_BYTES // 2**20
        return f"is too large: {size:,.1f} MB, and at most {limit} MB is read"
    return None


def _in_words(error: OSError) -> str:
    match error:
        case PermissionError():
            return "no permission to read it"
        case FileNotFoundError():
            return "was removed before it could be read"
        case _:
            return f"can't be read ({error.strerror})"


def _uri(path: Path, root: Path) -> str:
    """The path below `root` with `/`, printable, and never the same for two files.

    Control characters become `\\u0007`, bytes that are no UTF-8 `\\xff`; the backslash itself is doubled, so that
    no name can pretend to be another.
    """
    return printable(path.relative_to(root).as_posix()) if path != root else ""


def printable(name: str) -> str:
    """A file's name with `\\u0007` and the like for control characters, so that different names stay different."""
    return _UNPRINTABLE.sub(_escape, name)


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    if character[0] == "\\":
        return "\\\\"
    # Python stands U+DC80 + (byte - 0x80) for a byte that it can't decode in a name.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
