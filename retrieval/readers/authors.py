"""Who wrote an article, as it says itself: a name or several, in one line."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.readers.cleaning import clean

# What is longer is no list of names.
_LONGEST = 200


def author(names: Iterable[object]) -> str | None:
    """The names, parted by commas; None where there are none, or what is called so can be none."""
    lines = (" ".join(clean(name).split()) for name in names if isinstance(name, str))
    written = ", ".join(dict.fromkeys(line for line in lines if line and "@" not in line and "://" not in line))
    return written if 0 < len(written) <= _LONGEST else None
