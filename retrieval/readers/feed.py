"""Feeds: RSS, Atom and JSON Feed. Each item is an article.

It needs feedparser and lxml, of the extra `web`.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from retrieval.errors import PartlyRead, SourceError
from retrieval.language import detect
from retrieval.readers.addresses import web_address
from retrieval.readers.authors import author
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.hypertext import blocks, parse, unwrapped
from retrieval.readers.naming import named
from retrieval.readers.posts import title_of_post
from retrieval.readers.titles import MAX_TITLE_CHARACTERS
from retrieval.types import Article, Source, shorten

log = logging.getLogger(__name__)

MAX_FEED_BYTES = 10 * 2**20

_PROLOG_CHARACTERS = 8 * 2**10
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<[A-Za-z]")
_MARKUP = re.compile(r"<[A-Za-z/!]|&#?\w{1,40};")
_BLANK_LINE = re.compile(r"\n\s*\n")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESSED = re.compile(r"\S+@\S+(?:\s+\((.*)\))?", re.DOTALL)
_MAX_TAGS = 20


@dataclass(frozen=True, slots=True)
class _Item:
    """What a feed says of an article; `key` is the same for the same item."""

    key: str
    title: str
    text: str
    url: str | None
    published: date | None
    tags: tuple[str, ...]
    author: str | None


def read_feed(source: Source) -> list[Article]:
    """An article for each item of a feed (RSS 0.9 to 2.0, Atom, JSON Feed) that has a text, in the order of the feed.

    The text is the item's content or its description, whichever is longer; an item without a title is named by its
    first line or sentence. An item that comes twice is taken once. Where `titles_count` a link with a title is an
    article of that. Broken XML is read as far as it goes; a feed that
    declares entities is refused.

    Raises `PartlyRead` where some items have no text, `SourceError` where none has one, for more than
    `MAX_FEED_BYTES`, and for what is no feed; `NotTextError` when the bytes are no text.
    """
    if len(source.content) > MAX_FEED_BYTES:
        size, limit = len(source.content) / 2**20, MAX_FEED_BYTES // 2**20
        raise SourceError(source.uri, f"is a feed of {size:,.1f} MB, and at most {limit} MB is read")
    declared = _ENCODING.match(source.content.lstrip())
    text = decode(source.content, declared=declared[1].decode() if declared else None).lstrip()
    read_items = _json_items if text.startswith("{") else _items
    items = list(read_items(text, web_address(source.uri), source.uri))
    if not items:
        raise SourceError(source.uri, "is a feed without items")
    articles: dict[str, Article] = {}
    mute: list[str] = []
    for item in {item.key: item for item in reversed(items)}.values():
        is_bare = source.titles_count and item.url and not item.text
        article = _article(replace(item, text=item.title) if is_bare else item, source.uri)
        if article:
            articles.setdefault(article.id, article)
        else:
            mute.append(f"“{shorten(item.title or item.url or item.key)}”")
    if not articles:
        raise SourceError(source.uri, "none of its items has a text")
    found = list(reversed(articles.values()))
    if mute:
        raise PartlyRead(source.uri, f"items without a text are left out: {named(mute[::-1], ', ')}", found)
    return found


def _article(item: _Item, uri: str) -> Article | None:
    if not item.text:
        return None
    language = detect(item.text)
    title = item.title if len(item.title) <= MAX_TITLE_CHARACTERS else ""
    title = title or title_of_post(item.text, language)
    return Article.create(
        title, item.text, source=uri, url=item.url, published=item.published, language=language, tags=item.tags,
        author=item.author,
    )  # fmt: skip


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len, default="")


def _text(value: str, *, is_plain: bool = False) -> str:
    # What is called HTML is often plain text, whose paragraphs an HTML parser would join.
    if is_plain or not _MARKUP.search(value):
        return canonical([unwrapped(paragraph) for paragraph in _BLANK_LINE.split(clean(value))])
    return canonical([clean(block.text) for block in blocks(parse(value))])


def _text_of(detail: Any) -> str:  # Any: feedparser has no types
    return _text(detail.get("value") or "", is_plain=detail.get("type") == "text/plain")


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _items(text: str, base: str | None, uri: str) -> Iterator[_Item]:
    text = clean(text)
    prolog = _COMMENT.sub("", text[:_PROLOG_CHARACTERS])
    root = _ROOT.search(prolog)
    if "<!ENTITY" in prolog[: root.start() if root else None].upper():
        raise SourceError(uri, "is a feed that declares entities of its own (a DTD), which can be made to harm")
    feed = _parsed(_DECLARATION.sub("", text, count=1), uri)
    if not feed.entries and not feed.get("version"):
        raise SourceError(uri, "is no feed: neither RSS nor Atom")
    for number, entry in enumerate(feed.entries):
        details = [*entry.get("content", ()), *([entry.summary_detail] if "summary_detail" in entry else ())]
        # An id that stands for a link is often no address at all.
        link = web_address(entry.get("link"), None if entry.get("guidislink") else base)
        yield _Item(
            key=entry.get("id") or link or f"item {number + 1}",
            title=_in_line(_text_of(entry.get("title_detail", {}))),
            text=_longest(map(_text_of, details)),
            url=link,
            published=_moment(entry, "published") or _moment(entry, "updated"),
            tags=_tags([tag.get("term") or tag.get("label") for tag in entry.get("tags", ())]),
            author=_author(entry),
        )


def _author(entry: Any) -> str | None:  # Any: feedparser has no types
    # How RSS wants it. The library takes the address apart at the wrong place.
    if addressed := _ADDRESSED.fullmatch((entry.get("author") or "").strip()):
        return author([addressed[1]])
    return author(each.get("name") for each in entry.get("authors", ()))


def _parsed(text: str, uri: str) -> Any:  # Any: feedparser has no types
    try:
        # Of bytes: a text would be taken for a file's name. It is UTF-8 now, whatever it said of itself.
        return feedparser.parse(
            BytesIO(text.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # whatever the library does not expect in a feed
        log.info("a feed was not understood", exc_info=True)
        raise SourceError(uri, f"is a feed that could not be understood ({type(error).__name__})") from error


def _moment(entry: Any, key: str) -> date | None:  # Any: feedparser has no types
    # Past the library's own `get`, which warns of what it takes from elsewhere.
    parsed: struct_time | None = dict.get(entry, f"{key}_parsed")
    if not parsed:
        return None
    try:
        moment = datetime(*parsed[:6], tzinfo=UTC)
    except ValueError:  # a leap second, a year 0
        return None
    return moment.date() if _DAY.fullmatch(dict.get(entry, key, "").strip()) else moment


def _json_items(text: str, base: str | None, uri: str) -> Iterator[_Item]:
    try:
        feed: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(uri, f"is a feed in broken JSON: {error}") from error
    listed = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(listed, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise SourceError(uri, "is no feed: JSON, but no JSON Feed")
    home = web_address(_string(feed.get("home_page_url")), base) or base
    for number, item in enumerate(listed):
        if not isinstance(item, dict):
            continue
        link = web_address(_string(item.get("url")) or _string(item.get("external_url")), home)
        tags, authors = item.get("tags"), item.get("authors")
        yield _Item(
            key=_string(item.get("id")) or link or f"item {number + 1}",
            title=_in_line(_string(item.get("title"))),
            text=_text(_string(item.get("content_html")))
            or _text(_string(item.get("content_text")) or _string(item.get("summary")), is_plain=True),
            url=link,
            published=_iso(_string(item.get("date_published")) or _string(item.get("date_modified"))),
            tags=_tags(tags if isinstance(tags, list) else ()),
            author=author(
                each.get("name")
                for each in (authors if isinstance(authors, list) else [item.get("author")])
                if isinstance(each, dict)
            ),
        )


def _string(value: object) -> str:
    return clean(value) if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _iso(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else datetime.fromisoformat(written)
    except ValueError:
        return None


def _tags(names: Sequence[object]) -> tuple[str, ...]:
    lines = [" ".join(clean(name).split()) for name in names if isinstance(name, str)]
    return tuple(dict.fromkeys(line for line in lines if line))[:_MAX_TAGS]
