"""How well candidates hold the words of a question: alone, with their titles and neighbours, and beside one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.matching import ALTERNATIVE

Floats: TypeAlias = npt.NDArray[np.float64]
Columns: TypeAlias = dict[str, npt.ArrayLike]
"""Features by name, each with a value for every candidate, or one for all."""

# Lucene's parameters. (rank-bm25's k1 of 1.5 rates passages; a word that a sentence repeats tells less.)
_K1, _B = 1.2, 0.75
# Sentences of news run to some twenty words; a constant keeps a sentence's score apart from its neighbours'.
_USUAL_LENGTH = 22.0
# What the words of the sentence before count, those of the sentences next to that one and after, and the title's.
_BEFORE, _FURTHER, _TITLE = 0.8, 0.6, 0.6
# How many sentences beneath a heading belong to it, and what its words count for them.
_BENEATH, _HEADING = 4, 0.9
_LAST_NUMBER, _MOST_NEARBY, _LONGEST = 15, 10, 60
# Below it all of a question's weight is in the title.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Holdings:
    """What candidates hold of a question's words, as arrays: a row for a candidate, a column for a word.

    `soft` are the strengths of their matches, `counts` how often each word is held; `weights` are the words' idf, whose
    sum is not 0. `article` has for each candidate the row of its article in `titles` (1 for a word that the title
    holds) and `titles_asked` (the share of the title's terms that the question has). `numbers` are the candidates'
    places in their articles, `lengths` count words, `passages` are shares of the best passage's score, `ordered` is 1
    where sentences come in order, `headings` where one looks like a heading, `questions` where it is a question;
    `kinds_asked` is 1 where that asks for the same kind of thing, -1 for another, 0 where either is open. `names` is 1
    for a word that is a name.
    """

    weights: Floats
    soft: Floats
    counts: Floats
    article: npt.NDArray[np.int64]
    titles: Floats
    titles_asked: Floats
    numbers: Floats
    lengths: Floats
    passages: Floats
    ordered: Floats
    headings: Floats
    questions: Floats
    kinds_asked: Floats
    names: Floats

    def share(self, held: Floats) -> Floats:
        """The share of the question's weight in what is held, for each row."""
        shares: Floats = held @ self.weights / self.weights.sum()
        return shares

    def held(self) -> Floats:
        """What is held without doubt: a synonym counts nearly as the word itself, a derived word nothing."""
        return np.where(self.soft >= ALTERNATIVE, self.soft, 0.0)

    def in_title(self) -> Floats:
        """What the title of each candidate's article holds."""
        return self.titles[self.article]

    def best_of_article(self, values: Floats) -> Floats:
        """For each candidate the greatest of the values (0 or more) in its article."""
        best = np.zeros((len(self.titles), *values.shape[1:]))
        np.maximum.at(best, self.article, values)
        return best


def columns(holdings: Holdings) -> Columns:
    """The features of all these kinds, named and described in `features.py`."""
    return {
        **_words(holdings),
        **_title(holdings),
        **_bm25(holdings),
        **_rivals(holdings),
        **_place(holdings),
        **_neighbours(holdings),
        **_heading(holdings),
    }


def _words(h: Holdings) -> Columns:
    held, in_title = h.held(), h.in_title()
    missing = (1 - np.maximum(h.soft, in_title)) * h.weights
    return {
        "coverage": h.share(held),
        "soft_coverage": h.share(h.soft),
        "heaviest_missing": missing.max(axis=1) / h.weights.max(),
        "words_held": (held > 0).sum(axis=1),
        "words_missing": ((h.soft == 0) & (in_title == 0)).sum(axis=1),
        "share_of_sentence": h.counts.sum(axis=1) / np.maximum(h.lengths, 1),
        "question_words": len(h.weights),
        "length": np.minimum(h.lengths, _LONGEST),
    }


def _title(h: Holdings) -> Columns:
    held, in_title = h.held(), h.in_title()
    beyond = (1 - in_title) @ h.weights
    rest = np.maximum(beyond, 1e-9)
    return {
        "beyond_title": np.where(beyond > _NOTHING, (held * (1 - in_title)) @ h.weights / rest, 1.0),
        "soft_beyond_title": np.where(beyond > _NOTHING, (h.soft * (1 - in_title)) @ h.weights / rest, 1.0),
        "with_title": h.share(np.maximum(held, in_title)),
        "soft_with_title": h.share(np.maximum(h.soft, in_title)),
        "title_asked": h.titles_asked[h.article],
        "asked_in_title": h.share(in_title),
    }


def _bm25(h: Holdings) -> Columns:
    """Okapi BM25 over single sentences (Robertson et al., TREC-3, 1994)."""
    norms = _K1 * (1 - _B + _B * h.lengths / _USUAL_LENGTH)
    total = (h.counts * (_K1 + 1) / (h.counts + norms[:, None])) @ h.weights
    share = total / h.weights.sum()
    return {
        "bm25": share,
        "bm25_sum": total,
        "bm25_below_best": share - share.max(),
        "passage": h.passages,
        "article_share": h.best_of_article(h.passages)[h.article],
    }


def _rivals(h: Holdings) -> Columns:
    coverage, soft = h.share(h.held()), h.share(h.soft)
    together = np.maximum(h.best_of_article(h.soft), h.titles)
    return {
        "below_best": coverage - coverage.max(),
        "below_article_best": coverage - h.best_of_article(coverage)[h.article],
        "soft_below_best": soft - soft.max(),
        "better": len(coverage) - np.searchsorted(np.sort(coverage), coverage, side="right"),
        "article_coverage": h.share(together)[h.article],
    }


def _place(h: Holdings) -> Columns:
    return {
        "place": h.ordered / (1 + h.numbers),
        "first": h.ordered * (h.numbers == 0),
        "number": h.ordered * np.minimum(h.numbers, _LAST_NUMBER),
        "ordered": h.ordered,
    }


def _neighbours(h: Holdings) -> Columns:
    """Pronouns stand for what the sentence before named: its words count in part."""
    before, two_before, after = (_at(h, step) for step in (-1, -2, 1))
    # The row after the last stands for a neighbour that is no candidate.
    soft = np.vstack([h.soft, np.zeros(len(h.weights))])
    coverage = np.append(h.share(h.soft), 0.0)
    in_title = h.in_title()
    ordered = h.ordered[:, None]
    with_before = np.maximum(h.soft, ordered * _BEFORE * soft[before])
    with_two = np.maximum(with_before, ordered * _FURTHER * soft[two_before])
    with_around = np.maximum(with_two, ordered * _FURTHER * soft[after])
    share_before = h.share(with_before)
    whole = (np.maximum(with_around, _TITLE * in_title) @ h.weights + h.soft @ h.weights) / h.weights.sum()
    return {
        "before": h.ordered * coverage[before],
        "after": h.ordered * coverage[after],
        "with_before": share_before,
        "with_two_before": h.share(with_two),
        "with_around": h.share(with_around),
        "with_before_below_best": share_before - share_before.max(),
        "with_around_below_best": whole - whole.max(),
        **_names(h, soft[before], soft[after]),
        "nearby": np.minimum(np.maximum(h.soft, in_title).sum(axis=1), _MOST_NEARBY),
    }


def _names(h: Holdings, before: Floats, after: Floats) -> Columns:
    """How many names that were asked for are not there: what has no name in it speaks of something else."""
    own = np.maximum(h.soft, h.in_title())
    around = np.maximum(np.maximum(own, h.ordered[:, None] * before), h.ordered[:, None] * after)
    whole = np.maximum(own, h.best_of_article(h.soft)[h.article])
    return {
        "names_missing": (own == 0) @ h.names,
        "names_missing_around": (around == 0) @ h.names,
        "names_missing_in_article": (whole == 0) @ h.names,
    }


def _heading(h: Holdings) -> Columns:
    """The heading above a sentence says what it is about; a question above it is what it answers."""
    heads, steps = _heads(h)
    above = (heads >= 0).astype(float)
    soft = above[:, None] * h.soft[heads]
    asked = above * h.questions[heads]
    in_title = h.in_title()
    with_heading = h.share(np.maximum(h.soft, _HEADING * soft))
    whole = h.share(np.maximum(np.maximum(h.soft, _HEADING * soft), _TITLE * in_title))
    return {
        "heading": h.headings,
        "heading_held": h.share(soft),
        "question_held": asked * h.share(soft),
        "question_wanting": asked * (1 - h.share(np.maximum(soft, in_title))),
        "beneath": above / np.maximum(steps, 1),
        "beneath_question": asked / np.maximum(steps, 1),
        "kind_asked": asked * h.kinds_asked[heads],
        "with_heading": with_heading,
        "with_heading_below_best": whole - whole.max(),
    }


def _heads(h: Holdings) -> tuple[npt.NDArray[np.int64], Floats]:
    """For each candidate the row of the heading that it stands beneath (-1 for none), and how far above that is."""
    heads, steps = np.full(len(h.numbers), -1), np.zeros(len(h.numbers))
    is_head = (h.ordered * np.maximum(h.headings, h.questions)).tolist()
    if not any(is_head):
        return heads, steps
    places = list(zip(h.article.tolist(), h.numbers.tolist(), strict=True))
    rows = {place: row for row, place in enumerate(places)}
    for row, (article, number) in enumerate(places):
        if is_head[row]:
            continue
        for step in range(1, _BENEATH + 1):
            head = rows.get((article, number - step), -1)
            if head < 0:
                break
            if is_head[head]:
                heads[row], steps[row] = head, step
                break
    return heads, steps


def _at(h: Holdings, step: int) -> list[int]:
    """For each candidate the row of the one that many sentences further on in its article, -1 where there is none."""
    places = list(zip(h.article.tolist(), h.numbers.tolist(), strict=True))
    rows = {place: row for row, place in enumerate(places)}
    return [rows.get((article, number + step), -1) for article, number in places]
