"""/privacy says what is kept, and it is true; /forget deletes it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time

import pytest

from bot.housekeeping import Housekeeping
from bot.playground import Playground
from bot.settings import BotSettings
from bot.store.answers import Given
from bot.store.questions import Keeping
from bot.texts import ENGLISH, LANGUAGES, THUMBS_UP, wording
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, polling, quote, reply_to

RETOOK = "Government forces retook Palmyra on Sunday."
# Written as nobody else writes, so that it can be found.
WHO = "wHO ReTOOk pALMyRa?"
LAKE = "how deep is the zyzzyva lake?"
RUSSIAN = "какова глубина озера Зюзюка?"
DAY = 24 * 3600.0


def rows(desk: Desk, query: str, *parameters: object) -> list[tuple[object, ...]]:
    """What a query finds in the database of the bot, or how it changes it."""
    with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
        found = connection.execute(query, parameters).fetchall()
    connection.close()
    return found


def is_on_disk(desk: Desk, text: str) -> bool:
    """Whether the files of the database hold a text, as it is or as JSON has it."""
    everything = b"".join(path.read_bytes() for path in (desk.folder / "data").glob("verbatim.sqlite3*"))
    assert b"bot_updates" in everything
    return any(form in everything for form in (text.encode(), json.dumps(text)[1:-1].encode()))


# --- The setting ---


@pytest.mark.parametrize(
    ("written", "keeping"),
    [
        ("", Keeping(answered=False, unanswered=True, days=30)),
        ("none", Keeping(answered=False, unanswered=False)),
        ("unanswered", Keeping(days=30)),
        ("Unanswered:7", Keeping(days=7)),
        (" all ", Keeping(answered=True, days=30)),
        ("all:365", Keeping(answered=True, days=365)),
    ],
)
def test_keep_questions_says_which_words_are_kept_and_for_how_long(
    monkeypatch: pytest.MonkeyPatch, written: str, keeping: Keeping
) -> None:
    monkeypatch.setenv("KEEP_QUESTIONS", written)
    assert BotSettings(_env_file=None).keep_questions == keeping  # type: ignore[call-arg] # as in `Desk`


@pytest.mark.parametrize("written", ["some", "none:3", "all:0", "all:-1", "unanswered:99999", "unanswered:٣"])
def test_keep_questions_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("KEEP_QUESTIONS", written)
    with pytest.raises(ValueError, match=r"is not none, unanswered:DAYS or all:DAYS"):
        BotSettings(_env_file=None)  # type: ignore[call-arg] # as above


# --- /privacy ---


@pytest.mark.parametrize(
    ("keep", "says"),
    [
        ("none", "Not its words, and not who asked."),
        ("unanswered:7", "When I found no answer, also its words and your user id (deleted by day 7 at the latest)"),
        ("all:14", "Also its words and your user id (deleted by day 14 at the latest)."),
    ],
)
async def test_privacy_says_what_is_kept(
    desk: Desk, playground: Playground, scene: Scenario, keep: str, says: str
) -> None:
    async with polling(desk.application(playground, keep=keep), scene):
        ann = scene.person("Ann")
        command = await ann.says("/privacy")
        seen = await ann.sees(containing(says), reply_to(command))
    assert seen.text == wording.privacy(desk.settings(playground, keep=keep).keep_questions, ENGLISH)


async def test_privacy_is_told_in_groups_in_the_language_of_the_chat(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann", language_code="ru")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/privacy@{playground.bot.username}")
        await ann.at(friends).sees(wording.privacy(Keeping(), LANGUAGES["ru"]))
        await ann.at(friends).says("/privacy@OtherBot")
        await ann.at(friends).sees_nothing()


# --- What is on the disk ---


async def test_of_an_answered_question_no_word_is_left_on_the_disk(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann", username="zyzzyva_ann")
    async with polling(desk.application(playground), scene, database=desk.database):
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.presses("Context")
        await ann.presses(THUMBS_UP)
        await scene.idle()
        assert rows(desk, "SELECT text, user_id FROM bot_questions") == [(None, None)]

    assert not is_on_disk(desk, WHO)
    assert not is_on_disk(desk, "zyzzyva_ann")
    assert rows(desk, "SELECT DISTINCT payload, queue FROM bot_updates") == [(None, "")]


async def test_where_words_are_not_kept_an_unanswered_question_leaves_none_either(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, keep="none"), scene, database=desk.database):
        for question in (LAKE, RUSSIAN):
            await ann.says(question)
            await ann.sees(button(ENGLISH.tell_me))

    assert not is_on_disk(desk, LAKE)
    assert not is_on_disk(desk, RUSSIAN)


@pytest.mark.parametrize("question", [LAKE, RUSSIAN])
async def test_once_somebody_is_forgotten_nothing_of_theirs_is_left_on_the_disk(
    desk: Desk, playground: Playground, scene: Scenario, question: str
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    async with polling(desk.application(playground), scene, database=desk.database):
        await ben.says("how wide is the xylem river?")
        await ben.sees(button(ENGLISH.tell_me))
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.presses(THUMBS_UP)
        await ann.says(question)
        await ann.sees(button(ENGLISH.tell_me))
        await ann.presses(ENGLISH.tell_me)
        await ann.sees(button(ENGLISH.tell_me_not))
        await scene.idle()
        assert is_on_disk(desk, question)

        command = await ann.says("/forget")
        await ann.sees(ENGLISH.forget_done, reply_to(command))
        # At once, and not only when the bot stops.
        assert not is_on_disk(desk, question)
        assert not is_on_disk(desk, WHO)
        for table in ("votes", "waiting", "answers", "questions"):
            assert rows(desk, f"SELECT * FROM bot_{table} WHERE user_id = ?", ann.id) == []
        assert rows(desk, "SELECT who FROM bot_windows") == [(f"user {ben.id}",)]
        # It deletes nobody else's.
        assert [text for (text,) in rows(desk, "SELECT text FROM bot_questions WHERE text IS NOT NULL")] == [
            "how wide is the xylem river?"
        ]
        assert len(rows(desk, "SELECT * FROM bot_answers WHERE user_id = ?", ben.id)) == 1


# --- /forget ---


async def test_after_forget_the_bot_remembers_no_question(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.says("/forget")
        await ann.sees(ENGLISH.forget_done)
        await ann.says("and when?")
        await ann.sees(ENGLISH.no_words)


@pytest.mark.parametrize("typing_seconds", [0.0, 600.0], ids=["paused", "still typing"])
async def test_forget_deletes_a_long_question_that_was_typed_elsewhere(
    desk: Desk, playground: Playground, scene: Scenario, typing_seconds: float
) -> None:
    question = f"{LAKE} and how {'very ' * 20}cold is it?"
    async with polling(desk.application(playground, typing_seconds=typing_seconds), scene, database=desk.database):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        asked = await ann.asks_inline(question)
        await ben.asks_inline(f"{LAKE} and how {'very ' * 20}warm is it?")
        assert asked.answer
        await scene.idle()

        await ann.says("/forget")
        await ann.sees(ENGLISH.forget_done)
        assert not is_on_disk(desk, question)
        assert rows(desk, "SELECT user_id FROM bot_links") == ([(ben.id,)] if typing_seconds == 0.0 else [])
        await ann.follows(f"https://t.me/verbatim_bot?start={asked.answer['button']['start_parameter']}")
        await ann.sees(ENGLISH.link_gone)


async def test_what_is_being_answered_elsewhere_is_forgotten_too(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        held = playground.faults.hold("sendMessage")
        await ann.says(LAKE)
        await held.arrived.wait()
        await ann.at(friends).says("/forget")
        await ann.at(friends).sees(ENGLISH.forget_done)
        held.release()
        await ann.sees(containing("I found no answer"))
        await scene.idle()

        assert rows(desk, "SELECT user_id FROM bot_answers") == []
        assert not is_on_disk(desk, LAKE)
        await ann.says("and when?")
        await ann.sees(ENGLISH.no_words)


async def test_forget_in_a_group_forgets_what_was_asked_everywhere(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann", language_code="es"), scene.person("Ben")
    friends = scene.group("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        for person in (ann, ben):
            await person.at(friends).says(f"/ask {WHO}")
            await person.at(friends).sees(quote(RETOOK))
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.at(friends).says("/forget")
        await ann.at(friends).sees(LANGUAGES["es"].forget_done)
        await scene.idle()

        assert [user_id for (user_id,) in rows(desk, "SELECT DISTINCT user_id FROM bot_answers")] == [ben.id]
        await ann.says("and when?")
        await ann.sees(LANGUAGES["es"].no_words)
        await ben.at(friends).says("/ask and when?")
        await ben.at(friends).sees(containing(RETOOK))


async def test_what_somebody_else_asked_is_not_kept_with_a_follow_up(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.group("Friends", ann, ben)
    async with polling(desk.application(playground), scene, database=desk.database):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        for question in ("and when was it repainted?", "and when was it retaken?"):
            await ben.at(friends).says(question, reply_to=answer)
            await ben.at(friends).sees()
        await scene.idle()
        assert {text for (text,) in rows(desk, "SELECT text FROM bot_questions")} == {None}

        await ann.at(friends).says("/forget")
        await ann.at(friends).sees(ENGLISH.forget_done)
        assert not is_on_disk(desk, WHO)


@pytest.mark.parametrize("is_guest", [False, True], ids=["shared", "guest"])
async def test_what_somebody_else_asked_is_not_kept_with_a_follow_up_to_an_answer_of_theirs_elsewhere(
    desk: Desk, playground: Playground, scene: Scenario, is_guest: bool
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben, bot="left" if is_guest else "member")
    async with polling(desk.application(playground), scene):
        if is_guest:
            await ann.at(friends).says(f"@verbatim_bot {WHO}")
        else:
            found = await ann.at(friends).asks_inline(WHO)
            assert found.answer
            await ann.at(friends).chooses(found, found.answer["results"][0]["id"])
        answer = await ann.at(friends).sees(quote(RETOOK))
        await ben.at(friends).says("@verbatim_bot and when was it repainted?", reply_to=answer)
        await ben.at(friends).sees(ENGLISH.no_answer_group)
        await scene.idle()
        assert rows(desk, "SELECT text FROM bot_questions WHERE NOT answered") == [(None,)]


async def test_who_writes_as_a_group_or_a_channel_is_not_known_and_so_not_forgotten(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    news = scene.channel("News", ann)
    async with polling(desk.application(playground), scene):
        for mask in (friends, news):
            speaker = ann.at(friends, as_chat=mask)
            await speaker.says(f"/forget@{playground.bot.username}")
            await speaker.sees(ENGLISH.forget_nobody)


async def test_a_command_in_a_channel_is_not_taken_for_one_in_its_discussion(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    discussion = scene.supergroup("Talk", ann, bot="administrator")
    news = scene.channel("News", ann, discussion=discussion)
    async with polling(desk.application(playground), scene):
        for command in ("/forget", "/privacy"):
            await ann.at(news).says(command)
            await ann.at(discussion).sees_nothing()


# --- Time ---


async def test_housekeeping_keeps_what_the_privacy_text_promises(desk: Desk, playground: Playground) -> None:
    parts = desk.parts(playground, keep="unanswered:30")
    now = time.time()
    for age in (29 * DAY, 31 * DAY):
        parts.questions.add(f"asked {age}", surface="private", answered=False, milliseconds=1.0, user_id=1)
        rows(desk, "UPDATE bot_questions SET asked_at = ? WHERE text = ?", now - age, f"asked {age}")
    for number, age in enumerate((47 * 3600, 49 * 3600)):
        parts.answers.put(Given(7, number, 3, user_id=7, edited_at=0.0, answered_at=now - age))
    for age in (590, 610):
        rows(desk, "INSERT INTO bot_links VALUES (?, ?, ?)", age, f"linked {age}", now - age)
    for age in (30, 70):
        rows(desk, "INSERT INTO bot_windows VALUES (?, ?, ?, ?)", f"user {age}", now - age, 1, now - age)

    application = desk.application(playground)
    replicas = [Housekeeping(parts) for _ in range(3)]
    await asyncio.gather(*(each.sweep(application) for each in replicas))

    assert [each.text for each in parts.questions.unanswered()] == [f"asked {29 * DAY}"]
    assert rows(desk, "SELECT question_id FROM bot_answers") == [(0,)]
    assert rows(desk, "SELECT user_id FROM bot_links") == [(590,)]
    assert rows(desk, "SELECT who FROM bot_windows") == [("user 30",)]
    assert not is_on_disk(desk, f"asked {31 * DAY}")
    assert not is_on_disk(desk, "linked 610")


async def test_the_bot_keeps_house_when_it_starts(desk: Desk, playground: Playground, scene: Scenario) -> None:
    rows(desk, "INSERT INTO bot_links VALUES (7, 'a zyzzyva question', 0)")
    rows(desk, "INSERT INTO bot_updates VALUES (?, 9000000001, '', NULL, 0, 0, 0, NULL)", playground.bot.id)
    rows(
        desk, "INSERT INTO bot_updates VALUES (?, 9000000002, '', NULL, ?, 0, 0, NULL)", playground.bot.id, time.time()
    )
    async with polling(desk.application(playground), scene, database=desk.database):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
    assert rows(desk, "SELECT * FROM bot_links") == []
    assert not is_on_disk(desk, "zyzzyva")
    assert rows(desk, "SELECT update_id FROM bot_updates WHERE update_id > 9000000000") == [(9000000002,)]
