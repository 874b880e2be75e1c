"""Questions that lean on the one before: “and when?”"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Message, Playground
from bot.store.chats import Mode
from retrieval import ANYTHING
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, polling, quote, reply_to

BUILT = "The bridge at Orla was built by Marta Quill."
OPENED = "The bridge was opened in May 1931."
MILL_BUILT = "The mill at Brede was built by Tom Hask."
MILL_OPENED = "The mill was opened in June 1874."
BRIDGE = f"The bridge at Orla\n\n{BUILT} {OPENED} Its arches are of red stone.\n"
MILL = f"The mill at Brede\n\n{MILL_BUILT} {MILL_OPENED} Its wheel turns no more.\n"

WHO = "who built the bridge at Orla?"
WHO_ELSE = "who built the mill at Brede?"
AND_WHEN = "and when was it opened?"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A library of a bridge and a mill, which say the same of themselves."""
    desk = Desk(tmp_path)
    for old in list(desk.sources.iterdir()):
        old.unlink()
    (desk.sources / "bridge.txt").write_text(BRIDGE, "utf-8")
    (desk.sources / "mill.txt").write_text(MILL, "utf-8")
    desk.library.update(confirmed=ANYTHING)
    return desk


async def test_a_follow_up_is_about_what_was_answered_last(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        for question, first, second in ((WHO, BUILT, OPENED), (WHO_ELSE, MILL_BUILT, MILL_OPENED)):
            await ann.says(question)
            await ann.sees(quote(first))
            asked = await ann.says(AND_WHEN)
            await ann.sees(quote(second), reply_to(asked))


async def test_ask_follows_too(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(f"/ask {WHO}")
        await ann.sees(quote(BUILT))
        await ann.says(f"/ask {AND_WHEN}")
        await ann.sees(quote(OPENED))


@pytest.mark.parametrize("replied", ["answer", "question"])
async def test_a_reply_is_about_what_it_replies_to(
    desk: Desk, playground: Playground, scene: Scenario, replied: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        question = await ann.says(WHO)
        answer = await ann.sees(quote(BUILT))
        await ann.says(WHO_ELSE)
        await ann.sees(quote(MILL_BUILT))

        await ann.says(AND_WHEN, reply_to=answer if replied == "answer" else question)
        await ann.sees(quote(OPENED))


async def test_a_chain_keeps_the_question_that_it_began_with(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(BUILT))
        await ann.says(AND_WHEN)
        await ann.sees(quote(OPENED))
        await ann.says("and who built it?")
        await ann.sees(quote(BUILT))


async def test_what_was_named_in_place_of_another_is_what_the_chat_goes_on_about(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(BUILT))
        await ann.says("and the mill at Brede?")
        await ann.sees(quote(MILL_BUILT))
        await ann.says("and when?")
        await ann.sees(quote(MILL_OPENED))


@pytest.mark.parametrize("between", ["thanks!", "who is it?", "/help"])
async def test_small_talk_does_not_change_the_subject(
    desk: Desk, playground: Playground, scene: Scenario, between: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(BUILT))
        await ann.says(between)
        await ann.sees()
        await ann.says(AND_WHEN)
        await ann.sees(quote(OPENED))


async def test_nobody_follows_what_somebody_else_asked(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        await ann.says(WHO)
        await ann.sees(quote(BUILT))
        await ben.says(WHO_ELSE)
        await ben.sees(quote(MILL_BUILT))
        await ann.says(AND_WHEN)
        await ann.sees(quote(OPENED))


async def shared(speaker: Speaker, question: str) -> Message:
    """Somebody sends the first answer that the bot offers them."""
    asked = await speaker.asks_inline(question)
    assert asked.answer
    return await speaker.chooses(asked, asked.answer["results"][0]["id"])


@pytest.mark.parametrize("how", ["@verbatim_bot {}", "/ask {}"])
async def test_a_question_in_reply_to_a_shared_answer_is_about_that_answer(
    desk: Desk, playground: Playground, scene: Scenario, how: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        friends = scene.group("Friends", ann, ben)
        answer = await shared(ann.at(friends), WHO)
        await ben.at(friends).says(f"/ask {WHO_ELSE}")
        await ben.at(friends).sees(quote(MILL_BUILT))
        asked = await ben.at(friends).says(how.format(AND_WHEN), reply_to=answer)
        await ben.at(friends).sees(quote(OPENED), reply_to(asked))
        # It is an answer, and no question.
        await ben.at(friends).says(how.format("").strip(), reply_to=answer)
        await ben.at(friends).sees(containing("What would you like to know?"))


async def test_a_reply_to_a_shared_answer_in_private_is_about_that_answer(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        answer = await shared(ann, WHO)
        await ann.says(WHO_ELSE)
        await ann.sees(quote(MILL_BUILT))
        asked = await ann.says(AND_WHEN, reply_to=answer)
        await ann.sees(quote(OPENED), reply_to(asked))


async def test_what_is_said_to_who_shared_an_answer_is_answered_only_where_plain_questions_are(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    playground.state.privacy = False
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        friends = scene.group("Friends", ann, ben)
        answer = await shared(ann.at(friends), WHO)
        for remark in (AND_WHEN, "Well found!"):
            await ben.at(friends).says(remark, reply_to=answer)
            await ben.at(friends).sees_nothing()

        desk.choose(friends, mode=Mode.AUTO)
        asked = await ben.at(friends).says(AND_WHEN, reply_to=answer)
        await ben.at(friends).sees(quote(OPENED), reply_to(asked))
        for remark in ("Are you sure?", "Well found!"):
            await ben.at(friends).says(remark, reply_to=answer)
            await ben.at(friends).sees_nothing()


@pytest.mark.parametrize("called", ["", "@verbatim_bot "], ids=["reply", "reply with its name"])
async def test_a_reply_to_an_answer_where_it_is_a_guest_is_about_that_answer(
    desk: Desk, playground: Playground, scene: Scenario, called: str
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.supergroup("Friends", ann, ben, bot="left")
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"@verbatim_bot {WHO}")
        answer = await ann.at(friends).sees(quote(BUILT))
        await ann.at(friends).says(f"@verbatim_bot {WHO_ELSE}")
        await ann.at(friends).sees(quote(MILL_BUILT))
    async with polling(desk.application(playground), scene):
        asked = await ben.at(friends).says(f"{called}{AND_WHEN}", reply_to=answer)
        await ben.at(friends).sees(quote(OPENED), reply_to(asked))


async def test_a_chat_where_it_is_a_guest_is_not_taken_for_another_with_the_same_number(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        asked = await ann.says(WHO)
        await ann.sees(quote(BUILT))
        # Each private chat has the number of whom one writes to there.
        message = {
            "message_id": asked.id + 2,
            "date": asked.date,
            "chat": {"id": ann.id, "type": "private", "first_name": "Ann"},
            "from": {"id": ann.id, "is_bot": False, "first_name": "Ann"},
            "text": f"@verbatim_bot {AND_WHEN}",
            "entities": [{"type": "mention", "offset": 0, "length": 13}],
            "guest_query_id": "1",
        }
        playground.push({"guest_message": message})
        await ann.sees_nothing()
        (call,) = [call for call in playground.calls if call.method == "answerGuestQuery"]
        assert OPENED not in str(call.parameters["result"])
        await ann.says(AND_WHEN)
        await ann.sees(quote(OPENED))


@pytest.mark.parametrize("pressed", [[], ["Context"], ["Context", "Back to the quote"]], ids=" then ".join)
async def test_a_reply_to_an_answer_is_understood_after_a_restart(
    desk: Desk, playground: Playground, scene: Scenario, pressed: list[str]
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says(WHO)
        answer = await ann.sees(quote(BUILT))
        for label in pressed:
            await ann.presses(label)
            answer = await ann.sees(edited())
        await ann.says(WHO_ELSE)
        await ann.sees(quote(MILL_BUILT))

    async with polling(desk.application(playground), scene):
        await ann.says(AND_WHEN, reply_to=answer)
        await ann.sees(quote(OPENED))


async def test_the_buttons_below_a_follow_ups_answer_lead_to_its_article_and_back(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(BUILT))
        await ann.says(AND_WHEN)
        await ann.sees(quote(OPENED), button("Context"))

        await ann.presses("Context")
        await ann.sees(edited(), containing(BUILT))
        await ann.presses("Back to the quote")
        again = await ann.sees(edited(), quote(OPENED))
        # Words of both questions.
        assert {"bridge", "opened"} <= set(again.bold)


async def test_why_explains_a_follow_up_as_it_was_asked(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    likely = containing(" likely to answer\n")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(WHO)
        await admin.sees(quote(BUILT))
        await admin.says(AND_WHEN)
        answer = await admin.sees(quote(OPENED))
        await admin.says("/why")
        await admin.sees(quote(OPENED), likely)
        await admin.says(WHO_ELSE)
        await admin.sees(quote(MILL_BUILT))
        await admin.says("/why", reply_to=answer)
        await admin.sees(quote(OPENED), likely)
        # The bridge is what the chat talks about now.
        await admin.says(f"/why {AND_WHEN}")
        await admin.sees(quote(OPENED), likely)


async def test_a_button_marks_the_words_asked_for_when_question_and_memory_are_gone(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    again = "The bridge at Orla was built by Nora Finch. It was closed in June 1941. Its walls are of red brick."
    (desk.sources / "again.txt").write_text(f"The bridge at Orla\n\n{again}\n", "utf-8")
    desk.library.update()
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        asked = await ann.says(WHO)
        await ann.sees(containing("built by"))
        await ann.deletes(asked)

    async with polling(desk.application(playground), scene):
        await ann.presses("More")
        more = await ann.sees(edited())
        assert "built" in more.bold


@pytest.mark.parametrize(("said", "reply"), [("Hello!", "Hello!"), ("thank you", "You are welcome!")])
async def test_a_greeting_or_thanks_gets_a_kind_line(
    desk: Desk, playground: Playground, scene: Scenario, said: str, reply: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(said)
        seen = await ann.sees(containing(reply))
        assert seen.buttons == ()
