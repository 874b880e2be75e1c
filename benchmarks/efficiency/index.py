"""How fast the embedded engine is, and how large: synthetic collections, rank-bm25 itself beside it.

Terms follow Zipf's law (a term's probability falls with its rank), drawn from a fixed seed. A question has three to
eight terms of the same distribution without the twenty most common ones, which an analysis drops as stop words.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np
from rank_bm25 import BM25Okapi
from rich.console import Console
from rich.table import Table

from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine
from retrieval.types import Passage, QueryTerm

VOCABULARY = 1_000_000
PASSAGE_TERMS = 70
"""Terms in a passage, about 60 of them different."""
STOP_RANKS = 20
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine at one size. `peak_bytes` is the most memory that the process has had up to then."""

    engine: str
    passages: int
    build_s: float
    open_s: float
    p50_ms: float
    p95_ms: float
    disk_bytes: int
    peak_bytes: int


class Collection:
    """Synthetic passages, made as they are read; `seconds` is the time that making them took so far."""

    def __init__(self, passages: int, seed: int = 1) -> None:
        self.passages = passages
        self.seconds = 0.0
        self._random = np.random.default_rng(seed)
        # Exponent 1, as in natural language; the head is cut as stop words are.
        weights = 1 / np.arange(1 + STOP_RANKS, 1 + STOP_RANKS + VOCABULARY)
        self._cumulated = np.cumsum(weights / weights.sum())
        self._words = [f"term{rank}" for rank in range(VOCABULARY)]

    def __iter__(self) -> Iterator[PassageTerms]:
        for start in range(0, self.passages, _AT_ONCE):
            began = time.perf_counter()
            count = min(_AT_ONCE, self.passages - start)
            rows = self._draw(count * PASSAGE_TERMS).reshape(count, PASSAGE_TERMS).tolist()
            chunk = [
                PassageTerms(
                    # Ten passages in an article, and ids that come in no order, as digests do.
                    Passage(f"{number // 10 * 2_654_435_761 % 2**32:08x}", number % 10, number % 10 + 4, 0, 600),
                    tuple(self._words[rank] for rank in row),
                )
                for number, row in enumerate(rows, start)
            ]
            self.seconds += time.perf_counter() - began
            yield from chunk

    def questions(self, count: int) -> list[list[str]]:
        """Questions of three to eight terms."""
        lengths = self._random.integers(3, 9, count).tolist()
        return [[self._words[rank] for rank in self._draw(length).tolist()] for length in lengths]

    def _draw(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        return np.searchsorted(self._cumulated, self._random.random(count))


class LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """rank-bm25 itself, with the idf that the engines use."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {term: math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


def measure_local(passages: int, questions: int, k: int, folder: Path) -> Figures:
    """Build, open and search the embedded engine."""
    collection = Collection(passages)
    engine = LocalEngine(folder / str(passages))
    began = time.perf_counter()
    engine.build(1, collection)
    built = time.perf_counter() - began - collection.seconds
    peak = _peak()
    began = time.perf_counter()
    index = engine.open(1)
    opened = time.perf_counter() - began
    times = _times(lambda terms: index.search([QueryTerm(term) for term in terms], k), collection.questions(questions))
    index.close()
    disk = sum(file.stat().st_size for file in (folder / str(passages)).rglob("*.*"))
    return Figures("local", passages, built, opened, *times, disk, peak)


def measure_rank_bm25(passages: int, questions: int, k: int) -> Figures:
    """rank-bm25's own class on the same collection, as its readme uses it."""
    collection = Collection(passages)
    corpus = [entry.terms for entry in collection]
    began = time.perf_counter()
    model = LuceneOkapi(corpus)
    built = time.perf_counter() - began
    peak = _peak()
    times = _times(lambda terms: np.argsort(model.get_scores(terms))[::-1][:k], collection.questions(questions))
    return Figures("rank-bm25", passages, built, 0.0, *times, 0, peak)


def _times(search: Callable[[list[str]], object], questions: Sequence[list[str]]) -> tuple[float, float]:
    """The median and the 95th percentile of the milliseconds that one question takes."""
    for question in questions[: len(questions) // 10]:
        search(question)
    times = []
    for question in questions:
        began = time.perf_counter()
        search(question)
        times.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(times, [50, 95]).tolist()
    return p50, p95


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _table(rows: Sequence[Figures]) -> Table:
    table = Table(box=None)
    for name in ("engine", "passages", "build s", "open s", "p50 ms", "p95 ms", "disk MB", "peak MB"):
        table.add_column(name, justify="left" if name == "engine" else "right")
    for row in rows:
        table.add_row(
            row.engine,
            f"{row.passages:,}",
            f"{row.build_s:.2f}",
            f"{row.open_s:.3f}",
            f"{row.p50_ms:.2f}",
            f"{row.p95_ms:.2f}",
            f"{row.disk_bytes / 1e6:,.0f}",
            f"{row.peak_bytes / 1e6:,.0f}",
        )
    return table


@click.command()
@click.option("--passages", multiple=True, type=int, default=(10_000, 100_000), show_default=True)
@click.option("--questions", default=1000, show_default=True)
@click.option("-k", default=50, show_default=True, help="Passages to find.")
@click.option("--peer-limit", default=10_000, show_default=True, help="Most passages to give to rank-bm25 itself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each row.")
def index(passages: tuple[int, ...], questions: int, k: int, peer_limit: int, as_json: bool) -> None:
    """The embedded engine, and rank-bm25 itself at small sizes."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [measure_local(size, questions, k, Path(folder)) for size in sorted(passages)]
    rows += [measure_rank_bm25(size, max(10, questions // 10), k) for size in sorted(passages) if size <= peer_limit]
    if as_json:
        for row in rows:
            print(json.dumps(asdict(row)))
    else:
        Console().print(_table(rows))
