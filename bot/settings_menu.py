"""The menu of a group's settings: pages of buttons, and what a press changes. Pure: values in, values out.

A button carries all that it asks for, as a value and not as a change of one: whoever presses an old view of the menu,
or at the same time as somebody else, gets what stands on the button.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from telegram import InlineKeyboardButton, Message, MessageEntity

from bot.composing import Composer, Rendered, shortened
from bot.store.chats import ChatSettings, Mode
from bot.texts import LANGUAGES, Texts, wording
from retrieval import ServedSource

# The data of the menu's buttons begin with it.
PREFIX = "s:"
_DATA = re.compile(r"s:([a-z]+)(\d{0,6})(?:=([a-z0-9*+-]{0,16}))?")
_SOURCES_ON_A_PAGE = 8
_LONGEST_TITLE = 40
_HOURS = range(0, 24 * 60, 60)
_USUAL_NIGHT = (22 * 60, 7 * 60)
# Every offset from UTC that a country has, in minutes.
_ZONES = (
    *(-720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0, 60, 120, 180, 210, 240),
    *(270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840),
)

Buttons = Sequence[InlineKeyboardButton]


class Page(StrEnum):
    """A page of the menu, as the data of buttons name it."""

    ALL = "all"
    MODE = "mode"
    LANGUAGE = "lang"
    SOURCES = "src"
    QUOTES = "num"
    FEEDBACK = "vote"
    QUIET = "quiet"
    QUIET_FROM = "from"
    QUIET_TO = "to"
    ZONE = "zone"
    CLOSED = "done"


# What is shown after something was chosen on a page without choices to come back to.
_THEN = {
    Page.FEEDBACK: Page.ALL,
    Page.QUIET_FROM: Page.QUIET,
    Page.QUIET_TO: Page.QUIET,
    Page.ZONE: Page.QUIET,
}


class NotChosen(Exception):
    """What a button asks for can't be chosen, or not any more."""


class SourceNeeded(Exception):
    """The last source can't be taken away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button of the menu asks for: a page, and what is chosen there, if anything is.

    `number` is the page of the sources, from 0 on.
    """

    page: Page
    value: str | None = None
    number: int = 0

    def encode(self) -> str:
        """As the data of a button, far below 64 bytes."""
        chosen = "" if self.value is None else f"={self.value}"
        return f"{PREFIX}{self.page}{self.number or ''}{chosen}"

    @classmethod
    def decode(cls, data: str) -> Choice | None:
        """What a button's data ask for, or None where they are not ours."""
        found = _DATA.fullmatch(data)
        if found is None or found[1] not in set(Page):
            return None
        return cls(Page(found[1]), found[3], int(found[2] or 0))

    @property
    def then(self) -> Choice:
        """What is shown once it is chosen."""
        return self if self.value is None else Choice(_THEN.get(self.page, self.page), number=self.number)


def is_menu(message: Message) -> bool:
    """Whether a message of ours shows the menu."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(str(button.callback_data).startswith(PREFIX) for row in rows for button in row)


def changed(settings: ChatSettings, choice: Choice, sources: Sequence[ServedSource]) -> ChatSettings:
    """The settings after a choice, of the `sources` that are served. Raises `NotChosen`, `SourceNeeded`."""
    value = choice.value or ""
    match choice.page:
        case Page.MODE if value in set(Mode):
            return replace(settings, mode=Mode(value))
        case Page.LANGUAGE if value in {"", *LANGUAGES}:
            return replace(settings, language=value or None)
        case Page.SOURCES:
            return replace(settings, sources=_sources(settings.sources, value, sources))
        case Page.QUOTES if value in {"1", "2", "3"}:
            return replace(settings, quotes=int(value))
        case Page.FEEDBACK if value in {"0", "1"}:
            return replace(settings, feedback=value == "1")
        case Page.QUIET | Page.QUIET_FROM | Page.QUIET_TO | Page.ZONE:
            return _with_quiet(settings, choice.page, value)
    raise NotChosen


def _with_quiet(settings: ChatSettings, page: Page, value: str) -> ChatSettings:
    start, end = settings.quiet_from, settings.quiet_to
    match page:
        case Page.QUIET if value == "0":
            return replace(settings, quiet_from=None, quiet_to=None)
        case Page.QUIET if value == "1":
            usual = replace(settings, quiet_from=_USUAL_NIGHT[0], quiet_to=_USUAL_NIGHT[1])
            return usual if start is None else settings
        # Hours that end when they begin are none.
        case Page.QUIET_FROM if _is_one(value, _HOURS) and end not in {None, int(value)}:
            return replace(settings, quiet_from=int(value))
        case Page.QUIET_TO if _is_one(value, _HOURS) and start not in {None, int(value)}:
            return replace(settings, quiet_to=int(value))
        case Page.ZONE if _is_one(value, _ZONES):
            return replace(settings, utc_offset=int(value))
    raise NotChosen


def shown(
    choice: Choice, settings: ChatSettings, sources: Sequence[ServedSource], texts: Texts, *, sees_all: bool
) -> Rendered:
    """A page of the menu. `sees_all`: the bot gets to know of every message of the group."""
    match choice.page:
        case Page.MODE:
            return _mode(settings, texts, sees_all=sees_all)
        case Page.LANGUAGE:
            return _language(settings, texts)
        case Page.SOURCES:
            return _source_choice(settings, sources, choice.number, texts)
        case Page.QUOTES:
            quotes = [_choice(str(n), Choice(Page.QUOTES, str(n)), settings.quotes == n) for n in range(1, 4)]
            return _page(texts.setting_quotes, texts.quotes_about, quotes, [_all(texts)])
        case Page.QUIET:
            return _quiet(settings, texts)
        case Page.QUIET_FROM | Page.QUIET_TO | Page.ZONE:
            return _grid(choice.page, settings, texts)
        case Page.CLOSED:
            return Rendered(texts.settings_closed)
    return _everything(settings, sources, texts, sees_all=sees_all)


def _everything(settings: ChatSettings, sources: Sequence[ServedSource], texts: Texts, *, sees_all: bool) -> Rendered:
    mode = texts.mode_auto if settings.mode is Mode.AUTO else texts.mode_mention
    language = LANGUAGES[settings.language].name if settings.language in LANGUAGES else texts.language_of_asker
    chosen = None if settings.sources is None else len(_served(settings.sources, sources))
    turned = Choice(Page.FEEDBACK, "0" if settings.feedback else "1")
    lines = (
        (texts.setting_mode, mode, Choice(Page.MODE)),
        (texts.setting_language, language, Choice(Page.LANGUAGE)),
        (texts.setting_sources, wording.sources(chosen, len(sources), texts), Choice(Page.SOURCES)),
        (texts.setting_quotes, str(settings.quotes), Choice(Page.QUOTES)),
        (texts.setting_feedback, texts.on if settings.feedback else texts.off, turned),
        (
            texts.setting_quiet,
            wording.quiet(settings.quiet_from, settings.quiet_to, texts),
            Choice(Page.QUIET),
        ),
    )
    rows = [[_button(wording.setting(name, value), choice)] for name, value, choice in lines]
    notes = [texts.auto_blind] if settings.mode is Mode.AUTO and not sees_all else []
    if missing := _missing(settings, sources):
        notes.append(texts.sources_missing.format(count=missing))
    return _page(texts.settings_title, "\n\n".join(notes), *rows, [_button(texts.done, Choice(Page.CLOSED))])


def _mode(settings: ChatSettings, texts: Texts, *, sees_all: bool) -> Rendered:
    about = texts.mode_about.format(mention=texts.mode_mention, auto=texts.mode_auto)
    rows = [
        [_choice(label, Choice(Page.MODE, mode), settings.mode is mode)]
        for mode, label in ((Mode.MENTION, texts.mode_mention), (Mode.AUTO, texts.mode_auto))
    ]
    ready = texts.auto_ready if sees_all else texts.auto_blind
    return _page(texts.setting_mode, f"{about}\n\n{ready}", *rows, [_all(texts)])


def _language(settings: ChatSettings, texts: Texts) -> Rendered:
    asker = _choice(texts.language_of_asker, Choice(Page.LANGUAGE, ""), settings.language is None)
    named = [
        _choice(each.name, Choice(Page.LANGUAGE, each.code), settings.language == each.code)
        for each in LANGUAGES.values()
    ]
    return _page(texts.setting_language, "", [asker], *_rows(named, 2), [_all(texts)])


def _source_choice(settings: ChatSettings, sources: Sequence[ServedSource], number: int, texts: Texts) -> Rendered:
    pages = max(1, -(-len(sources) // _SOURCES_ON_A_PAGE))
    number = min(number, pages - 1)
    chosen = frozenset(settings.sources or ())
    everything = _choice(texts.sources_all, Choice(Page.SOURCES, "*", number), settings.sources is None)
    rows: list[Buttons] = [[everything]]
    for source in sources[number * _SOURCES_ON_A_PAGE : (number + 1) * _SOURCES_ON_A_PAGE]:
        is_chosen = source.uri in chosen
        value = f"{'-' if is_chosen else '+'}{_key(source.uri)}"
        rows.append([_choice(shortened(source.title, _LONGEST_TITLE), Choice(Page.SOURCES, value, number), is_chosen)])
    turning = []
    if number > 0:
        turning.append(_button(texts.previous_page, Choice(Page.SOURCES, number=number - 1)))
    if number < pages - 1:
        turning.append(_button(texts.next_page, Choice(Page.SOURCES, number=number + 1)))
    about = texts.sources_about
    if pages > 1:
        about += f"\n{texts.page.format(page=number + 1, pages=pages)}"
    if missing := _missing(settings, sources):
        about += f"\n\n{texts.sources_missing.format(count=missing)}"
    return _page(texts.setting_sources, about, *rows, turning, [_all(texts)])


def _quiet(settings: ChatSettings, texts: Texts) -> Rendered:
    start, end = settings.quiet_from, settings.quiet_to
    is_quiet = start is not None and end is not None
    usual = wording.quiet(*((start, end) if is_quiet else _USUAL_NIGHT), texts)
    rows: list[Buttons] = [
        [_choice(texts.quiet_none, Choice(Page.QUIET, "0"), not is_quiet)],
        [_choice(usual, Choice(Page.QUIET, "1"), is_quiet)],
    ]
    if start is not None and end is not None:
        rows.append(
            [
                _button(texts.quiet_from.format(time=wording.clock(start)), Choice(Page.QUIET_FROM)),
                _button(texts.quiet_to.format(time=wording.clock(end)), Choice(Page.QUIET_TO)),
            ]
        )
        rows.append([_button(texts.quiet_zone.format(zone=wording.zone(settings.utc_offset)), Choice(Page.ZONE))])
    return _page(texts.setting_quiet, texts.quiet_about, *rows, [_all(texts)])


def _grid(page: Page, settings: ChatSettings, texts: Texts) -> Rendered:
    """All hours of the day, or all time zones, to choose one."""
    start, end = settings.quiet_from or 0, settings.quiet_to or 0
    back = [_button(texts.setting_quiet, Choice(Page.QUIET)), _all(texts)]

    def rows(values: Sequence[int], label: Callable[[int], str], current: int, columns: int) -> list[Buttons]:
        return _rows([_choice(label(each), Choice(page, str(each)), each == current) for each in values], columns)

    if page is Page.ZONE:
        about = texts.quiet_zone.format(zone=wording.zone(settings.utc_offset))
        return _page(texts.setting_quiet, about, *rows(_ZONES, _short_zone, settings.utc_offset, 4), back)
    current, other = (start, end) if page is Page.QUIET_FROM else (end, start)
    label = texts.quiet_from if page is Page.QUIET_FROM else texts.quiet_to
    hours = [hour for hour in _HOURS if hour != other]
    return _page(
        texts.setting_quiet, label.format(time=wording.clock(current)), *rows(hours, wording.clock, current, 4), back
    )


def _sources(chosen: Sequence[str] | None, value: str, sources: Sequence[ServedSource]) -> tuple[str, ...] | None:
    """The sources that are chosen once one of them is added, or taken away; those that are gone are left out.

    Who begins to choose, chooses alone: it is "all", or those that are named.
    """
    if value == "*":
        return None
    uri = next((source.uri for source in sources if _key(source.uri) == value[1:]), None)
    if uri is None:
        raise NotChosen
    before = _served(chosen or (), sources)
    after = tuple(source.uri for source in sources if (value[0] == "+" if source.uri == uri else source.uri in before))
    if not after:
        raise SourceNeeded
    return after


def _served(chosen: Sequence[str], sources: Sequence[ServedSource]) -> frozenset[str]:
    return frozenset(chosen) & {source.uri for source in sources}


def _missing(settings: ChatSettings, sources: Sequence[ServedSource]) -> int:
    """How many of the chosen sources are there no more."""
    chosen = settings.sources or ()
    return len(chosen) - len(_served(chosen, sources))


def _key(uri: str) -> str:
    """A source's address can be longer than a button's data."""
    return blake2b(uri.encode(), digest_size=6).hexdigest()


def _is_one(value: str, numbers: Sequence[int]) -> bool:
    return re.fullmatch(r"-?\d{1,4}", value) is not None and int(value) in numbers


def _short_zone(offset: int) -> str:
    """A time zone where four stand in a row."""
    return wording.zone(offset).removeprefix("UTC") or "0"


def _page(title: str, about: str, *rows: Buttons) -> Rendered:
    composer = Composer()
    composer.add(title, MessageEntity.BOLD)
    if about:
        composer.add(f"\n\n{about}")
    return composer.rendered(*rows)


def _rows(buttons: Sequence[InlineKeyboardButton], columns: int) -> list[Buttons]:
    return [buttons[first : first + columns] for first in range(0, len(buttons), columns)]


def _all(texts: Texts) -> InlineKeyboardButton:
    return _button(texts.all_settings, Choice(Page.ALL))


def _choice(label: str, choice: Choice, chosen: bool) -> InlineKeyboardButton:
    return _button(wording.choice(label, chosen=chosen), choice)


def _button(label: str, choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=choice.encode())
