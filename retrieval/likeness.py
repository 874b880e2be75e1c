"""Puts questions together that ask the same, so that people see what is asked most rather than every wording of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz.distance import OSA

from retrieval import analysis
from retrieval.cues import Ask, Part, asked, everyday, parts, without_asking, without_greeting
from retrieval.cues.lists import UNSPACED_LETTER, WORD
from retrieval.language import detect
from retrieval.negation import negates
from retrieval.sentences import analyse
from retrieval.synonyms import Synonyms
from retrieval.types import UNKNOWN_LANGUAGE

# As in `question.py`: a longer one is a pasted text.
_LONGEST_QUESTION = 500
# Shorter words are too much alike; of longer ones that no dictionary has, names among them, a letter may be wrong.
_SHORTEST, _SHORTEST_DOUBTFUL = 5, 6
_LETTERS = re.compile(r"[^\W\d_]+")


def alike(questions: Sequence[str]) -> list[tuple[int, ...]]:
    """The numbers of questions that ask the same, together: most asked first, then by the first of them.

    Every number is in one group, and in order there. Questions ask the same if they ask for the same kind of thing
    (who, when) about the same words, whatever their order; synonyms and misspellings count as the word, and one of the
    two may have words of everyday talk that the other lacks. Each is compared with the first of a group. Takes some
    0.1 ms for each different question.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        numbers[" ".join(WORD.findall(question.casefold()))].append(number)
    firsts = [questions[same[0]] for same in numbers.values()]
    groups: list[list[int]] = []
    known = _Known()
    for asking, same in zip(_read(firsts), numbers.values(), strict=True):
        place = known.find(asking)
        if place is None:
            known.add(asking)
            groups.append(list(same))
        else:
            groups[place] += same
    return sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group[0]))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a question: its terms, those of its synonyms, and whether it is one of everyday talk."""

    terms: frozenset[str]
    others: frozenset[str]
    is_loose: bool

    def is_like(self, other: _Word) -> bool:
        return not (
            self.terms.isdisjoint(other.terms)
            and self.others.isdisjoint(other.terms)
            and self.terms.isdisjoint(other.others)
        )


class _Asking:
    """A question as it is compared: its words but function words, and what it asks for, read when it is needed."""

    def __init__(self, text: str, language: str, words: tuple[_Word, ...]) -> None:
        self._text = text
        self._language = language
        self.words = words

    @cached_property
    def ask(self) -> Ask:
        """The kind of thing that it asks for."""
        return asked(self._text, (self._language,))

    @cached_property
    def is_negative(self) -> bool:
        """Whether it asks for what is not so."""
        words = analyse(self._text, self._language).words
        return any(negates(words, place) for place in range(len(words)))

    def is_like(self, other: _Asking) -> bool:
        """Whether it asks the same."""
        left = list(other.words)
        more = []
        for word in self.words:
            match = next((each for each in left if word.is_like(each)), None)
            if match:
                left.remove(match)
            else:
                more.append(word)
        if (more and left) or not all(word.is_loose for word in (*more, *left)):
            return False
        # At least one word is common to both, if there are any.
        if len(more) == len(self.words) != len(left) == len(other.words):
            return False
        return self.ask is other.ask and self.is_negative == other.is_negative


class _Known:
    """The first question of each group, found by its words."""

    def __init__(self) -> None:
        self._firsts: list[_Asking] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)
        self._by_synonym: dict[str, list[int]] = defaultdict(list)
        self._wordless: list[int] = []

    def add(self, asking: _Asking) -> None:
        number = len(self._firsts)
        self._firsts.append(asking)
        for word in asking.words:
            for term in word.terms:
                self._by_term[term].append(number)
            for term in word.others:
                self._by_synonym[term].append(number)
        if not asking.words:
            self._wordless.append(number)

    def find(self, asking: _Asking) -> int | None:
        """The first group that asks the same."""
        # All words that are not loose must be there: one is enough to look by, the rarest.
        telling = [word for word in asking.words if not word.is_loose] or asking.words
        found = min((self._having(word) for word in telling), key=len, default=self._wordless)
        return next((number for number in sorted(set(found)) if self._firsts[number].is_like(asking)), None)

    def _having(self, word: _Word) -> list[int]:
        by_term = (self._by_term.get(term, ()) for term in word.terms | word.others)
        by_synonym = (self._by_synonym.get(term, ()) for term in word.terms)
        return [number for numbers in (*by_term, *by_synonym) for number in numbers]


def _read(questions: Iterable[str]) -> list[_Asking]:
    """The questions in the languages that they seem to be in, misspelt words read as those of other questions."""
    texts = [_without_greeting(analysis.half_width(question[:_LONGEST_QUESTION])) for question in questions]
    languages = [_language(text) for text in texts]
    tokens = [
        [token for token in analysis.tokens(without_asking(text), language) if token.terms]
        for text, language in zip(texts, languages, strict=True)
    ]
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for language, found in zip(languages, tokens, strict=True):
        written[language].update(token.text.casefold() for token in found)
    meant = {language: _meant(words, language) for language, words in written.items()}
    read: dict[tuple[str, str, bool], _Word] = {}
    askings = []
    for text, language, found in zip(texts, languages, tokens, strict=True):
        of_parts = parts(text) if UNSPACED_LETTER.search(text) else ()
        words = []
        for token in found:
            # A pair of characters with a piece of a function word tells nothing.
            is_piece = any(part is not Part.CONTENT for part in of_parts[token.span.start : token.span.end])
            key = (token.text, language, is_piece)
            if key not in read:
                spelled = meant[language].get(token.text.casefold())
                read[key] = _word(analysis.tokens(spelled, language)[0] if spelled else token, language, is_piece)
            words.append(read[key])
        askings.append(_Asking(text, language, tuple(dict.fromkeys(words))))
    return askings


def _word(token: analysis.Token, language: str, is_piece: bool) -> _Word:
    others: frozenset[str] = frozenset()
    synonyms = Synonyms.read(None)
    if language == synonyms.language:
        (alternatives,) = synonyms.alternatives([token])
        others = frozenset(term for other in alternatives if len(other.words) == 1 for term in other.words[0])
    return _Word(frozenset(token.terms), others, is_piece or everyday(token.text, language))


def _without_greeting(text: str) -> str:
    # Most questions begin with a question word: those are told at once.
    first = WORD.match(text)
    return text if first and first.group().lower() in analysis.stop_words("en") else without_greeting(text)


def _language(text: str) -> str:
    """The language that most of the text's function words are of; English where there are none."""
    if UNSPACED_LETTER.search(text):
        return detect(text)
    counts = Counter({"en": 0})
    for word in WORD.findall(text.casefold()):
        counts.update(_languages_of().get(word, ()))
    # Of those with as many the first that was counted: English, if it is one of them.
    return counts.most_common(1)[0][0]


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """The languages that each function word is of."""
    found: dict[str, tuple[str, ...]] = {}
    for language in sorted(analysis.LANGUAGES - {UNKNOWN_LANGUAGE}):
        for word in analysis.stop_words(language):
            found[word] = (*found.get(word, ()), language)
    return found


def _meant(written: Mapping[str, int], language: str) -> dict[str, str]:
    """For each word that seems to be misspelt the word of another question that was meant, a single edit away.

    The commoner is meant; of two that are as common it is the one that a dictionary has.
    """
    dictionary = analysis.dictionary(language) or {}
    spelled = {
        word: bool(dictionary.get(word) or dictionary.get(word.capitalize()))
        for word in written
        if len(word) >= _SHORTEST and _LETTERS.fullmatch(word) and not UNSPACED_LETTER.search(word)
    }
    shortened: dict[str, list[str]] = defaultdict(list)
    for word in sorted(spelled):
        for variant in _shortened(word):
            shortened[variant].append(word)

    def rank(word: str) -> tuple[bool, int, str]:
        return spelled[word], written[word], word

    meant: dict[str, str] = {}
    for word in sorted(word for word, is_known in spelled.items() if not is_known):
        near = {other for variant in _shortened(word) for other in shortened[variant] if other[0] == word[0]}
        better = [
            other
            for other in near
            if rank(other) > rank(word) and OSA.distance(word, other, score_cutoff=1) == 1
            if spelled[other] or min(len(word), len(other)) >= _SHORTEST_DOUBTFUL
        ]
        if better:
            meant[word] = max(better, key=rank)
    return meant


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: words that are an edit apart share one of them."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
