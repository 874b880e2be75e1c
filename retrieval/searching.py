"""Finds and ranks: from a question to its candidates in their order, and what would be quoted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.following import Following, holds
from retrieval.question import Question, Word
from retrieval.quoting import quotes
from retrieval.ranking import Ranking, SentenceRanker
from retrieval.reading import read
from retrieval.retriever import Retrieved, Retriever
from retrieval.serving import Serving, Shelf
from retrieval.synonyms import Synonyms
from retrieval.types import Quote


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates in their order, and what would be quoted of them, best first.

    `threshold` is the probability from which on a quote is given. `follows` is true if an earlier question was read
    with this one, `read_as` what both became where one text did.
    """

    found: Retrieved
    ranking: Ranking
    quotes: tuple[Quote, ...]
    threshold: float
    follows: bool = False
    read_as: str | None = None

    @property
    def best(self) -> float:
        """The probability that the first quote answers."""
        return self.quotes[0].score if self.quotes else 0.0

    @property
    def answers(self) -> bool:
        """Whether the first quote is given."""
        return bool(self.quotes) and self.best >= self.threshold

    def says(self, words: Sequence[Word]) -> bool:
        """Whether the first quote is given and holds all of these words."""
        return self.answers and holds(self.found, self.ranking, self.quotes[0], words)

    def goes_on(self, read: Following) -> bool:
        """Whether the first quote is given and says what the new question adds."""
        return self.answers and read.goes_on(self.found, self.ranking, self.quotes[0])

    def refused(self) -> Ranked:
        """The same without quotes that would be given: they are of something else."""
        return replace(self, quotes=()) if self.answers else self


class Searcher:
    """Reads questions, finds passages and ranks their sentences; safe to share between threads."""

    def __init__(self, shelf: Shelf, ranker: SentenceRanker, synonyms: Synonyms, threshold: float) -> None:
        self._ranker = ranker
        self._retriever = Retriever(shelf, ranker)
        self._synonyms = synonyms
        self._threshold = threshold

    def read(self, text: str, serving: Serving) -> Question:
        """The question with its misspelt words repaired."""
        return read(text, serving.index, serving.languages, self._synonyms)

    def retrieve(self, question: Question, serving: Serving, *, article_id: str | None = None) -> Retrieved:
        """The candidates for a question, and all sentences of an article."""
        return self._retriever.retrieve(question, serving, article_id=article_id)

    def search(self, question: Question, serving: Serving, k: int) -> Ranked:
        """The best `k` quotes for a question."""
        return self.rank(self._retriever.retrieve(question, serving, k=k), serving, k)

    def rank(self, found: Retrieved, serving: Serving, k: int, read: Following | None = None) -> Ranked:
        """The best `k` quotes of candidates, for a question that was read together with an earlier one as in `read`."""
        ranking = self._ranker.rank(found.question, found.weights, found.candidates)
        ranking = self._ranker.weighed(ranking, found.evidence(ranking.matches, serving.index.passage_count))
        ranking = read.ranked(found, ranking) if read else ranking
        return Ranked(found, ranking, tuple(quotes(found, ranking, k)), self._threshold, follows=read is not None)
