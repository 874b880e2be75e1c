"""Other words that say what a word of a question says: what people ask with, against what articles say.

The words are in a text file in Solr's synonym format, in UTF-8:

    # a comment, on a line of its own
    truce, ceasefire          any of these finds the others
    die => killed, death      those on the left find those on the right, and not the other way round
    Peking\\, China            a backslash takes the meaning from a comma, an arrow or a number sign

Words may stand on several lines. Other than in Solr a word always finds itself, and an inflected form counts as the
word: *retook* meets *retake*. Words in capitals are names: `US` and `IS`, not *us* and *is*.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from retrieval.analysis import Token, tokens
from retrieval.errors import SettingsError

log = logging.getLogger(__name__)

# A verb and its particle may have its object between them: "drove Islamic State out".
_PARTICLES = frozenset({"off", "out", "over", "up"})
_LONGEST_OBJECT = 3

_LINE_END = re.compile(r"\r\n?|\n")
_PIECE = re.compile(r"\\(.?)|(=>)|(,)|([^\\,=]+|=)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another word or phrase: a sentence holds it if it holds, for every word, any of its terms.

    The words are those that analysis gives terms: of *drive out* only *drive*. `text` is the phrase as it was written.
    """

    words: tuple[tuple[str, ...], ...]
    text: str = field(default="", compare=False)


_Word: TypeAlias = "frozenset[str] | str"
"""A word to be met: any of its terms, or, for a function word, the word itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word or phrase to be met in questions, and what it finds."""

    words: tuple[_Word, ...]
    alternatives: tuple[Alternative, ...]


class Synonyms:
    """Looks up the words of questions; without state, safe to share between threads."""

    def __init__(self, entries: Iterable[_Entry], language: str = "en") -> None:
        self.language = language
        # Each under its first word's terms, or text.
        self._entries: dict[str, list[_Entry]] = {}
        for entry in entries:
            for key in [entry.words[0]] if isinstance(entry.words[0], str) else entry.words[0]:
                self._entries.setdefault(key, []).append(entry)

    @classmethod
    def read(cls, path: Path | None, language: str = "en") -> Synonyms:
        """Read a file of synonyms in a language (ISO 639-1); None stands for the English file of this package.

        Raises `SettingsError` with the file, the line and what is wrong there.
        """
        if path is None:
            return _of_package(language)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise SettingsError(f"SYNONYMS_FILE: {path}: can't be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise SettingsError(f"SYNONYMS_FILE: {path}, line {line}: is not UTF-8 text") from None
        return cls.parse(text, language, name=str(path))

    @classmethod
    def parse(cls, text: str, language: str = "en", *, name: str = "synonyms") -> Synonyms:
        """Read the content of such a file; `name` stands in errors. Raises `SettingsError`."""
        found_by: dict[tuple[_Word, ...], dict[Alternative, None]] = {}
        for number, line in enumerate(_LINE_END.split(text), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                asked, said = _sides(line)
            except ValueError as error:
                raise SettingsError(f"SYNONYMS_FILE: {name}, line {number}: {error}") from None
            alternatives = [found for phrase in said if (found := _alternative(phrase, language))]
            entries = [words for phrase in asked if (words := _words(phrase, language))]
            if not any(_useful(alternative, _head(words)) for words in entries for alternative in alternatives):
                log.warning("%s, line %s finds nothing that its own words do not: %s", name, number, line.strip())
            for words in entries:
                found_by.setdefault(words, {}).update(dict.fromkeys(alternatives))
        return cls((_Entry(words, tuple(alternatives)) for words, alternatives in found_by.items()), language)

    def alternatives(self, tokens: Sequence[Token]) -> list[tuple[Alternative, ...]]:
        """For each token of a question the alternatives of the entry that covers it; () where there is none.

        The longest entry wins; one of several words gives its alternatives to the first that has terms. An alternative
        that the token is a word of is left out: it finds nothing more.
        """
        found: list[tuple[Alternative, ...]] = [()] * len(tokens)
        covered: set[int] = set()
        for number, token in enumerate(tokens):
            keys = token.terms or (token.text.casefold(),)
            entries = [entry for key in keys for entry in self._entries.get(key, ())]
            if not entries:
                continue
            matches = [(places, entry) for entry in entries if (places := _places(entry, tokens, number, covered))]
            longest = max((len(places) for places, _ in matches), default=0)
            chosen = [(places, entry) for places, entry in matches if len(places) == longest]
            if not chosen:
                continue
            places = chosen[0][0]
            covered.update(places)
            head = next(place for place in places if tokens[place].terms)
            own = frozenset(tokens[head].terms)
            found[head] = tuple(
                dict.fromkeys(
                    alternative
                    for _, entry in chosen
                    for alternative in entry.alternatives
                    if _useful(alternative, own)
                )
            )
        return found


@cache
def _of_package(language: str) -> Synonyms:
    return Synonyms.parse(files("retrieval").joinpath("synonyms.txt").read_text("utf-8"), language)


def _sides(line: str) -> tuple[list[str], list[str]]:
    """The phrases to be met and those that they find. Raises `ValueError` saying what is wrong."""
    sides: list[list[str]] = [[""]]
    for match in _PIECE.finditer(line.strip()):
        escaped, arrow, comma, text = match.groups()
        if arrow:
            sides.append([""])
        elif comma:
            sides[-1].append("")
        else:
            sides[-1][-1] += text if text else escaped or "\\"
    if len(sides) > 2:
        raise ValueError('"=>" stands there twice')
    phrases = [[phrase.strip() for phrase in side] for side in sides]
    for side, where in zip(phrases, ("left", "right"), strict=False):
        if side == [""]:
            raise ValueError(f'there is nothing to the {where} of "=>"')
        if "" in side:
            raise ValueError("an entry is empty: two commas in a row, or one at an end")
    return phrases[0], phrases[-1]


def _words(phrase: str, language: str) -> tuple[_Word, ...]:
    """A phrase as it is met; empty if it has function words only, which are in every text."""
    words: tuple[_Word, ...] = tuple(
        frozenset(token.terms) if token.terms else token.text.casefold() for token in tokens(phrase, language)
    )
    return words if any(isinstance(word, frozenset) for word in words) else ()


def _alternative(phrase: str, language: str) -> Alternative | None:
    words = tuple(dict.fromkeys(token.terms for token in tokens(phrase, language) if token.terms))
    return Alternative(words, phrase) if words else None


def _head(words: tuple[_Word, ...]) -> frozenset[str]:
    """The terms of the first word that has any."""
    return next(word for word in words if not isinstance(word, str))


def _useful(alternative: Alternative, own: frozenset[str]) -> bool:
    """Whether a sentence may hold an alternative of a word with these terms and yet not hold the word."""
    return all(own.isdisjoint(word) for word in alternative.words)


def _places(entry: _Entry, tokens: Sequence[Token], start: int, covered: set[int]) -> list[int]:
    """The numbers of the tokens that are the words of an entry, from `start` on; none if it does not stand there."""
    places: list[int] = []
    at = start
    for word in entry.words:
        reach = _LONGEST_OBJECT if places and word in _PARTICLES else 0
        found = next((place for place in range(at, min(at + reach + 1, len(tokens))) if _is(word, tokens[place])), None)
        if found is None or found in covered:
            return []
        places.append(found)
        at = found + 1
    return places


def _is(word: _Word, token: Token) -> bool:
    if isinstance(word, str):
        return token.text.casefold() == word
    return not word.isdisjoint(token.terms)
