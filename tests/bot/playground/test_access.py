"""Where a bot may go, what it may still do there, and what it is told where it may not."""

from __future__ import annotations

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.playground import Playground, membership, press, type_inline
from bot.playground.model import Attachment
from tests.bot.playground.test_refusals import TOO_OLD, keyboard


async def test_nobody_is_written_to_who_did_not_write_first(playground: Playground, bot: Bot) -> None:
    ann, bob = playground.person("Ann"), playground.person("Bob")
    playground.group("Friends", [ann])
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ann.id, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(bob.id, "x")


async def test_who_blocked_the_bot_is_not_written_to_but_known(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    assert (await bot.get_chat(ann.id)).first_name == "Ann"
    membership.block(playground.state, ann.id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "x")


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("group", "kicked", "bot was kicked from the group chat"),
        ("supergroup", "kicked", "bot was kicked from the supergroup chat"),
        ("channel", "kicked", "bot was kicked from the channel chat"),
        ("group", "left", "bot is not a member of the group chat"),
        ("supergroup", "left", "bot is not a member of the supergroup chat"),
        ("channel", "left", "bot is not a member of the channel chat"),
    ],
)
async def test_the_bot_does_not_write_where_it_is_not(
    playground: Playground, bot: Bot, kind: str, status: str, reason: str
) -> None:
    chat = getattr(playground, kind)("Somewhere", [playground.person("Ann")], bot=status)
    with pytest.raises(Forbidden, match=reason):
        await bot.send_message(chat.id, "x")


async def test_a_muted_bot_may_not_write(playground: Playground, bot: Bot) -> None:
    group = playground.supergroup("Quiet", [playground.person("Ann")], bot="restricted")
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match="Not enough rights to send documents to the chat"):
        await bot.send_document(group.id, b"x", filename="x")


async def test_posting_in_a_channel_needs_an_administrator(playground: Playground, bot: Bot) -> None:
    channel = playground.channel("News", [playground.person("Ann")], bot="member")
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")


async def test_a_migrated_group_names_its_supergroup(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    group = playground.group("Friends", [ann])
    new = membership.migrate(playground.state, group.id, by=ann.id)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.id, "x")
    assert migrated.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "x")).chat.type == "supergroup"


async def test_a_callback_is_answered_once_and_soon() -> None:
    clock = [1_000]
    async with Playground(now=lambda: clock[0]) as playground:
        ann = playground.person("Ann", started=True)
        async with Bot(playground.token, f"{playground.url}/bot") as bot:
            sent = await bot.send_message(
                ann.id, "x", reply_markup=keyboard([InlineKeyboardButton("b", callback_data="b")])
            )
            queries = [press(playground.state, ann.id, ann.id, sent.message_id, "b") for _ in range(3)]
            assert await bot.answer_callback_query(queries[0].id, "a" * 200)
            with pytest.raises(BadRequest, match=TOO_OLD):
                await bot.answer_callback_query(queries[0].id)
            with pytest.raises(BadRequest, match="Message_too_long"):
                await bot.answer_callback_query(queries[1].id, "a" * 201)
            clock[0] += 3_600
            with pytest.raises(BadRequest, match=TOO_OLD):
                await bot.answer_callback_query(queries[2].id)


def article(number: int, **details: object) -> InlineQueryResultArticle:
    # What is passed on is wider than the signature.
    return InlineQueryResultArticle(str(number), "Title", InputTextMessageContent("text"), **details)  # type: ignore[arg-type]


async def test_inline_answers_have_their_limits(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")

    async def answer(*results: InlineQueryResultArticle, **details: object) -> None:
        asked = type_inline(playground.state, ann.id, "q")
        # As above.
        await bot.answer_inline_query(asked.id, results, **details)  # type: ignore[arg-type]

    await answer(*(article(number) for number in range(50)), next_offset="é" * 32)
    with pytest.raises(BadRequest, match="Results_too_much"):
        await answer(*(article(number) for number in range(51)))
    with pytest.raises(BadRequest, match="Result_id_duplicate"):
        await answer(article(1), article(1))
    with pytest.raises(BadRequest, match="Next_offset_invalid"):
        await answer(next_offset="é" * 32 + "x")
    with pytest.raises(BadRequest, match="Result_id_invalid"):
        await answer(InlineQueryResultArticle("é" * 33, "Title", InputTextMessageContent("text")))
    with pytest.raises(BadRequest, match="Message is too long"):
        await answer(InlineQueryResultArticle("1", "Title", InputTextMessageContent("a" * 4097)))
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        button = InlineKeyboardButton("b", callback_data="a" * 65)
        await answer(article(1, reply_markup=keyboard([button])))


async def test_what_is_over_twenty_megabytes_is_not_fetched(playground: Playground, bot: Bot) -> None:
    limit = 20 * 1024 * 1024
    files = [playground.state.store(b"a", Attachment("document", size=limit + more)) for more in (0, 1)]
    assert (await bot.get_file(files[0].file_id)).file_size == limit
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(files[1].file_id)


async def test_messages_are_deleted_within_two_days(playground: Playground) -> None:
    clock = [1_000]
    async with Playground(now=lambda: clock[0]) as place, Bot(place.token, f"{place.url}/bot") as bot:
        ann = place.person("Ann", started=True)
        sent = await bot.send_message(ann.id, "x")
        clock[0] += 48 * 3600
        with pytest.raises(BadRequest, match="Message can't be deleted"):
            await bot.delete_message(ann.id, sent.message_id)


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [("7000000001:wrong", 401, "Unauthorized"), ("nonsense", 404, "Not Found")],
    ids=["wrong", "malformed"],
)
async def test_another_token_opens_nothing(playground: Playground, token: str, code: int, description: str) -> None:
    async with httpx.AsyncClient(base_url=playground.url) as client:
        for path in (f"/bot{token}/getMe", f"/file/bot{token}/documents/x"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["description"]) == (code, description)
    stranger = Bot(token, f"{playground.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_a_method_that_telegram_has_not_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramError, match="Endpoint 'makeCoffee' not found in Bot API"):
        await bot.do_api_request("makeCoffee")
