"""What can be said of a sentence as an answer to a question, in numbers: one row for each candidate sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval import coverage
from retrieval.closeness import Closeness, closeness
from retrieval.coverage import Columns, Holdings
from retrieval.cues import Ask, Cue, asked
from retrieval.fit import KINDS, KNOWN_KINDS, Fit, Fitter, Others
from retrieval.matching import Match
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence, Form

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The article that a candidate stands in. `ordered` is false where sentences come in no order.

    `title_terms` are those of its title, or of what else it is about (`topic.py`).
    """

    title_terms: frozenset[str]
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. `number` is its place in the article, `passage` its passage's share of the best."""

    sentence: AnalysedSentence
    article: Surroundings
    number: int
    passage: float = 1.0


GROUPS: Mapping[str, Mapping[str, str]] = {
    "words": {
        "coverage": "the share of the question's words that the sentence holds, each weighing its idf (0 to 1)",
        "soft_coverage": "the same, with derived words, parts of compounds and synonyms counted in part (0 to 1)",
        "heaviest_missing": "the weight of the heaviest word that it lacks, as a share of the heaviest asked (0 to 1)",
        "words_held": "the number of words that it holds",
        "words_missing": "the number that neither it nor the title holds, not even in part",
        "share_of_sentence": "the words asked for as a share of its own",
        "same_form": "the share of what it holds that is written as in the question (*retook*, not *retake*)",
        "intended": "the share of what it holds that comes after *to*, *would*, *not* and their like",
        "question_words": "the number of words that the question asks with",
    },
    "title": {
        "beyond_title": "coverage of the words that the title does not hold (0 to 1)",
        "soft_beyond_title": "the same, softly",
        "with_title": "coverage by the sentence and the title together (0 to 1)",
        "soft_with_title": "the same, softly",
        "title_asked": "the share of the title's terms that the question has",
        "asked_in_title": "the share of the question's weight that the title holds",
        "title_in_sentence": "the share of the title's terms that the sentence holds",
    },
    "bm25": {
        "bm25": "the sentence's own BM25 score as a share of the question's whole weight",
        "bm25_sum": "the sentence's own BM25 score",
        "bm25_below_best": "how far `bm25` is below the best candidate's (0 or less)",
        "passage": "the BM25 score of its passage as a share of the best passage's (0 to 1)",
        "article_share": "that of its article's best passage",
    },
    "rivals": {
        "below_best": "how far coverage is below the best candidate's (0 or less)",
        "below_article_best": "how far coverage is below the best of the same article (0 or less)",
        "soft_below_best": "how far soft coverage is below the best candidate's (0 or less)",
        "better": "the number of candidates that cover more",
        "article_coverage": "the share of the question's weight that its article's candidates hold together",
    },
    "closeness": {
        "closeness": "the number of words held over the length of the stretch that holds them all (0 to 1)",
        "pairs": "the share of neighbours in the question that follow one another here too",
        "next_to": "the share of neighbours in the question that are within four words here",
    },
    "place": {
        "place": "1 for the first sentence of the article, 1/2 for the second, 1/3, ...; 0 where there is no order",
        "first": "1 for the first sentence of the article",
        "number": "its number in the article, 15 at most",
        "ordered": "1 where sentences come in the order of an article",
    },
    "neighbours": {
        "before": "soft coverage of the sentence before",
        "after": "soft coverage of the sentence after",
        "with_before": "soft coverage together with the sentence before, whose words count 0.8",
        "with_two_before": "the same with the two before, the further one's words counting 0.6",
        "with_around": "the same with the one after too",
        "with_before_below_best": "how far `with_before` is below the best candidate's",
        "with_around_below_best": "how far sentence, neighbours and title together are below the best candidate's",
        "names_missing": "the number of names asked for that neither it nor the title holds",
        "names_missing_around": "those that the sentences beside it lack too",
        "names_missing_in_article": "those that all candidates of its article lack",
        "nearby": "how well sentence and title hold the question's words, added up",
        "heading": "1 if it looks like a heading: a few words that do not end as sentences do",
        "heading_held": "soft coverage of the heading, or the question, that it stands beneath",
        "question_held": "the same if that is a question: *When are you open? From nine to five.*",
        "question_wanting": "what that question, with the title, lacks of the question's weight",
        "beneath": "1 over the number of sentences down from that heading or question, 4 at most",
        "beneath_question": "the same if that is a question",
        "kind_asked": "1 if that question asks for the same kind of thing (*when*), -1 if for another",
        "with_heading": "soft coverage together with that heading, whose words count 0.9",
        "with_heading_below_best": "how far sentence, heading and title together are below the best candidate's",
    },
    "kinds": {
        "names": "the number of words with a capital that were not asked for, 6 at most",
        "name_pairs": "how often two of them follow one another, 4 at most",
        "year": "1 if it has a year",
        "date": "1 if it has a year, month or weekday",
        "clock": "1 if it has a time of day, or says how often (*daily*)",
        "amount": "1 if it has a number",
        "amount_of": "1 if it has a number with its unit",
        "money": "1 if it has a sum of money",
        "percent": "1 if it has a share in percent",
        "reason": "1 if it has a word of reason (*because*)",
        "person": "1 if it has an occupation or title",
        "place_word": "1 if it has a word for a place, or its name",
        "organisation": "1 if it has a word for an organisation",
        "in_place": "1 if it has a name after a preposition",
        "given_name": "1 if it has a given name",
    },
    "form": {
        "pronoun": "1 if it begins with a pronoun",
        "copula": "1 if *is*, *means* or their like is among its first words",
        "bracket": "1 if it has a bracket",
        "asks": "1 if it is a question",
        "ends": "1 if it ends as sentences do",
        "quotes": "1 if it has quotation marks",
        "length": "its number of words, 60 at most",
        "pieces": "what the terms of its language are: 0 words, 1 syllables, 2 pairs of ideographs, 3 pairs of letters",
    },
    "fit": {
        "fits": "1 if it has the kind of thing that the question asks for",
        "fits_well": "1 if that is unmistakable (a name of two words, a year, a number with its unit)",
        "fit_closeness": "1 over its distance in words from what the question asks about",
        "fit_before": "the same if it stands before (*the army retook*)",
        "fit_after": "the same if it stands after (*retaken by the army*)",
        "focus": "1 if it has the noun after *what* or *how many*",
        "focus_fit": "1 over the distance of that noun from the kind of thing asked for",
        "negated": "1 over the distance of a *not* from what the question asks about, if that has none",
        "only_negated": "1 if the question has a *not* and the sentence none",
        "governed": "the share of its names that come after a preposition here only (*led a war against Ann*)",
        "told": "1 if it tells that somebody asks the same (*asked who won, he shrugged*)",
        "measure": "1 if it has a number of what is to be counted (*what does it cost*), -1 if it lacks that",
        "role": "1 over the distance of a name from a word for a person that was asked for (*leads*: *its leader Ann*)",
        "defines": "1 if *is*, *means* or their like comes right after what is asked about",
        "defines_first": "1 if that is how it begins",
    },
    "wording": {"wording": "what its words and the question's, taken one by one, say (see `wording.py`)"},
    "asked": {str(ask): f"1 if the question asks for: {ask}" for ask in Ask},
    "agreement": {"agreed": "how likely the other sentences are that give the same answer (see `agreement.py`)"},
}
"""The features by group, with what each says."""

FEATURES = tuple(name for group in GROUPS.values() for name in group)
"""The columns of what `read` gives, in order."""

LEARNED = FEATURES[: -len(GROUPS["agreement"])]
"""The first of them, which trees and network learn from: what others say is made of what these two say of each."""

# A heading is no longer.
_HEADING_WORDS = 12
_NUMBER = int(Cue.NUMBER)
_CACHED_QUESTIONS = 2_000
_COLUMN = {name: number for number, name in enumerate(FEATURES)}


def idf(frequency: float, count: float) -> float:
    """Lucene's inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)): never negative."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


class Read(NamedTuple):
    """Candidates as they were read.

    `rows` are their features, an array of shape (candidates, features); `things` for each the terms of what it has of
    the kind that the question asks for (names for *who*).
    """

    rows: Matrix
    things: Sequence[Set[str]]


def read(
    question: Question, weights: Sequence[float], candidates: Sequence[Candidate], matches: Sequence[Match]
) -> Read:
    """The candidates with their features; `weights` are the idf of the question's words, one for each.

    `matches` are those of the candidates. The columns `wording` and `agreed` are left 0.
    """
    rows = np.zeros((len(candidates), len(FEATURES)))
    if not candidates or not sum(weights):
        return Read(rows, [frozenset()] * len(candidates))
    holdings = _holdings(question, weights, candidates, matches)
    columns, things = _readings(question, candidates, matches, holdings)
    found = {**coverage.columns(holdings), **columns, str(question.ask): 1}
    for name, values in found.items():
        rows[:, _COLUMN[name]] = values
    return Read(rows, things)


def _holdings(
    question: Question, weights: Sequence[float], candidates: Sequence[Candidate], matches: Sequence[Match]
) -> Holdings:
    """What the candidates hold of the question's words."""
    # Two articles may have the same title.
    articles = {id(candidate.article): candidate.article for candidate in candidates}
    row_of = {article: row for row, article in enumerate(articles)}
    titles = [article.title_terms for article in articles.values()]
    asked_terms = {term for word in question.words for term in word.terms}
    counts = np.zeros((len(candidates), len(weights)))
    for row, match in enumerate(matches):
        for word, times in match.counts.items():
            counts[row, word] = times
    return Holdings(
        weights=np.array(weights, dtype=float),
        soft=np.array([match.strengths for match in matches]),
        counts=counts,
        article=np.array([row_of[id(candidate.article)] for candidate in candidates]),
        titles=np.array(
            [[not title.isdisjoint(word.terms) for word in question.words] for title in titles], dtype=float
        ),
        titles_asked=np.array([len(title & asked_terms) / len(title) if title else 0.0 for title in titles]),
        numbers=np.array([candidate.number for candidate in candidates], dtype=float),
        lengths=np.array([len(candidate.sentence.words) for candidate in candidates], dtype=float),
        passages=np.array([candidate.passage for candidate in candidates], dtype=float),
        ordered=np.array([candidate.article.ordered for candidate in candidates], dtype=float),
        headings=np.array([_is_heading(candidate.sentence) for candidate in candidates], dtype=float),
        questions=np.array([candidate.sentence.form.asks for candidate in candidates], dtype=float),
        kinds_asked=np.array([_kind_asked(question.ask, candidate.sentence) for candidate in candidates], dtype=float),
        names=np.array([word.is_name for word in question.words], dtype=float),
    )


def _kind_asked(ask: Ask, sentence: AnalysedSentence) -> int:
    """1 if a sentence is a question for the same kind of thing, -1 if for another, 0 where either may want anything."""
    if not sentence.form.asks or ask not in KNOWN_KINDS:
        return 0
    other = _asked(sentence.text, sentence.language)
    return 0 if other not in KNOWN_KINDS else 1 if other is ask else -1


@lru_cache(maxsize=_CACHED_QUESTIONS)
def _asked(text: str, language: str) -> Ask:
    return asked(text, (language,))


def _is_heading(sentence: AnalysedSentence) -> bool:
    """Whether it may head what follows: a few words that are no sentence, no item of a list, and give no number."""
    if sentence.form.ends or sentence.form.asks or not 0 < len(sentence.words) <= _HEADING_WORDS:
        return False
    return sentence.text[:1].isalpha() and not sentence.kinds.cues & _NUMBER


def _readings(
    question: Question, candidates: Sequence[Candidate], matches: Sequence[Match], holdings: Holdings
) -> tuple[Columns, list[Set[str]]]:
    """What is read in one sentence after the other: kinds of words, and how they stand to those asked for.

    With it the terms of what each has of the kind asked for.
    """
    fitter = Fitter(question)
    beyond = (holdings.titles == 0).tolist()
    sentences = [candidate.sentence for candidate in candidates]
    others = [Others(sentence, match.places) for sentence, match in zip(sentences, matches, strict=True)]
    found = [fitter.things(sentence, other) for sentence, other in zip(sentences, others, strict=True)]
    fits = [
        fitter.fit(sentence, match, other, beyond[article], things)
        for sentence, match, other, article, things in zip(
            sentences, matches, others, holdings.article.tolist(), found, strict=True
        )
    ]
    cues = np.array([other.cues for other in others])
    columns = {
        **{name: (cues & kinds) != 0 for name, kinds in KINDS.items()},
        **_by_name(Form._fields, [sentence.form for sentence in sentences]),
        **_by_name(Closeness._fields, [closeness(match.hits, len(question.words)) for match in matches]),
        **_by_name(Fit._fields, fits),
        "title_in_sentence": [_title_in(candidate) for candidate in candidates],
    }
    return columns, [_said(question, sentence, things) for sentence, (things, _) in zip(sentences, found, strict=True)]


def _said(question: Question, sentence: AnalysedSentence, things: Sequence[int]) -> Set[str]:
    """The terms of what a sentence says in answer; a word of reason is no reason."""
    if question.ask is Ask.WHY:
        return frozenset()
    return {terms[-1] for place in things if (terms := sentence.words[place].terms)}


def _by_name(names: Sequence[str], rows: Sequence[tuple[float, ...]]) -> Columns:
    return dict(zip(names, np.array(rows, dtype=float).T, strict=True))


def _title_in(candidate: Candidate) -> float:
    title = candidate.article.title_terms
    return len(title & candidate.sentence.positions.keys()) / len(title) if title else 0.0
