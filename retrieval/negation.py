"""Whether a word denies what comes after it."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.cues import Cue
from retrieval.question import Question
from retrieval.sentences import SentenceWord, analyse

_NEGATION, _NUMBER = int(Cue.NEGATION), int(Cue.NUMBER)
# *Not only*, *not until 1950*, *no more than ten*: something is said all the same.
_AFFIRMED = frozenset(
    "only just merely simply until before later more less fewer least nur erst bis mehr seulement que solo sólo "
    "solamente hasta más soltanto apenas até только лишь раньше позже более менее فقط إلا".split()
)
# Further on: *did not open to the public until 1950*.
_UNTIL = frozenset({"until", "till", "unless", "except", "but", "bis", "hasta", "jusqu"})
# The first characters of a question that are read: longer ones are pasted texts.
_LONGEST_READ = 500


def read(question: Question) -> tuple[SentenceWord, ...]:
    """The words of a question as those of a sentence."""
    return analyse(question.text[:_LONGEST_READ], question.language).words


def is_negative(question: Question) -> bool:
    """Whether a question asks for what is not so: *who did not sign?*"""
    words = read(question)
    return any(negates(words, place) for place in range(len(words)))


def negates(words: Sequence[SentenceWord], place: int) -> bool:
    """Whether a word is a *not* that is meant (*No. 5* and *not only* are not)."""
    if not words[place].cue & _NEGATION:
        return False
    following = words[place + 1 :]
    if following and (following[0].cue & _NUMBER or following[0].text in _AFFIRMED):
        return False
    return _UNTIL.isdisjoint([word.text for word in following])
