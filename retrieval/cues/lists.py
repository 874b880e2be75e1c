"""The word lists of `cues.json`, one object for each language, and how words are compared with them.

- `ask`: the question words of each `Ask`, and of *which* (they can have a noun that says more) and *what is* (which
  can ask for a definition); `called`: words that make *how* ask for a name;
- `weak`: those of them that are conjunctions or relative pronouns as well;
- `focus`: the nouns that, beside *what* or *which*, ask for something else than a thing (*what year*). The nouns of
  persons, organisations and places in `cue` do so as well;
- `skip`: words between the question word and its noun (*what was the name of the band*); `stop`: words that end a
  noun phrase; `verb`: such words that come right after the noun (*what record company did*); `lead`: words that may
  come before the question word (*and when*, *tell me who*), as prepositions may; `part`: words that show that a
  property of something is asked for, not what it is;
- `adjectives`: `first` where they come before their noun;
- `order`: `fronted` where question words open the question, `in_place` where they stand where the answer would,
  `noun_before` where moreover the noun stands before its question word;
- `light`: words that say what kind of answer is wanted (*in what year*): a sentence may well answer without them;
  `empty`: verbs that say not even that (*what happened to them*);
- `measure`: the words that say of what an answer has to give a number (`Measure`); `none`: such as look like them;
- `everyday`: words of everyday talk: where no article has them, that is no reason to name;
- `asking`, `measured`, `function`, `whole`: of languages without spaces the question words, those that are no more
  than their first character (*how high*), the function words, and words that hold one of these by accident;
- `follow`: how questions begin that lean on the one before, and words that point back at it;
- `cue`: words by kind of thing; `country` and `located` are kinds of place, `title` of person, `body` of
  organisation, but no such nouns; `none` are words of a script without spaces that hold a listed word by accident.

Words are compared without case, but one that is listed with a capital counts only where the text has it too (*May*,
*US*). `_` stands between the words of a phrase, `*` for any ending or beginning, `+` for an English plural beside the
singular, `^` before a word that has to be the first. `latin` is what all languages in Latin script share; `small_talk`
is what people of any language say without asking anything: `address` are words for whom they speak to, `filler` such
as go with a greeting or thanks and may be of a question too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from retrieval.types import UNKNOWN_LANGUAGE

UNSPACED = frozenset({"ja", "th", "zh"})
"""The languages that do not part words by spaces."""
LATIN = frozenset("cs de en es fi fr id it nl pl pt ro sv tr vi".split())

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_INDIC_MARKS = "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
_INVISIBLE = "\u00ad\u0640\u200b-\u200f\u2060\ufeff"
_ACCENT = re.compile(f"[{_MARKS}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_LETTERS_FOLDED = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o"})
_SPELLINGS = {
    "tr": str.maketrans({"İ": "i", "I": "ı"}),
    # Written in one way or another by habit.
    "ar": str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}),
    "fa": str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی", "أ": "ا", "آ": "ا"}),
}
# How many characters of a pattern tell where to look for it.
_KEY = 3
_ARABIC_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{3})")

WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}{_INDIC_MARKS}{_INVISIBLE}\u0e31-\u0e4e])*")
"""A word of a question or a message; an apostrophe parts words."""
UNSPACED_LETTER = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


@cache
def lists() -> Mapping[str, Any]:  # the shapes of the objects differ; the readers of each know theirs
    """The word lists by language."""
    found: Mapping[str, Any] = json.loads(files("retrieval.cues").joinpath("cues.json").read_text("utf-8"))
    return found


def known(language: str) -> str | None:
    """The language whose lists serve a language (ISO 639-1, or `und`, which is read as English); None without lists."""
    language = "en" if language == UNKNOWN_LANGUAGE else language
    return language if "ask" in lists().get(language, ()) else None


def plain(word: str, language: str) -> str:
    """A word without case, invisible characters and, in Arabic, its article."""
    if word.isascii() and language != "tr":
        return word.lower()
    word = _UNSEEN.sub("", unicodedata.normalize("NFKC", word))
    if language in _SPELLINGS:
        word = word.translate(_SPELLINGS[language])
    word = unicodedata.normalize("NFC", word.casefold())
    if language == "ar" and (article := _ARABIC_ARTICLE.match(word)):
        word = word[article.end() :]
    return word


def bare(word: str) -> str:
    """A plain word without accents, as people type in a hurry."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", word))).translate(_LETTERS_FOLDED)


def entries(words: str) -> Iterator[str]:
    """The entries of a list, plurals made."""
    for entry in words.split():
        if not entry.endswith("+"):
            yield entry
            continue
        singular = entry[:-1]
        yield singular
        if singular[-1] == "y" and singular[-2] not in "aeiou":
            yield singular[:-1] + "ies"
        else:
            yield singular + ("es" if singular.endswith(("s", "x", "ch", "sh")) else "s")


class Phrases:
    """Words and phrases, each with a value."""

    def __init__(self, entries: Iterable[tuple[str, str]], language: str, *, without_accents: bool = False) -> None:
        # By first word, or the beginning of a pattern for it: no question is held against all of them.
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_character: dict[str, list[tuple[str, str]]] = {}
        for entry, value in entries:
            words = tuple(plain(word, language) for word in entry.split("_"))
            words = tuple(map(bare, words)) if without_accents else words
            first = words[0]
            key = first[:-1][:_KEY] + "*" if first.endswith("*") else "*" if first.startswith("*") else first
            self._by_first.setdefault(key, []).append((words, value))
            if run := "".join(words).rstrip("*"):
                self._by_character.setdefault(run[0], []).append((run, value))
        beginnings = {len(key) - 1 for key in self._by_first if key.endswith("*")}
        self._beginnings = tuple(sorted(beginnings))
        for runs in self._by_character.values():
            runs.sort(key=lambda run: -len(run[0]))

    def at(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        """The value of the longest phrase that begins at a word, and how many words it has."""
        word = words[start]
        best = None
        keys = [word, *[word[:length] + "*" for length in self._beginnings], *(("^" + word,) if start == 0 else ())]
        for phrase, value in chain.from_iterable(self._by_first.get(key, ()) for key in keys):
            rest = words[start + 1 : start + len(phrase)]
            if (
                (best is None or len(phrase) > best[1])
                and len(rest) == len(phrase) - 1
                and _fits(word, phrase[0].removeprefix("^"))
                and all(map(_fits, rest, phrase[1:]))
            ):
                best = value, len(phrase)
        return best

    def run(self, text: str, start: int) -> tuple[str, int] | None:
        """The value of the longest word that begins at a character, and its length: for text without spaces."""
        for run, value in self._by_character.get(text[start], ()):
            if text.startswith(run, start):
                return value, len(run)
        return None


def _fits(word: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern.startswith("*") else word == pattern
