"""What a question asks for: its words, each with the terms that an article may hold it as."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from retrieval.analysis import half_width, terms, tokens
from retrieval.cues import (
    Ask,
    Lean,
    Measure,
    Part,
    alone,
    asked,
    asking,
    empty,
    focus,
    leans_back,
    light,
    measure,
    parts,
    without_asking,
    without_greeting,
    without_opening,
)
from retrieval.cues.lists import UNSPACED_LETTER, WORD
from retrieval.synonyms import Alternative, Synonyms
from retrieval.types import UNKNOWN_LANGUAGE

# A longer question is a pasted text: its first words say what it is about as well as all of them would.
_LONGEST_QUESTION = 4_096
# The verb comes right after it, and is no form of *be* or *have*.
_WHO_DID = re.compile(r"\W*who\s+(?!(?:is|are|was|were|be|been|am|has|have|had|s|'s|’s)\b)\w", re.IGNORECASE)
_ASKS_FOR_ANYTHING = frozenset({Ask.WHAT, Ask.OTHER, Ask.DEFINE})
# *3 parts* may be *three* in an article.
_SHORT_NUMBER = 2
# What a word of an earlier question counts, and one that only says what is asked for.
_EARLIER, _LIGHT = 0.6, 0.4
_ARTICLES = frozenset("the a an der die das ein eine el la los las le les il lo gli un una une o os as um uma".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question; an article has it if it has any of its terms.

    `alternatives` say the same in other words. `repaired` is the spelling that was meant, None where the word stands
    as it was written. `weight` (0 to 1) is less for a word of an earlier question, and
    for one that only says what kind of answer is wanted (*in what year*).
    `is_name` is true for names, years and the like: an article without them speaks of something else.
    `is_loose` is true for a pair of characters with a piece of a function or question word: it tells nothing where no
    article has it.
    """

    text: str
    terms: tuple[str, ...]
    alternatives: tuple[Alternative, ...] = ()
    repaired: str | None = None
    weight: float = 1.0
    is_name: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked, with the words to look for (each once, function words left out).

    `ask` is the kind of answer that is wanted, `focus` the terms of the noun after *what* or *how many*. `language` is
    the likeliest it was read in. `leans` tells how it leans on the one before, if it does,
    `asks_for_doer` when it is of the form *who did it*, not *who was it*. `measure` is what it wants counted, if it
    says so.
    """

    text: str
    words: tuple[Word, ...]
    ask: Ask = Ask.OTHER
    focus: frozenset[str] = frozenset()
    language: str = UNKNOWN_LANGUAGE
    leans: Lean | None = None
    asks_for_doer: bool = False
    measure: Measure | None = None

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all its words."""
        return frozenset(term for word in self.words for term in word.terms)


def parse(text: str, languages: Sequence[str], *, synonyms: Synonyms | None = None) -> Question:
    """Read a question in one or more languages at once (ISO 639-1, likeliest first).

    A word's terms are those that any of the languages gives it; a function word of the likeliest is none.
    """
    read = without_greeting(half_width(text[:_LONGEST_QUESTION]))
    if read.upper() == read and len(read.split()) > 1:
        # Shouted: capitals tell nothing of names here.
        read = read.lower()
    found: dict[tuple[int, int], dict[str, None]] = {}
    others: dict[tuple[int, int], tuple[Alternative, ...]] = {}
    said, of_parts = without_asking(read), parts(read)
    for number, language in enumerate(languages or (UNKNOWN_LANGUAGE,)):
        read_in = tokens(said, language)
        if synonyms and language == synonyms.language:
            for token, alternatives in zip(read_in, synonyms.alternatives(read_in), strict=True):
                others[token.span.start, token.span.end] = alternatives
        for token in read_in:
            place = (token.span.start, token.span.end)
            if number == 0 or place in found:
                found.setdefault(place, {}).update(dict.fromkeys(token.terms))
            if number == 0 and not token.terms:
                del found[place]
    found |= {(place, place + 1): {read[place]: None} for place in alone(read)}
    language = languages[0] if languages else UNKNOWN_LANGUAGE
    names = _names(read, found, language)
    # How long did it take? What answers may well say neither.
    asks_with = asking(read, languages).split()
    words = {}
    for place, terms_of_word in sorted(found.items(), reverse=True):
        written = read[place[0] : place[1]]
        is_name = place in names
        weight = _LIGHT if (written in asks_with or light(written, language)) and not is_name else 1.0
        words[tuple(terms_of_word)] = Word(
            written,
            tuple(terms_of_word),
            others.get(place, ()),
            weight=weight,
            is_name=is_name,
            is_loose=any(part is not Part.CONTENT for part in of_parts[place[0] : place[1]]),
        )
    about = focus(read, languages)
    asks = asked(read, languages)
    kept = tuple(reversed(words.values()))
    if asks in _ASKS_FOR_ANYTHING:
        # What happened to the temples? What the articles say of temples.
        kept = tuple(word for word in kept if not empty(word.text, language)) or kept
    return Question(
        text,
        kept,
        asks,
        frozenset(terms(about, language)) if about else frozenset(),
        language,
        leans_back(read, language, len(kept)),
        asks is Ask.WHO and bool(_WHO_DID.match(read)),
        measure(read, languages),
    )


def is_topic(question: Question) -> bool:
    """Whether a question is no more than one word, with or without an article: *Palmyra?*, *what of the museum?*"""
    text = half_width(question.text[:_LONGEST_QUESTION])
    written, named = (
        [word.casefold() for word in WORD.findall(each)] for each in (text, without_opening(text, question.language))
    )
    # *And* alone leans on what was said before.
    asked_of = written if len(written) - len(named) == 1 else named
    if len(question.words) != 1 or asked_of[-1:] != [question.words[0].text.casefold()]:
        return False
    return len(asked_of) == 1 or (len(asked_of) == 2 and asked_of[0] in _ARTICLES)


def is_alone(term: str) -> bool:
    """Whether a term is one ideograph: articles, which are analysed in pairs, hold it in any pair with it."""
    return len(term) == 1 and bool(UNSPACED_LETTER.match(term))


def _names(text: str, places: Collection[tuple[int, int]], language: str) -> set[tuple[int, int]]:
    """The words that are names by their capital, or years and numbers as long.

    German writes every noun with a capital, and some people every word of a question: those tell nothing.
    """
    first = len(text) - len(text.lstrip("\"'“”«»„¿¡( "))
    capital = {(start, end) for start, end in places if text[start].isupper() and start > first}
    if language == "de" or len(capital) >= len(places) - 1 > 1:
        capital = set()
    return capital | {(start, end) for start, end in places if sum(map(str.isdecimal, text[start:end])) > _SHORT_NUMBER}


def follow_up(question: Question, earlier: Question) -> Question | None:
    """The question read together with the one before it; None if it stands on its own.

    The earlier one's words count less; what it asked for stands in where the new one names nothing (*and in Raqqa?*).
    """
    if not question.leans:
        return None
    known = {word.terms for word in question.words}
    carried = tuple(
        replace(word, weight=_EARLIER * word.weight)
        for word in earlier.words
        # *How many* soldiers is not *when*.
        if word.terms not in known and (question.ask is Ask.OTHER or earlier.focus.isdisjoint(word.terms))
    )
    if question.ask is Ask.OTHER:
        return replace(question, words=(*question.words, *carried), ask=earlier.ask, focus=earlier.focus)
    return replace(question, words=(*question.words, *carried))
