"""What the embedded engine promises beyond the contract: rank-bm25's very scores, however it was built."""

import math
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine
from retrieval.types import Hit, Passage, QueryTerm


class LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """rank-bm25 itself, with Lucene's idf in the place of its own."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


# Few terms, so that they meet often, and some that a careless engine would lose.
TERMS = st.sampled_from(["a", "b", "c", "d", "e", "", "\ud800", "ж", "a b", "\0"])
TEXTS = st.lists(TERMS, max_size=12).map(tuple)
COLLECTIONS = st.dictionaries(
    st.tuples(st.sampled_from(["x", "y", "z", "é", "xx", "\udfff"]), st.integers(0, 4)), TEXTS, max_size=16
).map(lambda texts: [PassageTerms(Passage(id, at, at + 2, at, at + 9), text) for (id, at), text in texts.items()])
QUERIES = st.lists(TERMS | st.just("unknown"), max_size=10)
PARAMETERS = st.tuples(st.sampled_from([0.5, 1.2, 1.5, 2]), st.sampled_from([0, 0.3, 0.75, 0.9]))


def in_order(collection: Sequence[PassageTerms]) -> list[PassageTerms]:
    return sorted(collection, key=lambda entry: (entry.passage.article_id, entry.passage.first))


def synthetic(passages: int, length: int, seed: int = 1) -> list[PassageTerms]:
    chance = random.Random(seed)
    return [
        PassageTerms(
            Passage(f"article{chance.getrandbits(40)}", number, number + 3, 0, 9),
            tuple(f"w{int(chance.paretovariate(0.6)) % 5000}" for _ in range(chance.randrange(length))),
        )
        for number in range(passages)
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@given(COLLECTIONS, QUERIES, PARAMETERS, st.integers(0, 20))
@settings(max_examples=60)
def test_scores_and_ranking_are_those_of_rank_bm25_to_the_last_bit(
    collection: list[PassageTerms], question: list[str], parameters: tuple[float, float], k: int
) -> None:
    k1, b = parameters
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(Path(folder), k1=k1, b=b)
        engine.build(1, collection)
        index = engine.open(1)
        ordered = in_order(collection)
        assert list(index.passages()) == [entry.passage for entry in ordered]
        if any(entry.terms for entry in collection):  # rank-bm25 divides by zero where there is no term
            model = LuceneOkapi([entry.terms for entry in ordered], k1=k1, b=b)
            scores = model.get_scores(question).tolist()
            assert (index.k1, index.b, index.avgdl) == (k1, b, model.avgdl)
        else:
            scores = [0.0] * len(ordered)
        assert index.get_scores(question).tolist() == scores
        best = sorted(
            (n for n, entry in enumerate(ordered) if set(question) & set(entry.terms)),
            key=lambda n: (-scores[n], n),
        )
        expected = [Hit(ordered[n].passage, scores[n]) for n in best[:k]]
        assert index.search([QueryTerm(term) for term in question], k) == expected
        assert list(index.terms()) == sorted({term for entry in collection for term in entry.terms})


def test_a_collection_of_many_blocks_has_the_scores_of_rank_bm25() -> None:
    collection = synthetic(12_000, 60)
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(Path(folder))
        engine.build(1, collection)
        index = engine.open(1)
        ordered = in_order(collection)
        model = LuceneOkapi([entry.terms for entry in ordered])
        for question in (["w1"], ["w4999", "w2", "w30"], ["w7", "w1", "w7", "w123", "nowhere"]):
            scores = model.get_scores(question)
            assert np.array_equal(index.get_scores(question), scores)
            best = sorted(range(len(ordered)), key=lambda n: (-scores[n], n))[:100]
            hits = index.search([QueryTerm(term) for term in question], 100)
            assert hits == [Hit(ordered[n].passage, scores[n]) for n in best if scores[n] > 0]


def test_the_other_methods_of_rank_bm25_work_too(tmp_path: Path) -> None:
    collection = in_order(synthetic(50, 20))
    engine = LocalEngine(tmp_path)
    engine.build(1, collection)
    index, model = engine.open(1), LuceneOkapi([entry.terms for entry in collection])
    assert isinstance(index, BM25Okapi)
    assert index.get_batch_scores(["w1", "w2"], [3, 1, 49]) == model.get_batch_scores(["w1", "w2"], [3, 1, 49])
    assert index.get_top_n(["w1", "w2"], collection, 5) == model.get_top_n(["w1", "w2"], collection, 5)


def test_however_a_generation_came_about_its_files_are_the_same(tmp_path: Path) -> None:
    collection = synthetic(300, 30)
    old, new, newest = collection[:200], collection[150:250], collection[250:]
    other = LocalEngine(tmp_path, k1=0.9, b=0.4)
    other.build(1, old)
    other.build(2, new[50:], base=1, kept=[entry.passage.article_id for entry in new[:50]])
    engine = LocalEngine(tmp_path)
    engine.build(3, newest, base=2, kept={entry.passage.article_id for entry in new})
    engine.build(4, reversed(new + newest))
    assert contents(tmp_path / "000003") == contents(tmp_path / "000004")
    assert contents(tmp_path / "000003") != contents(tmp_path / "000002")


@pytest.mark.parametrize("from_base", [False, True])
def test_a_passage_given_twice_is_refused(tmp_path: Path, from_base: bool) -> None:
    engine = LocalEngine(tmp_path)
    twice = [PassageTerms(Passage("abc", 3, end, 0, end), ("a",)) for end in (4, 5)]
    with pytest.raises(ValueError, match="article abc: the passage from sentence 3 on was given twice"):
        if from_base:
            engine.build(1, twice[:1])
            engine.build(2, twice[1:], base=1, kept=["abc"])
        else:
            engine.build(2, twice)
    assert engine.generations() == [1] * from_base


@pytest.mark.parametrize(("k1", "b"), [(-0.1, 0.5), (math.inf, 0.5), (math.nan, 0.5), (1, -0.1), (1, 1.1)])
def test_parameters_out_of_range_are_refused(tmp_path: Path, k1: float, b: float) -> None:
    with pytest.raises(ValueError, match="k1 is 0 or more and b is 0 to 1"):
        LocalEngine(tmp_path, k1=k1, b=b)
