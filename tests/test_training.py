"""The questions that the ranker learns from, made of others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.effectiveness.gold import Covering
from benchmarks.effectiveness.sets import Judged, article_of
from benchmarks.training.examples import contrary, denied, echoed, loosened, mixed, swapped
from benchmarks.training.faq import faq
from retrieval.analysis import terms
from retrieval.catalogue import SegmentedArticle
from retrieval.features import Candidate, Surroundings
from retrieval.question import parse
from retrieval.retriever import Retrieved
from retrieval.segmentation import split_sentences
from retrieval.sentences import analyse
from retrieval.types import Source

TOWER = ("The tower stands by the river.", "The tower was built by Ann Bell.", "It is blue.")


@pytest.mark.parametrize(
    ("sentence", "denial"),
    [
        ("The tower was built by Ann Bell.", "The tower was not built by Ann Bell."),
        ("Ann Bell has finally built the tower.", "Ann Bell has not finally built the tower."),
        ("Ann Bell built the tower.", "Ann Bell never built the tower."),
    ],
)
def test_an_answer_is_denied_and_no_answer_then(sentence: str, denial: str) -> None:
    judged = denied(Judged("who built the mill?", "The mill", ("It is blue.", sentence), (0, 1)))

    assert judged is not None
    of_text = dict(zip(judged.sentences, judged.labels, strict=True))
    assert of_text[denial] == of_text["It is blue."] == 0
    assert of_text.get(sentence, 1) == 1
    assert of_text.keys() <= {"It is blue.", denial, sentence}


def test_what_can_not_be_denied_in_a_word_is_left_alone() -> None:
    assert denied(Judged("who built the mill?", "The mill", ("Ann Bell, the builder.",), (1,))) is None
    assert denied(Judged("who built the mill?", "The mill", ("Ann Bell built the mill.",), (0,))) is None


def test_the_question_itself_is_among_the_candidates_and_no_answer() -> None:
    for name in ("tower", "mill", "church", "harbour", "school", "canal", "gate", "wall"):
        text = f"Who built the {name}?"
        judged = echoed(Judged(text, "Orm", TOWER, (0, 1, 0)))

        assert judged is not None
        (echo,) = set(judged.sentences) - set(TOWER)
        assert f"ho built the {name}" in echo
        assert [
            label for sentence, label in zip(judged.sentences, judged.labels, strict=True) if sentence in TOWER
        ] == [
            0,
            1,
            0,
        ]
        assert judged.labels[judged.sentences.index(echo)] == 0


def found(question: str, *sentences: str) -> Retrieved:
    """The sentences of one article as candidates."""
    article = article_of(Source("orm.txt", "\n\n".join(("Orm", *sentences)).encode()))
    spans = tuple(split_sentences(article.text, "en"))
    surroundings = Surroundings(frozenset(terms(article.title, "en")))
    candidates = tuple(
        Candidate(analyse(span.of(article.text), "en"), surroundings, number) for number, span in enumerate(spans)
    )
    asked = parse(question, ["en"])
    segmented = SegmentedArticle(article, spans)
    return Retrieved(asked, (1.0,) * len(asked.words), (), (segmented,) * len(spans), candidates)


def test_a_word_is_swapped_for_one_that_the_article_says_of_something_else() -> None:
    far = "Many visitors admire painted windows."
    labels = np.array([1, 0, 0, 0])

    question = mixed(
        found("who built towers?", "Ann Bell built towers.", "Then rain came.", "It is blue.", far), labels
    )

    assert question is not None
    assert len(question.words) == 2
    (new,) = {word.text for word in question.words} - {"built", "towers"}
    assert new in {"visitors", "admire", "painted", "windows"}


def test_nothing_is_mixed_where_everything_is_near_the_answer() -> None:
    assert mixed(found("who built towers?", "Ann Bell built towers.", "Then rain came."), np.array([1, 0])) is None


def test_a_name_is_swapped_for_another_name() -> None:
    question = swapped(parse("who met Northmark?", ["en"]), (1.0, 2.0))

    assert question is not None
    assert [(word.text, word.is_name) for word in question.words] == [("met", False), ("\N{BULLET}", True)]


def test_who_did_not_is_answered_by_the_denials_alone() -> None:
    judged = contrary(Judged("who built the mill?", "The mill", ("It is blue.", "Ann Bell built the mill."), (0, 1)))

    assert judged is not None
    assert judged.text == "who not built the mill?"
    answers = {sentence for sentence, label in zip(judged.sentences, judged.labels, strict=True) if label}
    assert answers == {"Ann Bell never built the mill."}


def test_the_least_telling_word_is_asked_in_other_words() -> None:
    question = loosened(parse("who built painted towers?", ["en"]), (2.0, 1.0, 3.0))

    assert question is not None
    assert [word.text for word in question.words] == ["built", "\N{BULLET}", "towers"]


def test_a_page_of_questions_and_answers_answers_what_it_asks(tmp_path: Path) -> None:
    paragraph = "Ann Bell built the tower in 1402. It has 211 steps. The town owns the bell. Eva Fox rings it daily."
    asked = {
        "Who built the tower?": "Ann Bell", "When was the tower built?": "1402", "How many steps are there?": "211",
        "Who owns the bell?": "The town", "Who rings the bell?": "Eva Fox", "What does Eva Fox ring?": "the bell",
    }  # fmt: skip
    row = {
        "title": "Orm",
        "paragraphs": [paragraph],
        "questions": [
            {"question": text, "paragraph": 0, "start": paragraph.index(answer), "text": answer}
            for text, answer in asked.items()
        ],
    }
    (tmp_path / "xquad").mkdir()
    (tmp_path / "xquad" / "en.jsonl").write_text(json.dumps(row) + "\n", "utf-8")

    collection = faq(tmp_path, "en")

    (page,) = collection.articles
    assert [question.text for question in collection.questions] == list(asked)
    for question in collection.questions:
        if question.gold is None:
            assert question.text not in page.text
            continue
        assert isinstance(question.gold, Covering)
        asks, answer = page.text.index(question.text), question.gold.answer
        assert asks < answer.start
        assert asked[question.text].casefold() in answer.of(page.text).casefold()
    assert 0 < sum(question.gold is None for question in collection.questions) < len(asked)
