"""What a question may follow on, whoever asks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Conversation, Conversations, topic
from bot.store.answers import Given
from retrieval import Answer, Asked, Quote, Reason, Why

BEFORE = Asked("who retook Palmyra?", "a" * 12, frozenset({("a" * 12, 3)}), ("and why?",))
TOLD = frozenset({("b" * 12, 0)})


def answered(question: str, article_id: str = "b" * 12) -> Answer:
    quote = Quote(article_id, 0, 1, 0, 4, "Yes.", "Title", "a.txt", None, None, 0.9)
    return Answer(question, (quote,), 0.9)


def unanswered(question: str, why: Why) -> Answer:
    return Answer(question, (), 0.1, Reason(why))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(answered("who fled?"), Asked("who fled?", "b" * 12, TOLD), id="a question of its own"),
        pytest.param(
            replace(answered("and when?"), follows=True),
            Asked("who retook Palmyra?", "b" * 12, BEFORE.told | TOLD, ("and why?", "and when?")),
            id="a follow-up keeps the question that it began with and moves to the article that answered",
        ),
        pytest.param(
            replace(answered("and Raqqa?"), follows=True, read_as="who retook Raqqa?"),
            Asked("who retook Raqqa?", "b" * 12, BEFORE.told | TOLD),
            id="what a follow-up names is what the chat talks about",
        ),
        pytest.param(
            replace(unanswered("and Aleppo?", Why.UNKNOWN_WORDS), follows=True, read_as="who retook Aleppo?"),
            Asked("who retook Aleppo?", None, BEFORE.told),
            id="what a follow-up names is what the chat talks about without an answer too",
        ),
        pytest.param(
            replace(unanswered("and why?", Why.NOT_SAID), follows=True), BEFORE, id="a follow-up without an answer"
        ),
        pytest.param(
            unanswered("who bombed Aleppo?", Why.UNKNOWN_WORDS),
            Asked("who bombed Aleppo?", None),
            id="a question without an answer is not followed by what was asked before it",
        ),
        *(pytest.param(unanswered("?", why), BEFORE, id=why) for why in (Why.GREETING, Why.THANKS, Why.NO_WORDS)),
    ],
)
def test_what_the_next_question_follows_on(found: Answer, expected: Asked) -> None:
    assert topic(found, BEFORE) == expected


def test_a_chain_remembers_its_last_three_follow_ups() -> None:
    after = BEFORE
    for number in range(4):
        after = topic(replace(answered(f"and {number}?"), follows=True), after) or after

    assert after.lately == ("and 1?", "and 2?", "and 3?")


def test_the_first_question_follows_on_nothing() -> None:
    assert topic(unanswered("hi", Why.GREETING), None) is None


def test_a_turn_is_found_by_its_question_and_by_its_answer() -> None:
    conversation = Conversation()
    conversation.add(answered("who fled?"), None, 1, 2)
    conversation.add(replace(answered("and when?"), follows=True), BEFORE, 3, 4)

    turns = [conversation.turn(number) for number in (1, 2, 3, 4, 5)]
    assert [turn and turn.words for turn in turns] == [
        *["who fled?"] * 2,
        *["who retook Palmyra? and when?"] * 2,
        None,
    ]
    assert conversation.last(None) == turns[3]


def test_a_question_that_needed_no_other_is_remembered_alone() -> None:
    conversation = Conversation()
    conversation.add(answered("who fled?"), BEFORE, 1, 2)

    last = conversation.last(None)
    assert last is not None
    assert (last.after, last.words) == (None, "who fled?")


def test_a_greeting_is_no_turn() -> None:
    conversation = Conversation()
    conversation.add(unanswered("hi", Why.GREETING), None, 1, 2)

    assert conversation.last(None) is None


def test_each_goes_on_from_their_own_last_question() -> None:
    conversation = Conversation()
    conversation.add(answered("who fled?"), None, 1, 2, user_id=7)
    conversation.add(answered("who stayed?"), None, 3, 4, user_id=8)

    turns = [conversation.last(user_id) for user_id in (7, 8, 9)]
    assert [turn and turn.question for turn in turns] == ["who fled?", "who stayed?", None]


def test_another_answer_to_the_same_message_takes_the_place_of_the_first() -> None:
    conversation = Conversation()
    conversation.add(answered("who fed?"), None, 1, 2)
    conversation.add(answered("who fled?"), None, 1, 2)

    turn = conversation.turn(2)
    assert turn is not None
    assert turn.question == "who fled?"


def test_what_somebody_asked_is_forgotten_in_every_chat() -> None:
    conversations = Conversations()
    for chat in (1, 2):
        conversations.of(chat).add(answered("who fled?"), None, 1, user_id=7)
        conversations.of(chat).add(answered("who stayed?"), None, 2, user_id=8)

    conversations.forget(7)

    assert [[bool(conversations.of(chat).turn(number)) for number in (1, 2)] for chat in (1, 2)] == [[False, True]] * 2


def test_what_others_went_on_from_is_forgotten_with_who_asked_it() -> None:
    conversation = Conversation()
    conversation.add(answered("who fled?"), None, 1, user_id=7)
    theirs = conversation.last(7)
    assert theirs is not None
    conversation.add(replace(answered("and when?"), follows=True), theirs.topic, 2, user_id=8)
    conversation.add(answered("who fled?"), None, 3, user_id=8)

    conversation.forget(7)

    assert [bool(conversation.turn(number)) for number in (1, 2, 3)] == [False, False, True]


def test_what_stands_no_more_is_forgotten_with_what_others_asked_after_it() -> None:
    conversation = Conversation()
    notes = [Given(1, number, number + 1, number, 0.0, float(number)) for number in (1, 3, 5)]
    conversation.add(answered("who fled?"), None, 1, 2, user_id=7, given=notes[0])
    theirs = conversation.last(7)
    assert theirs is not None
    conversation.add(replace(answered("and when?"), follows=True), theirs.topic, 3, 4, user_id=8, given=notes[1])
    conversation.add(answered("who fled?"), None, 5, 6, user_id=8, given=notes[2])
    assert conversation.noted() == set(notes)

    conversation.lose([notes[0]])

    assert conversation.noted() == {notes[2]}


def test_only_the_last_twenty_turns_are_remembered() -> None:
    conversation = Conversation()
    for number in range(21):
        conversation.add(answered("who?"), None, number)

    assert [number for number in range(21) if conversation.turn(number)] == list(range(1, 21))


def test_of_a_thousand_chats_the_one_that_was_silent_longest_is_forgotten() -> None:
    conversations = Conversations()
    known = [conversations.of(chat) for chat in range(1_000)]
    conversations.of(0)
    conversations.of(1_000)

    assert conversations.of(0) is known[0]
    assert conversations.of(2) is known[2]
    assert conversations.of(1) is not known[1]


def test_what_came_before_a_message_is_what_it_follows_on() -> None:
    conversation = Conversation()
    for number in (1, 3, 5):
        conversation.add(answered(f"question {number}"), None, number, number + 1, user_id=7)
    # Edited: it is the newest turn now, but was asked first.
    conversation.add(answered("edited"), None, 1, 2, user_id=7)

    asked = [turn.question if (turn := conversation.last(7, before=number)) else None for number in (1, 3, 5, 7)]

    assert asked == [None, "edited", "edited", "edited"]
