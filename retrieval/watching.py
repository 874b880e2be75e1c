"""Watches the sources' folder, so that what is put there is answered from without being told."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


class FolderWatch:
    """Calls back when files below a folder have changed and then stayed as they are from one look to the next.

    The first look calls back, too: who can say what changed before.

    It looks when it is told to: every few seconds, in whatever thread. That works on every file system, those of a
    network too, which tell nobody of changes.
    """

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._folder = folder
        self._changed = changed
        self._seen = _outline(folder)
        self._told: bytes | None = None

    def look(self) -> bool:
        """Look once; true if it called back. What the callback raises is raised, and it is called again next time."""
        before, self._seen = self._seen, _outline(self._folder)
        if self._seen == self._told or self._seen != before:
            return False
        self._changed()
        self._told = self._seen
        return True


def _outline(folder: Path) -> bytes:
    """A digest of the names, sizes and times of all files below a folder, in whatever state it is."""
    digest = hashlib.blake2b(digest_size=16)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(place, name)  # noqa: PTH118 - a Path for each of very many files takes ten times as long
            try:
                found = os.stat(path)  # noqa: PTH116 - as above
            except OSError:
                continue  # a link that leads nowhere, or a file that has just gone
            line = f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\0"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.digest()
