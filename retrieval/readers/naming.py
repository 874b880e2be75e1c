"""What could not be read of a source with many parts, in a line."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 5


def named(parts: Sequence[str], separator: str = "; ") -> str:
    """The first few parts by name and how many there are more."""
    shown = list(parts[:_NAMED])
    if len(parts) > _NAMED:
        shown.append(f"and {len(parts) - _NAMED:,} more")
    return separator.join(shown)
