"""Posts of channels become articles, where somebody who runs the bot and the channel has turned that on."""

from __future__ import annotations

import json

from bot.playground import Chat, Playground
from bot.playground.model import Member
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Expectation, Scenario, Seen, Speaker, button, edited, no_buttons, polling

OPENED = "The harbour 🏗️ at Orla was opened by Vera Holt in May."
WHO = "who opened the harbour at Orla?"


def plain(text: str) -> str:
    """A text without the marks that keep the direction of names."""
    return text.replace("\u2068", "").replace("\u2069", "")


def number(channel: Chat) -> int:
    """The channel's number in addresses."""
    return -channel.id - 1_000_000_000_000


def saying(part: str) -> Expectation:
    return Expectation(f"saying {part!r}", lambda seen: part in plain(seen.text))


def picking(part: str, channel: Chat, post: int) -> Expectation:
    """It quotes this of that post, with Telegram's own quote."""

    def holds(seen: Seen) -> bool:
        reply = seen.message.reply
        return bool(
            reply and reply.quote and (reply.chat_id, reply.message_id, reply.quote.text) == (channel.id, post, part)
        )

    return Expectation(f"picking {part!r} of post {post}", holds)


def answering(part: str) -> Expectation:
    """It quotes this, in whatever way."""
    return Expectation(
        f"answering {part!r}",
        lambda seen: (
            part in seen.quotes
            or bool(seen.message.reply and seen.message.reply.quote and seen.message.reply.quote.text == part)
        ),
    )


def silent(part: str) -> Expectation:
    """An answer that does not quote this."""
    return Expectation(f"not quoting {part!r}", lambda seen: not answering(part).holds(seen))


def deeds(desk: Desk, who: Speaker) -> list[tuple[str, str, str]]:
    """What somebody did to sources, oldest first."""
    entries = [each for each in desk.library.audit() if each.who == str(who.id) and each.what != "reload"]
    return [(each.what.value, each.target, each.outcome) for each in reversed(entries)]


def export(channel: Chat, *texts: tuple[int, str], kind: str = "private_channel") -> bytes:
    messages = [
        {
            "id": post, "type": "message", "date": "2026-05-01T12:00:00", "date_unixtime": "1777636800",
            "text": text, "text_entities": [{"type": "plain", "text": text}],
        }
        for post, text in texts
    ]  # fmt: skip
    return json.dumps({"name": "News", "type": kind, "id": number(channel), "messages": messages}).encode()


async def followed(admin: Speaker, channel: Chat) -> None:
    await admin.says(f"/index https://t.me/c/{number(channel)}/1")
    await admin.sees(saying(f"From now on I quote what is posted in {channel.title}."))


async def test_posts_become_articles_as_they_come_and_change_as_they_are_edited(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    channel = scene.channel("News", admin)
    async with polling(desk.application(playground, admin.id), scene):
        await admin.at(channel).says("The old lighthouse of Orla was painted by Tom Hask.")
        await followed(admin, channel)
        post = await admin.at(channel).says(f"#orla News of the day. {OPENED}")
        await scene.idle()
        await ann.says(WHO)
        await ann.sees(picking(OPENED, channel, post.id))
        await admin.at(channel).edits(post, "News of the day. The harbour at Orla was opened by Max Brand.")
        await scene.idle()
        await ann.says(WHO)
        await ann.sees(picking("The harbour at Orla was opened by Max Brand.", channel, post.id))
        await ann.says("who painted the old lighthouse of Orla?")
        await ann.sees(silent("The old lighthouse of Orla was painted by Tom Hask."))
        # An edit that leaves nothing to quote, and one that says something again.
        await admin.at(channel).edits(post, "ok")
        await scene.idle()
        assert desk.library.holdings.titles(f"https://t.me/c/{number(channel)}", 9) == ()
        await admin.at(channel).edits(post, OPENED)
        await scene.idle()
        await ann.says(WHO)
        await ann.sees(picking(OPENED, channel, post.id))

    uri = f"https://t.me/c/{number(channel)}"
    assert deeds(desk, admin) == [("add", uri, "done")]
    (article,) = desk.library.holdings.get(f"{uri}/{post.id}").record.article_ids
    quote = desk.library.answerer.lead(article)
    assert quote and quote.url == f"{uri}/{post.id}"


async def test_captions_count_and_pictures_without_words_do_not(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    channel = scene.channel("News", admin)
    async with polling(desk.application(playground, admin.id), scene):
        await followed(admin, channel)
        await admin.at(channel).sends("a.png", b"\x89PNG", caption=OPENED, mime_type="image/png")
        for name in ("b.png", "c.png"):
            await admin.at(channel).sends(name, b"\x89PNG", mime_type="image/png")
        await admin.at(channel).says("ok, thanks")
        await admin.at(channel).says("/ask who retook Palmyra?")
        await scene.idle()

    uri = f"https://t.me/c/{number(channel)}"
    assert [each.uri for each in desk.library.holdings.list("t.me")] == [uri, f"{uri}/1"]


async def test_a_post_that_was_deleted_is_in_no_answer_once_an_admin_says_so(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    channel = scene.channel("News", admin, username="orla_news")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/index @orla_news")
        await admin.sees(saying("From now on I quote what is posted in News."))
        post = await admin.at(channel).says(OPENED)
        await scene.idle()
        await admin.says(WHO)
        await admin.sees(picking(OPENED, channel, post.id))
        await admin.says(f"/delete https://t.me/orla_news/{post.id}")
        await admin.sees(ENGLISH.source_deleted)
        await admin.says(WHO)
        await admin.sees(silent(OPENED))
        # Neither an edit of it nor a break of the whole channel brings it back.
        await admin.at(channel).edits(post, f"{OPENED} Really.")
        await scene.idle()
        uri = f"https://t.me/c/{number(channel)}"
        desk.library.holdings.disable(uri, by="1")
        desk.library.holdings.enable(uri, by="1")
        await admin.says(WHO)
        await admin.sees(silent(OPENED))
        for link in (f"https://t.me/orla_news/{post.id}", "https://t.me/c/123/4", "https://t.me/nobody_here/4"):
            await admin.says(f"/delete {link}")
            await admin.sees(ENGLISH.source_gone)
        await admin.says("/delete palmyra.md")
        await admin.sees(ENGLISH.delete_how)

    assert deeds(desk, admin) == [("add", uri, "done"), ("delete", f"{uri}/{post.id}", "done")]


async def test_an_export_brings_the_posts_of_before_and_none_twice(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    channel = scene.channel("News", admin)
    old = "The old lighthouse of Orla was painted by Tom Hask."
    async with polling(desk.application(playground, admin.id), scene):
        first = await admin.at(channel).says(old)
        await followed(admin, channel)
        post = await admin.at(channel).says(OPENED)
        await scene.idle()
        content = export(channel, (first.id, old), (post.id, "The harbour at Orla was opened by nobody."), (9, "ok"))
        for _ in range(2):
            await admin.sends("result.json", content)
            await admin.sees(edited(), saying("Added: result.json\nArticles: 2\n"))
        await admin.says("who painted the old lighthouse of Orla?")
        await admin.sees(picking(old, channel, first.id))
        await admin.says(WHO)
        await admin.sees(picking(OPENED, channel, post.id))

    uri = f"https://t.me/c/{number(channel)}"
    assert [each.uri for each in desk.library.holdings.list("t.me")] == [uri, f"{uri}/1", f"{uri}/2"]
    assert deeds(desk, admin)[1:] == [("add", uri, "1 posts of an export"), ("add", uri, "0 posts of an export")]


async def test_a_channel_is_listed_as_one_source_and_ends_with_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    channel = scene.channel("News", admin)
    uri = f"https://t.me/c/{number(channel)}"
    async with polling(desk.application(playground, admin.id), scene):
        await followed(admin, channel)
        for town in ("Homs", "Munn"):
            await admin.at(channel).says(f"The bakery of {town} was painted by Tom Hask.")
        await scene.idle()
        await admin.says("/sources")
        await admin.sees(saying(f"Sources: 3\n\n1. {uri}\n✅ in use · Articles: 2"))
        await admin.presses("1")
        await admin.sees(edited(), button("Disable"))
        await admin.presses("Disable")
        await admin.sees(edited(), saying("⏸ disabled"))
        late = await admin.at(channel).says(OPENED)
        await scene.idle()
        await admin.says(WHO)
        await admin.sees(silent(OPENED))
        await admin.says("/sources")
        await admin.sees(saying("Sources: 3"))
        await admin.presses("1")
        await admin.sees(edited(), button("Enable"))
        await admin.presses("Enable")
        await admin.sees(edited(), button("Disable"))
        await admin.says(WHO)
        await admin.sees(picking(OPENED, channel, late.id))
        await admin.presses("Delete …")
        await admin.sees(edited(), button("Yes, delete it"))
        await admin.presses("Yes, delete it")
        await admin.sees(edited(), saying("Sources: 2"))
        await admin.at(channel).says("The mill of Homs was burnt by Max Brand.")
        await scene.idle()

    assert desk.library.holdings.list("t.me") == []
    assert [what for what, *_ in deeds(desk, admin)] == ["add", "disable", "enable", "delete"]


async def test_a_channel_is_turned_on_by_who_runs_both_the_bot_and_the_channel_alone(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora", started=True), scene.person("Ann")
    hers, without_bot = scene.channel("Hers", ann, admin), scene.channel("Far", admin, bot="left")
    group, without_rights = scene.supergroup("Talk", admin), scene.channel("Quiet", admin, bot="member")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(f"/index https://t.me/c/{number(hers)}/1")
        await ann.sees(ENGLISH.for_admins)
        for word, said in (
            (f"https://t.me/c/{number(hers)}/1", ENGLISH.index_not_yours),
            (f"https://t.me/c/{number(without_bot)}/1", ENGLISH.index_unseen),
            (f"https://t.me/c/{number(without_rights)}/1", ENGLISH.index_unseen),
            (f"https://t.me/c/{number(group)}/1", ENGLISH.index_unseen),
            ("@nobody_here", ENGLISH.index_unseen),
            ("news", ENGLISH.index_how),
            ("", ENGLISH.index_how),
        ):
            await admin.says(f"/index {word}".strip())
            await admin.sees(said)
        await ann.at(hers).says(OPENED)
        # Whoever posts it there, nobody who runs the bot is an admin of that channel.
        await ann.at(hers).says("/index")
        await admin.sees_nothing()
        await ann.at(hers).sees_nothing()

    assert desk.library.holdings.list("t.me") == []


async def test_a_post_that_asks_for_it_has_an_admin_asked_in_private(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora", started=True), scene.person("Ann")
    channel = scene.channel("News", ann, admin)
    playground.state.set_member(channel.id, Member(admin.id, "administrator"))
    async with polling(desk.application(playground, admin.id), scene):
        post = await ann.at(channel).says("/index")
        asked = await admin.sees(saying("Somebody wants the posts of News to be quoted. Shall I?"))
        await ann.at(channel).edits(post, "/index now")
        await ann.at(channel).sees_nothing()
        assert desk.library.holdings.list("t.me") == []
        await admin.presses("Yes, quote them")
        await admin.sees(edited(asked), saying("From now on I quote what is posted in News."), no_buttons())
        # Who is an admin there no more can't turn it on with the old message.
        desk.library.holdings.delete(f"https://t.me/c/{number(channel)}", by="1")
        playground.state.set_member(channel.id, Member(admin.id, "member"))
        await admin.presses("Yes, quote them", on=asked)
        await admin.sees(edited(asked), ENGLISH.index_not_yours)

    assert desk.library.holdings.list("t.me") == []
    assert [what for what, *_ in deeds(desk, admin)] == ["add"]
