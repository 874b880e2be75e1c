from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.indexes import PassageTerms
from retrieval.indexes.inversion import Inversion, invert
from retrieval.indexes.strings import encode
from retrieval.types import Passage

ARTICLES = ["", "x", "xx", "y", "é", "\udfff"]
TERMS = st.sampled_from(["a", "b", "c", "ab", "", "\ud800", "ж", "\0"])
COLLECTIONS = st.dictionaries(
    st.tuples(st.sampled_from(ARTICLES), st.integers(0, 4)), st.lists(TERMS, max_size=9).map(tuple), max_size=12
).map(lambda texts: [PassageTerms(Passage(id, at, at + 2, at, at + 9), text) for (id, at), text in texts.items()])


def written_out(inversion: Inversion) -> tuple[object, ...]:
    """Every value that it holds, as Python has them."""
    return (
        inversion.articles,
        inversion.passages.tolist(),
        inversion.terms,
        inversion.postings.tolist(),
        inversion.frequencies.tolist(),
        inversion.offsets().tolist(),
    )


@given(COLLECTIONS)
def test_each_passage_is_listed_under_its_terms_and_no_other(collection: list[PassageTerms]) -> None:
    inversion = invert(collection)
    terms, holders, frequencies = inversion.block(0, 1000)
    listed = {
        (inversion.terms[term], inversion.articles[article], first): frequency
        for term, (article, first, *_), frequency in zip(
            terms.tolist(), inversion.passages[holders].tolist(), frequencies.tolist(), strict=True
        )
    }
    assert listed == {
        (encode(term), encode(entry.passage.article_id), entry.passage.first): frequency
        for entry in collection
        for term, frequency in Counter(entry.terms).items()
    }
    assert [row[1:] for row in inversion.passages.tolist()] == [
        [entry.passage.first, entry.passage.last, entry.passage.start, entry.passage.end, len(entry.terms)]
        for entry in sorted(collection, key=lambda entry: (entry.passage.article_id, entry.passage.first))
    ]


@given(st.lists(st.tuples(COLLECTIONS, st.sets(st.sampled_from(ARTICLES))), max_size=5))
def test_keeping_and_joining_in_any_steps_equals_inverting_at_once(
    steps: list[tuple[list[PassageTerms], set[str]]],
) -> None:
    inversion = invert([])
    held: list[PassageTerms] = []
    for coming, kept in steps:
        held = [entry for entry in held if entry.passage.article_id in kept]
        taken = {entry.passage.article_id for entry in held}
        added = [entry for entry in coming if entry.passage.article_id not in taken]
        held += added
        inversion = inversion.keep(kept).join(invert(added))
    assert written_out(inversion) == written_out(invert(reversed(held)))


def test_an_inversion_is_not_changed_by_what_is_made_of_it() -> None:
    first = invert([PassageTerms(Passage(id, 0, 1, 0, 9), ("a", id)) for id in "bdf"])
    second = invert([PassageTerms(Passage(id, 0, 1, 0, 9), ("a", id)) for id in "ace"])
    before = written_out(first), written_out(second)
    first.join(second).keep("abc")
    second.join(first)
    assert (written_out(first), written_out(second)) == before


def test_collections_with_a_passage_in_common_are_not_joined() -> None:
    same = [PassageTerms(Passage("abc", 3, end, 0, end), ("a",)) for end in (4, 5)]
    with pytest.raises(ValueError, match="article abc: the passage from sentence 3 on was given twice"):
        invert(same[:1]).join(invert(same[1:]))
