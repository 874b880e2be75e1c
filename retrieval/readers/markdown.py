"""Markdown: front matter, a title, and the text as a reader of the rendered page sees it."""

from __future__ import annotations

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers import front_matter
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.rendering import Block, TooDeepError, render
from retrieval.readers.titles import MAX_TITLE_CHARACTERS, title_from_name
from retrieval.types import UNKNOWN_LANGUAGE, Article, Source

# Parsed Markdown takes a few hundred times its memory and, at the worst, half a minute a megabyte.
MAX_MARKDOWN_BYTES = 5 * 2**20


def read_markdown(source: Source) -> list[Article]:
    """The one article of a Markdown file (CommonMark with tables, strikethrough and footnotes).

    The title is that of the front matter, else the first heading, which is not repeated in the text, else the
    file's name. Raises `SourceError` when there is no text, when the front matter can't be understood, or for more
    than `MAX_MARKDOWN_BYTES`; `NotTextError` when the bytes are none.
    """
    if len(source.content) > MAX_MARKDOWN_BYTES:
        size, limit = len(source.content) / 2**20, MAX_MARKDOWN_BYTES // 2**20
        reason = f"is {size:,.1f} MB of Markdown, and at most {limit} MB is read; save it as .txt or in parts"
        raise SourceError(source.uri, reason)
    try:
        about, body = front_matter.split(clean(decode(source.content)).lstrip())
        blocks = render(body)
    except (front_matter.FrontMatterError, TooDeepError) as error:
        raise SourceError(source.uri, str(error)) from error
    title, blocks = _title(about.title, blocks)
    # Cleaned again: an entity (&shy; &#13;) can stand for any character.
    text = canonical([clean(block.text) for block in blocks])
    if not text:
        raise SourceError(source.uri, "has a title but no text" if title else "is empty")
    language = about.language if about.language not in {None, UNKNOWN_LANGUAGE} else None
    article = Article.create(
        title or title_from_name(source.uri),
        text,
        source=source.uri,
        url=about.url,
        published=about.published,
        language=language or detect(text),
        tags=about.tags,
        author=about.author,
    )
    return [article]


def _title(given: str | None, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The title, if there is one, and the blocks without the heading that says the same."""
    place = next((place for place, block in enumerate(blocks) if block.is_heading), None)
    if place is None:
        return given, blocks
    heading = clean(blocks[place].text).replace("\n", " ").strip()
    if given is None and len(heading) <= MAX_TITLE_CHARACTERS:
        given = heading
    if given is None or given.casefold() != heading.casefold():
        return given, blocks
    return given, blocks[:place] + blocks[place + 1 :]
