"""What is said of something that was added: what of it was read, and why the rest was not. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import MessageEntity

from bot.composing import Composer, Rendered
from bot.item_pages import add_item_pages
from bot.source_names import add_name, apart, one_line
from bot.texts import Texts, wording
from retrieval import ItemPage, Outcome, Report, SourceReport

FULL = "full"
"""The word behind addresses that asks for the whole texts of a feed's items."""

_LONGEST_NAME = 80
_LONGEST_TITLE = 60
_LONGEST_REASON = 120
# Further ones would fill the screen.
_MOST_FAILURES = 5


def how(texts: Texts) -> Rendered:
    """To /add without an address, or with very many."""
    return Rendered(texts.add_how.format(full=FULL))


def begun(name: str, texts: Texts) -> Rendered:
    """While it is read."""
    return Rendered(texts.add_reading.format(name=_named(name)))


def too_large(name: str, size: int, limit: int, texts: Texts) -> Rendered:
    """Instead of fetching it."""
    sizes = {"size": wording.size(size, texts), "limit": wording.size(limit, texts)}
    return Rendered(texts.add_too_large.format(name=_named(name), **sizes))


def not_fetched(name: str, texts: Texts) -> Rendered:
    """Telegram has it and does not give it."""
    return Rendered(texts.add_not_fetched.format(name=_named(name)))


def refused(name: str, reason: str, texts: Texts) -> Rendered:
    """It was not kept."""
    return _failed(name, reason, texts)


def unread(name: str, reason: str, texts: Texts) -> Rendered:
    """It was kept, but no reload was possible."""
    reason = one_line(reason, _LONGEST_REASON)
    return Rendered(texts.add_unread.format(name=_named(name), reason=apart(reason)))


def result(
    name: str,
    uri: str,
    report: Report,
    titles: Sequence[str],
    texts: Texts,
    *,
    pages: Sequence[ItemPage] = (),
    again: bool = False,
    is_one: bool = False,
) -> Rendered:
    """What a reload made of it; `titles` are some of its articles', `pages` those of a feed's items.

    `again`: there was a source of this name before. `is_one`: sources whose uris go on from its own are others.
    """
    below = f"{uri}/"
    about = [each for each in report.sources if each.uri == uri or (not is_one and each.uri.startswith(below))]
    failed = [each for each in about if each.reason is not None]
    read = [each for each in about if each.outcome not in {Outcome.FAILED, Outcome.GONE}]
    if failed and not read:
        shown = (
            _failed(name, failed[0].reason or "", texts) if len(about) == 1 else _all_failed(name, uri, failed, texts)
        )
        stays = any(each.article_count for each in failed)
        return Rendered(f"{shown.text}\n\n{texts.add_earlier_stays}", shown.entities) if stays else shown
    composer = Composer()
    composer.add((texts.add_replaced if again else texts.add_done).format(name=_named(name)), MessageEntity.BOLD)
    composer.add(f"\n{texts.articles_count.format(count=sum(each.article_count for each in read))}")
    for title in titles:
        composer.add(f"\n• {apart(one_line(title, _LONGEST_TITLE))}")
    more = sum(each.article_count for each in read) - len(titles)
    if more > 0 and titles:
        composer.add(f"\n{texts.and_more.format(count=more)}")
    add_item_pages(composer, pages, texts)
    _add_failures(composer, name, uri, failed, texts)
    if report.is_held:
        composer.add(f"\n\n{texts.add_held}")
    return composer.rendered()


def _failed(name: str, reason: str, texts: Texts) -> Rendered:
    composer = Composer()
    composer.add(texts.add_failed.format(name=_named(name)), MessageEntity.BOLD)
    composer.add(f"\n{apart(one_line(reason, _LONGEST_REASON))}")
    return composer.rendered()


def _all_failed(name: str, uri: str, failed: Sequence[SourceReport], texts: Texts) -> Rendered:
    composer = Composer()
    composer.add(texts.add_failed.format(name=_named(name)), MessageEntity.BOLD)
    _add_failures(composer, name, uri, failed, texts)
    return composer.rendered()


def _add_failures(composer: Composer, name: str, uri: str, failed: Sequence[SourceReport], texts: Texts) -> None:
    """Name what can't be read, by its name inside of what was added, and why."""
    if not failed:
        return
    composer.add(f"\n\n{texts.add_not_read}")
    for each in failed[:_MOST_FAILURES]:
        composer.add("\n• ")
        add_name(composer, _inside(name, uri, each.uri), _LONGEST_NAME, MessageEntity.CODE)
        composer.add(f" {apart(one_line(each.reason or '', _LONGEST_REASON))}")
    if len(failed) > _MOST_FAILURES:
        composer.add(f"\n{texts.and_more.format(count=len(failed) - _MOST_FAILURES)}")


def _inside(name: str, uri: str, member: str) -> str:
    """What was added, or what lies in it, by the name that it came with."""
    return name if member == uri else member.removeprefix(f"{uri}/")


def _named(name: str) -> str:
    return apart(one_line(name, _LONGEST_NAME))
