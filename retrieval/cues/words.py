"""The kinds of thing that the words of a sentence may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntFlag, auto
from functools import cache

from retrieval.analysis import Token
from retrieval.cues.lists import LATIN, UNSPACED, UNSPACED_LETTER, entries, known, lists, plain


class Cue(IntFlag):
    """The kinds of thing that a word of a sentence may stand for: several at once, or none."""

    NUMBER = auto()
    YEAR = auto()
    ORDINAL = auto()
    MONEY = auto()
    PERCENT = auto()
    NUMBER_WORD = auto()
    MONTH = auto()
    WEEKDAY = auto()
    UNIT = auto()
    DURATION = auto()
    PERSON = auto()
    PLACE = auto()
    ORGANISATION = auto()
    REASON = auto()
    COPULA = auto()
    PRONOUN = auto()
    PREPOSITION = auto()
    GIVEN_NAME = auto()
    CLOCK = auto()
    NEGATION = auto()
    FREE = auto()


_KINDS = {
    **{name.lower(): cue.value for name, cue in Cue.__members__.items()},
    "country": Cue.PLACE.value,
    "located": Cue.PLACE.value,
    "title": Cue.PERSON.value,
    "body": Cue.ORGANISATION.value,
    "none": 0,
}
_FUNCTION_WORDS = (Cue.COPULA | Cue.PRONOUN | Cue.PREPOSITION).value
_YEARS = range(1000, 2100)
# 9:30, 9h30, 9am; the sign between hours and minutes may part tokens.
_CLOCK = re.compile(r"(?<!\d)\d{1,2}(?::\d{2}|h\d{0,2}|[ap]\.?m\b)", re.IGNORECASE)

_MONEY = re.compile(r"[$€£¥₹₽₺₴₩฿₫₪￥＄]|(?:USD|EUR|GBP|CHF)(?![A-Za-z])")
_PERCENT = re.compile("[%٪％‰]")
_DEGREE = "°"
_YEAR = re.compile(r"(\d{4})(?:s|['’]\w+)?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|ère|ème|e|º|ª|o|a)")
# The point after the number of a day or a monarch; larger numbers end sentences.
_DOTTED_ORDINALS = frozenset({"cs", "de", "fi", "pl", "tr"})
_LARGEST_DOTTED = 31
_APOSTROPHE = re.compile("['’ʼ‘＇`´]")


def cues(chunk: str, tokens: Sequence[Token], language: str) -> tuple[Cue, ...]:
    """What each token of a chunk (a piece of text without white space) may stand for.

    `tokens` are those of `retrieval.analysis.tokens(chunk, language)`.
    """
    lexicon = _lexicon(language)
    pairs = lexicon.pairs(chunk) if not chunk.isascii() and UNSPACED_LETTER.search(chunk) else None
    clock = Cue.CLOCK.value if _CLOCK.search(chunk) else 0
    signs = sign_cues(chunk)
    found = []
    for token in tokens:
        text = token.text
        if pairs is not None and UNSPACED_LETTER.match(text):
            found.append(Cue(pairs[token.span.start]))
        elif text[0].isdecimal():
            dotted = language in _DOTTED_ORDINALS and chunk[token.span.end :] == "."
            found.append(Cue(_number(text, signs, dotted=dotted) | clock))
        else:
            # The *C* of a degree is its unit.
            found.append(Cue(lexicon.cue(text) | (signs & Cue.UNIT.value)))
    return tuple(found)


def sign_cues(chunk: str) -> int:
    """What the signs in a chunk make of a number in it, or beside it where the chunk has no word (`51,6 %`)."""
    if chunk.isalpha():
        return 0
    return (
        (Cue.MONEY.value if _MONEY.search(chunk) else 0)
        | (Cue.PERCENT.value if _PERCENT.search(chunk) else 0)
        | (Cue.UNIT.value if _DEGREE in chunk else 0)
    )


def _number(text: str, signs: int, *, dotted: bool) -> int:
    cue = Cue.NUMBER.value | signs
    if year := _YEAR.fullmatch(text):
        if int(year[1]) in _YEARS and not signs:
            cue |= Cue.YEAR.value
    elif _ORDINAL.fullmatch(text) or (dotted and text.isdecimal() and int(text) <= _LARGEST_DOTTED):
        cue |= Cue.ORDINAL.value
    return cue


class _Lexicon:
    """The cues of the words of one language, in plain spelling, or as written where a capital tells."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        for kind, entry in _entries(language):
            spellings = {entry, entry.upper()} if entry != entry.lower() else {plain(entry, language)}
            table = self._beginnings if entry.endswith("*") else self._exact
            for spelling in spellings:
                key = spelling.rstrip("*")
                table[key] = table.get(key, 0) | _KINDS[kind]
        self._lengths = tuple(sorted(set(map(len, self._beginnings))))
        self._runs: dict[str, list[str]] = {}
        if language in UNSPACED or language == "ko":
            for word in sorted({*self._exact, *self._beginnings}, key=len, reverse=True):
                self._runs.setdefault(word[0], []).append(word)

    def cue(self, word: str) -> int:
        """The cues of a word as written."""
        found = self._look_up(word)
        parts = _APOSTROPHE.split(word)
        if len(parts) > 1:
            found |= self._look_up(parts[0]) | self._look_up(parts[-1])
        # WHO and IS in capitals are names.
        return found & ~_FUNCTION_WORDS if found and len(word) > 1 and word.isupper() else found

    def _look_up(self, word: str) -> int:
        spelling = plain(word, self._language)
        found = self._listed(spelling)
        return found if word == spelling else found | self._listed(word)

    def _listed(self, word: str) -> int:
        found = self._exact.get(word, 0)
        for length in self._lengths:
            if length > len(word):
                break
            found |= self._beginnings.get(word[:length], 0)
        return found

    def pairs(self, chunk: str) -> list[int]:
        """The cues of the pair of characters that begins at each place: of every word that it begins or lies in."""
        found = [0] * len(chunk)
        place = 0
        while place < len(chunk):
            word = next((word for word in self._runs.get(chunk[place], ()) if chunk.startswith(word, place)), None)
            if word is None:
                place += 1
                continue
            value = self._exact.get(word, 0) | self._beginnings.get(word, 0)
            # The last character of a run begins no pair: the pair that it ends stands for it.
            alone = len(word) == 1 and place > 0 and not UNSPACED_LETTER.match(chunk, place + 1)
            for start in range(place - alone, max(place + 1, place + len(word) - 1)):
                found[start] |= value
            place += len(word)
        return found


def _entries(language: str) -> Iterator[tuple[str, str]]:
    own = known(language)
    if own is None:
        return
    for kinds in (lists()[own]["cue"], lists()["latin"]["cue"] if own in LATIN else {}):
        for kind, words in kinds.items():
            for word in entries(words):
                yield kind, word


@cache
def _lexicon(language: str) -> _Lexicon:
    return _Lexicon(language)
