"""Messages that ask for nothing: greetings, thanks and praise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from retrieval.cues.lists import UNSPACED_LETTER, WORD, bare, lists, plain
from retrieval.types import Why

_LONGEST = 80
_SIGNS = {"👍": Why.THANKS, "🙏": Why.THANKS, "❤": Why.THANKS, "👏": Why.THANKS, "👋": Why.GREETING}
_KINDS = {"greeting": Why.GREETING, "thanks": Why.THANKS, "filler": None}


def small_talk(text: str) -> Why | None:
    """`GREETING` or `THANKS` if a whole message is no more than that, in any language; None if it says more."""
    if len(text) > _LONGEST:
        return None
    rest = _spelled(text)
    if not rest:
        return next((why for sign, why in _SIGNS.items() if sign in text), None)
    phrases = _phrases()
    found = set()
    while rest:
        ends = (end for end in range(len(rest), 0, -1) if _word_ends(rest, end))
        if not (end := next((end for end in ends if rest[:end] in phrases), 0)):
            return None
        found.add(phrases[rest[:end]])
        rest = rest[end:].lstrip()
    return next((why for why in (Why.THANKS, Why.GREETING) if why in found), None)


def _word_ends(text: str, end: int) -> bool:
    return end == len(text) or text[end] == " " or bool(UNSPACED_LETTER.match(text, end))


def _spelled(text: str) -> str:
    return " ".join(bare(plain(word, "")) for word in WORD.findall(text))


@cache
def _phrases() -> Mapping[str, Why | None]:
    return {
        _spelled(phrase.replace("_", " ")): _KINDS[kind]
        for kind, phrases in lists()["small_talk"].items()
        for phrase in phrases.split()
    }
