"""Whether a sentence only says again what another has said: a report that two papers print, a part of a longer one."""

from __future__ import annotations

from retrieval.cues import Cue
from retrieval.sentences import AnalysedSentence, SentenceWord

# The share of their terms that two sentences have in common if they say the same (Jaccard).
_COMMON = 0.8
# A sentence that holds all of a shorter one adds little to it if that is at least this share of it.
_PART = 0.5
_NUMBERS = int(Cue.NUMBER | Cue.NUMBER_WORD | Cue.MONTH | Cue.WEEKDAY)
_NEGATION, _CLOCK = int(Cue.NEGATION), int(Cue.CLOCK)


def says_the_same(sentence: AnalysedSentence, earlier: AnalysedSentence) -> bool:
    """Whether a sentence says nearly what an earlier one said, or a part of it, or little more than it.

    Punctuation, capitals and function words aside. Two that differ in a number, a name or a *not* say different things,
    alike as they may be.
    """
    if (sentence.kinds.cues ^ earlier.kinds.cues) & _NEGATION or _words(sentence, _CLOCK) != _words(earlier, _CLOCK):
        return False
    terms, other = sentence.positions.keys(), earlier.positions.keys()
    if len(terms & other) >= _COMMON * len(terms | other):
        facts, others = _facts(sentence), _facts(earlier)
        return facts <= others or others <= facts
    if _holds(earlier, sentence):
        return True
    return len(earlier.keys) >= _PART * len(sentence.keys) and _holds(sentence, earlier)


def _holds(sentence: AnalysedSentence, part: AnalysedSentence) -> bool:
    """Whether a sentence has all words of another, one after the other."""
    if not part.keys or not part.positions.keys() <= sentence.positions.keys():
        return False
    return f" {' '.join(part.keys)} " in f" {' '.join(sentence.keys)} "


def _facts(sentence: AnalysedSentence) -> set[str]:
    """The numbers, dates and names of a sentence."""
    return _words(sentence, _NUMBERS).union(_key(sentence.words[place]) for place in sentence.kinds.names)


def _words(sentence: AnalysedSentence, cues: int) -> set[str]:
    return {_key(sentence.words[place]) for place in sentence.kinds.cued if sentence.words[place].cue & cues}


def _key(word: SentenceWord) -> str:
    return word.terms[-1] if word.terms else word.text
