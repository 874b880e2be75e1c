"""The text between the tags of a piece of HTML inside Markdown."""

from __future__ import annotations

import html
import re

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_ROW_TAGS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SILENT_TAGS = frozenset({"script", "style", "template"})


def text_of_html(markup: str) -> str:
    """The text of a fragment, one line for each block: tags, comments, scripts and styles left out.

    Takes time linear in the length, however broken the markup is. It is no parser of pages: those have their own
    reader.
    """
    pieces: list[str] = []
    place = 0
    while (opening := markup.find("<", place)) >= 0:
        pieces.append(_words(markup[place:opening]))
        name = _NAME.match(markup, opening)
        if markup.startswith("<!--", opening):
            place = _after(markup, "-->", opening + 4)
        elif name is None and markup[opening + 1 : opening + 2] not in ("!", "?"):
            pieces.append("<")
            place = opening + 1
        else:
            place = _after(markup, ">", opening)
            tag = name[1].lower() if name else ""
            if tag in _ROW_TAGS:
                pieces.append("\n")
            if tag in _SILENT_TAGS and markup[opening + 1] != "/":
                place = _after(markup, f"</{name[1]}" if name else "", place)
                place = _after(markup, ">", place)
    pieces.append(_words(markup[place:]))
    return "\n".join(line for row in "".join(pieces).split("\n") if (line := row.strip()))


def _words(text: str) -> str:
    """Text with its entities decoded; in HTML a line end is a space like any other."""
    return html.unescape(text.replace("\n", " "))


def _after(markup: str, end: str, start: int) -> int:
    found = markup.find(end, start)
    return len(markup) if found < 0 else found + len(end)
