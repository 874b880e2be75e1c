"""Articles as lines of JSON, between the process that reads a file and the one that asked for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from retrieval.types import Article

# Waiting is allowed for so many times as long as computing: on a busy machine a good file must not fail.
WAITING = 5

# Bytes that a reader may take beyond its memory before the system refuses it more: its parent ends it before that.
MARGIN = 32 * 2**20

TOO_MUCH_MEMORY = "needs too much memory to be read"


@dataclass(frozen=True, slots=True)
class Reply:
    """The articles of a file, and what is wrong with it: all of it where there are no articles, else a part of it."""

    articles: tuple[Article, ...] = ()
    failure: str | None = None


def encode_reply(reply: Reply) -> bytes:
    """The reply in one line."""
    rows = [
        [
            *(article.id, article.title, article.text, article.url),
            article.published.isoformat() if article.published else None,
            *(article.language, article.tags, article.author),
        ]
        for article in reply.articles
    ]
    # A lone surrogate, in a title say, is no reason to lose the whole file.
    line = json.dumps({"articles": rows, "failure": reply.failure}, ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def decode_reply(line: bytes, source: str) -> Reply:
    """The reply in a line, with `source` as the source of its articles. Raises `ValueError` for other lines."""
    try:
        reply = json.loads(line.decode("utf-8", "surrogatepass"))
        return Reply(tuple(_article(row, source) for row in reply["articles"]), reply["failure"])
    except (KeyError, TypeError) as error:
        raise ValueError("a line that is no reply") from error


def _article(row: list[Any], source: str) -> Article:  # JSON has no types; `Article` says what its fields are
    article_id, title, text, url, published, language, tags, author = row
    return Article(article_id, title, text, source, url, _date(published), language, tuple(tags), author)


def _date(written: str | None) -> date | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
