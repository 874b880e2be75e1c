"""A folder of arrays that is whole or is not there, and that says so when a byte of it has changed.

Each array is a plain `.npy` file. `meta.json` beside them holds the facts that the writer gave, the type, shape, size
and checksum of every array, and a checksum of itself. Nothing is pickled.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexUnavailable

META = "meta.json"
UNFINISHED = ".unfinished"
"""Ends the name of a folder that is being written or deleted, or was when its process died."""

_READ_AT_ONCE = 1 << 20

Array = npt.NDArray[Any]  # what its elements are is known at run time only
Facts = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Blocks:
    """An array of one dimension that is made while it is written, so that it need not be held whole."""

    dtype: npt.DTypeLike
    length: int
    blocks: Iterable[Array]


def write_folder(folder: Path, arrays: Mapping[str, Array | Blocks], facts: Facts) -> None:
    """Write facts, and arrays by name, as `folder`: on the disk in whole when it returns, else not there at all.

    A process that dies on the way leaves a folder beside it whose name ends in `UNFINISHED`. Raises `OSError`, among
    them `FileExistsError` when there is such a folder.
    """
    if folder.exists():
        raise FileExistsError(f"{folder.name} exists already")
    unfinished = folder.with_name(folder.name + UNFINISHED)
    remove_folder(unfinished)
    try:
        unfinished.mkdir(parents=True)
        content: dict[str, Any] = dict(facts)  # numbers, and below them the description of the files
        content["files"] = {name: _write_array(unfinished / f"{name}.npy", array) for name, array in arrays.items()}
        with (unfinished / META).open("w", encoding="utf-8") as file:
            json.dump(content | {"checksum": _checksum(content)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(unfinished)
        unfinished.rename(folder)
        _sync_folder(folder.parent)
    except BaseException:
        with suppress(OSError):  # the first error says more
            remove_folder(unfinished)
        raise


def read_folder(folder: Path, *, format: int) -> tuple[dict[str, Any], dict[str, Array]]:
    """The facts, and the arrays by name, memory-mapped. Every byte is checked.

    Raises `IndexUnavailable` where a byte has changed or the fact `format` is another one, and `OSError` where a file
    is missing.
    """
    try:
        content = json.loads((folder / META).read_bytes())
        checksum = content.pop("checksum")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _damaged(folder, f"{META} can't be read") from error
    if checksum != _checksum(content):
        raise _damaged(folder, f"{META} has been changed")
    if content["format"] != format:
        raise _damaged(folder, f"{META} is of format {content['format']}, this version reads format {format}")
    files = content.pop("files")
    return content, {name: _map_array(folder / f"{name}.npy", **about) for name, about in files.items()}


def remove_folder(folder: Path) -> None:
    """Delete a folder of files, if it is there; whole folders look unfinished before their first file is gone."""
    if not folder.name.endswith(UNFINISHED):
        unfinished = folder.with_name(folder.name + UNFINISHED)
        remove_folder(unfinished)
        with suppress(FileNotFoundError):
            folder = folder.rename(unfinished)
    with suppress(FileNotFoundError):
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()


def _write_array(path: Path, array: Array | Blocks) -> dict[str, Any]:
    if not isinstance(array, Blocks):
        array = np.ascontiguousarray(array)
    dtype = np.dtype(array.dtype).newbyteorder("<")
    shape = (array.length,) if isinstance(array, Blocks) else array.shape
    checksum = 0
    # Not through a memory map: a full disk would then kill the process rather than raise.
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": dtype.str, "fortran_order": False, "shape": shape})
        start = file.tell()
        for block in array.blocks if isinstance(array, Blocks) else (array,):
            raw = block.astype(dtype, copy=False).data.cast("B") if block.size else b""
            checksum = zlib.crc32(raw, checksum)
            file.write(raw)
        file.flush()
        os.fsync(file.fileno())
        return {
            "dtype": dtype.str,
            "shape": list(shape),
            "start": start,
            "bytes": file.tell(),
            "crc32": checksum,
        }


def _map_array(path: Path, *, dtype: str, shape: list[int], start: int, bytes: int, crc32: int) -> Array:
    with path.open("rb") as file:
        file.seek(start)
        checksum = 0
        while block := file.read(_READ_AT_ONCE):
            checksum = zlib.crc32(block, checksum)
        if file.tell() != bytes or checksum != crc32:
            raise _damaged(path.parent, f"{path.name} has been changed")
    # The header was written for other readers: `meta.json` says the same under a checksum.
    mapped = np.memmap(path, dtype=dtype, mode="r", offset=start, shape=tuple(shape))
    return np.asarray(mapped)  # without the subclass, whose every slice costs several times as much


def _damaged(folder: Path, reason: str) -> IndexUnavailable:
    return IndexUnavailable(f"{folder}: {reason}; build the index anew")


def _checksum(content: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last: POSIX asks for that apart from the files' content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
