"""Engines that find passages by BM25. All of them rank alike: `tests/retrieval/indexes` holds them to one contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval import analysis, segmentation
from retrieval.types import Hit, Passage, QueryTerm

FINGERPRINT = f"analysis {analysis.VERSION}, segmentation {segmentation.VERSION}"
"""Names what an index depends on beside the articles: one made with another is made anew."""


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """A passage to be indexed: its terms in the order of the text, those of its article's title counted in."""

    passage: Passage
    terms: tuple[str, ...]


class Index(Protocol):
    """One generation of an index, open for searching by any number of threads."""

    @property
    def passage_count(self) -> int:
        """The number of passages it holds."""

    def search(self, query: Sequence[QueryTerm], k: int) -> list[Hit]:
        """The `k` best passages that hold a term of the query, best first.

        A term that the query names twice counts twice. Passages of the same score stand in the order of their
        article's id and their place in it. Raises `IndexUnavailable`, and `ValueError` for a weight below 0.
        """

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """For each term the number of passages that hold it."""

    def similar(self, term: str, distance: int) -> list[str]:
        """The terms with the initial of `term` that passages hold and that are at most `distance` edits from it.

        An edit inserts, deletes or replaces a character or swaps two neighbours; `distance` is 1 or 2. In the order
        of code points. Raises `IndexUnavailable`, and `ValueError` for another distance.
        """

    def within(self, article_ids: Collection[str]) -> Index:
        """The same index as if it held only the passages of these articles (ids): no others are found or counted.

        Scores are the same as in the whole. It is closed with it.
        """

    def close(self) -> None:
        """Give back its files or connections; searches under way end well."""


class Engine(Protocol):
    """Makes, opens and drops generations. A generation is named by a number that is never used again."""

    def build(
        self,
        generation: int,
        added: Iterable[PassageTerms],
        *,
        base: int | None = None,
        kept: Collection[str] = (),
        stamp: int = 0,
    ) -> None:
        """Make a generation of the passages in `added` and those of the articles `kept` (ids) of generation `base`.

        `stamp` is any number that tells it from another attempt at the same generation. Either it is whole afterwards
        or it does not exist. Raises `IndexUnavailable`, and what `added` raises.
        """

    def open(self, generation: int, *, stamp: int = 0) -> Index:
        """Open a generation. Raises `IndexUnavailable` when it does not exist or can't be read.

        Neither can one that was made with another `stamp`, unless one of them is 0.
        """

    def generations(self) -> list[int]:
        """The whole generations there are, ascending."""

    def sweep(self) -> None:
        """Delete what is left of builds and drops that were cut short; only where no other is under way.

        Raises `IndexUnavailable`.
        """

    def drop(self, generation: int) -> None:
        """Delete a generation, also one that was left half made."""
