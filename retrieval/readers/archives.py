"""Zip archives from strangers, opened so that none of them can take all memory or time.

What is unpacked is never more than the archive says, and what it says is bounded; nothing is written to the disk.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MAX_FILES = 20_000
MAX_UNPACKED_BYTES = 500 * 2**20

# Deflate packs prose to a third, tables and logs to a fiftieth, and only what is one letter over and over to less
# than a two hundredth.
_BOMB_RATIO = 200
_BOMB_BYTES = 2**20

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UNPACKED = frozenset({ZIP_STORED, ZIP_DEFLATED})


class ArchiveError(ValueError):
    """An archive, or a file in one, that can't be unpacked; the message is the reason in an admin's words."""


def open_archive(content: bytes) -> ZipFile:
    """The archive in `content`. Raises `ArchiveError` when it is damaged, or holds more than is unpacked."""
    # Each entry of the list of files begins so: more can't be in it.
    if content.count(_ENTRY) > MAX_FILES:
        raise ArchiveError(f"holds more than {MAX_FILES:,} files, which is more than is read")
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, OSError) as error:
        raise ArchiveError("is damaged or incomplete") from error
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 2**20
        raise ArchiveError(f"unpacks to {unpacked / 2**20:,.0f} MB, and at most {limit} MB is read")
    return archive


def unpack(archive: ZipFile, info: ZipInfo) -> bytes:
    """A file of the archive. Raises `ArchiveError`."""
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveError("is locked with a password")
    if info.compress_type not in _UNPACKED:
        raise ArchiveError("is packed in a way that is not read (only Deflate is); pack it again as a plain zip file")
    if info.file_size > _BOMB_BYTES and info.file_size > _BOMB_RATIO * info.compress_size:
        raise ArchiveError(f"unpacks to more than {_BOMB_RATIO} times its size, as bombs do")
    try:
        # `ZipFile` reads as many bytes as the list of files says and checks their sum.
        return archive.read(info)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, struct.error) as error:
        raise ArchiveError("is damaged or incomplete") from error
    except zlib.error as error:
        raise ArchiveError("is damaged or incomplete") from error
