"""Plain text: the first line is the title, blank lines part paragraphs."""

from __future__ import annotations

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.titles import MAX_TITLE_CHARACTERS, title_from_name
from retrieval.readers.wrapping import margin_of, unwrap
from retrieval.types import Article, Source

# Nobody writes a line so long for a list or a poem: it is a paragraph that its editor did not break.
_LONG_LINE = 120


def read_text(source: Source) -> list[Article]:
    """The one article of a text file.

    A first line of more than 300 characters is text; the file's name is the title then. Where no blank line parts
    the text, each line is a paragraph of its own unless the text is plainly wrapped at a margin.

    Raises `SourceError` when there is no text, `NotTextError` when the bytes are none.
    """
    title, _, body = clean(decode(source.content)).strip().partition("\n")
    title = title.rstrip()
    if not title:
        raise SourceError(source.uri, "is empty")
    if len(title) > MAX_TITLE_CHARACTERS:
        title, body = title_from_name(source.uri), f"{title}\n{body}"
    if not body.strip():
        raise SourceError(source.uri, "has a title but no text")
    article = canonical(paragraphs(body))
    return [Article.create(title, article, source=source.uri, language=detect(article))]


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a clean plain text: blank lines part them or, where there are none, line ends."""
    blocks = _blocks(body)
    margin = margin_of(blocks)
    found: list[str] = []
    for block in blocks:
        lines = unwrap(block, margin)
        if len(blocks) == 1 or sum(map(len, block)) > _LONG_LINE * len(block):
            found += lines
        else:
            found.append("\n".join(lines))
    return found


def _blocks(body: str) -> list[list[str]]:
    """Runs of lines between blank lines."""
    blocks: list[list[str]] = [[]]
    for line in body.split("\n"):
        if line := line.rstrip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]
