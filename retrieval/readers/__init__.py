"""Articles from what somebody gave: one reader per kind of file, in the registry `READERS`.

**The canonical form of `Article.text`**, on which segmentation relies:

- Paragraphs are parted by exactly one blank line (`"\\n\\n"`); the text neither begins nor ends with white space.
- Inside a paragraph `"\\n"` is a hard line break and always ends a sentence: rows of lists and tables, verse, code.
- A line that an editor only wrapped is joined to the next: one space stands for the line end (none between Chinese
  or Japanese characters or after a hyphen).
- It is clean (see `cleaning`), and for the rest code point for code point what the person wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from retrieval.errors import SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.markdown import read_markdown
from retrieval.readers.text import read_text
from retrieval.types import Article, Source

VERSION = 1
"""Rises when readers make other articles of the same content: every source is read anew then."""

Reader = Callable[[Source], list[Article]]

READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".txt": read_text,
}


def read(source: Source) -> list[Article]:
    """The articles of a source, read by the reader that its name's suffix chooses; at least one.

    Raises `SourceError`, and nothing else, with the reason in an admin's words.
    """
    suffix = PurePosixPath(source.uri).suffix.lower()
    known = ", ".join(sorted(READERS, reverse=True))
    if not suffix:
        raise SourceError(source.uri, f"its name has no ending that says how to read it ({known})")
    if suffix not in READERS:
        raise SourceError(source.uri, f"no reader for {suffix} ({known})")
    if not source.content:
        raise SourceError(source.uri, "is empty")
    try:
        return READERS[suffix](source)
    except NotTextError as error:
        raise SourceError(source.uri, str(error)) from error
