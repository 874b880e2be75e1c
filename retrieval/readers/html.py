"""Web pages: the article on the page, without the menus, banners, comments and lists of other articles around it.

It needs trafilatura and lxml, of the extra `web`.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement, fromstring
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers.addresses import web_address
from retrieval.readers.authors import author
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.encoding import decode
from retrieval.readers.hypertext import blocks, parse, unwrapped
from retrieval.readers.rendering import Block
from retrieval.readers.tidying import tidy
from retrieval.readers.titles import MAX_TITLE_CHARACTERS, title_from_name
from retrieval.types import Article, Source

log = logging.getLogger(__name__)

MAX_PAGE_BYTES = 5 * 2**20
# Some of what is done to a page takes time quadratic in their number: a page with many is searched less thoroughly.
MAX_ELEMENTS = 50_000
_MANY_ELEMENTS = 5_000

# What a strict search finds is believed from this length on. Below, a looser one is asked, which takes in more of what
# is around an article: it has to find twice as much.
_SHORT = 250
# What trafilatura finds that is shorter it takes for nothing, and offers all words of the page in one paragraph.
_LEAST = 1
_HEAD_BYTES = 4 * 2**10
_CHARSET = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# A script that nobody writes in.
_LINEAR_A = range(0x10600, 0x10737)
# Where pages say when they were published, besides the head. A day in the text is something else.
_DATED = (
    "//time|//script[@type='application/ld+json']|//*[contains(@itemprop, 'datePublished') or contains(@class, 'date')"
    " or contains(@class, 'publish') or contains(@class, 'posted') or contains(@class, 'byline')]"
    "[string-length() < 200]"
)
_CONFIG = deepcopy(DEFAULT_CONFIG)
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_LEAST))

# They report on every page in which they find nothing; the reason that is given says so.
for _name in ("trafilatura", "htmldate", "justext", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is an article on a page."""

    blocks: list[Block]
    title: str = ""
    published: date | None = None
    url: str | None = None
    author: str | None = None

    @property
    def length(self) -> int:
        """In characters."""
        return sum(len(block.text) for block in self.blocks)


def read_html(source: Source) -> list[Article]:
    """The one article of a web page.

    Title, day, author and address are those that the page gives itself (JSON-LD, Open Graph, its headings); a source
    whose `uri` is an address lends it where the page names none. Raises `SourceError` when there is no article on it,
    for more than `MAX_PAGE_BYTES` or `MAX_ELEMENTS`; `NotTextError` when the bytes are no text.
    """
    if len(source.content) > MAX_PAGE_BYTES:
        size, limit = len(source.content) / 2**20, MAX_PAGE_BYTES // 2**20
        raise SourceError(source.uri, f"is {size:,.1f} MB of HTML, and at most {limit} MB is read")
    declared = _CHARSET.search(source.content[:_HEAD_BYTES])
    charset = (declared[1] or declared[2]).decode() if declared else None
    markup = clean(decode(source.content, declared=charset))
    tree = parse(markup)
    elements = sum(1 for _ in tree.iter())
    if elements > MAX_ELEMENTS:
        raise SourceError(source.uri, f"has {elements:,} elements of HTML, and at most {MAX_ELEMENTS:,} are read")
    own_url = web_address(source.uri)
    try:
        tidy(tree)
        found = _article(tree, markup, own_url, thorough=elements <= _MANY_ELEMENTS)
    except Exception as error:  # whatever a library does not expect on a page
        log.info("a page was not understood", exc_info=True)
        raise SourceError(source.uri, f"is a page that could not be understood ({type(error).__name__})") from error
    title = " ".join(clean(found.title).split())
    if not title or len(title) > MAX_TITLE_CHARACTERS:
        title = title_from_name(source.uri)
    article = [block for block in found.blocks if not _says(block, title)]
    while article and article[-1].is_heading:  # of what was left out
        article.pop()
    text = canonical([clean(block.text) for block in article])
    if not text:
        raise SourceError(source.uri, "has no article on it: nothing but menus, or a text that only scripts show")
    url = found.url or own_url
    return [
        Article.create(
            title,
            text,
            source=source.uri,
            url=url,
            published=found.published,
            language=detect(text),
            author=author((found.author or "").split("; ")),
        )
    ]


def _says(block: Block, title: str) -> bool:
    return block.is_heading and " ".join(clean(block.text).split()).casefold() == title.casefold()


def _article(tree: HtmlElement, markup: str, url: str | None, *, thorough: bool) -> _Found:
    published = _published(tree, url)
    written = _prepare(tree, markup)
    found = _extract(tree, url, strict=True, thorough=thorough)
    if found.length < _SHORT:
        looser = _extract(tree, url, strict=False, thorough=thorough)
        found = looser if looser.length > 2 * found.length else found
    if not any(block.is_heading for block in found.blocks) and (headings := _as_paragraphs(tree)):
        # Where nothing on a page is called its article, single paragraphs are gathered, and their headings lost.
        again = _extract(tree, url, strict=True, thorough=thorough)
        marked = [Block(block.text, " ".join(block.text.split()) in headings) for block in again.blocks]
        found = replace(found, blocks=marked) if again.length > found.length else found
    return replace(
        found,
        published=published,
        title=found.title.translate(written),
        author=found.author and found.author.translate(written),
        blocks=[Block(block.text.translate(written), block.is_heading) for block in found.blocks],
    )


def _as_paragraphs(tree: HtmlElement) -> set[str]:
    """Make paragraphs of headings; returns what they say."""
    headings = list(tree.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    for heading in headings:
        heading.tag = "p"
    return {" ".join(heading.text_content().split()) for heading in headings}


def _extract(tree: HtmlElement, url: str | None, *, strict: bool, thorough: bool) -> _Found:
    page = bare_extraction(
        tree,
        url=url,
        favor_precision=strict,
        fast=not thorough,
        include_comments=False,
        with_metadata=True,
        # It would take any day in the text.
        date_extraction_params={"extensive_search": False},
        config=_CONFIG,
    )
    if page is None:
        return _Found([])
    assert not isinstance(page, dict)
    return _Found(blocks(page.body), page.title or "", url=web_address(page.url, url), author=page.author)


def _published(tree: HtmlElement, url: str | None) -> date | None:
    """The day of publication, not that of the last change."""
    telling = fromstring("<html><head></head><body></body></html>")
    head, body = telling
    head.extend(deepcopy(element) for element in tree.iterfind("./head/*"))
    body.extend(deepcopy(element) for element in tree.xpath(_DATED))
    for element in body:
        element.tail = None
    found = find_date(telling, original_date=True, extensive_search=False, url=url)
    return date.fromisoformat(found) if found else None


def _prepare(tree: HtmlElement, markup: str) -> dict[int, str]:
    """Save what would not come out of the extraction; returns what turns the text that comes out into the written one.

    That are the joiners that Persian, Hindi and emoji need and marks of direction, for which letters stand in that
    the page does not have, and Chinese that an editor wrapped, which would get spaces.
    """
    free = (letter for letter in map(chr, _LINEAR_A) if letter not in markup)
    letters: dict[int, str] = {}

    def saved(text: str | None) -> str | None:
        if not text or text.isascii():
            return text
        for character in set(text):
            if unicodedata.category(character) == "Cf" and ord(character) not in letters:
                letters[ord(character)] = next(free, "")
        return text.translate(letters)

    for element in tree.iter():
        is_verbatim = element.tag in {"pre", "code"}
        element.text = saved(element.text if is_verbatim or not element.text else unwrapped(element.text))
        element.tail = saved(element.tail)
        if "content" in element.attrib:
            element.set("content", saved(element.get("content")))
    return {ord(letter): chr(character) for character, letter in letters.items() if letter}
