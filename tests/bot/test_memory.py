"""Conversations that go from one process to another, and are forgotten in all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.receiving import Webhook
from bot.store.inbox import Inbox
from bot.texts import ENGLISH
from retrieval import ANYTHING
from tests.bot.balancer import Balancer
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, containing, edited, polling, quote
from tests.bot.test_follow_ups import AND_WHEN, BRIDGE, BUILT, MILL, MILL_BUILT, MILL_OPENED, OPENED, WHO, WHO_ELSE

ADMIN = 4_000_000_001
LAKE = "how deep is the lake at Orla?"


class Pair:
    """Two processes of one bot, of which one is brought what people do: each remembers what it heard itself."""

    def __init__(self, balancer: Balancer, ports: list[int], scene: Scenario) -> None:
        self._balancer = balancer
        self._ports = ports
        self._scene = scene

    async def hears(self, number: int) -> None:
        """From now on it is this one, 0 or 1; the other one is done with what it heard, or it would go on with it."""
        await self._scene.idle()
        self._balancer.send_to(self._ports[number])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A library of a bridge and a mill, which say the same of themselves."""
    desk = Desk(tmp_path)
    for old in list(desk.sources.iterdir()):
        old.unlink()
    (desk.sources / "bridge.txt").write_text(BRIDGE, "utf-8")
    (desk.sources / "mill.txt").write_text(MILL, "utf-8")
    desk.library.update(confirmed=ANYTHING)
    return desk


@pytest.fixture
async def pair(desk: Desk, playground: Playground, scene: Scenario) -> AsyncIterator[Pair]:
    """Both answer, from the same articles and with the same database."""
    hooks = [Webhook("", "secret", Inbox(desk.database, playground.bot.id, "health").count) for _ in range(2)]
    async with AsyncExitStack() as stack:
        for hook in hooks:
            hook.listen("127.0.0.1", 0)
        balancer = Balancer(*(hook.port for hook in hooks))
        stack.push_async_callback(balancer.close)
        settles = []
        for hook in hooks:
            hook.url = balancer.url
            application = desk.application(playground, ADMIN)
            await stack.enter_async_context(polling(application, scene, database=desk.database, source=hook))
            settles.append(scene.settle)

        async def settle() -> None:
            for each in settles:
                assert each
                await each()

        scene.settle = settle
        pair = Pair(balancer, [hook.port for hook in hooks], scene)
        await pair.hears(0)
        yield pair


async def test_a_follow_up_goes_on_from_what_another_process_answered(pair: Pair, scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says(WHO)
    await ann.sees(quote(BUILT))
    await pair.hears(1)
    await ann.says(AND_WHEN)
    await ann.sees(quote(OPENED))


async def test_what_a_process_remembers_does_not_stand_before_what_was_answered_since(
    pair: Pair, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    await ann.says(WHO)
    await ann.sees(quote(BUILT))
    await pair.hears(1)
    await ann.says(WHO_ELSE)
    await ann.sees(quote(MILL_BUILT))
    await pair.hears(0)
    await ann.says(AND_WHEN)
    await ann.sees(quote(MILL_OPENED))


async def test_a_question_in_vain_is_what_a_chat_talks_about_elsewhere_too(pair: Pair, scene: Scenario) -> None:
    ann = scene.person("Ann")
    await ann.says(WHO)
    await ann.sees(quote(BUILT))
    await pair.hears(1)
    await ann.says(LAKE)
    await ann.sees(containing("lake"))
    await pair.hears(0)
    # Not of the bridge.
    await ann.says("and when?")
    await ann.sees(ENGLISH.no_words)


@pytest.mark.parametrize("between", ["thanks!", "who is it?"])
async def test_small_talk_elsewhere_does_not_change_the_subject(pair: Pair, scene: Scenario, between: str) -> None:
    ann = scene.person("Ann")
    await ann.says(WHO)
    await ann.sees(quote(BUILT))
    await pair.hears(1)
    await ann.says(between)
    await ann.sees()
    await ann.says(AND_WHEN)
    await ann.sees(quote(OPENED))
    await ann.says(WHO_ELSE)
    await ann.sees(quote(MILL_BUILT))
    await ann.says(between)
    await ann.sees()
    await pair.hears(0)
    await ann.says(AND_WHEN)
    await ann.sees(quote(MILL_OPENED))


async def test_an_answer_that_was_edited_elsewhere_is_not_remembered_as_it_was(pair: Pair, scene: Scenario) -> None:
    ann = scene.person("Ann")
    asked = await ann.says(WHO)
    await ann.sees(quote(BUILT))
    await pair.hears(1)
    await ann.edits(asked, WHO_ELSE)
    answer = await ann.sees(edited(), quote(MILL_BUILT))
    await pair.hears(0)
    await ann.says(AND_WHEN, reply_to=answer)
    await ann.sees(quote(MILL_OPENED))


async def test_what_is_forgotten_by_one_is_forgotten_by_the_other(pair: Pair, scene: Scenario) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    friends = scene.group("Friends", ann, ben)
    for person in (ann, ben):
        await person.at(friends).says(f"/ask {WHO}")
        await person.at(friends).sees(quote(BUILT))
    await pair.hears(1)
    await ann.says("/forget")
    await ann.sees(ENGLISH.forget_done)
    await pair.hears(0)

    await ann.at(friends).says("/ask and when?")
    await ann.at(friends).sees(ENGLISH.no_words)
    await ben.at(friends).says(f"/ask {AND_WHEN}")
    await ben.at(friends).sees(quote(OPENED))


async def test_why_without_a_question_explains_no_older_answer_than_the_last(pair: Pair, scene: Scenario) -> None:
    admin = scene.person("Dora", id=ADMIN)
    await admin.says(WHO)
    await admin.sees(quote(BUILT))
    await admin.says("/why")
    await admin.sees(quote(BUILT))
    await pair.hears(1)
    await admin.says(WHO_ELSE)
    await admin.sees(quote(MILL_BUILT))
    await pair.hears(0)
    await admin.says("/why")
    await admin.sees(ENGLISH.why_what)
