"""What is said of the pages that the items of a feed lead to: how many were fetched, and why the rest was not. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.composing import Composer
from bot.source_names import apart, one_line
from bot.texts import Texts
from retrieval import ItemPage

_MOST_FAILURES = 3
_LONGEST_NAME = 80
_LONGEST_REASON = 120


def add_item_pages(composer: Composer, pages: Sequence[ItemPage], texts: Texts) -> None:
    """Append it in lines of its own; nothing where no whole texts are wanted."""
    if not pages:
        return
    fetched = sum(page.content is not None for page in pages)
    failed = [(page.url, page.failure) for page in pages if page.failure]
    composer.add(f"\n{texts.whole_texts.format(count=fetched, total=len(pages))}")
    for url, reason in failed[:_MOST_FAILURES]:
        composer.add(f"\n• {apart(one_line(url, _LONGEST_NAME))} {apart(one_line(reason, _LONGEST_REASON))}")
    if len(failed) > _MOST_FAILURES:
        composer.add(f"\n{texts.and_more.format(count=len(failed) - _MOST_FAILURES)}")
