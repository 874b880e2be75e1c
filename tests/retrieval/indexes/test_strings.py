"""Looking up strings among sorted ones: what is found by way of a few bytes is what comparing them all would find."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from retrieval.indexes.strings import SortedStrings, encode, pack

# Few letters, so that words are alike.
WORDS = st.text("ab", max_size=12) | st.text("abcж\ud800木", max_size=7)


CUTS = st.tuples(st.integers(0, 12), st.integers(0, 2), st.text("abж", max_size=2))


@st.composite
def alike(draw: st.DrawFn) -> tuple[str, set[str]]:
    """A word, and words made of it by a few edits, beside others."""
    word = draw(WORDS)
    words = draw(st.sets(WORDS, max_size=20))
    for edits in draw(st.lists(st.lists(CUTS, min_size=1, max_size=3), max_size=30)):
        edited = word
        for place, without, put_in in edits:
            edited = edited[:place] + put_in + edited[place + without :]
        words.add(edited)
    return word, words


def packed(words: set[str]) -> SortedStrings:
    return SortedStrings(*pack(sorted(map(encode, words))))


@given(st.sets(WORDS, max_size=60), WORDS)
def test_a_string_is_found_by_its_number(words: set[str], word: str) -> None:
    ascending = sorted(words)
    assert packed(words).find(word) == (ascending.index(word) if word in words else None)


@given(alike(), st.integers(1, 2))
@settings(max_examples=300)
def test_the_similar_strings_are_those_that_comparing_with_every_string_finds(
    collection: tuple[str, set[str]], distance: int
) -> None:
    word, words = collection
    similar = packed(words).similar(word, distance)
    expected = [
        other for other in sorted(words) if word and other[:1] == word[:1] and OSA.distance(word, other) <= distance
    ]
    width = max((len(encode(character)) for character in word), default=0)
    narrow = [other for other in expected if all(len(encode(character)) <= width for character in other)]
    # Words with wider characters may be missed.
    assert [other for other in similar if other in narrow] == narrow
    assert [other for other in expected if other in similar] == similar
