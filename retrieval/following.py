"""Reads a question together with the one before it, and tells which quotes go on from what was said.

Nothing is remembered here: what was asked and quoted before comes with the question (`Asked`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.cues import Ask, Lean, asked_further, empty
from retrieval.fit import KNOWN_KINDS
from retrieval.question import Question, Word, follow_up
from retrieval.ranking import Ranking
from retrieval.retriever import Retrieved
from retrieval.types import Asked, Quote

# What log-odds lose where a sentence says again what was just quoted; where a question that asks for nothing but a
# time, a place, a number or a person would get none; and where the article does not speak of what was asked about.
_TOLD, _UNFIT, _ELSEWHERE = -4.0, -1.5, -99.0
# A sentence can give a reason without *because*, and define without *is*.
_SURE_KINDS = KNOWN_KINDS - {Ask.WHY, Ask.DEFINE}
# What the words of the earlier question count where the new one has words of its own, as a share of what they counted.
_BESIDE_OWN = 0.5


@dataclass(frozen=True, slots=True)
class Following:
    """A question that leans on the one before, read together with it.

    `joined` has the words of both; `own` are those of the new question, `names` those of the earlier one that are
    names. `after` is what was asked before.
    `last` are the words of the question right before, `lately` the same where that was a follow-up too.
    `asks_the_same` is true where both ask for the same kind of thing.
    """

    lean: Lean
    joined: Question
    own: tuple[Word, ...]
    names: tuple[Word, ...]
    after: Asked
    asks_the_same: bool
    last: tuple[Word, ...]
    lately: tuple[Word, ...]

    def ranked(self, found: Retrieved, ranking: Ranking) -> Ranking:
        """The ranking with what a follow-up is not for held down.

        People have read what was quoted: it comes again only if it holds what is now asked for. An article without the
        names that the conversation is about speaks of something else.
        """
        about = self._about(found, ranking)
        fits = ranking.feature("fits")
        # A reason may be given without a word for it, but where one has such a word that is the one.
        is_sure = self.joined.ask in _SURE_KINDS or (self.joined.ask is Ask.WHY and any(fits))
        asks_only = self.lean is Lean.BARE and is_sure
        scores = list(ranking.scores)
        for number, (held, candidate) in enumerate(zip(found.articles, found.candidates, strict=True)):
            article_id = held.article.id
            shift = 0.0 if article_id in about else _ELSEWHERE
            if asks_only and not fits[number]:
                shift += _UNFIT
            told = (article_id, candidate.number) in self.after.told
            if told and not self._says_more(found, ranking, number, fits=bool(fits[number])):
                shift += _TOLD
            if shift:
                gain = math.exp(shift)
                scores[number] = gain * scores[number] / (1 - scores[number] + gain * scores[number])
        return replace(ranking, scores=scores)

    def goes_on(self, found: Retrieved, ranking: Ranking, quote: Quote) -> bool:
        """Whether a quote holds what the new question names.

        Of one that names nothing it is enough that the article is the same, or a word of the question before: all of
        them where that was asked in vain. One that is sure to lean on the other may well be answered in other words:
        one of its own is enough, and a number may be the answer without any (*how long did it take?*).
        """
        if self.lean is Lean.BARE:
            if self.after.article_id is None:
                return holds(found, ranking, quote, [w for w in self.last if not empty(w.text, self.joined.language)])
            here = quote.article_id == self.after.article_id
            return here or not self.last or any(holds(found, ranking, quote, [word]) for word in self.last)
        if self.lean is not Lean.POINTS:
            asks = self.lean is Lean.MAYBE or not self.last or any(holds(found, ranking, quote, [w]) for w in self.last)
            return asks and holds(found, ranking, quote, self.own)
        telling = [word for word in self.own if not empty(word.text, self.joined.language)]
        return (
            not telling or self.joined.ask is Ask.COUNT or any(holds(found, ranking, quote, [word]) for word in telling)
        )

    def _says_more(self, found: Retrieved, ranking: Ranking, number: int, *, fits: bool) -> bool:
        """Whether a sentence that was quoted holds what is asked for now."""
        kind_is_known = self.joined.ask in KNOWN_KINDS
        if not self.own and (self.asks_the_same or not kind_is_known):
            return False
        return (fits or not kind_is_known) and all(
            _held(found, ranking, [number], word) for word in self.own or self.lately
        )

    def _about(self, found: Retrieved, ranking: Ranking) -> set[str]:
        """The articles that have all names of the earlier question."""
        numbers: dict[str, list[int]] = {}
        for number, held in enumerate(found.articles):
            numbers.setdefault(held.article.id, []).append(number)
        return {
            article_id
            for article_id, within in numbers.items()
            if article_id == self.after.article_id or all(_held(found, ranking, within, word) for word in self.names)
        }


def following(question: Question, earlier: Question, lately: Sequence[Question], after: Asked) -> Following | None:
    """A question read together with the one before it, None if it does not lean on it.

    `lately` are the follow-ups that came between them, newest last: *and when?* goes on from the last that named
    something.
    """
    last, between = earlier.words, tuple[Word, ...]()
    if question.leans is Lean.BARE:
        question = replace(question, ask=asked_further(question.text, question.language))
        if newest := next((each for each in reversed(lately) if each.words), None):
            last = between = newest.words
            earlier = _joined(newest, earlier) or newest
    joined = _joined(question, earlier)
    if joined is None or question.leans is None:
        return None
    return Following(
        question.leans,
        joined,
        question.words,
        tuple(word for word in earlier.words if word.is_name),
        after,
        question.ask in {earlier.ask, Ask.OTHER},
        last,
        between,
    )


def _joined(question: Question, earlier: Question) -> Question | None:
    """Both questions in one; the earlier one counts less where the new one has words of its own."""
    joined = follow_up(question, earlier)
    if joined is None or not question.words:
        return joined
    beside = (replace(word, weight=_BESIDE_OWN * word.weight) for word in joined.words[len(question.words) :])
    return replace(joined, words=(*question.words, *beside))


def holds(found: Retrieved, ranking: Ranking, quote: Quote, words: Sequence[Word]) -> bool:
    """Whether a quote or its title holds all of these words, as far as they are looked for."""
    within = [
        number
        for number, (held, candidate) in enumerate(zip(found.articles, found.candidates, strict=True))
        if held.article.id == quote.article_id and quote.first <= candidate.number < quote.last
    ]
    return all(_held(found, ranking, within, word) for word in words)


def _held(found: Retrieved, ranking: Ranking, candidates: Sequence[int], word: Word) -> bool:
    """Whether one of the candidates or their titles holds a word; one that is not looked for is held."""
    number = next((n for n, other in enumerate(found.question.words) if other.terms == word.terms), None)
    return number is None or any(
        ranking.matches[candidate].strengths[number]
        or not found.candidates[candidate].article.title_terms.isdisjoint(word.terms)
        for candidate in candidates
    )
