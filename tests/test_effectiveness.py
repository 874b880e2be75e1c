"""The measures of `benchmarks.effectiveness`, and what our ranking must not fall below."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from statistics import mean as average

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.__main__ import main
from benchmarks.effectiveness.bootstrap import (
    CalibrationError,
    Estimate,
    Percentile,
    Ratio,
    difference,
    estimate,
    mean,
    triggering,
)
from benchmarks.effectiveness.evaluation import CANDIDATES, Confidences, among_candidates, in_the_open
from benchmarks.effectiveness.gold import Covering, Found, Holding, Labelled, place
from benchmarks.effectiveness.measures import (
    average_precision,
    best_threshold,
    equal_mass_bins,
    equal_width_bins,
    first_right,
    reciprocal_rank,
)
from benchmarks.effectiveness.parts import NEED_NO_DATA, PARTS, QUICK
from benchmarks.effectiveness.plot import draw
from benchmarks.effectiveness.record import Recorded, fallen, read_record, recorded, write_record
from benchmarks.effectiveness.sets import CandidateSet, Collection, Judged, OpenQuestion, article_of
from benchmarks.effectiveness.systems import SYSTEMS
from retrieval import Span
from retrieval.segmentation import split_sentences
from retrieval.types import Source

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "docs" / "effectiveness.json"

TIED = [
    pytest.param([3.0, 2.0, 1.0], [0, 1, 1], id="no tie"),
    pytest.param([1.0, 1.0], [1, 0], id="two tied"),
    pytest.param([1.0, 1.0, 1.0, 1.0], [1, 0, 1, 0], id="all tied"),
    pytest.param([2.0, 1.0, 1.0, 1.0, 0.0], [0, 1, 0, 1, 1], id="a tie in the middle"),
    pytest.param([2.0, 2.0, 1.0, 1.0], [0, 0, 1, 1], id="a tie without an answer first"),
    pytest.param([1.0, 0.5], [0, 0], id="no answer"),
]


def orders(scores: list[float], labels: list[int]) -> list[list[int]]:
    """The labels best first, in every order that the scores allow."""
    return [
        [labels[number] for number in order]
        for order in permutations(range(len(scores)))
        if all(scores[a] >= scores[b] for a, b in pairwise(order))
    ]


def test_average_precision_is_the_mean_precision_at_the_right_ones() -> None:
    assert average_precision([0.9, 0.8, 0.7], [0, 1, 1]) == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_reciprocal_rank_is_that_of_the_first_right_one() -> None:
    assert reciprocal_rank([0.9, 0.8, 0.7], [0, 0, 1]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("scores", "labels"), TIED)
def test_average_precision_of_ties_is_its_mean_over_their_orders(scores: list[float], labels: list[int]) -> None:
    def precision(order: list[int]) -> float:
        found = [sum(order[:rank]) / rank for rank, label in enumerate(order, 1) if label]
        return average(found) if found else 0.0

    assert average_precision(scores, labels) == pytest.approx(average(map(precision, orders(scores, labels))))


@pytest.mark.parametrize(("scores", "labels"), TIED)
def test_reciprocal_rank_of_ties_is_its_mean_over_their_orders(scores: list[float], labels: list[int]) -> None:
    ranks = [1 / (order.index(1) + 1) if 1 in order else 0.0 for order in orders(scores, labels)]

    assert reciprocal_rank(scores, labels) == pytest.approx(average(ranks))


@pytest.mark.parametrize(("scores", "labels"), TIED)
def test_precision_at_one_of_ties_is_its_mean_over_their_orders(scores: list[float], labels: list[int]) -> None:
    assert first_right(scores, labels) == pytest.approx(average(order[0] for order in orders(scores, labels)))


@pytest.mark.parametrize(
    ("confidences", "right", "answerable", "threshold"),
    [
        # F1 from each confidence on: 2/3, 2/4, 4/5, 4/6.
        pytest.param([0.1, 0.9, 0.7, 0.8], [0, 1, 1, 0], 2, 0.7, id="between"),
        # From 0.5 on all three are given: 2/6, less than 2/4 for the first alone.
        pytest.param([0.5, 0.9, 0.5], [0, 1, 0], 3, 0.9, id="the first alone"),
        # The right one of the tie can't be given without the others: 4/7 is less than 2/3, 4/4 would be more.
        pytest.param([0.9, 0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0, 0], 2, 0.9, id="a tie is given together"),
    ],
)
def test_the_best_threshold_has_the_highest_f1(
    confidences: list[float], right: list[float], answerable: int, threshold: float
) -> None:
    assert best_threshold(confidences, right, answerable) == threshold


def test_f1_of_answer_triggering_weighs_what_is_given_against_what_could_be() -> None:
    # Three given, two of them right; four have an answer: precision 2/3, recall 2/4.
    found = triggering(right=[1, 1, 0, 0, 0], given=[1, 1, 1, 0, 0], answerable=[1, 1, 0, 1, 1])

    assert estimate(found).value == pytest.approx(2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4))


def test_bins_of_equal_width_part_zero_to_one() -> None:
    assert equal_width_bins(np.array([0.0, 0.05, 0.1, 0.95, 1.0])).tolist() == [0, 0, 1, 9, 9]


def test_bins_of_equal_mass_hold_as_many_each_and_part_no_tie() -> None:
    assert equal_mass_bins(np.array([0.9, 0.1, 0.8, 0.2]), 2).tolist() == [1, 0, 1, 0]
    assert equal_mass_bins(np.array([0.5, 0.5, 0.5, 0.9]), 2).tolist() == [0, 0, 0, 1]


def test_calibration_error_is_the_mean_gap_between_confidence_and_share_right() -> None:
    confidences, right = np.array([0.1, 0.3, 0.8, 0.8]), np.array([0.0, 1.0, 1.0, 0.0])

    by_width = estimate(CalibrationError(confidences, right, equal_width_bins(confidences)))
    by_mass = estimate(CalibrationError(confidences, right, equal_mass_bins(confidences, 2)))

    # 0.1 against 0; 0.3 against 1; twice 0.8 against 1/2.
    assert by_width.value == pytest.approx(0.1 / 4 + 0.7 / 4 + 0.3 * 2 / 4)
    # 0.2 against 1/2; 0.8 against 1/2.
    assert by_mass.value == pytest.approx(0.3)


def test_a_percentile_is_the_smallest_value_that_enough_do_not_exceed() -> None:
    values = np.arange(100, 0, -1, dtype=np.float64)

    assert [estimate(Percentile(values, share)).value for share in (0.5, 0.95, 1.0)] == [50, 95, 100]


def test_an_interval_of_a_share_is_about_two_standard_errors_wide() -> None:
    found = estimate(mean([0.0, 1.0] * 200))

    assert found.value == 0.5
    assert [found.low, found.high] == pytest.approx([0.5 - 0.049, 0.5 + 0.049], abs=0.006)
    assert found.n == 400


def test_a_difference_is_resampled_in_pairs() -> None:
    theirs = [0.0, 1.0] * 200
    ours = [1.0, *theirs[1:]]

    found = difference(mean(ours), mean(theirs))

    assert found.value == pytest.approx(1 / 400)
    # Only one question of 400 differs: it is drawn nought to a few times.
    assert found.low == 0
    assert 1 / 400 <= found.high <= 5 / 400


def test_different_questions_can_not_be_paired() -> None:
    with pytest.raises(ValueError, match="3 questions can't be paired with 2"):
        difference(mean([1, 0, 1]), mean([1, 0]))


def test_a_resample_in_which_nothing_is_given_counts_as_nought() -> None:
    empty = Ratio(np.zeros(3), np.zeros(3))

    assert estimate(empty) == Estimate(0.0, 0.0, 0.0, 3)


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        pytest.param(10, 20, True, id="the sentence itself"),
        pytest.param(0, 60, True, id="holds it"),
        pytest.param(15, 20, True, id="half of it"),
        pytest.param(16, 20, False, id="less than half of it"),
        pytest.param(20, 30, False, id="the next"),
        pytest.param(10, 710, True, id="700 characters"),
        pytest.param(10, 711, False, id="too long"),
    ],
)
def test_a_quote_is_right_when_it_has_half_of_a_labelled_sentence(start: int, end: int, right: bool) -> None:
    gold = Labelled("a.txt", (Span(10, 20),))

    assert gold.accepts(Found("a.txt", start, end, "")) is right
    assert not gold.accepts(Found("b.txt", start, end, ""))


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        pytest.param(100, 150, True, id="covers the answer"),
        pytest.param(120, 130, True, id="is the answer"),
        pytest.param(121, 150, False, id="begins within it"),
        pytest.param(99, 150, False, id="begins before the paragraph"),
        pytest.param(100, 201, False, id="ends after the paragraph"),
    ],
)
def test_a_quote_is_right_when_it_covers_the_answer_in_its_paragraph(start: int, end: int, right: bool) -> None:
    gold = Covering("a.txt", Span(100, 200), Span(120, 130))

    assert gold.accepts(Found("a.txt", start, end, "")) is right
    assert not gold.accepts(Found("b.txt", start, end, ""))


def test_a_quote_is_right_when_it_holds_all_words_of_an_alternative() -> None:
    gold = Holding((("Syrian army", "took"), ("fell to",)))
    texts = ["The Syrian\narmy TOOK it.", "It fell to them.", "The Syrian army came."]

    assert [gold.accepts(Found("a.txt", 0, len(text), text)) for text in texts] == [True, True, False]


def test_parts_are_found_again_in_the_text_that_a_reader_made_of_them() -> None:
    text = "One of them.\n\nTwo of them."

    assert [span.of(text) for span in place(["One  of them.", "Two o\u00adf", "them."], text)] == [
        "One of them.",
        "Two of",
        "them.",
    ]
    with pytest.raises(ValueError, match="not in the article's text: 'One'"):
        place(["Two", "One"], text)


@pytest.fixture(scope="module")
def bridges() -> Collection:
    """Three articles, a question that one of them answers, and one that none does."""
    texts = [
        "Lune Bridge\n\nLune Bridge crosses the river. Masons opened it in 1788. It is painted white.",
        "Whales\n\nWhales are mammals. They breathe air through a blowhole.",
        "Tea\n\nTea is a drink. It is made of leaves.",
    ]
    sources = tuple(Source(f"{number}.txt", text.encode()) for number, text in enumerate(texts))
    articles = tuple(map(article_of, sources))
    opened = articles[0].text.index("Masons opened")
    gold = Labelled("0.txt", (Span(opened, opened + 27),))
    questions = (OpenQuestion("in which year opened lune bridge?", gold), OpenQuestion("quis custodiet ipsos?", None))
    return Collection("bridges", "en", sources, articles, questions)


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_is_measured_on_a_collection(name: str, bridges: Collection) -> None:
    findings = in_the_open(SYSTEMS[name], bridges)

    values = {each.measure: estimate(each.statistic).value for each in findings.figures if each.part == "open"}
    assert values.keys() == {"ans@1", "ans@3", "given@1", "given@3", "refused", "AT-F1 best", "AT-F1"}
    assert values["ans@3"] == 1
    assert values["refused"] == 1


def test_our_ranking_is_known_also_where_nothing_is_given(bridges: Collection) -> None:
    with SYSTEMS["ours"].open(bridges) as ask:
        reply = ask("When did the sultan of Constantinople marry the queen of the whales?")

    assert reply.given == ()
    assert reply.ranked[0].source == "1.txt"
    assert reply.confidence < SYSTEMS["ours"].threshold


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_orders_given_candidates(name: str) -> None:
    asked = Judged(
        "who built the bridge?", "Lune Bridge", ("It is long.", "Rennie built the bridge.", "Tea."), (0, 1, 0)
    )
    unanswered = Judged("who sank it?", "Lune Bridge", ("It is long.", "It is white."), (0, 0))

    findings = among_candidates(SYSTEMS[name], CandidateSet("bridges", (asked, unanswered)))

    figures = {each.measure: estimate(each.statistic) for each in findings.figures if each.part == CANDIDATES}
    assert [(figures[measure].value, figures[measure].n) for measure in ("MAP", "MRR", "ans@1")] == [(1, 1)] * 3
    assert figures["AT-F1"].n == 2


def ranked(value: float, measure: str = "MAP", system: str = "ours") -> Recorded:
    return Recorded(CANDIDATES, "WikiQA", measure, system, Estimate(value, value, value, 9))


def test_a_record_gives_back_what_was_written(tmp_path: Path) -> None:
    figures = [ranked(0.75), replace(ranked(0.125, "MRR"), over="stems")]

    write_record(tmp_path / "record.json", figures)

    assert read_record(tmp_path / "record.json") == figures


def test_only_a_ranking_figure_of_ours_that_fell_by_more_than_a_hundredth_is_named() -> None:
    before = [ranked(0.7), ranked(0.7, "ans@1"), ranked(0.7, "MRR"), ranked(0.7, system="stems")]
    now = [ranked(0.689), ranked(0.6901, "ans@1"), ranked(0.2, "MRR"), ranked(0.2, system="stems")]

    assert fallen(now, before) == ["MAP on WikiQA (given candidates), ours: 0.6890, was 0.7000"]


def test_a_check_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="none of the recorded figures was measured"):
        fallen([ranked(0.7)], [ranked(0.7, "MRR")])


def test_without_the_sets_a_run_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--quick", "--data", str(tmp_path / "nowhere")])

    assert done.exit_code == 2
    assert f"there is no folder {tmp_path / 'nowhere'} with the sets" in done.output


def test_a_run_writes_its_figures_and_tells_when_they_fell(tmp_path: Path) -> None:
    run = ["--part", "seeds", "--system", "ours"]
    files = ["--json", str(tmp_path / "now.json"), "--table", str(tmp_path / "now.md")]
    done = CliRunner().invoke(main, [*run, *files])
    assert done.exit_code == 0
    figures = read_record(tmp_path / "now.json")
    assert "| seeds | ans@1 " in (tmp_path / "now.md").read_text("utf-8")

    higher = [replace(each, estimate=replace(each.estimate, value=each.estimate.value + 0.02)) for each in figures]
    write_record(tmp_path / "higher.json", higher)
    checked = CliRunner().invoke(main, [*run, "--check", str(tmp_path / "higher.json")])

    assert checked.exit_code == 1
    assert "worse: ans@1 on seeds (open), ours" in checked.output
    assert "worse: ans@3 on seeds (open), ours" in checked.output


def test_the_same_confidences_make_the_same_picture(tmp_path: Path) -> None:
    found = [
        Confidences(f"XQuAD {language}, open", np.linspace(0, 1, 60), np.tile([0.0, 1.0, 1.0], 20))
        for language in ("en", "de", "th")
    ]

    draw(found, tmp_path / "one.png")
    draw(found, tmp_path / "two.png")

    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_our_questions_about_the_seeds_can_be_answered_from_them() -> None:
    collection = sets.seeds()
    sentences = [
        Found(article.source, span.start, span.end, span.of(article.text))
        for article in collection.articles
        for span in split_sentences(article.text, article.language)
    ]

    answerable = [question for question in collection.questions if question.gold]
    assert (len(answerable), len(collection.questions)) == (28, 40)
    assert collection.questions[0].text == "who retook Palmyra?"
    for question in answerable:
        # Each alternative, so that none is there that no sentence holds.
        assert isinstance(question.gold, Holding)
        for words in question.gold.alternatives:
            assert any(map(Holding((words,)).accepts, sentences)), (question.text, words)


@pytest.mark.parametrize("split", ["train", "dev"])
def test_our_everyday_questions_have_one_answer_or_none(split: sets.Split) -> None:
    collection = sets.everyday(split)
    texts = {article.source: article.text for article in collection.articles}
    sentences = [
        Found(article.source, span.start, span.end, span.of(article.text))
        for article in collection.articles
        for span in split_sentences(article.text, article.language)
    ]

    for question in collection.questions:
        if isinstance(question.gold, Covering):
            text = texts[question.gold.source]
            assert text.count(question.gold.answer.of(text)) == 1, question.text
            assert any(map(question.gold.accepts, sentences)), question.text
    without = [question for question in collection.questions if question.gold is None]
    assert 0.2 <= len(without) / len(collection.questions) <= 0.4


@pytest.mark.parametrize("part", sorted(NEED_NO_DATA & {*QUICK}))
def test_our_ranking_has_not_fallen_below_what_is_recorded(part: str) -> None:
    findings = PARTS[part](sets.DATA, SYSTEMS["ours"])

    assert fallen(recorded(findings.figures), read_record(RECORD)) == []
