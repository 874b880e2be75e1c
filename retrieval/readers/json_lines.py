"""JSON Lines: an article in each line, and lists of such objects."""

from __future__ import annotations

import json
from collections.abc import Iterator

from retrieval.errors import PartlyRead, SourceError
from retrieval.language import detect
from retrieval.readers import front_matter
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.naming import named
from retrieval.readers.posts import title_of_post
from retrieval.readers.text import paragraphs
from retrieval.types import UNKNOWN_LANGUAGE, Article, Source


class _BadObjectError(ValueError):
    """An object that is no article; the message says why."""


def read_json_lines(source: Source) -> list[Article]:
    """The articles of a file with a JSON object in each line, or with one list of objects.

    Keys of an object: `text`, and where they are known `title`, `url`, `published` or `date`, `language`, `author`,
    `tags`, as in the front matter of Markdown; others are passed over. Without a title the first line or sentence is
    the title.

    Raises `PartlyRead` where some of the objects are no articles, `SourceError` where none is, and names them by the
    numbers of their lines, counted from 1; `NotTextError` when the bytes are no text.
    """
    articles: dict[str, Article] = {}
    failures: list[str] = []
    for place, value in _objects(decode(source.content).strip()):
        try:
            if isinstance(value, _BadObjectError):
                raise value
            article = _article(value, source.uri)
        except (_BadObjectError, front_matter.FrontMatterError) as error:
            failures.append(f"{place}: {error}")
        else:
            articles.setdefault(article.id, article)
    if not articles:
        raise SourceError(source.uri, named(failures) or "is empty")
    if failures:
        raise PartlyRead(source.uri, named(failures), articles.values())
    return list(articles.values())


def _objects(text: str) -> Iterator[tuple[str, object]]:
    """Each object with its place in words, in the place of one that can't be parsed the error."""
    if text.startswith("["):
        values = _parsed(text)
        if isinstance(values, list):
            yield from ((f"object {number}", value) for number, value in enumerate(values, 1))
            return
    lines = text.split("\n")
    if text.startswith("{") and isinstance(_parsed(lines[0]), _BadObjectError):
        whole = _parsed(text)
        if isinstance(whole, dict):  # one object, written over several lines
            yield "line 1", whole
            return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"line {number}", _parsed(line)


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return _BadObjectError(f"is no JSON: {error.msg} at {place}")
    except RecursionError:
        return _BadObjectError("is no JSON that is read: nested too deep")
    except ValueError:  # a number of thousands of digits
        return _BadObjectError("is no JSON that is read: a number is too long")
    return value


def _article(value: object, uri: str) -> Article:
    if not isinstance(value, dict):
        raise _BadObjectError('is no object such as {"title": "...", "text": "..."}')
    fields = {str(key).lower(): _field(member) for key, member in value.items() if member is not None}
    text = fields.pop("text", None)
    if text is None:
        raise _BadObjectError('has no "text"')
    if not isinstance(text, str):
        raise _BadObjectError("text: is no string")
    about = front_matter.checked(fields)
    body = canonical(paragraphs(text.strip()))
    if not body:
        raise _BadObjectError("text: is empty")
    language = about.language if about.language not in {None, UNKNOWN_LANGUAGE} else None
    language = language or detect(body)
    return Article.create(
        about.title or title_of_post(body, language),
        body,
        source=uri,
        url=about.url,
        published=about.published,
        language=language,
        tags=about.tags,
        author=about.author,
    )


def _field(member: object) -> object:
    """What a front matter would hold: strings, lists of strings, and what it says is neither."""
    if isinstance(member, list):
        return [_field(each) for each in member]
    if isinstance(member, dict):
        return member
    return clean(member) if isinstance(member, str) else json.dumps(member)
