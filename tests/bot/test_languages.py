"""In which language the bot speaks with those of whom Telegram tells none: channels and anonymous admins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground import Playground, membership
from bot.playground.model import Member
from bot.store.chats import Chats
from bot.texts import ENGLISH, LANGUAGES
from retrieval import language_among
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, button, polling, quote

RETOOK = "Government forces retook Palmyra on Sunday."
NOBODY = {
    "en": "who bombed Aleppo and nobody else?",
    "de": "wer hat Aleppo bombardiert und niemand sonst?",
    "es": "¿quién bombardeó Alepo y nadie más?",
    "ru": "кто бомбил Алеппо и больше никто?",
    "ar": "من قصف حلب وليس غيره؟",
}


@pytest.fixture
def anonymous(playground: Playground, scene: Scenario) -> Speaker:
    """An anonymous admin in a group."""
    emil = scene.person("Emil", language_code="de")
    friends = scene.supergroup("Friends", emil)
    membership.place_person(playground.state, friends.id, Member(emil.id, "administrator", is_anonymous=True))
    return emil.at(friends)


@pytest.mark.parametrize("code", NOBODY)
async def test_a_question_is_answered_in_its_own_language(
    desk: Desk, playground: Playground, scene: Scenario, anonymous: Speaker, code: str
) -> None:
    dora = scene.person("Dora")
    channel = dora.at(scene.channel("Digest", dora))
    async with polling(desk.application(playground), scene):
        for there in (anonymous, channel):
            await there.says(f"/ask {NOBODY[code]}")
            await there.sees(LANGUAGES[code].no_answer_group)


async def test_what_is_in_no_language_of_the_bot_gets_the_one_in_which_the_chat_spoke_last(
    desk: Desk, playground: Playground, scene: Scenario, anonymous: Speaker
) -> None:
    ann = scene.person("Ann", language_code="es").at(anonymous.chat)
    membership.place_person(playground.state, ann.chat.id, Member(ann.id, "member"))
    async with polling(desk.application(playground), scene):
        await anonymous.says("/ask Palmyra?")
        await anonymous.sees(quote(RETOOK), button(ENGLISH.context))
        await ann.says("/ask Palmyra?")
        await ann.sees(quote(RETOOK), button(LANGUAGES["es"].context))
        for said, expected in (
            ("/ask qui a bombardé Alep ?", LANGUAGES["es"].no_answer_group),
            ("/ask", LANGUAGES["es"].ask_what_group),
            ("/help", LANGUAGES["es"].help_group.format(username="verbatim_bot")),
            ("/start", LANGUAGES["es"].start_group.format(username="verbatim_bot")),
            ("/forget", LANGUAGES["es"].forget_nobody),
        ):
            await anonymous.says(said)
            await anonymous.sees(expected)
        await anonymous.says("/settings")
        assert (await anonymous.sees()).text == LANGUAGES["es"].settings_title


async def test_what_the_group_chose_comes_before_all_else(
    desk: Desk, playground: Playground, scene: Scenario, anonymous: Speaker
) -> None:
    Chats(desk.database).change(anonymous.chat.id, lambda settings: replace(settings, language="ru"))
    async with polling(desk.application(playground), scene):
        await anonymous.says(f"/ask {NOBODY['de']}")
        await anonymous.sees(LANGUAGES["ru"].no_answer_group)


async def test_a_person_is_answered_in_the_language_that_telegram_tells_or_in_english(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann, ben = scene.person("Ann", language_code="fr"), scene.person("Ben", language_code=None)
    friends = scene.supergroup("Friends", ann, ben)
    async with polling(desk.application(playground), scene):
        # Of Ann's there are no texts, Ben's is not told: that of a question need not be what they read best.
        for there in (ann.at(friends), ben.at(friends)):
            await there.says(f"/ask {NOBODY['de']}")
            await there.sees(ENGLISH.no_answer_group)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *((text, code) for code, text in NOBODY.items()),
        ("кто отбил Пальмиру?", "ru"),
        ("من استعاد تدمر؟", "ar"),
        ("хто відбив Пальміру?", None),
        ("quem retomou Palmira?", None),
        ("Palmyra?", None),
        ("", None),
        ("?!", None),
        ("\ud800", None),
        ("x" * 10_000, None),
    ],
)
def test_a_language_is_only_told_where_it_is_likely(text: str, language: str | None) -> None:
    assert language_among(text, LANGUAGES) == language
