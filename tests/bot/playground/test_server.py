"""The Bot API as plain HTTP."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys

import httpx
import pytest

from bot.playground import Event, Playground
from tests.bot.playground.documented_api import ROOT


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json", "json with a charset"])
async def test_a_request_may_be_made_in_every_way(playground: Playground, way: str) -> None:
    ann = playground.person("Ann", started=True)
    fields = {"chat_id": str(ann.id), "text": " 🌍 = x+y ", "reply_markup": '{"force_reply": true}'}
    typed = {"chat_id": ann.id, "text": " 🌍 = x+y ", "reply_markup": {"force_reply": True}}
    address = f"/bot{playground.token}/sendMessage"
    async with httpx.AsyncClient(base_url=playground.url) as client:
        match way:
            case "query":
                answer = await client.get(address, params=fields)
            case "form":
                answer = await client.post(address, data=fields)
            case "multipart":
                answer = await client.post(address, files={name: (None, value) for name, value in fields.items()})
            case "json":
                answer = await client.post(address, json=typed)
            case _:
                headers = {"Content-Type": "application/json; charset=utf-8"}
                answer = await client.post(address, content=json.dumps(typed), headers=headers)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["ok"], body["result"]["text"]) == (True, "🌍 = x+y")


async def test_the_names_of_methods_do_not_depend_on_case(playground: Playground) -> None:
    async with httpx.AsyncClient(base_url=playground.url) as client:
        answer = await client.get(f"/bot{playground.token}/getme")
        assert answer.json()["result"]["is_bot"] is True
        answer = await client.get(f"/bot{playground.token}/makeCoffee")
    assert (answer.status_code, answer.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert [(call.method, str(call.refused or "")) for call in playground.calls] == [
        ("getMe", ""),
        ("makeCoffee", "Not Found: method not found"),
    ]


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"{", "Bad Request: can't parse JSON-encoded request parameters"),
        (b"[]", "Bad Request: expected an Object"),
        (b'{"chat_id": 1, "text": 5}', 'Bad Request: field "text" must be of type String'),
        (b'{"chat_id": 1, "text": "x", "entities": {}}', 'Bad Request: field "entities" must be of type Array'),
        (b'{"chat_id": 1, "text": "half \\ud83c of it"}', "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_what_can_not_be_read_is_refused(playground: Playground, content: bytes, description: str) -> None:
    async with httpx.AsyncClient(base_url=playground.url) as client:
        answer = await client.post(
            f"/bot{playground.token}/sendMessage", content=content, headers={"Content-Type": "application/json"}
        )
    assert (answer.status_code, answer.json()["description"]) == (400, description)


async def test_what_the_playground_does_not_heed_is_noted(playground: Playground) -> None:
    async with httpx.AsyncClient(base_url=playground.url) as client:
        await client.post(f"/bot{playground.token}/getMe", json={"colour": "red"})
    assert playground.calls[-1].unheeded == {"colour"}


async def test_a_failure_of_the_playground_itself_does_not_log_the_token(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: Event) -> None:
        raise RuntimeError("as asked")

    playground.person("Ann", id=5, started=True)
    playground.state.listeners.append(fails)
    async with httpx.AsyncClient(base_url=playground.url) as client:
        caplog.clear()
        answer = await client.post(f"/bot{playground.token}/sendMessage", json={"chat_id": 5, "text": "x"})
    assert (answer.status_code, answer.json()["description"]) == (500, "Internal Server Error")
    logged = [record for record in caplog.records if record.name.startswith(("tornado", "bot"))]
    assert [record.getMessage() for record in logged] == ["the playground could not answer a request"]
    assert playground.token not in "".join(record.exc_text or "" for record in logged)


async def test_a_request_is_carried_out_though_its_sender_has_gone(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    held = playground.faults.hold("sendMessage")
    _, writer = await open_request(playground, f"/bot{playground.token}/sendMessage?chat_id={ann.id}&text=late")
    await held.arrived.wait()
    writer.close()
    await writer.wait_closed()
    held.release()
    async with asyncio.timeout(5):
        while playground.api.active:
            await playground.api.changed.wait()
    assert [message.content.text for message in playground.state.messages[ann.id].values()] == ["late"]


async def test_a_taken_port_is_an_error(playground: Playground) -> None:
    with pytest.raises(OSError, match=r"(?i)address already in use"):
        async with Playground(port=int(playground.url.rpartition(":")[2])):
            raise AssertionError("both listen on one port")


async def open_request(other: Playground, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a request and do not wait for its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(other.url.rpartition(":")[2]))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return reader, writer


async def test_nothing_is_left_open() -> None:
    async with Playground() as other:
        held = other.faults.hold("getMe")
        opened = [
            await open_request(other, path)
            for path in (
                f"/bot{other.token}/getUpdates?timeout=50",
                f"/bot{other.token}/getMe",
                "/playground/events",
            )
        ]
        await held.arrived.wait()
        await opened[2][0].readuntil(b"event: ready")
        while not other.api.polled:
            await other.api.changed.wait()
    async with asyncio.timeout(5):
        for reader, writer in opened:
            await reader.read()
            writer.close()
        # The handlers end on their own, a step or two after their connections.
        current = asyncio.current_task()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not current))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(other.url.rpartition(":")[2]))) != 0


def test_the_playground_knows_neither_the_bot_nor_its_library() -> None:
    program = "import sys, bot.playground; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    imported = "import sys, bot.playground; print(*[name for name in sys.modules if name.startswith('bot.')])"
    run = [subprocess.run([sys.executable, "-c", each], cwd=ROOT, capture_output=True, text=True, check=True)
           for each in (program, imported)]  # fmt: skip
    assert {"telegram", "httpx", "retrieval"} & set(run[0].stdout.split()) == set()
    assert {name for name in run[1].stdout.split() if not name.startswith("bot.playground")} == set()
