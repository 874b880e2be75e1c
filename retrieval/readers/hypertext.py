"""HTML as a tree, and the text of a tree in blocks, as a reader of the page sees it.

It needs lxml, of the extra `web`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import ErrorTypes, TreeBuilder
from lxml.html import HtmlElement, HTMLParser

from retrieval.readers.rendering import CELL_SEPARATOR, Block
from retrieval.readers.wrapping import joint

# What works on trees calls itself for each level, and Python gives up at a thousand.
MAX_DEPTH = 100

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 head summary".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body caption center details div fieldset figcaption figure footer form header"
    " hgroup hr legend main nav noscript p pre quote section".split()
)
_LISTS = frozenset("dl list menu ol ul".split())
_ITEMS = frozenset("dd dt item li".split())
_SECTIONS = frozenset("tbody tfoot thead".split())
_ROWS = frozenset({"row", "tr"})
_CELLS = frozenset({"cell", "td", "th"})
_BREAKS = frozenset({"br", "lb"})
_VERBATIM = frozenset({"code", "pre"})
_SILENT = frozenset(
    "audio button canvas datalist embed iframe input math meta object option script select style svg template textarea"
    " title video".split()
)
# HTML knows these as white space; a no-break space is a sign that its writer chose.
_WHITE = re.compile("[ \t\n\r\f]+")
_SPACES = re.compile("  +")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTE_MARK = re.compile(r"\s*\[?[\w*†‡]{1,4}\]?\s*")


def parse(markup: str) -> HtmlElement:
    """The tree of a page or of a fragment, however broken it is.

    What is nested deeper than `MAX_DEPTH` stands side by side at that depth, where the parser by itself would drop
    it. Comments and the marks of footnotes are left out, and what `<q>` holds gets quotation marks. Takes time linear
    in the length.
    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, target=_Shallow())
    # In bytes: text that begins with an XML declaration is refused.
    parser.feed(markup.encode(errors="replace"))
    # Without memory it gives what it has made up to there, and says so here alone.
    if any(entry.type == ErrorTypes.ERR_NO_MEMORY for entry in parser.feed_error_log):
        raise MemoryError
    tree: HtmlElement = parser.close()
    for quotation in list(tree.iter("q")):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
        quotation.drop_tag()
    for raised in list(tree.iter("sup")):
        if _NOTE_MARK.fullmatch(raised.text_content()) and any(
            "#" in link.get("href", "") for link in raised.iter("a")
        ):
            raised.drop_tree()
    return tree


def blocks(tree: HtmlElement) -> list[Block]:
    """The text of a tree: paragraphs, whole lists and tables (one row a line), and headings.

    Names that trafilatura gives to elements are known, too. Scripts, fields of forms and pictures are left out. In a
    list of definitions a term and what is said of it are a block of their own. A table of one column is taken for
    layout.
    """
    page = _Page()
    body = tree.find("body")
    page.add(tree if body is None else body)
    page.end_block()
    return page.blocks


def unwrapped(text: str) -> str:
    """Text with one space for any white space; with none where an editor wrapped Chinese or Japanese."""
    return _WHITE.sub(_space, text)


@dataclass(slots=True)
class _Shallow:
    """What the parser tells of elements, as a tree that is not too deep."""

    builder: TreeBuilder = field(default_factory=lambda: TreeBuilder(element_factory=HTMLParser().makeelement))
    depth: int = 0
    side_by_side: str | None = None
    is_empty: bool = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # libxml2 lets names pass that a tree may not hold.
        tag = tag if _NAME.fullmatch(tag) else "span"
        kept = {name: _NOT_XML.sub("", value) for name, value in attributes.items() if _NAME.fullmatch(name)}
        self.is_empty = False
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._end_side_by_side()
            self.side_by_side = tag
        self.builder.start(tag, kept)

    def end(self, tag: str) -> None:
        if self.depth > MAX_DEPTH:
            self._end_side_by_side()
        else:
            self.builder.end(tag if _NAME.fullmatch(tag) else "span")
        self.depth -= 1

    def _end_side_by_side(self) -> None:
        if self.side_by_side is not None:
            self.builder.end(self.side_by_side)
            self.side_by_side = None

    def data(self, text: str) -> None:
        self.builder.data(_NOT_XML.sub("", text))

    def close(self) -> HtmlElement:
        return HTMLParser().makeelement("html") if self.is_empty else self.builder.close()


@dataclass(slots=True)
class _Page:
    """Blocks as they grow while a tree is walked."""

    blocks: list[Block] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    list_depth: int = 0
    verbatim: int = 0
    is_heading: bool = False

    def add(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _SILENT or not isinstance(tag, str) or element.get("hidden") is not None:
            return
        self.verbatim += tag in _VERBATIM
        if tag in _LISTS:
            self._end_paragraph()
            self.list_depth += 1
            self._add_children(element)
            self.list_depth -= 1
            self._end_paragraph()
        elif tag in _ITEMS:
            if _is_term(element) and self.list_depth == 1 and not _is_term(element.getprevious()):
                self.end_block()
            self._end_row()
            self._add_children(element)
            self._end_row()
        elif tag == "table":
            self._end_paragraph()
            self._add_table(element)
            self._end_paragraph()
        elif tag in _BREAKS:
            self._end_row()
        elif tag in _BLOCKS:
            self._end_paragraph()
            self.is_heading = tag in _HEADINGS and not self.list_depth
            self._add_children(element)
            self._end_paragraph()
        else:
            self._add_children(element)
        self.verbatim -= tag in _VERBATIM

    def end_block(self) -> None:
        """What follows is another block, even inside a list."""
        self._end_row()
        if self.rows:
            self.blocks.append(Block("\n".join(self.rows), self.is_heading))
            self.rows = []
        self.is_heading = False

    def _end_paragraph(self) -> None:
        if self.list_depth:
            self._end_row()
        else:
            self.end_block()

    def _end_row(self) -> None:
        text = "".join(self.pieces)
        text = text.rstrip() if self.verbatim else _SPACES.sub(" ", text).strip()
        self.pieces = []
        if text.strip():
            self.rows.append(text)

    def _add_children(self, element: HtmlElement) -> None:
        self._add_text(element.text)
        for child in element:
            self.add(child)
            self._add_text(child.tail)

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if not self.verbatim:
            self.pieces.append(unwrapped(text))
            return
        first, *lines = text.split("\n")
        self.pieces.append(first)
        for line in lines:
            if not line.strip():
                self._end_paragraph()
            else:
                self._end_row()
            self.pieces.append(line)

    def _add_table(self, table: HtmlElement) -> None:
        rows = [[child for child in row if child.tag in _CELLS] for row in _rows(table)]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    self._add_children(cell)
                    self._end_paragraph()
            return
        self.rows += [
            " ".join(block.text.split()) for caption in table.iterchildren("caption") for block in _inside(caption)
        ]
        for row in rows:
            cells = [" ".join(" ".join(block.text.split("\n")) for block in _inside(cell)) for cell in row]
            written = [cell for cell in cells if cell]
            if written:
                self.rows.append(written[0] if len(written) == 1 else CELL_SEPARATOR.join(cells).strip())


def _inside(cell: HtmlElement) -> list[Block]:
    page = _Page()
    page._add_children(cell)
    page.end_block()
    return page.blocks


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of a table, without those of tables inside of it."""
    for child in table:
        if child.tag in _ROWS:
            yield child
        elif child.tag in _SECTIONS:
            yield from (row for row in child if row.tag in _ROWS)


def _is_term(element: HtmlElement | None) -> bool:
    return element is not None and (element.tag == "dt" or element.get("rend", "").startswith("dt"))


def _space(white: re.Match[str]) -> str:
    if "\n" not in white[0]:
        return " "
    return joint(white.string[max(white.start() - 1, 0) : white.start()], white.string[white.end() : white.end() + 1])
