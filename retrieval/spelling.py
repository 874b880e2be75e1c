"""Repairs the spelling of a question's words that no article holds, against the words that the articles do hold.

Not every word that articles lack is misspelt: *died* must not become *tied*. A word that a dictionary has is left as
it is; where there is no dictionary, and for names, only what is long and a single edit away is repaired.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from retrieval import analysis
from retrieval.types import UNKNOWN_LANGUAGE

Dictionary: TypeAlias = Mapping[str, str]
"""The words of a language, inflected too, in small letters unless they are names; their lemmas are not used here."""

_SHORTEST = 5
_SHORTEST_DOUBTFUL = 6
_SHORTEST_FOR_TWO_EDITS = 8
_LONGEST = 40
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
    neighbour. Words of a dictionary come first, then the commonest, then the first by the alphabet. Where none is one
    edit away, it may be two for a long word. The initial stays; in a word without capitals it may have been swapped
    with the second letter.
    """
    languages = languages or (UNKNOWN_LANGUAGE,)
    dictionaries = [dictionary(language) for language in languages]
    is_sure = word == word.lower() and None not in dictionaries
    if (
        not (_SHORTEST if is_sure else _SHORTEST_DOUBTFUL) <= len(word) <= _LONGEST
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
    edited = [variant for words in known for variant in filter(words.get, _edited(word.lower()))]
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


def _is_of_letters(word: str) -> bool:
    """Whether a word is made of letters, and the marks that many scripts write vowels with."""
    return all(unicodedata.category(character)[0] in "LM" for character in word)
