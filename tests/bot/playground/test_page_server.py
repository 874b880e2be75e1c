"""What a page in a browser can do and learn."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from bot.playground import Playground, say
from bot.playground.model import Json
from bot.playground.page_actions import ACTIONS
from bot.playground.page_server import PAGE
from bot.playground.page_view import MESSAGES_SHOWN


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    """A client as a page is one."""
    async with httpx.AsyncClient(
        base_url=f"{playground.url}/playground/", headers={"Origin": playground.url}
    ) as client:
        yield client


async def act(page: httpx.AsyncClient, action: str, **fields: object) -> Json:
    """Do something, and give what came back."""
    answer = await page.post(action, json=fields)
    assert answer.status_code == 200, answer.text
    back: Json = answer.json()
    return back


class Events:
    """Reads server-sent events one by one."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, kind: str) -> Json:
        """The data of the next event of a kind."""
        found = ""
        async for line in self._lines:
            if line.startswith("event: "):
                found = line.removeprefix("event: ")
            elif line.startswith("data: ") and found == kind:
                told: Json = json.loads(line.removeprefix("data: "))
                return told
        raise AssertionError(f"the events ended before {kind}")


async def test_a_conversation_goes_both_ways(playground: Playground, bot: Bot, page: httpx.AsyncClient) -> None:
    ann = playground.person("Ann")
    async with page.stream("GET", "events") as response:
        events = Events(response)
        assert await events.next("ready") == {}
        said = await act(page, "say", user=ann.id, chat=ann.id, text="hello")
        assert (await events.next("message"))["message"] == said
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        sent = await bot.send_message(ann.id, "hi", reply_markup=keyboard)
        seen = (await events.next("message"))["message"]
        assert (seen["text"], seen["author"]) == ("hi", playground.bot.id)
        pressed = await act(page, "press", user=ann.id, chat=ann.id, message=sent.message_id, data="go")
        await bot.answer_callback_query(pressed["id"], "done", show_alert=True)
        assert (await events.next("callback"))["answer"] == {"text": "done", "alert": True}
        await bot.edit_message_text("changed", ann.id, sent.message_id)
        assert (await events.next("edited"))["message"]["text"] == "changed"
        await bot.send_chat_action(ann.id, "typing")
        assert (await events.next("action"))["detail"] == "typing"
        await bot.delete_message(ann.id, sent.message_id)
        assert (await events.next("deleted"))["message_id"] == sent.message_id


async def test_the_world_holds_what_there_is(playground: Playground, bot: Bot, page: httpx.AsyncClient) -> None:
    ann = playground.person("Ann", username="ann_o")
    playground.state.roles[ann.id] = "reader"
    group = playground.group("Friends", [ann])
    said = say(playground.state, ann.id, group.id, "hello")
    world = (await page.get("world")).json()
    assert world["bot"] == {
        "id": playground.bot.id,
        "first_name": "Verbatim",
        "username": "verbatim_bot",
        "is_bot": True,
        "privacy": True,
        "inline": True,
    }
    assert [(person["first_name"], person["role"], person["blocked"]) for person in world["people"]] == [
        ("Ann", "reader", False)
    ]
    private, friends = world["chats"]
    assert (private["type"], private["messages"]) == ("private", [])
    assert (friends["title"], [member["status"] for member in friends["members"]]) == ("Friends", ["creator", "member"])
    assert [(message["message_id"], message["text"]) for message in friends["messages"]] == [(said.id, "hello")]


async def test_everything_that_people_do_can_be_done(playground: Playground, bot: Bot, page: httpx.AsyncClient) -> None:
    done = set()

    async def does(action: str, **fields: object) -> Json:
        done.add(action)
        return await act(page, action, **fields)

    ann = (await does("person", first_name="Ann", language_code="en"))["id"]
    bob = (await does("person", first_name="Bob"))["id"]
    said = await does("say", user=ann, chat=ann, text="hello")
    await does("edit", user=ann, chat=ann, message=said["message_id"], text="hello there")
    reacted = await does("react", user=ann, chat=ann, message=said["message_id"], emoji="👍")
    assert reacted["reactions"] == [{"user": ann, "emoji": "👍"}]
    forum = await does("chat", user=ann, type="supergroup", title="Forum", forum=True)
    group = await does("chat", user=ann, type="group", title="Friends")
    news = await does("chat", user=ann, type="channel", title="News")
    await does("link", chat=news["id"], discussion=forum["id"])
    joined = await does("member", user=ann, chat=forum["id"], member=bob, status="member")
    assert bob in [member["user_id"] for member in joined["members"]]
    await does("member", user=ann, chat=forum["id"], member=playground.bot.id, status="administrator")
    topic = await does("topic", user=ann, chat=forum["id"], name="News")
    there = await does("say", user=bob, chat=forum["id"], topic=topic["id"], text="in here")
    assert there["message_thread_id"] == topic["id"]
    await does("forward", user=ann, chat=ann, from_chat=forum["id"], message=there["message_id"])
    moved = await does("migrate", user=ann, chat=group["id"])
    assert moved["type"] == "supergroup"
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(ann, "x", reply_markup=keyboard)
    await does("press", user=ann, chat=ann, message=sent.message_id, data="go")
    asked = await does("inline", user=ann, chat=ann, query="palmyra")
    await bot.answer_inline_query(asked["id"], [InlineQueryResultArticle("1", "T", InputTextMessageContent("text"))])
    chosen = await does("choose", id=asked["id"], result="1", chat=ann)
    assert chosen["via_bot"]["id"] == playground.bot.id
    await bot.set_my_commands([("ask", "Ask")])
    offered = await does("commands", user=ann, chat=ann)
    assert offered == {"commands": [{"command": "ask", "description": "Ask"}]}
    assert (await does("earlier", chat=ann, before=said["message_id"])) == {"messages": [], "complete": True}
    await does("delete", user=ann, chat=ann, message=said["message_id"])
    await does("block", user=ann, blocked=True)
    await does("block", user=ann, blocked=False)
    assert done == ACTIONS.keys()


async def test_a_file_is_uploaded_and_fetched(playground: Playground, bot: Bot, page: httpx.AsyncClient) -> None:
    ann = playground.person("Ann")
    fields = {"user": str(ann.id), "chat": str(ann.id), "text": "for you"}
    answer = await page.post("say", data=fields, files={"file": ("a.txt", b"the text", "text/plain")})
    document = answer.json()["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("a.txt", "text/plain", 8)
    (update,) = await bot.get_updates()
    assert update.message and update.message.caption == "for you" and update.message.document
    file = await bot.get_file(update.message.document)
    assert bytes(await file.download_as_bytearray()) == b"the text"
    assert (await page.get(f"file/{document['file_id']}")).content == b"the text"
    assert (await page.get("file/none")).status_code == 404


@pytest.mark.parametrize(
    ("action", "fields", "status", "error"),
    [
        ("say", {"chat": 1, "text": "x"}, 409, "user is missing"),
        ("say", {"user": 1, "chat": 1, "text": "x"}, 409, "there is no user 1"),
        ("person", {}, 409, 'Bad Request: can\'t find field "first_name"'),
        ("dance", {}, 404, "there is no action dance"),
    ],
)
async def test_what_is_not_possible_is_said(
    page: httpx.AsyncClient, action: str, fields: Json, status: int, error: str
) -> None:
    answer = await page.post(action, json=fields)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ],
    ids=["other origin", "other host", "picture", "no origin"],
)
async def test_other_pages_get_nothing(playground: Playground, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=playground.url, headers=headers) as evil:
        for path in ("/playground/world", f"/bot{playground.token}/getMe", "/playground/events"):
            assert (await evil.get(path)).status_code == 403
        assert (await evil.post("/playground/person", json={"first_name": "Eve"})).status_code == 403
    assert [user.first_name for user in playground.state.users.values() if user.first_name == "Eve"] == []


async def test_a_page_is_served_at_the_root(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Playground</title>")
    (tmp_path / "chat.js").write_text("// code")
    async with Playground(page=tmp_path) as playground, httpx.AsyncClient(base_url=playground.url) as client:
        assert (await client.get("/")).text == "<title>Playground</title>"
        assert (await client.get("/chat.js")).text == "// code"
        assert (await client.get("/none.js")).status_code == 404
        assert (await client.get("/../secret")).status_code == 404


async def test_the_page_that_comes_with_it_may_run_nothing_but_its_own() -> None:
    async with Playground(page=PAGE) as playground, httpx.AsyncClient(base_url=playground.url) as client:
        for path, kind in (("/", "text/html"), ("/page.js", "text/javascript"), ("/style.css", "text/css")):
            headers = (await client.get(path)).headers
            assert headers["Content-Type"] == f"{kind}; charset=utf-8"
            policy = headers["Content-Security-Policy"].split("; ")
            assert {"default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"} <= set(policy)
            assert headers["X-Content-Type-Options"] == "nosniff"


async def test_what_is_older_than_the_world_tells_can_be_asked_for(
    playground: Playground, page: httpx.AsyncClient
) -> None:
    ann = playground.person("Ann")
    numbers = [say(playground.state, ann.id, ann.id, f"message {number}").id for number in range(MESSAGES_SHOWN + 3)]
    (chat,) = (await page.get("world")).json()["chats"]
    assert [message["message_id"] for message in chat["messages"]] == numbers[3:]
    told = await act(page, "earlier", chat=ann.id, before=numbers[3])
    assert ([message["message_id"] for message in told["messages"]], told["complete"]) == (numbers[:3], True)
    told = await act(page, "earlier", chat=ann.id, before=numbers[-1])
    assert ([message["message_id"] for message in told["messages"]], told["complete"]) == (numbers[2:-1], False)
