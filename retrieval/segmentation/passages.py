"""Gathers an article's sentences into passages: windows of sentences that belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from retrieval.types import Passage, Span

# Scripts that part no words, and how many characters a word of theirs has, roughly.
_UNSPACED = (
    (re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), 2),
    (re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), 4),
)
_WORD = re.compile(r"\w\S*")
_ENDS_A_SENTENCE = re.compile("[.!?…。！？।؟۔։።။៕][\"'”’»」』)]*$")
_HEADING_WORDS = 12
_TAIL_WORDS = 30
# How far from its aim a passage may grow, and how much of the aim sentences may take that it shares with the next.
_LARGEST, _SHARED = 1.5, 1 / 3

# What the end of a passage costs, beside up to 1.0 for missing the number of words aimed at.
_WITHIN_PARAGRAPH, _AT_LINE, _AT_PARAGRAPH, _AT_HEADING = 0.35, 0.1, 0.0, -0.15
_AFTER_HEADING = _BEFORE_TAIL = 1.0


@dataclass(frozen=True, slots=True)
class _Outline:
    """What is to know of each sentence: its words, the line breaks before it, whether it heads what follows.

    `total` are the words of all sentences before it; it has one number more.
    """

    words: list[int]
    total: list[int]
    breaks: list[int]
    heading: list[bool]

    def __len__(self) -> int:
        return len(self.words)


def split_passages(
    article_id: str, text: str, sentences: Sequence[Span], *, words: int = 100, overlap: int = 1
) -> list[Passage]:
    """Windows of consecutive `sentences`, in order, that together hold them all.

    A window aims at `words` words and ends where a paragraph does if it can; a heading stays with what follows it,
    and the last few words of an article do not stand alone. It shares its last `overlap` sentences with the next
    window, unless they are long. A sentence longer than `words` has a window to itself, but for its heading. Two
    characters count as a word in Chinese and Japanese, four in Thai, Lao, Khmer and Burmese. Takes time linear in the
    text's length.
    """
    outline = _outline(text, sentences)
    passages: list[Passage] = []
    first = last = 0
    while last < len(outline):
        last = _end_of_window(outline, first, last, words)
        passages.append(Passage(article_id, first, last, sentences[first].start, sentences[last - 1].end))
        first = last - _shared(outline, first, last, words, overlap)
    return passages


def count_words(text: str) -> int:
    """How many words `text` has, at least one; a rough number in scripts that part no words."""
    if text.isascii():
        return max(1, len(text.split()))
    count = 0
    for script, characters in _UNSPACED:
        text, found = script.subn(" ", text)
        count += -(-found // characters)
    return max(1, count + len(_WORD.findall(text)))


def _outline(text: str, sentences: Sequence[Span]) -> _Outline:
    words = [count_words(sentence.of(text)) for sentence in sentences]
    breaks = [2]
    for before, sentence in pairwise(sentences):
        breaks.append(len(f"|{text[before.end : sentence.start]}|".splitlines()) - 1)
    alone = [
        count <= _HEADING_WORDS
        and breaks[number] > 0
        and (number + 1 == len(words) or breaks[number + 1] > 0)
        and not _ENDS_A_SENTENCE.search(sentences[number].of(text))
        for number, count in enumerate(words)
    ]
    # Of several short lines, as in a list, only the last one can head something.
    heading = [short and not following for short, following in zip(alone, [*alone[1:], True], strict=False)]
    return _Outline(words, [0, *accumulate(words)], breaks, heading)


def _end_of_window(outline: _Outline, first: int, done: int, words: int) -> int:
    """The number of the sentence before which the window from `first` ends best; it goes beyond `done`."""
    best, lowest = done + 1, float("inf")
    for last in range(done + 1, len(outline) + 1):
        size = outline.total[last] - outline.total[first]
        if last > done + 1 and size > words * _LARGEST and not outline.heading[last - 2]:
            break
        cost = min(1.0, abs(size - words) / words) + _cost_of_ending(outline, last)
        if cost <= lowest:
            best, lowest = last, cost
        if last < len(outline) and outline.words[last] > words and not outline.heading[last - 1]:
            break
        if outline.words[last - 1] > words:
            break
    return best


def _cost_of_ending(outline: _Outline, last: int) -> float:
    if last == len(outline):
        return _AT_PARAGRAPH
    if outline.heading[last]:
        cost = _AT_HEADING
    elif outline.breaks[last]:
        cost = _AT_LINE if outline.breaks[last] == 1 else _AT_PARAGRAPH
    else:
        cost = _WITHIN_PARAGRAPH
    if outline.heading[last - 1]:
        cost += _AFTER_HEADING
    if outline.total[-1] - outline.total[last] < _TAIL_WORDS:
        cost += _BEFORE_TAIL
    return cost


def _shared(outline: _Outline, first: int, last: int, words: int, overlap: int) -> int:
    """How many sentences the window that ends before `last` shares with the next one."""
    if last == len(outline) or outline.words[last] > words:
        return 0
    if outline.heading[last] and outline.words[last + 1] > words:
        return 0
    for count in range(min(overlap, last - first - 1), 0, -1):
        if outline.total[last] - outline.total[last - count] <= words * _SHARED:
            return count
    return 0
