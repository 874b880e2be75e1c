"""Buttons below answers in a group, and old ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.playground import Playground
from bot.texts import ENGLISH, LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, button, containing, edited, polling, quote

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."


@pytest.fixture
def there(scene: Scenario) -> Speaker:
    """Ann, in a group."""
    ann = scene.person("Ann", language_code="en")
    return ann.at(scene.supergroup("Friends", ann, scene.person("Cleo")))


async def answered(there: Speaker) -> Seen:
    """Somebody asks and is answered."""
    await there.says(f"/ask {WHO}")
    return await there.sees(quote(RETOOK))


async def test_another_member_may_press_and_the_answer_stays_in_its_askers_language(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann", language_code="en"), scene.person("Ben", language_code="de")
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says(f"/ask {WHO}")
        await ann.at(friends).sees(quote(RETOOK))
        await ben.at(friends).presses("Context")
        await ben.at(friends).sees(edited(), button("Back to the quote"))
        await ben.at(friends).presses("Back to the quote")
        await ben.at(friends).sees(edited(), quote(RETOOK), button("Context"))
        told = await ben.at(friends).is_told("👍")
        assert told.text == LANGUAGES["de"].voted_up


def _reload(desk: Desk) -> None:
    (desk.sources / "museum.txt").write_text("The museum\n\nIt was rebuilt.\n", "utf-8")
    desk.library.update()


def _lose(desk: Desk) -> None:
    (desk.sources / "palmyra.md").unlink()
    desk.library.update()


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [(lambda _: None, ""), (_reload, ""), (_lose, ENGLISH.article_gone)],
    ids=["a restart", "a reload", "a deleted article"],
)
async def test_old_buttons_work_or_say_why_not(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, meanwhile: Callable[[Desk], None], said: str
) -> None:
    async with polling(desk.application(playground), scene):
        await answered(there)
    meanwhile(desk)
    async with polling(desk.application(playground), scene):
        told = await there.is_told("Context")
        assert (told.text, told.alert) == (said, bool(said))
        if not said:
            await there.sees(edited(), containing("The desert was quiet."))
        await there.sees_nothing()


@pytest.mark.parametrize("data", ["v0:context:12", "c", "q9", "s:gone", "s:", "🙂", "p1:", "c1aaaaaaaaaaaa"])
async def test_a_button_of_an_earlier_version_says_that_it_is_no_more(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker, data: str
) -> None:
    async with polling(desk.application(playground), scene):
        answer = await answered(there)
        markup = {"inline_keyboard": [[{"text": "Old", "callback_data": data}]]}
        playground.state.put(replace(answer.message, markup=markup))
        told = await there.is_told("Old")
        assert told.text in {ENGLISH.button_gone, ENGLISH.article_gone}
        assert told.alert
        await there.sees_nothing()


async def test_a_button_shows_nothing_of_a_source_that_the_group_left_out(
    desk: Desk, playground: Playground, scene: Scenario, there: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        await answered(there)
        desk.choose(there.chat, sources=("museum.txt",))
        told = await there.is_told("Context")
        assert told.text == ENGLISH.article_gone
        await there.says(f"/ask {WHO}")
        answer = await there.sees()
        assert RETOOK not in answer.text
