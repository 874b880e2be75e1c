"""/gaps: those who run the bot see what the articles do not answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import CallbackQuery, InlineKeyboardButton, Message, MessageEntity

from bot.admins import Admins
from bot.again import readable
from bot.asking import AnyApplication
from bot.composing import LONGEST_MESSAGE, Composer, Rendered, utf16
from bot.parts import Parts
from bot.replying import edit, end_press, respond
from bot.store.questions import Unanswered, Waiting
from bot.texts import Texts, wording
from retrieval import alike

# As a screen or two: more is on the next page.
_MOST_ON_A_PAGE = 10
_LONGEST_QUESTION = 200
_LONGEST_OTHER = 80
_MOST_OTHERS = 3
_BUTTON = "g:"
_PATTERN = rf"^{_BUTTON}\d{{1,6}}$"


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer that was asked `count` times, in its commonest wording and in `others`.

    `last` is the Unix time when it was asked last, `waiting` how many people want to be told of an answer.
    """

    question: str
    count: int
    last: float
    others: tuple[str, ...]
    waiting: int


def gaps(unanswered: Sequence[Unanswered], waiting: Iterable[Waiting]) -> list[Gap]:
    """Questions that ask the same as one gap, most asked first, then the newest. `unanswered` is newest first."""
    wishes: dict[str, set[int]] = {}
    for each in waiting:
        wishes.setdefault(each.question, set()).add(each.user_id)
    return [
        _gap([unanswered[number] for number in group], wishes) for group in alike([each.text for each in unanswered])
    ]


def _gap(asked: Sequence[Unanswered], wishes: dict[str, set[int]]) -> Gap:
    # Counters keep the order of equals: the newest first.
    wordings = Counter(each.text for each in asked)
    commonest, *others = (text for text, _ in wordings.most_common())
    different = {" ".join(text.casefold().split()): text for text in reversed(others)}
    different.pop(commonest.casefold(), None)
    people = set().union(*(wishes.get(text, ()) for text in wordings))
    return Gap(
        commonest, len(asked), max(each.asked_at for each in asked), tuple(reversed(different.values())), len(people)
    )


def pages(found: Sequence[Gap], texts: Texts) -> list[Rendered]:
    """Gaps as messages, each with buttons that lead to those before and after it."""
    bodies: list[list[str]] = [[]]
    room = LONGEST_MESSAGE - utf16(f"{texts.gaps_title}\n\n{texts.page.format(page=9999, pages=9999)}")
    left = room
    for each in found:
        line = f"\n\n{_line(each, texts)}"
        if bodies[-1] and (utf16(line) > left or len(bodies[-1]) == _MOST_ON_A_PAGE):
            bodies.append([])
            left = room
        bodies[-1].append(line)
        left -= utf16(line)
    return [_page("".join(body), number, len(bodies), texts) for number, body in enumerate(bodies, 1)]


def _line(gap: Gap, texts: Texts) -> str:
    last = datetime.fromtimestamp(gap.last, UTC).date()
    lines = [wording.gap(readable(gap.question, _LONGEST_QUESTION), gap.count, last, texts)]
    if gap.others:
        others = (texts.quoted.format(text=readable(each, _LONGEST_OTHER)) for each in gap.others[:_MOST_OTHERS])
        lines.append(texts.gap_also.format(questions=texts.comma.join(others)))
    if gap.waiting:
        lines.append(texts.gap_waiting.format(count=gap.waiting))
    return "\n".join(lines)


def _page(body: str, number: int, count: int, texts: Texts) -> Rendered:
    composer = Composer()
    composer.add(texts.gaps_title, MessageEntity.BOLD)
    composer.add(body)
    turning = []
    if count > 1:
        composer.add(f"\n\n{texts.page.format(page=number, pages=count)}")
    if number > 1:
        turning.append(InlineKeyboardButton(texts.previous_page, callback_data=f"{_BUTTON}{number - 1}"))
    if number < count:
        turning.append(InlineKeyboardButton(texts.next_page, callback_data=f"{_BUTTON}{number + 1}"))
    return composer.rendered(turning)


class Gaps:
    """The handlers of /gaps and of its pages, for those whose ids are in ADMIN_IDS."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text or any button."""
        admins = Admins(self._parts.settings.admin_ids)
        admins.command(application, "gaps", self.gaps)
        admins.buttons(application, _PATTERN, self.turn)

    async def gaps(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/gaps"""
        await respond(message, await asyncio.to_thread(self._shown, 1, texts))

    async def turn(self, query: CallbackQuery, message: Message, texts: Texts) -> None:
        """A button leads to another page."""
        await end_press(query)
        page = int((query.data or "").removeprefix(_BUTTON))
        await edit(message, await asyncio.to_thread(self._shown, page, texts))

    def _shown(self, page: int, texts: Texts) -> Rendered:
        """A page of the gaps, or the nearest that there is."""
        questions = self._parts.questions
        if not self._parts.settings.keep_questions.unanswered:
            return Rendered(texts.gaps_off)
        found = gaps(questions.unanswered(), questions.waiting())
        if not found:
            return Rendered(texts.gaps_none)
        written = pages(found, texts)
        return written[min(max(page, 1), len(written)) - 1]
