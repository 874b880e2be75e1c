"""Plain questions in a group: answered only where that is wanted, and only when the bot is sure."""

from __future__ import annotations

import pytest

from bot import asking
from bot.playground import Playground, membership
from bot.store.chats import Mode
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, polling, quote, reply_to
from tests.bot.silence import is_ignored

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
# One that the bot is sure of.
WHAT = "what was broken in the museum of Palmyra?"
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."


@pytest.fixture
def ben(scene: Scenario) -> Speaker:
    """A member."""
    return scene.person("Ben", username="Ben")


@pytest.fixture
def there(desk: Desk, scene: Scenario, ben: Speaker) -> Speaker:
    """Ann, in a group with Ben whose admins want plain questions answered."""
    ann = scene.person("Ann")
    friends = scene.supergroup("Friends", ann, ben, bot="administrator")
    desk.choose(friends, mode=Mode.AUTO)
    return ann.at(friends)


@pytest.mark.parametrize("chosen", [True, False])
async def test_plain_questions_are_answered_only_where_that_is_chosen(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, chosen: bool
) -> None:
    playground.state.privacy = False
    membership.place_bot(playground.state, there.chat.id, "member", by=there.id)
    if not chosen:
        desk.choose(there.chat, mode=Mode.MENTION)
    async with polling(desk.application(playground), scene):
        asked = await there.says(WHAT)
        if chosen:
            await there.sees(quote(BROKEN), reply_to(asked))
        else:
            await is_ignored(scene, there, desk)


@pytest.mark.parametrize("said", ["who bombed Aleppo?", "Palmyra was lovely.", "how are you?", "really?"])
async def test_nobody_is_told_that_a_plain_question_has_no_answer(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, said: str
) -> None:
    async with polling(desk.application(playground), scene):
        await there.says(said)
        await is_ignored(scene, there, desk)


async def test_a_plain_question_is_left_alone_unless_the_bot_is_sure(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_SURE", 1.0)
    async with polling(desk.application(playground), scene):
        await there.says(WHAT)
        await is_ignored(scene, there, desk)


async def test_a_plain_question_to_somebody_else_is_left_to_them(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, ben: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        said = await ben.at(there.chat).says("I was in Palmyra.")
        await there.says(WHAT, reply_to=said)
        await there.says(f"@Ben {WHAT}")
        await there.says(f"/other {WHAT}")
        await is_ignored(scene, there, desk)


async def test_in_quiet_hours_only_what_is_asked_of_the_bot_is_answered(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker
) -> None:
    # Around midnight in a zone where it is midnight now.
    minute = playground.state.now() // 60 % (24 * 60)
    desk.choose(there.chat, quiet_from=23 * 60, quiet_to=60, utc_offset=-minute)
    async with polling(desk.application(playground), scene):
        await there.says(WHAT)
        await is_ignored(scene, there, desk)
        await there.says(f"/ask {WHO}")
        await there.sees(quote(RETOOK))
        # Where it is noon.
        desk.choose(there.chat, utc_offset=12 * 60 - minute)
        await there.says(WHAT)
        await there.sees(quote(BROKEN))


async def test_a_database_that_fails_is_no_reason_to_speak_unasked(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        desk.break_database()
        await there.says(WHAT)
        await there.sees_nothing()
        await there.says(f"/ask {WHO}")
        await there.sees(ENGLISH.went_wrong)
