"""Votes on quotes, and the wish to be told of an answer."""

from __future__ import annotations

import sqlite3
from contextlib import AsyncExitStack

import pytest

from bot.delivery import Delivery
from bot.pacing import UNPACED
from bot.playground import Playground, ServerError
from bot.store.inbox import Inbox
from bot.store.questions import Keeping, Questions, Waiting
from bot.texts import ENGLISH, LANGUAGES, THUMBS_DOWN, THUMBS_UP
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, no_buttons, polling, quote

RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
LAKE = "how deep is the lake at Munn?"
REPAINTED = "and when was it repainted?"
TELL, TELL_NOT, NEAR = ENGLISH.tell_me, ENGLISH.tell_me_not, ENGLISH.near


def kept(desk: Desk) -> Questions:
    return Questions(desk.database, Keeping())


def votes(desk: Desk) -> list[tuple[int, bool, int]]:
    """Who voted how, and where the quote begins that it was about."""
    with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
        rows = connection.execute("SELECT user_id, up, start FROM bot_votes ORDER BY user_id").fetchall()
    connection.close()
    return [(user_id, bool(up), start) for user_id, up, start in rows]


async def toast(person: Speaker, label: str) -> str:
    """What is shown when they press a button."""
    return (await person.is_told(label)).text


async def asks_in_vain(person: Speaker, question: str = LAKE) -> None:
    await person.says(question)
    await person.sees(button(TELL))
    # It is taken down after it was answered.
    await person.scene.idle()


# --- Votes ---


async def test_a_vote_stands_until_it_is_changed_or_taken_back(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        start = len("The desert was quiet. ")

        assert await toast(ann, THUMBS_UP) == ENGLISH.voted_up
        assert votes(desk) == [(ann.id, True, start)]
        assert await toast(ann, THUMBS_DOWN) == ENGLISH.voted_down
        assert votes(desk) == [(ann.id, False, start)]
        assert await toast(ann, THUMBS_DOWN) == ENGLISH.vote_back
        assert votes(desk) == []
        await ann.sees_nothing()
        assert answer.buttons != ()


async def test_in_a_group_everybody_has_a_vote_of_their_own(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben", language_code="ru")
    friends = scene.group("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        assert await toast(ann.at(friends), THUMBS_UP) == ENGLISH.voted_up
        assert await toast(ben.at(friends), THUMBS_DOWN) == LANGUAGES["ru"].voted_down
        assert [(user_id, up) for user_id, up, _ in votes(desk)] == [(ann.id, True), (ben.id, False)]

        # Another answer is voted on by itself.
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        assert await toast(ann.at(friends), THUMBS_UP) == ENGLISH.voted_up
        assert [user_id for user_id, _, _ in votes(desk)] == [ann.id, ann.id, ben.id]


async def test_votes_are_counted_and_so_are_questions(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await toast(ann, THUMBS_UP)
        await asks_in_vain(ann)
        await ann.says("thank you")
        await ann.sees(ENGLISH.thanks)
        await scene.idle()

    counts = kept(desk).counts(days=1)
    assert (counts.answered, counts.unanswered, counts.up, counts.down) == (1, 1, 1, 0)


async def test_a_vote_whose_thanks_are_lost_stands(desk: Desk, playground: Playground, scene: Scenario) -> None:
    application = desk.application(playground, delivery=Delivery(UNPACED, pauses=()))
    async with polling(application, scene, database=desk.database):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        playground.faults.add("answerCallbackQuery", ServerError())
        await ann.presses(THUMBS_UP, wait=False)
        await scene.idle()
        # Or else the press would come again, and take the vote back.
        assert Inbox(desk.database, playground.bot.id, "").count() == 0
    assert [(user_id, up) for user_id, up, _ in votes(desk)] == [(ann.id, True)]


# --- No answer ---


async def test_without_an_answer_a_person_may_ask_to_be_told(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann", language_code="de")
        german = LANGUAGES["de"]
        await ann.says(LAKE)
        await ann.sees(button(german.tell_me))
        assert await toast(ann, german.tell_me) == german.will_tell
        await ann.sees(button(german.tell_me_not))
        assert kept(desk).waiting() == [Waiting(ann.id, LAKE, "de")]
        assert await toast(ann, german.tell_me_not) == german.will_not_tell
        await ann.sees(button(german.tell_me))
        assert kept(desk).waiting() == []
        assert await toast(ann, german.tell_me) == german.will_tell
        assert kept(desk).waiting() == [Waiting(ann.id, LAKE, "de")]


async def test_what_comes_near_stands_behind_a_button_and_the_wish_to_be_told_stays(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who shelled Homs in the museum?")
        first = await ann.sees(button(NEAR), button(TELL))
        assert first.quotes == ()

        await ann.presses(TELL)
        await ann.sees(button(TELL_NOT))
        await ann.presses(NEAR)
        near = await ann.sees(edited(first), containing(f"{first.text}\n\n{ENGLISH.near_heading}"))
        assert len(near.quotes) >= 1
        assert near.buttons == ((TELL_NOT,),)


async def test_a_question_without_a_word_to_look_for_is_no_gap(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who is it?")
        await ann.sees(ENGLISH.no_words, no_buttons())
        await scene.idle()
    assert kept(desk).unanswered() == []
    assert kept(desk).counts(days=1).unanswered == 1


@pytest.mark.parametrize("keep", ["unanswered:30", "none"])
async def test_the_wish_can_be_made_and_taken_back_after_a_restart(
    desk: Desk, playground: Playground, scene: Scenario, keep: str
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, keep=keep), scene):
        await asks_in_vain(ann)
    async with polling(desk.application(playground, keep=keep), scene):
        await ann.presses(TELL)
        assert [each.question for each in kept(desk).waiting()] == [LAKE]
    async with polling(desk.application(playground, keep=keep), scene):
        await ann.presses(TELL_NOT)
        assert kept(desk).waiting() == []


async def test_the_wish_can_be_made_while_the_bot_remembers_a_question_that_was_deleted(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        asked = await ann.says(LAKE)
        await ann.sees(button(TELL))
        # What was asked is remembered once it was answered.
        await scene.idle()
        await ann.deletes(asked)
        await ann.presses(TELL)
        assert [each.question for each in kept(desk).waiting()] == [LAKE]
        await ann.sees(button(TELL_NOT))
        await ann.presses(TELL_NOT)

    async with polling(desk.application(playground), scene):
        told = await ann.is_told(TELL)
        assert (told.text, told.alert) == (ENGLISH.button_gone, True)
        assert kept(desk).waiting() == []


@pytest.mark.parametrize("restart", [False, True], ids=["at once", "after a restart"])
async def test_a_follow_up_is_kept_with_the_question_that_it_follows_on(
    desk: Desk, playground: Playground, scene: Scenario, restart: bool
) -> None:
    ann = scene.person("Ann")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(polling(desk.application(playground), scene))
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await asks_in_vain(ann, REPAINTED)
        if restart:
            await stack.aclose()
            await stack.enter_async_context(polling(desk.application(playground), scene))
        await ann.presses(TELL)
        assert [each.question for each in kept(desk).waiting()] == [f"{WHO}\n{REPAINTED}"]
        assert [each.text for each in kept(desk).unanswered()] == [f"{WHO}\n{REPAINTED}"]


async def test_a_follow_up_whose_beginning_nobody_knows_has_to_be_asked_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, keep="none"), scene):
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await asks_in_vain(ann, REPAINTED)
    async with polling(desk.application(playground, keep="none"), scene):
        assert await toast(ann, TELL) == ENGLISH.button_gone
        assert kept(desk).waiting() == []
