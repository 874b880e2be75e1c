"""What a feed brings over time: articles that it lists no more, and whole texts where it has only beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from retrieval.errors import PartlyRead, SourceError
from retrieval.types import Article, Source

Read = Callable[[Source], list[Article]]
"""Reads a source. Raises `SourceError`."""


def with_earlier(listed: Iterable[Article], held: Iterable[Article]) -> list[Article]:
    """The articles that a feed lists now, and behind them those of earlier readings that it lists no more.

    A feed shows its newest items alone. An item with the same address as before takes the place of the older one.
    """
    listed = list(listed)
    known = {article.url for article in listed if article.url} | {article.id for article in listed}
    return listed + [article for article in held if article.url not in known and article.id not in known]


def with_whole_texts(listed: Iterable[Article], page: Callable[[str], Source | None], read: Read) -> list[Article]:
    """The articles of a feed with the texts of the pages that they lead to, as far as there is a `page` of an address.

    An article whose page can't be read, or says no more than the feed does, keeps the feed's text. One that has nothing
    but its title is left out then.
    """
    whole = (_whole(article, page(article.url) if article.url else None, read) for article in listed)
    return [article for article in whole if article.text != article.title]


def articles_of(source: Source, read: Read) -> list[Article]:
    """The articles of a source, also where a part of it can't be read. Raises `SourceError`."""
    try:
        return read(source)
    except PartlyRead as error:
        return list(error.articles)


def _whole(article: Article, page: Source | None, read: Read) -> Article:
    if page is None:
        return article
    try:
        found = max(articles_of(page, read), key=lambda one: len(one.text))
    except SourceError:
        return article
    if len(found.text) <= len(article.text):
        return article
    return Article.create(
        article.title,
        found.text,
        source=article.source,
        url=article.url,
        published=article.published or found.published,
        language=found.language,
        author=article.author or found.author,
        tags=article.tags,
    )
