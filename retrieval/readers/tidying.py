"""What pages write in ways that would hide it from the search for their articles, written as it is meant.

It needs lxml, of the extra `web`.
"""

from __future__ import annotations

from lxml.html import Element, HtmlElement

_BLOCKS = frozenset(
    "address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol"
    " p pre section table ul".split()
)
_EMPHASIS = frozenset({"b", "em", "i", "span", "strong"})
_OF_TABLES = frozenset("table tbody tfoot thead tr td".split())
_ENDS_OF_QUESTIONS = ("?", "？", "؟", "՞")
# Marks of encyclopedias in their own texts.
_MARKS = (
    "//noscript|//*[contains(concat(' ', @class, ' '), ' mw-editsection ')]"
    "|//ol[contains(concat(' ', @class, ' '), ' references ')]"
)


def tidy(tree: HtmlElement) -> None:
    """Change a page's tree in place; takes time linear in the number of its elements.

    What a press unfolds an answer below is a heading; words that stand in a `<div>` alone are a paragraph; tables that
    only part the page into columns are none. What is for browsers without scripts goes.
    """
    for mark in tree.xpath(_MARKS):
        mark.drop_tree()
    for button in list(tree.iter("button")):
        if _unfolds(button):
            button.tag = "span" if _is_in_heading(button) else "h3"
    for table in list(tree.iter("table")):
        if _parts_the_page(table):
            _untable(table)
    for box in list(tree.iter("div")):
        if _has_words(box) and not any(child.tag in _BLOCKS for child in box):
            _wrap(box)


def _unfolds(button: HtmlElement) -> bool:
    text = button.text_content().strip()
    marked = "aria-expanded" in button.attrib or "accordion" in button.get("class", "")
    return bool(text) and (marked or text.endswith(_ENDS_OF_QUESTIONS))


def _is_in_heading(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"}


def _parts_the_page(table: HtmlElement) -> bool:
    rows = [row for part in ([table], table.iterchildren("tbody")) for one in part for row in one.iterchildren("tr")]
    cells = [cell for row in rows for cell in row]
    return not any(cell.tag == "th" for cell in cells) and any(
        sum(child.tag in _BLOCKS for child in cell) > 1 for cell in cells
    )


def _untable(table: HtmlElement) -> None:
    waiting = [table]
    while waiting:
        element = waiting.pop()
        element.tag = "div"
        waiting += [child for child in element if child.tag in _OF_TABLES - {"table"}]


def _has_words(element: HtmlElement) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    texts += [child.text for child in element if child.tag in _EMPHASIS]
    return any(text and not text.isspace() for text in texts)


def _wrap(box: HtmlElement) -> None:
    paragraph: HtmlElement = Element("p")
    paragraph.text, box.text = box.text, None
    paragraph.extend(list(box))
    box.append(paragraph)
