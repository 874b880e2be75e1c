"""What a question asks for: its words, each with the terms that an article may hold it as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.analysis import tokens
from retrieval.types import UNKNOWN_LANGUAGE

# A longer question is a pasted text: its first words say what it is about as well as all of them would.
_LONGEST_QUESTION = 4_096


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question; an article has it if it has any of its terms."""

    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked, with the words to look for (each once, function words left out)."""

    text: str
    words: tuple[Word, ...]


def parse(text: str, languages: Sequence[str]) -> Question:
    """Read a question in one or more languages at once (ISO 639-1, likeliest first).

    A word's terms are those that any of the languages gives it; a function word of the likeliest is none.
    """
    read = text[:_LONGEST_QUESTION]
    if read.upper() == read and len(read.split()) > 1:
        # Shouted: capitals tell nothing of names here.
        read = read.lower()
    alternatives: dict[tuple[int, int], dict[str, None]] = {}
    for number, language in enumerate(languages or (UNKNOWN_LANGUAGE,)):
        for token in tokens(read, language):
            place = (token.span.start, token.span.end)
            if number == 0 or place in alternatives:
                alternatives.setdefault(place, {}).update(dict.fromkeys(token.terms))
            if number == 0 and not token.terms:
                del alternatives[place]
    words = {
        tuple(terms): Word(read[start:end], tuple(terms)) for (start, end), terms in reversed(alternatives.items())
    }
    return Question(text, tuple(reversed(words.values())))
