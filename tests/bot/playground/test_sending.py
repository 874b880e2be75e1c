"""Messages that python-telegram-bot sends, changes and deletes, as it gets them back."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardRemove,
    ReplyParameters,
    User,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.playground import Event, Playground, say
from bot.playground.model import FormattedText
from tests.bot.playground.session import PNG

LONG = "a" * 4096


async def test_a_message_comes_back_as_it_was_sent(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", last_name="Other", username="ann_o", started=True)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(
        ann.id,
        "Hello <b>you</b>",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=True,
    )
    assert (sent.text, sent.message_id, sent.has_protected_content) == ("Hello you", 1, True)
    assert sent.entities == (MessageEntity(MessageEntity.BOLD, 6, 3),)
    assert sent.reply_markup == keyboard
    assert sent.link_preview_options == LinkPreviewOptions(is_disabled=True)
    assert sent.from_user == User(playground.bot.id, "Verbatim", True, username="verbatim_bot")
    assert (sent.chat.id, sent.chat.full_name, sent.chat.username) == (ann.id, "Ann Other", "ann_o")


async def test_numbers_of_private_chats_are_shared_and_those_of_supergroups_are_not(
    playground: Playground, bot: Bot
) -> None:
    ann, bob = playground.person("Ann", started=True), playground.person("Bob", started=True)
    forum = playground.supergroup("Forum", [ann])
    sent = [await bot.send_message(chat, "x") for chat in (ann.id, forum.id, bob.id, forum.id)]
    assert [message.message_id for message in sent] == [1, 1, 2, 2]


async def test_a_text_may_have_4096_utf16_units(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    assert (await bot.send_message(ann.id, LONG)).text == LONG
    assert (await bot.send_message(ann.id, "🌍" * 2048)).text == "🌍" * 2048


async def test_entities_count_utf16_units(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    entities = [MessageEntity(MessageEntity.BLOCKQUOTE, 3, 9), MessageEntity(MessageEntity.BOLD, 6, 4)]
    sent = await bot.send_message(ann.id, "🌍 о🌍 мире 🌍", entities=entities)
    assert sent.entities == tuple(entities)
    assert list(sent.parse_entities().values()) == ["о🌍 мире ", " мир"]


async def test_the_space_around_a_text_is_trimmed_and_its_entities_with_it(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "  \nquoted \n", entities=[MessageEntity(MessageEntity.BLOCKQUOTE, 1, 9)])
    assert (sent.text, sent.entities) == ("quoted", (MessageEntity(MessageEntity.BLOCKQUOTE, 0, 6),))


async def test_controls_are_taken_out_and_the_entities_move_along(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    entities = [MessageEntity(MessageEntity.BLOCKQUOTE, 4, 7), MessageEntity(MessageEntity.BOLD, 9, 2)]
    sent = await bot.send_message(ann.id, "a\r\n\tb\u202e🌍\u2028cd", entities=entities)
    assert sent.text == "a\n b🌍cd"
    assert list(sent.parse_entities().values()) == ["b🌍cd", "cd"]


async def test_links_mentions_and_commands_are_found(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "/ask @ann_o see https://a.example/b?c=d, or a.com #tag not a@b.c.")
    found = {text: entity.type for entity, text in sent.parse_entities().items()}
    assert found == {
        "/ask": "bot_command",
        "@ann_o": "mention",
        "https://a.example/b?c=d": "url",
        "a.com": "url",
        "#tag": "hashtag",
        "a@b.c": "email",
    }


async def test_a_reply_shows_what_it_answers_and_the_quoted_part(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    asked = say(playground.state, ann.id, ann.id, "Who retook the 🏛 of Palmyra?")
    sent = await bot.send_message(
        ann.id, "They", reply_parameters=ReplyParameters(asked.id, quote="Palmyra", quote_position=20)
    )
    assert sent.reply_to_message and sent.quote
    assert (sent.reply_to_message.text, sent.quote.text, sent.quote.position) == (asked.content.text, "Palmyra", 21)


async def test_a_quote_keeps_the_formatting_that_matters(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    original = await bot.send_message(
        ann.id, "Army of Palmyra took the army", entities=[MessageEntity(MessageEntity.BOLD, 8, 7)]
    )
    bold = [MessageEntity(MessageEntity.BOLD, 3, 7)]
    sent = await bot.send_message(
        ann.id, "x", reply_parameters=ReplyParameters(original.message_id, quote="of Palmyra", quote_entities=bold)
    )
    assert sent.quote and (sent.quote.text, sent.quote.entities) == ("of Palmyra", tuple(bold))
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(original.message_id, quote="of Palmyra"))


async def test_a_reply_to_a_deleted_message_is_sent_without_it(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))
    assert sent.reply_to_message is None


async def test_a_message_is_edited_in_place(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(ann.id, "one", reply_markup=keyboard)
    edited = await bot.edit_message_text("two", ann.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "two", None)
    assert edited.edit_date is not None


async def test_a_change_of_the_keyboard_is_no_edit(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "one")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    edited = await bot.edit_message_reply_markup(ann.id, sent.message_id, reply_markup=keyboard)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("one", keyboard, None)


async def test_deleted_messages_are_gone(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = [await bot.send_message(ann.id, text) for text in ("one", "two", "three")]
    assert await bot.delete_message(ann.id, sent[0].message_id)
    assert await bot.delete_messages(ann.id, [sent[1].message_id, 77])
    assert [message.content for message in playground.state.messages[ann.id].values()] == [FormattedText("three")]


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        (
            ForceReply(selective=True, input_field_placeholder="Ask"),
            {"force_reply": True, "selective": True, "input_field_placeholder": "Ask"},
        ),
        (ReplyKeyboardRemove(), {"remove_keyboard": True, "selective": False}),
    ],
    ids=["force reply", "remove"],
)
async def test_other_markup_is_kept_for_the_clients(
    playground: Playground, bot: Bot, markup: ForceReply | ReplyKeyboardRemove, kept: dict[str, object]
) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "Which?", reply_markup=markup)
    message = playground.state.message(ann.id, sent.message_id)
    assert message and message.markup == kept
    assert sent.reply_markup is None


async def test_documents_are_sent_and_fetched(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    content = bytes(range(256))
    sent = await bot.send_document(ann.id, content, filename="a.bin", caption="<i>all</i> bytes", parse_mode="HTML")
    assert sent.document and (sent.document.file_name, sent.document.file_size) == ("a.bin", 256)
    assert (sent.caption, sent.caption_entities) == ("all bytes", (MessageEntity("italic", 0, 3),))
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == content
    again = await bot.send_document(ann.id, sent.document.file_id)
    assert again.document == sent.document


async def test_photos_are_measured(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_photo(ann.id, PNG, caption="a chart")
    assert [(size.width, size.height, size.file_size) for size in sent.photo] == [(3, 2, len(PNG))]


async def test_messages_are_forwarded_and_copied(playground: Playground, bot: Bot) -> None:
    ann, bob = playground.person("Ann"), playground.person("Bob", started=True)
    said = say(playground.state, ann.id, ann.id, "a word")
    forwarded = await bot.forward_message(bob.id, ann.id, said.id)
    assert forwarded.forward_origin and forwarded.forward_origin.to_dict()["sender_user"]["id"] == ann.id
    copied = await bot.copy_message(bob.id, ann.id, said.id)
    copy = playground.state.message(bob.id, copied.message_id)
    assert copy and (copy.content.text, copy.origin) == ("a word", None)


async def test_actions_and_reactions_are_shown(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann")
    said = say(playground.state, ann.id, ann.id, "hello")
    events: list[Event] = []
    playground.state.listeners.append(events.append)
    assert await bot.send_chat_action(ann.id, ChatAction.TYPING)
    assert await bot.set_message_reaction(ann.id, said.id, [ReactionTypeEmoji("👍")])
    assert [(event.kind, event.detail) for event in events] == [("action", "typing"), ("reaction", "")]
    message = playground.state.message(ann.id, said.id)
    assert message and message.reactions == ((playground.bot.id, "👍"),)


async def test_a_pinned_message_is_shown_with_its_chat(playground: Playground, bot: Bot) -> None:
    ann = playground.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "this")
    assert await bot.pin_chat_message(ann.id, sent.message_id)
    chat = await bot.get_chat(ann.id)
    assert chat.pinned_message and chat.pinned_message.text == "this"
