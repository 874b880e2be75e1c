"""Text to terms: the one analysis that every engine and every question goes through.

A term is what two spellings of one word have in common: folded case and accents, the Snowball stem of the word and,
beside it, the stem of its lemma (so that *retook* meets *retake*, and *found* still meets *found*). Function words
are left out. Scripts that part no words (Chinese, Japanese, Thai, and Korean for its endings) give character bigrams.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from threading import Lock
from typing import TypeAlias

import Stemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from retrieval.types import UNKNOWN_LANGUAGE, Span

# A number that goes up whenever the same text would give other terms: an index of another version is made anew.
VERSION = 4

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
    # Near enough that the neighbour's stemmer serves them.
    "bs": "serbian", "hr": "serbian", "sh": "serbian", "gl": "portuguese", "nb": "norwegian", "nn": "norwegian",
    UNKNOWN_LANGUAGE: "english",
}  # fmt: skip
LANGUAGES = frozenset(_SNOWBALL)
"""The languages whose words are stemmed; words of others are only folded."""

# A dictionary of lemmas takes 10 to 100 MB: only where words change so that a stemmer can't follow, or where there is
# no stemmer.
_LEMMATISED = {
    **{language: language for language in "ar bg en is ka lv mk ro sk sl sq tr uk".split()},
    UNKNOWN_LANGUAGE: "en",
}
_IRREGULAR = {
    "bent": "bend", "bit": "bite", "bound": "bind", "broke": "break", "drunk": "drink", "felt": "feel", "gone": "go",
    "left": "leave", "lives": "life", "rose": "rise", "rung": "ring", "shook": "shake", "shot": "shoot",
    "swore": "swear", "thought": "think", "wives": "wife", "won": "win", "worse": "bad", "wound": "wind",
    "best": "good", "people": "person",
    # People write US without capitals; it is no pronoun then.
    "us": "us",
}  # fmt: skip

_BIGRAM_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Korean
)
# `\w` leaves out the marks that words of many scripts are written with; none lies beyond these planes. Those that
# choose the look of an emoji belong to no word.
_LOOKS = range(0xFE00, 0xFE10)
_MARKS = "".join(chr(c) for c in range(0x300, 0x20000) if c not in _LOOKS and unicodedata.category(chr(c))[0] == "M")
_INVISIBLE = "\u00ad\u0640\u200b-\u200f\u2060\ufeff"
_LETTERS = rf"(?:(?![_{_BIGRAM_SCRIPTS}])[\w{_MARKS}{_INVISIBLE}])+"
_APOSTROPHES = "'’ʼ‘＇`´"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬]\d+)+)"
    rf"|(?P<acronym>(?:[^\W\d_{_BIGRAM_SCRIPTS}]\.){{2,}}(?:[^\W\d_](?![\w{_MARKS}]))?)"
    rf"|(?P<bigrams>[{_BIGRAM_SCRIPTS}]+)"
    rf"|(?P<word>{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*)"
)
_CHUNK = re.compile(r"\S+")
# What may stand around a word and is no part of it.
_AROUND = ".,;:!?()[]\"'"
_HYPHENS = frozenset("-‐‑")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|s)")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
# Letters and digits as wide as ideographs, and the points and commas that belong to them.
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_FULL_WIDTH_SIGN = re.compile(
    "(?<=[\uff10-\uff19])[\uff0c\uff0e](?=[\uff10-\uff19])|(?<=[\uff21-\uff3a\uff41-\uff5a])\uff0e"
)
_TO_HALF_WIDTH = str.maketrans(
    {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
)
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_DOTLESS = str.maketrans({"İ": "i", "I": "ı"})
# Accents, vowel signs of Arabic and Hebrew; but й is a letter of its own.
_ACCENTS = re.compile(
    "[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]|(?<!и)\u0306"
)
_LETTERS_FOLDED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_ELIDED = frozenset(
    "all c coll d dall dell un quest quell nell sull gl j jusqu l lorsqu m n puisqu qu quoiqu s sant t b".split()
)
_ELIDING = frozenset({"fr", "it", "ca", "ga"})
_ACCENTS_TELL = frozenset({"da", "de", "fi", "no", "sv", "vi"})
_CONTRACTED = frozenset({"t", "ll", "re", "ve", "d", "m"})
_CACHED_CHUNKS = 300_000
_CACHED_COMPOUNDS = 50_000
_CACHED_WORDS = 100_000
_LONGEST_CACHED_CHUNK = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, with the terms that stand for it: an article has the word if it has any of them.

    A stop word has none. `span` counts code points of the analysed text.
    """

    text: str
    span: Span
    terms: tuple[str, ...]


def terms(text: str, language: str) -> list[str]:
    """The terms of a text in a language (ISO 639-1, or `und`), in order."""
    chunks = _analyser(language)
    return list(chain.from_iterable(map(chunks.__getitem__, text.split())))


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text in order, with their places; stop words have no terms.

    A hyphenated word is several tokens, each of which has the joined form among its terms (*cease-fire* meets
    *ceasefire*).
    """
    return [
        Token(
            chunk.group()[start:end],
            Span(chunk.start() + start, chunk.start() + end),
            tuple(dict.fromkeys((*own, *joined))) if own else (),
        )
        for chunk in _CHUNK.finditer(text)
        for parts, joined in _compounds(chunk.group(), language)
        for start, end, own in parts
    ]


def half_width(text: str) -> str:
    """The text with letters and digits of full width (Ｐａｌｍｙｒａ, ２０１７) as usual ones, each where it stood."""
    if text.isascii() or not _FULL_WIDTH.search(text):
        return text
    return _FULL_WIDTH_SIGN.sub(lambda sign: chr(ord(sign.group()) - 0xFEE0), text).translate(_TO_HALF_WIDTH)


def dictionary(language: str) -> Mapping[str, str] | None:
    """The words of a language with their lemmas, where the dictionary is in memory anyway; else None."""
    name = _LEMMATISED.get(language)
    return _dictionaries().get_dictionary(name) if name else None


def stop_words(language: str) -> Set[str]:
    """The function words of a language, in plain spelling; none where there is no list."""
    return _stop_words(language)


# Start, end and terms of a word in its chunk.
_Part: TypeAlias = tuple[int, int, tuple[str, ...]]


class _Analyser(dict[str, tuple[str, ...]]):
    """Terms by chunk (what white space parts) for one language, remembered: texts repeat their words."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        algorithm = _SNOWBALL.get(language)
        self._stemmer = Stemmer.Stemmer(algorithm, 0) if algorithm else None
        self._stop = _stop_words(language)
        # Stemmers are not safe to share between threads; what is remembered is read without the lock.
        self._lock = Lock()
        self._stemmed: dict[str, tuple[str, ...]] = {}

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(
            term
            for parts, joined in self.compounds(chunk)
            for group in (*(own for _, _, own in parts), joined)
            for term in group
        )
        if len(chunk) <= _LONGEST_CACHED_CHUNK:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = found
        return found

    def compounds(self, chunk: str) -> list[tuple[list[_Part], tuple[str, ...]]]:
        """The words of a chunk, those that hyphens join in one group, with the terms of the joined form."""
        core = chunk.strip(_AROUND)
        if core.isalpha() and core.isascii():
            # Most are such: nothing is to be parted.
            start = chunk.index(core)
            with self._lock:
                return [([(start, start + len(core), self._word(core))], ())]
        chunk = half_width(chunk)
        groups: list[tuple[list[_Part], list[str]]] = []
        open_end = -1  # where a word ended that a hyphen may go on with
        with self._lock:
            for match in _TOKEN.finditer(chunk):
                parts = self._parts(match)
                wordlike = match.lastgroup in {"word", "number"}
                if wordlike and 0 <= open_end == match.start() - 1 and chunk[open_end] in _HYPHENS:
                    groups[-1][0].extend(parts)
                    groups[-1][1].append(match.group())
                else:
                    groups.append((parts, [match.group()]))
                open_end = match.end() if wordlike else -1
            return [(parts, self._joined(words) if any(own for _, _, own in parts) else ()) for parts, words in groups]

    def _parts(self, match: re.Match[str]) -> list[_Part]:
        start, end = match.span()
        text = match.group()
        match match.lastgroup:
            case "bigrams":
                own = _uniform(text)
                width = 2 if len(own) > 1 else 1
                return [
                    (
                        start + i,
                        start + i + width,
                        () if own[i : i + width] in self._stop else (own[i : i + width],),
                    )
                    for i in range(len(own) - width + 1)
                ]
            case "acronym":
                return [(start, end, (_fold(_plain(text, self._language).replace(".", "")),))]
            case "number":
                return [(start, end, (_number(text),))]
            case _:
                return [(start, end, self._word(text))]

    def _joined(self, words: list[str]) -> tuple[str, ...]:
        if len(words) < 2:
            return ()
        return self._stems("".join(_plain(word, self._language).split("'")[0] for word in words))

    def _word(self, text: str) -> tuple[str, ...]:
        word = _plain(text, self._language)
        if word in self._stop:
            # US and IS in capitals are names; us and is are not.
            return (_fold(word),) if len(text) > 1 and text.isupper() else ()
        if "'" in word:
            return self._with_apostrophe(word)
        return self._stems(word)

    def _with_apostrophe(self, word: str) -> tuple[str, ...]:
        head, _, tail = word.rpartition("'")
        if tail == "s" or self._language == "tr":
            bare = head.split("'")[0] if self._language == "tr" else head
        elif self._language in _ELIDING and head in _ELIDED:
            bare = tail
        elif self._language in {"en", UNKNOWN_LANGUAGE} and tail in _CONTRACTED:
            bare = head.removesuffix("n") if tail == "t" else head
        else:
            joined = self._stems(word.replace("'", ""))
            return tuple(dict.fromkeys((*joined, *self._stems(tail)))) if len(tail) > 2 else joined
        return () if bare in self._stop else self._stems(bare.replace("'", ""))

    def _stems(self, word: str) -> tuple[str, ...]:
        if (stems := self._stemmed.get(word)) is None:
            if len(self._stemmed) >= _CACHED_WORDS:
                self._stemmed.clear()
            self._stemmed[word] = stems = self._stem(word)
        return stems

    def _stem(self, word: str) -> tuple[str, ...]:
        if not word:
            return ()
        if word.isdecimal():
            return (_number(word),)
        if ordinal := _ORDINAL.fullmatch(word):
            return (word, _number(ordinal[1]))
        stem = self._stemmer.stemWord if self._stemmer else str
        unaccented = _fold(word)
        forms = [_fold(stem(word)), _fold(stem(unaccented))]
        if self._language == "vi":
            forms = [word, unaccented]
        if dictionary := _LEMMATISED.get(self._language):
            lemma = _IRREGULAR.get(word) or _lemmatizer().lemmatize(word, dictionary)
            forms.append(_fold(stem(lemma.casefold())))
        return tuple(dict.fromkeys(filter(None, forms)))


def _uniform(text: str) -> str:
    """Compatibility forms of ideographs and Katakana made one where that leaves every character in its place."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    forms = [unicodedata.normalize("NFKC", character) for character in text]
    return "".join(form if len(form) == 1 else own for form, own in zip(forms, text, strict=True))


def _plain(word: str, language: str) -> str:
    """Compatibility forms, invisible characters, apostrophes and case made one; accents kept for the stemmer."""
    if word.isascii():
        return word.lower().replace("`", "'")
    word = _UNSEEN.sub("", unicodedata.normalize("NFKC", word.translate(_TO_APOSTROPHE)))
    if language in {"tr", "az"}:
        word = word.translate(_DOTLESS)
    return unicodedata.normalize("NFC", word.casefold())


def _fold(term: str) -> str:
    if term.isascii():
        return term
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", term))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS_FOLDED)


def _number(text: str) -> str:
    """Digits of any script as ASCII, without what parts thousands: 50,000 and 50.000 are 50000."""
    text = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else "," if c == "٬" else "." if c == "٫" else c for c in text
    )
    return re.sub(r"[.,]", "", text) if _THOUSANDS.fullmatch(text) else text.replace(",", ".")


@lru_cache(maxsize=_CACHED_COMPOUNDS)
def _compounds(chunk: str, language: str) -> list[tuple[list[_Part], tuple[str, ...]]]:
    return _analyser(language).compounds(chunk)


@cache
def _analyser(language: str) -> _Analyser:
    return _Analyser(language)


@cache
def _stop_words(language: str) -> frozenset[str]:
    language = {UNKNOWN_LANGUAGE: "en"}.get(language, language)
    words = _all_stop_words().get(language, "").split()
    # People leave accents out, but in some languages the bare word is another one: `über` and the company Uber.
    return frozenset(words) if language in _ACCENTS_TELL else frozenset(words) | frozenset(map(_fold, words))


@cache
def _all_stop_words() -> dict[str, str]:
    words: dict[str, str] = json.loads(files("retrieval").joinpath("stopwords.json").read_text("utf-8"))
    return words


@cache
def _dictionaries() -> DefaultDictionaryFactory:
    return DefaultDictionaryFactory(cache_max_size=len(_LEMMATISED))


@cache
def _lemmatizer() -> Lemmatizer:
    return Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries()))
