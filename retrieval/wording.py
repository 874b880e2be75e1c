"""What single words say of a sentence as an answer: learned weights for words, by what the question asks for.

Coverage treats all words alike. Here *who* likes a sentence with *born* in it, *how many* one with a unit after a
number, and a question with *name* in it does not mind when the answer lacks that word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retrieval.cues import Cue
from retrieval.features import Candidate
from retrieval.matching import Match
from retrieval.question import Question

_KINDS = tuple((int(cue), str(cue.name).lower()) for cue in Cue)
_WORDED = "en"
"""Other languages have too few questions to learn words from: only kinds and the question's words count there."""


def signs(question: Question, candidates: Sequence[Candidate], matches: Sequence[Match]) -> list[list[str]]:
    """For each candidate the names of the signs that its words are.

    - `who|born`: asked who, it has the word *born*, which was not asked for;
    - `who|was_the`: asked who, it has these function words one after the other;
    - `who:year`: asked who, it has a word of this kind (`name` for one with a capital, `names` for three);
    - `how tall:unit`-like `~tall:unit`: a question with the word *tall*, a sentence with a word of this kind;
    - `en+name` and `en-name`: the sentence holds, or lacks, the question's word *name*.
    """
    return [list(_signs(question, *pair)) for pair in zip(candidates, matches, strict=True)]


def total(weights: Mapping[str, float], names: Sequence[str]) -> float:
    """The sum of the weights of signs; those without a weight count nothing."""
    return sum(map(weights.get, names, [0.0] * len(names)))  # type: ignore[arg-type]


def _signs(question: Question, candidate: Candidate, match: Match) -> Iterator[str]:
    language = candidate.sentence.language
    words = candidate.sentence.words
    matched = {place for place, _ in match.hits}
    found = 0
    capitals = 0
    for place, word in enumerate(words):
        if place not in matched:
            found |= word.cue
            capitals += word.capital and place > 0
    kinds = [name for bit, name in _KINDS if found & bit]
    if capitals:
        kinds.append("name" if capitals < 3 else "names")
    for kind in kinds:
        yield f"{question.ask}:{kind}"
    for word, strength in zip(question.words, match.strengths, strict=True):
        yield f"{language}{'+' if strength else '-'}{word.terms[-1]}"
    if language != _WORDED:
        return
    for word in question.words:
        for kind in kinds:
            yield f"~{word.terms[-1]}:{kind}"
    ask = question.ask
    yield from {f"{ask}|{word.terms[-1]}" for place, word in enumerate(words) if word.terms and place not in matched}
    before = None
    pairs = set()
    for word in words:
        if word.terms:
            before = None
            continue
        if before is not None:
            pairs.add(f"{ask}|{before}_{word.text}")
        before = word.text
    yield from pairs
