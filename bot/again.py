"""Questions in the form in which they are kept to be asked again later: one that leans on others with these above it.

Pure. “And when?” alone would tell nobody anything, and could not be answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.composing import shortened
from retrieval import Answer, Asked, Why

# Of all lines; a longer one is a pasted text.
_LONGEST = 512
# Of each line where there are several.
_LONGEST_LINE = 160
# The earlier questions besides the first.
_MOST_BETWEEN = 1


def kept_form(found: Answer, after: Asked | None) -> str:
    """What was asked, each question on a line, at most 512 characters; `after` is what it was asked after.

    It is empty where there is no word to look for: that is no gap in the articles.
    """
    if found.reason and found.reason.why is Why.NO_WORDS:
        return ""
    question = _one_line(found.read_as or found.question)
    if not found.follows or found.read_as or after is None:
        return alone(question)
    lines = (after.question, *after.lately[-_MOST_BETWEEN:], question)
    return "\n".join(shortened(_one_line(line), _LONGEST_LINE) for line in lines)


def alone(question: str) -> str:
    """The kept form of a question that leans on no other."""
    return shortened(_one_line(question), _LONGEST)


def asked_again(kept: str) -> tuple[str, Asked | None]:
    """The question, and what it is asked after."""
    *earlier, question = kept.split("\n")
    return question, Asked(earlier[0], lately=tuple(earlier[1:])) if earlier else None


def with_last_line(question: str, kept: Sequence[str]) -> str | None:
    """The first of the kept forms that ends with this question."""
    line = _one_line(question)
    ends = {shortened(line, _LONGEST), shortened(line, _LONGEST_LINE)}
    return next((each for each in kept if each.split("\n")[-1] in ends), None)


def stands_alone(kept: str) -> bool:
    """Whether the question leans on no other."""
    return "\n" not in kept


def readable(kept: str, longest: int) -> str:
    """A kept question as people read it, in at most so many characters."""
    return shortened(kept.replace("\n", " "), longest)


def storable(text: str) -> str:
    """A text as any database takes it: no NUL, and no half of a character."""
    return text.encode(errors="replace").decode().replace("\0", " ")


def _one_line(text: str) -> str:
    return " ".join(storable(text).split())
