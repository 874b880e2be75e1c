"""Sources from a folder: every file below it as bytes, or the reason why it can't be read."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePath

from retrieval.errors import SettingsError, SourceError
from retrieval.types import Source

MAX_SOURCE_BYTES = 100 * 2**20

# Files that speak to people about the folder. They are no articles, and nobody wants to read each day that they
# were left out.
NOTES = frozenset({"changelog", "contributing", "licence", "license", "readme", "sources"})
NOTE_SUFFIXES = frozenset({"", ".md", ".txt"})
LEFTOVERS = ("~", ".swp", ".swo")

_CIRCLE = "is a link that leads in a circle"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")


def scan_folder(folder: Path) -> Iterator[Source | SourceError]:
    """Every file below `folder`, in the order of names by code point; one file's bytes in memory at a time.

    What can't be read comes as a `SourceError` in its place, and the rest goes on. Hidden files, editors' leftovers
    and notes to people (README, LICENSE and the like) are left out without a word. A link to a file inside the
    folder is read; a link to a folder inside is not followed, because that folder is read in its own place.

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
    return _walk(folder.resolve())


def is_left_out(name: str, *, is_folder: bool = False) -> bool:
    """Whether what has this name is passed over: hidden files, leftovers of editors, notes to people."""
    if name.startswith((".", "~$")) or name.endswith(LEFTOVERS):
        return True
    path = PurePath(name)
    return not is_folder and path.suffix.lower() in NOTE_SUFFIXES and path.stem.lower() in NOTES


def _walk(root: Path) -> Iterator[Source | SourceError]:
    # A stack rather than recursion: folders can be nested deeper than Python calls.
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if path != root and is_left_out(path.name, is_folder=path.is_dir()):
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
            source = Source(uri, path.read_bytes())
        except OSError as error:
            yield SourceError(uri, _in_words(error))
        else:
            yield source


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
    return _UNPRINTABLE.sub(_escape, path.relative_to(root).as_posix()) if path != root else ""


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    if character[0] == "\\":
        return "\\\\"
    # Python stands U+DC80 + (byte - 0x80) for a byte that it can't decode in a name.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
