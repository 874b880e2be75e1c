"""The form in which questions are kept to be asked again."""

from __future__ import annotations

import pytest

from bot.again import alone, asked_again, kept_form, readable, stands_alone, with_last_line
from retrieval import Answer, Asked, Reason, Why


def unanswered(question: str, *, follows: bool = False, read_as: str | None = None) -> Answer:
    return Answer(question, (), 0.0, Reason(Why.NOT_SAID), follows=follows, read_as=read_as)


BUILT = Asked("who built it?", "a" * 12, lately=("and why?", "and where?"))


@pytest.mark.parametrize(
    ("found", "after", "form"),
    [
        pytest.param(unanswered(" how deep?\n is\x00it"), None, "how deep? is it", id="on one line"),
        pytest.param(
            unanswered("and when?", follows=True),
            BUILT,
            "who built it?\nand where?\nand when?",
            id="a follow-up with what it follows on",
        ),
        pytest.param(unanswered("how deep?"), BUILT, "how deep?", id="a question of its own"),
        pytest.param(
            unanswered("and Raqqa?", follows=True, read_as="who retook Raqqa?"),
            Asked("who retook Palmyra?"),
            "who retook Raqqa?",
            id="a follow-up that was read as a question of its own",
        ),
    ],
)
def test_a_question_is_kept_with_what_it_needs(found: Answer, after: Asked | None, form: str) -> None:
    assert kept_form(found, after) == form


def test_a_question_without_a_word_to_look_for_is_not_kept() -> None:
    assert kept_form(Answer("who is it?", (), 0.0, Reason(Why.NO_WORDS)), BUILT) == ""


def test_a_kept_question_is_asked_as_it_was() -> None:
    assert asked_again("how deep?") == ("how deep?", None)
    assert asked_again("who built it?\nand where?\nand when?") == (
        "and when?",
        Asked("who built it?", lately=("and where?",)),
    )


def test_all_lines_of_a_kept_question_fit_its_column() -> None:
    form = kept_form(unanswered("y" * 4_000, follows=True), Asked("w" * 4_000, lately=("x" * 4_000,)))

    assert len(form) <= 512
    assert [line[0] for line in form.split("\n")] == ["w", "x", "y"]
    assert len(alone("y" * 4_000)) == 512


def test_a_kept_question_is_found_by_its_last_line() -> None:
    kept = ["who built it?\nand when?", "who broke it?\nand when?", "how deep?"]

    assert with_last_line("and \nwhen?", kept) == kept[0]
    assert with_last_line("who built it?", kept) is None
    assert with_last_line("y" * 4_000, [kept_form(unanswered("y" * 4_000, follows=True), BUILT)]) is not None


def test_people_read_a_kept_question_on_one_line() -> None:
    assert readable("who built it?\nand when?", 100) == "who built it? and when?"
    assert readable("who built it?\nand when?", 14) == "who built it?…"
    assert (stands_alone("how deep?"), stands_alone("who built it?\nand when?")) == (True, False)
