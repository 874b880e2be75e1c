"""EPUB books: an article for each chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers import hypertext
from retrieval.readers.archives import ArchiveError, open_archive
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.packages import Entry, Package, open_package
from retrieval.readers.rendering import Block
from retrieval.readers.titles import MAX_TITLE_CHARACTERS, title_from_name, title_of
from retrieval.types import UNKNOWN_LANGUAGE, Article, Source

# What stands in front of the first chapter of the contents and has fewer characters is a title page or the like.
_LEAST_FRONT = 300
# A page whose words are links for the most part is a list of contents.
_LINKED = 0.7
_LEAST_LINKS = 3

# Stands in front of a chapter that begins inside a file, until its blocks are made; no text has it.
_MARK = "\ufdd0"
_TAG = re.compile(r"<([A-Za-z][\w:.-]*+)([^<>]*+)>")
_NO_CHAPTERS = frozenset({"cover", "halftitlepage", "landmarks", "loi", "lot", "titlepage", "toc"})
_MARKS = frozenset({"noteref", "pagebreak", "backlink"})
_WAYS_BACK = frozenset({"↑", "↩", "↩︎", "↵", "⏎"})


@dataclass(slots=True)
class _Chapter:
    """A chapter as it grows: books are cut into files at other places, too."""

    label: str | None
    blocks: list[Block] = field(default_factory=list)


def read_epub(source: Source) -> list[Article]:
    """The articles of a book, one for each chapter, in the book's order; cover, title page and contents are left out.

    Each is titled with the book's title and the chapter's, which is that of the list of contents, else its first
    heading, else its number. Raises `SourceError` when the book is locked by its shop, damaged, or has no text.
    """
    try:
        with open_archive(source.content) as archive:
            package = open_package(archive)
            chapters = _chapters(package)
    except ArchiveError as error:
        raise SourceError(source.uri, str(error)) from error
    book = package.title or title_from_name(source.uri)
    articles = [
        article
        for number, chapter in enumerate(chapters, 1)
        if (article := _article(chapter, book, number, len(chapters), source.uri, package))
    ]
    if not articles:
        raise SourceError(source.uri, "has no text (pictures of text are not read)")
    return articles


def _article(chapter: _Chapter, book: str, number: int, count: int, uri: str, package: Package) -> Article | None:
    title, blocks = title_of(chapter.blocks, chapter.label, f"chapter {number}")
    text = canonical([block.text for block in blocks])
    if not text:
        return None
    whole = book if (count == 1 and title == f"chapter {number}") or title == book else f"{book} – {title}"
    whole = whole if len(whole) <= MAX_TITLE_CHARACTERS else title
    language = package.language if package.language != UNKNOWN_LANGUAGE else None
    return Article.create(whole, text, source=uri, published=package.published, language=language or detect(text))


def _chapters(package: Package) -> list[_Chapter]:
    chapters: list[_Chapter] = []
    labels: dict[str, str] = {}
    for entry in package.contents:
        labels.setdefault(entry.name, entry.label)
    is_listed = len(package.contents) > 1
    for name in package.spine:
        tree = _parsed(package.read(name))
        if _is_no_chapter(tree):
            continue
        for label, blocks in _parts(
            tree, labels.get(name), [entry for entry in package.contents if entry.name == name]
        ):
            if not blocks:
                continue
            if is_listed and label is None and chapters:
                chapters[-1].blocks += blocks
            elif label is not None or not is_listed or sum(len(block.text) for block in blocks) >= _LEAST_FRONT:
                chapters.append(_Chapter(label, blocks))
    return chapters


def _parts(tree: HtmlElement, label: str | None, entries: list[Entry]) -> Iterator[tuple[str | None, list[Block]]]:
    """The chapters in a file: a new one begins where the list of contents leads into it, at its upper level."""
    places = {element.get("id"): element for element in tree.iter() if element.get("id")}
    begun: list[str] = []
    for entry in entries[1:]:
        if entry.is_top and entry.fragment in places:
            mark = tree.makeelement("p")
            mark.text = f"{_MARK}{len(begun)}"
            places[entry.fragment].addprevious(mark)
            begun.append(entry.label)
    part: list[Block] = []
    for block in hypertext.blocks(tree):
        if begun and block.text.startswith(_MARK):
            yield label, part
            label, part = begun[int(block.text.removeprefix(_MARK))], []
        elif text := clean(block.text).strip():
            part.append(Block(text, block.is_heading))
    yield label, part


def _parsed(content: bytes) -> HtmlElement:
    # An HTML parser takes `<title/>` for the beginning of a title; it knows the entities that an XML parser lacks.
    markup = _TAG.sub(_unfolded, decode(content).replace("epub:type", "data-type"))
    tree = hypertext.parse(markup)
    for element in list(tree.iter()):
        kinds = set((element.get("data-type") or "").split())
        goes_back = element.tag == "a" and "#" in element.get("href", "") and element.text_content() in _WAYS_BACK
        if kinds & _MARKS or goes_back:
            element.drop_tree()
    return tree


def _unfolded(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{tag[2][:-1]}></{tag[1]}>" if tag[2].endswith("/") else tag[0]


def _is_no_chapter(tree: HtmlElement) -> bool:
    body = tree.find("body")
    tops = [tree] if body is None else [body, *(body if len(body) == 1 else ())]
    if any(set((element.get("data-type") or "").split()) & _NO_CHAPTERS for element in tops):
        return True
    links = [link for link in tree.iter("a") if link.get("href")]
    linked = sum(len(link.text_content().strip()) for link in links)
    return len(links) >= _LEAST_LINKS and linked > _LINKED * len("".join(tree.text_content().split()))
