"""A sentence as the ranker reads it: where its terms stand, and what kinds of thing its words are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from retrieval.analysis import tokens
from retrieval.cues import Cue, cues, sign_cues

_CACHED_CHUNKS = 200_000
_LONGEST_CACHED_CHUNK = 60
# Some 40 MB: an English sentence takes 2 kB.
_CACHED_SENTENCES = 20_000

# As plain numbers: an operation on flags takes a microsecond.
_AMOUNT = int(Cue.NUMBER | Cue.NUMBER_WORD)
_MEASURE = int(Cue.UNIT | Cue.DURATION | Cue.NUMBER_WORD | Cue.PERCENT)
_NOT_A_NAME = int(Cue.MONTH | Cue.WEEKDAY | Cue.PRONOUN | Cue.PREPOSITION)
_COPULA, _PREPOSITION, _PRONOUN = int(Cue.COPULA), int(Cue.PREPOSITION), int(Cue.PRONOUN)
# A function word with a capital is a name only if it is longer.
_LONGEST_FUNCTION_WORD = 3
_FIRST_WORDS = 9
# Question marks; the Greek one looks like a semicolon, and is mostly written as one.
_QUESTION_MARKS, _GREEK = frozenset("?？؟\u037e"), ";"
# Languages whose terms are pieces of words: the smaller the pieces, the more of them any sentence holds by chance.
_PIECES = {"vi": 1, **dict.fromkeys(("zh", "ja", "ko"), 2), **dict.fromkeys(("th", "lo", "km", "my"), 3)}
# Most terms stand in one place: those tuples are shared.
_ALONE = tuple((number,) for number in range(256))


@dataclass(frozen=True, slots=True)
class SentenceWord:
    """A word of a sentence: `text` casefolded, no `terms` for a function word, `cue` as the bits of `Cue`."""

    text: str
    terms: tuple[str, ...]
    cue: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """The words of a sentence by kind, as their numbers, ascending.

    `cues` has the bits of all words together. `names` have a capital that the beginning of the sentence does not
    explain, `placed` are those after a preposition; `measured` are numbers with a unit. `copula` is the first *is*,
    *means* or their like, -1 where there is none.
    """

    cues: int
    cued: tuple[int, ...]
    capitals: tuple[int, ...]
    names: tuple[int, ...]
    placed: tuple[int, ...]
    measured: tuple[int, ...]
    copula: int


class Form(NamedTuple):
    """How a sentence is written, whatever it says; a tuple, since it is a piece of a row of features."""

    pronoun: bool
    copula: bool
    bracket: bool
    asks: bool
    ends: bool
    quotes: bool
    pieces: int


@dataclass(frozen=True, slots=True)
class AnalysedSentence:
    """The words of a sentence in order, and by term the numbers of the words that have it.

    `content` are the numbers of all words but function words, `keys` the last terms of these; `function_pairs` are the
    function words that follow one another (`was_the`), each pair once.
    """

    text: str
    language: str
    words: tuple[SentenceWord, ...]
    positions: Mapping[str, tuple[int, ...]]
    kinds: Kinds
    form: Form
    content: tuple[int, ...]
    keys: tuple[str, ...]
    function_pairs: tuple[str, ...]

    def cues_without(self, numbers: Set[int]) -> int:
        """The bits of `Cue` of all words but those with these numbers."""
        if numbers.isdisjoint(self.kinds.cued):
            return self.kinds.cues
        cues = 0
        for number in self.kinds.cued:
            if number not in numbers:
                cues |= self.words[number].cue
        return cues


@lru_cache(maxsize=_CACHED_SENTENCES)
def analyse(text: str, language: str) -> AnalysedSentence:
    """Analyse a sentence in a language (ISO 639-1, or `und`); what was analysed lately is remembered."""
    chunks = _chunks(language)
    found: list[SentenceWord] = []
    beside = 0
    for chunk in text.split():
        own = chunks[chunk]
        if beside and own:
            own, beside = (_with(own[0], beside), *own[1:]), 0
        if not own and (signs := sign_cues(chunk)):
            # A sign alone goes with the number before it, or else with the one after it.
            if found and found[-1].cue & _AMOUNT:
                found[-1] = _with(found[-1], signs)
            else:
                beside = signs
        found.extend(own)
    words = tuple(found)
    kinds = _kinds(words)
    content = tuple([number for number, word in enumerate(words) if word.terms])
    return AnalysedSentence(
        text,
        language,
        words,
        _positions(words, content),
        kinds,
        _form(text, language, words, kinds),
        content,
        tuple([words[number].terms[-1] for number in content]),
        _function_pairs(words, content),
    )


def _with(word: SentenceWord, cue: int) -> SentenceWord:
    return replace(word, cue=word.cue | cue) if word.cue & _AMOUNT else word


def _positions(words: Sequence[SentenceWord], content: Sequence[int]) -> dict[str, tuple[int, ...]]:
    positions: dict[str, tuple[int, ...]] = {}
    for number in content:
        own = _ALONE[number] if number < len(_ALONE) else (number,)
        for term in words[number].terms:
            positions[term] = positions[term] + own if term in positions else own
    return positions


def _kinds(words: Sequence[SentenceWord]) -> Kinds:
    cued = [number for number, word in enumerate(words) if word.cue]
    capitals = [number for number, word in enumerate(words) if word.capital and number]
    names = [number for number in capitals if _is_name(words[number])]
    every, copula = 0, -1
    for number in reversed(cued):
        cue = words[number].cue
        every |= cue
        if cue & _COPULA:
            copula = number
    amounts = [number for number in cued if words[number].cue & _AMOUNT] if every & _AMOUNT else ()
    return Kinds(
        every,
        tuple(cued),
        tuple(capitals),
        tuple(names),
        tuple([number for number in names if words[number - 1].cue & _PREPOSITION]),
        tuple([number for number in amounts if number + 1 < len(words) and words[number + 1].cue & _MEASURE]),
        copula,
    )


def _is_name(word: SentenceWord) -> bool:
    return not word.cue & _NOT_A_NAME and (bool(word.terms) or len(word.text) > _LONGEST_FUNCTION_WORD)


def _form(text: str, language: str, words: Sequence[SentenceWord], kinds: Kinds) -> Form:
    return Form(
        pronoun=bool(words and words[0].cue & _PRONOUN),
        copula=0 <= kinds.copula < _FIRST_WORDS,
        bracket="(" in text or "-LRB-" in text,
        asks=not _QUESTION_MARKS.isdisjoint(text[-3:]) or (language == "el" and _GREEK in text[-3:]),
        ends=text.rstrip("'\"”’» )")[-1:] in ".!?。！？।…",
        quotes='"' in text or "''" in text or "“" in text or "«" in text,
        pieces=_PIECES.get(language, 0),
    )


def _function_pairs(words: Sequence[SentenceWord], content: Sequence[int]) -> tuple[str, ...]:
    function = sorted(set(range(len(words))).difference(content))
    # Sentences share them: there are few.
    pairs = [intern(f"{words[a].text}_{words[b].text}") for a, b in pairwise(function) if b == a + 1]
    return tuple(dict.fromkeys(pairs))


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
