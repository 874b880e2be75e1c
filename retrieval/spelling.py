"""Repairs the spelling of a question's words that no article holds, against the words that the articles do hold.

Not every word that articles lack is misspelt: *died* must not become *tied*. A word that a dictionary has is left as
it is; where there is no dictionary, and for names, only what is long and a single edit away is repaired.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeAlias

from retrieval import analysis
from retrieval.types import UNKNOWN_LANGUAGE

Dictionary: TypeAlias = Mapping[str, str]
"""The words of a language, inflected too, in small letters unless they are names; their lemmas are not used here."""

_SHORTEST = 5
# Among shorter words too many are alike: of these only swapped neighbours are put right.
_SHORTEST_SWAPPED = 4
_SHORTEST_FUNCTION_WORD = 3
# Of these a letter may be missing too.
_ASKING = frozenset("who whose what when where which why how".split())
_SHORTEST_DOUBTFUL = 6
_SHORTEST_FOR_TWO_EDITS = 8
_LONGEST = 40
_WHO_OR_HOW = frozenset({"who", "how"})
_AFTER_HOW = frozenset(
    "many much long old far big tall high large deep wide often fast do does did can could to should come about".split()
)
# A stem of three letters is like too many words.
_SHORTEST_TERM = 4
# English is the only language whose dictionary is held.
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Vocabulary(Protocol):
    """What an index knows of the words that its passages hold."""

    def similar(self, term: str, distance: int) -> list[str]:
        """The terms held, with the initial of `term`, that are at most `distance` (1 or 2) edits from it."""

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """For each term the number of passages that hold it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The word that was meant: `terms` are those of its terms that the vocabulary holds, the surest first.

    `text` shows it to people: as the dictionary spells it, else as the term, which may lack an ending.
    """

    text: str
    terms: tuple[str, ...]


def meant(
    word: str, language: str, dictionary: Callable[[str], Dictionary | None], *, following: str = ""
) -> str | None:
    """The question word or function word that a slip of the fingers stands for: *woh*, *teh*; None for other words.

    Two neighbours may be swapped, and of a question word a letter after the first may be missing (*whn*). Only in
    small letters, only where a dictionary tells that there is no such word (*form*). `following` is the word after it,
    which tells *how* from *who* in *hwo*.
    """
    known = dictionary(language)
    if known is None or word != word.lower() or known.get(word):
        return None
    words = _slips(language).get(word, frozenset())
    # Where a question word may be meant, it is: *wich*.
    words = words & _ASKING or words
    if words == _WHO_OR_HOW:
        return "how" if following.lower() in _AFTER_HOW else "who"
    return min(words) if len(words) == 1 else None


@cache
def _slips(language: str) -> Mapping[str, frozenset[str]]:
    """The function words that each slip may be meant as."""
    found: dict[str, set[str]] = {}
    for word in sorted(analysis.stop_words(language)):
        if len(word) < _SHORTEST_FUNCTION_WORD or not _is_of_letters(word):
            continue
        slips = set(_swapped(word)) | (_shortened(word) if word in _ASKING else set())
        for slip in slips - {word}:
            found.setdefault(slip, set()).add(word)
    return {slip: frozenset(words) for slip, words in found.items()}


def repaired(
    word: str,
    languages: Sequence[str],
    vocabulary: Vocabulary,
    dictionary: Callable[[str], Dictionary | None],
) -> Repair | None:
    """The word that a misspelt word of a question stands for; None when it stands for itself.

    `word` is one word as it was written, `languages` those that the question is read in (ISO 639-1 or `und`, likeliest
    first), `dictionary` gives the dictionary of a language where there is one.

    A repair is held by the vocabulary and one edit away: a letter put in, left out, replaced or swapped with its
    neighbour (in a word of four letters nothing but such a swap). Words of a dictionary come first, then the commonest,
    then the first by the alphabet. Where none is one edit away, it may be two for a long word. The initial stays; in a
    word without capitals and of more than four letters it may have been swapped with the second letter.
    """
    languages = languages or (UNKNOWN_LANGUAGE,)
    dictionaries = [dictionary(language) for language in languages]
    is_sure = word == word.lower() and None not in dictionaries
    if (
        not (_SHORTEST_SWAPPED if is_sure else _SHORTEST_DOUBTFUL) <= len(word) <= _LONGEST
        or word.isupper()
        or not _is_of_letters(word)
    ):
        return None
    terms = _terms(word, languages)
    if not terms or any(vocabulary.frequencies(terms)):
        return None
    known = [words for words in dictionaries if words is not None]
    if any(words.get(word) or words.get(word.lower()) or words.get(word.capitalize()) for words in known):
        return None
    variants = _edited if len(word) >= _SHORTEST else _swapped_within
    edited = [variant for words in known for variant in filter(words.get, variants(word.lower()))]
    if len(word) < _SHORTEST:
        return _commonest(_of_words(edited, languages, vocabulary), vocabulary)
    return (
        _commonest(_of_words(edited, languages, vocabulary), vocabulary)
        or _commonest(_one_edit_away(word, terms, languages, vocabulary), vocabulary)
        or (
            _commonest(_similar(terms, 2, vocabulary), vocabulary)
            if is_sure and len(word) >= _SHORTEST_FOR_TWO_EDITS
            else None
        )
    )


def _of_words(words: Sequence[str], languages: Sequence[str], vocabulary: Vocabulary) -> dict[str, Repair]:
    """Repairs by words that are spelt well: those whose own stem is held, or else those whose lemma is.

    Stems alone would miss what is wrong near the end of a word: *educaton* is far from *educ*.
    """
    by_stem: dict[str, Repair] = {}
    by_lemma: dict[str, Repair] = {}
    for word in words:
        terms = _terms(word, languages)
        held = tuple(term for term, count in zip(terms, vocabulary.frequencies(terms), strict=True) if count)
        if held:
            (by_stem if held[0] == terms[0] else by_lemma).setdefault(held[0], Repair(word, held))
    return by_stem or by_lemma


def _one_edit_away(
    word: str, terms: Sequence[str], languages: Sequence[str], vocabulary: Vocabulary
) -> dict[str, Repair]:
    found = _similar(terms, 1, vocabulary)
    if word == word.lower():
        found |= _of_words([word[1] + word[0] + word[2:]], languages, vocabulary)
    return found


def _similar(terms: Sequence[str], distance: int, vocabulary: Vocabulary) -> dict[str, Repair]:
    return {
        similar: Repair(similar, (similar,))
        for term in terms
        if len(term) >= _SHORTEST_TERM
        for similar in vocabulary.similar(term, distance)
        if len(similar) >= _SHORTEST_TERM and _is_of_letters(similar)
    }


def _commonest(found: Mapping[str, Repair], vocabulary: Vocabulary) -> Repair | None:
    terms = sorted(found)
    frequencies = dict(zip(terms, vocabulary.frequencies(terms), strict=True))
    return found[max(terms, key=frequencies.__getitem__)] if terms else None


def _terms(word: str, languages: Sequence[str]) -> list[str]:
    """The terms of a word in all languages; none if it is a function word in the likeliest."""
    first, *others = (analysis.terms(word, language) for language in languages)
    return list(dict.fromkeys(term for terms in (first, *others) for term in terms)) if first else []


def _edited(word: str) -> Iterator[str]:
    """The words one edit away with the same initial.

    After Norvig, 2007, "How to Write a Spelling Corrector"; some may be given twice.
    """
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        for letter in _ALPHABET:
            yield head + letter + tail
        if tail:
            rest = tail[1:]
            yield head + rest
            for letter in _ALPHABET:
                yield head + letter + rest
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _swapped(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _swapped_within(word: str) -> Iterator[str]:
    """The words with two neighbours swapped and the same initial."""
    return (variant for variant in _swapped(word) if variant[0] == word[0] and variant != word)


def _shortened(word: str) -> set[str]:
    """The words that lack a letter after the first, if they are still long enough to tell."""
    shorter = {word[:place] + word[place + 1 :] for place in range(1, len(word))}
    return {variant for variant in shorter if len(variant) >= _SHORTEST_FUNCTION_WORD}


def _is_of_letters(word: str) -> bool:
    """Whether a word is made of letters, and the marks that many scripts write vowels with."""
    return all(unicodedata.category(character)[0] in "LM" for character in word)
