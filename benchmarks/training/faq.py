"""Pages of questions and answers, made of XQuAD's paragraphs: many articles of clubs and shops are of that form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.gold import Covering
from retrieval import Article, Span
from retrieval.segmentation import split_sentences
from retrieval.types import Source

# How a question and its answer are set: beneath one another, in one line, marked, as a heading.
_LAYOUTS = ("{q}\n{a}", "{q}\n\n{a}", "{q} {a}", "Q: {q}\nA: {a}", "{heading}\n\n{a}")


def faq(data: Path, language: str) -> sets.Collection:
    """The training articles of XQuAD in a language as pages that answer most of the questions about them.

    An answer is the words alone, or the sentence that holds them; what is asked is how the page has it.
    """
    collection = sets.xquad(data, language, "train")
    articles = {article.source: article for article in collection.articles}
    by_article: dict[str, list[tuple[str, Covering]]] = {}
    for question in collection.questions:
        if isinstance(question.gold, Covering):
            by_article.setdefault(question.gold.source, []).append((" ".join(question.text.split()), question.gold))
    sources, pages, questions = [], [], []
    for number, (name, asked) in enumerate(by_article.items()):
        layout = _LAYOUTS[number % len(_LAYOUTS)]
        source, page = _page(number, articles[name], asked, layout)
        sources.append(source)
        pages.append(page)
        questions += list(_questions(page, articles[name], asked))
    return sets.Collection(f"FAQ {language}", language, tuple(sources), tuple(pages), tuple(questions))


def _page(number: int, article: Article, asked: list[tuple[str, Covering]], layout: str) -> tuple[Source, Article]:
    parts = [
        layout.format(q=_asking(text), heading=text.rstrip("?？؟; "), a=_answer(article, gold, text))
        for text, gold in asked
        if not _left_out(text)
    ]
    source = Source(f"{number:05d}.txt", "\n\n".join((article.title, *parts)).encode())
    return source, sets.article_of(source)


def _questions(page: Article, article: Article, asked: list[tuple[str, Covering]]) -> Iterator[sets.OpenQuestion]:
    place = 0
    whole = Span(0, len(page.text))
    for text, gold in asked:
        if _left_out(text):
            yield sets.OpenQuestion(text, None)
            continue
        heading, answer = text.rstrip("?？؟; "), _first(_answer(article, gold, text), page)
        asks = page.text.find(heading, place)
        start = page.text.find(answer, asks + len(heading))
        if asks < 0 or start < 0:
            # A reader writes some characters otherwise.
            continue
        place = start
        yield sets.OpenQuestion(text, Covering(page.source, whole, Span(start, start + len(answer))))


def _first(answer: str, page: Article) -> str:
    """The first sentence of an answer."""
    return split_sentences(answer, page.language)[0].of(answer)


def _asking(text: str) -> str:
    return text if text[-1:] in "?？؟;" else text + "?"


def _answer(article: Article, gold: Covering, text: str) -> str:
    """The words that answer, or their sentence, or the words and what comes after it in the article."""
    spans = split_sentences(article.text, article.language)
    number = next(number for number, span in enumerate(spans) if gold.answer.start < span.end)
    held, *after = [span.of(article.text).strip() for span in spans[number : number + 2]]
    words = gold.answer.of(article.text).rstrip(" .,;:。")
    alone = words[:1].upper() + words[1:] + "."
    choice = _number(text) % 3
    if choice == 1:
        return held
    return " ".join([alone, *(each for each in after if choice == 2 and words not in each)])


def _left_out(text: str) -> bool:
    return _number(text) % 5 == 0


def _number(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) // 7
