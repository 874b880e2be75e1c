"""The XML parts that Word documents and EPUB books are made of."""

from __future__ import annotations

from zipfile import ZipFile

from lxml import etree

from retrieval.readers.archives import ArchiveError, unpack
from retrieval.types import shorten


def read_part(archive: ZipFile, name: str) -> bytes | None:
    """A file of a package, None where it holds none of that name. Raises `ArchiveError`."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    return unpack(archive, info)


def parse_part(archive: ZipFile, name: str) -> etree._Element | None:
    """The root element of an XML file of a package, None where it holds none of that name.

    Nothing outside of the file is looked up and no entity of its own is read. Raises `ArchiveError`.
    """
    content = read_part(archive, name)
    if content is None:
        return None
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArchiveError(f"is damaged: {shorten(name)} in it is no XML") from error
    if root is None:
        raise ArchiveError(f"is damaged: {shorten(name)} in it is empty")
    return root


def text_of(root: etree._Element | None, name: str) -> str | None:
    """The text of the first element of that name, whatever its namespace, below `root`."""
    if root is None:
        return None
    found = next(iter(root.iter(f"{{*}}{name}")), None)
    text = "".join(found.itertext()).strip() if found is not None else ""
    return text or None
