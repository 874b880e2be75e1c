"""The scenario language, on a bot that says things back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.playground import Playground, ServerError, membership
from bot.playground.model import CallbackAnswer
from tests.bot.playground.test_inline import quoting
from tests.bot.scenario import (
    AnyApplication,
    Scenario,
    bold,
    button,
    containing,
    document,
    edited,
    link,
    no_buttons,
    polling,
    quote,
    reply_to,
)

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Again", callback_data="again"), InlineKeyboardButton("↗ Site", url="https://a.example/")]]
)


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message and message.text
    match message.text:
        case "hush":
            return
        case "rich":
            entities = [
                MessageEntity(MessageEntity.BLOCKQUOTE, 0, 9),
                MessageEntity(MessageEntity.BOLD, 4, 5),
                MessageEntity(MessageEntity.TEXT_LINK, 10, 4, url="https://a.example/"),
            ]
            await message.reply_text("The quote\nlink", entities=entities)
        case "file":
            await message.reply_document(b"text", filename="a.txt", caption="here")
        case "fail":
            raise RuntimeError("as asked")
        case text:
            if message.chat.type != "channel":
                await message.reply_chat_action("typing")
            await message.reply_text(
                text.upper(), reply_parameters=ReplyParameters(message.message_id), reply_markup=KEYBOARD
            )


async def later(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers from a task that outlives its handler, and waits for `context.bot_data["go"]` first."""

    async def answer() -> None:
        await context.bot_data["go"].wait()
        assert update.message
        await update.message.reply_text("later")

    context.application.create_task(answer())


async def again(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer("Once more", show_alert=True)
    await query.edit_message_text("ONCE MORE")


async def inline(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query
    await update.inline_query.answer([quoting(1)])


async def ignore(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Errors are looked for in the chat."""


@pytest.fixture
async def application(playground: Playground, scene: Scenario) -> AsyncIterator[AnyApplication]:
    """A bot that says what it is told in capitals, and obeys a few words."""
    builder = ApplicationBuilder().token(playground.token)
    application = builder.base_url(f"{playground.url}/bot").base_file_url(f"{playground.url}/file/bot").build()
    application.add_handler(MessageHandler(filters.Text(["later"]), later, block=False))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(again))
    application.add_handler(InlineQueryHandler(inline))
    application.add_error_handler(ignore)
    application.bot_data["go"] = asyncio.Event()
    async with polling(application, scene):
        yield application


@pytest.mark.usefixtures("application")
async def test_somebody_says_presses_and_sees(scene: Scenario) -> None:
    ann = scene.person("Ann")
    asked = await ann.says("hello")
    answer = await ann.sees("HELLO", button("Again"), reply_to(asked))
    await ann.sees_action("typing")
    pressed = await ann.presses("Again")
    assert pressed.answer == CallbackAnswer("Once more", alert=True)
    await ann.sees(edited(answer), "ONCE MORE", no_buttons())
    await ann.says("hush")
    await ann.sees_nothing()


@pytest.mark.usefixtures("application")
async def test_what_is_seen_has_its_parts(scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("rich")
    rich = await ann.sees(quote("The quote"), bold("quote"), link("link", "https://a.example/"), containing("\n"))
    assert (rich.quotes, rich.bold, rich.links) == (("The quote",), ("quote",), (("link", "https://a.example/"),))
    await ann.says("file")
    file = await ann.sees(document("a.txt"))
    assert (file.text, file.buttons, file.edited) == ("here", (), False)
    await ann.says("x")
    answer = await ann.sees(button("Again"))
    assert answer.buttons == (("Again", "↗ Site"),)
    assert answer.button("Site").value == "https://a.example/"


@pytest.mark.usefixtures("application")
async def test_a_failure_comes_at_once_and_shows_the_chat(scene: Scenario) -> None:
    scene.patience = 60
    ann = scene.person("Ann")
    await ann.says("hello")
    with pytest.raises(AssertionError) as failure:
        await ann.sees(quote("HELLO"), button("Context"))
    assert str(failure.value) == "\n".join([
        "the bot is idle; no use waiting for Ann to see a message quoting 'HELLO' with a button 'Context'",
        "--- Ann and the bot (private 5000000001) ---",
        "  #1 Ann: hello",
        "  #2 Verbatim (reply to #1): HELLO",
        "      [Again] [↗ Site]",
        "--- the bot has not confirmed: nothing ---",
    ])  # fmt: skip


@pytest.mark.usefixtures("application")
async def test_a_failure_names_what_was_refused(scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("a" * 4096)
    await ann.sees("A" * 4096)
    await ann.says("ß" * 4096)
    with pytest.raises(AssertionError, match="refused: sendMessage: Bad Request: message is too long"):
        await ann.sees("SS" * 4096)


@pytest.mark.usefixtures("application")
async def test_what_was_expected_not_to_come_is_told(scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("hello")
    with pytest.raises(AssertionError, match=r"Ann sees \['HELLO'\]"):
        await ann.sees_nothing()


@pytest.mark.usefixtures("application")
async def test_each_message_is_seen_once_and_no_older_one_is_an_answer(scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("hello")
    await ann.sees("HELLO")
    with pytest.raises(AssertionError, match="the bot is idle"):
        await ann.sees("HELLO")
    await ann.says("good bye")
    await ann.says("hush")
    with pytest.raises(AssertionError, match="the bot is idle"):
        await ann.sees("HELLO")


async def test_tasks_that_outlive_their_handler_are_waited_for(application: AnyApplication, scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("later")
    seeing = asyncio.create_task(ann.sees("later"))
    await scene.person("Bob").says("hush")
    assert not seeing.done()
    application.bot_data["go"].set()
    await seeing


@pytest.mark.usefixtures("application")
async def test_a_handler_that_fails_leaves_the_bot_idle(scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("fail")
    await ann.sees_nothing()


async def test_without_the_bots_word_nobody_knows_that_it_is_idle(scene: Scenario) -> None:
    scene.patience = 0.05
    ann = scene.person("Ann")
    await ann.says("hello")
    with pytest.raises(AssertionError, match=r"waited 0\.05 s for Ann to see a message saying 'HELLO'"):
        await ann.sees("HELLO")
    with pytest.raises(AssertionError, match="nobody can say when the bot is idle"):
        await ann.sees_nothing()


@pytest.mark.usefixtures("application")
async def test_a_spinner_that_hangs_is_a_failure(playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says("hello")
    await ann.sees("HELLO")
    playground.faults.add("answerCallbackQuery", ServerError())
    with pytest.raises(AssertionError, match="the spinner on 'Again' to stop"):
        await ann.presses("Again")
    with pytest.raises(AssertionError, match="there is no button 'Context'"):
        await ann.presses("Context")
    with pytest.raises(AssertionError, match="has no callback data: it is for url"):
        await ann.presses("Site")


@pytest.mark.usefixtures("application")
async def test_people_meet_in_groups_topics_and_channels(playground: Playground, scene: Scenario) -> None:
    playground.state.privacy = False
    ann, bob = scene.person("Ann"), scene.person("Bob")
    friends = scene.group("Friends", ann, bob)
    asked = await bob.at(friends).says("hello")
    await bob.at(friends).sees("HELLO", reply_to(asked))
    await ann.at(friends).sees("HELLO")
    await ann.sees_nothing()
    forum = scene.supergroup("Forum", ann, forum=True)
    topic = membership.add_topic(playground.state, forum.id, "News", by=ann.id)
    await ann.at(forum, topic=topic.id).says("in here")
    seen = await ann.at(forum).sees("IN HERE")
    assert seen.message.thread_id == topic.id
    await ann.at(forum, as_chat=forum).says("as the group")
    await ann.at(forum, as_chat=forum).sees("AS THE GROUP")
    news = scene.channel("News", ann)
    await ann.at(news).says("extra")
    await ann.at(news).sees("EXTRA")


@pytest.mark.usefixtures("application")
async def test_inline_results_are_asked_for_and_chosen(scene: Scenario) -> None:
    ann = scene.person("Ann")
    friends = scene.group("Friends", ann, bot="left")
    asked = await ann.at(friends).asks_inline("palmyra")
    assert asked.answer and [result["title"] for result in asked.answer["results"]] == ["Title 1"]
    await ann.at(friends).chooses(asked, "1")
    await ann.at(friends).sees(quote("quote"), button("Context"))


@pytest.mark.usefixtures("application")
async def test_many_people_are_answered_at_once(scene: Scenario) -> None:
    people = [scene.person(f"Person {number}") for number in range(40)]

    async def talks(number: int) -> None:
        for word in ("one", "two"):
            await people[number].says(f"{word} {number}")
            await people[number].sees(f"{word} {number}".upper())

    await asyncio.gather(*(talks(number) for number in range(40)))
