"""Cuts quotes out of articles: which sentences stand alone, which are quoted with the one beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Set
from dataclasses import dataclass
from heapq import nlargest

from retrieval import analysis
from retrieval.catalogue import SegmentedArticle
from retrieval.features import FEATURES
from retrieval.fit import KNOWN_KINDS
from retrieval.ranking import Ranking
from retrieval.repetition import says_the_same
from retrieval.retriever import Retrieved
from retrieval.sentences import AnalysedSentence
from retrieval.types import Quote, Span

# A sentence that is quoted with a likelier one beside it is at least this likely to answer, and holds at least this
# share of the question's weight that the other lacks; together they have at most so many characters.
_LEAST_LIKELY, _LEAST_ADDED, _LONGEST = 0.03, 0.05, 600
# Or it may as well be the one as the other: together they are so much likelier to answer.
_LEAST_GAINED = 0.05
# Nor does it deny what is asked about: the feature `negated` is 1 over the distance of the *not*.
_DENIES = 0.5
# For each quote that is wanted so many candidates are looked at: some say the same as others.
_CONSIDERED = 10


@dataclass(frozen=True, slots=True)
class _Cut:
    """Sentences `first` to `last` (half open) of a candidate's article, and how likely they answer."""

    candidate: int
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Added:
    """What a sentence says of the question that the likelier one beside it does not.

    `words` of the question, `share` is what they are of its weight (0 to 1); `kind` is true if it has the kind of thing
    that the question asks for.
    """

    words: tuple[str, ...]
    share: float
    kind: bool


def quotes(found: Retrieved, ranking: Ranking, k: int) -> list[Quote]:
    """The `k` likeliest quotes, best first; of those that say the same only the first.

    A sentence that may well be the answer is quoted with the one beside it that says what it leaves open: "Faster tests
    of large numbers have been devised. These include the Miller-Rabin test." So it is where either may be the answer.
    The first sentence of an article says what it is about: where it is the likelier one, it is quoted alone.
    """
    cuts = sorted(
        _cuts(found, ranking, k), key=lambda cut: (-cut.score, found.articles[cut.candidate].article.source, cut.first)
    )
    wanted = found.question.terms
    sentences = {
        (held.article.id, candidate.number): candidate.sentence
        for candidate, held in zip(found.candidates, found.articles, strict=True)
    }
    chosen: list[Quote] = []
    given: dict[tuple[str, int], AnalysedSentence] = {}
    for cut in cuts:
        segmented = found.articles[cut.candidate]
        places = [(segmented.article.id, number) for number in range(cut.first, cut.last)]
        own = {place: sentences[place] for place in places}
        if own.keys() & given.keys() or any(
            says_the_same(sentence, other) for sentence in own.values() for other in given.values()
        ):
            continue
        given |= own
        chosen.append(quote(segmented, range(cut.first, cut.last), wanted, cut.score))
        if len(chosen) == k:
            break
    return chosen


def quote(segmented: SegmentedArticle, sentences: range, wanted: Set[str], score: float = 1.0) -> Quote:
    """Sentences of an article that follow one another, the words in them that have `wanted` terms marked."""
    article = segmented.article
    span = Span(segmented.sentences[sentences.start].start, segmented.sentences[sentences.stop - 1].end)
    text = span.of(article.text)
    marks = tuple(
        Span(span.start + token.span.start, span.start + token.span.end)
        for token in analysis.tokens(text, article.language)
        if not wanted.isdisjoint(token.terms)
    )
    made = Quote(
        article.id, sentences.start, sentences.stop, span.start, span.end, text, article.title, article.source,
        article.url, article.published, score, marks, article.author,
    )  # fmt: skip
    made.verify(article)
    return made


def sentences_at(segmented: SegmentedArticle, start: int, count: int) -> range | None:
    """The numbers of `count` sentences of which the first begins at `start`, or None where there are no such."""
    first = bisect_left(segmented.sentences, start, key=lambda span: span.start)
    if first + count > len(segmented.sentences) or segmented.sentences[first].start != start:
        return None
    return range(first, first + count)


def _cuts(found: Retrieved, ranking: Ranking, k: int) -> Iterator[_Cut]:
    """The likeliest candidates alone, and those that are better quoted with the one beside them so too."""
    scores, denies = ranking.scores, ranking.feature("negated")
    places = {
        (segmented.article.id, candidate.number): place
        for place, (segmented, candidate) in enumerate(zip(found.articles, found.candidates, strict=True))
    }
    for place in nlargest(_CONSIDERED * k, range(len(scores)), key=scores.__getitem__):
        segmented, number, score = found.articles[place], found.candidates[place].number, scores[place]
        yield _Cut(place, number, number + 1, score)
        beside = [
            (scores[other], min(number, neighbour))
            for neighbour in (number - 1, number + 1)
            if number and (other := places.get((segmented.article.id, neighbour))) is not None
            if _LEAST_LIKELY <= scores[other] <= score and denies[other] < _DENIES
            if _may_be_either(ranking, place, other) or _says_more(added(found, ranking, place, other))
            if not (found.candidates[place].sentence.form.asks or found.candidates[other].sentence.form.asks)
            if _joinable(segmented, min(number, neighbour))
        ]
        if beside:
            other_score, first = max(beside)
            # Each may answer without the other.
            yield _Cut(place, first, first + 2, score + other_score - score * other_score)


def _may_be_either(ranking: Ranking, place: int, other: int) -> bool:
    """Whether candidate `other` may answer where the likelier `place` does not, as far as the kind of thing tells."""
    fits = ranking.rows[:, FEATURES.index("fits")]
    return ranking.scores[other] * (1 - ranking.scores[place]) >= _LEAST_GAINED and bool(fits[other] >= fits[place])


def _says_more(adds: Added) -> bool:
    return adds.kind or adds.share >= _LEAST_ADDED


def _tied(found: Retrieved, place: int, other: int) -> bool:
    """Whether what the question asks for in one of two neighbours may well be of what the other speaks of.

    Where any name may be the answer it is only if the later one leans on the earlier: *His name was ...*
    """
    later = max(place, other, key=lambda number: found.candidates[number].number)
    return found.question.ask in KNOWN_KINDS or found.candidates[later].sentence.form.pronoun


def added(found: Retrieved, ranking: Ranking, place: int, other: int) -> Added:
    """What candidate `other` says of the question that neither its neighbour `place` nor the title does.

    (What an earlier question named has been quoted already.)
    """
    title = found.candidates[place].article.title_terms
    gains = [
        (word, weight * (beside - own))
        for word, weight, own, beside in zip(
            found.question.words, found.weights, ranking.matches[place].strengths, ranking.matches[other].strengths,
            strict=True,
        )
        if beside > own and word.weight == 1 and title.isdisjoint(word.terms)
    ]  # fmt: skip
    fits = ranking.rows[:, FEATURES.index("fits")]
    return Added(
        tuple(word.text for word, _ in gains),
        sum(gain for _, gain in gains) / (sum(found.weights) or 1.0),
        bool(fits[other] > fits[place]) and _tied(found, place, other),
    )


def _joinable(segmented: SegmentedArticle, first: int) -> bool:
    """Whether a sentence and the next one stand in one line and are short enough to be read at once.

    Lines of a list have nothing to say of one another.
    """
    one, other = segmented.sentences[first : first + 2]
    return other.end - one.start <= _LONGEST and "\n" not in segmented.article.text[one.end : other.start]
