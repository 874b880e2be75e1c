"""What a bot hears and sees in groups, supergroups, topics and channels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from telegram import Bot, ChatMember, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.playground import Chat, Message, NotPossible, Playground, User, edit, membership, press, say
from bot.playground.model import ANONYMOUS_ADMIN, Member, Status


@pytest.fixture
def ann(playground: Playground) -> User:
    return playground.person("Ann")


@pytest.fixture
def bob(playground: Playground) -> User:
    return playground.person("Bob")


async def heard(bot: Bot) -> list[str]:
    """The texts of the messages that the bot has been told of since it last looked."""
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [update.effective_message.text or "" for update in updates if update.effective_message]


SAID = [
    "nothing for bots",
    "/ask something",
    "/ask@verbatim_bot something",
    "/ask@other_bot something",
    "well, /ask",
    "hey @Verbatim_Bot, look",
    "hey @verbatim_bottle, look",
    "mail me at a@verbatim_bot.example",
]


@pytest.mark.parametrize(
    ("privacy", "status", "expected"),
    [
        (True, "member", [SAID[1], SAID[2], SAID[5]]),
        (False, "member", SAID),
        (True, "administrator", SAID),
    ],
    ids=["privacy mode", "no privacy mode", "administrator"],
)
async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(
    playground: Playground, bot: Bot, ann: User, privacy: bool, status: str, expected: list[str]
) -> None:
    playground.state.privacy = privacy
    group = playground.group("Friends", [ann], bot="administrator" if status == "administrator" else "member")
    for text in SAID:
        say(playground.state, ann.id, group.id, text)
    assert await heard(bot) == expected


async def test_a_reply_to_the_bot_is_heard(playground: Playground, bot: Bot, ann: User, bob: User) -> None:
    group = playground.group("Friends", [ann, bob])
    mine = await bot.send_message(group.id, "well?")
    hers = say(playground.state, ann.id, group.id, "just talking")
    say(playground.state, bob.id, group.id, "to her", reply_to=hers.id)
    say(playground.state, bob.id, group.id, "to the bot", reply_to=mine.message_id)
    assert await heard(bot) == ["to the bot"]


async def test_other_bots_are_not_heard(playground: Playground, bot: Bot, ann: User) -> None:
    other = playground.person("Other", username="other_bot", is_bot=True)
    group = playground.group("Friends", [ann, other], bot="administrator")
    say(playground.state, other.id, group.id, "/ask me")
    assert await heard(bot) == []


async def test_edits_are_heard_by_the_same_rules(playground: Playground, bot: Bot, ann: User) -> None:
    group = playground.group("Friends", [ann])
    said = say(playground.state, ann.id, group.id, "hello")
    edit(playground.state, ann.id, group.id, said.id, "hello all")
    edit(playground.state, ann.id, group.id, said.id, "/ask all")
    (update,) = await bot.get_updates()
    assert update.edited_message and update.edited_message.text == "/ask all"
    assert update.edited_message.edit_date is not None


async def test_the_bot_is_told_of_its_own_place(playground: Playground, bot: Bot, ann: User) -> None:
    group = playground.group("Friends", [ann], bot="left")
    for status in ("member", "administrator", "kicked"):
        membership.place_bot(playground.state, group.id, status, by=ann.id)
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [(each.old_chat_member.status, each.new_chat_member.status) for each in changes if each] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]


async def test_blocking_is_told_in_private(playground: Playground, bot: Bot, ann: User) -> None:
    membership.block(playground.state, ann.id)
    membership.unblock(playground.state, ann.id)
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [each.new_chat_member.status for each in changes if each] == ["kicked", "member"]
    membership.block(playground.state, ann.id)
    with pytest.raises(NotPossible):
        say(playground.state, ann.id, ann.id, "hello?")


async def test_members_are_listed_with_their_standing(playground: Playground, bot: Bot, ann: User, bob: User) -> None:
    group = playground.supergroup("Friends", [ann, bob], bot="administrator")
    admins = await bot.get_chat_administrators(group.id)
    assert {(admin.user.id, admin.status) for admin in admins} == {
        (ann.id, ChatMember.OWNER),
        (playground.bot.id, ChatMember.ADMINISTRATOR),
    }
    assert (await bot.get_chat_member(group.id, bob.id)).status == ChatMember.MEMBER
    assert (await bot.get_chat_member(group.id, playground.person("Cid").id)).status == ChatMember.LEFT
    assert await bot.get_chat_member_count(group.id) == 3
    assert await bot.leave_chat(group.id)
    assert playground.state.member(group.id, playground.bot.id).status == "left"


async def test_an_anonymous_administrator_speaks_as_the_group(playground: Playground, bot: Bot, ann: User) -> None:
    group = playground.supergroup("Friends", [ann])
    membership.place_person(playground.state, group.id, Member(ann.id, "creator", True, "Boss"))
    say(playground.state, ann.id, group.id, "/ask anybody")
    (update,) = await bot.get_updates()
    message = update.message
    assert message and message.from_user and message.sender_chat
    assert (message.from_user.id, message.sender_chat.id) == (ANONYMOUS_ADMIN.id, group.id)
    assert message.author_signature == "Boss"


async def test_topics_keep_their_messages(playground: Playground, bot: Bot, ann: User) -> None:
    forum = playground.supergroup("Forum", [ann], forum=True)
    topic = membership.add_topic(playground.state, forum.id, "News", by=ann.id)
    say(playground.state, ann.id, forum.id, "/ask here", topic=topic.id)
    created, asked = [update.message for update in await bot.get_updates()]
    assert created and created.forum_topic_created and created.forum_topic_created.name == "News"
    assert asked and (asked.message_thread_id, asked.is_topic_message) == (topic.id, True)
    # A message in a topic that answers nothing is shown as an answer to the topic's first one.
    assert asked.reply_to_message and asked.reply_to_message.message_id == topic.id
    answer = await asked.reply_text("here")
    assert (answer.message_thread_id, answer.is_topic_message) == (topic.id, True)


async def test_the_general_topic_has_no_number(playground: Playground, bot: Bot, ann: User) -> None:
    forum = playground.supergroup("Forum", [ann], forum=True)
    first = say(playground.state, ann.id, forum.id, "/ask here")
    say(playground.state, ann.id, forum.id, "/ask there", reply_to=first.id)
    asked, again = [update.message for update in await bot.get_updates()]
    assert asked and (asked.message_thread_id, asked.is_topic_message) == (None, None)
    assert again and (again.message_thread_id, again.is_topic_message) == (first.id, None)
    for number in (1, first.id):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(forum.id, "x", message_thread_id=number)


async def test_a_closed_topic_is_for_administrators(playground: Playground, bot: Bot, ann: User, bob: User) -> None:
    forum = playground.supergroup("Forum", [ann, bob], forum=True)
    topic = membership.add_topic(playground.state, forum.id, "News", by=ann.id)
    membership.close_topic(playground.state, forum.id, topic.id, by=ann.id)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.id)
    with pytest.raises(NotPossible):
        say(playground.state, bob.id, forum.id, "x", topic=topic.id)
    membership.close_topic(playground.state, forum.id, topic.id, by=ann.id, closed=False)
    await bot.send_message(forum.id, "x", message_thread_id=topic.id)


async def test_replies_in_a_supergroup_make_a_thread_that_can_not_be_written_to(
    playground: Playground, bot: Bot, ann: User
) -> None:
    group = playground.supergroup("Friends", [ann], bot="administrator")
    first = say(playground.state, ann.id, group.id, "one")
    second = say(playground.state, ann.id, group.id, "two", reply_to=first.id)
    say(playground.state, ann.id, group.id, "three", reply_to=second.id)
    messages = [update.message for update in await bot.get_updates()]
    assert [message.message_thread_id for message in messages if message] == [None, first.id, first.id]
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=first.id)


async def test_a_channel_post_is_forwarded_into_the_discussion(playground: Playground, bot: Bot, ann: User) -> None:
    talk = playground.supergroup("Talk", [ann], bot="administrator")
    news = playground.channel("News", [ann], discussion=talk)
    post = say(playground.state, ann.id, news.id, "read this")
    edit(playground.state, ann.id, news.id, post.id, "read that")
    updates = await bot.get_updates()
    posted, copied, edited, edited_copy = updates
    assert posted.channel_post and posted.channel_post.text == "read this"
    assert copied.message and copied.message.is_automatic_forward
    assert copied.message.sender_chat and copied.message.sender_chat.id == news.id
    assert copied.message.forward_origin
    assert copied.message.forward_origin.to_dict()["message_id"] == post.id
    assert edited.edited_channel_post and edited.edited_channel_post.text == "read that"
    assert edited_copy.edited_message and edited_copy.edited_message.text == "read that"
    assert (await bot.get_chat(news.id)).linked_chat_id == talk.id


async def test_the_bots_own_post_is_discussed_too(playground: Playground, bot: Bot, ann: User) -> None:
    talk = playground.supergroup("Talk", [ann], bot="administrator")
    news = playground.channel("News", [ann], discussion=talk)
    await bot.send_message(news.id, "mine")
    (update,) = await bot.get_updates()
    assert update.message and (update.message.text, update.message.is_automatic_forward) == ("mine", True)


async def test_a_group_becomes_a_supergroup(playground: Playground, bot: Bot, ann: User) -> None:
    group = playground.group("Friends", [ann])
    new = membership.migrate(playground.state, group.id, by=ann.id)
    left, arrived = [update.message for update in await bot.get_updates()]
    assert left and (left.chat.id, left.migrate_to_chat_id) == (group.id, new.id)
    assert arrived and (arrived.chat.id, arrived.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(NotPossible):
        say(playground.state, ann.id, group.id, "anybody?")
    say(playground.state, ann.id, new.id, "/ask anybody")


async def test_an_answer_may_quote_a_post_of_a_channel(playground: Playground, bot: Bot, ann: User) -> None:
    news = playground.channel("News", [ann])
    post = say(playground.state, ann.id, news.id, "The city was retaken.")
    say(playground.state, ann.id, ann.id, "was it?")
    sent = await bot.send_message(
        ann.id, "see", reply_parameters=ReplyParameters(post.id, chat_id=news.id, quote="retaken")
    )
    assert sent.reply_to_message is None
    assert sent.external_reply and sent.external_reply.chat and sent.external_reply.chat.id == news.id
    assert sent.quote and sent.quote.text == "retaken"

    # What somebody replies to shows what it replies to itself, if that is elsewhere.
    say(playground.state, ann.id, ann.id, "and when?", reply_to=sent.message_id)
    update = (await bot.get_updates())[-1]
    assert update.message and update.message.reply_to_message
    assert update.message.reply_to_message.quote == sent.quote


@pytest.mark.parametrize(
    ("place_of_bot", "username", "refusal"),
    [
        ("left", None, (Forbidden, "bot is not a member of the channel chat")),
        ("kicked", None, (Forbidden, "bot was kicked from the channel chat")),
        # Everybody may know of it, but its messages are for members.
        ("left", "news", (BadRequest, "Message to be replied not found")),
    ],
    ids=["private", "kicked", "public"],
)
async def test_a_post_of_a_channel_is_quoted_only_by_members(
    playground: Playground,
    bot: Bot,
    ann: User,
    place_of_bot: Status,
    username: str | None,
    refusal: tuple[type[TelegramError], str],
) -> None:
    news = playground.channel("News", [ann], username=username, bot=place_of_bot)
    post = say(playground.state, ann.id, news.id, "The city was retaken.")
    say(playground.state, ann.id, ann.id, "was it?")
    kind, words = refusal
    with pytest.raises(kind, match=words):
        await bot.send_message(
            ann.id,
            "see",
            reply_parameters=ReplyParameters(
                post.id, chat_id=news.id, quote="retaken", allow_sending_without_reply=True
            ),
        )


WAYS: dict[str, Callable[[Playground, Chat, User, Message], object]] = {
    "write in a channel": lambda p, c, u, m: say(p.state, u.id, p.channel("News", [p.person("Owner")]).id, "x"),
    "write in a strange group": lambda p, c, u, m: say(p.state, p.person("Cid").id, c.id, "x"),
    "write nothing": lambda p, c, u, m: say(p.state, u.id, c.id, " "),
    "write too much": lambda p, c, u, m: say(p.state, u.id, c.id, "a" * 4097),
    "quote other words": lambda p, c, u, m: say(p.state, u.id, c.id, "x", reply_to=m.id, quote="other"),
    "reply to nothing": lambda p, c, u, m: say(p.state, u.id, c.id, "x", reply_to=99),
    "edit another's": lambda p, c, u, m: edit(p.state, u.id, c.id, m.id, "x"),
    "press on nothing": lambda p, c, u, m: press(p.state, u.id, c.id, 99, "x"),
    "speak as another's channel": lambda p, c, u, m: say(
        p.state, u.id, c.id, "x", as_chat=p.channel("News", [p.person("Owner")]).id
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_people_can_not(way: str) -> None:
    playground = Playground()
    ann, bob = playground.person("Ann"), playground.person("Bob")
    group = playground.supergroup("Friends", [ann, bob])
    message = say(playground.state, ann.id, group.id, "these words")
    with pytest.raises(NotPossible):
        WAYS[way](playground, group, bob, message)


async def test_a_press_tells_who_where_and_what(playground: Playground, bot: Bot, ann: User, bob: User) -> None:
    group = playground.group("Friends", [ann, bob])
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    number = (await bot.send_message(group.id, "x", reply_markup=keyboard)).message_id
    press(playground.state, bob.id, group.id, number, "go")
    press(playground.state, bob.id, group.id, number, "go", inaccessible=True)
    first, second = [update.callback_query for update in await bot.get_updates()]
    assert first and first.message and second and second.message
    assert (first.from_user.id, first.data, first.message.message_id) == (bob.id, "go", number)
    assert (first.message.is_accessible, second.message.is_accessible) == (True, False)
