"""People's words in a form that every database keeps."""

from __future__ import annotations

import re

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without what PostgreSQL takes in none: a NUL becomes a space, half a letter the sign for a lost one."""
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\0", " "))
