"""Finds the quotes that disagree with the best one: articles of different days that say different things of the same.

Silence is better than a false alarm: where it is not sure that two sentences speak of the same, they do not disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime

from retrieval.cues import Ask, Cue
from retrieval.matching import NOT_DONE
from retrieval.quoting import quotes
from retrieval.ranking import Ranking
from retrieval.retriever import Retrieved
from retrieval.sentences import AnalysedSentence, analyse
from retrieval.things import COMPARED, DOERS, Part, agree, disagree, given
from retrieval.types import Quote

# What is held by less is another word that only looks alike.
_HELD = NOT_DONE
# So many quotes are compared, and so many shown.
_COMPARED, _MOST = 12, 4
# Two quotes speak of the same if they have so many words of the question, and lack the other's for at most that share
# of its weight.
_LEAST_COMMON, _MOST_APART = 2, 0.15
_NUMBER, _YEAR = int(Cue.NUMBER), int(Cue.YEAR)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A quote of an article with a date, what it gives of what was asked for, and what it speaks of.

    `held` are the numbers of the question's words that it or its title holds, `places` the terms of names after
    prepositions there that the question does not have. A quote `leans` on its title if it begins with a pronoun.
    """

    quote: Quote
    day: date
    gives: tuple[Part, ...]
    held: frozenset[int]
    places: frozenset[str]
    title: AnalysedSentence
    leans: bool

    @property
    def title_terms(self) -> Set[str]:
        return self.title.positions.keys()


def dated(found: Retrieved, ranking: Ranking, threshold: float) -> tuple[Quote, ...]:
    """Quotes that disagree with one another, oldest to newest, each at least as likely as `threshold`; else nothing.

    They are of articles with different dates, answer a question for a person, a time, a place or a number, and hold the
    same words of it; each gives another thing than all the others. Of several that give the same it is the newest.
    """
    if found.question.ask not in COMPARED or not _may_disagree(found, ranking, threshold):
        return ()
    answers = [quote for quote in quotes(found, ranking, _COMPARED) if quote.score >= threshold]
    statements = [made for quote in answers if (made := _statement(found, ranking, quote))]
    if not statements or statements[0].quote != answers[0]:
        return ()
    best = statements[0]
    of_same = [
        each
        for each in statements
        if each is best
        or (_same_subject(found, each, best) and (agree(each.gives, best.gives) or disagree(each.gives, best.gives)))
    ]
    chosen: list[_Statement] = []
    for statement in sorted(of_same, key=lambda each: (each.day, each.quote.score), reverse=True):
        if all(statement.day != other.day and disagree(statement.gives, other.gives) for other in chosen):
            chosen.append(statement)
    return tuple(statement.quote for statement in reversed(chosen[:_MOST])) if len(chosen) > 1 else ()


def _may_disagree(found: Retrieved, ranking: Ranking, threshold: float) -> bool:
    """Whether likely sentences stand in articles of different days: most questions end here."""
    days = {
        _day(held.article.published)
        for held, score in zip(found.articles, ranking.scores, strict=True)
        if score >= threshold and held.article.published
    }
    return len(days) > 1


def _statement(found: Retrieved, ranking: Ranking, quote: Quote) -> _Statement | None:
    """What a quote states; None if it has no date, or gives nothing that can be compared."""
    within = [
        number
        for number, (held, candidate) in enumerate(zip(found.articles, found.candidates, strict=True))
        if held.article.id == quote.article_id and quote.first <= candidate.number < quote.last
    ]
    sentences = [found.candidates[number].sentence for number in within]
    gives = [
        parts
        for number in sorted(within, key=lambda number: -ranking.scores[number])
        if (parts := given(found.question, found.candidates[number].sentence, ranking.matches[number].places))
    ]
    if quote.published is None or not gives:
        return None
    first = min(within, key=lambda number: found.candidates[number].number)
    title = analyse(quote.title, found.articles[first].article.language)
    held = frozenset(
        number
        for number, word in enumerate(found.question.words)
        if not title.positions.keys().isdisjoint(word.terms)
        or any(ranking.matches[place].strengths[number] >= _HELD for place in within)
    )
    # What is asked for is no sign of another subject.
    speaking = [title, *(sentences if found.question.ask is not Ask.WHERE else [])]
    places = frozenset(term for sentence in speaking for term in _places(sentence)) - found.question.terms
    leans = found.candidates[first].sentence.form.pronoun
    return _Statement(quote, _day(quote.published), gives[0], held, places, title, leans)


def _same_subject(found: Retrieved, statement: _Statement, other: _Statement) -> bool:
    """Whether two statements are sure to speak of the same: as much as their words tell."""
    apart = sum(found.weights[number] for number in statement.held ^ other.held)
    if len(statement.held & other.held) < _LEAST_COMMON or apart > _MOST_APART * sum(found.weights):
        return False
    if statement.places and other.places and statement.places.isdisjoint(other.places):
        return False
    if _parallel(statement.title, other.title):
        return False
    # *It was opened in May*: what it is, the title may tell.
    return not (statement.leans or other.leans) or not statement.title_terms.isdisjoint(other.title_terms)


def _parallel(title: AnalysedSentence, other: AnalysedSentence) -> bool:
    """Whether two titles differ in a name or a number only: *The mill at Brede* and *The mill at Orla*."""
    names, others = _telling(title), _telling(other)
    is_alike = not title.positions.keys().isdisjoint(other.positions)
    return is_alike and len(names - others) == len(others - names) == 1


def _telling(title: AnalysedSentence) -> set[str]:
    """The names and numbers of a title; a year says only when it was written."""
    numbers = [place for place in title.kinds.cued if title.words[place].cue & _NUMBER]
    words = [title.words[place] for place in (*title.kinds.names, *numbers)]
    return {word.terms[-1] for word in words if word.terms and not word.cue & _YEAR}


def _places(sentence: AnalysedSentence) -> Iterator[str]:
    """The terms of names that come after a preposition, without those of doers."""
    for name in sentence.kinds.placed:
        if sentence.words[name - 1].text not in DOERS:
            yield from sentence.words[name].terms


def _day(published: date) -> date:
    return published.date() if isinstance(published, datetime) else published
