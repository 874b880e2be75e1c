"""Finds candidate sentences: from a question's words, through the index, to the sentences of the passages it finds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.catalogue import SegmentedArticle
from retrieval.cues import Ask
from retrieval.errors import GenerationGone
from retrieval.features import Candidate, Surroundings
from retrieval.matching import Match
from retrieval.question import Question, Word, is_topic
from retrieval.ranking import SentenceRanker
from retrieval.reading import frequencies
from retrieval.sentences import analyse
from retrieval.serving import Serving, Shelf
from retrieval.topic import Topics
from retrieval.types import QueryTerm

_PASSAGES = 12
# So many passages are the fewest that evidence was learned from.
_FEWEST = 10
# What a term of a synonym counts in the search, as a share of the word's own.
_SYNONYM = 0.5
# An article that a conversation is about is read as a whole, up to a number of sentences.
_WHOLE_ARTICLE = 400


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question before it is ranked: candidates, each with the article that it stands in.

    `weights` are those of the question's words, `unknown` the words that no article has.
    """

    question: Question
    weights: tuple[float, ...]
    unknown: tuple[str, ...]
    articles: tuple[SegmentedArticle, ...]
    candidates: tuple[Candidate, ...]

    def unheld(self, matches: Sequence[Match]) -> tuple[Word, ...]:
        """The unknown words that no candidate holds in part or in other words either."""
        return tuple(
            word
            for number, word in enumerate(self.question.words)
            if word.text in self.unknown and not any(match.strengths[number] for match in matches)
        )

    def holds_names(self, matches: Sequence[Match]) -> bool:
        """Whether a candidate or a title has each name of the question itself, not of the one before it."""
        titles = frozenset[str]().union(*(candidate.article.title_terms for candidate in self.candidates))
        return all(
            any(match.strengths[number] for match in matches) or not titles.isdisjoint(word.terms)
            for number, word in enumerate(self.question.words)
            if word.is_name and word.weight == 1
        )

    def evidence(self, matches: Sequence[Match], passages: int) -> dict[str, float]:
        """What a collection of so many passages says to the question, before any sentence of it is looked at.

        A large one has every word anyway; a small one that lacks much of the question is likely to speak of something
        else, and so is one without a name that was asked for.
        """
        unheld = self.unheld(matches)
        texts = {word.text for word in unheld}
        lacking = sum(
            weight for word, weight in zip(self.question.words, self.weights, strict=True) if word.text in texts
        )
        return {
            "collection": 1.0,
            "size": math.log10(max(passages, _FEWEST)),
            "unheld": lacking / (sum(self.weights) or 1.0),
            "name_missing": float(any(word.is_name for word in unheld)),
            "topic": float(not unheld and is_topic(self.question)),
        }

    def of_article(self, article_id: str) -> Retrieved:
        """The candidates of one article."""
        kept = [number for number, held in enumerate(self.articles) if held.article.id == article_id]
        return replace(
            self,
            articles=tuple(self.articles[number] for number in kept),
            candidates=tuple(self.candidates[number] for number in kept),
        )


class Retriever:
    """Finds the candidates of questions; safe to share between threads."""

    def __init__(self, shelf: Shelf, ranker: SentenceRanker) -> None:
        self._shelf = shelf
        self._ranker = ranker
        self._topics = Topics()

    def retrieve(self, question: Question, serving: Serving, *, article_id: str | None = None, k: int = 0) -> Retrieved:
        """The sentences of the passages that BM25 finds best, and those of an article that is to be read as a whole.

        There are more passages than usual where so many quotes (`k`) are wanted.
        Raises `CatalogueError`, `IndexUnavailable`, `GenerationGone`.
        """
        if question.ask in {Ask.OTHER, Ask.WHAT} and is_topic(question):
            # Somebody who says no more wants to know what it is.
            question = replace(question, ask=Ask.DEFINE)
        found = frequencies(question, serving.index)
        hits = serving.index.search(_query(question), max(_PASSAGES, k))
        wanted = {hit.passage.article_id for hit in hits} | ({article_id} if article_id else set())
        articles = self._shelf.articles(wanted, serving)
        if not articles.keys() >= {hit.passage.article_id for hit in hits}:
            raise GenerationGone(f"generation {serving.generation.id} has been dropped")
        shares: dict[tuple[str, int], float] = {}
        for hit in hits:
            for number in range(hit.passage.first, hit.passage.last):
                shares.setdefault((hit.passage.article_id, number), hit.score / (hits[0].score or 1.0))
        if article_id in articles:
            for number in range(min(len(articles[article_id].sentences), _WHOLE_ARTICLE)):
                shares.setdefault((article_id, number), 0.0)
        surroundings = {article_id: Surroundings(self._topics.of(held)) for article_id, held in articles.items()}
        return Retrieved(
            question,
            self._ranker.weights(question, found, serving.index.passage_count),
            tuple(word.text for word, frequency in zip(question.words, found, strict=True) if not frequency),
            tuple(articles[article_id] for article_id, _ in shares),
            tuple(
                _candidate(articles[article_id], number, surroundings[article_id], share)
                for (article_id, number), share in shares.items()
            ),
        )


def _query(question: Question) -> list[QueryTerm]:
    """The terms to search for; those of synonyms count less than the word's own."""
    query = [QueryTerm(term, 1 / len(word.terms)) for word in question.words for term in word.terms]
    for word in question.words:
        others = {terms for alternative in word.alternatives for terms in alternative.words}
        shares = {term: _SYNONYM / len(terms) for terms in sorted(others) for term in terms if term not in word.terms}
        query += [QueryTerm(term, weight) for term, weight in shares.items()]
    return query


def _candidate(segmented: SegmentedArticle, number: int, article: Surroundings, share: float) -> Candidate:
    text = segmented.sentences[number].of(segmented.article.text)
    return Candidate(analyse(text, segmented.article.language), article, number, share)
