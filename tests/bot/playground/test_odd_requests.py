"""Requests that no client sends are refused; none of them is an error of the server."""

from __future__ import annotations

import socket

import httpx
import pytest

from bot.playground import NotPossible, Playground, is_loopback, say


@pytest.mark.parametrize(
    "value", ["{", "x", "[" * 100_000, "nul", '{"a": }'], ids=["open", "word", "deep", "cut", "empty"]
)
@pytest.mark.parametrize("field", ["reply_markup", "entities", "reply_parameters"])
async def test_a_field_that_is_no_json_is_refused(playground: Playground, field: str, value: str) -> None:
    ann = playground.person("Ann", started=True)

    async with httpx.AsyncClient(base_url=playground.url, trust_env=False) as client:
        fields = {"chat_id": str(ann.id), "text": "x", field: value}
        answer = await client.post(f"/bot{playground.token}/sendMessage", data=fields)

    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert playground.api.active == 0


@pytest.mark.parametrize("path", ["/bot{token}/sendMessage", "/playground/say"])
async def test_a_body_that_is_nested_too_deeply_is_refused(playground: Playground, path: str) -> None:
    async with httpx.AsyncClient(base_url=playground.url, trust_env=False) as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post(path.format(token=playground.token), content=b"[" * 200_000, headers=headers)

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
async def test_on_loopback_another_name_of_this_machine_is_not_answered(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            pytest.skip(f"this machine has no {host}")

    async with (
        Playground(host=host) as playground,
        httpx.AsyncClient(base_url=playground.url, trust_env=False) as client,
    ):
        assert (await client.get("/playground/world")).status_code == 200
        evil = {"Host": "evil.example", "Origin": "http://evil.example"}
        assert (await client.get("/playground/world", headers=evil)).status_code == 403


def test_which_addresses_are_this_machines_alone() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.0.0.2", "::1", "localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.2", "example.org", "")] == [False] * 5


async def test_nobody_speaks_as_a_chat_that_is_not_theirs(playground: Playground) -> None:
    ann, ben = playground.person("Ann"), playground.person("Ben")
    group = playground.supergroup("Group", [ann, ben])

    for chat, as_chat in ((group.id, group.id), (group.id, -1), (ben.id, ben.id)):
        with pytest.raises(NotPossible):
            say(playground.state, ben.id, chat, "hello", as_chat=as_chat)
    say(playground.state, ann.id, group.id, "hello", as_chat=group.id)
