"""What is a question to the bot, and what it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, ExternalReplyInfo, Message, MessageEntity, MessageOriginUser, TextQuote, User

from bot.addressing import How, Request, request

ME = User(42, "Verbatim", is_bot=True, username="VerbatimBot")
ANNA = User(7, "Anna", is_bot=False)
OTHER_BOT = User(8, "Other", is_bot=True, username="OtherBot")
# As whom Telegram shows anonymous admins and channels that speak in a group.
GROUP_ANONYMOUS = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
GROUP = Chat(-100, "supergroup", title="The group")
CHANNEL = Chat(-200, "channel", title="The channel")
PRIVATE = Chat(7, "private")
KINDS = {"/": "bot_command", "@": "mention"}


def entities(text: str) -> tuple[MessageEntity, ...]:
    """Commands and mentions as Telegram's server marks them."""
    return tuple(
        MessageEntity(KINDS[found[0][0]], len(text[: found.start()].encode("utf-16-le")) // 2, len(found[0]))
        for found in re.finditer(r"(?<!\S)[@/][\w@]+", text)
    )


def said(text: str | None, *, chat: Chat = GROUP, by: User | None = ANNA, **details: Any) -> Message:
    """A message. Any: the keywords are telegram.Message's, and checked there."""
    details = {"entities": entities(text or ""), **details}
    return Message(1, datetime(2026, 1, 1, tzinfo=UTC), chat, from_user=by, text=text, **details)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/ask who retook Palmyra?", Request("who retook Palmyra?", How.COMMAND)),
        ("/ask@VerbatimBot who?", Request("who?", How.COMMAND)),
        ("/ask@verbatimbot who?", Request("who?", How.COMMAND)),
        ("/ask\nwho?", Request("who?", How.COMMAND)),
        ("/ask@OtherBot who?", None),
        ("/other who?", None),
        ("/ask", Request("", How.COMMAND)),
        ("@VerbatimBot who retook Palmyra?", Request("who retook Palmyra?", How.MENTION)),
        ("@verbatimbot, who retook Palmyra?", Request("who retook Palmyra?", How.MENTION)),
        ("who retook Palmyra, @VerbatimBot?", Request("who retook Palmyra?", How.MENTION)),
        ("Tell me, @VerbatimBot, who did", Request("Tell me who did", How.MENTION)),
        ("🏛 @VerbatimBot who?", Request("🏛 who?", How.MENTION)),
        ("@VerbatimBot", Request("", How.MENTION)),
        ("@OtherBot who?", None),
        ("who retook Palmyra?", Request("who retook Palmyra?", How.OVERHEARD)),
        ("من استعاد تدمر؟", Request("من استعاد تدمر؟", How.OVERHEARD)),
        ("It was a fine day.", None),
        ("", None),
    ],
)
def test_a_group_asks_with_the_command_or_the_name(text: str, expected: Request | None) -> None:
    assert request(said(text), ME) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("/ask who?", "who?"), ("who?", "who?"), ("@VerbatimBot who?", "who?"), ("/ask", "")]
)
def test_in_private_everything_is_a_question(text: str, expected: str) -> None:
    assert request(said(text, chat=PRIVATE), ME) == Request(expected, How.PRIVATE)


@pytest.mark.parametrize("text", ["/ask", "/ask ??", "@VerbatimBot", "@VerbatimBot?"])
def test_a_call_in_reply_to_a_message_asks_what_it_says(text: str) -> None:
    question = said("Does anybody know who retook Palmyra?")

    found = request(said(text, reply_to_message=question), ME)

    assert found is not None
    assert (found.text, found.borrowed) == ("Does anybody know who retook Palmyra?", True)


def test_a_highlighted_part_is_the_question() -> None:
    question = said("Good morning! Who retook Palmyra? And what is for lunch?")
    quote = TextQuote("Who retook Palmyra?", 14, is_manual=True)

    found = request(said("/ask", reply_to_message=question, quote=quote), ME)

    assert found == Request("Who retook Palmyra?", How.COMMAND, borrowed=True)


def test_what_telegram_shows_of_a_message_in_another_chat_is_the_question() -> None:
    elsewhere = ExternalReplyInfo(MessageOriginUser(datetime(2026, 1, 1, tzinfo=UTC), ANNA))

    found = request(said("/ask", external_reply=elsewhere, quote=TextQuote("Who retook Palmyra?", 0)), ME)

    assert found == Request("Who retook Palmyra?", How.COMMAND, borrowed=True)


def test_in_private_a_call_in_reply_to_a_message_asks_what_it_says() -> None:
    question = said("Who retook Palmyra?", chat=PRIVATE)

    found = request(said("/ask", chat=PRIVATE, reply_to_message=question), ME)

    assert found == Request("Who retook Palmyra?", How.PRIVATE, borrowed=True)


def test_a_call_in_a_topic_is_no_reply_to_its_beginning() -> None:
    beginning = said(None, forum_topic_created=object())

    assert request(said("/ask", reply_to_message=beginning), ME) == Request("", How.COMMAND)
    assert request(said("who?", reply_to_message=beginning), ME) == Request("who?", How.OVERHEARD)


def test_a_call_in_reply_to_the_bot_itself_asks_back() -> None:
    assert request(said("/ask", reply_to_message=said("A quote.", by=ME)), ME) == Request("", How.COMMAND)


def test_a_reply_to_the_bot_is_a_question() -> None:
    assert request(said("and when?", reply_to_message=said("A quote.", by=ME)), ME) == Request("and when?", How.REPLY)


def test_a_reply_to_somebody_else_is_none() -> None:
    assert request(said("and when?", reply_to_message=said("I did.")), ME) is None


def test_messages_of_a_topic_do_not_reply_to_its_beginning() -> None:
    beginning = said(None, by=ME, forum_topic_created=object())

    assert request(said("good morning", reply_to_message=beginning), ME) is None


@pytest.mark.parametrize(
    "details",
    [
        {"by": OTHER_BOT},
        {"by": ME},
        {"via_bot": ME},
        {"is_automatic_forward": True, "sender_chat": CHANNEL},
        {"forward_origin": MessageOriginUser(datetime(2026, 1, 1, tzinfo=UTC), ANNA)},
    ],
    ids=["a bot", "the bot itself", "through a bot", "a channel's post in its group", "a forward"],
)
def test_what_no_person_asked_is_ignored(details: dict[str, Any]) -> None:
    assert request(said("/ask who?", **details), ME) is None


@pytest.mark.parametrize("speaker", [GROUP, CHANNEL], ids=["an anonymous admin", "a channel"])
def test_who_speaks_as_a_chat_is_served(speaker: Chat) -> None:
    asked = said("/ask who?", by=GROUP_ANONYMOUS, sender_chat=speaker)

    assert request(asked, ME) == Request("who?", How.COMMAND)


def test_a_channel_asks_in_its_posts() -> None:
    assert request(said("@VerbatimBot who?", chat=CHANNEL, by=None, sender_chat=CHANNEL), ME) == Request(
        "who?", How.MENTION
    )


def test_a_caption_asks_like_a_text() -> None:
    caption = "@VerbatimBot who is this?"

    asked = said(None, caption=caption, caption_entities=entities(caption))

    assert request(asked, ME) == Request("who is this?", How.MENTION)


def test_somebody_without_a_username_is_called_by_a_link() -> None:
    mention = MessageEntity("text_mention", 0, 8, user=ME)

    assert request(said("Verbatim, who?", entities=(mention,)), ME) == Request("who?", How.MENTION)


def test_half_an_emoji_keeps_nobody_from_calling() -> None:
    mention = MessageEntity("mention", 0, 12)

    asked = request(said("@VerbatimBot \ud83c who?", entities=(mention,)), ME)

    assert asked == Request("\ud83c who?", How.MENTION)
