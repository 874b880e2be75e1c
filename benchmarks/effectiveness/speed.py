"""How long a whole answer takes, from the question's text to the quotes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.effectiveness.bootstrap import Percentile
from benchmarks.effectiveness.evaluation import SPEED, Figure, Findings
from benchmarks.effectiveness.sets import Collection, article_of, wikiqa_open, xquad, xquad_paragraphs
from benchmarks.effectiveness.systems import System
from retrieval import prepare_process
from retrieval.types import Source

ARTICLES = 2_811
WARM_UP = 100
# rank-bm25 scans every sentence for every word: with all questions it would take minutes.
_FEWER = {"rank-bm25": 10}


def crowded(data: Path, articles: int = ARTICLES) -> Collection:
    """So many articles with the questions about them: WikiQA's, XQuAD's English paragraphs, then copies of the first.

    A copy ends in a sentence of its own, so that it is another article.
    """
    wikiqa = wikiqa_open(data)
    found = [*wikiqa.sources, *xquad_paragraphs(data, "en").sources]
    for number in range(articles - len(found)):
        found.append(Source("", found[number].content + f" This copy is number {number}.".encode()))
    sources = tuple(replace(source, uri=f"{number:05d}.txt") for number, source in enumerate(found[:articles]))
    questions = wikiqa.questions + xquad(data, "en").questions
    return Collection(f"{articles:,} articles", "en", sources, tuple(map(article_of, sources)), questions)


def timed(system: System, collection: Collection) -> Findings:
    """The median and the 95th percentile of the milliseconds that an answer takes, on one core, when warm."""
    asked = [question.text for question in collection.questions][:: _FEWER.get(system.name, 1)]
    times = []
    with system.open(collection) as ask, _one_core():
        for question in asked[-WARM_UP:]:
            ask(question)
        # As `verbatim run` does.
        prepare_process()
        for question in asked:
            began = time.perf_counter()
            ask(question)
            times.append(1000 * (time.perf_counter() - began))
    milliseconds = np.array(times)
    return Findings(
        tuple(
            Figure(SPEED, collection.name, f"p{share} ms", system.name, Percentile(milliseconds, share / 100))
            for share in (50, 95)
        )
    )


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep to one core, where the system lets a process say so (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
