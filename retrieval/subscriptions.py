"""What a feed brings over time: articles that it lists no more, and whole texts where it has only beginnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from retrieval.errors import PartlyRead, SourceError
from retrieval.fetching import Fetched, NotModified
from retrieval.types import Article, Source

# Pages that are fetched for one reading of a feed.
MAX_PAGES = 50


def with_earlier(listed: Iterable[Article], held: Iterable[Article]) -> list[Article]:
    """The articles that a feed lists now, and behind them those of earlier readings that it lists no more.

    A feed shows its newest items alone. An item with the same address as before takes the place of the older one.
    """
    listed = list(listed)
    known = {article.url for article in listed if article.url} | {article.id for article in listed}
    return listed + [article for article in held if article.url not in known and article.id not in known]


def with_whole_texts(
    listed: Iterable[Article],
    *,
    fetch: Callable[[str], Fetched | NotModified],
    read: Callable[[Source], list[Article]],
    held: Mapping[str, Article],
    most: int = MAX_PAGES,
) -> tuple[list[Article], list[SourceError]]:
    """The articles of a feed with the texts of the pages that they lead to, and what of it could not be fetched.

    `held` are those of earlier readings by their addresses: they are not fetched again. At most `most` pages are
    fetched; the articles after them are left for the next reading. An article whose page can't be read, or says no
    more than the feed does, keeps the feed's text.
    """
    whole: list[Article] = []
    failures: list[SourceError] = []
    pages = 0
    for article in listed:
        if article.url is None:
            whole.append(article)
        elif article.url in held:
            whole.append(held[article.url])
        elif pages < most:
            pages += 1
            try:
                whole.append(_longer(article, _articles_at(article.url, fetch, read)))
            except SourceError as error:
                failures.append(error)
                whole.append(article)
    return whole, failures


def _articles_at(
    url: str, fetch: Callable[[str], Fetched | NotModified], read: Callable[[Source], list[Article]]
) -> list[Article]:
    page = fetch(url)
    assert isinstance(page, Fetched), "nothing was said of an earlier visit"
    try:
        return read(page.source)
    except PartlyRead as error:
        return list(error.articles)


def _longer(article: Article, found: Iterable[Article]) -> Article:
    page = max(found, key=lambda one: len(one.text))
    if len(page.text) <= len(article.text):
        return article
    return Article.create(
        article.title,
        page.text,
        source=article.source,
        url=article.url,
        published=article.published or page.published,
        language=page.language,
        tags=article.tags,
    )
