"""A client can be made to send any data for a button; the bot shows no more than it offered there."""

from __future__ import annotations

import pytest

from bot import playground as place
from bot.buttons import Press, QuoteRef, View
from bot.playground import Playground
from bot.playground.keyboards import buttons
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, edited, polling, quote

WHO, WHAT = "who retook Palmyra?", "what was broken in the museum of Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."
NOBODY = "who bombed Aleppo?"


def data(answer: Seen) -> list[str]:
    """The data of a message's buttons."""
    rows = buttons(answer.message.markup)
    return [str(each.value) for row in rows for each in row if each.action == "callback_data"]


async def forges(there: Speaker, on: Seen, forged: str) -> tuple[str, bool]:
    """Press a button that a message does not have; returns what the presser was told."""
    state = there.scene.playground.state
    query = place.press(state, there.id, there.chat.id, on.message.id, forged)
    await there.scene.idle()
    answer = state.callbacks[query.id].answer
    # Its spinner stops in any case.
    assert answer is not None
    return answer.text or "", answer.alert


@pytest.mark.parametrize("kind", ["private", "group"])
async def test_no_quote_gets_below_a_message_that_did_not_offer_it(
    desk: Desk, playground: Playground, scene: Scenario, kind: str
) -> None:
    ann = scene.person("Ann")
    there = ann if kind == "private" else ann.at(scene.supergroup("Friends", ann))
    async with polling(desk.application(playground), scene):
        await there.says(f"/ask {WHO}")
        answer = await there.sees(quote(RETOOK))
        await there.says(f"/ask {WHAT}")
        other = await there.sees(quote(BROKEN))
        await there.says(f"/ask {NOBODY}")
        none = await there.sees()
        before = {each.id: each for each in playground.state.messages[there.chat.id].values()}

        offered = [each for each in data(other) if each not in data(answer)]
        assert offered
        for forged in offered:
            assert await forges(there, answer, forged) == ("", False)
            assert await forges(there, none, forged) == ("", False)
        assert {each.id: each for each in playground.state.messages[there.chat.id].values()} == before
    with desk.database.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM bot_votes").scalar() == 0


async def test_quotes_that_agree_are_not_shown_as_if_they_did_not(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        press = Press.decode(next(each for each in data(answer) if each.startswith("c")))
        assert press is not None
        assert len(press.quotes) > 1
        await forges(ann, answer, Press(View.DATED, press.quotes, 2).encode())
        await forges(ann, answer, Press(View.NEAR, press.quotes).encode())
        await forges(ann, answer, Press(View.TELL).encode())
        await ann.sees_nothing()
        # What it does offer it shows.
        await ann.presses(ENGLISH.context)
        await ann.sees(edited(answer))


async def test_an_answer_does_not_turn_into_a_menu(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    there = ann.at(scene.supergroup("Friends", ann))
    async with polling(desk.application(playground), scene):
        await there.says(f"/ask {WHO}")
        answer = await there.sees(quote(RETOOK))
        for forged in ("s:all", "s:vote=0", "s:done"):
            assert await forges(there, answer, forged) == (ENGLISH.button_gone, True)
        await there.sees_nothing()


@pytest.mark.parametrize("view", [View.QUOTES, View.CONTEXT, View.PAGE, View.NEAR, View.UP])
async def test_quotes_that_are_nowhere_are_shown_nowhere(
    desk: Desk, playground: Playground, scene: Scenario, view: View
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        await forges(ann, answer, Press(view, (QuoteRef("a" * 12, 2**27),)).encode())
        await ann.sees_nothing()
