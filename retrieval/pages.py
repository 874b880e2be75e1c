"""What is read around a quote: the sentences beside it, or the whole article in pages."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from retrieval.catalogue import SegmentedArticle
from retrieval.types import Context, Page, Quote, Span

# A page that ends with a paragraph may be that much shorter than the longest.
_FULL_ENOUGH = 0.5
# Where a page ends best: between paragraphs, then between lines.
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"))
_JOINER = "\u200d"


def context(segmented: SegmentedArticle, quoted: Quote, sentences: int) -> Context:
    """A quote with up to that many `sentences` of its article before and after it."""
    around = segmented.sentences[max(0, quoted.first - sentences) : quoted.last + sentences]
    offset = around[0].start
    text = segmented.article.text[offset : around[-1].end]
    return Context(segmented.article.title, text, Span(quoted.start - offset, quoted.end - offset))


def page(segmented: SegmentedArticle, number: int | None, around: Quote | None, longest: int) -> Page:
    """A page of an article; `number`, `around` and `longest` as `Answerer.page` has them."""
    article = segmented.article
    spans = split_pages(article.text, segmented.sentences, longest)
    quoted = around if around and around.article_id == article.id else None
    if number is None:
        number = bisect_right(spans, quoted.start, key=lambda span: span.start) if quoted else 1
    number = min(max(number, 1), len(spans))
    span = spans[number - 1]
    mark = None
    if quoted and quoted.start < span.end and quoted.end > span.start:
        mark = Span(max(quoted.start, span.start) - span.start, min(quoted.end, span.end) - span.start)
    return Page(
        article.title, article.source, article.url, article.published, span.of(article.text), span.start, number,
        len(spans), mark, article.author,
    )  # fmt: skip


def split_pages(text: str, sentences: Sequence[Span], longest: int) -> list[Span]:
    """Parts of a text in order, each of at most `longest` UTF-16 units; only white space is between them.

    They end where paragraphs do or else, where a page would be less than half full, where sentences do; a sentence is
    parted only if it is longer than a page. There is one at least. Raises `ValueError` where `longest` is less than 2.
    """
    if longest < 2:
        raise ValueError(f"a page has 2 units or more, not {longest}")
    pieces = [piece for sentence in sentences for piece in _pieces(text, sentence, longest)]
    pages: list[Span] = []
    first = 0
    while first < len(pieces):
        last = _end(text, pieces, first, longest)
        pages.append(Span(pieces[first].start, pieces[last - 1].end))
        first = last
    return pages or [Span(0, 0)]


def _end(text: str, pieces: Sequence[Span], first: int, longest: int) -> int:
    """The number of the piece before which the page from `first` ends best."""
    at_sentence, at_break = first, dict.fromkeys(_BREAKS, first)
    size, end = 0, pieces[first].start
    for last in range(first, len(pieces)):
        size += _units(text[end : pieces[last].end])
        end = pieces[last].end
        if size > longest:
            break
        at_sentence = last + 1
        if at_sentence == len(pieces):
            return at_sentence
        if size >= _FULL_ENOUGH * longest:
            gap = text[end : pieces[at_sentence].start]
            at_break.update({kind: at_sentence for kind in _BREAKS if kind.search(gap)})
    return next((place for place in at_break.values() if place > first), at_sentence)


def _pieces(text: str, sentence: Span, longest: int) -> Iterator[Span]:
    """The sentence, in several pieces if it is longer than a page: parted at white space, else where it must be."""
    start = sentence.start
    while _units(text[start : sentence.end]) > longest:
        end = start + longest
        # Fewer characters than units, where some take two.
        while _units(text[start:end]) > longest:
            end -= 1
        end = _before_marks(text, start, end)
        space = max(text.rfind(" ", start + 1, end + 1), text.rfind("\t", start + 1, end + 1))
        end = space if space > start else end
        yield Span(start, end)
        start = end
        while text[start].isspace():
            start += 1
    yield Span(start, sentence.end)


def _before_marks(text: str, start: int, end: int) -> int:
    """The last place, `end` at most, that does not part a letter from its marks, or an emoji from what is joined."""
    place = end
    while place > start and (unicodedata.category(text[place])[0] == "M" or _JOINER in text[place - 1 : place + 1]):
        place -= 1
    return place if place > start else end


def _units(text: str) -> int:
    """The length of a text in UTF-16, which Telegram counts in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
