"""Topics of forums: an answer stands where its question does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.playground import Chat, Playground, membership
from bot.playground.model import Member, Topic
from bot.playground.state import State
from bot.store.chats import Mode
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, edited, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."


@pytest.fixture
def ann(scene: Scenario) -> Speaker:
    """Who owns the forum."""
    return scene.person("Ann")


@pytest.fixture
def forum(scene: Scenario, ann: Speaker) -> Chat:
    """A supergroup with topics."""
    return scene.supergroup("News desk", ann, forum=True)


@pytest.fixture
def topic(playground: Playground, forum: Chat, ann: Speaker) -> Topic:
    """A topic of the forum."""
    return membership.add_topic(playground.state, forum.id, "Syria", by=ann.id)


async def test_an_answer_stands_in_the_topic_of_its_question(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    there = ann.at(forum, topic=topic.id)
    async with polling(desk.application(playground), scene):
        asked = await there.says(f"/ask {WHO}")
        answer = await there.sees(quote(RETOOK), reply_to(asked))
        assert (answer.message.thread_id, answer.message.in_topic) == (topic.id, True)
        await there.presses("Context")
        assert (await there.sees(edited(answer))).message.thread_id == topic.id

    typed = [call.parameters.get("message_thread_id") for call in playground.calls if call.method == "sendChatAction"]
    assert set(typed) <= {topic.id, str(topic.id)}


async def test_in_a_topic_a_call_without_a_question_asks_back_there(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    there = ann.at(forum, topic=topic.id)
    async with polling(desk.application(playground), scene):
        # Telegram shows it as a reply to the message that opened the topic.
        called = await there.says("/ask")
        back = await there.sees(ENGLISH.ask_what_group, reply_to(called))
        assert back.message.thread_id == topic.id
        asked = await there.says(WHO, reply_to=back)
        answer = await there.sees(quote(RETOOK), reply_to(asked))
        assert answer.message.thread_id == topic.id


async def test_a_topic_that_the_bot_opened_is_not_talk_with_it(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat
) -> None:
    membership.place_bot(playground.state, forum.id, "administrator", by=ann.id)
    topic = membership.add_topic(playground.state, forum.id, "Syria", by=playground.bot.id)
    async with polling(desk.application(playground), scene):
        await ann.at(forum, topic=topic.id).says("good morning")
        await ann.at(forum, topic=topic.id).says(WHO)
        await ann.at(forum, topic=topic.id).sees_nothing()


async def test_a_plain_question_in_a_topic_is_no_reply_to_anybody(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    playground.state.privacy = False
    desk.choose(forum, mode=Mode.AUTO)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(forum, topic=topic.id).says(WHAT)
        answer = await ann.at(forum, topic=topic.id).sees(quote(BROKEN), reply_to(asked))
        assert answer.message.thread_id == topic.id


async def test_general_is_a_topic_without_a_number(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await ann.at(forum).says(f"/ask {WHO}")
        answer = await ann.at(forum).sees(quote(RETOOK), reply_to(asked))
        # A chain of replies has a number too, which nothing can be sent to.
        asked = await ann.at(forum).says(WHAT, reply_to=answer)
        await ann.at(forum).sees(quote(BROKEN), reply_to(asked))
        # Some servers give General's.
        message = {
            "message_id": 900, "date": playground.state.now(), "text": "/ask", "message_thread_id": 1,
            "is_topic_message": True, "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
            "chat": {"id": forum.id, "type": "supergroup", "title": "News desk", "is_forum": True},
            "from": {"id": ann.id, "is_bot": False, "first_name": "Ann"},
        }  # fmt: skip
        playground.push({"message": message})
        await ann.at(forum).sees(ENGLISH.ask_what_group)

    sent = [call for call in playground.calls if call.method.startswith("send")]
    assert [call.parameters.get("message_thread_id") for call in sent] == [None] * len(sent)
    assert [call for call in sent if call.refused] == []


def _close(state: State, forum: Chat, topic: Topic, by: Speaker) -> None:
    membership.close_topic(state, forum.id, topic.id, by=by.id)


def _delete(state: State, forum: Chat, topic: Topic, by: Speaker) -> None:
    del state.topics[forum.id][topic.id]
    for message in [each for each in state.messages[forum.id].values() if each.thread_id == topic.id]:
        state.remove(message)


@pytest.mark.parametrize("happens", [_close, _delete], ids=["closed", "deleted"])
@pytest.mark.parametrize("said", [f"/ask {WHO}", "/ask", "/help", "/settings"])
async def test_where_a_topic_is_no_more_nothing_is_said_and_nobody_is_alarmed(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic, said: str,
    happens: Callable[[State, Chat, Topic, Speaker], None],
) -> None:  # fmt: skip
    admin = scene.person("Admin", started=True)
    await ann.at(forum, topic=topic.id).says(said)
    happens(playground.state, forum, topic, ann)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(forum).sees_nothing()
        await admin.sees_nothing()


async def test_as_an_admin_the_bot_answers_in_a_closed_topic_too(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    membership.place_bot(playground.state, forum.id, "administrator", by=ann.id)
    membership.place_person(playground.state, forum.id, Member(ann.id, "creator"))
    membership.close_topic(playground.state, forum.id, topic.id, by=ann.id)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(forum, topic=topic.id).says(f"/ask {WHO}")
        await ann.at(forum, topic=topic.id).sees(quote(RETOOK), reply_to(asked))


async def test_a_button_below_an_answer_in_a_closed_topic_still_works(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    there = ann.at(forum, topic=topic.id)
    async with polling(desk.application(playground), scene):
        await there.says(f"/ask {WHO}")
        answer = await there.sees(quote(RETOOK))
        membership.close_topic(playground.state, forum.id, topic.id, by=ann.id)
        await there.presses("Context")
        await there.sees(edited(answer))


async def test_a_follow_up_in_a_topic_is_understood_after_a_restart(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, forum: Chat, topic: Topic
) -> None:
    # Alone it would be answered by this one.
    (desk.sources / "mill.txt").write_text("The mill\n\nIt took nine weeks to mend the mill.\n", "utf-8")
    desk.library.update()
    there = ann.at(forum, topic=topic.id)
    async with polling(desk.application(playground), scene):
        await there.says(f"/ask {WHO}")
        await there.sees(quote(RETOOK))
    async with polling(desk.application(playground), scene):
        asked = await there.says("/ask and how many weeks did it take?")
        await there.sees(quote("Palmyra was retaken after three weeks of fighting, an observer said."), reply_to(asked))
