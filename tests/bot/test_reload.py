"""/reload: those who run the bot see what changes, how far it is, and what came of it, and confirm what is held."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot import reload_report
from bot.news import News
from bot.playground import Playground
from bot.playground.entities import units
from bot.reloading import Reloading
from bot.store.windows import Windows
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import Hold, Outcome, Plan, Report, SourceReport, Worse
from tests.bot.desk import PALMYRA, Desk
from tests.bot.scenario import Scenario, Speaker, button, containing, edited, no_buttons, polling, quote

MANY = ("bridge", "mill", "harbour")
GOLDEN = '{"question": "who retook Palmyra?", "words": "Government forces"}\n'


def many(desk: Desk) -> None:
    """So many articles that three of them are more than a fifth."""
    for name in MANY:
        (desk.sources / f"{name}.txt").write_text(f"The {name}\n\nThe {name} of Raqqa is made of stone.\n", "utf-8")
    desk.library.update()


def remove_many(desk: Desk) -> None:
    for name in MANY:
        (desk.sources / f"{name}.txt").unlink()


def served(desk: Desk) -> int:
    return next(each.article_count for each in desk.library.generations() if each.serving)


def deeds(desk: Desk, count: int) -> list[tuple[str, str, str]]:
    return [(each.who, each.what.value, each.outcome) for each in desk.library.audit(count)]


async def held(desk: Desk, admin: Speaker) -> None:
    """Ask for a reload that takes away three of five articles, and see that it waits."""
    many(desk)
    remove_many(desk)
    await admin.says("/reload")
    await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply), patiently=True)


@contextmanager
def away(desk: Desk) -> Iterator[None]:
    """The folder is not there."""
    elsewhere = desk.folder / "elsewhere"
    desk.sources.rename(elsewhere)
    yield
    elsewhere.rename(desk.sources)


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_no_message_is_too_long_and_none_loses_its_end(texts: Texts) -> None:
    long = "🏺" * 1_000
    sources = tuple(
        SourceReport(f"{outcome}{number}{long}", outcome, 1, long) for outcome in Outcome for number in range(30)
    )
    plan = Plan(sources, 99_999, 99_999, 99_999, (Hold.VANISHING, Hold.WENT_BACK), "0123456789abcdef")
    worse = (Worse(long, long, long, long),) * 30
    report = Report(plan, 99_999, False, 99_999, (*plan.holds, Hold.WORSE), worse)

    waits = reload_report.ended(report, texts)
    messages = [
        waits,
        reload_report.ended(replace(report, holds=()), texts),
        reload_report.under_way(plan, ("indexing", 1, 99_999), texts),
        reload_report.unreadable(sources, texts),
        reload_report.failed(ValueError(long), texts),
    ]

    assert all(units(each.text) <= 4_096 for each in messages)
    assert waits.text.endswith(texts.reload_more.format(count=26))
    assert waits.keyboard is not None
    data = [str(each.callback_data) for row in waits.keyboard.inline_keyboard for each in row]
    assert all(re.match(reload_report.PATTERN, each) for each in data)


async def test_one_message_says_what_changes_and_what_came_of_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    (desk.sources / "bridge.txt").write_text("The bridge\n\nThe bridge of Raqqa is made of stone.\n", "utf-8")
    (desk.sources / "museum.txt").write_text("The museum\n\nThe museum of Palmyra opened its doors.\n", "utf-8")
    (desk.sources / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/reload")
        first = await admin.sees(containing(ENGLISH.reload_reading))
        shown = await admin.sees(edited(first), containing("✅"), no_buttons(), patiently=True)
        await ann.says("what is the bridge of Raqqa made of?")
        await ann.sees(quote("The bridge of Raqqa is made of stone."))

    lines = shown.text.splitlines()
    assert lines[:7] == [ENGLISH.reload_title, "", "New: 1", "• bridge.txt", "Changed: 1", "• museum.txt", lines[6]]
    assert lines[6] == "Could not be read: 1"
    assert lines[7].startswith("• broken.pdf: ")
    assert lines[8:] == ["Articles: 2 → 3", "", ENGLISH.reload_done.format(generation=2, count=3)]
    assert deeds(desk, 1) == [(str(admin.id), "reload", "3 articles")]


async def test_what_would_take_articles_away_in_bulk_waits_and_is_applied_once(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", language_code="de")
    german = LANGUAGES["de"]
    many(desk)
    remove_many(desk)
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/reload")
        waits = await admin.sees(button(german.apply), button(german.cancel), patiently=True)
        assert german.held_vanishing.format(gone=3, count=5, percent=german.percent.format(number=60)) in waits.text
        assert served(desk) == 5

        await admin.presses(german.apply, on=waits, wait=False)
        second = await admin.presses(german.apply, on=waits)
        assert second.answer is not None
        assert second.answer.text == german.goes_on
        done = german.reload_done.format(generation=3, count=2)
        await admin.sees(edited(waits), containing(done), no_buttons(), patiently=True)
        assert served(desk) == 2

        # Whoever still sees the buttons finds that there is nothing to choose any more.
        late = await admin.presses(german.cancel, on=waits)
        assert late.answer is not None
        assert (late.answer.text, late.answer.alert) == (german.choice_over, True)
        await admin.sees_nothing()
    assert deeds(desk, 2) == [
        (str(admin.id), "reload", "2 articles"),
        (str(admin.id), "reload", "held: vanishing"),
    ]


async def test_what_is_held_can_be_left_alone(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await held(desk, admin)
        await admin.presses(ENGLISH.cancel)
        await admin.sees(containing(ENGLISH.reload_cancelled), no_buttons())
    assert served(desk) == 5


async def test_a_held_reload_can_be_applied_after_a_restart_but_not_by_who_is_no_admin_any_more(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await held(desk, admin)
    async with polling(desk.application(playground), scene):
        press = await admin.presses(ENGLISH.apply)
        assert press.answer is not None
        assert (press.answer.text, press.answer.alert) == (ENGLISH.for_admins, True)
        await admin.sees_nothing()
    assert served(desk) == 5
    async with polling(desk.application(playground, admin.id), scene):
        await admin.presses(ENGLISH.apply)
        await admin.sees(containing(ENGLISH.reload_done.format(generation=3, count=2)), patiently=True)


async def test_golden_questions_with_worse_answers_are_shown_with_both_answers(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    (desk.sources / "golden.jsonl").write_text(GOLDEN, "utf-8")
    (desk.sources / "palmyra.md").write_text("Palmyra\n\nThe militants retook Palmyra on Friday.\n", "utf-8")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/reload")
        shown = await admin.sees(button(ENGLISH.apply), patiently=True)
        await admin.presses(ENGLISH.apply)
        await admin.sees(edited(shown), containing("✅"), patiently=True)

    lines = shown.text.splitlines()
    at = lines.index("who retook Palmyra?")
    assert lines[at - 2] == ENGLISH.held_worse.format(count=1)
    assert lines[at + 1].startswith("Before: “Government forces retook Palmyra on Sunday.”")
    assert lines[at + 2].startswith("Now: “The militants retook Palmyra on Friday.”")


async def test_all_that_holds_a_reload_is_shown_at_once_and_one_press_confirms_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    (desk.sources / "golden.jsonl").write_text(GOLDEN, "utf-8")
    many(desk)
    remove_many(desk)
    (desk.sources / "palmyra.md").write_text("Palmyra\n\nThe militants retook Palmyra on Friday.\n", "utf-8")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/reload")
        gone = ENGLISH.held_vanishing.format(gone=3, count=5, percent=ENGLISH.percent.format(number=60))
        shown = await admin.sees(
            containing(gone), containing(ENGLISH.held_worse.format(count=1)), button(ENGLISH.apply), patiently=True
        )
        # What else got worse since is shown before it is applied.
        (desk.sources / "golden.jsonl").write_text(f"{GOLDEN}{GOLDEN.replace('who', 'which forces')}", "utf-8")
        await admin.presses(ENGLISH.apply)
        again = await admin.sees(
            edited(shown), containing(ENGLISH.held_worse.format(count=2)), button(ENGLISH.apply), patiently=True
        )
        assert served(desk) == 5
        await admin.presses(ENGLISH.apply)
        await admin.sees(edited(again), containing("✅"), no_buttons(), patiently=True)
    assert served(desk) == 2


async def test_of_two_reloads_at_once_both_messages_end_with_the_result_of_one(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    dora, emil = scene.person("Dora"), scene.person("Emil")
    (desk.sources / "bridge.txt").write_text("The bridge\n\nThe bridge of Raqqa is made of stone.\n", "utf-8")
    async with polling(desk.application(playground, dora.id, emil.id), scene):
        await asyncio.gather(dora.says("/reload"), emil.says("/reload"))
        for admin in (dora, emil):
            await admin.sees(containing(ENGLISH.reload_done.format(generation=2, count=3)), patiently=True)
    assert {outcome for _, _, outcome in deeds(desk, 2)} == {"3 articles", "joined another's"}
    assert {who for who, _, _ in deeds(desk, 2)} == {str(dora.id), str(emil.id)}


async def test_a_reload_that_fails_says_why_and_what_is_served_stays(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        with away(desk):
            await admin.says("/reload")
            await admin.sees(containing("❌"), containing(str(desk.sources)), patiently=True)
        await admin.says("who retook Palmyra?")
        await admin.sees(quote("Government forces retook Palmyra on Sunday."))


async def test_the_admins_are_told_once_of_what_is_held_or_fails_without_their_asking(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    dora, emil = scene.person("Dora", started=True), scene.person("Emil")
    many(desk)
    reloading = Reloading(desk.library, [dora.id, emil.id], News())
    application = desk.application(playground, dora.id, emil.id)
    async with polling(application, scene):
        reloading.register(application)
        with away(desk):
            for _ in range(2):
                await reloading.on_signal()
        await dora.sees(containing("❌"))
        remove_many(desk)
        for _ in range(2):
            await reloading.on_signal()
        await dora.sees(containing(ENGLISH.held), button(ENGLISH.apply))
        (desk.sources / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
        await reloading.on_signal()
        await dora.sees(containing("Could not be read: 1\n• broken.pdf: "), no_buttons())
        await dora.sees_nothing()


async def test_the_admins_are_told_of_what_posts_of_a_channel_wait_for_but_not_with_every_post(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    channel = scene.channel("News", admin)
    many(desk)
    desk.library.channels.follow(channel.id, by=str(admin.id))
    async with polling(desk.application(playground, admin.id), scene):
        remove_many(desk)
        await admin.at(channel).says("The old lighthouse of Orla was painted by Tom Hask.")
        shown = await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply), patiently=True)
        await admin.at(channel).says("The harbour of Orla was opened by Vera Holt.")
        await admin.sees_nothing()
        # Another post came since it was shown: it is shown once more.
        await admin.presses(ENGLISH.apply)
        await admin.sees(edited(shown), containing(ENGLISH.held), button(ENGLISH.apply), patiently=True)
        await admin.presses(ENGLISH.apply)
        await admin.sees(edited(shown), containing("✅"), no_buttons(), patiently=True)
        await admin.says("who opened the harbour of Orla?")
        await admin.sees(containing("Vera Holt"))


async def test_a_hold_for_another_reason_and_one_that_comes_again_are_told(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    many(desk)
    news = News()
    reloading = Reloading(desk.library, [admin.id], news)
    application = desk.application(playground, admin.id, news=news)
    async with polling(application, scene):
        reloading.register(application)
        remove_many(desk)
        await reloading.on_signal()
        await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply))
        (desk.sources / "golden.jsonl").write_text(GOLDEN, "utf-8")
        (desk.sources / "palmyra.md").write_text("Palmyra\n\nThe militants retook Palmyra on Friday.\n", "utf-8")
        await reloading.on_signal()
        await admin.sees(containing(ENGLISH.held_worse.format(count=1)), button(ENGLISH.apply))
        (desk.sources / "palmyra.md").write_text(PALMYRA, "utf-8")
        many(desk)
        await reloading.on_signal()
        await admin.sees_nothing()
        remove_many(desk)
        await reloading.on_signal()
        await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply))
        await admin.sees_nothing()


async def test_what_is_held_when_the_bot_starts_is_told_and_what_can_not_be_read_is_not(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    many(desk)
    remove_many(desk)
    (desk.sources / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    news = News()
    news.began(desk.library.update())
    application = desk.application(playground, admin.id, news=news)
    async with polling(application, scene):
        Reloading(desk.library, [admin.id], news).register(application)
        await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply), patiently=True)
        many(desk)
        (after := News()).began(desk.library.update())
        await after.tell(application.bot, [admin.id])
        await admin.sees_nothing()


async def test_of_several_processes_that_find_the_same_one_tells_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    many(desk)
    both = [News(Windows(desk.database)) for _ in range(2)]
    application = desk.application(playground, admin.id)
    async with polling(application, scene):
        remove_many(desk)
        for news in both:
            news.came(desk.library.update())
        await asyncio.gather(*(news.tell(application.bot, [admin.id]) for news in both))
        await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply))
        await admin.sees_nothing()
