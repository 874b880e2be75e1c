"""Telegram's own quotes: an answer that stands in a channel's post replies to that post."""

from __future__ import annotations

import pytest
from telegram import ReplyParameters

from bot import render, texts
from bot.buttons import QuoteRef
from bot.native import Native, Post, post_of
from bot.playground import Chat, Message, Playground, edit
from bot.playground.membership import place_bot
from bot.playground.model import Entity
from retrieval import Asked
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, button, containing, edited, polling, quote, reply_to

OPENED = "The harbour 🏗️ at Orla was opened by Vera Holt in May."
CRANES = "It has forty cranes."
POST = f"News from Orla. {OPENED} {CRANES}"
WHO = "who opened the harbour at Orla?"
RETOOK = "Government forces retook Palmyra on Sunday."


def address(channel: Chat, post: Message) -> str:
    if channel.username:
        return f"https://t.me/{channel.username}/{post.id}"
    return f"https://t.me/c/{-channel.id - 1_000_000_000_000}/{post.id}"


async def published(
    desk: Desk, owner: Speaker, channel: Chat, text: str = POST, *, read_as: str | None = None
) -> tuple[Message, str]:
    """A post of a channel that is an article, too; `read_as` is what it said when it was read."""
    post = await owner.at(channel).says(text)
    url = address(channel, post)
    head = f"---\ntitle: Orla, no. {post.id}\ndate: 2024-05-01\nurl: {url}\n---\n\n"
    (desk.sources / f"post{post.id}.md").write_text(f"{head}{read_as or text}\n", "utf-8")
    desk.library.update()
    return post, url


def sent_to(playground: Playground, somebody: Speaker) -> list[Seen]:
    """The bot's messages in somebody's private chat."""
    there = playground.state.messages[somebody.id].values()
    return [Seen(message) for message in there if message.sender == playground.bot.id]


def picked(seen: Seen) -> tuple[int | None, int, str | None]:
    """Which message of which chat a message replies to, and what is quoted of it."""
    reply = seen.message.reply
    assert reply
    return reply.chat_id, reply.message_id, reply.quote.text if reply.quote else None


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("https://t.me/Orla_News/7", Post("@orla_news", 7)),
        ("http://telegram.me/orla_news/7/", Post("@orla_news", 7)),
        ("https://t.me/s/orla_news/7", Post("@orla_news", 7)),
        ("https://t.me/orla_news/7?single", Post("@orla_news", 7)),
        ("https://t.me/orla_news/3/7", Post("@orla_news", 7)),
        ("https://t.me/c/1234567890/7", Post(-1001234567890, 7)),
        ("https://t.me/c/1234567890/3/7", Post(-1001234567890, 7)),
        ("https://t.me/c/77/7", Post(-1000000000077, 7)),
        ("https://t.me/orla_news", None),
        ("https://t.me/orla_news/0", None),
        ("https://t.me/c/0/7", None),
        ("https://t.me/+AbCdEf/7", None),
        ("https://t.me/orla_news/" + "9" * 30, None),
        ("https://example.org/t.me/orla_news/7", None),
        ("https://t.me.example.org/orla_news/7", None),
        ("https://t.me/орла_news/7", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_of_posts_are_known(url: str | None, post: Post | None) -> None:
    assert post_of(url) == post


@pytest.mark.parametrize("username", [None, "orla_news"], ids=["private", "public"])
async def test_an_answer_from_a_post_replies_to_it(
    desk: Desk, playground: Playground, scene: Scenario, username: str | None
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        channel = scene.channel("Orla", ann, username=username)
        post, url = await published(desk, ann, channel)
        await ann.says(WHO)
        seen = await ann.sees(containing("Orla, no."))
        assert picked(seen) == (channel.id, post.id, OPENED)
        assert seen.text == f"Orla, no. {post.id} · 1 May 2024"
        assert seen.links == ((f"Orla, no. {post.id}", url),)
        assert [row[0] for row in seen.buttons] == ["Context", "Copy"]
        await ann.sees_nothing()


async def test_its_buttons_lead_on_and_back(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await published(desk, ann, scene.channel("Orla", ann))
        await ann.says(WHO)
        first = await ann.sees(containing("Orla, no."))
        await ann.presses("Context")
        await ann.sees(edited(first), containing(CRANES))
        await ann.presses("Back to the quote")
        back = await ann.sees(edited(first))
        assert (back.text, back.buttons, picked(back)) == (first.text, first.buttons, picked(first))
        await ann.presses("👍")
        await ann.shares("Share", ann.at(scene.group("Friends", ann, bot="left")))


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_reply_to_it_is_understood(
    desk: Desk, playground: Playground, scene: Scenario, restarted: bool
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await published(desk, ann, scene.channel("Orla", ann))
        await ann.says(WHO)
        first = await ann.sees(containing("Orla, no."))
        if not restarted:
            await ann.says("and how many cranes does it have?", reply_to=first)
            assert picked(await ann.sees(containing("Orla, no.")))[2] == CRANES
    async with polling(desk.application(playground), scene):
        await ann.says("and how many cranes does it have?", reply_to=first)
        assert picked(await ann.sees(containing("Orla, no.")))[2] == CRANES


async def test_what_a_reply_to_a_post_quotes_is_what_it_is_about(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene) as application:
        ann = scene.person("Ann")
        channel = scene.channel("Orla", ann)
        post, _ = await published(desk, ann, channel)
        await ann.says(WHO)
        await ann.sees(containing("Orla, no."))
        found = desk.library.answerer.answer(WHO)
        shown = render.source_alone(found.quotes[0], (QuoteRef.of(found.quotes[0]),), texts.ENGLISH)
        sent = await application.bot.send_message(
            ann.id,
            shown.text,
            reply_markup=shown.keyboard,
            reply_parameters=ReplyParameters(post.id, channel.id, quote=OPENED),
        )
        assert render.recalled(sent) == Asked(OPENED, found.quotes[0].article_id)


async def test_in_a_group_the_asker_is_replied_to(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await published(desk, ann, scene.channel("Orla", ann))
        friends = ann.at(scene.group("Friends", ann))
        asked = await friends.says(f"/ask {WHO}")
        await friends.sees(quote(OPENED), reply_to(asked))


def attempts(playground: Playground) -> int:
    """How often the bot tried to reply to a post."""
    return sum("chat_id" in str(call.parameters.get("reply_parameters")) for call in playground.calls)


@pytest.mark.parametrize("lacking", ["never there", "kicked", "public but not there", "deleted"])
async def test_a_post_out_of_reach_is_quoted_as_usual_and_its_channel_left_alone_for_an_hour(
    desk: Desk, playground: Playground, scene: Scenario, lacking: str
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        public = lacking == "public but not there"
        away = public or lacking == "never there"
        channel = scene.channel(
            "Orla", ann, username="orla_news" if public else None, bot="left" if away else "administrator"
        )
        post, _ = await published(desk, ann, channel)
        await published(desk, ann, channel, "The mill at Brede was opened by Tom Hask in June.")
        if lacking == "kicked":
            place_bot(playground.state, channel.id, "kicked", by=ann.id)
        elif lacking == "deleted":
            await ann.at(channel).deletes(post)
        for question in (WHO, "who opened the mill at Brede?", WHO):
            asked = await ann.says(question)
            seen = await ann.sees(reply_to(asked), button("Context"))
            assert len(seen.quotes) == 1
        assert attempts(playground) == 1
        await admin.sees_nothing()


async def test_a_post_that_reads_otherwise_now_is_quoted_as_usual_and_the_channels_others_natively(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        channel = scene.channel("Orla", ann)
        await published(desk, ann, channel, "All is well at Orla.", read_as=POST)
        mill, _ = await published(desk, ann, channel, "The mill at Brede was opened by Tom Hask in June.")
        for _ in range(2):
            asked = await ann.says(WHO)
            await ann.sees(quote(OPENED), reply_to(asked))
        assert attempts(playground) == 1
        await ann.says("who opened the mill at Brede?")
        assert picked(await ann.sees(containing("Orla, no.")))[:2] == (channel.id, mill.id)


async def test_a_bold_part_of_a_post_is_quoted_as_usual(desk: Desk, playground: Playground, scene: Scenario) -> None:
    """Telegram wants the quote with its formats, which articles do not have."""
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        channel = scene.channel("Orla", ann)
        post, _ = await published(desk, ann, channel)
        bold = Entity("bold", POST.index("was opened"), 10)
        edit(playground.state, ann.id, channel.id, post.id, POST, entities=[bold])
        asked = await ann.says(WHO)
        await ann.sees(quote(OPENED), reply_to(asked))


async def test_who_blocks_the_bot_takes_the_channel_from_nobody_else(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        channel = scene.channel("Orla", ann, ben)
        post, _ = await published(desk, ann, channel)
        held = playground.faults.hold("sendMessage")
        await ben.says(WHO)
        await held.arrived.wait()
        await ben.blocks()
        held.release()
        await scene.idle()
        await ann.says(WHO)
        assert picked(await ann.sees(containing("Orla, no."))) == (channel.id, post.id, OPENED)
        assert attempts(playground) == 2


async def test_after_an_hour_it_is_tried_again() -> None:
    now = [0.0]
    native = Native(clock=lambda: now[0])
    post = Post("@orla_news", 7)
    native._refuse(post.chat)
    now[0] = 3_599
    assert native._is_refused(post)
    now[0] = 3_601
    assert not native._is_refused(post)


async def test_an_edited_question_gets_a_new_answer_in_place_of_a_reply_to_a_post(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        channel = scene.channel("Orla", ann)
        await published(desk, ann, channel)
        mill, _ = await published(desk, ann, channel, "The mill at Brede was opened by Tom Hask in June.")
        asked = await ann.says(WHO)
        first = await ann.sees(containing("Orla, no."))

        await ann.edits(asked, "who opened the mill at Brede?")
        await scene.idle()
        (second,) = sent_to(playground, ann)
        assert second.message.id != first.message.id
        assert picked(second) == (channel.id, mill.id, "The mill at Brede was opened by Tom Hask in June.")

        await ann.edits(asked, "who retook Palmyra?")
        await scene.idle()
        (third,) = sent_to(playground, ann)
        assert (third.quotes, third.replies_to) == ((RETOOK,), asked.id)


async def test_a_reply_to_a_post_that_was_deleted_is_not_sent_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await published(desk, ann, scene.channel("Orla", ann))
        asked = await ann.says(WHO)
        first = await ann.sees(containing("Orla, no."))
        await ann.deletes(first)
        await ann.edits(asked, "who retook Palmyra?")
        await ann.sees_nothing()
