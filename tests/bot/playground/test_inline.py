"""Inline mode and guest mode, from the typed question to the message that comes of it."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest

from bot.playground import NotPossible, Playground, choose, press, say, type_inline
from bot.playground.entities import covered
from bot.playground.membership import add_topic


def quoting(number: int) -> InlineQueryResultArticle:
    entities = [MessageEntity(MessageEntity.BLOCKQUOTE, 0, 5)]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Context", callback_data="c")]])
    content = InputTextMessageContent(f"quote {number}", entities=entities)
    return InlineQueryResultArticle(str(number), f"Title {number}", content, keyboard, description="of 2016")


async def test_a_chosen_result_becomes_a_message_that_can_be_edited(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    group = playground.group("Friends", [ann], bot="left")
    asked = type_inline(playground.state, ann.id, "palmyra", chat_id=group.id)
    (update,) = await bot.get_updates()
    query = update.inline_query
    assert query and (query.query, query.offset, query.chat_type) == ("palmyra", "", "group")
    button = InlineQueryResultsButton("Ask in private", start_parameter="q1")
    assert await query.answer([quoting(1), quoting(2)], cache_time=60, next_offset="2", button=button)
    answer = playground.state.inline_queries[asked.id].answer
    assert answer
    assert [(result["title"], result["description"]) for result in answer["results"]] == [
        ("Title 1", "of 2016"),
        ("Title 2", "of 2016"),
    ]
    assert (answer["next_offset"], answer["cache_time"], answer["button"]) == (
        "2",
        60,
        {"text": "Ask in private", "start_parameter": "q1"},
    )

    chosen = choose(playground.state, asked.id, "2", group.id)
    assert (chosen.sender, chosen.via_bot, chosen.content.text) == (ann.id, True, "quote 2")
    assert [covered(chosen.content, entity) for entity in chosen.content.entities] == ["quote"]
    press(playground.state, ann.id, group.id, chosen.id, "c")
    _, feedback, pressed = await bot.get_updates()
    assert feedback.chosen_inline_result and feedback.chosen_inline_result.result_id == "2"
    assert feedback.chosen_inline_result.inline_message_id == chosen.inline_id
    assert pressed.callback_query and pressed.callback_query.message is None
    assert pressed.callback_query.inline_message_id == chosen.inline_id
    assert await bot.edit_message_text("around it", inline_message_id=chosen.inline_id) is True
    changed = playground.state.message(group.id, chosen.id)
    assert changed and changed.content.text == "around it"


async def test_a_result_without_buttons_can_not_be_found_again(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    asked = type_inline(playground.state, ann.id, "palmyra", chat_id=ann.id)
    plain = InlineQueryResultArticle("1", "Title", InputTextMessageContent("text"))
    await bot.answer_inline_query(asked.id, [plain])
    choose(playground.state, asked.id, "1", ann.id)
    query, feedback, message = await bot.get_updates()
    assert query.inline_query and query.inline_query.chat_type == "sender"
    assert feedback.chosen_inline_result and feedback.chosen_inline_result.inline_message_id is None
    assert message.message and message.message.via_bot and message.message.via_bot.id == playground.bot.id


async def test_what_is_sent_through_the_bot_is_heard_in_privacy_mode(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    group = playground.group("Friends", [ann])
    asked = type_inline(playground.state, ann.id, "palmyra", chat_id=group.id)
    await bot.answer_inline_query(asked.id, [quoting(1)])
    choose(playground.state, asked.id, "1", group.id)
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [(message.text, message.chat.id) for message in messages] == [("quote 1", group.id)]


async def test_a_result_is_sent_into_the_topic_where_it_was_asked_for(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    forum = playground.supergroup("Forum", [ann], forum=True)
    topic = add_topic(playground.state, forum.id, "News", by=ann.id)
    asked = type_inline(playground.state, ann.id, "palmyra", chat_id=forum.id)
    await bot.answer_inline_query(asked.id, [quoting(1)])
    chosen = choose(playground.state, asked.id, "1", forum.id, topic=topic.id)
    assert (chosen.thread_id, chosen.in_topic) == (topic.id, True)


async def test_inline_mode_can_be_off(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    playground.state.inline = False
    with pytest.raises(NotPossible):
        type_inline(playground.state, ann.id, "palmyra")
    assert (await bot.get_me()).supports_inline_queries is False


async def test_an_inline_query_is_answered_once(playground: Playground, bot: Bot) -> None:
    asked = type_inline(playground.state, playground.person("Ann").id, "palmyra")
    await bot.answer_inline_query(asked.id, [])
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(asked.id, [])


async def test_a_guest_answers_where_it_is_no_member(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    group = playground.supergroup("Friends", [ann], bot="left")
    say(playground.state, ann.id, group.id, "nothing for bots")
    asked = say(playground.state, ann.id, group.id, "@verbatim_bot who retook Palmyra?")
    (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    guest = update.guest_message
    assert guest and guest.guest_query_id and guest.text == asked.content.text
    sent = await bot.answer_guest_query(guest.guest_query_id, quoting(1))
    place = playground.state.inline_messages[sent.inline_message_id]
    message = playground.state.message(*place)
    assert message and (message.sender, message.guest_caller) == (playground.bot.id, ann.id)
    assert message.reply and (message.content.text, message.reply.message_id) == ("quote 1", asked.id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_guest_query(guest.guest_query_id, quoting(1))

    # A reply to what it said there calls it again.
    say(playground.state, ann.id, group.id, "and when?", reply_to=message.id)
    (update,) = await bot.get_updates(update.update_id + 1, allowed_updates=Update.ALL_TYPES)
    guest = update.guest_message
    assert guest and guest.guest_query_id and guest.reply_to_message
    assert guest.reply_to_message.from_user and guest.reply_to_message.from_user.id == playground.bot.id
    assert guest.reply_to_message.reply_markup
