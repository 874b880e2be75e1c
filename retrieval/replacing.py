"""Puts what a follow-up names in the place of what the question before it named: *and Raqqa?*"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from retrieval.analysis import Token, tokens
from retrieval.catalogue import SegmentedArticle
from retrieval.cues import Ask, Cue, person_pronoun, without_opening
from retrieval.question import Question
from retrieval.sentences import analyse
from retrieval.types import Asked

# The kinds of name that word lists tell apart.
_KINDS = int(Cue.PLACE | Cue.GIVEN_NAME)
# A name's words stand beside one another.
_BETWEEN = re.compile(r"[\s\u00a0-]*")
# So many sentences of an article show which of its words are names.
_ENOUGH = 100
# Languages without capitals in which what is asked about follows the verb.
_OBJECT_LAST = frozenset({"ar", "he"})
# Digits of a year, and of numbers as long.
_LONG_NUMBER = 3
_NOTHING: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of a question, or the words of one name, at `start` to `end` of its text. A function word has no terms."""

    text: str
    start: int
    end: int
    terms: frozenset[str]
    is_name: bool

    def like(self, other: _Piece) -> bool:
        """Whether one may stand in the other's place: a name for a name, a year for a year, the same function word."""
        if not self.terms or not other.terms:
            return self.text.casefold() == other.text.casefold()
        return self.is_name == other.is_name and _is_number(self.text) == _is_number(other.text)


def replaced(question: Question, earlier: Question, article: SegmentedArticle | None) -> str | None:
    """The earlier question with what the new one names in the place of what is most like it; None if nothing is.

    *Who retook Palmyra?* and *what about Raqqa?*: who retook Raqqa? *When was the mill opened?* and *the bridge?*: when
    was the bridge opened? What is named stands for words of the same form: a name for a name, a year for a year, *the
    mill at Brede* for *the bridge at Orla*. `article` tells names from other words where people write without capitals.
    """
    rest = without_opening(question.text, question.language)
    language = earlier.language
    names = _names(article) if article else _NOTHING
    theirs = _pieces(earlier.text, language, names, begins=True)
    ours = _pieces(rest, language, names, begins=rest == question.text)
    first = next((number for number, piece in enumerate(ours) if piece.terms), len(ours))
    last = max((number for number, piece in enumerate(ours) if piece.terms), default=-1)
    phrase = ours[first : last + 1]
    if not phrase:
        return None
    before = ours[first - 1].text.casefold() if first else ""
    if len(phrase) == 1 and not before and rest == rest.lower() and not phrase[0].is_name:
        # *And raqqa?*
        phrase = [replace(phrase[0], is_name=True)]
        if language in _OBJECT_LAST:
            theirs = [replace(piece, is_name=bool(piece.terms)) for piece in theirs]
    places = list(_places(theirs, phrase, before, language))
    if not places:
        return None
    start, end = max(places)[-2:]
    return earlier.text[:start] + rest[phrase[0].start : phrase[-1].end] + earlier.text[end:]


def named(question: Question, earlier: Question, after: Asked, article: SegmentedArticle) -> str | None:
    """The question with the name of somebody in the place of its pronoun; None if there is no pronoun, or no one name.

    *Who built it?* and *when was she born?*: the name stands in the sentence of `article` that was quoted, and in
    neither question.
    """
    pronoun = person_pronoun(question.text, question.language)
    if pronoun is None or earlier.ask is not Ask.WHO:
        return None
    names = {
        name
        for number, span in enumerate(article.sentences)
        if (article.article.id, number) in after.told
        for name in _names_beside(span.of(article.article.text), article.article.language, earlier)
    }
    return question.text[: pronoun.start] + names.pop() + question.text[pronoun.end :] if len(names) == 1 else None


def _names_beside(sentence: str, language: str, earlier: Question) -> Iterator[str]:
    """The names in a sentence that the earlier question does not have."""
    analysed = analyse(sentence, language)
    known = {term for number in analysed.kinds.names for term in analysed.words[number].terms}
    for piece in _pieces(sentence, language, known, begins=True):
        if not piece.terms.isdisjoint(known) and earlier.terms.isdisjoint(piece.terms):
            yield piece.text


def _places(
    theirs: Sequence[_Piece], phrase: Sequence[_Piece], before: str, language: str
) -> Iterator[tuple[bool, bool, int, int]]:
    """Where the phrase may stand in the earlier question; the likeliest place is the greatest.

    That is behind the same little word, then where the same kind of name stands, then the last.
    """
    has_name = any(piece.is_name for piece in phrase)
    for first in range(len(theirs) - len(phrase) + 1):
        window = theirs[first : first + len(phrase)]
        if not all(map(_Piece.like, window, phrase)):
            continue
        after_same = bool(before) and first > 0 and theirs[first - 1].text.casefold() == before
        # The last word of *when was it opened* is not what *the bridge* stands for.
        if has_name or after_same:
            same_kind = _kinds(window, language) == _kinds(phrase, language)
            yield after_same, same_kind, window[0].start, window[-1].end


def _kinds(pieces: Sequence[_Piece], language: str) -> int:
    return analyse(" ".join(piece.text for piece in pieces), language).kinds.cues & _KINDS


def _pieces(text: str, language: str, names: Set[str], *, begins: bool) -> list[_Piece]:
    """The words of a text, those of one name together; `begins` is true where its first word has a capital anyway."""
    found = tokens(text, language)
    later = found[1:] if begins else found
    # Some people write every word with a capital.
    written = all(token.terms or not token.text[0].isupper() for token in later)
    pieces: list[_Piece] = []
    for number, token in enumerate(found):
        # The *al* of *al-Zor* is part of the name.
        capital = _capital(text, token) and written and (number > 0 or not begins)
        piece = _piece(token, is_name=capital or not names.isdisjoint(token.terms))
        if pieces and piece.is_name and pieces[-1].is_name and _BETWEEN.fullmatch(text, pieces[-1].end, piece.start):
            whole = pieces.pop()
            piece = _Piece(text[whole.start : piece.end], whole.start, piece.end, whole.terms | piece.terms, True)
        pieces.append(piece)
    return pieces


def _capital(text: str, token: Token) -> bool:
    """Whether a word has a capital, or one that a hyphen joins to it has."""
    before = text[: token.span.start].split()[-1:] if text[: token.span.start].endswith("-") else []
    after = text[token.span.end :].split()[:1] if text.startswith("-", token.span.end) else []
    parts = [token.text, *("".join(before).split("-")), *("".join(after).split("-"))]
    return any(part[:1].isupper() for part in parts)


def _piece(token: Token, *, is_name: bool) -> _Piece:
    is_name = bool(token.terms) and (is_name or sum(map(str.isdecimal, token.text)) >= _LONG_NUMBER)
    return _Piece(token.text, token.span.start, token.span.end, frozenset(token.terms), is_name)


def _names(article: SegmentedArticle) -> set[str]:
    """The terms of the names in an article."""
    return {
        term
        for span in article.sentences[:_ENOUGH]
        for sentence in [analyse(span.of(article.article.text), article.article.language)]
        for number in sentence.kinds.names
        for term in sentence.words[number].terms
    }


def _is_number(text: str) -> bool:
    return any(map(str.isdecimal, text))
