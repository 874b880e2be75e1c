"""Golden questions: what an admin knows the articles to answer, asked again before other articles are served."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.answerer import Answerer
from retrieval.errors import SettingsError, SourceError
from retrieval.planning import Worse
from retrieval.types import Answer, Quote

_KEYS = {"question", "article", "words", "refused"}
_EXAMPLE = '{"question": "who ...?", "words": "..."}'


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question, and what its first quote has to be: of an article (title, source or url), with words in it.

    Where `refused`, it must not be answered.
    """

    question: str
    article: str | None = None
    words: tuple[str, ...] = ()
    refused: bool = False

    @property
    def expected(self) -> str:
        """What is expected, in words."""
        if self.refused:
            return "no answer"
        words = " … ".join(f"“{each}”" for each in self.words)
        return " in ".join(filter(None, (words, self.article)))

    def is_met_by(self, answer: Answer) -> bool:
        """Whether an answer is as expected. Where quotes of several dates are given together one of them is enough."""
        if self.refused or not answer.answered:
            return self.refused and not answer.answered
        return any(map(self._is_met, answer.dated or answer.quotes[:1]))

    def _is_met(self, quote: Quote) -> bool:
        if self.article is not None:
            names = (quote.title, quote.source, quote.url or "")
            if self.article.casefold() not in map(str.casefold, names):
                return False
        text = _plain(quote.text)
        return all(_plain(each) in text for each in self.words)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a golden question was answered as expected; `got` is what was said to it, in words."""

    golden: GoldenQuestion
    is_met: bool
    got: str


def read_golden(path: Path) -> tuple[list[GoldenQuestion], list[SourceError]]:
    """The golden questions of a file of JSON lines, and what is wrong with others of its lines.

    Raises `SettingsError` when the file can't be read at all.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"golden questions: '{path}' can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"golden questions: '{path}' is not UTF-8 text") from error
    questions, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            questions.append(_golden(line))
        except ValueError as error:
            wrong.append(SourceError(path.name, f"line {number}: {error}"))
    return questions, wrong


def judge(questions: Sequence[GoldenQuestion], answerer: Answerer) -> Iterator[Verdict]:
    """Ask the questions, one after the other. Raises `CatalogueError`, `IndexUnavailable`."""
    for golden in questions:
        answer = answerer.answer(golden.question)
        yield Verdict(golden, golden.is_met_by(answer), _said(answer))


def worse(
    questions: Sequence[GoldenQuestion], before: Answerer, after: Answerer, tell: Callable[[int], None]
) -> tuple[Worse, ...]:
    """The questions that `before` answers as expected and `after` does not. `tell` is told how many were asked.

    Raises `CatalogueError`, `IndexUnavailable`.
    """
    found = []
    for number, (old, new) in enumerate(zip(judge(questions, before), judge(questions, after), strict=True), 1):
        if old.is_met and not new.is_met:
            found.append(Worse(old.golden.question, old.golden.expected, old.got, new.got))
        tell(number)
    return tuple(found)


def _golden(line: str) -> GoldenQuestion:
    """Raises `ValueError` with the reason in an admin's words."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(f"is not JSON, such as {_EXAMPLE}") from None
    if not isinstance(given, dict):
        raise ValueError(f"is not an object, such as {_EXAMPLE}")
    if unknown := sorted(given.keys() - _KEYS):
        raise ValueError(f"unknown key '{unknown[0]}' ({', '.join(sorted(_KEYS))})")
    question, article, words, refused = (given.get(key) for key in ("question", "article", "words", "refused"))
    words = [words] if isinstance(words, str) else words or []
    if not isinstance(question, str) or not question.strip():
        raise ValueError("has no question")
    if not isinstance(article, str | None):
        raise ValueError("its article is no text")
    if not isinstance(words, list) or not all(isinstance(each, str) and each.strip() for each in words):
        raise ValueError("its words are neither a text nor a list of texts")
    if not isinstance(refused, bool | None):
        raise ValueError("refused is true or false")
    if bool(refused) == bool(article or words):
        raise ValueError('expects an "article", "words" or both, or else has "refused": true')
    return GoldenQuestion(question, article, tuple(words), bool(refused))


def _plain(text: str) -> str:
    """A text as it is compared: whatever its capitals and white space."""
    return " ".join(text.casefold().split())


def _said(answer: Answer) -> str:
    if not answer.quotes:
        return str(answer.reason)
    return f"“{answer.quotes[0].text}” in {answer.quotes[0].title}"
