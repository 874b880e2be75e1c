"""/gaps: those who run the bot see what the articles do not answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.gaps import Gap, gaps, pages
from bot.playground import Playground
from bot.playground.entities import units
from bot.store.questions import Keeping, Questions, Unanswered, Waiting
from bot.texts import ENGLISH, LANGUAGES, Texts
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, no_buttons, polling, reply_to

MAY = datetime(2026, 5, 1, 12, tzinfo=UTC).timestamp()
DAY = 24 * 3600
LAKE = "how deep is the lake at Munn?"


def asked(desk: Desk, *questions: str) -> None:
    """Questions that had no answer, the last one today."""
    store = Questions(desk.database, Keeping())
    for question in questions:
        store.add(question, surface="private", answered=False, milliseconds=1.0, user_id=1)


def test_questions_that_ask_the_same_are_one_gap_most_asked_first() -> None:
    found = gaps(
        [
            Unanswered("who shelled Homs?", MAY + 5 * DAY),
            Unanswered("how deep is Munn lake?", MAY + 4 * DAY),
            Unanswered(LAKE, MAY + 3 * DAY),
            Unanswered("How deep is the lake at MUNN?", MAY + 2 * DAY),
            Unanswered(LAKE, MAY),
        ],
        [
            Waiting(1, LAKE, None),
            Waiting(1, "how deep is Munn lake?", None),
            Waiting(2, LAKE, None),
            Waiting(3, "who else?", None),
        ],
    )

    assert found == [
        Gap(LAKE, 4, MAY + 4 * DAY, ("how deep is Munn lake?",), 2),
        Gap("who shelled Homs?", 1, MAY + 5 * DAY, (), 0),
    ]


def test_of_wordings_that_are_as_common_the_newest_stands_first() -> None:
    (found,) = gaps([Unanswered("how deep is Munn lake?", MAY + DAY), Unanswered(LAKE, MAY)], [])
    assert (found.question, found.others) == ("how deep is Munn lake?", (LAKE,))


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_no_page_is_too_long_and_none_leaves_a_gap_out(texts: Texts) -> None:
    long = [Gap(f"{number}{'🏺' * 600}", 9_999, MAY, ("ü" * 300,) * 5, 9_999) for number in range(25)]
    short = [Gap(f"{number}?", 1, MAY, (), 0) for number in range(25)]

    for some in (long, short):
        written = pages(some, texts)
        assert all(units(page.text) <= 4_096 for page in written)
        lines = [line for page in written for line in page.text.splitlines()]
        assert [line.strip("🏺…?") for line in lines if line.endswith(("🏺…", "?"))] == list(map(str, range(25)))
    assert len(pages(short, texts)) == 3


async def test_the_admins_see_the_gaps_with_wordings_dates_and_wishes(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        for question in ("who shelled Homs?", "how deep is Munn lake?", LAKE):
            await ann.says(question)
            await ann.sees(button(ENGLISH.tell_me))
        await ann.presses(ENGLISH.tell_me)
        # Questions are taken down after they were answered.
        await scene.idle()
        command = await admin.says("/gaps")
        seen = await admin.sees(reply_to(command), no_buttons())

    today = datetime.now(UTC).date()
    date = f"{today.day} {ENGLISH.months[today.month - 1]} {today.year}"
    assert seen.text == (
        "Questions without an answer, most asked first\n\n"
        f"{LAKE}\nAsked: 2 · last on {date}\nAlso: “how deep is Munn lake?”\nWant to be told: 1\n\n"
        f"who shelled Homs?\nAsked: 1 · last on {date}"
    )
    assert seen.bold == ("Questions without an answer, most asked first",)


async def test_many_gaps_are_shown_in_pages(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    # No two of them ask the same.
    names = [
        f"{first}{second}" for first in ("Bel", "Cor", "Dan", "Fer", "Gul") for second in ("mi", "tox", "vag", "zu")
    ]
    asked(desk, *(f"who shelled {name}?" for name in names))
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/gaps")
        first = await admin.sees(containing(f"{names[-1]}?"), containing("Page 1 of 2"), button(ENGLISH.next_page))
        await admin.presses(ENGLISH.next_page)
        second = await admin.sees(edited(first), containing(f"{names[0]}?"), containing("Page 2 of 2"))
        assert second.buttons == ((ENGLISH.previous_page,),)

    # Most are gone when they turn back, after a restart.
    Questions(desk.database, Keeping()).settle([f"who shelled {name}?" for name in names[:15]])
    async with polling(desk.application(playground, admin.id), scene):
        await admin.presses(ENGLISH.previous_page)
        await admin.sees(edited(first), containing(f"{names[-1]}?"), no_buttons())


async def test_a_page_may_be_turned_by_admins_alone(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    names = [
        f"{first}{second}" for first in ("Bel", "Cor", "Dan", "Fer", "Gul") for second in ("mi", "tox", "vag", "zu")
    ]
    asked(desk, *(f"who shelled {name}?" for name in names))
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/gaps")
        await admin.sees(button(ENGLISH.next_page))
    async with polling(desk.application(playground), scene):
        told = await admin.is_told(ENGLISH.next_page)
        assert (told.text, told.alert) == (ENGLISH.for_admins, True)
        await admin.sees_nothing()


async def test_gaps_are_for_admins_in_private(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann", language_code="de")
    friends = scene.group("Friends", admin, ann)
    asked(desk, LAKE)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says("/gaps")
        await ann.sees(LANGUAGES["de"].for_admins)
        await admin.at(friends).says(f"/gaps@{playground.bot.username}")
        await admin.at(friends).sees_nothing()


async def test_without_gaps_the_admins_are_told_so(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/gaps")
        await admin.sees(ENGLISH.gaps_none)


async def test_where_no_words_are_kept_the_admins_are_told_why_there_are_no_gaps(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id, keep="none"), scene):
        await admin.says(LAKE)
        await admin.sees(button(ENGLISH.tell_me))
        await admin.says("/gaps")
        await admin.sees(ENGLISH.gaps_off)
