"""The menu of /sources: pages of a list, and one source with what can be done to it. Pure: values in, values out.

A button names a source by a key that is made of its uri, which may be far too long, and carries where in the list
it stood, so that there is a way back after a restart too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b

from telegram import InlineKeyboardButton, MessageEntity

from bot.composing import Composer, Rendered
from bot.item_pages import add_item_pages
from bot.source_names import add_name, apart, one_line
from bot.texts import Texts, wording
from retrieval import Holding, Kind, Status

# The data of the menu's buttons begin with it.
PREFIX = "h:"
_DATA = re.compile(r"h:([a-z])([0-9a-f]{12})?\.(\d{1,5})\.(.*)", re.DOTALL)
_ON_A_PAGE = 8
_IN_A_ROW = 4
_LONGEST_TITLE = 60
_LONGEST_NAME = 60
_LONGEST_WHOLE_NAME = 1_000
_LONGEST_REASON = 500
_LONGEST_REASON_LISTED = 80
# The data of a button are 64 bytes, of which the rest takes 22.
_MOST_SEARCH_BYTES = 40
_MOST_PAGES = 99_999
_MARKS = {
    Status.ENABLED: "✅",
    Status.FAILING: "⚠️",
    Status.DISABLED: "⏸",
    Status.GONE: "👻",
    Status.DELETED: "🗑",
}


class Ask(StrEnum):
    """What a button asks for."""

    LIST = "l"
    OPEN = "o"
    ENABLE = "e"
    DISABLE = "d"
    REFRESH = "r"
    DELETE = "x"  # asks whether it is meant
    DELETE_SURELY = "y"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button asks for: a page of the list (from 0 on) of what `search` finds, or something of one source."""

    ask: Ask
    page: int = 0
    search: str = ""
    key: str = ""

    def encode(self) -> str:
        """As the data of a button, at most 64 bytes."""
        return f"{PREFIX}{self.ask}{self.key}.{min(self.page, _MOST_PAGES)}.{self.search}"

    @classmethod
    def decode(cls, data: str) -> Choice | None:
        """What a button's data ask for, or None where they are not ours."""
        found = _DATA.fullmatch(data)
        if found is None or found[1] not in set(Ask) or (found[1] == Ask.LIST) == bool(found[2]):
            return None
        return cls(Ask(found[1]), int(found[3]), found[4], found[2] or "")

    def of(self, ask: Ask, key: str = "") -> Choice:
        """Another choice from the same place of the list; without a key of the same source."""
        return replace(self, ask=ask, key="" if ask is Ask.LIST else key or self.key)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as the list shows it: an archive stands for all that is in it, a channel for its posts.

    `synced_at` is when it was read or visited well last.
    """

    holding: Holding
    count: int
    status: Status
    synced_at: datetime | None


def key_of(uri: str) -> str:
    """What names a source in a button's data."""
    return blake2b(uri.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def searched(words: Sequence[str]) -> str:
    """What is looked for, as far as the data of a button can hold it."""
    whole = one_line(" ".join(words), _MOST_SEARCH_BYTES) if words else ""
    return whole.rstrip("…").encode()[:_MOST_SEARCH_BYTES].decode("utf-8", "ignore").strip()


def listed(found: Iterable[Holding], *, whole: bool) -> list[Listed]:
    """The sources of a list; in the `whole` one what lies in an archive or a channel is part of that."""
    holdings = list(found)
    if not whole:
        return [Listed(each, each.served_count, each.status, each.synced_at) for each in holdings]
    archives = {each.uri for each in holdings if each.record.kind in {Kind.UPLOAD, Kind.CHANNEL}}
    inside: dict[str, list[Holding]] = {}
    for each in holdings:
        if archive := _archive(each.uri, archives):
            inside.setdefault(archive, []).append(each)
    held = {member.uri for members in inside.values() for member in members}
    return [_listed(each, inside.get(each.uri, [])) for each in holdings if each.uri not in held]


def shown(found: Sequence[Listed], choice: Choice, texts: Texts) -> Rendered:
    """A page of the list, or the nearest that there is."""
    if not found:
        nothing = texts.sources_not_found.format(search=texts.quoted.format(text=choice.search))
        return Rendered(nothing if choice.search else texts.sources_none)
    pages = -(-len(found) // _ON_A_PAGE)
    choice = replace(choice, ask=Ask.LIST, page=min(choice.page, pages - 1), key="")
    here = found[choice.page * _ON_A_PAGE : (choice.page + 1) * _ON_A_PAGE]
    composer = Composer()
    composer.add(texts.sources_title.format(count=len(found)), MessageEntity.BOLD)
    if choice.search:
        composer.add(f" · {texts.quoted.format(text=choice.search)}")
    for number, each in enumerate(here, 1):
        _add_line(composer, number, each, texts)
    turning = []
    if pages > 1:
        composer.add(f"\n\n{texts.page.format(page=choice.page + 1, pages=pages)}")
    if choice.page > 0:
        turning.append(_button(texts.previous_page, replace(choice, page=choice.page - 1)))
    if choice.page < pages - 1:
        turning.append(_button(texts.next_page, replace(choice, page=choice.page + 1)))
    opening = [
        _button(str(number), choice.of(Ask.OPEN, key_of(each.holding.uri))) for number, each in enumerate(here, 1)
    ]
    return composer.rendered(opening[:_IN_A_ROW], opening[_IN_A_ROW:], turning)


def opened(each: Listed, choice: Choice, texts: Texts, *, note: str = "") -> Rendered:
    """One source; `note` says what was just done to it."""
    record, composer = each.holding.record, Composer()
    if note:
        composer.add(f"{note}\n\n")
    if each.holding.title:
        add_name(composer, each.holding.title, _LONGEST_TITLE, MessageEntity.BOLD)
        composer.add("\n")
    add_name(composer, each.holding.uri, _LONGEST_WHOLE_NAME, MessageEntity.CODE)
    composer.add(f"\n\n{_state(each.status, texts)}\n{_measures(each, texts)}")
    added = texts.source_added.format(date=_day(record.added_at, texts), who=apart(one_line(record.added_by, 40)))
    composer.add(f"\n{added}")
    if each.synced_at:
        composer.add(f"\n{texts.source_read.format(date=wording.moment(each.synced_at))}")
    if record.failed_at:
        reason = apart(one_line(record.failure or "", _LONGEST_REASON))
        composer.add(f"\n{texts.source_failed.format(date=wording.moment(record.failed_at), reason=reason)}")
    add_item_pages(composer, each.holding.item_pages, texts)
    disabled = each.status is Status.DISABLED
    able = _button(texts.enable, choice.of(Ask.ENABLE)) if disabled else _button(texts.disable, choice.of(Ask.DISABLE))
    return composer.rendered(
        [able, _button(texts.refresh, choice.of(Ask.REFRESH))],
        [_button(texts.delete, choice.of(Ask.DELETE))],
        [_button(texts.all_sources, choice.of(Ask.LIST))],
    )


def doubted(each: Listed, choice: Choice, texts: Texts) -> Rendered:
    """Whether it is really to be deleted."""
    composer = Composer()
    composer.add(texts.delete_question, MessageEntity.BOLD)
    composer.add("\n\n")
    add_name(composer, each.holding.title or each.holding.uri, _LONGEST_NAME)
    composer.add("\n")
    add_name(composer, each.holding.uri, _LONGEST_WHOLE_NAME, MessageEntity.CODE)
    composer.add(f"\n{_measures(each, texts)}")
    return composer.rendered(
        [_button(texts.delete_surely, choice.of(Ask.DELETE_SURELY)), _button(texts.keep, choice.of(Ask.OPEN))]
    )


def _archive(uri: str, archives: set[str]) -> str | None:
    """The archive or channel in which a source lies."""
    parents = (uri[:place] for place, sign in enumerate(uri) if sign == "/")
    return next((parent for parent in parents if parent in archives), None)


def _listed(holding: Holding, members: Sequence[Holding]) -> Listed:
    status = holding.status
    if status is Status.ENABLED and any(each.status is Status.FAILING for each in members):
        status = Status.FAILING
    count = sum(each.served_count for each in (holding, *members))
    synced = [each.synced_at for each in (holding, *members) if each.synced_at]
    return Listed(holding, count, status, max(synced, default=None))


def _add_line(composer: Composer, number: int, each: Listed, texts: Texts) -> None:
    composer.add(f"\n\n{number}. ")
    if each.holding.title:
        add_name(composer, each.holding.title, _LONGEST_TITLE, MessageEntity.BOLD)
        composer.add("\n")
    add_name(composer, each.holding.uri, _LONGEST_NAME, MessageEntity.CODE)
    composer.add(f"\n{_state(each.status, texts)} · {_measures(each, texts)}")
    record = each.holding.record
    composer.add(f" · {_day(each.synced_at or record.added_at, texts)}")
    if record.failing and each.status is Status.FAILING:
        composer.add(f"\n{apart(one_line(record.failure or '', _LONGEST_REASON_LISTED))}")


def _state(status: Status, texts: Texts) -> str:
    words = {
        Status.ENABLED: texts.state_enabled,
        Status.FAILING: texts.state_failing,
        Status.DISABLED: texts.state_disabled,
        Status.GONE: texts.state_gone,
        Status.DELETED: texts.state_deleted,
    }
    return f"{_MARKS[status]} {words[status]}"


def _measures(each: Listed, texts: Texts) -> str:
    count, size = texts.articles_count.format(count=each.count), each.holding.record.size
    # Of a file that never could be read nobody knows it.
    return count if size is None else f"{count} · {wording.size(size, texts)}"


def _day(moment: datetime, texts: Texts) -> str:
    return wording.day(moment.astimezone(UTC).date(), texts)


def _button(label: str, choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=choice.encode())
