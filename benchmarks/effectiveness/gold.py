"""When a quote is right: by its place in the article, since sets cut sentences elsewhere than we do.

However a quote is judged, it is wrong when it is longer than 700 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval import Span
from retrieval.readers.cleaning import clean

LONGEST_QUOTE = 700


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that a system came up with: `start` to `end` of the text of the article of this source."""

    source: str
    start: int
    end: int
    text: str


class Gold(Protocol):
    """What answers a question."""

    def accepts(self, found: Found) -> bool:
        """Whether this sentence answers it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences that people labelled as answers: a quote is right when it has at least half of one of them."""

    source: str
    spans: tuple[Span, ...]

    def accepts(self, found: Found) -> bool:
        return _short(found) and found.source == self.source and any(self._has_half(found, span) for span in self.spans)

    @staticmethod
    def _has_half(found: Found, span: Span) -> bool:
        shared = min(found.end, span.end) - max(found.start, span.start)
        return 2 * shared >= span.end - span.start


@dataclass(frozen=True, slots=True)
class Covering:
    """The words that answer: a quote is right when it holds them all and lies in their paragraph."""

    source: str
    paragraph: Span
    answer: Span

    def accepts(self, found: Found) -> bool:
        within = self.paragraph.start <= found.start and found.end <= self.paragraph.end
        covers = found.start <= self.answer.start and self.answer.end <= found.end
        return _short(found) and found.source == self.source and within and covers


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What several sentences say: a quote is right when it is right for one of them."""

    answers: tuple[Gold, ...]

    def accepts(self, found: Found) -> bool:
        return any(answer.accepts(found) for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Holding:
    """Words that a right quote holds, whatever article it is of: all of one of the `alternatives`, in any case."""

    alternatives: tuple[tuple[str, ...], ...]

    def accepts(self, found: Found) -> bool:
        text = " ".join(found.text.split()).casefold()
        return _short(found) and any(all(words.casefold() in text for words in each) for each in self.alternatives)


def place(parts: Sequence[str], text: str) -> list[Span]:
    """Where each of the consecutive `parts` stands in the `text` that a reader made of them.

    Its white space may be another, and what `clean` drops is gone. Raises `ValueError` when a part is not there.
    """
    kept = [number for number, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[number] for number in kept)
    spans: list[Span] = []
    begin = end = 0
    for part in parts:
        wanted = "".join(clean(part).split())
        begin = bare.find(wanted, end)
        if begin < 0:
            raise ValueError(f"not in the article's text: {part[:60]!r}")
        end = begin + len(wanted)
        spans.append(Span(kept[begin], kept[end - 1] + 1) if wanted else Span(0, 0))
    return spans


def _short(found: Found) -> bool:
    return found.end - found.start <= LONGEST_QUOTE
