"""What a person sees who asks the bot in private."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest

from bot.commands import PRIVATE
from bot.logs import configure
from bot.playground import Playground
from bot.texts import ENGLISH
from tests.bot.desk import PALMYRA, Desk
from tests.bot.scenario import (
    Scenario,
    bold,
    button,
    containing,
    edited,
    link,
    polling,
    quote,
    reply_to,
)


@pytest.fixture
def log(playground: Playground) -> Iterator[Callable[[], str]]:
    """Everything is logged as `verbatim run` logs it, and can be read."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    stream = StringIO()
    configure("DEBUG", playground.token, stream=stream)
    # What is not at its usual level either.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_a_question_is_answered_with_the_sentence_word_for_word(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        asked = await ann.says("who retook Palmyra?")

        answer = await ann.sees(
            quote("Government forces retook Palmyra on Sunday."),
            bold("retook"),
            bold("Palmyra"),
            link("Palmyra is retaken", "https://example.org/palmyra"),
            containing("27 March 2016"),
            button("Context"),
            reply_to(asked),
        )

        assert answer.text == ("Government forces retook Palmyra on Sunday.\nPalmyra is retaken · 27 March 2016")
        assert answer.message.content.text.startswith(answer.quotes[0])
        (sent,) = [call for call in playground.calls if call.method == "sendMessage"]
        assert sent.parameters["link_preview_options"] == {"is_disabled": True}


async def test_the_bot_types_while_an_answer_takes_long(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        held = playground.faults.hold("sendMessage")
        await ann.says("who retook Palmyra?")

        await ann.sees_action("typing")
        held.release()
        await ann.sees(containing("retook Palmyra"))


# None of them answers better than another.
BELLS = [
    "Ann Bell rang the great bells of Orla at noon in May.",
    "Ben Bell rang the great bells of Orla at noon in June.",
    "Eva Bell rang the great bells of Orla at noon in July.",
]


async def test_more_shows_further_quotes_and_fewer_the_first(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    for number, bell in enumerate(BELLS):
        (desk.sources / f"bells-{number}.txt").write_text(f"The bells of Orla\n\n{bell}\n", "utf-8")
    desk.library.update()
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who rang the great bells of Orla?")
        first = await ann.sees(button("More (2)"))

        await ann.presses("More (2)")
        more = await ann.sees(edited())
        assert more.quotes[0] == first.quotes[0]
        assert sorted(more.quotes) == BELLS
        assert "rang" in more.bold

        await ann.presses("Fewer")
        again = await ann.sees(edited())
        assert (again.text, again.bold, again.buttons) == (first.text, first.bold, first.buttons)


async def test_context_shows_the_sentences_around(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who retook Palmyra?")
        first = await ann.sees(button("Context"))

        await ann.presses("Context")
        context = await ann.sees(edited())
        (shown,) = context.quotes
        assert shown in PALMYRA
        assert shown.startswith("The desert was quiet. Government forces retook Palmyra")
        assert context.bold == ("Government forces retook Palmyra on Sunday.",)

        await ann.presses("Back to the quote")
        assert (await ann.sees(edited())).text == first.text


async def test_a_quote_of_two_sentences_comes_back_whole(desk: Desk, playground: Playground, scene: Scenario) -> None:
    both = "The first keeper of the light was a sailor. His name was Tom Hask, and he kept it for thirty years."
    (desk.sources / "orla.txt").write_text(
        f"The lighthouse\n\nIt stands on a rock. {both} He is buried there.\n", "utf-8"
    )
    desk.library.update()
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("what was the name of the first keeper of the light?")
        first = await ann.sees(quote(both))

        await ann.presses("Context")
        context = await ann.sees(edited(), bold(both))
        assert context.quotes == (f"It stands on a rock. {both} He is buried there.",)

        await ann.presses("Back to the quote")
        assert (await ann.sees(edited())).text == first.text


async def test_emoji_leave_every_offset_right(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("which militants had held the city and withdrew east?")
        answer = await ann.sees(quote("The militants 🏳️ who had held Palmyra withdrew east."))
        assert answer.bold == ("militants", "held", "withdrew", "east")

        await ann.says("what was broken in the museum?")
        await ann.sees(quote("Statues in the museum of Palmyra were broken, and its display cases smashed."))


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("/start", ENGLISH.start),
        ("/help", ENGLISH.help),
        ("/ask", ENGLISH.ask_what),
        ("/nonsense", ENGLISH.help),
        ("who bombed Aleppo?", "I found no answer. No article mentions “bombed” or “Aleppo”."),
        ("who is it?", "I need a word to look for: a name, a place, a thing. What would you like to know?"),
    ],
)
async def test_other_messages_have_their_reply(
    desk: Desk, playground: Playground, scene: Scenario, said: str, reply: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(said)

        await ann.sees(reply)


@pytest.mark.parametrize("command", ["/ask who retook Palmyra?", "/ask\nwho retook Palmyra?"])
async def test_ask_answers_the_question_after_it(
    desk: Desk, playground: Playground, scene: Scenario, command: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(command)

        answer = await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        assert answer.bold == ("retook", "Palmyra")


async def test_what_is_no_text_gets_a_friendly_line(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.sends("picture.png", b"\x89PNG\r\n\x1a\n")

        await ann.sees(ENGLISH.text_only)


async def test_telegram_is_told_of_the_commands(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground, introduces=True), scene):
        ann = scene.person("Ann")
        told = {"setMyCommands", "setMyDescription", "setMyShortDescription"}
        await scene.until(
            lambda: {call.method for call in playground.calls} >= told, "the profile", ann.chat, patiently=True
        )

        assert ann.commands() == PRIVATE


async def test_buttons_work_after_a_restart(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says("who retook Palmyra?")
        await ann.sees(button("Context"))

    async with polling(desk.application(playground), scene):
        await ann.presses("Context")
        await ann.sees(edited(), containing("The desert was quiet."))


async def test_a_button_of_an_article_that_is_gone_says_so(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who retook Palmyra?")
        await ann.sees(button("Context"))
        (desk.sources / "palmyra.md").unlink()
        desk.library.update()

        told = await ann.is_told("Context")
        assert told.text == ENGLISH.article_gone
        await ann.sees_nothing()


async def test_a_question_that_was_deleted_meanwhile_is_answered_all_the_same(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    asked = await ann.says("who retook Palmyra?")
    await ann.deletes(asked)

    async with polling(desk.application(playground), scene):
        answer = await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        assert answer.replies_to is None


async def test_an_error_reaches_the_person_as_a_line_and_the_admin_with_the_traceback(
    desk: Desk, playground: Playground, scene: Scenario, log: Callable[[], str]
) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        desk.break_database()
        await ann.says("who retook Palmyra?")

        await ann.sees(ENGLISH.went_wrong)
        report = await admin.sees(containing("CatalogueError: the database failed: no such table: sentences"))

    assert report.text.startswith("Traceback")
    assert "who retook Palmyra?" not in report.text
    assert "CatalogueError" in log()


async def test_the_token_is_in_no_log_line_at_any_level(
    desk: Desk, playground: Playground, scene: Scenario, log: Callable[[], str]
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says("what was broken in the museum?")
        await ann.sees(button("Context"))
        desk.break_database()
        await ann.presses("Context")
        await ann.says("who retook Palmyra?")
        await ann.sees(ENGLISH.went_wrong)

    logged = log()
    assert "<token>" in logged
    assert playground.token not in logged
    assert playground.token.partition(":")[2] not in logged


async def test_two_presses_of_one_button_are_both_answered_and_no_error(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        await ann.says("who retook Palmyra?")
        shown = await ann.sees(button("Context"))

        first = await ann.presses("Context", on=shown)
        second = await ann.presses("Context", on=shown)

        assert first.answer is not None and second.answer is not None
        assert (first.answer.text, second.answer.text) == ("", "")
        await admin.sees_nothing()


async def test_a_question_of_unknown_words_only_has_a_short_reply(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(" ".join(f"unheard{number}" for number in range(330)))

        await ann.sees(containing("or 325 more of these words"))


@pytest.mark.parametrize("said", ["p" * 4_096, "🏺" * 2_000, "\u202e drawkcab", "?" * 4_000])
async def test_odd_questions_have_an_answer_too(desk: Desk, playground: Playground, scene: Scenario, said: str) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(said)

        seen = await ann.sees()
        assert seen.text != ENGLISH.went_wrong


@pytest.mark.parametrize("said", ["half \ud83c of a flag?", "nought \0 in the words?"], ids=["half", "NUL"])
async def test_a_question_that_no_database_would_take_is_a_question(
    desk: Desk, playground: Playground, scene: Scenario, said: str
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        await ann.says(said)
        await ann.sees(button(ENGLISH.tell_me))
        assert (await ann.is_told(ENGLISH.tell_me)).text == ENGLISH.will_tell
        await admin.sees_nothing()


async def test_a_session_of_everything_has_no_request_refused(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        for said in ("/start", "/help", "/ask", "/nonsense", "who bombed Aleppo?", "who is it?", "x " * 2_000):
            await ann.says(said)
        await ann.sends("picture.png", b"\x89PNG\r\n\x1a\n")
        await ann.says("who retook Palmyra?")
        await ann.sees(button("Context"))
        for label in ("Context", "Back to the quote", "More (2)", "Fewer"):
            await ann.presses(label)
            await ann.sees(edited())
        await scene.idle()

    assert [call for call in playground.calls if call.refused] == []
    written = [call for call in playground.calls if call.method in {"sendMessage", "editMessageText"}]
    assert [call.parameters["link_preview_options"] for call in written] == [{"is_disabled": True}] * len(written)
