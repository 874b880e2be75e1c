"""Groups: the bot answers what it is asked, where it was asked, and keeps silent otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sql

from bot import asking
from bot.playground import Chat, Playground, membership
from bot.playground.model import Member
from bot.store.chats import Chats, Mode
from bot.store.schema import answers, questions
from bot.texts import ENGLISH, LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, no_buttons, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
# One that the bot is sure of.
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."
NAME = "@verbatim_bot"
NO_ANSWER = ENGLISH.no_answer_group


def auto(desk: Desk, chat: Chat, **chosen: Any) -> None:
    """Let the bot answer plain questions. Any: the names and types of `ChatSettings`."""
    Chats(desk.database).change(chat.id, lambda settings: replace(settings, mode=Mode.AUTO, **chosen))


def rows(desk: Desk) -> int:
    """How many questions and answers the bot has noted."""
    with desk.database.begin() as connection:
        return sum(connection.scalar(sql.select(sql.func.count()).select_from(table)) for table in (answers, questions))


async def is_ignored(scene: Scenario, speaker: Speaker, desk: Desk) -> None:
    """Nothing was sent, nothing was typed, nothing was noted."""
    await speaker.sees_nothing()
    shown = {"sendMessage", "sendChatAction", "editMessageText"}
    assert [call.method for call in scene.playground.calls if call.method in shown] == []
    assert rows(desk) == 0


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(
    "said",
    [
        f"/ask {WHO}",
        f"/ask@verbatim_bot {WHO}",
        f"/ASK@Verbatim_Bot {WHO}",
        f"/ask\n{WHO}",
        f"{NAME} {WHO}",
        f"Tell me, {NAME}, {WHO}",
        f"who retook Palmyra, {NAME}?",
    ],
)
async def test_a_question_to_the_bot_is_answered_by_a_reply(
    desk: Desk, playground: Playground, scene: Scenario, kind: str, said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann) if kind == "group" else scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        there = ann.at(friends)
        asked = await there.says(said)
        await there.sees(quote(RETOOK), button("Context"), reply_to(asked))
        await there.sees_nothing()


@pytest.mark.parametrize(
    "said",
    [
        "good morning",
        WHO,
        f"/ask@OtherBot {WHO}",
        f"@OtherBot {WHO}",
        f"/other {WHO}",
        "/help@OtherBot",
        "/settings@OtherBot",
        f"see mail@verbatim_bot.example {WHO}",
        f"@verbatim_bots {WHO}",
    ],
)
@pytest.mark.parametrize("bot", ["member", "administrator"])
async def test_all_else_is_ignored(desk: Desk, playground: Playground, scene: Scenario, said: str, bot: Any) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben, bot=bot)
    async with polling(desk.application(playground), scene):
        first = await ben.at(friends).says("hello")
        await ann.at(friends).says(said)
        await ann.at(friends).says(said, reply_to=first)
        await is_ignored(scene, ann.at(friends), desk)


async def test_pictures_and_comings_and_goings_are_ignored(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Admin", started=True)
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n")
        membership.place_person(playground.state, friends.id, Member(ben.id, "member"))
        membership.place_person(playground.state, friends.id, Member(ben.id, "left"))
        await is_ignored(scene, ann.at(friends), desk)
        await admin.sees_nothing()


async def test_a_caption_asks_too(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n", caption=f"{NAME} {WHO}")
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


@pytest.mark.parametrize("call", ["/ask", NAME, "/ask@verbatim_bot"])
async def test_a_call_as_a_reply_asks_what_that_message_says(
    desk: Desk, playground: Playground, scene: Scenario, call: str
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        wondered = await ben.at(friends).says("Does anybody know who retook Palmyra?")
        asked = await ann.at(friends).says(call, reply_to=wondered)
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))

        long = await ben.at(friends).says("Good morning! Who retook Palmyra? And what is for lunch?")
        asked = await ann.at(friends).says(call, reply_to=long, quote="Who retook Palmyra?")
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


async def test_a_call_as_a_reply_to_a_picture_says_that_nothing_is_there(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        picture = await ann.at(friends).sends("picture.png", b"\x89PNG\r\n\x1a\n")
        asked = await ann.at(friends).says("/ask", reply_to=picture)
        await ann.at(friends).sees(ENGLISH.nothing_there, reply_to(asked))


@pytest.mark.parametrize("call", ["/ask", NAME, f"{NAME}!"])
async def test_a_call_without_a_question_asks_back_and_the_reply_is_answered(
    desk: Desk, playground: Playground, scene: Scenario, call: str
) -> None:
    assert playground.state.privacy
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        called = await ann.at(friends).says(call)
        back = await ann.at(friends).sees(ENGLISH.ask_what_group, reply_to(called))
        assert back.message.markup == {
            "force_reply": True, "selective": True, "input_field_placeholder": ENGLISH.ask_placeholder,
        }  # fmt: skip
        asked = await ann.at(friends).says(WHO, reply_to=back)
        await ann.at(friends).sees(quote(RETOOK), reply_to(asked))


async def test_a_reply_to_the_bot_is_a_question_that_follows_on_its_answer(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        asked = await ben.at(friends).says("and what was broken in the museum?", reply_to=answer)
        await ben.at(friends).sees(containing("Statues in the museum"), reply_to(asked))


@pytest.mark.parametrize("said", ["who bombed Aleppo?", "who smashed the sky over Palmyra with zebras?"])
async def test_without_an_answer_there_is_one_short_line(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(f"/ask {said}")
        await ann.at(friends).sees(NO_ANSWER, no_buttons(), reply_to(asked))
        await ann.at(friends).sees_nothing()


@pytest.mark.parametrize("who", ["a bot", "the bot itself", "through the bot", "a forward"])
async def test_what_no_person_asks_is_ignored(desk: Desk, playground: Playground, scene: Scenario, who: str) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    elsewhere = scene.group("Elsewhere", ann, bot="left")
    async with polling(desk.application(playground), scene):
        there = ann.at(friends)
        text = f"/ask@verbatim_bot {WHO}"
        chat = {"id": friends.id, "type": "supergroup", "title": "Friends"}
        bot = {"id": playground.bot.id, "is_bot": True, "first_name": "Verbatim", "username": "verbatim_bot"}
        entity = {"type": "bot_command", "offset": 0, "length": len("/ask@verbatim_bot")}
        message = {"message_id": 900, "date": playground.state.now(), "chat": chat, "text": text, "entities": [entity]}
        sender = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
        # Telegram tells of no bot's messages, but that may change.
        match who:
            case "a bot":
                stranger = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
                playground.push({"message": message | {"from": stranger}})
            case "the bot itself":
                playground.push({"message": message | {"from": bot}})
            case "through the bot":
                playground.push({"message": message | {"from": sender, "via_bot": bot}})
            case "a forward":
                await there.forwards(await ann.at(elsewhere).says(text))
        await is_ignored(scene, there, desk)


async def test_who_has_no_name_in_the_group_is_served(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann, emil = scene.person("Ann"), scene.person("Emil")
    friends = scene.supergroup("Friends", ann, emil)
    membership.place_person(playground.state, friends.id, Member(emil.id, "administrator", is_anonymous=True))
    news = scene.channel("News", ann, bot="left")
    async with polling(desk.application(playground), scene):
        for speaker in (emil.at(friends), ann.at(friends, as_chat=news)):
            asked = await speaker.says(f"/ask {WHO}")
            assert asked.sender_chat is not None
            await speaker.sees(quote(RETOOK), reply_to(asked))
            back = await speaker.says("/ask")
            back_asked = await speaker.sees(ENGLISH.ask_what_group, reply_to(back))
            asked = await speaker.says("what was broken in the museum?", reply_to=back_asked)
            await speaker.sees(containing("Statues"), reply_to(asked))
            await speaker.edits(asked, WHO)
            await speaker.sees(edited(), quote(RETOOK))


# --- Plain questions ---


@pytest.mark.parametrize("chosen", [True, False])
async def test_plain_questions_are_answered_only_where_that_is_chosen(
    desk: Desk, playground: Playground, scene: Scenario, chosen: bool
) -> None:
    playground.state.privacy = False
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    if chosen:
        auto(desk, friends)
    async with polling(desk.application(playground), scene):
        asked = await ann.at(friends).says(WHAT)
        if chosen:
            await ann.at(friends).sees(quote(BROKEN), reply_to(asked))
        else:
            await is_ignored(scene, ann.at(friends), desk)


@pytest.mark.parametrize("said", ["who bombed Aleppo?", "Palmyra was lovely.", "how are you?", "really?"])
async def test_nobody_is_told_that_a_plain_question_has_no_answer(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben", username="Ben")
    friends = scene.supergroup("Friends", ann, ben, bot="administrator")
    auto(desk, friends)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(said)
        await is_ignored(scene, ann.at(friends), desk)


async def test_a_plain_question_is_left_alone_unless_the_bot_is_sure(
    desk: Desk, playground: Playground, scene: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_SURE", 1.0)
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    auto(desk, friends)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(WHAT)
        await is_ignored(scene, ann.at(friends), desk)


async def test_a_plain_question_to_somebody_else_is_left_to_them(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben", username="Ben")
    friends = scene.supergroup("Friends", ann, ben, bot="administrator")
    auto(desk, friends)
    async with polling(desk.application(playground), scene):
        said = await ben.at(friends).says("I was in Palmyra.")
        await ann.at(friends).says(WHAT, reply_to=said)
        await ann.at(friends).says(f"@Ben {WHAT}")
        await ann.at(friends).says(f"/other {WHAT}")
        await is_ignored(scene, ann.at(friends), desk)


async def test_in_quiet_hours_only_what_is_asked_of_the_bot_is_answered(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    # Around midnight in a zone where it is midnight now.
    minute = playground.state.now() // 60 % (24 * 60)
    auto(desk, friends, quiet_from=23 * 60, quiet_to=60, utc_offset=-minute)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(WHAT)
        await is_ignored(scene, ann.at(friends), desk)
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))


async def test_a_database_that_fails_is_no_reason_to_speak_unasked(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    auto(desk, friends)
    async with polling(desk.application(playground), scene):
        desk.break_database()
        await ann.at(friends).says(WHAT)
        await ann.at(friends).sees_nothing()
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(ENGLISH.went_wrong)


# --- What happens to groups and messages ---


async def test_a_group_that_became_a_supergroup_keeps_its_settings_and_its_answers(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann, bot="administrator")
    auto(desk, friends, language="de")
    held = playground.faults.hold("sendMessage")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await held.arrived.wait()
        # The question was asked before, the answer is sent after.
        upgraded = membership.migrate(playground.state, friends.id, by=ann.id)
        held.release()
        await ann.at(upgraded).sees(quote(RETOOK), button(LANGUAGES["de"].context))
        await ann.at(upgraded).says(WHAT)
        answer = await ann.at(upgraded).sees(quote(BROKEN), button(LANGUAGES["de"].context))
        await ann.at(upgraded).presses(LANGUAGES["de"].context)
        await ann.at(upgraded).sees(edited(answer))
        await admin.sees_nothing()
    assert Chats(desk.database).settings(upgraded.id).language == "de"


async def test_what_was_asked_before_a_group_grew_is_answered_as_it_wanted_then(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann, bot="administrator")
    auto(desk, friends, language="de", sources=("museum.txt",))
    await ann.at(friends).says(f"/ask {WHO}")
    await ann.at(friends).says(f"/ask {WHO}")
    upgraded = membership.migrate(playground.state, friends.id, by=ann.id)
    async with polling(desk.application(playground), scene):
        await ann.at(upgraded).sees(LANGUAGES["de"].no_answer_group)
        await ann.at(upgraded).sees(LANGUAGES["de"].no_answer_group)


@pytest.mark.parametrize("heard", ["from the old group", "from the new one", "from both"])
async def test_one_word_of_a_new_number_is_enough_for_the_settings_to_stay(
    desk: Desk, playground: Playground, scene: Scenario, heard: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    auto(desk, friends)
    new = scene.supergroup("Friends", ann)
    sender = {"id": ann.id, "is_bot": False, "first_name": "Ann"}
    message = {"message_id": 900, "date": playground.state.now(), "from": sender}
    here = {"chat": {"id": friends.id, "type": "group", "title": "Friends"}, "migrate_to_chat_id": new.id}
    there = {"chat": {"id": new.id, "type": "supergroup", "title": "Friends"}, "migrate_from_chat_id": friends.id}
    async with polling(desk.application(playground), scene):
        if heard != "from the new one":
            playground.push({"message": message | here})
        if heard != "from the old group":
            playground.push({"message": message | there})
        await scene.idle()
    assert [Chats(desk.database).settings(chat.id).mode for chat in (friends, new)] == [Mode.AUTO, Mode.AUTO]


async def test_a_button_in_the_group_that_was_is_no_error(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        membership.migrate(playground.state, friends.id, by=ann.id)
        pressed = await ann.at(friends).presses("Context", on=answer)
        assert pressed.answer is not None
        await admin.sees_nothing()


async def test_a_question_that_is_deleted_is_answered_all_the_same(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    asked = await ann.at(friends).says(f"/ask {WHO}")
    await ann.at(friends).deletes(asked)
    async with polling(desk.application(playground), scene):
        assert (await ann.at(friends).sees(quote(RETOOK))).replies_to is None


@pytest.mark.parametrize("said", [f"/ask {WHO}", "/ask", "/help", "/settings"])
@pytest.mark.parametrize("status", ["restricted", "left", "kicked"])
async def test_where_the_bot_may_not_write_it_tells_nobody_of_an_error(
    desk: Desk, playground: Playground, scene: Scenario, status: Any, said: str
) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    asked = await ann.at(friends).says(said)
    membership.place_bot(playground.state, friends.id, status, by=ann.id)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.at(friends).sees_nothing()
        await admin.sees_nothing()
        assert asked.id == max(each.id for each in playground.state.messages[friends.id].values() if not each.service)


async def test_when_the_right_to_write_is_back_it_answers_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        membership.place_bot(playground.state, friends.id, "restricted", by=ann.id)
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees_nothing()
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))


# --- Buttons ---


async def test_another_member_may_press_and_the_answer_stays_in_its_askers_language(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann", language_code="en"), scene.person("Ben", language_code="de")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        await ben.at(friends).presses("Context")
        await ben.at(friends).sees(edited(), button("Back to the quote"))
        await ben.at(friends).presses("Back to the quote")
        await ben.at(friends).sees(edited(), quote(RETOOK), button("Context"))
        pressed = await ben.at(friends).presses("👍")
        assert pressed.answer is not None
        assert pressed.answer.text == LANGUAGES["de"].voted_up


def _reload(desk: Desk) -> None:
    (desk.sources / "museum.txt").write_text("The museum\n\nIt was rebuilt.\n", "utf-8")
    desk.library.update()


def _lose(desk: Desk) -> None:
    (desk.sources / "palmyra.md").unlink()
    desk.library.update()


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [(lambda _: None, ""), (_reload, ""), (_lose, ENGLISH.article_gone)],
    ids=["a restart", "a reload", "a deleted article"],
)
async def test_old_buttons_work_or_say_why_not(
    desk: Desk, playground: Playground, scene: Scenario, meanwhile: Callable[[Desk], None], said: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
    meanwhile(desk)
    async with polling(desk.application(playground), scene):
        pressed = await ann.at(friends).presses("Context")
        assert pressed.answer is not None
        assert (pressed.answer.text, pressed.answer.alert) == (said, bool(said))
        if not said:
            await ann.at(friends).sees(edited(), containing("The desert was quiet."))
        await ann.at(friends).sees_nothing()


@pytest.mark.parametrize("data", ["v0:context:12", "c", "q9", "s:gone", "s:", "🙂", "p1:", "c1aaaaaaaaaaaa"])
async def test_a_button_of_an_earlier_version_says_that_it_is_no_more(
    desk: Desk, playground: Playground, scene: Scenario, data: str
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees(quote(RETOOK))
        markup = {"inline_keyboard": [[{"text": "Old", "callback_data": data}]]}
        playground.state.put(replace(answer.message, markup=markup))
        pressed = await ann.at(friends).presses("Old")
        assert pressed.answer is not None
        assert pressed.answer.text in {ENGLISH.button_gone, ENGLISH.article_gone}
        assert pressed.answer.alert
        await ann.at(friends).sees_nothing()


async def test_a_button_shows_nothing_of_a_source_that_the_group_left_out(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        Chats(desk.database).change(friends.id, lambda settings: replace(settings, sources=("museum.txt",)))
        pressed = await ann.at(friends).presses("Context")
        assert pressed.answer is not None
        assert pressed.answer.text == ENGLISH.article_gone
        await ann.at(friends).says(f"/ask {WHO}")
        answer = await ann.at(friends).sees()
        assert RETOOK not in answer.text


# --- Arrival ---


async def test_who_adds_the_bot_is_told_how_to_ask(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann", language_code="de")
    friends = scene.supergroup("Friends", ann, bot="left")
    async with polling(desk.application(playground), scene):
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).sees(LANGUAGES["de"].start_group.format(username="verbatim_bot"))
        await ann.at(friends).sees_nothing()
        membership.place_bot(playground.state, friends.id, "administrator", by=ann.id)
        await ann.at(friends).says("hello")
        await ann.at(friends).sees_nothing()


async def test_a_group_where_nobody_may_write_is_entered_in_silence(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Admin", started=True), scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="left")
    playground.state.set_chat(replace(playground.state.chats[friends.id], open=False))
    async with polling(desk.application(playground, admin.id), scene):
        membership.place_bot(playground.state, friends.id, "member", by=ann.id)
        await ann.at(friends).sees_nothing()
        await admin.sees_nothing()


async def test_the_same_update_twice_is_answered_once(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann)
    playground.faults.repeat_updates(3)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        await ann.at(friends).sees_nothing()


async def test_a_busy_group_hears_once_that_it_is_too_much(desk: Desk, playground: Playground, scene: Scenario) -> None:
    people = [scene.person(f"P{number}") for number in range(3)]
    friends = scene.supergroup("Friends", *people)
    async with polling(desk.application(playground), scene):
        for number in range(66):
            await people[number % 3].at(friends).says(f"/ask {WHO}")
        await scene.idle()
    texts = [message.content.text for message in playground.state.messages[friends.id].values()]
    assert sum(RETOOK in text for text in texts) == 60
    assert texts.count(ENGLISH.limit_group.format(limit=60)) == 1
