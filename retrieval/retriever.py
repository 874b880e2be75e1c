"""Finds candidate sentences: from a question's words, through the index, to the sentences of the passages it finds."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from retrieval import analysis
from retrieval.catalogue import Catalogue, Generation, SegmentedArticle
from retrieval.features import Candidate, Surroundings
from retrieval.indexes import Index
from retrieval.language import question_languages
from retrieval.matching import Match
from retrieval.question import Question, Word, parse
from retrieval.ranking import SentenceRanker
from retrieval.sentences import analyse
from retrieval.spelling import repaired
from retrieval.synonyms import Synonyms
from retrieval.types import QueryTerm

_PASSAGES = 20
_REMEMBERED_CHARACTERS = 20_000_000
# What log-odds lose where no article has a name that was asked for; the most that they gain in a small collection, of
# some ten passages; and the power of ten from which on a collection is large.
_OF_ANOTHER, _SMALL, _LARGE = -1.8, 0.8, 3.4
# What a term of a synonym counts in the search, as a share of the word's own.
_SYNONYM = 0.5
# An article that a conversation is about is read as a whole, up to a number of sentences.
_WHOLE_ARTICLE = 400


@dataclass(frozen=True, slots=True)
class Serving:
    """One generation, open: a question keeps the one that it began with. `languages` are commonest first."""

    generation: Generation
    index: Index
    languages: tuple[str, ...]


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

    def evidence(self, matches: Sequence[Match], passages: int) -> float:
        """What the log-odds of an answer gain by which words a collection of so many passages has.

        A large one has every word anyway; a single article that has all of them is likely to be what was asked about:
        of XQuAD's development questions, asked of their article alone, 87 % of such were answered right where the
        ranker expected 72 %. Where a name is not there, something else is spoken of: of answerable questions of WikiQA
        and XQuAD one in a hundred has such a name, of those about other articles four in ten.
        """
        unheld = self.unheld(matches)
        if any(word.is_name for word in unheld):
            return _OF_ANOTHER
        if unheld or len(self.question.words) < 2:
            return 0.0
        return _SMALL * min(max((_LARGE - math.log10(max(passages, 1))) / (_LARGE - 1), 0.0), 1.0)

    def of_article(self, article_id: str) -> Retrieved:
        """The candidates of one article."""
        kept = [number for number, held in enumerate(self.articles) if held.article.id == article_id]
        return replace(
            self,
            articles=tuple(self.articles[number] for number in kept),
            candidates=tuple(self.candidates[number] for number in kept),
        )


class Retriever:
    """Reads questions and finds their candidates; safe to share between threads."""

    def __init__(self, catalogue: Catalogue, ranker: SentenceRanker, synonyms: Synonyms) -> None:
        self._catalogue = catalogue
        self._ranker = ranker
        self._synonyms = synonyms
        self._remembered = _Remembered()

    def read(self, text: str, serving: Serving) -> Question:
        """The question in the languages that there are articles in, its misspelt words repaired."""
        languages = question_languages(text, serving.languages)
        question = parse(text, languages, synonyms=self._synonyms)
        words = tuple(
            _repaired(word, languages, serving.index) if not found else word
            for word, found in zip(question.words, _frequencies(question, serving.index), strict=True)
        )
        return replace(question, words=words)

    def retrieve(self, question: Question, serving: Serving, *, article_id: str | None = None) -> Retrieved:
        """The sentences of the passages that BM25 finds best, and those of an article that is to be read as a whole."""
        frequencies = _frequencies(question, serving.index)
        hits = serving.index.search(_query(question), _PASSAGES)
        wanted = {hit.passage.article_id for hit in hits} | ({article_id} if article_id else set())
        articles = self.articles(wanted, serving)
        shares: dict[tuple[str, int], float] = {}
        for hit in hits:
            if hit.passage.article_id in articles:
                for number in range(hit.passage.first, hit.passage.last):
                    shares.setdefault((hit.passage.article_id, number), hit.score / (hits[0].score or 1.0))
        if article_id in articles:
            for number in range(min(len(articles[article_id].sentences), _WHOLE_ARTICLE)):
                shares.setdefault((article_id, number), 0.0)
        surroundings = {
            article_id: Surroundings(frozenset(analysis.terms(held.article.title, held.article.language)))
            for article_id, held in articles.items()
        }
        return Retrieved(
            question,
            self._ranker.weights(question, frequencies, serving.index.passage_count),
            tuple(word.text for word, found in zip(question.words, frequencies, strict=True) if not found),
            tuple(articles[article_id] for article_id, _ in shares),
            tuple(
                _candidate(articles[article_id], number, surroundings[article_id], share)
                for (article_id, number), share in shares.items()
            ),
        )

    def articles(self, ids: Collection[str], serving: Serving) -> dict[str, SegmentedArticle]:
        """Those of these articles that are served, by id."""
        loaded = self._remembered.get(serving.generation.id, ids)
        if missing := set(ids) - loaded.keys():
            for segmented in self._catalogue.articles(missing, generation=serving.generation.id):
                loaded[segmented.article.id] = segmented
                self._remembered.put(serving.generation.id, segmented)
        return loaded


class _Remembered:
    """The articles last asked for, up to a number of characters: most questions go to few articles."""

    def __init__(self) -> None:
        self._articles: OrderedDict[tuple[int, str], SegmentedArticle] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, generation: int, ids: Iterable[str]) -> dict[str, SegmentedArticle]:
        found = {}
        with self._lock:
            for article_id in ids:
                if segmented := self._articles.get((generation, article_id)):
                    self._articles.move_to_end((generation, article_id))
                    found[article_id] = segmented
        return found

    def put(self, generation: int, segmented: SegmentedArticle) -> None:
        key = (generation, segmented.article.id)
        with self._lock:
            if key not in self._articles:
                self._articles[key] = segmented
                self._characters += len(segmented.article.text)
            while self._characters > _REMEMBERED_CHARACTERS and len(self._articles) > 1:
                _, old = self._articles.popitem(last=False)
                self._characters -= len(old.article.text)


def _frequencies(question: Question, index: Index) -> list[int]:
    """For each word of the question about how many passages hold it."""
    terms = [term for word in question.words for term in word.terms]
    found = dict(zip(terms, index.frequencies(terms), strict=True))
    return [max(found[term] for term in word.terms) for word in question.words]


def _repaired(word: Word, languages: Sequence[str], index: Index) -> Word:
    """The word with the terms that were meant, if it is misspelt."""
    repair = repaired(word.text, languages, index, analysis.dictionary)
    return replace(word, terms=(*word.terms, *repair.terms), repaired=repair.text) if repair else word


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
