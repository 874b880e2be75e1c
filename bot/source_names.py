"""Names of sources and titles of articles as they can be shown in a line, whatever somebody wrote there. Pure."""

from __future__ import annotations

import re

from bot.composing import Composer, shortened

# Marks that turn the direction of what follows, and what can't be seen; not the joiner, which emoji are made with.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_NAMELESS = "—"


def one_line(name: str, longest: int) -> str:
    """A name in one line of at most so many characters, without marks that would change what stands around it."""
    return shortened(" ".join(_UNSEEN.sub(" ", name).split()), longest) or _NAMELESS


def apart(name: str) -> str:
    """A name that is read in its own direction, whichever the text around it has."""
    return f"\u2068{name}\u2069"


def add_name(composer: Composer, name: str, longest: int, *kinds: str) -> None:
    """Append a name in one line, covered by entities of these kinds."""
    composer.add("\u2068")
    composer.add(one_line(name, longest), *kinds)
    composer.add("\u2069")
