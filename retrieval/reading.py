"""Reads a question against an index: misspelt words are repaired by the words that the articles hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval import analysis, spelling
from retrieval.indexes import Index
from retrieval.language import question_languages
from retrieval.question import Question, Word, is_alone, parse
from retrieval.synonyms import Synonyms

_WORD_AND_NEXT = re.compile(r"(\w+)(?=(?:\W+(\w+))?)")
# Of an ideograph that stands alone.
_PAIRS_OF_ONE = 20


def read(text: str, index: Index, held: Sequence[str], synonyms: Synonyms) -> Question:
    """The question in the languages that there are articles in (`held`, commonest first), its misspelt words repaired.

    Raises `IndexUnavailable`.
    """
    languages = question_languages(analysis.half_width(text), held)
    question = _widened(parse(text, languages, synonyms=synonyms), index)
    found = frequencies(question, index)
    if (said := _without_slips(question, found)) != text:
        question = replace(_widened(parse(said, languages, synonyms=synonyms), index), text=text)
        found = frequencies(question, index)
    words = tuple(
        word if frequency else _repaired(word, languages, index)
        for word, frequency in zip(question.words, found, strict=True)
        if frequency or not word.is_loose
    )
    return replace(question, words=words or question.words)


def frequencies(question: Question, index: Index) -> list[int]:
    """For each word of the question about how many passages hold it."""
    terms = [term for word in question.words for term in word.terms]
    found = dict(zip(terms, index.frequencies(terms), strict=True))
    return [max(found[term] for term in word.terms) for word in question.words]


def _widened(question: Question, index: Index) -> Question:
    """The question with, for each ideograph that stands alone, the commonest pairs that begin with it beside it."""
    if question.text.isascii():
        return question
    words = list(question.words)
    for number, word in enumerate(words):
        if is_alone(word.text):
            pairs = [term for term in index.similar(word.text, 1) if len(term) > 1]
            common = sorted(zip(index.frequencies(pairs), pairs, strict=True), key=lambda pair: (-pair[0], pair[1]))
            words[number] = replace(word, terms=(*word.terms, *(pair for _, pair in common[:_PAIRS_OF_ONE])))
    return replace(question, words=tuple(words))


def _without_slips(question: Question, found: Sequence[int]) -> str:
    """The question's text with the function words that were meant in place of slips that no article has."""
    unknown = {word.text for word, frequency in zip(question.words, found, strict=True) if not frequency}
    if not unknown:
        return question.text

    def put_right(match: re.Match[str]) -> str:
        word, following = match[1], match[2] or ""
        if word not in unknown:
            return word
        # The capital that a question begins with tells nothing.
        plain = word.lower() if match.start() == 0 else word
        return spelling.meant(plain, question.language, analysis.dictionary, following=following) or word

    return _WORD_AND_NEXT.sub(put_right, question.text)


def _repaired(word: Word, languages: Sequence[str], index: Index) -> Word:
    """The word with the terms that were meant, if it is misspelt."""
    repair = spelling.repaired(word.text, languages, index, analysis.dictionary)
    return replace(word, terms=(*word.terms, *repair.terms), repaired=repair.text) if repair else word
