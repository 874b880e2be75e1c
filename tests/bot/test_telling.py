"""After new sources came in: who waited is told once, and the admins see which gaps are closed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack

import pytest

from bot.delivery import Delivery
from bot.pacing import UNPACED
from bot.playground import Flood, Playground, ServerError
from bot.playground.entities import units
from bot.receiving import Timing
from bot.store.questions import Keeping, Questions, Waiting
from bot.telling import Telling
from bot.texts import ENGLISH, LANGUAGES
from retrieval import Library, RetrievalSettings
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, no_buttons, polling, quote

RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
LAKE = "how deep is the lake at Munn?"
DEPTH = "The lake at Munn is forty metres deep."
LAKES = f"Lakes\n\n{DEPTH} Nobody swims there.\n"
TELL = ENGLISH.tell_me
TOLD = ENGLISH.answered_now.format(question=LAKE)
SOON = 0.05


def kept(desk: Desk) -> Questions:
    return Questions(desk.database, Keeping())


def add(desk: Desk, name: str, text: str) -> None:
    """A new article, which the bot's own process indexes."""
    (desk.sources / name).write_text(text, "utf-8")
    desk.library.update()


def received(playground: Playground, person: Speaker, beginning: str) -> list[str]:
    """The messages that somebody was sent and that begin so."""
    messages = playground.state.messages[person.chat.id].values()
    return [each.content.text for each in messages if each.content.text.startswith(beginning)]


async def waits(person: Speaker, question: str = LAKE) -> None:
    """They ask, get no answer and want to be told."""
    await person.says(question)
    await person.sees(button(TELL))
    await person.presses(TELL)
    await person.sees(button(ENGLISH.tell_me_not))


async def test_who_waits_is_told_in_their_language_with_the_question_above_the_quote(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    spanish = LANGUAGES["es"]
    ann, ben = scene.person("Ann", language_code="es-MX"), scene.person("Ben")
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await ann.says(LAKE)
        await ann.sees(button(spanish.tell_me))
        await ann.presses(spanish.tell_me)
        await ann.sees(button(spanish.tell_me_not))
        await ben.says(LAKE)
        await ben.sees(button(TELL))

        add(desk, "lake.txt", LAKES)
        told = await ann.sees(quote(DEPTH), button(spanish.context), patiently=True)
        assert told.text.startswith(f"{spanish.answered_now.format(question=LAKE)}\n\n{DEPTH}\n")
        # Its buttons work, and it is what the chat talks about now.
        await ann.presses(spanish.context)
        await ann.sees(edited(told), containing("Nobody swims there."))
        await ann.says("and who swims there?")
        await ann.sees(quote("Nobody swims there."))
        # He did not want to be told.
        await ben.sees_nothing()
    assert kept(desk).waiting() == []


async def test_the_bot_notices_articles_that_another_process_indexed(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await waits(ann)
        (desk.sources / "lake.txt").write_text(LAKES, "utf-8")
        settings = RetrievalSettings(
            _env_file=None,  # type: ignore[call-arg] # as in `Desk`
            sources_dir=desk.sources,
            data_dir=desk.folder / "data",
        )
        library = await asyncio.to_thread(Library, settings)
        await asyncio.to_thread(library.update)
        library.close()
        await ann.sees(quote(DEPTH), patiently=True)


async def test_articles_that_came_while_the_bot_was_down_are_noticed_at_the_start(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await waits(ann)
    add(desk, "lake.txt", LAKES)
    async with polling(desk.application(playground), scene):
        await ann.sees(quote(DEPTH), patiently=True)


async def test_nobody_is_told_twice(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await waits(ann)
        add(desk, "lake.txt", LAKES)
        await ann.sees(quote(DEPTH), patiently=True)
        ben = scene.person("Ben")
        await waits(ben, "how cold is the sea at Lund?")
        add(
            desk,
            "sea.txt",
            "Seas\n\nThe sea at Lund is four degrees cold. The lake at Munn is forty metres deep and cold.\n",
        )
        await ben.sees(quote("The sea at Lund is four degrees cold."), patiently=True)
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await ben.says(WHO)
        await ben.sees(quote(RETOOK))

    assert len(received(playground, ann, TOLD)) == 1


async def test_replicas_tell_once_between_them(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann = scene.person("Dora", started=True), scene.person("Ann")
    async with polling(desk.application(playground, admin.id, look_seconds=3_600), scene) as application:
        await waits(ann)
        await ann.says("how deep is the well at Orr?")
        await ann.sees(button(TELL))
        await scene.idle()
        add(desk, "lake.txt", f"{LAKES}\nThe well at Orr is nine metres deep.\n")
        replicas = [Telling(desk.parts(playground, admin.id)) for _ in range(3)]
        await asyncio.gather(*(each.look(application) for each in replicas))

    assert len(received(playground, ann, TOLD)) == 1
    # Whichever of them found it.
    (closed,) = received(playground, admin, ENGLISH.gaps_answered)
    assert (closed.count(LAKE), closed.count("how deep is the well at Orr?")) == (1, 1)


async def test_a_crash_while_somebody_is_being_told_tells_them_not_twice(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with AsyncExitStack() as stack:
        application = desk.application(playground, look_seconds=SOON)
        await stack.enter_async_context(polling(application, scene, timing=Timing(finishing=0.1)))
        await waits(ann)
        held = playground.faults.hold("sendMessage")
        add(desk, "lake.txt", LAKES)
        await held.arrived.wait()
        # The message is on its way; nothing is known of it after this.
        assert kept(desk).waiting() == []
        await stack.aclose()
        held.release()
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
    assert len(received(playground, ann, TOLD)) <= 1


async def test_who_blocked_the_bot_is_dropped_quietly(
    desk: Desk, playground: Playground, scene: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    async with polling(desk.application(playground), scene) as application:
        await waits(ann)
        await waits(ann, "who shelled Homs?")
        await waits(ben)
        await ann.blocks()
        add(desk, "lake.txt", LAKES)
        # The bot itself may be looking still, from before there was an answer.
        await Telling(desk.parts(playground)).look(application)
        await ben.sees(quote(DEPTH), patiently=True)

    assert kept(desk).waiting() == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_who_can_not_be_told_now_waits_on(
    desk: Desk, playground: Playground, scene: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    ann = scene.person("Ann")
    delivery = Delivery(UNPACED, pauses=())
    async with polling(desk.application(playground, look_seconds=3_600, delivery=delivery), scene) as application:
        await waits(ann)
        await scene.idle()
        add(desk, "lake.txt", LAKES)
        for fault in (ServerError(), Flood(7_200)):
            playground.faults.add("sendMessage", fault)
            await Telling(desk.parts(playground)).look(application)
            assert kept(desk).waiting() == [Waiting(ann.id, LAKE, ann.user.language_code)]
        assert "somebody could not be told of an answer" in caplog.text
        assert LAKE not in caplog.text
    async with polling(desk.application(playground), scene):
        await ann.sees(quote(DEPTH), patiently=True)


async def test_a_wish_that_comes_after_the_article_is_met_at_once(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says(LAKE)
        await ann.sees(button(TELL))
        add(desk, "lake.txt", LAKES)
        await ann.presses(TELL)
        await ann.sees(quote(DEPTH), containing(TOLD))
    assert kept(desk).waiting() == []


async def test_a_follow_up_is_asked_again_after_what_it_follows_on(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    painted = "The roofs of Palmyra were repainted in May, in green, which nobody had expected after so many years."
    async with polling(desk.application(playground, look_seconds=SOON), scene):
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await waits(ann, "and when was it repainted?")
        # Alone it would be answered by the first of these.
        add(desk, "colours.txt", f"Colours\n\nThe gate was repainted in June.\n\n{painted}\n")
        told = await ann.sees(quote(painted), patiently=True)
        assert told.text.startswith(ENGLISH.answered_now.format(question=f"{WHO} and when was it repainted?"))


async def test_the_admins_see_once_which_gaps_are_closed(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann, ben = scene.person("Dora", started=True), scene.person("Ann"), scene.person("Ben")
    async with polling(desk.application(playground, admin.id, look_seconds=SOON), scene):
        await waits(ann)
        for question in (LAKE, "who shelled Homs?", "how deep is Munn lake?"):
            await ben.says(question)
            await ben.sees(button(TELL))
        await scene.idle()
        add(desk, "lake.txt", LAKES)
        seen = await admin.sees(containing(ENGLISH.gaps_answered), no_buttons(), patiently=True)
        assert seen.text == f"{ENGLISH.gaps_answered}\n\n• how deep is Munn lake?\n• {LAKE}\n\nPeople told: 1"
        assert seen.bold == (ENGLISH.gaps_answered,)
        assert [each.text for each in kept(desk).unanswered()] == ["who shelled Homs?"]

        # Nothing is closed by this one.
        add(desk, "sea.txt", "Seas\n\nThe sea at Lund is cold.\n")
        await waits(ben, "how cold is Mars?")
        add(desk, "mars.txt", "Mars\n\nOn Mars it is sixty degrees cold.\n")
        await ben.sees(containing("sixty degrees"), patiently=True)
        await admin.sees(containing("how cold is Mars?"), patiently=True)
        assert len(received(playground, admin, ENGLISH.gaps_answered)) == 2


async def test_a_long_list_of_closed_gaps_fits_one_message(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora", started=True)
    asked = [f"how deep is the lake at Munn {number}{' please' * 40}" for number in range(40)]
    for question in asked:
        kept(desk).add(question, surface="private", answered=False, milliseconds=1.0, user_id=1)
    add(desk, "lake.txt", LAKES)
    async with polling(desk.application(playground, admin.id), scene):
        seen = await admin.sees(containing(ENGLISH.gaps_answered), patiently=True)
    assert 3_500 < units(seen.text) <= 4_096
    assert seen.text.endswith("\n…\n\nPeople told: 0")
    assert kept(desk).unanswered() == []
