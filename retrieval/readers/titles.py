"""Titles: how long they may be, and where one comes from when nobody wrote it."""

from __future__ import annotations

from pathlib import PurePosixPath

MAX_TITLE_CHARACTERS = 300


def title_from_name(uri: str) -> str:
    """`reports/the-fall_of-Troy.txt` is titled `the fall of Troy`."""
    name = PurePosixPath(uri).stem
    return " ".join(name.replace("-", " ").replace("_", " ").split()) or uri
