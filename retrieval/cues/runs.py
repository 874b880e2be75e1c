"""What a question asks with, and its function words, where no spaces part words: Chinese, Japanese, Thai.

Such text is analysed as pairs of characters, and a pair that is half of *who* and half of a verb is no word. What is
told here is told by the script, whatever language the articles are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache

from retrieval.cues.lists import UNSPACED_LETTER, lists

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_IDEOGRAPH = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
# Particles and endings; words in Hiragana alone are told by the articles that hold them.
_HIRAGANA = re.compile("[\u3041-\u3096]")
# A vowel written before its consonant, or above, below or after it: what begins or ends there is a piece of a word.
_THAI_BEFORE = frozenset("เแโใไ")
_THAI_AFTER = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")


class Part(Enum):
    """What a piece of a question is: a question word, a function word, or something to look for."""

    ASKING = auto()
    FUNCTION = auto()
    CONTENT = auto()


def parts(text: str) -> list[Part]:
    """For each character of a question what it is a piece of; text with spaces between words is all `CONTENT`."""
    found = [Part.CONTENT] * len(text)
    if (language := _script(text)) is None:
        return found
    for start, end, part in _words(text, language):
        found[start:end] = [part] * (end - start)
    return found


def without_asking(text: str) -> str:
    """The question with spaces in place of its question words: every other character stands where it stood.

    Thai is left as it is: its pairs of letters are less than syllables, and cutting some out makes the rest no better.
    """
    if _script(text) == "th":
        return text
    return "".join(" " if part is Part.ASKING else character for character, part in zip(text, parts(text), strict=True))


def alone(text: str) -> list[int]:
    """The places of ideographs that question and function words leave alone: no pair of characters is made of them."""
    found = parts(text)
    paired = [
        part is Part.CONTENT and bool(UNSPACED_LETTER.match(character))
        for character, part in zip(text, found, strict=True)
    ]
    return [
        place
        for place, character in enumerate(text)
        if paired[place]
        and _IDEOGRAPH.match(character)
        # What stands alone as it was written is analysed so in articles too.
        and any(part is not Part.CONTENT for part in found[max(0, place - 1) : place + 2])
        and not any((*paired[max(0, place - 1) : place], *paired[place + 1 : place + 2]))
    ]


def _script(text: str) -> str | None:
    """The language whose lists are for the script of a text; None for scripts that part words."""
    if text.isascii():
        return None
    if _KANA.search(text):
        return "ja"
    if _IDEOGRAPH.search(text):
        return "zh"
    return "th" if _THAI.search(text) else None


def _words(text: str, language: str) -> Iterator[tuple[int, int, Part]]:
    """The listed words of a text, the longest at each place, half open."""
    by_first = _listed(language)
    place = 0
    while place < len(text):
        listed = by_first.get(text[place], ())
        word, part = next(
            ((word, part) for word, part in listed if text.startswith(word, place) and _is_whole(text, place, word)),
            (text[place], Part.CONTENT),
        )
        # Of *how high* the second half is looked for.
        if part is Part.ASKING and len(word) > 1 and word in _halved(language):
            word = word[0]
        if language == "ja" and part is Part.CONTENT and len(word) == 1 and _HIRAGANA.match(word):
            part = Part.FUNCTION
        yield place, place + len(word), part
        place += len(word)


def _is_whole(text: str, start: int, word: str) -> bool:
    """Whether a word does not begin or end within a syllable, which only Thai lets it."""
    before, after = text[start - 1 : start], text[start + len(word) : start + len(word) + 1]
    return before not in _THAI_BEFORE and not _THAI_AFTER.match(after)


@cache
def _halved(language: str) -> frozenset[str]:
    return frozenset(lists()[language].get("measured", "").split())


@cache
def _listed(language: str) -> dict[str, list[tuple[str, Part]]]:
    """The words of a language by their first character, the longest first."""
    own = lists()[language]
    kinds = {
        "whole": Part.CONTENT,
        "asking": Part.ASKING,
        "measured": Part.ASKING,
        "function": Part.FUNCTION,
    }
    words = [(word, part) for kind, part in kinds.items() for word in own.get(kind, "").split()]
    found: dict[str, list[tuple[str, Part]]] = {}
    for word, part in sorted(words, key=lambda pair: -len(pair[0])):
        found.setdefault(word[0], []).append((word, part))
    return found
