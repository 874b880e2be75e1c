"""What a file is, told by its content; by its name only where the content can't tell."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import PurePosixPath
from zipfile import ZipFile

from retrieval.errors import SourceError
from retrieval.readers.archives import ArchiveError, open_archive, unpack
from retrieval.readers.encoding import NotTextError, decode
from retrieval.readers.signatures import binary_kind
from retrieval.types import Source


class Kind(StrEnum):
    """The kinds of files that are read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "a web page"
    FEED = "a feed"
    TELEGRAM = "a Telegram export"
    JSON_LINES = "JSON Lines"
    PDF = "a PDF document"
    DOCX = "a Word document"
    EPUB = "an EPUB book"
    ZIP = "a zip archive"


class UnreadableError(ValueError):
    """A file of a kind that is not read; the message names the kind and, where there is one, a way out."""


_HEAD_BYTES = 64 * 2**10

_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_XML_NAMES = frozenset({".xml", ".rss", ".atom", ".rdf"})
_JSON_LINES_NAMES = frozenset({".jsonl", ".ndjson"})
# Text that is no article.
_OTHER_NAMES: dict[str, str] = {
    **dict.fromkeys((".csv", ".tsv"), "a table"),
    **dict.fromkeys((".srt", ".vtt"), "subtitles"),
    **dict.fromkeys((".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".env"), "settings"),
    **dict.fromkeys((".py", ".js", ".ts", ".css", ".sh", ".bat", ".c", ".h", ".cpp", ".java", ".sql", ".php"), "code"),
    **dict.fromkeys((".log",), "a log"),
    **dict.fromkeys((".ics", ".vcf"), "a calendar or contacts"),
    **dict.fromkeys((".tex", ".bib"), "LaTeX"),
}

_PDF = re.compile(rb"^%PDF-\d", re.MULTILINE)
_PDF_WITHIN = 1024
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The names of the streams in what Office wrote before 2007, and still writes around a locked document.
_OLE_STREAMS: dict[str, str] = {
    "EncryptedPackage": "is an Office document that is locked with a password; save it without one",
    "WordDocument": "is a Word document of before 2007; save it as .docx",
    "PowerPoint Document": "is a PowerPoint presentation of before 2007; save it as .pdf",
    "Workbook": "is an Excel workbook of before 2007; save what is to be quoted as .docx or .txt",
    "__properties_version": "is an Outlook message; save its text as .txt",
}
_PARTS: dict[str, str] = {
    "xl/": "is an Excel workbook; save what is to be quoted as .docx or .txt",
    "ppt/": "is a PowerPoint presentation; save it as .pdf",
    "Index/": "is a Pages, Numbers or Keynote document; export it as .docx or .pdf",
    "AndroidManifest.xml": "is an Android app",
    "META-INF/MANIFEST.MF": "is a Java program",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_BINARY_ADVICE: dict[str, str] = {
    "an RTF document": "; save it as .docx",
    "a DjVu document": "; save it as .pdf",
    "a Kindle book (MOBI)": "; save it as .epub",
    "a PostScript document": "; save it as .pdf",
    **dict.fromkeys(
        (
            *("a gzip archive", "a bzip2 archive", "an xz archive", "a zstd archive"),
            *("a 7z archive", "a RAR archive", "a tar archive"),
        ),
        "; unpack it, or pack it as .zip",
    ),
}

_ROOTS: dict[str, str] = {
    "fictionbook": "is a FictionBook (.fb2); save it as .epub",
    "svg": "is an SVG picture",
    "urlset": "is a site map; add the addresses of its pages",
    "sitemapindex": "is a site map; add the addresses of its pages",
    "opml": "is a list of feeds (OPML); add the addresses of the feeds",
    "package": "is a Word document as XML; save it as .docx",
    "worddocument": "is a Word document as XML; save it as .docx",
}
_FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_TAGS = frozenset(
    "a article aside b blockquote br center details div em figure font footer form h1 h2 h3 h4 h5 h6 header hr i img"
    " link main meta nav ol p pre script section span strong style table title u ul".split()
)
# What may stand in front of the root element: each is matched by itself, so that time stays linear.
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]+)[^\[>]*([\[>])", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})[\s/>]")

_TELEGRAM_KEYS = ("messages", "chats", "left_chats", "personal_information")
_TELEGRAM = re.compile(rf'"(?:{"|".join(_TELEGRAM_KEYS)})"\s*:\s*[\[{{]')
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:(?://|\\/\\/)jsonfeed\.org')
_OBJECT = re.compile(r'\{\s*["}]')
_LIST_OF_OBJECTS = re.compile(r'\[\s*\{\s*"')
_LIST = re.compile(r'\[\s*[\[{"\d\]]')
_JSON = (
    "is JSON of an unknown kind: read are exports of Telegram Desktop (result.json), and objects with a"
    ' "text", one a line or in a list'
)


def kind_of(source: Source) -> Kind:
    """What kind of file a source is. Takes a fraction of a millisecond for text.

    Raises `SourceError` when it is empty, damaged beyond telling, or of a kind that is not read.
    """
    if not source.content:
        raise SourceError(source.uri, "is empty")
    suffix = PurePosixPath(source.uri).suffix.lower()
    try:
        return _of_binary(source.content) or _of_text(source.content, suffix)
    except (ArchiveError, UnreadableError) as error:
        raise SourceError(source.uri, str(error)) from error


def _of_binary(content: bytes) -> Kind | None:
    # Servers and mail programs leave some bytes in front.
    if content.startswith(b"%PDF-") or (_PDF.search(content, 0, _PDF_WITHIN) and b" obj" in content[: 2 * _PDF_WITHIN]):
        return Kind.PDF
    if content.startswith(_ZIP):
        return _of_package(content)
    if content.startswith(_EMPTY_ZIP):
        raise UnreadableError("is an empty zip archive")
    if content.startswith(_OLE):
        for name, reason in _OLE_STREAMS.items():
            if name.encode("utf-16-le") in content:
                raise UnreadableError(reason)
    if kind := binary_kind(content):
        raise UnreadableError(f"is {kind}, not text{_BINARY_ADVICE.get(kind, '')}")
    return None


def _of_package(content: bytes) -> Kind:
    with open_archive(content) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names or ("[Content_Types].xml" in names and _has_folder(names, "word/")):
            return Kind.DOCX
        mimetype = _mimetype(archive)
        if mimetype == b"application/epub+zip" or "META-INF/container.xml" in names:
            return Kind.EPUB
        if mimetype.startswith(_OPEN_DOCUMENT):
            raise UnreadableError("is an OpenDocument file (LibreOffice); save it as .docx or .pdf")
        if "[Content_Types].xml" in names or "META-INF/MANIFEST.MF" in names or "Index/Document.iwa" in names:
            for part, reason in _PARTS.items():
                if part in names or _has_folder(names, part):
                    raise UnreadableError(reason)
        return Kind.ZIP


def _has_folder(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _mimetype(archive: ZipFile) -> bytes:
    try:
        info = archive.getinfo("mimetype")
    except KeyError:
        return b""
    return unpack(archive, info).strip() if info.file_size < 200 else b""


def _of_text(content: bytes, suffix: str) -> Kind:
    head = content[:_HEAD_BYTES]
    # Of most texts the first letter tells enough.
    first = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    try:
        text = decode(head).lstrip() if first in {b"<", b"{", b"["} or suffix in _HTML_NAMES else ""
    except NotTextError as error:
        raise UnreadableError(str(error)) from error
    kind = None
    if text.startswith("<"):
        kind = _of_markup(text, suffix)
    elif text.startswith(("{", "[")):
        kind = _of_json(text, suffix)
    if kind is None and suffix in _HTML_NAMES and "<" in text:
        kind = Kind.HTML
    return kind or _by_name(head, suffix)


def _by_name(head: bytes, suffix: str) -> Kind:
    if suffix in _OTHER_NAMES:
        what = _OTHER_NAMES[suffix]
        raise UnreadableError(f"is {what} by its name ({suffix}); if it is an article, save it as .txt")
    if suffix in {".eml", ".mht", ".mhtml"} and re.search(rb"(?im)^mime-version:", head):
        raise UnreadableError("is a mail or a web page saved as one; save it as .html or .txt")
    return Kind.MARKDOWN if suffix in _MARKDOWN_NAMES else Kind.TEXT


def _of_markup(text: str, suffix: str) -> Kind | None:
    place, doctype = 0, ""
    while found := _PROLOG.match(text, place) or (None if doctype else _DOCTYPE.match(text, place)):
        if found.re is _DOCTYPE:
            if found[2] == "[":
                raise UnreadableError("is XML with declarations of its own (a DTD), which can be made to harm")
            doctype = found[1].lower()
        place = found.end()
    found = _ROOT.match(text, place)
    root = found[1].lower() if found else ""
    if "html" in {doctype, root} or root in {"head", "body"}:
        return Kind.HTML
    if root in _FEED_ROOTS:
        return Kind.FEED
    if root in _TAGS and (suffix in _HTML_NAMES or f"</{root}" in text.lower()) and suffix not in _MARKDOWN_NAMES:
        return Kind.HTML
    if text.startswith("<?xml") or suffix in _XML_NAMES or (doctype and root):
        raise UnreadableError(_ROOTS.get(root, f"is XML (<{root}>), of which feeds and web pages are read"))
    if root in _ROOTS and "xmlns" in text:
        raise UnreadableError(_ROOTS[root])
    return None


def _of_json(text: str, suffix: str) -> Kind | None:
    if not (_OBJECT.match(text) or _LIST.match(text)):
        return None
    if text.startswith("{") and _JSON_FEED.search(text):
        return Kind.FEED
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return _of_long_json(text, suffix)
    if isinstance(value, dict) and any(isinstance(value.get(key), list | dict) for key in _TELEGRAM_KEYS):
        return Kind.TELEGRAM
    if isinstance(value, dict) and (
        "text" in value or suffix in _JSON_LINES_NAMES or _OBJECT.match(text[end:].lstrip())
    ):
        return Kind.JSON_LINES
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return Kind.JSON_LINES
    if isinstance(value, dict) or suffix == ".json":
        raise UnreadableError(_JSON)
    return None


def _of_long_json(text: str, suffix: str) -> Kind | None:
    """For JSON that goes on after what was looked at, and for text that only begins like JSON."""
    if text.startswith("{") and _TELEGRAM.search(text):
        return Kind.TELEGRAM
    is_object = text.startswith('{"') and ("\n" not in text or '"text"' in text)
    if suffix in _JSON_LINES_NAMES or is_object or _LIST_OF_OBJECTS.match(text):
        return Kind.JSON_LINES
    if suffix == ".json":
        raise UnreadableError(_JSON)
    return None
