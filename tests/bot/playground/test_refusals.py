"""What Telegram refuses, in its words, as python-telegram-bot raises it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
    WebAppInfo,
)
from telegram.error import BadRequest

from bot.playground import Playground, say

Request = Callable[[Bot, int], Awaitable[object]]
NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def sending(text: str, *entities: MessageEntity) -> Request:
    return lambda bot, chat: bot.send_message(chat, text, entities=entities)


def html(text: str) -> Request:
    return lambda bot, chat: bot.send_message(chat, text, parse_mode="HTML")


def markdown(text: str) -> Request:
    return lambda bot, chat: bot.send_message(chat, text, parse_mode="MarkdownV2")


def with_button(**action: object) -> Request:
    # The button's own signature is wider than what is passed on here.
    button = InlineKeyboardButton("b", **action)  # type: ignore[arg-type]
    return lambda bot, chat: bot.send_message(chat, "x", reply_markup=keyboard([button]))


def replying(number: int, quote: str | None = None) -> Request:
    return lambda bot, chat: bot.send_message(chat, "x", reply_parameters=ReplyParameters(number, quote=quote))


REFUSED: dict[str, tuple[Request, str]] = {
    "no text": (sending(""), "Message text is empty"),
    "only spaces": (sending("  \n "), "Text must be non-empty"),
    "4097 units": (sending("a" * 4097), "Message is too long"),
    "4098 units in 2049 characters": (sending("🌍" * 2049), "Message is too long"),
    "unknown chat": (lambda bot, _: bot.send_message(99, "x"), "Chat not found"),
    "unknown name": (lambda bot, _: bot.send_message("@nobody_here", "x"), "Chat not found"),
    "unknown parse mode": (lambda bot, chat: bot.send_message(chat, "x", parse_mode="rtf"), "Unsupported parse_mode"),
    "unknown topic": (lambda bot, chat: bot.send_message(chat, "x", message_thread_id=9), "Message thread not found"),
    "entity after the end": (
        sending("hello", MessageEntity("bold", 100, 1)),
        "Entity begins after the end of the text at utf-16 offset 100",
    ),
    "entity past the end": (
        sending("hello", MessageEntity("bold", 0, 6)),
        "Entity beginning at utf-16 offset 0 ends after the end of the text at utf-16 offset 6",
    ),
    "entity past the end in characters, not in units": (
        sending("🌍🌍", MessageEntity("bold", 0, 5)),
        "Entity beginning at utf-16 offset 0 ends after the end of the text at utf-16 offset 5",
    ),
    "negative offset": (sending("x", MessageEntity("bold", -1, 1)), "Receive an entity with incorrect offset -1"),
    "entity of nothing": (sending("x", MessageEntity("bold", 0, 0)), "Receive an entity with incorrect length 0"),
    "entity in the middle of a character": (
        sending("🌍x", MessageEntity("bold", 1, 2)),
        "Entity begins in a middle of a utf-16 symbol at utf-16 offset 1",
    ),
    "entity to the middle of a character": (
        sending("x🌍", MessageEntity("bold", 0, 2)),
        "Entity beginning at utf-16 offset 0 ends in a middle of a utf-16 symbol at utf-16 offset 2",
    ),
    "unknown entity": (
        sending("x", MessageEntity("loud", 0, 1)),
        "Can't parse messageentity: unsupported type specified",
    ),
    "101 entities": (sending("a" * 202, *(MessageEntity("bold", 2 * n, 1) for n in range(101))), "Entities_too_long"),
    "crossing entities": (
        sending("abcdef", MessageEntity("bold", 0, 4), MessageEntity("italic", 2, 4)),
        "Can't parse entities: italic and bold cross",
    ),
    "block quote in a block quote": (
        sending("abcdef", MessageEntity("blockquote", 0, 6), MessageEntity("expandable_blockquote", 2, 2)),
        "Can't parse entities: blockquotes can't be nested",
    ),
    "bold code": (
        sending("abcdef", MessageEntity("code", 0, 6), MessageEntity("bold", 2, 2)),
        "Can't parse entities: code can't contain bold",
    ),
    "link to nowhere": (
        sending("x", MessageEntity("text_link", 0, 1, url="not-a-url")),
        "Entity url 'not-a-url' is invalid: wrong http url",
    ),
    "mention of nobody": (
        sending("x", MessageEntity("text_mention", 0, 1)),
        'Can\'t parse messageentity: can\'t find field "user"',
    ),
    "open tag": (html("<b>x"), 'Can\'t parse entities: can\'t find end tag corresponding to start tag "b"'),
    "unknown tag": (html("é<h1>x</h1>"), 'Can\'t parse entities: unsupported start tag "h1" at byte offset 2'),
    "wrong end tag": (
        html("<b><i>x</b></i>"),
        'Can\'t parse entities: unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    "end tag alone": (html("x</b>"), "Can't parse entities: unexpected end tag at byte offset 1"),
    "reserved character": (
        markdown("a.b"),
        "Can't parse entities: character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    "open bold": (markdown("*bold"), "Can't parse entities: can't find end of bold entity at byte offset 0"),
    "65 bytes of data": (with_button(callback_data="é" * 32 + "x"), "Button_data_invalid"),
    "button that does nothing": (
        with_button(),
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    "button to nowhere": (
        with_button(url="nowhere"),
        "Inline keyboard button url 'nowhere' is invalid: wrong http url",
    ),
    "button to this machine": (
        with_button(url="http://localhost:80/x"),
        "Inline keyboard button url 'http://localhost:80/x' is invalid: wrong http url",
    ),
    "button by ftp": (
        with_button(url="ftp://a.example"),
        "Inline keyboard button url 'ftp://a.example' is invalid: unsupported url protocol",
    ),
    "257 units to copy": (with_button(copy_text=CopyTextButton("a" * 257)), "Button_copy_text_invalid"),
    "nothing to copy": (with_button(copy_text=CopyTextButton("")), "Button_copy_text_invalid"),
    "no kind of chat": (
        with_button(switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("x")),
        "Can't parse inline keyboard button: at least one chat type must be allowed",
    ),
    "web app over http": (
        with_button(web_app=WebAppInfo("http://a.example")),
        "Inline keyboard button web app url 'http://a.example' is invalid: only https links are allowed",
    ),
    "9 buttons in a row": (
        lambda bot, chat: bot.send_message(
            chat, "x", reply_markup=keyboard([InlineKeyboardButton("b", callback_data="b")] * 9)
        ),
        "Reply markup is too long",
    ),
    "101 buttons": (
        lambda bot, chat: bot.send_message(
            chat, "x", reply_markup=keyboard(*[[InlineKeyboardButton("b", callback_data="b")]] * 101)
        ),
        "Reply markup is too long",
    ),
    "preview of nowhere": (
        lambda bot, chat: bot.send_message(chat, "x", link_preview_options=LinkPreviewOptions(url="nowhere")),
        "Webpage_url_invalid",
    ),
    "reply to nothing": (replying(77), "Message to be replied not found"),
    "quote of other words": (replying(1, "Second"), "Quote_text_invalid"),
    "quote in other case": (replying(1, "FIRST"), "Quote_text_invalid"),
    "quote too long": (replying(1, "a" * 1025), "Quote_text_invalid"),
    "unchanged": (lambda bot, chat: bot.edit_message_text("mine", chat, 2), NOT_MODIFIED),
    "unchanged keyboard": (lambda bot, chat: bot.edit_message_reply_markup(chat, 2), NOT_MODIFIED),
    "edit of nothing": (lambda bot, chat: bot.edit_message_text("x", chat, 77), "Message to edit not found"),
    "edit of hers": (lambda bot, chat: bot.edit_message_text("x", chat, 1), "Message can't be edited"),
    "edit of an unknown inline message": (
        lambda bot, _: bot.edit_message_text("x", inline_message_id="none"),
        "Message_id_invalid",
    ),
    "caption of a text": (
        lambda bot, chat: bot.edit_message_caption(chat, 2, caption="x"),
        "There is no caption in the message to edit",
    ),
    "delete nothing": (lambda bot, chat: bot.delete_message(chat, 77), "Message to delete not found"),
    "react to nothing": (lambda bot, chat: bot.set_message_reaction(chat, 77, "👍"), "Message to react not found"),
    "strange reaction": (lambda bot, chat: bot.set_message_reaction(chat, 1, "🍏"), "Reaction_invalid"),
    "two reactions": (
        lambda bot, chat: bot.set_message_reaction(chat, 1, [ReactionTypeEmoji("👍"), ReactionTypeEmoji("👎")]),
        "Reactions_too_many",
    ),
    "strange action": (lambda bot, chat: bot.send_chat_action(chat, "dancing"), "Wrong parameter action in request"),
    "callback of nobody": (lambda bot, _: bot.answer_callback_query("1"), TOO_OLD),
    "inline query of nobody": (lambda bot, _: bot.answer_inline_query("1", []), TOO_OLD),
    "file of nobody": (lambda bot, _: bot.get_file("none"), "Invalid file_id"),
    "unknown document": (
        lambda bot, chat: bot.send_document(chat, "none"),
        "Wrong file identifier/http url specified",
    ),
    "empty document": (lambda bot, chat: bot.send_document(chat, b"", filename="a"), "File must be non-empty"),
    "picture that is none": (lambda bot, chat: bot.send_photo(chat, b"text"), "Image_process_failed"),
    "long caption": (
        lambda bot, chat: bot.send_document(chat, b"x", caption="a" * 1025),
        "Message caption is too long",
    ),
    "capitals in a command": (lambda bot, _: bot.set_my_commands([BotCommand("Ask", "x")]), "Bot_command_invalid"),
    "command without description": (
        lambda bot, _: bot.set_my_commands([BotCommand("ask", "")]),
        "Bot_command_description_invalid",
    ),
    "101 commands": (
        lambda bot, _: bot.set_my_commands([BotCommand(f"ask{n}", "x") for n in range(101)]),
        "Bot_commands_too_much",
    ),
    "language of three letters": (
        lambda bot, _: bot.set_my_commands([BotCommand("ask", "x")], language_code="eng"),
        "Invalid language code specified",
    ),
    "description of 513": (lambda bot, _: bot.set_my_description("a" * 513), "Bot description is too long"),
    "short description of 121": (
        lambda bot, _: bot.set_my_short_description("a" * 121),
        "Bot short description is too long",
    ),
    "name of 65": (lambda bot, _: bot.set_my_name("a" * 65), "Bot name is too long"),
    "unknown member": (lambda bot, chat: bot.get_chat_member(chat, 12), "User not found"),
    "administrators of a private chat": (
        lambda bot, chat: bot.get_chat_administrators(chat),
        "There are no administrators in the private chat",
    ),
    "leave a private chat": (
        lambda bot, chat: bot.leave_chat(chat),
        "Chat member status can't be changed in private chats",
    ),
    "webhook without https": (
        lambda bot, _: bot.set_webhook("http://bot.example/hook"),
        "Bad webhook: an https url must be provided for webhook",
    ),
    "secret with spaces": (
        lambda bot, _: bot.set_webhook("https://bot.example/hook", secret_token="a b"),
        "Secret token contains unallowed characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
async def test_is_refused(playground: Playground, bot: Bot, name: str) -> None:
    ann = playground.person("Ann")
    say(playground.state, ann.id, ann.id, "First word")
    await bot.send_message(ann.id, "mine")
    request, description = REFUSED[name]
    with pytest.raises(BadRequest) as refused:
        await request(bot, ann.id)
    assert refused.value.message.lower() == description.lower()
