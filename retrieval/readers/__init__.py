"""Articles from what somebody gave: one reader per kind of content, in the registry `READERS`.

**The canonical form of `Article.text`**, on which segmentation relies:

- Paragraphs are parted by exactly one blank line (`"\\n\\n"`); the text neither begins nor ends with white space.
- Inside a paragraph `"\\n"` is a hard line break and always ends a sentence: rows of lists and tables, verse, code.
- A line that an editor only wrapped is joined to the next: one space stands for the line end (none between Chinese
  or Japanese characters or after a hyphen).
- It is clean (see `cleaning`), and for the rest code point for code point what the person wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import cast

from retrieval.errors import SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.kinds import Kind, kind_of
from retrieval.readers.worker import Limits, Worker
from retrieval.types import Article, Source

VERSION = 2
"""Rises when readers make other articles of the same content: every source is read anew then."""


@dataclass(frozen=True, slots=True)
class Format:
    """How files of a kind are read: `function` of `module`, imported when the first of them comes.

    `extra` is the extra of this package that brings the libraries. What `is_trusted` to end in time and memory is
    read where it is asked for, everything else in a worker process.
    """

    module: str
    function: str
    extra: str | None = None
    is_trusted: bool = False


READERS: dict[Kind, Format] = {
    Kind.TEXT: Format("text", "read_text", is_trusted=True),
    Kind.MARKDOWN: Format("markdown", "read_markdown", is_trusted=True),
    Kind.HTML: Format("html", "read_html", extra="web"),
    Kind.FEED: Format("feed", "read_feed", extra="web"),
    Kind.TELEGRAM: Format("telegram_export", "read_telegram_export"),
    Kind.JSON_LINES: Format("json_lines", "read_json_lines"),
    Kind.PDF: Format("pdf", "read_pdf", extra="docs"),
    Kind.DOCX: Format("docx", "read_docx", extra="docs"),
    Kind.EPUB: Format("epub", "read_epub", extra="docs"),
}


class Reader:
    """Reads sources, those of formats that can be made to harm in a worker process.

    The process is started when the first of them comes and kept until `close`. Safe to use from several threads.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._worker = Worker(limits or Limits())

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: Source) -> list[Article]:
        """As `read` does it, in bounded time and memory. Raises `SourceError`, and nothing else."""
        kind = kind_of(source)
        if kind in READERS and not READERS[kind].is_trusted:
            return self._worker.read(source)
        return _read_as(kind, source)

    def close(self) -> None:
        """End the worker process."""
        self._worker.close()


def read(source: Source) -> list[Article]:
    """The articles of a source, read in this process by the reader for what its content is; at least one.

    Raises `SourceError` with the reason in an admin's words; of a file made to harm its reader may raise anything, or
    never end.
    """
    return _read_as(kind_of(source), source)


def _read_as(kind: Kind, source: Source) -> list[Article]:
    if kind not in READERS:
        raise SourceError(source.uri, f"is {kind} where one file with articles is wanted")
    reader = READERS[kind]
    try:
        module = import_module(f"retrieval.readers.{reader.module}")
    except ModuleNotFoundError as error:
        if reader.extra is None:
            raise
        reason = f"is {kind}, and what reads it is not installed: pip install 'verbatim[{reader.extra}]'"
        raise SourceError(source.uri, reason) from error
    # The registry is tested to name functions of this type.
    function = cast(Callable[[Source], list[Article]], getattr(module, reader.function))
    try:
        return function(source)
    except NotTextError as error:
        raise SourceError(source.uri, str(error)) from error
