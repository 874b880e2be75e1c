"""The least cleaning that lets a text be quoted: what is invisible and harmful goes, all else stays as written.

There is no Unicode normalisation: a quote must equal, code point for code point, what the person wrote, or a search
in the original does not find it. Folding for search is the analysis's work.
"""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
# - Control characters but for newline and tab; soft hyphens; U+FEFF, a byte order mark gone astray.
# - Marks that embed, override or isolate a direction (U+202A-U+202E, U+2066-U+2069) work until their closing mark:
#   a quote is a slice and may hold only one of the pair, and then turns around the words that *follow* it in a
#   message. An override also shows other words than those that are stored. The marks U+200E, U+200F and U+061C
#   act on their own place only and stay, as do the joiners U+200C and U+200D that Persian, Hindi and emoji need.
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\ufeff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` with `\\n` as its only line end and without what disturbs a quote.

    Dropped: control characters, soft hyphens, byte order marks, paired direction marks. Lone surrogates become
    U+FFFD. Nothing else changes. Takes time linear in the length.
    """
    text = _LINE_END.sub("\n", text)
    text = _DROPPED.sub("", text)
    return _SURROGATE.sub("\ufffd", text)


def canonical(paragraphs: list[str]) -> str:
    """The paragraphs that hold something, parted by exactly one blank line, without spaces at line ends."""
    lines = "\n\n".join([bare for paragraph in paragraphs if (bare := paragraph.strip())]).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join([line.rstrip() for line in lines]))
