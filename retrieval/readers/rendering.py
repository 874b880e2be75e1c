"""Markdown to plain text in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from retrieval.readers.markup import text_of_html
from retrieval.readers.wrapping import joint

CELL_SEPARATOR = " | "

# The parser calls itself for each level and passes over what lies deeper.
_MAX_NESTING = 20
_LINE_END = re.compile(r" *\n *")
_ENDS = tuple(".!?…。！？؟।")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]")


class TooDeepError(ValueError):
    """Lists or quotations nested so deep that the parser would leave out what is inside."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a whole list or table (one row a line), or a heading outside of lists and quotations."""

    text: str
    is_heading: bool = False


def render(markdown: str) -> list[Block]:
    """The text of Markdown: emphasis, addresses of links, tags and comments left out.

    What describes a picture stands in a line of its own; only inside a sentence it is part of that: *Press ![the red
    button](red.png) to stop.*
    Raises `TooDeepError`.
    """
    page = _Page()
    for token in _PARSER.parse(markdown):
        if token.level >= _MAX_NESTING - 1:
            raise TooDeepError(f"has lists or quotations nested deeper than {_MAX_NESTING // 2} levels")
        page.add(token)
    return [block for block in page.blocks if block.text.strip()]


@dataclass(slots=True)
class _Page:
    """Blocks as they grow while tokens are read."""

    blocks: list[Block] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    list_depth: int = 0
    in_table: bool = False
    is_heading: bool = False

    def add(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.list_depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self.list_depth -= 1
                self._end_rows()
            case "tr_open":
                self.in_table = True
            case "tr_close":
                self.in_table = False
                self.rows.append(CELL_SEPARATOR.join(self.cells))
                self.cells = []
            case "table_close":
                self._end_rows()
            case "heading_open":
                self.is_heading = token.level == 0
            case "inline":
                self._add_text(_inline(token.children or ()))
            case "fence" | "code_block":
                self._add_text(token.content)
            case "html_block":
                self._add_text(text_of_html(token.content))

    def _add_text(self, text: str) -> None:
        if self.in_table:
            self.cells.append(_LINE_END.sub(" ", text))
        elif self.list_depth:
            self.rows.append(text.strip("\n"))
        else:
            self.blocks.append(Block(text, self.is_heading))
        self.is_heading = False

    def _end_rows(self) -> None:
        if not self.list_depth:
            self.blocks.append(Block("\n".join(row for row in self.rows if row.strip())))
            self.rows = []


def _inline(tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    apart = _apart(tokens)
    soft = after_picture = False
    for number, token in enumerate(tokens):
        is_picture = False
        match token.type:
            case "softbreak":
                soft = True
                continue
            case "hardbreak":
                piece = "\n"
            case "image":
                piece = _inline(token.children or ())
                is_picture = bool(piece.strip()) and apart[number]
            case "html_inline":
                piece = "\n" if token.content[:3].lower() == "<br" else ""
            case _:
                piece = token.content
        if after_picture:
            piece = piece.lstrip()
        if not piece:
            continue
        if pieces and not pieces[-1].endswith("\n"):
            if is_picture or after_picture:
                pieces.append("\n")
            elif soft:
                pieces.append(joint(pieces[-1], piece))
        pieces.append(piece)
        soft, after_picture = False, is_picture
    return "".join(pieces)


def _apart(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether a picture in its place is inside no sentence.

    That is where it begins or ends its line, or follows the end of a sentence.
    """
    before, after = _texts_before(tokens), _texts_before(tokens[::-1])[::-1]
    return [
        not (below and not below[0].isspace() and not below[0].isalnum())
        and (not above or not below or above.rstrip().endswith(_ENDS))
        for above, below in zip(before, after, strict=True)
    ]


def _texts_before(tokens: Iterable[Token]) -> list[str]:
    """For each token the last text before it in its line, pictures passed over; empty where there is none."""
    texts, text = [], ""
    for token in tokens:
        texts.append(text)
        if token.type in {"softbreak", "hardbreak"}:
            text = ""
        elif token.type != "image" and token.content.strip():
            text = token.content
    return texts


def _footnote_definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Take the label off `[^1]: a note`, which is a paragraph then; the parser would see a link's address in it."""
    start = state.bMarks[line] + state.tShift[line]
    label = _FOOTNOTE.match(state.src, start, state.eMarks[line])
    if not label or state.src[label.end() : label.end() + 1] != ":":
        return False
    if not silent:
        content = label.end() + 1
        while content < state.eMarks[line] and state.src[content] == " ":
            content += 1
        if content == state.eMarks[line]:  # a note without a word
            state.line = line + 1
            return True
        state.bMarks[line], state.tShift[line], state.sCount[line] = content, 0, state.blkIndent
    return silent


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """Pass over `[^1]`: the mark of a note is no word of the sentence."""
    mark = _FOOTNOTE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if not mark:
        return False
    state.pos = mark.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.block.ruler.before("reference", "footnote", _footnote_definition, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "footnote", _footnote_mark)
    return parser


_PARSER = _parser()
