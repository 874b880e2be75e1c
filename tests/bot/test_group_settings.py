"""/settings of a group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.playground import Chat, Playground, membership, press
from bot.playground.keyboards import buttons
from bot.playground.model import Member
from bot.settings_menu import Choice, shown
from bot.store.chats import DEFAULTS, ChatSettings, Mode
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import ServedSource
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, button, containing, edited, no_buttons, polling, quote, reply_to

WHO = "who retook Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
MENU = ENGLISH.settings_title
GERMAN = LANGUAGES["de"]


@pytest.fixture
def cleo(scene: Scenario) -> Speaker:
    """Who owns the group."""
    return scene.person("Cleo")


@pytest.fixture
def ann(scene: Scenario) -> Speaker:
    """A member."""
    return scene.person("Ann")


@pytest.fixture
def friends(scene: Scenario, cleo: Speaker, ann: Speaker) -> Chat:
    """A group."""
    return scene.supergroup("Friends", cleo, ann)


@pytest.fixture
async def there(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat
) -> AsyncIterator[Speaker]:
    """The owner in the group; the bot is running, and its menu open."""
    async with polling(desk.application(playground), scene):
        await opens(cleo.at(friends))
        yield cleo.at(friends)


async def opens(speaker: Speaker) -> Seen:
    """Open the menu."""
    await speaker.says("/settings")
    return await speaker.sees(MENU)


async def chooses(there: Speaker, *labels: str) -> None:
    """Press one button after another; each of them shows another page, or this one changed."""
    for label in labels:
        told = await there.is_told(label)
        assert told.text in {"", ENGLISH.saved}
        # Where buttons alone change Telegram does not call it edited.
        await there.sees()


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_an_admin_chooses_in_one_message_and_closes_it(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, kind: str
) -> None:
    friends = scene.group("Friends", cleo) if kind == "group" else scene.supergroup("Friends", cleo)
    there = cleo.at(friends)
    async with polling(desk.application(playground), scene):
        asked = await there.says("/settings")
        menu = await there.sees(MENU, reply_to(asked))
        assert menu.buttons == (
            ("I answer: when asked",), ("Language: that of the asker",), ("Sources: all",), ("Quotes at once: 1",),
            ("Vote buttons: on",), ("Quiet hours: none",), ("Done",),
        )  # fmt: skip
        await chooses(there, "I answer: when asked", "plain questions too", "All settings")
        await chooses(there, "Language: that of the asker", "English", "All settings")
        await chooses(there, "Quotes at once: 1", "3", "All settings")
        await chooses(there, "Vote buttons: on")
        await chooses(there, "Quiet hours: none", "22:00–07:00", "From 22:00", "23:00", "To 07:00", "08:00")
        await chooses(there, "Time zone: UTC", "+5:45", "All settings")
        await there.says("so much to choose from")
        await there.presses("Done")
        await there.sees(edited(menu), ENGLISH.settings_closed, no_buttons())
        await there.sees_nothing()
    assert desk.chosen(friends) == ChatSettings(
        mode=Mode.AUTO, language="en", quotes=3, feedback=False, quiet_from=23 * 60, quiet_to=8 * 60, utc_offset=345
    )
    assert [call for call in playground.calls if call.refused] == []
    assert len([call for call in playground.calls if call.method == "sendMessage"]) == 1


async def test_the_language_is_that_of_the_asker_or_the_chosen_one(there: Speaker) -> None:
    await there.presses("Language: that of the asker")
    await there.sees(edited())
    await there.presses("Deutsch")
    await there.sees(edited(), containing(GERMAN.setting_language), button("✓ Deutsch"))
    await there.says("/ask who bombed Aleppo?")
    await there.sees(GERMAN.no_answer_group)
    await there.says("/help")
    await there.sees(GERMAN.help_group.format(username="verbatim_bot"))
    told = await there.is_told(GERMAN.language_of_asker)
    assert told.text == ENGLISH.saved
    await there.sees(edited(), button("✓ that of the asker"))


async def test_only_the_chosen_sources_are_quoted(desk: Desk, there: Speaker) -> None:
    await chooses(there, "Sources: all", "The museum 🏛️")
    assert desk.chosen(there.chat).sources == ("museum.txt",)
    await there.says(f"/ask {WHO}")
    assert RETOOK not in (await there.sees()).text
    await chooses(there, "Palmyra is retaken")
    assert desk.chosen(there.chat).sources == ("museum.txt", "palmyra.md")
    await there.says(f"/ask {WHO}")
    await there.sees(quote(RETOOK))
    await chooses(there, "✓ The museum 🏛️")
    # The last one stays.
    told = await there.is_told("✓ Palmyra is retaken")
    assert (told.text, told.alert) == (ENGLISH.source_needed, True)
    assert desk.chosen(there.chat).sources == ("palmyra.md",)
    await chooses(there, "All settings", "Sources: 1 of 2", "all")
    assert desk.chosen(there.chat) == DEFAULTS


async def test_a_source_that_is_gone_meanwhile_can_not_be_chosen(desk: Desk, there: Speaker) -> None:
    await chooses(there, "Sources: all", "The museum 🏛️")
    (desk.sources / "museum.txt").unlink()
    desk.library.update()
    told = await there.is_told("✓ The museum 🏛️")
    assert told.text == ENGLISH.button_gone
    page = await there.sees(edited())
    assert page.buttons == (("all",), ("Palmyra is retaken",), ("All settings",))
    await chooses(there, "All settings")
    await chooses(there, "Sources: 0 of 1", "Palmyra is retaken")
    assert desk.chosen(there.chat).sources == ("palmyra.md",)


async def test_votes_and_the_number_of_quotes_show_in_answers(there: Speaker) -> None:
    await chooses(there, "Vote buttons: on", "Quotes at once: 1", "2")
    await there.says(f"/ask {WHO}")
    answer = await there.sees(containing(RETOOK))
    assert len(answer.quotes) == 2
    assert answer.buttons == (("Context", "More (1)"), ("Copy", "Share"))
    await there.presses("More (1)")
    await there.sees(edited(answer), button("Fewer"))


@pytest.mark.parametrize("sees", ["nothing", "all by privacy mode off", "all as an admin"])
async def test_plain_questions_need_that_the_bot_sees_them(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat, sees: str
) -> None:
    there = cleo.at(friends)
    async with polling(desk.application(playground), scene):
        # What BotFather was told after the bot had been started counts too.
        playground.state.privacy = sees != "all by privacy mode off"
        if sees == "all as an admin":
            membership.place_bot(playground.state, friends.id, "administrator", by=cleo.id)
        await opens(there)
        await there.presses("I answer: when asked")
        said = ENGLISH.auto_blind if sees == "nothing" else ENGLISH.auto_ready
        await there.sees(edited(), containing(said), button("✓ when asked"))
        await chooses(there, "plain questions too", "All settings")
        await there.says("/settings")
        again = await there.sees(button("I answer: plain questions too"))
        assert (ENGLISH.auto_blind in again.text) == (sees == "nothing")


async def test_members_and_those_who_run_the_bot_get_a_polite_line(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, ann: Speaker, friends: Chat
) -> None:
    dora = scene.person("Dora")
    membership.place_person(playground.state, friends.id, Member(dora.id, "member"))
    news = scene.channel("News", ann, bot="left")
    async with polling(desk.application(playground, dora.id), scene):
        for speaker in (ann.at(friends), dora.at(friends), ann.at(friends, as_chat=news)):
            await speaker.says("/settings")
            await speaker.sees(ENGLISH.for_group_admins, no_buttons())
        menu = await opens(cleo.at(friends))
        for speaker in (ann, dora):
            for label in ("Vote buttons: on", "Language: that of the asker", "Done"):
                told = await speaker.at(friends).is_told(label)
                assert (told.text, told.alert) == (ENGLISH.for_group_admins, False)
        await cleo.at(friends).sees_nothing()
        assert playground.state.messages[friends.id][menu.message.id] == menu.message
    assert desk.chosen(friends) == DEFAULTS


async def test_the_admin_of_another_group_is_nobody_here(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, cleo: Speaker, friends: Chat
) -> None:
    scene.supergroup("Elsewhere", ann, cleo)
    async with polling(desk.application(playground), scene):
        await ann.at(friends).says("/settings")
        await ann.at(friends).sees(ENGLISH.for_group_admins)


async def test_who_is_no_admin_any_more_can_press_no_more(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker, friends: Chat
) -> None:
    membership.place_person(playground.state, friends.id, Member(ann.id, "administrator"))
    async with polling(desk.application(playground), scene):
        await opens(ann.at(friends))
        membership.place_person(playground.state, friends.id, Member(ann.id, "member"))
        told = await ann.at(friends).is_told("Vote buttons: on")
        assert told.text == ENGLISH.for_group_admins


async def test_an_anonymous_admin_asks_as_the_group_and_presses_as_themselves(
    desk: Desk, playground: Playground, scene: Scenario, friends: Chat
) -> None:
    emil = scene.person("Emil")
    membership.place_person(playground.state, friends.id, Member(emil.id, "administrator", is_anonymous=True))
    async with polling(desk.application(playground), scene):
        await opens(emil.at(friends))
        await chooses(emil.at(friends), "Vote buttons: on")
    assert not desk.chosen(friends).feedback


async def test_in_private_it_says_where_settings_are(
    desk: Desk, playground: Playground, scene: Scenario, ann: Speaker
) -> None:
    async with polling(desk.application(playground), scene):
        await ann.says("/settings")
        await ann.sees(ENGLISH.settings_in_group)


async def test_two_admins_at_once_both_get_what_stands_on_their_button(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, ann: Speaker, friends: Chat
) -> None:
    membership.place_person(playground.state, friends.id, Member(ann.id, "administrator"))
    async with polling(desk.application(playground), scene):
        menus = []
        for speaker in (cleo, ann):
            menus.append(await opens(speaker.at(friends)))
        first, second = menus
        # Both take the votes away: nobody gives them back.
        await cleo.at(friends).presses("Vote buttons: on", on=first, wait=False)
        await ann.at(friends).presses("Vote buttons: on", on=second, wait=False)
        await ann.at(friends).presses("Vote buttons: on", on=second, wait=False)
        await scene.idle()
        assert not desk.chosen(friends).feedback
        for speaker, menu, label in ((cleo, first, "Sources: all"), (ann, second, "Sources: all")):
            await speaker.at(friends).presses(label, on=menu)
        await scene.idle()
        shown_now = [playground.state.messages[friends.id][each.message.id] for each in (first, second)]
        for speaker, message, title in zip((cleo, ann), shown_now, ("Palmyra is retaken", "The museum 🏛️"), strict=True):
            data = next(each.value for row in buttons(message.markup) for each in row if each.text == title)
            press(playground.state, speaker.id, friends.id, message.id, str(data))
        await scene.idle()
    assert desk.chosen(friends).sources == ("museum.txt", "palmyra.md")


async def test_the_menu_works_after_a_restart(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat
) -> None:
    there = cleo.at(friends)
    async with polling(desk.application(playground), scene):
        await opens(there)
    async with polling(desk.application(playground), scene):
        await chooses(there, "Quotes at once: 1", "2")
    assert desk.chosen(friends).quotes == 2


async def test_the_settings_of_one_group_are_none_of_anothers(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat
) -> None:
    others = scene.supergroup("Others", cleo)
    async with polling(desk.application(playground), scene):
        await opens(cleo.at(friends))
        await chooses(cleo.at(friends), "Vote buttons: on")
    assert desk.chosen(others) == DEFAULTS


@pytest.mark.parametrize("status", ["restricted", "left", "kicked"])
async def test_without_the_right_to_write_a_press_still_ends_and_nobody_is_alarmed(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat, status: Any
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        await opens(cleo.at(friends))
        membership.place_bot(playground.state, friends.id, status, by=cleo.id)
        await cleo.at(friends).is_told("Vote buttons: on")
        await admin.sees_nothing()


async def test_a_menu_that_is_deleted_is_no_error(
    desk: Desk, playground: Playground, scene: Scenario, cleo: Speaker, friends: Chat
) -> None:
    admin = scene.person("Admin", started=True)
    held = playground.faults.hold("editMessageText")
    async with polling(desk.application(playground, admin.id), scene):
        menu = await opens(cleo.at(friends))
        await cleo.at(friends).presses("Vote buttons: on")
        await held.arrived.wait()
        await cleo.at(friends).deletes(menu)
        held.release()
        await scene.idle()
        await admin.sees_nothing()
    assert not desk.chosen(friends).feedback


SOURCES = [ServedSource(f"folder/{number}/{'long ' * 60}.md", f"Title {number}", 1) for number in range(20)]


def page(choice: Choice, chosen: ChatSettings = DEFAULTS, texts: Texts = ENGLISH) -> list[list[str]]:
    """The labels on a page's buttons."""
    keyboard = shown(choice, chosen, SOURCES, texts, sees_all=True).keyboard
    assert keyboard is not None
    return [[each.text for each in row] for row in keyboard.inline_keyboard]
