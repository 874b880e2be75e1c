"""Inverted files as values: made of passages' terms, cut down to some articles, joined with one another.

Whatever way a collection was put together, the result is the same to the last bit: articles, passages and terms are
numbered in their own order, not in that of their coming.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice

import numpy as np
import numpy.typing as npt

from retrieval.indexes import PassageTerms
from retrieval.indexes.strings import encode

ARTICLE, FIRST, LAST, START, END, LENGTH = range(6)
"""The columns of `Inversion.passages`."""

_PASSAGES_AT_ONCE = 10_000
_TERM = 32
"""A posting has the term's number in the bits from this one on, and the passage's below."""

Integers = npt.NDArray[np.int32]
Postings = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Inversion:
    """A collection of passages, inverted.

    `articles` (their ids) and `terms` are encoded, ascending, all different. `passages` has a row for each passage,
    ascending by article and first sentence: number of the article, first, last, start, end, length in terms.
    `postings` has a number for each (term, passage) where the passage holds the term, ascending, and `frequencies`
    how often it does.
    """

    articles: list[bytes]
    passages: Integers
    terms: list[bytes]
    postings: Postings
    frequencies: Integers

    def offsets(self) -> npt.NDArray[np.int64]:
        """Where in `postings` each term's begin, and behind them their number."""
        return np.searchsorted(self.postings, np.arange(len(self.terms) + 1, dtype=np.int64) << _TERM)

    def posting_passages(self) -> Integers:
        """For each posting the number of its passage."""
        return _passages_of(self.postings)

    def block(self, start: int, end: int) -> tuple[Integers, Integers, Integers]:
        """The terms, the passages and the frequencies of the postings from `start` to `end`."""
        postings = self.postings[start:end]
        return _terms_of(postings), _passages_of(postings), self.frequencies[start:end]

    def keep(self, articles: Collection[str]) -> Inversion:
        """What is left of it with the passages of these articles only; unknown ids count for nothing."""
        wanted = {encode(article) for article in articles}
        stays = np.array([article in wanted for article in self.articles], np.bool_)
        if stays.all():
            return self
        passage_stays = stays[self.passages[:, ARTICLE]]
        passages = self.passages[passage_stays]
        passages[:, ARTICLE] = _new_numbers(stays)[passages[:, ARTICLE]]

        posting_stays = passage_stays[self.posting_passages()]
        postings = self.postings[posting_stays]
        term_stays = np.zeros(len(self.terms), np.bool_)
        term_stays[_terms_of(postings)] = True
        return Inversion(
            list(compress(self.articles, stays)),
            passages,
            list(compress(self.terms, term_stays)),
            _renumbered(postings, _new_numbers(term_stays), _new_numbers(passage_stays)),
            self.frequencies[posting_stays],
        )

    def join(self, other: Inversion) -> Inversion:
        """Both collections as one. Raises `ValueError` when they have a passage in common."""
        if len(self.postings) < len(other.postings):
            return other.join(self)
        if not len(other.passages):
            return self
        articles, article_numbers = _union(self.articles, other.articles)
        terms, term_numbers = _union(self.terms, other.terms)
        both = [self.passages.copy(), other.passages.copy()]
        for passages, numbers in zip(both, article_numbers, strict=True):
            passages[:, ARTICLE] = numbers[passages[:, ARTICLE]]
        passages, ranks = _in_order(np.concatenate(both), articles)

        # New numbers keep the old order, so that the longer list needs no sorting: the shorter is let into it.
        postings = _renumbered(self.postings, term_numbers[0], ranks[: len(self.passages)])
        inserted = _renumbered(other.postings, term_numbers[1], ranks[len(self.passages) :])
        places = np.searchsorted(postings, inserted)
        return Inversion(
            articles,
            passages,
            terms,
            np.insert(postings, places, inserted),
            np.insert(self.frequencies, places, other.frequencies),
        )


def invert(collection: Iterable[PassageTerms]) -> Inversion:
    """Invert passages, of which it never holds more than some thousands as objects.

    Raises `ValueError` for a passage that comes twice (the same article and first sentence).
    """
    articles, terms = _numbering(), _numbering()
    rows = array("i")
    chunks: list[Integers] = []
    coming = iter(collection)
    while chunk := list(islice(coming, _PASSAGES_AT_ONCE)):
        tokens = array("i")
        for entry in chunk:
            passage = entry.passage
            rows.extend((articles[passage.article_id], passage.first, passage.last))
            rows.extend((passage.start, passage.end, len(entry.terms)))
            tokens.fromlist([terms[term] for term in entry.terms])
        chunks.append(np.frombuffer(tokens, np.int32))
    sorted_articles, article_numbers = _ranked(articles)
    sorted_terms, term_numbers = _ranked(terms)
    passages = np.array(rows, np.int32).reshape(-1, 6)
    lengths = passages[:, LENGTH].copy()
    passages[:, ARTICLE] = article_numbers[passages[:, ARTICLE]]
    passages, passage_numbers = _in_order(passages, sorted_articles)

    tokens_of_all = np.empty(int(lengths.sum(dtype=np.int64)), np.int64)
    filled = 0
    for number, part in enumerate(chunks):
        here = slice(number * _PASSAGES_AT_ONCE, (number + 1) * _PASSAGES_AT_ONCE)
        holders = np.repeat(passage_numbers[here], lengths[here])
        tokens_of_all[filled : filled + len(part)] = paired(term_numbers[part], holders)
        filled += len(part)
    del chunks
    tokens_of_all.sort()
    begins = np.ones(len(tokens_of_all), np.bool_)
    np.not_equal(tokens_of_all[1:], tokens_of_all[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    frequencies = np.empty(len(starts), np.int32)
    # As np.diff, without its two copies of half a gigabyte at a million passages.
    np.subtract(starts[1:], starts[:-1], out=frequencies[:-1], casting="unsafe")
    frequencies[-1:] = len(tokens_of_all) - starts[-1:]
    return Inversion(sorted_articles, passages, sorted_terms, tokens_of_all[starts], frequencies)


def _numbering() -> defaultdict[str, int]:
    """A dict that numbers each new key with the count of those before it."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def _ranked(numbers: Mapping[str, int]) -> tuple[list[bytes], Integers]:
    """The keys encoded and ascending, and for each number that a key had the place that it has there."""
    keys = list(numbers)  # in the order of their numbers
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return [encode(keys[number]) for number in order], _inverse(np.array(order, np.intp))


def _union(ours: list[bytes], theirs: list[bytes]) -> tuple[list[bytes], tuple[Integers, Integers]]:
    """Both ascending lists as one without repeats, and the place in it of each string of either.

    Quick when theirs is short, however long ours is.
    """
    places = np.array([bisect_left(ours, key) for key in theirs], np.int32)
    new = np.array([ours[place : place + 1] != [key] for key, place in zip(theirs, places, strict=True)], np.bool_)
    union = sorted([*ours, *compress(theirs, new)])  # two ascending runs, which sorting only merges
    own = np.arange(len(ours), dtype=np.int32)
    shift = np.searchsorted(places[new], own, side="right").astype(np.int32)
    return union, (own + shift, places + np.cumsum(new, dtype=np.int32) - new)


def _in_order(passages: Integers, articles: Sequence[bytes]) -> tuple[Integers, Integers]:
    """The rows ascending by article and first sentence, and the place that each row has there."""
    order = np.lexsort((passages[:, FIRST], passages[:, ARTICLE]))
    passages = passages[order]
    same = (passages[1:, :LAST] == passages[:-1, :LAST]).all(axis=1)
    if same.any():
        row = passages[int(same.argmax())]
        name = articles[row[ARTICLE]].decode("utf-8", "replace")
        raise ValueError(f"article {name}: the passage from sentence {row[FIRST]} on was given twice")
    return passages, _inverse(order)


def _inverse(order: npt.NDArray[np.intp]) -> Integers:
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def _new_numbers(stays: npt.NDArray[np.bool_]) -> Integers:
    """For each number the one that it has when only those that stay are counted."""
    return np.cumsum(stays, dtype=np.int32) - np.int32(1)


def _renumbered(postings: Postings, term_numbers: Integers, passage_numbers: Integers) -> Postings:
    return paired(term_numbers[_terms_of(postings)], passage_numbers[_passages_of(postings)])


def paired(terms: Integers, passages: Integers) -> Postings:
    """Postings of these terms in these passages."""
    postings = terms.astype(np.int64)
    postings <<= _TERM
    postings |= passages
    return postings


def _terms_of(postings: Postings) -> Integers:
    return (postings >> _TERM).astype(np.int32)


def _passages_of(postings: Postings) -> Integers:
    return postings.astype(np.int32)  # the low half
