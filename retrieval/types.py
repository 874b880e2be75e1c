"""The nouns of retrieval: frozen values that the modules hand to one another.

Every offset counts code points of `Article.text`, half open: `article.text[span.start:span.end]`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from retrieval.errors import NotVerbatim

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Source:
    """What somebody gave, as bytes, before anything was read into it.

    `uri` names it to admins and in quotes: for a file its path below the sources' folder, with `/`. As long as a file
    has the same `stamp` it has the same content; None where that can't be said. Where `titles_count`, an item of a feed
    that has a title and no text is an article of that title, for its page to bring the text.
    """

    uri: str
    content: bytes
    stamp: str | None = field(default=None, compare=False)
    titles_count: bool = field(default=False, compare=False)

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
    code or `und`, `author` a name or several in one line.
    """

    id: str
    title: str
    text: str
    source: str
    url: str | None = None
    published: date | None = None
    language: str = UNKNOWN_LANGUAGE
    tags: tuple[str, ...] = ()
    author: str | None = None

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
        author: str | None = None,
    ) -> Article:
        """An article with the id that its content gives it."""
        tags = tuple(tags)
        day = published.isoformat() if published else None
        # Most have no author, and their ids are older than this was kept.
        content = json.dumps([title, text, url, day, language, tags, *([author] if author else [])]).encode()
        digest = hashlib.blake2b(content, digest_size=8).digest()
        article_id = base64.b32encode(digest).decode().lower()[:12]
        return cls(article_id, title, text, source, url, published, language, tags, author)


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
    author: str | None = None

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return self.last - self.first

    def verify(self, article: Article) -> None:
        """Raise `NotVerbatim` unless the span of `article` holds exactly this text."""
        if article.id != self.article_id or article.text[self.start : self.end] != self.text:
            raise NotVerbatim(f"{self.source}: characters {self.start} to {self.end} are not what is quoted")


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences around a quote, `text` as it stands in the article; `quote` is its place in `text`."""

    article_title: str
    text: str
    quote: Span


@dataclass(frozen=True, slots=True)
class Page:
    """One of the pages that an article is read in: number `number` of `count`, counted from 1.

    `text` stands in the article as it is here, from `start` on; `quote` is the part of `text` that was quoted, None
    where nothing of it stands on this page.
    """

    title: str
    source: str
    url: str | None
    published: date | None
    text: str
    start: int
    number: int
    count: int
    quote: Span | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ServedSource:
    """A source that is served, for a menu. `title` is that of its article where it has one, else its file's name."""

    uri: str
    title: str
    article_count: int


class Why(StrEnum):
    """The kinds of reason for not answering."""

    NO_ARTICLES = "no_articles"
    NO_WORDS = "no_words"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    CHATTER = "chatter"
    HELP = "help"
    UNKNOWN_WORDS = "unknown_words"
    NOT_SAID = "not_said"

    @property
    def is_small_talk(self) -> bool:
        """Whether nothing was asked: a greeting, thanks, a call for help and the like."""
        return self in {Why.GREETING, Why.THANKS, Why.FAREWELL, Why.CHATTER, Why.HELP}


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
            case Why.GREETING | Why.THANKS | Why.FAREWELL | Why.CHATTER | Why.HELP:
                return "That is no question."
            case Why.UNKNOWN_WORDS:
                return f"No article mentions {_listed(self.words)}."
            case Why.NOT_SAID:
                return "The articles do not say."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question: quotes, best first, or else the reason why there is none; never both.

    `confidence` is the probability (0 to 1) that the first quote answers; `near` are the sentences that came nearest
    when there is no answer. `follows` is true when the question was read together with an earlier one,
    `read_as` the earlier one with what this one names in its place, where it was read so (*and Raqqa?*). `dated` are
    quotes that disagree, oldest to newest, where articles of different days do: one for each thing that they say. They
    are chosen among all that answer, so that some of them may not be in `quotes`.
    """

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    reason: Reason | None = None
    near: tuple[Quote, ...] = ()
    follows: bool = False
    read_as: str | None = None
    dated: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        if (self.reason is None) != bool(self.quotes):
            raise ValueError("an answer has quotes, or a reason for having none")

    @property
    def answered(self) -> bool:
        """Whether there is something to quote."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and answered before: a question that follows on it is read together with it.

    `article_id` is the article of the answer's first quote, None when there was no answer; `told` are the
    sentences that were quoted, as article ids and numbers: a follow-up need not hear them again. `lately` are the
    follow-ups that were answered since, newest last.
    """

    question: str
    article_id: str | None = None
    told: frozenset[tuple[str, int]] = frozenset()
    lately: tuple[str, ...] = ()


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
    """Why the first quote was chosen, or why the nearest miss was not, and how the question was read.

    `reading` are lines in words: what is asked for, the words looked for and how much each counts, spellings repaired.
    `shares` are the features of one sentence that told most, strongest first. `sentence` is its place in the article;
    where `quote` has two it is the likelier one, and `beside` says in words what the other adds. `threshold` is the
    probability from which on a quote is given.
    """

    answer: Answer
    quote: Quote | None
    reading: tuple[str, ...]
    shares: tuple[Share, ...]
    sentence: Span | None = None
    beside: str = ""
    threshold: float | None = None


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
