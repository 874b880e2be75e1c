"""Questions that lean on the one before: “and when?”"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Playground
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, polling, quote, reply_to

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
    desk.library.update()
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
