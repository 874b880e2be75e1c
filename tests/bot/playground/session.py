"""A walk through everything: each kind of update, and every method that gives a result."""

from __future__ import annotations

import base64
import time

from bot.playground import (
    Playground,
    choose,
    delete,
    edit,
    forward,
    membership,
    press,
    react,
    say,
    type_inline,
)
from bot.playground.model import Attachment, Json, Member
from bot.playground.parameters import Fields, Upload

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP8zwACTGCSAQANHQEDgslx/wAAAABJRU5ErkJggg=="
)
KEYBOARD: Json = {
    "inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Open", "url": "https://a.example"}]]
}


class Session:
    """The playground's bot at work, without a network; `results` are pairs of a method and what it gave."""

    def __init__(self) -> None:
        self.playground = Playground(now=lambda: int(time.time()))
        self.state = self.playground.state
        self.results: list[tuple[str, object]] = []
        self.state.updates.allow(["chat_member", "message_reaction", *_USUAL])

    # Any field of any method, so any value.
    async def call(self, method: str, upload: tuple[str, Upload] | None = None, /, **fields: object) -> Json:
        given = Fields(fields, files={upload[0]: upload[1]} if upload else {})
        request = self.playground.api.begin(method, given)
        result = await self.playground.api.carry_out(request, given)
        self.playground.api.end(request)
        assert request.unheeded == frozenset()
        self.results.append((method, result))
        return result if isinstance(result, dict) else {}

    async def run(self) -> None:
        """Do everything."""
        await self.private()
        await self.group()
        await self.forum()
        await self.channel()
        await self.inline()
        await self.profile()

    async def private(self) -> None:
        state = self.state
        ann = self.playground.person("Ann", last_name="Other", username="ann_o", language_code="en")
        asked = say(state, ann.id, ann.id, "/start see https://a.example/x @verbatim_bot #tag a@b.example")
        await self.call("getMe")
        await self.call("sendChatAction", chat_id=ann.id, action="typing")
        sent = await self.call(
            "sendMessage", chat_id=ann.id, text="Hello <b>you</b>", parse_mode="HTML", reply_markup=KEYBOARD,
            reply_parameters={"message_id": asked.id, "quote": "see"}, link_preview_options={"is_disabled": True},
        )  # fmt: skip
        entities = [
            {"type": "expandable_blockquote", "offset": 0, "length": 4},
            {"type": "text_link", "offset": 5, "length": 3, "url": "https://a.example"},
            {"type": "text_mention", "offset": 9, "length": 2, "user": {"id": ann.id}},
            {"type": "date_time", "offset": 12, "length": 2, "unix_time": 1, "date_time_format": "D"},
            {"type": "pre", "offset": 15, "length": 2, "language": "python"},
        ]
        number = sent["message_id"]
        await self.call(
            "editMessageText", chat_id=ann.id, message_id=number, text="abcd efg hi jk lm", entities=entities
        )
        await self.call("editMessageReplyMarkup", chat_id=ann.id, message_id=number, reply_markup=KEYBOARD)
        await self.call(
            "setMessageReaction", chat_id=ann.id, message_id=asked.id, reaction=[{"type": "emoji", "emoji": "👍"}]
        )
        query = press(state, ann.id, ann.id, number, "go")
        await self.call("answerCallbackQuery", callback_query_id=query.id, text="done", show_alert=True)
        press(state, ann.id, ann.id, number, "go", inaccessible=True)
        react(state, ann.id, ann.id, number, "👍")
        edit(state, ann.id, ann.id, asked.id, "other words")
        file = state.store(b"Title\n\nText", Attachment("document", file_name="a.txt", mime_type="text/plain"))
        given = say(state, ann.id, ann.id, "a caption", attachment=file, reply_to=number)
        await self.call("getFile", file_id=file.file_id)
        await self.call("forwardMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=given.id)
        copy = await self.call(
            "copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=given.id, caption="copied"
        )
        await self.call("editMessageCaption", chat_id=ann.id, message_id=copy["message_id"], caption="new")
        await self.call("sendPhoto", ("photo", Upload("a.png", "image/png", PNG)), chat_id=ann.id, caption="picture")
        await self.call("sendDocument", ("document", Upload("a.txt", "text/plain", b"text")), chat_id=ann.id)
        await self.call("pinChatMessage", chat_id=ann.id, message_id=number)
        await self.call("getChat", chat_id=ann.id)
        await self.call("deleteMessages", chat_id=ann.id, message_ids=[copy["message_id"]])
        await self.call("deleteMessage", chat_id=ann.id, message_id=number)
        forward(state, ann.id, ann.id, from_chat=ann.id, message_id=given.id)
        delete(state, ann.id, ann.id, given.id)
        membership.block(state, ann.id)
        membership.unblock(state, ann.id)

    async def group(self) -> None:
        state = self.state
        ann, bob = self.playground.person("Ann"), self.playground.person("Bob")
        group = self.playground.group("Friends", [ann, bob], bot="left")
        say(state, ann.id, group.id, "what does @verbatim_bot say?")
        guest = next(iter(state.guest_queries.values()))
        result = {"type": "article", "id": "1", "title": "Title", "input_message_content": {"message_text": "guest"}}
        await self.call("answerGuestQuery", guest_query_id=guest.id, result=result)
        for status in ("member", "restricted", "administrator"):
            membership.place_bot(state, group.id, status, by=ann.id)
        for member in (Member(bob.id, "restricted"), Member(bob.id, "kicked")):
            membership.place_person(state, group.id, member, by=ann.id)
            await self.call("getChatMember", chat_id=group.id, user_id=bob.id)
        membership.place_person(state, group.id, Member(bob.id, "member"))
        first = say(state, bob.id, group.id, "anybody?")
        say(state, ann.id, group.id, "/ask me", reply_to=first.id, quote="any")
        for user in (ann, self.playground.bot, self.playground.person("Cid")):
            await self.call("getChatMember", chat_id=group.id, user_id=user.id)
        await self.call("getChatAdministrators", chat_id=group.id)
        await self.call("getChatMemberCount", chat_id=group.id)
        await self.call("getChat", chat_id=group.id)
        new = membership.migrate(state, group.id, by=ann.id)
        await self.call("leaveChat", chat_id=new.id)

    async def forum(self) -> None:
        state = self.state
        ann, bob = self.playground.person("Ann"), self.playground.person("Bob")
        forum = self.playground.supergroup("Forum", [ann, bob], forum=True, username="forum", bot="administrator")
        topic = await self.call("createForumTopic", chat_id=forum.id, name="News", icon_color=7322096)
        number = topic["message_thread_id"]
        await self.call("sendMessage", chat_id="@forum", message_thread_id=number, text="in a topic")
        say(state, bob.id, forum.id, "in it too", topic=number)
        general = say(state, bob.id, forum.id, "in General")
        say(state, bob.id, forum.id, "answered there", reply_to=general.id)
        membership.place_person(state, forum.id, Member(ann.id, "creator", True, "Boss"))
        say(state, ann.id, forum.id, "anonymously", topic=number)
        await self.call("getChatAdministrators", chat_id=forum.id)
        await self.call("getChatMember", chat_id=forum.id, user_id=self.playground.bot.id)
        membership.close_topic(state, forum.id, number, by=ann.id)
        membership.close_topic(state, forum.id, number, by=ann.id, closed=False)

    async def channel(self) -> None:
        state = self.state
        ann = self.playground.person("Ann")
        talk = self.playground.supergroup("Talk", [ann], bot="administrator")
        news = self.playground.channel("News", [ann], username="news", discussion=talk)
        post = say(state, ann.id, news.id, "a post")
        edit(state, ann.id, news.id, post.id, "a better post")
        say(state, ann.id, talk.id, "as the channel", as_chat=news.id)
        sent = await self.call("sendMessage", chat_id=news.id, text="the bot's post", reply_markup=KEYBOARD)
        press(state, ann.id, news.id, sent["message_id"], "go")
        await self.call("getChat", chat_id="@news")
        await self.call("getChatMember", chat_id=news.id, user_id=self.playground.bot.id)
        elsewhere = {"message_id": post.id, "chat_id": news.id, "quote": "better"}
        await self.call("sendMessage", chat_id=talk.id, text="about it", reply_parameters=elsewhere)
        await self.call("forwardMessage", chat_id=talk.id, from_chat_id=news.id, message_id=post.id)

    async def inline(self) -> None:
        state = self.state
        ann = self.playground.person("Ann")
        group = self.playground.group("Friends", [ann])
        asked = type_inline(state, ann.id, "palmyra", chat_id=group.id)
        content = {"message_text": "*", "entities": [{"type": "bold", "offset": 0, "length": 1}]}
        result = {
            "type": "article",
            "id": "r",
            "title": "Title",
            "input_message_content": content,
            "reply_markup": KEYBOARD,
        }
        await self.call(
            "answerInlineQuery", inline_query_id=asked.id, results=[result], next_offset="10", is_personal=True,
            button={"text": "More", "start_parameter": "more"},
        )  # fmt: skip
        chosen = choose(state, asked.id, "r", group.id)
        press(state, ann.id, group.id, chosen.id, "go")
        await self.call("editMessageText", inline_message_id=chosen.inline_id, text="changed")

    async def profile(self) -> None:
        commands = [{"command": "ask", "description": "Ask a question"}]
        scope = {"type": "all_private_chats"}
        await self.call("setMyCommands", commands=commands, scope=scope, language_code="en")
        await self.call("getMyCommands", scope=scope, language_code="en")
        await self.call("deleteMyCommands", scope=scope, language_code="en")
        for what, field in (
            ("Name", "name"),
            ("Description", "description"),
            ("ShortDescription", "short_description"),
        ):
            await self.call(f"setMy{what}", None, **{field: "words"})
            await self.call(f"getMy{what}", language_code="en")
        await self.call("getWebhookInfo")


_USUAL = (
    "message", "edited_message", "channel_post", "edited_channel_post", "guest_message", "inline_query",
    "chosen_inline_result", "callback_query", "my_chat_member",
)  # fmt: skip
