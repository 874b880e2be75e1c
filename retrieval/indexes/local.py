"""The embedded engine: BM25 in this process, over memory-mapped arrays in a folder."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from retrieval.errors import IndexUnavailable
from retrieval.indexes import PassageTerms
from retrieval.indexes.bm25 import Floats, best
from retrieval.indexes.files import META, UNFINISHED, remove_folder
from retrieval.indexes.generation import Generation, open_generation, write_generation
from retrieval.indexes.inversion import ARTICLE, invert
from retrieval.indexes.strings import encode
from retrieval.types import Hit, Passage, QueryTerm

Mask = npt.NDArray[np.bool_]

_GENERATION_NAME = re.compile(r"[0-9]{6}|[1-9][0-9]{6,}")


class LocalIndex(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """A generation of the embedded engine: rank-bm25's model, its scores computed over an inverted file.

    `get_scores`, `get_batch_scores` and `get_top_n` give what a `BM25Okapi` would, made of the same passages in the
    order of `passages()` and with Lucene's idf, to the last bit; `k1`, `b`, `avgdl` and `corpus_size` are its
    parameters. What rank-bm25 holds as Python objects for every passage (`doc_freqs`, `idf`, `doc_len`) is not there.

    Any number of threads may search at the same time, also after the generation was dropped.
    """

    def __init__(self, folder: Path) -> None:
        """Open the generation in `folder`. Raises `IndexUnavailable` when it is missing, unreadable or damaged."""
        # Not BM25Okapi's: that one counts a corpus of Python lists, and divides by zero when it is empty.
        generation = _opened(folder)
        self._folder = folder
        self._generation: Generation | None = generation
        self.k1 = generation.k1
        self.b = generation.b
        self.avgdl = generation.avgdl
        self.stamp = generation.stamp
        self.corpus_size = len(generation.passages)

    @property
    def passage_count(self) -> int:
        """The number of passages it holds."""
        return self.corpus_size

    def search(self, query: Sequence[QueryTerm], k: int) -> list[Hit]:
        """The `k` best passages that hold a term of the query, best first.

        A term that the query names twice counts twice; one of weight 0 finds passages and adds nothing. Passages of
        the same score stand in the order of their article's id and their place in it. Raises `ValueError` for a
        weight that is negative or not finite, and `IndexUnavailable` after `close`.
        """
        return _search(self._open, query, k)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """For each term the number of passages that hold it."""
        return [where.stop - where.start for where in map(self._open().postings, terms)]

    def similar(self, term: str, distance: int) -> list[str]:
        """The terms with the initial of `term` that passages hold and that are at most `distance` edits from it.

        As `SortedStrings.similar`; some milliseconds among a million terms. Raises `ValueError` for a distance that
        is neither 1 nor 2, and `IndexUnavailable` after `close`.
        """
        if distance not in {1, 2}:
            raise ValueError(f"a distance is 1 or 2 edits, not {distance}")
        return self._open().terms.similar(term, distance)

    def terms(self) -> Iterator[str]:
        """Every term that a passage holds, in the order of code points."""
        return iter(self._open().terms)

    def passages(self) -> Iterator[Passage]:
        """Every passage, in the order of `get_scores`: by article's id, then by first sentence."""
        return self._open().passages_of(slice(None))

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The score of every passage, as `BM25Okapi.get_scores` has it."""
        generation = self._open()
        return _scores(generation, ((generation.postings(term), 1.0) for term in query))

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the passages with these numbers, as `BM25Okapi.get_batch_scores` has them."""
        scores: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return scores

    def within(self, article_ids: Collection[str]) -> LocalSelection:
        """The same as if it held only the passages of these articles; takes milliseconds and a byte per passage."""
        generation = self._open()
        wanted = set(map(encode, article_ids))
        held = np.fromiter((article in wanted for article in generation.articles.raw()), np.bool_)
        return LocalSelection(self, held[generation.passages[:, ARTICLE]])

    def close(self) -> None:
        """Give back the files once no search is using them."""
        self._generation = None

    def _open(self) -> Generation:
        generation = self._generation  # read once: another thread may close
        if generation is None:
            raise IndexUnavailable(f"{self._folder}: the index has been closed")
        return generation


class LocalSelection:
    """Some passages of a `LocalIndex`, as if there were no others; of the whole it has the scores.

    `held` says of each passage whether it is one of them.
    """

    def __init__(self, whole: LocalIndex, held: Mask) -> None:
        self._whole = whole
        self._held = held
        self._passage_count = int(np.count_nonzero(held))

    @property
    def passage_count(self) -> int:
        """The number of passages that are selected."""
        return self._passage_count

    def search(self, query: Sequence[QueryTerm], k: int) -> list[Hit]:
        """The `k` best of them, as `LocalIndex.search`."""
        return _search(self._whole._open, query, k, self._held)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """For each term the number of them that hold it."""
        generation = self._whole._open()
        holders = (generation.holders[where] for where in map(generation.postings, terms))
        return [int(np.count_nonzero(self._held[passages])) for passages in holders]

    def similar(self, term: str, distance: int) -> list[str]:
        """Those of `LocalIndex.similar` that they hold."""
        found = self._whole.similar(term, distance)
        return [other for other, frequency in zip(found, self.frequencies(found), strict=True) if frequency]

    def within(self, article_ids: Collection[str]) -> LocalSelection:
        """Those of them that are of these articles."""
        return LocalSelection(self._whole, self._held & self._whole.within(article_ids)._held)

    def close(self) -> None:
        """Nothing: its files are those of the whole."""


class LocalEngine:
    """The embedded engine: a folder for each generation, named by its number, below `folder`.

    One process may build at a time, while any number of them search: what an earlier build left half made is
    deleted by the next. Whoever builds holds a lock for the whole of an ingestion anyway.
    """

    def __init__(self, folder: Path, *, k1: float = 1.5, b: float = 0.75) -> None:
        """`k1` (0 or more) says how much a repeated term counts, `b` (0 to 1) how much a passage's length does."""
        if not 0 <= k1 < math.inf or not 0 <= b <= 1:
            raise ValueError(f"k1 is 0 or more and b is 0 to 1, not {k1} and {b}")
        self._folder = folder
        self._k1 = float(k1)
        self._b = float(b)

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

        `stamp` tells it from another attempt at the same generation. Either it is whole afterwards or it does not
        exist, and it is the same as one made of the same passages from nothing. Takes about 40 bytes of memory for each
        term of each passage. Raises `ValueError` for a passage given twice, and `IndexUnavailable` when the generation
        exists, `base` can't be read, or the folder not written.
        """
        if kept and base is None:
            raise ValueError("articles can be kept of a base only")
        folder = self._path(generation)
        if folder.exists():
            raise IndexUnavailable(f"{folder}: generation {generation} exists already")
        self.sweep()
        collection = invert(added)
        if base is not None:
            collection = _opened(self._path(base)).inversion().keep(kept).join(collection)
        with _translated(folder):
            write_generation(folder, collection, k1=self._k1, b=self._b, stamp=stamp)

    def open(self, generation: int, *, stamp: int = 0) -> LocalIndex:
        """Open a generation. Raises `IndexUnavailable` when it does not exist or can't be read.

        Neither can one that was made with another `stamp`, unless one of them is 0.
        """
        folder = self._path(generation)
        index = LocalIndex(folder)
        if 0 not in {stamp, index.stamp} and stamp != index.stamp:
            raise IndexUnavailable(f"{folder}: it is of another generation of that number")
        return index

    def generations(self) -> list[int]:
        """The whole generations there are, ascending."""
        with _translated(self._folder):
            if not self._folder.exists():
                return []
            return sorted(
                int(folder.name)
                for folder in self._folder.iterdir()
                if _GENERATION_NAME.fullmatch(folder.name) and (folder / META).is_file()
            )

    def sweep(self) -> None:
        """Delete what is left of builds and drops that were cut short; only where no other is under way."""
        with _translated(self._folder):
            for leftover in self._folder.glob(f"*{UNFINISHED}"):
                remove_folder(leftover)

    def drop(self, generation: int) -> None:
        """Delete a generation, also one that was left half made; one that is not there is no error."""
        folder = self._path(generation)
        with _translated(folder):
            remove_folder(folder)

    def _path(self, generation: int) -> Path:
        if generation < 0:
            raise ValueError(f"a generation is a number from 0 up, not {generation}")
        return self._folder / f"{generation:06d}"


def _search(
    opened: Callable[[], Generation], query: Sequence[QueryTerm], k: int, held: Mask | None = None
) -> list[Hit]:
    """`opened` gives the generation, `held` says which passages count, None for all."""
    for term in query:
        if not 0 <= term.weight < math.inf:
            raise ValueError(f"{term.text!r}: a weight is a number from 0 up, not {term.weight}")
    generation = opened()
    postings = [generation.postings(term.text) for term in query]
    scores = _scores(generation, zip(postings, (term.weight for term in query), strict=True))
    holders = [generation.holders[where] for where in postings]
    if held is not None:
        holders = [passages[held[passages]] for passages in holders]
        # Below every score that is looked for.
        scores[~held] = -1.0
    numbers = best(scores, holders, k)
    passages = generation.passages_of(numbers)
    return [Hit(passage, score) for passage, score in zip(passages, scores[numbers].tolist(), strict=True)]


def _scores(generation: Generation, terms: Iterable[tuple[slice, float]]) -> Floats:
    """The score of every passage for postings and their weights."""
    scores = np.zeros(len(generation.passages))
    for where, weight in terms:
        # One term after the other, as rank-bm25 does: another order would round differently.
        added = generation.contributions[where]
        np.add.at(scores, generation.holders[where], added if weight == 1 else added * weight)
    return scores


def _opened(folder: Path) -> Generation:
    if not folder.exists():
        raise IndexUnavailable(f"{folder}: there is no such generation")
    with _translated(folder):
        return open_generation(folder)


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Raise the system's errors as `IndexUnavailable`, with the folder and the reason."""
    try:
        yield
    except OSError as error:
        inside = error.filename is not None and Path(error.filename).parent == folder
        place = Path(error.filename) if inside else folder
        raise IndexUnavailable(f"{place}: {error.strerror or error}") from error
