"""The front matter of a Markdown file: a few lines of YAML about the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import yaml

from retrieval.readers.authors import author
from retrieval.readers.titles import MAX_TITLE_CHARACTERS

MAX_CHARACTERS = 64 * 2**10
_MAX_DEPTH = 10

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:(?:\s|\Z)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPACE_BEFORE_OFFSET = re.compile(r" (?=[+-]\d\d)")


class FrontMatterError(ValueError):
    """Front matter that can't be read; the message names the line, or the key and its value."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says; None or empty where it says nothing."""

    title: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    author: str | None = None


def split(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a clean text and what follows it.

    Keys: `title`, `date` or `published`, `url`, `language` or `lang`, `author`, `tags`; others are passed over. A
    text that merely begins with a horizontal rule has none. Raises `FrontMatterError`.
    """
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter(), text
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    if not closing:
        if _KEY.match(text, opening.end(), opening.end() + MAX_CHARACTERS):
            raise FrontMatterError(f"the front matter has no closing --- within {MAX_CHARACTERS // 2**10} kB")
        return FrontMatter(), text
    fields = _fields(text[opening.end() : closing.start()])
    if fields is None:
        return FrontMatter(), text
    return checked(fields), text[closing.end() :]


def _fields(block: str) -> dict[str, object] | None:
    """The keys in lower case and their values; None when the block is prose between two rules."""
    if not block.strip():
        return {}
    try:
        _refuse_traps(block)
        # The base loader makes strings, lists and dicts alone. The safe one would turn `language: no` into False
        # and `title: 1.10` into 1.1.
        loaded: object = yaml.load(block, yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        # Lines are counted from 1, and the opening --- is the first.
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise FrontMatterError(f"broken front matter at line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise FrontMatterError(f"broken front matter: {error}") from error
    if isinstance(loaded, dict):
        return {str(key).lower(): value for key, value in loaded.items()}
    if isinstance(loaded, str):
        return None
    raise FrontMatterError("the front matter is a list, not keys with values")


def _refuse_traps(block: str) -> None:
    """Aliases that multiply and nesting without end have no use here."""
    depth = 0
    for event in yaml.parse(block, yaml.BaseLoader):
        line = event.start_mark.line + 2 if event.start_mark else 2
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError(f"front matter at line {line}: YAML aliases (*) are not read")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise FrontMatterError(f"front matter at line {line}: nested deeper than {_MAX_DEPTH} levels")


def checked(fields: dict[str, object]) -> FrontMatter:
    """What keys in lower case and their values say; the values are strings, and tags also a list of them.

    Raises `FrontMatterError`.
    """
    return FrontMatter(
        title=_title(_text(fields, "title")),
        published=_published(_text(fields, "date"), "date") or _published(_text(fields, "published"), "published"),
        url=_url(_text(fields, "url")),
        language=_language(_text(fields, "language") or _text(fields, "lang")),
        tags=_tags(fields.get("tags", "")),
        author=_author(fields.get("author")),
    )


def _text(fields: dict[str, object], key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise FrontMatterError(f"{key}: is a list, where one value is wanted")
    return " ".join(value.split("\n")).strip()


def _title(value: str) -> str | None:
    if len(value) > MAX_TITLE_CHARACTERS:
        raise FrontMatterError(f"title: {len(value)} characters are too long (at most {MAX_TITLE_CHARACTERS})")
    return value or None


def _published(value: str, key: str) -> date | None:
    # `published: true` says in many site generators that a page is public.
    if value.lower() in {"", "true", "false", "yes", "no"}:
        return None
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        return datetime.fromisoformat(_SPACE_BEFORE_OFFSET.sub("", value))
    except ValueError:
        raise FrontMatterError(f"{key}: {_shown(value)} is no date (2016-03-27 or 2016-03-27 18:30)") from None


def _url(value: str) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and value.isprintable()
    except ValueError:
        good = False
    if not good or " " in value:
        raise FrontMatterError(f"url: {_shown(value)} is no address that begins with http:// or https://")
    return value


def _language(value: str) -> str | None:
    if not value:
        return None
    if not (code := _LANGUAGE.fullmatch(value)):
        raise FrontMatterError(f"language: {_shown(value)} is no code of two or three letters (en, ru, en-US)")
    return code[1].lower()


def _tags(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else str(value).split(",")
    if isinstance(value, dict) or not all(isinstance(name, str) for name in names):
        raise FrontMatterError("tags: are neither a list of words nor words parted by commas")
    return tuple(dict.fromkeys(tag for name in names if (tag := " ".join(name.split()))))


def _author(value: object) -> str | None:
    # Site generators take many forms of it, some of which only they understand.
    return author(value if isinstance(value, list) else [value])


def _shown(value: str) -> str:
    return f"'{value}'" if len(value) <= 60 else f"'{value[:60]}…'"
