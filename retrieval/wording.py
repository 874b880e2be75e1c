"""What single words say of a sentence as an answer: learned weights for words, by what the question asks for.

Coverage treats all words alike. Here *who* likes a sentence with *born* in it, *how many* one with a unit after a
number, and a question with *name* in it does not mind when the answer lacks that word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import repeat

from retrieval.cues import Cue
from retrieval.features import Candidate
from retrieval.matching import Match
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence

_KINDS = tuple((int(cue), str(cue.name).lower()) for cue in Cue)
_WORDED = "en"
"""Other languages have too few questions to learn words from: only kinds and the question's words count there."""
_NAME, _NAMES, _MANY_NAMES = "name", "names", 3
_KINDS_NAMED = (*(name for _, name in _KINDS), _NAME, _NAMES)


def signs(question: Question, candidates: Sequence[Candidate], matches: Sequence[Match]) -> list[list[str]]:
    """For each candidate the names of the signs that its words are, always in the same order.

    - `who|born`: asked who, it has the word *born*, which was not asked for;
    - `who|was_the`: asked who, it has these function words one after the other;
    - `who:year`: asked who, it has a word of this kind (`name` for one with a capital, `names` for three);
    - `how tall:unit`-like `~tall:unit`: a question with the word *tall*, a sentence with a word of this kind;
    - `en+name` and `en-name`: the sentence holds, or lacks, the question's word *name*.
    """
    reader = _Reader(question)
    return [
        reader.signs(candidate.sentence, match, match.places)
        for candidate, match in zip(candidates, matches, strict=True)
    ]


def total(weights: Mapping[str, float], names: Sequence[str]) -> float:
    """The sum of the weights of signs; those without a weight count nothing."""
    return sum(map(weights.get, names, repeat(0.0)))


class _Reader:
    """Names the signs of sentences for one question."""

    def __init__(self, question: Question) -> None:
        # A plain string: formatting a member of an enumeration is slow.
        ask = str(question.ask)
        self._keys = [word.terms[-1] for word in question.words]
        self._prefix = f"{ask}|"
        self._held = {_WORDED: self._signs_of_words(_WORDED)}
        self._asked_for = {kind: f"{ask}:{kind}" for kind in _KINDS_NAMED}
        self._with_keys = {kind: [f"~{key}:{kind}" for key in self._keys] for kind in _KINDS_NAMED}

    def signs(self, sentence: AnalysedSentence, match: Match, asked: Set[int]) -> list[str]:
        """`asked` are the numbers of the words of the sentence that the question holds."""
        kinds = _kinds(sentence, asked)
        language = sentence.language
        found = [self._asked_for[kind] for kind in kinds]
        if (of_words := self._held.get(language)) is None:
            self._held[language] = of_words = self._signs_of_words(language)
        found += [
            held if strength else lacked for (held, lacked), strength in zip(of_words, match.strengths, strict=True)
        ]
        if language == _WORDED:
            for kind in kinds:
                found += self._with_keys[kind]
            prefix = self._prefix
            found += [prefix + key for key in _other_words(sentence, asked)]
            found += [prefix + pair for pair in sentence.function_pairs]
        return found

    def _signs_of_words(self, language: str) -> list[tuple[str, str]]:
        """For each word of the question the names of its being held and of its being lacked."""
        return [(f"{language}+{key}", f"{language}-{key}") for key in self._keys]


def _kinds(sentence: AnalysedSentence, asked: Set[int]) -> list[str]:
    """The kinds of the words that were not asked for."""
    cues = sentence.cues_without(asked)
    kinds = [name for bit, name in _KINDS if cues & bit]
    if capitals := sum([place not in asked for place in sentence.kinds.capitals]):
        kinds.append(_NAME if capitals < _MANY_NAMES else _NAMES)
    return kinds


def _other_words(sentence: AnalysedSentence, asked: Set[int]) -> dict[str, None]:
    """The words that were not asked for, each once, by their last term."""
    return dict.fromkeys(
        [key for place, key in zip(sentence.content, sentence.keys, strict=True) if place not in asked]
    )
