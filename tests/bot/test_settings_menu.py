"""The menu of /settings by itself: its pages, and what comes of its buttons."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import Chat
from bot.settings_menu import Choice, NotChosen, Page, SourceNeeded, changed, shown
from bot.store.chats import DEFAULTS, Chats, ChatSettings, Mode
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import ServedSource
from tests.bot.desk import Desk


def settings(desk: Desk, chat: Chat) -> ChatSettings:
    """What is chosen in a group."""
    return Chats(desk.database).settings(chat.id)


SOURCES = [ServedSource(f"folder/{number}/{'long ' * 60}.md", f"Title {number}", 1) for number in range(20)]


def page(choice: Choice, chosen: ChatSettings = DEFAULTS, texts: Texts = ENGLISH) -> list[list[str]]:
    """The labels on a page's buttons."""
    keyboard = shown(choice, chosen, SOURCES, texts, sees_all=True).keyboard
    assert keyboard is not None
    return [[each.text for each in row] for row in keyboard.inline_keyboard]


def test_many_sources_come_in_pages_of_eight() -> None:
    def titles(numbers: Sequence[int]) -> list[list[str]]:
        return [[f"Title {number}"] for number in numbers]

    leaving = ["All settings"]
    assert page(Choice(Page.SOURCES)) == [["✓ all"], *titles(range(8)), ["Later"], leaving]
    middle = page(Choice(Page.SOURCES, number=1))
    assert middle == [["✓ all"], *titles(range(8, 16)), ["Earlier", "Later"], leaving]
    last = [["✓ all"], *titles(range(16, 20)), ["Earlier"], leaving]
    assert page(Choice(Page.SOURCES, number=2)) == last
    # There were more of them once.
    assert page(Choice(Page.SOURCES, number=9)) == last


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=lambda texts: texts.code)
@pytest.mark.parametrize("chosen", [DEFAULTS, ChatSettings(mode=Mode.AUTO, quiet_from=0, quiet_to=60)])
def test_every_button_leads_somewhere_and_fits(texts: Texts, chosen: ChatSettings) -> None:
    seen, todo = set(), [Choice(Page.ALL)]
    while todo:
        choice = todo.pop()
        rendered = shown(choice.then, chosen, SOURCES, texts, sees_all=False)
        assert len(rendered.text) < 1_500
        for row in rendered.keyboard.inline_keyboard if rendered.keyboard else ():
            for each in row:
                assert isinstance(each.callback_data, str)
                assert len(each.callback_data.encode()) <= 64
                assert len(each.text) <= 64
                led = Choice.decode(each.callback_data)
                assert led is not None
                assert led.encode() == each.callback_data
                if led.value is not None:
                    changed(chosen, led, SOURCES)
                elif led not in seen:
                    seen.add(led)
                    todo.append(led)
    assert {choice.page for choice in seen} == set(Page) - {Page.FEEDBACK} - (
        set() if chosen.quiet_to else {Page.QUIET_FROM, Page.QUIET_TO, Page.ZONE}
    )


@given(st.text(max_size=70) | st.from_regex(r"\As:[a-z]{2,5}\d{0,3}(=[*+\-a-z0-9]{0,8})?\Z"))
def test_no_data_of_a_button_breaks_the_menu(data: str) -> None:
    choice = Choice.decode(data)
    if choice is None or choice.value is None:
        return
    try:
        new = changed(DEFAULTS, choice, SOURCES)
    except (NotChosen, SourceNeeded):
        return
    assert new.sources != ()
    shown(choice.then, new, SOURCES, ENGLISH, sees_all=False)


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        (Choice(Page.QUIET_FROM, "420"), ChatSettings(quiet_from=1320, quiet_to=420)),
        (Choice(Page.QUIET_TO, "1320"), ChatSettings(quiet_from=1320, quiet_to=420)),
        (Choice(Page.QUIET_FROM, "420"), DEFAULTS),
        (Choice(Page.ZONE, "17"), DEFAULTS),
        (Choice(Page.QUOTES, "4"), DEFAULTS),
        (Choice(Page.LANGUAGE, "fr"), DEFAULTS),
        (Choice(Page.SOURCES, "+000000000000"), DEFAULTS),
    ],
)
def test_what_makes_no_sense_is_not_chosen(choice: Choice, chosen: ChatSettings) -> None:
    with pytest.raises(NotChosen):
        changed(chosen, choice, SOURCES)
