"""What a reload is going to do, how far it is, and what came of it. Pure: values in, a message out.

The buttons below a reload that is held name its plan by its key: they apply what was shown, or show what else it would
be now, after a restart too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, MessageEntity

from bot.composing import LONGEST_MESSAGE, Composer, Rendered, shortened, utf16
from bot.texts import Texts
from retrieval import Hold, Outcome, Plan, Report, SourceReport, Worse

APPLY, CANCEL = "ra:", "rc:"
PATTERN = r"^r[ac]:[0-9a-f]{16}$"

Stage = tuple[str, int, int | None]
"""The name of what is being done, how many are done, and of how many, if that is known."""

# As much as a screen or two: the command line has all of it.
_MOST_NAMED = 10
_MOST_WORSE = 4
_LONGEST_NAME = 80
_LONGEST_REASON = 160
# So that what is held fits a message, however many units its characters have.
_LONGEST_ANSWER = 140


def under_way(plan: Plan | None, stage: Stage | None, texts: Texts) -> Rendered:
    """What is known of a reload that goes on: its plan, if it has one yet, and how far it is."""
    return _reload(plan, _progress(stage, texts), texts)


def ended(report: Report, texts: Texts) -> Rendered:
    """What came of a reload; with buttons if it waits for somebody to confirm it."""
    if report.is_held:
        return _reload(report.plan, _held(report, texts), texts, report.key)
    said = texts.reload_done if report.is_new else texts.reload_same
    return _reload(report.plan, [said.format(generation=report.generation, count=report.article_count)], texts)


def failed(error: Exception, texts: Texts) -> Rendered:
    """A reload ended before its work was done."""
    reason = shortened(str(error), _LONGEST_REASON * 4)
    return _reload(None, [texts.reload_failed.format(reason=reason)], texts)


def cancelled(texts: Texts) -> Rendered:
    """Somebody does not want what was held."""
    return _reload(None, [texts.reload_cancelled], texts)


def unreadable(sources: Sequence[SourceReport], texts: Texts) -> Rendered:
    """Sources that failed, for those who did not ask."""
    return _fitting([], _named(texts.sources_failed, sources, texts), [], texts)


def _reload(plan: Plan | None, below: Sequence[str], texts: Texts, key: str | None = None) -> Rendered:
    buttons = []
    if key is not None:
        buttons = [
            InlineKeyboardButton(texts.apply, callback_data=f"{APPLY}{key}"),
            InlineKeyboardButton(texts.cancel, callback_data=f"{CANCEL}{key}"),
        ]
    return _fitting([texts.reload_title], _planned(plan, texts) if plan else [], below, texts, buttons)


def _fitting(
    title: Sequence[str],
    lines: Sequence[str],
    below: Sequence[str],
    texts: Texts,
    buttons: Sequence[InlineKeyboardButton] = (),
) -> Rendered:
    """A message of lines, of which the middle ones give way where there are too many for one."""
    end = "".join(f"\n\n{line}" for line in below)
    composer = Composer()
    for line in title:
        composer.add(line, MessageEntity.BOLD)
    room = LONGEST_MESSAGE - composer.units - utf16(end) - utf16("\n\n…")
    for number, line in enumerate(lines):
        if utf16(line) + 2 > room:
            composer.add("\n…")
            break
        before = ("\n\n" if number == 0 else "\n") if composer.units else ""
        composer.add(before + line)
        room -= utf16(before + line)
    composer.add(end)
    return composer.rendered(buttons)


def _planned(plan: Plan, texts: Texts) -> list[str]:
    """What changes, and what can't be read."""
    lines = []
    for outcome, heading in (
        (Outcome.NEW, texts.sources_new),
        (Outcome.CHANGED, texts.sources_changed),
        (Outcome.GONE, texts.sources_gone),
        (Outcome.FAILED, texts.sources_failed),
    ):
        if found := plan.of(outcome):
            lines += _named(heading, found, texts)
    # Of these the rest counts.
    if partly := [each for each in plan.sources if each.reason and each.outcome is not Outcome.FAILED]:
        lines += _named(texts.sources_partly, partly, texts)
    if plan.article_count != plan.served_count:
        lines.append(texts.articles_then.format(before=plan.served_count, after=plan.article_count))
    return lines or [texts.nothing_changes]


def _named(heading: str, sources: Sequence[SourceReport], texts: Texts) -> list[str]:
    lines = [heading.format(count=len(sources))]
    for each in sources[:_MOST_NAMED]:
        reason = f": {_line(each.reason, _LONGEST_REASON)}" if each.reason else ""
        lines.append(f"• {_name(each.uri)}{reason}")
    if len(sources) > _MOST_NAMED:
        lines.append(f"• {texts.reload_more.format(count=len(sources) - _MOST_NAMED)}")
    return lines


def _name(uri: str) -> str:
    """A source's name; the end of a long one says more than its beginning."""
    line = _line(uri, len(uri))
    return line if len(line) <= _LONGEST_NAME else f"…{line[1 - _LONGEST_NAME :]}"


def _line(text: str, longest: int) -> str:
    return shortened(" ".join(text.split()), longest)


def _progress(stage: Stage | None, texts: Texts) -> list[str]:
    names = {"reading": texts.reload_reading, "indexing": texts.reload_indexing, "checking": texts.reload_checking}
    name, done, total = stage or ("reading", 0, None)
    counted = f"{done} / {total}" if total is not None else str(done)
    return [f"⏳ {names[name]}: {counted}" if done else f"⏳ {names[name]}"]


def _held(report: Report, texts: Texts) -> list[str]:
    lines = [f"⚠️ {texts.held}"]
    plan = report.plan
    for hold in report.holds:
        match hold:
            case Hold.VANISHING:
                share = texts.percent.format(number=f"{100 * plan.share_vanishing:.0f}")
                lines.append(texts.held_vanishing.format(gone=plan.vanishing, count=plan.served_count, percent=share))
            case Hold.WENT_BACK:
                lines.append(texts.held_went_back.format(generation=report.generation))
            case Hold.WORSE:
                lines.append(texts.held_worse.format(count=len(report.worse)))
                lines += _worse(report.worse[:_MOST_WORSE], texts)
                if len(report.worse) > _MOST_WORSE:
                    lines.append(texts.reload_more.format(count=len(report.worse) - _MOST_WORSE))
    return lines


def _worse(found: Iterable[Worse], texts: Texts) -> Iterable[str]:
    for each in found:
        before = texts.worse_before.format(answer=_line(each.before, _LONGEST_ANSWER))
        now = texts.worse_now.format(answer=_line(each.now, _LONGEST_ANSWER))
        yield f"{_line(each.question, _LONGEST_ANSWER)}\n{before}\n{now}"
