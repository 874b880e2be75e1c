"""Who wants too much of the bot, alone or in a crowd, holds up nobody else, and hears so at once, once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.delivery import Delivery
from bot.pacing import UNPACED, Rate, Rates
from bot.playground import BadGateway, Chat, Playground, membership
from bot.receiving import Timing
from bot.store.chats import Chats, Mode
from bot.store.inbox import Inbox, Received
from bot.store.windows import Call, Share, Whose
from bot.texts import ENGLISH, LANGUAGES, THUMBS_UP
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, containing, edited, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
# One that the bot is sure of.
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."
PERSON = ENGLISH.limit_person.format(limit=30)
GROUP = ENGLISH.limit_group.format(limit=60)
OTHER = ENGLISH.limit_other


class Clock:
    """The playground's Unix time, as the test has it."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def written(playground: Playground, chat_id: int) -> list[str]:
    """What the bot wrote in a chat, oldest first."""
    messages = playground.state.messages[chat_id].values()
    return [each.content.text for each in messages if each.author == playground.bot.id]


def rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    """What the bot's database answers."""
    with closing(sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def waiting(desk: Desk, chat_id: int) -> int:
    """How many messages of a chat wait to be handled."""
    return len(rows(desk, f"SELECT 1 FROM bot_updates WHERE queue = 'chat:{chat_id}'"))


async def crowd(scene: Scenario, number: int) -> tuple[list[Speaker], Chat]:
    """A supergroup of so many, each of whom speaks in it."""
    people = [scene.person(f"P{each}") for each in range(number)]
    group = scene.supergroup("Crowd", *people, bot="administrator")
    return [each.at(group) for each in people], group


async def fetched(playground: Playground) -> None:
    """The bot has fetched, and stored, all that was said."""
    async with asyncio.timeout(30):
        while playground.state.updates.pending or playground.api.active:
            await playground.api.changed.wait()


# --- Questions ---


async def test_a_flooded_group_hears_so_before_the_answers_that_wait_and_nothing_beyond_is_kept(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    people, group = await crowd(scene, 3)
    ann = scene.person("Ann")
    # Two answers in an hour, and one line that can't wait.
    delivery = Delivery(Rates(chat=Rate(3, 3_600.0, spare=1)))
    application = desk.application(playground, delivery=delivery)
    async with polling(application, scene, database=desk.database, timing=Timing(finishing=0.0)):
        asked = [await people[number % 3].says(f"/ask {WHO}") for number in range(75)]
        line = await people[0].sees(GROUP, patiently=True)
        assert line.replies_to == asked[60].id
        await ann.says(WHO)
        await ann.sees(quote(RETOOK), patiently=True)
        await fetched(playground)
        assert len(written(playground, group.id)) == 3
        # Of 60 two are answered.
        assert waiting(desk, group.id) == 58
        assert rows(desk, "SELECT asked FROM bot_windows WHERE who LIKE 'chat %'") == [(75,)]


async def test_one_member_who_floods_is_told_so_and_the_others_are_answered(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    (ann, ben), group = await crowd(scene, 2)
    async with polling(desk.application(playground), scene, database=desk.database):
        flood = [await ann.says(f"/ask {WHO}") for _ in range(40)]
        asked = await ben.says(f"/ask {WHAT}")
        await ben.sees(quote(BROKEN), reply_to(asked))
        await scene.idle()
    texts = written(playground, group.id)
    assert (sum(RETOOK in text for text in texts), texts.count(PERSON), len(texts)) == (30, 1, 32)
    (line,) = [each for each in playground.state.messages[group.id].values() if each.content.text == PERSON]
    assert line.reply
    assert line.reply.message_id == flood[30].id


async def test_what_came_while_the_bot_was_down_counts_when_it_was_sent(desk: Desk) -> None:
    clock = Clock(1_700_000_000)
    async with Playground(now=clock) as playground:
        scene = Scenario(playground)
        ann, ben = scene.person("Ann"), scene.person("Ben")
        for _ in range(3):
            for _ in range(12):
                await ann.says(WHO)
            clock.now += 60
        for _ in range(33):
            await ben.says(WHO)
        async with polling(desk.application(playground), scene, database=desk.database):
            await scene.idle()
        # Long ago, nobody is told that it was too much.
        assert [len(written(playground, each.id)) for each in (ann, ben)] == [36, 30]
        assert PERSON not in written(playground, ben.id)


async def test_an_update_that_comes_again_after_a_crash_is_not_counted_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    playground.faults.repeat_updates(100)
    for _ in range(25):
        await ann.says(WHO)
    again = list(playground.state.updates.pending)
    delivery = Delivery(Rates(chat=Rate(1, 3_600.0)))
    application = desk.application(playground, delivery=delivery)
    async with polling(application, scene, database=desk.database, timing=Timing(finishing=0.0)):
        await ann.sees(quote(RETOOK), patiently=True)
        await fetched(playground)
    for update in again:
        playground.push(update)
    async with polling(desk.application(playground), scene, database=desk.database):
        await scene.idle()
        assert len(written(playground, ann.id)) == 25
        assert rows(desk, "SELECT asked FROM bot_windows") == [(25,)]


def test_replicas_count_together_and_each_update_once(desk: Desk) -> None:
    replicas = [Inbox(desk.database, 1, name) for name in ("one", "other")]
    call = Call(1_700_000_000.0, (Share("user 1", 5, Whose.PERSON), Share("chat -7", 60, Whose.GROUP)))
    updates = [Received(number, "chat:-7", "{}", call) for number in range(9)]

    for number, each in enumerate(updates):
        replicas[number % 2].put([each])
        replicas[(number + 1) % 2].put([each, each])

    assert sorted(rows(desk, "SELECT who, asked FROM bot_windows")) == [("chat -7", 5), ("user 1", 9)]
    kept = "SELECT update_id, queue, refused FROM bot_updates WHERE payload IS NOT NULL ORDER BY update_id"
    assert rows(desk, kept) == [
        *((number, "chat:-7", None) for number in range(5)),
        (5, "refused:5", "person"),
    ]


async def test_the_line_is_in_the_language_of_the_group_and_in_its_topic(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    forum = scene.supergroup("Forum", ann, forum=True)
    Chats(desk.database).change(forum.id, lambda settings: replace(settings, language="de"))
    topic = membership.add_topic(playground.state, forum.id, "Syria", by=ann.id)
    there = ann.at(forum, topic=topic.id)
    async with polling(desk.application(playground), scene, database=desk.database):
        for _ in range(31):
            asked = await there.says(f"/ask {WHO}")
        line = await there.sees(LANGUAGES["de"].limit_person.format(limit=30), reply_to(asked))
        assert line.message.thread_id == topic.id


async def test_a_line_that_could_not_be_sent_is_sent_later_and_once(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    application = desk.application(playground, delivery=Delivery(UNPACED, pauses=()))
    async with polling(application, scene, database=desk.database, timing=Timing(sweep=0.01, pauses=(0.0, 0.0))):
        for _ in range(30):
            await ann.says("/start")
        await scene.idle()
        playground.faults.add("sendMessage", BadGateway())
        asked = await ann.says(WHO)
        await ann.sees(PERSON, reply_to(asked), patiently=True)
        await ann.says(WHO)
        await ann.sees_nothing()


# --- Commands ---


@pytest.mark.parametrize("command", ["/help", "/start", "/privacy", "/forget", "/settings"])
async def test_a_command_answers_a_group_ten_times_a_minute(
    desk: Desk, playground: Playground, scene: Scenario, command: str
) -> None:
    (ann, ben), group = await crowd(scene, 2)
    async with polling(desk.application(playground), scene, database=desk.database):
        for _ in range(15):
            await ben.says(command)
        await scene.idle()
        texts = written(playground, group.id)
        assert (len(texts), texts.count(OTHER)) == (11, 1)
        # Questions are none the fewer.
        await ann.says(f"/ask {WHO}")
        await ann.sees(quote(RETOOK))


async def test_in_private_commands_count_as_questions(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene, database=desk.database):
        for number in range(32):
            await ann.says(("/help", "/start", WHO, "/settings")[number % 4])
        await scene.idle()
    texts = written(playground, ann.id)
    assert (len(texts), texts.count(PERSON)) == (31, 1)


async def test_what_is_not_said_to_the_bot_does_not_count(desk: Desk, playground: Playground, scene: Scenario) -> None:
    (ann,), _ = await crowd(scene, 1)
    async with polling(desk.application(playground), scene, database=desk.database):
        for said in ("hello", WHO, "/help@OtherBot", "/other", f"@OtherBot {WHO}", "/why", "/gaps"):
            message = await ann.says(said)
            await ann.edits(message, f"{said}!")
        await scene.idle()
    assert rows(desk, "SELECT * FROM bot_windows") == []


# --- Buttons ---


async def turned(there: Speaker, answer: Seen, number: int) -> list[str]:
    """Press the button of an answer that leads on, or else back, so often; returns what the presses were told."""
    said = []
    for _ in range(number):
        message = there.scene.playground.state.messages[there.chat.id][answer.message.id]
        pressed = await there.presses(ENGLISH.back if Seen(message).called(ENGLISH.back) else ENGLISH.context)
        assert pressed.answer is not None
        said.append(pressed.answer.text or "")
        await there.scene.idle()
    return said


async def test_a_member_who_turns_an_answer_over_and_over_leaves_room_for_answers(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    (ann, ben), _ = await crowd(scene, 2)
    async with polling(desk.application(playground), scene, database=desk.database):
        await ann.says(f"/ask {WHO}")
        answer = await ann.sees(quote(RETOOK))
        assert await turned(ann, answer, 8) == [""] * 8
        for _ in range(4):
            pressed = await ann.presses(ENGLISH.context)
            assert pressed.answer is not None
            assert (pressed.answer.text, pressed.answer.alert) == (OTHER, False)
        # All together have four more; a vote changes nothing that others see.
        assert await turned(ben, answer, 4) == [""] * 4
        pressed = await ben.presses(ENGLISH.context)
        assert pressed.answer is not None
        assert pressed.answer.text == OTHER
        pressed = await ben.presses(THUMBS_UP)
        assert pressed.answer is not None
        assert pressed.answer.text == ENGLISH.voted_up
    assert [call.method for call in playground.calls].count("editMessageText") == 12


async def test_every_press_ends_however_many_there_are(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene, database=desk.database):
        await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        said = await turned(ann, answer, 32)
    assert said == [*[""] * 30, OTHER, OTHER]


# --- Plain questions ---


def auto(desk: Desk, group: Chat) -> None:
    """Let the bot answer plain questions."""
    Chats(desk.database).change(group.id, lambda settings: replace(settings, mode=Mode.AUTO))


async def test_plain_questions_take_nothing_from_those_who_ask_the_bot(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    (ann,), group = await crowd(scene, 1)
    auto(desk, group)
    async with polling(desk.application(playground), scene, database=desk.database):
        for _ in range(40):
            await ann.says(WHAT)
        await scene.idle()
        # In silence.
        assert len(written(playground, group.id)) == 10
        for _ in range(32):
            await ann.says(f"/ask {WHO}")
        await scene.idle()
    texts = written(playground, group.id)[10:]
    assert (sum(RETOOK in text for text in texts), texts.count(PERSON), len(texts)) == (30, 1, 31)


async def test_an_edited_plain_question_that_is_too_much_loses_its_answer_in_silence(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    (ann,), group = await crowd(scene, 1)
    auto(desk, group)
    async with polling(desk.application(playground), scene, database=desk.database):
        asked = await ann.says(WHAT)
        answer = await ann.sees(quote(BROKEN))
        for number in range(9):
            await ann.edits(asked, "what was smashed in the museum of Palmyra?" if number % 2 == 0 else WHAT)
            await ann.sees(edited(answer), containing(BROKEN))
        await ann.edits(asked, WHAT)
        await ann.sees_nothing()
        assert written(playground, group.id) == []
