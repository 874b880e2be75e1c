"""A generation of the embedded engine on the disk: which arrays it is made of, written, mapped, and taken back in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.indexes.bm25 import Floats, contributions
from retrieval.indexes.files import Blocks, read_folder, write_folder
from retrieval.indexes.inversion import LENGTH, Integers, Inversion, paired
from retrieval.indexes.strings import SortedStrings, pack
from retrieval.types import Passage

FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """The mapped arrays of a generation, and the parameters that its contributions were computed with.

    `passages` has the rows of `Inversion.passages`. The postings of term number t are `offsets[t]` to
    `offsets[t + 1]` in `holders` (passage numbers, ascending), `frequencies` and `contributions` (to the scores).
    """

    articles: SortedStrings
    terms: SortedStrings
    passages: Integers
    offsets: memoryview[int]
    holders: Integers
    frequencies: npt.NDArray[np.unsignedinteger]
    contributions: Floats
    k1: float
    b: float
    avgdl: float
    stamp: int

    def postings(self, term: str) -> slice:
        """The postings of a term: an empty slice for one that no passage holds."""
        number = self.terms.find(term)
        return slice(0, 0) if number is None else slice(self.offsets[number], self.offsets[number + 1])

    def passages_of(self, numbers: npt.NDArray[np.intp] | slice) -> Iterator[Passage]:
        """The passages with these numbers."""
        for article, first, last, start, end, _ in self.passages[numbers].tolist():
            yield Passage(self.articles[article], first, last, start, end)

    def inversion(self) -> Inversion:
        """What it was made of, in memory."""
        terms = np.repeat(np.arange(len(self.terms), dtype=np.int32), np.diff(np.asarray(self.offsets)))
        return Inversion(
            list(self.articles.raw()),
            self.passages,
            list(self.terms.raw()),
            paired(terms, self.holders),
            self.frequencies.astype(np.int32),
        )


def write_generation(folder: Path, inversion: Inversion, *, k1: float, b: float, stamp: int = 0) -> None:
    """Write a collection as `folder`, in whole or not at all. Raises `OSError`."""
    passages = len(inversion.passages)
    tokens = int(inversion.passages[:, LENGTH].sum(dtype=np.int64))
    avgdl = tokens / passages if passages else 0.0
    postings = len(inversion.postings)
    articles, article_offsets = pack(inversion.articles)
    terms, term_offsets = pack(inversion.terms)
    write_folder(
        folder,
        {
            "articles": articles,
            "articles.offsets": article_offsets,
            "terms": terms,
            "terms.offsets": term_offsets,
            "passages": inversion.passages,
            "postings.offsets": inversion.offsets(),
            "postings.passages": inversion.posting_passages(),
            "postings.frequencies": _narrowed(inversion.frequencies),
            "postings.contributions": Blocks(np.float64, postings, contributions(inversion, k1=k1, b=b, avgdl=avgdl)),
        },
        {
            "format": FORMAT,
            "articles": len(inversion.articles),
            "passages": passages,
            "terms": len(inversion.terms),
            "postings": postings,
            "tokens": tokens,
            "k1": k1,
            "b": b,
            "avgdl": avgdl,
            "stamp": stamp,
        },
    )


def open_generation(folder: Path) -> Generation:
    """Map the arrays in `folder`. Raises `IndexUnavailable`, and `OSError` where a file is missing."""
    facts, arrays = read_folder(folder, format=FORMAT)
    return Generation(
        articles=SortedStrings(arrays["articles"], arrays["articles.offsets"]),
        terms=SortedStrings(arrays["terms"], arrays["terms.offsets"]),
        passages=arrays["passages"],
        offsets=arrays["postings.offsets"].data,
        holders=arrays["postings.passages"],
        frequencies=arrays["postings.frequencies"],
        contributions=arrays["postings.contributions"],
        k1=facts["k1"],
        b=facts["b"],
        avgdl=facts["avgdl"],
        stamp=facts.get("stamp", 0),
    )


def _narrowed(frequencies: Integers) -> npt.NDArray[np.unsignedinteger]:
    """The same numbers in as few bytes as hold them: mostly one."""
    narrow: npt.NDArray[np.unsignedinteger] = frequencies.astype(np.min_scalar_type(int(frequencies.max(initial=0))))
    return narrow
