"""What every engine does alike. A new engine becomes one more parameter of the fixture `engine`."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.errors import IndexUnavailable
from retrieval.indexes import Engine, Index, PassageTerms
from retrieval.types import Hit, Passage, QueryTerm


def entry(article: str, first: int, text: str) -> PassageTerms:
    return PassageTerms(Passage(article, first, first + 1, 10 * first, 10 * first + 9), tuple(text.split()))


PALMYRA = entry("aa", 0, "army retook palmyra army said")
BOMBS = entry("aa", 1, "army found bombs in palmyra homes")
MUSEUM = entry("bb", 0, "museum statues smashed")
CALL = entry("cc", 0, "president called president")
NEWS = [MUSEUM, BOMBS, CALL, PALMYRA]


def query(text: str) -> list[QueryTerm]:
    return [QueryTerm(term) for term in text.split()]


def found(hits: list[Hit]) -> list[Passage]:
    return [hit.passage for hit in hits]


@pytest.fixture
def news(engine: Engine) -> Index:
    engine.build(1, NEWS)
    return engine.open(1)


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("museum", [MUSEUM], id="one term"),
        pytest.param("army", [PALMYRA, BOMBS], id="more often and in a shorter passage"),
        pytest.param("palmyra bombs", [BOMBS, PALMYRA], id="more terms"),
        pytest.param("palmyra museum", [MUSEUM, PALMYRA, BOMBS], id="a rarer term"),
        pytest.param("museum tanks", [MUSEUM], id="an unknown term beside a known one"),
        pytest.param("tanks", [], id="an unknown term"),
        pytest.param("", [], id="no term"),
        pytest.param("Museum", [], id="terms are compared as they are"),
        pytest.param('museum* OR mus?um museum~ "museum" -army /.*/ :', [], id="no syntax"),
    ],
)
def test_the_best_passages_that_hold_a_term_come_first(news: Index, text: str, passages: list[PassageTerms]) -> None:
    hits = news.search(query(text), 10)
    assert found(hits) == [passage.passage for passage in passages]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score > 0 for hit in hits)


@pytest.mark.parametrize(("k", "count"), [(0, 0), (1, 1), (2, 2), (3, 2), (1000, 2)])
def test_no_more_than_k_passages_are_found(news: Index, k: int, count: int) -> None:
    assert found(news.search(query("army"), k)) == [PALMYRA.passage, BOMBS.passage][:count]


def test_a_term_named_twice_counts_twice(news: Index) -> None:
    once, twice = (news.search(query(text), 1)[0].score for text in ("museum", "museum museum"))
    assert twice == pytest.approx(2 * once)
    assert found(news.search(query("museum president president"), 1)) == [CALL.passage]


def test_a_weight_multiplies_what_its_term_adds(news: Index) -> None:
    whole, half = (news.search([QueryTerm("museum", weight)], 1)[0].score for weight in (1.0, 0.5))
    assert half == pytest.approx(whole / 2)
    hits = news.search([QueryTerm("museum", 0.1), QueryTerm("palmyra")], 10)
    assert found(hits) == [PALMYRA.passage, BOMBS.passage, MUSEUM.passage]


def test_a_term_of_weight_zero_finds_its_passages_behind_all_others(news: Index) -> None:
    hits = news.search([QueryTerm("palmyra", 0.0), QueryTerm("museum")], 10)
    assert found(hits) == [MUSEUM.passage, PALMYRA.passage, BOMBS.passage]
    assert [hit.score for hit in hits[1:]] == [0.0, 0.0]


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_is_a_number_from_zero_up(news: Index, weight: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        news.search([QueryTerm("museum", weight)], 10)


def test_passages_of_the_same_score_stand_by_article_and_place(engine: Engine) -> None:
    same = [entry(article, first, "the same words") for article in ("b", "é", "a", "B") for first in (10, 9, 2)]
    engine.build(1, same)
    expected = [(article, first) for article in ("B", "a", "b", "é") for first in (2, 9, 10)]
    for k in (5, 12):
        hits = engine.open(1).search(query("words same"), k)
        assert [(hit.passage.article_id, hit.passage.first) for hit in hits] == expected[:k]


def test_a_passage_comes_back_as_it_was_given(engine: Engine) -> None:
    passage = Passage("abcdefghijkl", 17, 23, 2**30, 2**31 - 1)
    engine.build(1, [PassageTerms(passage, ("word",))])
    assert found(engine.open(1).search(query("word"), 1)) == [passage]


def test_an_empty_collection_can_be_built_and_searched(engine: Engine) -> None:
    engine.build(1, [])
    index = engine.open(1)
    assert index.passage_count == 0
    assert index.search(query("army"), 10) == []
    assert index.frequencies(["army"]) == [0]


def test_one_passage_is_found_by_its_words(engine: Engine) -> None:
    engine.build(1, [MUSEUM])
    (hit,) = engine.open(1).search(query("museum"), 10)
    assert hit.passage == MUSEUM.passage
    assert hit.score > 0


def test_passages_without_a_term_are_counted_and_never_found(engine: Engine) -> None:
    engine.build(1, [entry("a", 0, ""), entry("a", 1, "")])
    index = engine.open(1)
    assert index.passage_count == 2
    assert index.search(query("army"), 10) == []


def test_a_term_in_every_passage_still_finds_them(engine: Engine) -> None:
    engine.build(1, [entry("a", first, "war " * (first + 1) + "and peace here") for first in range(4)])
    hits = engine.open(1).search(query("war"), 10)
    assert [hit.passage.first for hit in hits] == [3, 2, 1, 0]
    assert all(hit.score > 0 for hit in hits)


def test_a_question_of_a_thousand_words_is_searched_like_any_other(news: Index) -> None:
    words = [QueryTerm(f"word{number}") for number in range(1000)]
    assert found(news.search([*words, QueryTerm("museum"), *words], 10)) == [MUSEUM.passage]
    assert found(news.search(query("the museum " * 500), 10)) == [MUSEUM.passage]


ODD_TERMS = [
    "",
    " ",
    "\0",
    "\n",
    "a b",
    "\ud800",
    "\udfff\ud800",
    "😀",
    "e\u0301",
    "é",
    "ß",
    "木",
    "x" * 5000,
    "_id",
    "*",
]


@pytest.mark.parametrize("term", ODD_TERMS, ids=ascii)
def test_any_string_can_be_a_term(engine: Engine, term: str) -> None:
    passages = [Passage("a", number, number + 1, 0, 1) for number in range(len(ODD_TERMS))]
    engine.build(1, map(PassageTerms, passages, zip(ODD_TERMS, strict=True)))
    index = engine.open(1)
    assert found(index.search([QueryTerm(term)], 10)) == [passages[ODD_TERMS.index(term)]]
    assert index.frequencies([term, "none", term]) == [1, 0, 1]


def test_frequencies_count_passages_not_occurrences(news: Index) -> None:
    assert news.frequencies(["army", "president", "tanks", "army"]) == [2, 1, 0, 2]
    assert news.frequencies([]) == []


SPELLINGS = [
    "palmyra", "palmyras", "palmrya", "palmyr", "palmira", "aplmyra", "talmyra", "palmyyraa", "lapmyra", "palymrya",
    "pa", "пальмира", "пальмиру", "пальмра", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "distance", "expected"),
    [
        pytest.param(
            "palmyra", 1, ["palmira", "palmrya", "palmyr", "palmyra", "palmyras"],
            id="one edit: replaced, swapped, deleted, none, inserted",
        ),
        pytest.param(
            "palmyra", 2, ["palmira", "palmrya", "palmyr", "palmyra", "palmyras", "palmyyraa", "palymrya"],
            id="two edits, and never another initial",
        ),
        pytest.param("palymra", 1, ["palmyra", "palymrya"], id="a misspelt term"),
        pytest.param("plmyra", 1, ["palmyra"], id="misspelt at the beginning"),
        pytest.param("pb", 1, ["pa"], id="a short term"),
        pytest.param("пальмира", 1, ["пальмира", "пальмиру", "пальмра"], id="characters, not bytes"),
        pytest.param("tanks", 2, [], id="nothing alike"),
        pytest.param("", 2, [], id="an empty term has no initial"),
    ],
)  # fmt: skip
def test_similar_terms_are_few_edits_away_and_share_the_initial(
    engine: Engine, term: str, distance: int, expected: list[str]
) -> None:
    engine.build(1, [PassageTerms(Passage("a", n, n + 1, 0, 9), (word, "word")) for n, word in enumerate(SPELLINGS)])
    assert engine.open(1).similar(term, distance) == expected


def test_terms_are_similar_to_none_of_an_empty_collection(engine: Engine) -> None:
    engine.build(1, [])
    assert engine.open(1).similar("palmyra", 2) == []


@pytest.mark.parametrize("distance", [0, 3])
def test_similar_terms_are_up_to_two_edits_away(news: Index, distance: int) -> None:
    with pytest.raises(ValueError, match="distance"):
        news.similar("palmyra", distance)


def test_a_generation_of_kept_and_added_articles_equals_one_from_nothing(engine: Engine) -> None:
    engine.build(1, NEWS)
    talks = [entry("ab", 0, "talks in geneva about palmyra"), entry("dd", 0, "army talks")]
    engine.build(2, talks, base=1, kept={"aa", "bb", "unheard-of"})
    engine.build(3, [PALMYRA, BOMBS, MUSEUM, *talks])
    grown, fresh = engine.open(2), engine.open(3)
    assert grown.passage_count == fresh.passage_count == 5
    for text in ("army", "palmyra talks", "president", "museum in geneva", "army army bombs"):
        assert grown.search(query(text), 10) == fresh.search(query(text), 10)
    words = sorted({term for passage in [*NEWS, *talks] for term in passage.terms})
    assert grown.frequencies(words) == fresh.frequencies(words)


def test_keeping_no_article_leaves_the_added_ones(engine: Engine) -> None:
    engine.build(1, NEWS)
    engine.build(2, [CALL], base=1)
    assert engine.open(2).passage_count == 1
    assert engine.open(2).frequencies(["army", "called"]) == [0, 1]


def test_generations_are_listed_opened_and_dropped_by_number(engine: Engine) -> None:
    assert engine.generations() == []
    for number in (11, 2, 1_000_000):
        engine.build(number, NEWS[: number % 3])
    assert engine.generations() == [2, 11, 1_000_000]
    assert [engine.open(number).passage_count for number in (2, 11, 1_000_000)] == [2, 2, 1]
    engine.drop(11)
    engine.drop(11)
    assert engine.generations() == [2, 1_000_000]
    with pytest.raises(IndexUnavailable):
        engine.open(11)


def test_a_number_is_used_once(engine: Engine) -> None:
    engine.build(1, NEWS)
    with pytest.raises(IndexUnavailable, match="exists"):
        engine.build(1, [MUSEUM])
    assert engine.open(1).passage_count == 4


def test_a_base_that_is_not_there_builds_nothing(engine: Engine) -> None:
    with pytest.raises(IndexUnavailable):
        engine.build(2, NEWS, base=1, kept=["aa"])
    assert engine.generations() == []


def test_articles_can_be_kept_of_a_base_only(engine: Engine) -> None:
    with pytest.raises(ValueError, match="base"):
        engine.build(1, NEWS, kept=["aa"])
    assert engine.generations() == []


def test_a_source_that_fails_on_the_way_leaves_no_generation(engine: Engine) -> None:
    def failing() -> Iterator[PassageTerms]:
        yield MUSEUM
        raise OSError("the network share is gone")

    with pytest.raises(OSError, match="the network share is gone"):
        engine.build(1, failing())
    assert engine.generations() == []
    engine.build(1, [MUSEUM])
    assert engine.open(1).passage_count == 1


def test_a_closed_index_says_so(news: Index) -> None:
    news.close()
    news.close()
    with pytest.raises(IndexUnavailable, match="closed"):
        news.search(query("army"), 1)
    with pytest.raises(IndexUnavailable, match="closed"):
        news.frequencies(["army"])
    with pytest.raises(IndexUnavailable, match="closed"):
        news.similar("army", 1)


def test_threads_search_while_other_generations_come_and_go(engine: Engine) -> None:
    engine.build(1, NEWS)
    index = engine.open(1)
    expected = index.search(query("army palmyra museum"), 10)
    stop = threading.Event()

    def ask() -> int:
        searches = 0
        while not stop.is_set():
            assert index.search(query("army palmyra museum"), 10) == expected
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask) for _ in range(4)]
        try:
            for number in range(2, 12):
                engine.build(number, [CALL], base=1, kept=["aa"])
                assert engine.open(number).passage_count == 3
                engine.drop(number)
        finally:
            stop.set()
    assert all(searching.result() > 0 for searching in asking)
    assert engine.generations() == [1]


def test_within_some_articles_only_their_passages_are_found(news: Index) -> None:
    some = news.within({"bb", "cc", "unheard-of"})

    assert some.passage_count == 2
    assert found(some.search(query("army museum president palmyra"), 10)) == [CALL.passage, MUSEUM.passage]
    assert some.search(query("army palmyra"), 10) == []


def test_the_best_within_some_articles_are_found_however_many_others_are_better(engine: Engine) -> None:
    engine.build(1, [entry(article, n, f"army {'war ' * (article == 'b')}") for article in "ab" for n in range(50)])

    hits = engine.open(1).within({"b"}).search(query("army"), 3)

    assert found(hits) == [entry("b", first, "").passage for first in range(3)]


def test_scores_within_some_articles_are_those_of_the_whole(news: Index) -> None:
    whole = {hit.passage: hit.score for hit in news.search(query("army president palmyra"), 10)}

    for hit in news.within({"aa"}).search(query("army president palmyra"), 10):
        assert hit.score == whole[hit.passage]


def test_words_of_other_articles_are_not_known_within_some(news: Index) -> None:
    some = news.within({"bb"})

    assert some.frequencies(["museum", "army", "tanks"]) == [1, 0, 0]
    assert some.similar("musum", 1) == ["museum"]
    assert some.similar("amry", 1) == []


def test_within_some_articles_there_are_those_that_both_selections_have(news: Index) -> None:
    both = news.within({"aa", "bb"}).within({"bb", "cc"})

    assert found(both.search(query("army museum president"), 10)) == [MUSEUM.passage]
    assert news.within(()).passage_count == 0
    assert news.within(()).search(query("army"), 10) == []


def test_a_part_is_closed_with_the_whole_and_not_before(news: Index) -> None:
    some = news.within({"aa"})
    some.close()
    assert some.passage_count == len(found(news.search(query("army"), 10))) == 2

    news.close()
    with pytest.raises(IndexUnavailable, match="closed"):
        some.search(query("army"), 1)
