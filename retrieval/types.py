"""The nouns of retrieval: frozen values that the modules hand to one another.

Every offset counts code points of `Article.text`, half open: `article.text[span.start:span.end]`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.errors import NotVerbatim

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Source:
    """What somebody gave, as bytes, before anything was read into it.

    `uri` names it to admins and in quotes: for a file its path below the sources' folder, with `/`.
    """

    uri: str
    content: bytes

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that change when the content does."""
        return hashlib.blake2b(self.content, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One text to quote from. It never changes: another text, title or date is another article.

    `id` is 12 letters and digits, made of the content alone, so that the same article has the same id on every
    machine and after every rebuild. `published` is a `datetime` where the time is known. `language` is an ISO 639-1
    code or `und`.
    """

    id: str
    title: str
    text: str
    source: str
    url: str | None = None
    published: date | None = None
    language: str = UNKNOWN_LANGUAGE
    tags: tuple[str, ...] = ()

    @classmethod
    def create(
        cls,
        title: str,
        text: str,
        *,
        source: str,
        url: str | None = None,
        published: date | None = None,
        language: str = UNKNOWN_LANGUAGE,
        tags: Iterable[str] = (),
    ) -> Article:
        """An article with the id that its content gives it."""
        tags = tuple(tags)
        day = published.isoformat() if published else None
        content = json.dumps([title, text, url, day, language, tags]).encode()
        digest = hashlib.blake2b(content, digest_size=8).digest()
        article_id = base64.b32encode(digest).decode().lower()[:12]
        return cls(article_id, title, text, source, url, published, language, tags)


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of an article's sentences: numbers `first` to `last` (half open), `start` to `end` in its text."""

    article_id: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term to search for; `weight` multiplies its part of the score (1.0: as the model has it)."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that an engine found, with its BM25 score."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article, or two that follow one another, word for word.

    `first` to `last` (half open) are their numbers in the article. `score` is the probability that it answers the
    question. `marks` are the words in it that the question asked for, as spans of the article's text.
    """

    article_id: str
    first: int
    last: int
    start: int
    end: int
    text: str
    title: str
    source: str
    url: str | None
    published: date | None
    score: float
    marks: tuple[Span, ...] = ()

    def verify(self, article: Article) -> None:
        """Raise `NotVerbatim` unless the span of `article` holds exactly this text."""
        if article.id != self.article_id or article.text[self.start : self.end] != self.text:
            raise NotVerbatim(f"{self.source}: characters {self.start} to {self.end} are not what is quoted")


class Why(StrEnum):
    """The kinds of reason for not answering."""

    NO_ARTICLES = "no_articles"
    NO_WORDS = "no_words"
    GREETING = "greeting"
    THANKS = "thanks"
    UNKNOWN_WORDS = "unknown_words"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no answer; `words` are the question's words that no article mentions, as they were written."""

    why: Why
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        match self.why:
            case Why.NO_ARTICLES:
                return "There are no articles to quote from."
            case Why.NO_WORDS:
                return "The question has no word to look for."
            case Why.GREETING | Why.THANKS:
                return "That is no question."
            case Why.UNKNOWN_WORDS:
                return f"No article mentions {_listed(self.words)}."
            case Why.NOT_SAID:
                return "The articles do not say."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question: quotes, best first, or the reason why there is none.

    `confidence` is the probability (0 to 1) that the first quote answers; `near` are the sentences that came nearest
    when there is no answer. `follows` is true when the question was read together with an earlier one.
    """

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    reason: Reason | None = None
    near: tuple[Quote, ...] = ()
    follows: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is something to quote."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and answered before: a question that follows on it is read together with it.

    `article_id` is the article of the answer's first quote, None when there was no answer.
    """

    question: str
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one feature of a sentence added to its log-odds of being the answer, compared with a usual candidate.

    `words` describe the feature to people, with its value here: "holds 2 of the 3 words asked for (retook, Palmyra)".
    """

    feature: str
    words: str
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a sentence was chosen: the features that told most, strongest first, and how the question was read.

    `reading` are lines in words: what is asked for, the words looked for with their weights, spellings repaired.
    """

    answer: Answer
    quote: Quote | None
    reading: tuple[str, ...]
    shares: tuple[Share, ...]


# More of them would fill the screen, and a message has an end.
_WORDS_LISTED = 5
_LONGEST_WORD = 40


def shorten(word: str) -> str:
    """A word as it is shown to people: one without end is cut."""
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1] + "…"


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"“{shorten(word)}”" for word in words[:_WORDS_LISTED]]
    if len(words) > _WORDS_LISTED:
        return f"{', '.join(quoted)} or {len(words) - _WORDS_LISTED} more of these words"
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
