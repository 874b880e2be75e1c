"""A sentence as the ranker reads it: where its terms stand, and what kinds of thing its words are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from retrieval.analysis import tokens
from retrieval.cues import cues

_CACHED_CHUNKS = 200_000
_LONGEST_CACHED_CHUNK = 60
_CACHED_SENTENCES = 20_000


@dataclass(frozen=True, slots=True)
class SentenceWord:
    """A word of a sentence: as written (casefolded), its terms (none for a function word), its kinds, if it has a capital."""

    text: str
    terms: tuple[str, ...]
    cue: int
    capital: bool


@dataclass(frozen=True, slots=True)
class AnalysedSentence:
    """The words of a sentence in order, and by term the numbers of the words that have it."""

    text: str
    language: str
    words: tuple[SentenceWord, ...]
    positions: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=_CACHED_SENTENCES)
def analyse(text: str, language: str) -> AnalysedSentence:
    """Analyse a sentence in a language (ISO 639-1, or `und`); what was analysed lately is remembered."""
    chunks = _chunks(language)
    words: list[SentenceWord] = []
    for chunk in text.split():
        words.extend(chunks[chunk])
    positions: dict[str, tuple[int, ...]] = {}
    for number, word in enumerate(words):
        for term in word.terms:
            positions[term] = (*positions.get(term, ()), number)
    return AnalysedSentence(text, language, tuple(words), positions)


class _Chunks(dict[str, tuple[SentenceWord, ...]]):
    """Words by chunk (what white space parts): texts repeat their words."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, chunk: str) -> tuple[SentenceWord, ...]:
        found = tokens(chunk, self._language)
        words = tuple(
            SentenceWord(token.text.casefold(), token.terms, int(cue), token.text[0].isupper())
            for token, cue in zip(found, cues(chunk, found, self._language), strict=True)
        )
        if len(chunk) <= _LONGEST_CACHED_CHUNK:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = words
        return words


@cache
def _chunks(language: str) -> _Chunks:
    return _Chunks(language)
