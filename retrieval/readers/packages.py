"""What an EPUB book says of itself: its title, the order of its files, its list of contents."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from lxml import etree

from retrieval.readers.archives import ArchiveError
from retrieval.readers.cleaning import clean
from retrieval.readers.dates import iso_day
from retrieval.readers.parts import parse_part, read_part, text_of
from retrieval.readers.titles import written_title
from retrieval.types import shorten

log = logging.getLogger(__name__)

# Each file's id, with its name in the archive and what is said of it.
_Manifest = dict[str | None, tuple[str, etree._Element]]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts are scrambled so that nobody takes them out of the book; its text can be read.
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_NCX = "application/x-dtbncx+xml"
_LEFT_OUT = frozenset({"cover", "toc", "title-page", "titlepage"})
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list of contents: the file that it leads to, the place in it, and whether it is under no other."""

    name: str
    fragment: str
    label: str
    is_top: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A book. `spine` are the names of its files as they are read."""

    archive: ZipFile
    title: str | None
    language: str | None
    published: date | None
    spine: tuple[str, ...]
    contents: tuple[Entry, ...]

    def read(self, name: str) -> bytes:
        """One of its files. Raises `ArchiveError`."""
        content = read_part(self.archive, name)
        if content is None:
            raise ArchiveError(f"is damaged: {_shown(name)} is missing in it")
        return content


def open_package(archive: ZipFile) -> Package:
    """The book in an archive. Raises `ArchiveError` when it is damaged or locked by its shop."""
    _refuse_locked(archive)
    path = _package_path(archive)
    package = parse_part(archive, path)
    if package is None:
        raise ArchiveError(f"is damaged: {_shown(path)} is missing in it")
    folder = posixpath.dirname(path)
    manifest: _Manifest = {
        item.get("id"): (_resolve(folder, item.get("href")), item) for item in package.iter("{*}item")
    }
    left_out = {
        _resolve(folder, reference.get("href"))
        for reference in package.iter("{*}reference")
        if reference.get("type") in _LEFT_OUT
    }
    nav = next((name for name, item in manifest.values() if "nav" in (item.get("properties") or "").split()), None)
    spine = []
    for reference in package.iter("{*}itemref"):
        if reference.get("idref") not in manifest:
            raise ArchiveError("is damaged: its list of files lacks one that it is made of")
        name, item = manifest[reference.get("idref")]
        if name not in left_out and name != nav and (item.get("media-type") or "") in _PAGES:
            spine.append(name)
    if not spine:
        raise ArchiveError("is an EPUB book without any page")
    language = _LANGUAGE.fullmatch(text_of(package, "language") or "")
    return Package(
        archive,
        written_title(text_of(package, "title")),
        language[1].lower() if language else None,
        _published(package),
        tuple(dict.fromkeys(spine)),
        tuple(entry for entry in _contents(archive, manifest, nav) if entry.label),
    )


def _shown(name: str) -> str:
    """A name as it can be shown to people, whatever somebody wrote there."""
    return shorten(clean(name)).replace("\n", " ")


def _refuse_locked(archive: ZipFile) -> None:
    encryption = parse_part(archive, _ENCRYPTION)
    methods = encryption.iter("{*}EncryptionMethod") if encryption is not None else ()
    if any(method.get("Algorithm") not in _FONTS for method in methods):
        raise ArchiveError("is locked by the shop that sold it (DRM)")


def _package_path(archive: ZipFile) -> str:
    container = parse_part(archive, _CONTAINER)
    roots = container.iter("{*}rootfile") if container is not None else ()
    path: str | None = next((root.get("full-path") for root in roots), None)
    if not path:
        raise ArchiveError(f"is damaged: {_CONTAINER} in it names no book")
    return path


def _published(package: etree._Element) -> date | None:
    dates = list(package.iter("{http://purl.org/dc/elements/1.1/}date"))
    dates.sort(key=lambda found: found.get("{http://www.idpf.org/2007/opf}event") != "publication")
    return iso_day("".join(dates[0].itertext())) if dates else None


def _contents(archive: ZipFile, manifest: _Manifest, nav: str | None) -> list[Entry]:
    """The entries of the list of contents; empty where there is none that can be read: the book can be read without."""
    ncx = next((name for name, item in manifest.values() if item.get("media-type") == _NCX), None)
    try:
        for name, find in ((nav, _nav_entries), (ncx, _ncx_entries)):
            root = parse_part(archive, name) if name else None
            if name and root is not None and (entries := list(find(root, posixpath.dirname(name)))):
                return entries
    except ArchiveError as error:
        log.info("a list of contents can't be read: %s", error)
    return []


def _nav_entries(root: etree._Element, folder: str) -> Iterator[Entry]:
    lists = list(root.iter("{*}nav"))
    contents = next((nav for nav in lists if "toc" in (nav.get(_TYPE) or "").split()), None)
    if contents is None:
        return
    for link in contents.iter("{*}a"):
        depth = sum(1 for _ in link.iterancestors("{*}ol"))
        yield _entry(folder, link.get("href"), "".join(link.itertext()), depth)


def _ncx_entries(root: etree._Element, folder: str) -> Iterator[Entry]:
    for point in root.iter("{*}navPoint"):
        content = point.find("{*}content")
        depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        yield _entry(folder, content.get("src") if content is not None else None, text_of(point, "navLabel"), depth)


def _entry(folder: str, address: str | None, label: str | None, depth: int) -> Entry:
    fragment = unquote(urlsplit(address or "").fragment)
    return Entry(_resolve(folder, address), fragment, written_title(label) or "", depth == 1)


def _resolve(folder: str, address: str | None) -> str:
    """The name in the archive of what a file in `folder` calls `address`."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address or "").path)))
