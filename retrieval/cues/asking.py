"""What kind of answer a question asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from retrieval.analysis import terms
from retrieval.cues.lists import UNSPACED, WORD, Phrases, bare, entries, known, lists, plain


class Ask(StrEnum):
    """The kinds of answer that a question can ask for.

    COUNT is any number: an amount, an age, a size, a duration, a share. WHO is a person or an organisation. OTHER is
    a question of yes or no, bare words, or a language without lists.
    """

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    COUNT = "count"
    HOW = "how"
    DEFINE = "define"
    WHAT = "what"
    OTHER = "other"


# A longer message says what it asks at its beginning.
_LONGEST_QUESTION = 500
_POSSESSIVE = re.compile(r"s ?['’] (?=\w)")
_CLAUSE = frozenset(',;:.!?¿¡…«»“”„"()،؛؟—–।、，。')
# The question words that say little themselves: *which* (and English *what*) can have a noun that says more, *what is*
# can ask for a definition, *who is* stands for words that mean both (Greek, Romanian).
_WHICH, _WHAT_IS, _WHO_IS = "which", "what_is", "who_is"
_IS = frozenset({_WHAT_IS, _WHO_IS})
_OPEN = frozenset({Ask.WHAT, _WHICH, *_IS})
_NOT_ASKING = "none"
_NOUNS = {"person": Ask.WHO, "organisation": Ask.WHO, "place": Ask.WHERE}
# How far the noun may be from its question word, in words: where verbs show the end of its phrase, where adjectives
# come before it, elsewhere; and in characters where no spaces part words.
_NEAR_TO_VERB, _NEAR_WITH_ADJECTIVES, _NEAR = 6, 3, 2
_NEAR_AFTER, _NEAR_BEFORE = 3, 16
# Room for a word that counts, between a noun and the question word after it.
_GAP = 3
# What Chinese questions ask with is listed in simplified characters.
_SIMPLIFIED = str.maketrans(
    "誰麼麽甚裡裏個兒為樣幾時間長遠寬點國處種號義稱會場數價費溫積齡離歲區員隊總統縣島業學歷稱",
    "谁么么什里里个儿为样几时间长远宽点国处种号义称会场数价费温积龄离岁区员队总统县岛业学历称",
)
# *What is* that many words (or characters) at most asks for a definition.
_LONGEST_DEFINED, _LONGEST_DEFINED_RUN = 4, 10


def asked(question: str, languages: Sequence[str]) -> Ask:
    """The kind of answer that a question in one of the languages (ISO 639-1, likeliest first) asks for."""
    reading = _read(question[:_LONGEST_QUESTION], tuple(languages))
    return reading.ask if reading else Ask.OTHER


def light(word: str, language: str) -> bool:
    """Whether a question's word only says what kind of answer is wanted: *in what year*."""
    name = known(language)
    return name is not None and plain(word, name) in _listed(name, "light")


def empty(word: str, language: str) -> bool:
    """Whether a question's word says nothing of what is asked for: *what happened*."""
    name = known(language)
    return name is not None and plain(word, name) in _listed(name, "empty")


def everyday(word: str, language: str) -> bool:
    """Whether a question's word is one of everyday talk, in any form: *goes*, *people*. It carries no question."""
    name = known(language)
    if name is None:
        return False
    return (
        light(word, language) or empty(word, language) or not _terms("everyday", name).isdisjoint(terms(word, language))
    )


def focus(question: str, languages: Sequence[str]) -> str | None:
    """The noun that says what sort of thing *what*, *which* or *how many* asks for, as written, if there is one.

    Always None in languages that part no words by spaces.
    """
    reading = _read(question[:_LONGEST_QUESTION], tuple(languages))
    return reading.focus if reading else None


def asking(question: str, languages: Sequence[str]) -> str:
    """The words that ask, as written, *How long*; empty where none do, or no spaces part words."""
    reading = _read(question[:_LONGEST_QUESTION], tuple(languages))
    return reading.asking if reading else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    ask: Ask
    focus: str | None = None
    asking: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Some words (or characters) of a question, `first` to `last`, half open, and what they ask for."""

    ask: str
    first: int
    last: int


class _Grammar:
    """What tells the questions of one language apart."""

    def __init__(self, language: str, *, without_accents: bool) -> None:
        own = lists()[language]
        cue: Mapping[str, str] = own["cue"]

        def phrases(*values: tuple[str, str]) -> Phrases:
            pairs = ((entry, value) for value, words in values for entry in entries(words))
            return Phrases(pairs, language, without_accents=without_accents)

        self.language = language
        self.asks = phrases(*own["ask"].items())
        # Particles follow a Korean noun.
        any_ending = "* " if language == "ko" else " "
        nouns = ((ask, any_ending.join(cue.get(kind, "").split())) for kind, ask in _NOUNS.items())
        self.nouns = phrases(*own["focus"].items(), *nouns)
        self.lead = phrases(("lead", own.get("lead", "")), ("lead", cue.get("preposition", "")))
        self.weak, self.skip, self.stop, self.verb, self.part, self.called = (
            phrases((name, own.get(name, ""))) for name in ("weak", "skip", "stop", "verb", "part", "called")
        )
        self.has_verbs = "verb" in own
        self.fronted = own["order"] == "fronted"
        self.noun_before = own["order"] == "noun_before"
        adjectives_first = own.get("adjectives") == "first"
        self.near = _NEAR_TO_VERB if self.has_verbs else _NEAR_WITH_ADJECTIVES if adjectives_first else _NEAR


@cache
def _listed(name: str, kind: str) -> frozenset[str]:
    return frozenset(plain(word, name) for word in lists()[name].get(kind, "").split())


@cache
def _terms(kind: str, name: str) -> frozenset[str]:
    """The terms of a list's words, so that every form of them counts."""
    return frozenset(terms(lists()[name].get(kind, ""), name))


@cache
def _grammar(language: str, *, without_accents: bool) -> _Grammar:
    return _Grammar(language, without_accents=without_accents)


@lru_cache(maxsize=64)
def _read(question: str, languages: tuple[str, ...]) -> _Reading | None:
    for language in filter(None, map(known, languages)):
        for without_accents in (False, True):
            grammar = _grammar(language, without_accents=without_accents)
            read = _Unspaced if language in UNSPACED else _Spaced
            if reading := read(question, grammar, without_accents=without_accents).reading():
                return reading
    return None


class _Spaced:
    """A question in a language that parts its words by spaces."""

    def __init__(self, question: str, grammar: _Grammar, *, without_accents: bool) -> None:
        question = _POSSESSIVE.sub("s 's ", question)
        self._question = question
        self._grammar = grammar
        self._matches = list(WORD.finditer(question))
        words = [plain(match.group(), grammar.language) for match in self._matches]
        self._words: Sequence[str] = list(map(bare, words)) if without_accents else words
        self._breaks: Set[int] = {
            number
            for number in range(1, len(words))
            if not _CLAUSE.isdisjoint(question[self._matches[number - 1].end() : self._matches[number].start()])
        }

    def reading(self) -> _Reading | None:
        asker = self._asker()
        return replace(self._with(asker), asking=self._as_written(asker)) if asker else None

    def _with(self, asker: _Part) -> _Reading:
        called = self._called()
        if asker.ask == Ask.HOW and called:
            return _Reading(Ask.WHAT)
        if asker.ask not in _OPEN:
            noun = self._noun_after(asker) if asker.ask == Ask.COUNT else None
            return _Reading(Ask(asker.ask), self._focused(noun))
        noun = self._noun(asker) if asker.ask != Ask.WHAT and called != len(self._words) else None
        defines = self._defines(asker)
        if noun and noun.ask != Ask.WHAT and not (defines and noun.ask in _NOUNS.values()):
            return _Reading(Ask(noun.ask), self._focused(noun))
        if defines:
            return _Reading(Ask.WHO if asker.ask == _WHO_IS else Ask.DEFINE)
        return _Reading(Ask.WHAT, self._focused(noun))

    def _called(self) -> int:
        """Where a word ends that makes the question one for a name, 0 without one."""
        places = range(len(self._words), 0, -1)
        return next((end for end in places if self._grammar.called.at(self._words, end - 1)), 0)

    def _focused(self, noun: _Part | None) -> str | None:
        return self._as_written(noun) if noun else None

    def _as_written(self, part: _Part) -> str:
        return self._question[self._matches[part.first].start() : self._matches[part.last - 1].end()]

    def _asker(self) -> _Part | None:
        """The question word that matters most: one that opens a clause, is no conjunction, or ends the question."""
        words, grammar = self._words, self._grammar
        best, best_score = None, -1
        opens, done = True, 0
        for i in range(len(words)):
            opens = opens or i in self._breaks
            if i >= done and (opens or not self._is_name(i)) and (found := grammar.asks.at(words, i)):
                ask, length = found
                done = i + length
                weak = length == 1 and grammar.weak.at(words, i) is not None
                fronted = grammar.fronted and opens and not (weak and self._subordinates(ask, done))
                score = 2 * fronted + (not weak) + (done == len(words))
                if score > best_score and ask != _NOT_ASKING:
                    best, best_score = _Part(ask, i, done), score
            opens = opens and grammar.lead.at(words, i) is not None
        return best

    def _is_name(self, i: int) -> bool:
        """Whether a word within the question has a capital and the word before it too: *Doctor Who*."""
        word, before = self._matches[i].group(), self._matches[i - 1].group()
        return word[0].isupper() and word[1:].islower() and before[0].isupper()

    def _subordinates(self, ask: str, following: int) -> bool:
        """Whether *when* or *where* begins a clause of its own: no auxiliary verb comes next."""
        grammar, words = self._grammar, self._words
        if not grammar.has_verbs or ask not in {Ask.WHEN, Ask.WHERE} or following == len(words):
            return False
        return not (grammar.verb.at(words, following) or grammar.lead.at(words, following))

    def _noun(self, asker: _Part) -> _Part | None:
        after = self._noun_after(asker)
        if self._grammar.fronted or (after and after.ask != Ask.WHAT):
            return after
        if not self._grammar.noun_before and asker.ask not in _IS:
            return after
        return self._noun_before(asker) or after

    def _noun_after(self, asker: _Part) -> _Part | None:
        """The noun of the phrase that follows the question word: one that is listed, or else the likeliest."""
        phrase, listed, whole = self._phrase_after(asker)
        if not phrase:
            return None
        if whole:
            head = phrase[-1]
            return next((noun for noun in listed if noun.last > head), _Part(Ask.WHAT, head, head + 1))
        if listed:
            # Of nouns in a row the last is the head: *city mayor*.
            head_noun = listed[0]
            for noun in listed[1:]:
                head_noun = noun if noun.first == head_noun.last else head_noun
            return head_noun
        chosen = phrase[0]
        if self._grammar.language == "de":
            chosen = next((i for i in phrase if self._matches[i].group()[0].isupper()), chosen)
        return _Part(Ask.WHAT, chosen, chosen + 1)

    def _phrase_after(self, asker: _Part) -> tuple[list[int], list[_Part], bool]:
        """The words after the question word up to the end of their phrase, the listed nouns among them, and whether
        nothing but that phrase is there, so that its last word is its head."""
        words, grammar = self._words, self._grammar
        first = self._skip(asker)
        phrase: list[int] = []
        listed: list[_Part] = []
        for i in range(first, min(first + grammar.near, len(words))):
            if i in self._breaks and i > asker.last:
                break
            if noun := grammar.nouns.at(words, i):
                listed.append(_Part(noun[0], i, i + noun[1]))
            elif words[i] == "s":
                # Of a possessor; what it has is the noun.
                phrase, listed = [], []
                continue
            elif phrase and grammar.verb.at(words, i):
                return phrase, listed, grammar.has_verbs
            elif grammar.stop.at(words, i):
                break
            phrase.append(i)
        return phrase, listed, grammar.has_verbs and asker.ask in _IS

    def _skip(self, asker: _Part) -> int:
        """Where a noun phrase can begin after the question word."""
        words, grammar = self._words, self._grammar
        i = asker.last
        while i < len(words) and asker.ask in _OPEN and not grammar.nouns.at(words, i):
            skipped = grammar.skip.at(words, i)
            if skipped is None:
                break
            i += skipped[1]
        return i

    def _noun_before(self, asker: _Part) -> _Part | None:
        """The noun before the question word: in *the capital of Spain is what* it opens or ends the phrase."""
        words, grammar = self._words, self._grammar
        end = asker.first
        if grammar.noun_before and asker.ask == _WHAT_IS:
            first = 0
            while first < end and (skipped := grammar.skip.at(words, first)):
                first += skipped[1]
            noun = grammar.nouns.at(words, first)
            return _Part(noun[0], first, first + noun[1]) if noun and first + noun[1] < end else None
        while end > 0 and grammar.skip.at(words[:end], end - 1):
            end -= 1
        for start in range(max(0, end - 4), end):
            noun = grammar.nouns.at(words, start)
            if noun and end - 2 * grammar.noun_before <= start + noun[1] <= end:
                return _Part(noun[0], start, start + noun[1])
        if grammar.noun_before and end and not grammar.stop.at(words, end - 1):
            return _Part(Ask.WHAT, end - 1, end)
        return None

    def _defines(self, asker: _Part) -> bool:
        """Whether what remains beside *what is* is short and names a thing, or *mean* is asked for."""
        words, grammar = self._words, self._grammar
        if any(noun and noun[0] == Ask.DEFINE for noun in (grammar.nouns.at(words, i) for i in range(len(words)))):
            return True
        if asker.ask not in _IS:
            return False
        rest = [word for i, word in enumerate(words) if not asker.first <= i < asker.last]
        while rest and grammar.skip.at(rest, 0) and not grammar.part.at(rest, 0):
            rest = rest[1:]
        inner = range(len(rest))
        return 1 <= len(rest) <= _LONGEST_DEFINED and not any(
            grammar.part.at(rest, i) or grammar.stop.at(rest, i) or grammar.verb.at(rest, i) for i in inner
        )


class _Unspaced:
    """A question in a language that does not part its words."""

    def __init__(self, question: str, grammar: _Grammar, *, without_accents: bool) -> None:
        text = "".join(plain(question, grammar.language).split())
        self._text = text.translate(_SIMPLIFIED) if grammar.language == "zh" else text
        self._grammar = grammar

    def reading(self) -> _Reading | None:
        asker = self._asker()
        if asker is None:
            return None
        if asker.ask not in _OPEN:
            return _Reading(Ask(asker.ask))
        return _Reading(self._by_noun(asker) or (Ask.DEFINE if self._defines(asker) else Ask.WHAT))

    def _asker(self) -> _Part | None:
        text, grammar = self._text, self._grammar
        best, best_score = None, -1
        i = 0
        while i < len(text):
            found = grammar.asks.run(text, i)
            length = found[1] if found else 1
            if found and found[0] != _NOT_ASKING:
                score = 0 if grammar.weak.run(text, i) == ("weak", length) else 1
                if score > best_score:
                    best, best_score = _Part(found[0], i, i + length), score
            i += length
        return best

    def _by_noun(self, asker: _Part) -> Ask | None:
        """What the noun at the question word asks for: before it where nouns stand there, or if it says *is what*."""
        text, grammar = self._text, self._grammar
        if not grammar.noun_before and asker.ask == _WHICH:
            for i in range(asker.last, min(asker.last + _NEAR_AFTER, len(text))):
                if noun := grammar.nouns.run(text, i):
                    return Ask(noun[0])
        if asker.first and grammar.noun_before and asker.ask == _WHAT_IS and (noun := grammar.nouns.run(text, 0)):
            # What is the capital of ... is: the head of the phrase comes first where nouns come before.
            return Ask(noun[0])
        found = None
        if grammar.noun_before or asker.ask == _WHAT_IS or not WORD.search(text, asker.last):
            for i in range(max(0, asker.first - _NEAR_BEFORE), asker.first):
                noun = grammar.nouns.run(text, i)
                if noun and asker.first - _GAP <= i + noun[1] <= asker.first:
                    found = Ask(noun[0])
        return found

    def _defines(self, asker: _Part) -> bool:
        text, grammar = self._text, self._grammar
        if asker.ask != _WHAT_IS:
            return False
        rest = "".join(WORD.findall(text[: asker.first] + " " + text[asker.last :]))
        return 1 <= len(rest) <= _LONGEST_DEFINED_RUN and not any(grammar.part.run(rest, i) for i in range(len(rest)))
