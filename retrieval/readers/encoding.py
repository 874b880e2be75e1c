"""Bytes to text, whatever encoding a user's file has.

In this order: a byte order mark; UTF-16 and UTF-32 without one, by where their NULs are; strict UTF-8; the encoding
that the file itself names, if it does; UTF-8 with a few broken bytes; then the older encoding under which the letters
are the most likely (see `alphabets`).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from retrieval.readers.alphabets import likelihood
from retrieval.readers.signatures import binary_kind

SAMPLE_BYTES = 64 * 2**10

# Each with the languages written in it. Where two say the same of a file, the first is taken: the Windows encodings
# hold the ISO ones and more quotation marks.
ENCODINGS: dict[str, tuple[str, ...]] = {
    "cp1252": ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "fi", "is"),
    "iso8859_15": ("fr", "de", "es", "pt", "it", "fi"),
    "cp1251": ("ru", "uk", "bg", "sr"),
    "koi8_r": ("ru",),
    "koi8_u": ("uk",),
    "cp866": ("ru",),
    "iso8859_5": ("ru", "bg", "sr"),
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "iso8859_2": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "cp1253": ("el",),
    "iso8859_7": ("el",),
    "cp1254": ("tr",),
    "cp1255": ("he",),
    "cp1256": ("ar", "fa"),
    "iso8859_6": ("ar",),
    "cp1257": ("lt", "lv", "et"),
    "cp874": ("th",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "gb18030": ("zh",),
    "cp950": ("zh-Hant",),
    "cp949": ("ko",),
}

# The longer mark first: UTF-32's begins like UTF-16's.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Browsers read these as what holds them and more, and so do those who name them.
_WIDER = {
    "ascii": "cp1252",
    "big5": "cp950",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# Python knows "encodings" that no file is in, such as rot13 and unicode_escape.
_WRITTEN = re.compile(r"(?:cp|iso8859|iso2022_jp|koi8|mac|euc|gb18030|big5|shift_jis|johab)[\w-]*")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\0\t\n\v\f\r\x1b") + b"\x7f"
_CONTROL_LETTERS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
# A sign inside a word, as Polish `może` becomes `mo¿e` in a Western encoding, and a word in two scripts, as Chinese
# becomes `ฌKคักA` in a Thai one.
_MISFIT = re.compile(
    "(?<=[A-Za-z\u00c0-\u024f])[¡-»¿×÷€™†‡‰‹›„‚“”](?=[A-Za-z\u00c0-\u024f])"
    "|[A-Za-z](?=[\u0370-\u0fff])|[\u0370-\u0fff](?=[A-Za-z])"
)
_COST_OF_A_MISFIT = -5.0

_MOST_CONTROLS = 0.05
_MOST_NULS = 1 / 3
_MOST_BROKEN = 0.2
_LEAST_UPPER = 0.6
_BELOW_SPACE = bytes(range(0x20))


class NotTextError(ValueError):
    """Bytes that are no text; the message says what they look like."""


def decode(content: bytes, *, declared: str | None = None) -> str:
    """The text of a file. Bytes that its encoding does not know become U+FFFD.

    `declared` is the encoding that the file says it is in: it counts where the bytes are no UTF-8 and it knows them
    all. A byte order mark is dropped; nothing else is cleaned. Raises `NotTextError`. Takes time linear in the size;
    an encoding is chosen by a sample of `SAMPLE_BYTES` around bytes that are not ASCII.
    """
    if kind := binary_kind(content):
        raise NotTextError(f"looks like {kind}, not text")
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, "replace"))
    if wide := _wide_encoding(content):
        return _checked(content.decode(wide, "replace"))
    _refuse_binary(content)
    if b"\x1b$B" in content and content.isascii():
        return content.decode("iso2022_jp", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (text := _as_declared(content, declared)) is not None:
        return text
    return content.decode(_older_encoding(_sample(content)), "replace")


def _as_declared(content: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name
        name = _WIDER.get(name, name)
        return content.decode(name) if _WRITTEN.fullmatch(name) else None
    except (LookupError, ValueError):  # no such encoding; bytes that it does not know; a name with a NUL in it
        return None


def _checked(text: str) -> str:
    head = text[:SAMPLE_BYTES]
    if len(_CONTROL_LETTERS.findall(head)) > _MOST_NULS * len(head):
        raise NotTextError("looks like a binary file, not text")
    return text


def _refuse_binary(content: bytes) -> None:
    # A file may end in NULs after a power cut, and be a text up to there.
    head = content[:SAMPLE_BYTES].rstrip(b"\x00")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # One or two strays in a short text make a large share and mean nothing.
    if controls - 2 > _MOST_CONTROLS * len(head) or head.count(0) > _MOST_NULS * len(head):
        raise NotTextError("looks like a binary file, not text")


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 or UTF-32 of an alphabet without a mark: the upper bytes of its letters are all below 0x20."""
    head = content[: SAMPLE_BYTES // 4 * 4]
    if len(head) < 4:
        return None
    upper = [_share_below_space(head[place::4]) for place in range(4)]
    match [share > _LEAST_UPPER for share in upper]:
        case [False, True, True, True] if 0 in head[3::4]:
            return "utf-32-le"
        case [True, True, True, False] if 0 in head[0::4]:
            return "utf-32-be"
        case [False, True, False, True] if 0 in head[1::2]:
            return "utf-16-le"
        case [True, False, True, False] if 0 in head[0::2]:
            return "utf-16-be"
        case _:
            return None


def _share_below_space(content: bytes) -> float:
    return 1 - len(content.translate(None, _BELOW_SPACE)) / len(content)


def _sample(content: bytes) -> bytes:
    """Whole lines that hold bytes beyond ASCII: a line end is never half of a character."""
    lines, size, end = [], 0, 0
    while size < SAMPLE_BYTES and (found := _BEYOND_ASCII.search(content, end)):
        start = max(content.rfind(b"\n", end, found.start()) + 1, end)
        line_end = content.find(b"\n", found.end())
        end = min(len(content) if line_end < 0 else line_end + 1, start + SAMPLE_BYTES)
        end = max(end, found.end())
        lines.append(content[start:end])
        size += end - start
    return b"".join(lines)


def _older_encoding(sample: bytes) -> str:
    return "utf-8" if _is_broken_utf8(sample) else likeliest(sample, ENCODINGS)


def likeliest(sample: bytes, encodings: Mapping[str, Iterable[str]]) -> str:
    """The encoding under which the letters of a sample are the most likely, each given with its languages."""
    best, choice = float("-inf"), ""
    for encoding, languages in encodings.items():
        text = sample.decode(encoding, "replace")
        counts = Counter(text)
        misfits = _COST_OF_A_MISFIT * len(_MISFIT.findall(text))
        for language in languages:
            # The sum, not the mean, is compared: every reading has to explain all the bytes.
            score = likelihood(counts, language) + misfits
            if score > best:
                best, choice = score, encoding
    return choice


def _is_broken_utf8(sample: bytes) -> bool:
    """Whether most characters beyond ASCII are whole: other encodings make a whole one by accident only."""
    letters = [letter for letter in sample.decode("utf-8", "replace") if letter > "\x7f"]
    # A file cut short ends in the middle of a character.
    broken = letters[:-1].count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    return broken < len(letters) - 1 and broken <= _MOST_BROKEN * len(letters)
