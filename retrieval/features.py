"""What can be said of a sentence as an answer to a question, in numbers: one row for each candidate sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.cues import Ask, Cue
from retrieval.matching import ALTERNATIVE, Match
from retrieval.question import Question
from retrieval.sentences import AnalysedSentence

Matrix = npt.NDArray[np.float64]

# Lucene's parameters. (rank-bm25's k1 of 1.5 rates passages; a word that a sentence repeats tells less.)
_K1, _B = 1.2, 0.75
# Sentences of news run to some twenty words; a constant keeps a sentence's score apart from its neighbours'.
_USUAL_LENGTH = 22.0
_DATE = int(Cue.YEAR | Cue.MONTH | Cue.WEEKDAY)
_NOT_A_NAME = int(Cue.MONTH | Cue.WEEKDAY | Cue.PRONOUN | Cue.PREPOSITION)
# As plain numbers: an operation on flags takes a microsecond.
_COPULA = int(Cue.COPULA)
_DURATION = int(Cue.DURATION)
_GIVEN_NAME = int(Cue.GIVEN_NAME)
_MONEY = int(Cue.MONEY)
_NUMBER_WORD = int(Cue.NUMBER_WORD)
_ORGANISATION = int(Cue.ORGANISATION)
_PERCENT = int(Cue.PERCENT)
_PERSON = int(Cue.PERSON)
_PLACE = int(Cue.PLACE)
_PREPOSITION = int(Cue.PREPOSITION)
_PRONOUN = int(Cue.PRONOUN)
_REASON = int(Cue.REASON)
_UNIT = int(Cue.UNIT)
_YEAR = int(Cue.YEAR)
_INTENDED = frozenset("to would will could may might should can must not never".split())
_AMOUNT = int(Cue.NUMBER | Cue.NUMBER_WORD)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The article that a candidate stands in. `ordered` is false where sentences come in no order."""

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
        "nearby": "how well sentence and title hold the question's words, added up",
    },
    "kinds": {
        "names": "the number of words with a capital that were not asked for, 6 at most",
        "name_pairs": "how often two of them follow one another, 4 at most",
        "year": "1 if it has a year",
        "date": "1 if it has a year, month or weekday",
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
        "unspaced": "1 in languages written without spaces",
    },
    "fit": {
        "fits": "1 if it has the kind of thing that the question asks for",
        "fits_well": "1 if that is unmistakable (a name of two words, a year, a number with its unit)",
        "fit_closeness": "1 over its distance in words from what the question asks about",
        "fit_before": "the same if it stands before (*the army retook*)",
        "fit_after": "the same if it stands after (*retaken by the army*)",
        "focus": "1 if it has the noun after *what* or *how many*",
        "focus_fit": "1 over the distance of that noun from the kind of thing asked for",
        "defines": "1 if *is*, *means* or their like comes right after what is asked about",
        "defines_first": "1 if that is how it begins",
    },
    "wording": {"wording": "what its words and the question's, taken one by one, say (see `wording.py`)"},
    "asked": {str(ask): f"1 if the question asks for: {ask}" for ask in Ask},
}
"""The features by group, with what each says."""

FEATURES = tuple(name for group in GROUPS.values() for name in group)
"""The columns of `matrix`, in order."""

_COLUMN = {name: number for number, name in enumerate(FEATURES)}


def idf(frequency: float, count: float) -> float:
    """Lucene's inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)): never negative."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def matrix(
    question: Question, weights: Sequence[float], candidates: Sequence[Candidate], matches: Sequence[Match]
) -> Matrix:
    """The features of each candidate: an array of shape (candidates, features).

    `weights` are the idf of the question's words, one for each; `matches` those of the candidates. The column
    `wording` is left 0.
    """
    count = len(candidates)
    rows = np.zeros((count, len(FEATURES)))
    w = np.array(weights, dtype=float)
    total = float(w.sum())
    if not total or not count:
        return rows
    soft = np.array([match.strengths for match in matches])
    # A synonym counts nearly as the word itself.
    held = np.where(soft >= ALTERNATIVE, soft, 0.0)
    lengths = np.array([len(candidate.sentence.words) for candidate in candidates], dtype=float)
    article_numbers: dict[int, int] = {}
    article = np.array([article_numbers.setdefault(id(c.article), len(article_numbers)) for c in candidates])
    title = np.zeros((len(article_numbers), len(w)))
    title_asked = np.zeros(len(article_numbers))
    in_question = {term for word in question.words for term in word.terms}
    for candidate in candidates:
        a = article_numbers[id(candidate.article)]
        terms = candidate.article.title_terms
        if terms and not title_asked[a]:
            title[a] = [not terms.isdisjoint(word.terms) for word in question.words]
            title_asked[a] = len(terms & in_question) / len(terms)
    in_title = title[article]

    def put(name: str, values: npt.ArrayLike) -> None:
        rows[:, _COLUMN[name]] = values

    coverage = held @ w / total
    soft_coverage = soft @ w / total
    beyond = (1 - in_title) @ w
    rest = np.maximum(beyond, 1e-9)
    put("coverage", coverage)
    put("soft_coverage", soft_coverage)
    put("beyond_title", np.where(beyond > 1e-6, (held * (1 - in_title)) @ w / rest, 1.0))
    put("soft_beyond_title", np.where(beyond > 1e-6, (soft * (1 - in_title)) @ w / rest, 1.0))
    put("with_title", np.maximum(held, in_title) @ w / total)
    put("soft_with_title", np.maximum(soft, in_title) @ w / total)
    put("heaviest_missing", ((1 - np.maximum(soft, in_title)) * w).max(axis=1) / w.max())
    put("words_held", (held > 0).sum(axis=1))
    put("words_missing", ((soft == 0) & (in_title == 0)).sum(axis=1))
    counts = np.zeros_like(held)
    for number, match in enumerate(matches):
        for word, times in match.counts.items():
            counts[number, word] = times
    put("share_of_sentence", counts.sum(axis=1) / np.maximum(lengths, 1))
    saturation = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths / _USUAL_LENGTH)[:, None])
    bm25_sum = saturation @ w
    bm25 = bm25_sum / total
    put("bm25_sum", bm25_sum)
    put("bm25", bm25)
    put("passage", [candidate.passage for candidate in candidates])
    put("below_best", coverage - coverage.max())
    put("bm25_below_best", bm25 - bm25.max())
    put("soft_below_best", soft_coverage - soft_coverage.max())
    best = np.zeros(len(article_numbers))
    np.maximum.at(best, article, coverage)
    put("below_article_best", coverage - best[article])
    union = np.zeros((len(article_numbers), len(w)))
    np.maximum.at(union, article, soft)
    put("article_coverage", (np.maximum(union, title) @ w / total)[article])
    put("better", [(coverage > own).sum() for own in coverage])
    ordered = np.array([candidate.article.ordered for candidate in candidates], dtype=float)
    numbers = np.array([candidate.number for candidate in candidates], dtype=float)
    put("ordered", ordered)
    put("place", ordered / (1 + numbers))
    put("first", ordered * (numbers == 0))
    put("number", ordered * np.minimum(numbers, 15))
    at = {(a, int(n)): i for i, (a, n) in enumerate(zip(article, numbers, strict=True))}
    before = [at.get((a, int(n) - 1), -1) for a, n in zip(article, numbers, strict=True)]
    after = [at.get((a, int(n) + 1), -1) for a, n in zip(article, numbers, strict=True)]
    padded = np.append(soft_coverage, 0.0)
    put("before", ordered * padded[before])
    put("after", ordered * padded[after])
    around = np.vstack([soft, np.zeros(len(w))])
    title_too = np.maximum(soft, in_title)
    two_before = [at.get((a, int(n) - 2), -1) for a, n in zip(article, numbers, strict=True)]
    # Pronouns stand for what the sentence before named.
    o = ordered[:, None]
    with_before = np.maximum(soft, o * 0.8 * around[before])
    with_two_before = np.maximum(with_before, o * 0.6 * around[two_before])
    with_around = np.maximum(with_two_before, o * 0.6 * around[after])
    put("with_before", with_before @ w / total)
    put("with_two_before", with_two_before @ w / total)
    put("with_around", with_around @ w / total)
    best_before = with_before @ w / total
    put("with_before_below_best", best_before - best_before.max())
    best_around = (np.maximum(with_around, 0.6 * in_title) @ w + soft @ w) / total
    put("with_around_below_best", best_around - best_around.max())
    shares = np.array([candidate.passage for candidate in candidates])
    of_article = np.zeros(len(article_numbers))
    np.maximum.at(of_article, article, shares)
    put("article_share", of_article[article])
    put("nearby", np.minimum(title_too.sum(axis=1), 10))
    put("length", np.minimum(lengths, 60))
    put("title_asked", title_asked[article])
    put("asked_in_title", in_title @ w / total)
    put("question_words", len(question.words))
    put(str(question.ask), 1)
    for row, candidate, match, words_of_title in zip(rows, candidates, matches, in_title, strict=True):
        _kinds(row, question, candidate, match, words_of_title)
    return rows


def _kinds(
    row: npt.NDArray[np.float64],
    question: Question,
    candidate: Candidate,
    match: Match,
    in_title: npt.NDArray[np.float64],
) -> None:
    sentence = candidate.sentence
    words = sentence.words
    hits = match.hits
    matched = {place for place, _ in hits}
    row[_COLUMN["closeness"]] = _closeness(hits, sum(s > 0 for s in match.strengths))
    by_word: dict[int, list[int]] = {}
    for place, number in hits:
        by_word.setdefault(number, []).append(place)
    pairs = next_to = 0
    for number in range(len(question.words) - 1):
        gaps = [b - a for a in by_word.get(number, ()) for b in by_word.get(number + 1, ())]
        pairs += any(0 < gap <= 2 for gap in gaps)
        next_to += any(abs(gap) <= 4 for gap in gaps)
    if len(question.words) > 1:
        row[_COLUMN["pairs"]] = pairs / (len(question.words) - 1)
        row[_COLUMN["next_to"]] = next_to / (len(question.words) - 1)
    names: list[int] = []
    seen = 0
    dates: list[int] = []
    amounts: list[int] = []
    amounts_of: list[int] = []
    places: list[int] = []
    persons: list[int] = []
    reasons: list[int] = []
    copulas: list[int] = []
    for place, word in enumerate(words):
        cue = word.cue
        if (
            word.capital
            and place
            and not cue & _NOT_A_NAME
            and place not in matched
            and (word.terms or len(word.text) > 3)
        ):
            names.append(place)
            if words[place - 1].cue & _PREPOSITION:
                places.append(place)
        if not cue:
            continue
        if cue & _COPULA:
            copulas.append(place)
        if place in matched:
            continue
        seen |= cue
        if cue & _DATE:
            dates.append(place)
        if cue & _AMOUNT:
            amounts.append(place)
            if place + 1 < len(words) and words[place + 1].cue & (_UNIT | _DURATION | _NUMBER_WORD | _PERCENT):
                amounts_of.append(place)
        if cue & (_PERSON | _GIVEN_NAME | _ORGANISATION):
            persons.append(place)
        if cue & _REASON:
            reasons.append(place)

    def flag(name: str, value: float) -> None:
        row[_COLUMN[name]] = value

    name_pairs = sum(b == a + 1 for a, b in zip(names, names[1:], strict=False))
    flag("names", min(len(names), 6))
    flag("name_pairs", min(name_pairs, 4))
    flag("year", bool(seen & _YEAR))
    flag("date", bool(dates))
    flag("amount", bool(amounts))
    flag("amount_of", bool(amounts_of))
    flag("money", bool(seen & _MONEY))
    flag("percent", bool(seen & _PERCENT))
    flag("reason", bool(reasons))
    flag("person", bool(seen & _PERSON))
    flag("place_word", bool(seen & _PLACE))
    flag("organisation", bool(seen & _ORGANISATION))
    flag("in_place", bool(places))
    flag("given_name", bool(seen & _GIVEN_NAME))
    flag("pronoun", bool(words and words[0].cue & _PRONOUN))
    flag("copula", bool(copulas and copulas[0] <= 8))
    last = max((place for place in matched if copulas and place < copulas[0]), default=-1)
    defines = last >= 0 and copulas[0] - last <= 3
    flag("defines", defines)
    flag("defines_first", defines and last <= 4)
    text = sentence.text
    flag("bracket", "(" in text or "-LRB-" in text)
    flag("asks", "?" in text[-3:])
    flag("ends", text.rstrip("'\"”’» )")[-1:] in ".!?。！？।…")
    flag("quotes", '"' in text or "''" in text or "“" in text or "«" in text)
    flag("unspaced", sentence.language in {"zh", "ja", "th"})
    match question.ask:
        case Ask.WHO:
            expected, strong = [*names, *persons], name_pairs > 0 or bool(seen & _GIVEN_NAME)
        case Ask.WHEN:
            expected, strong = dates, bool(seen & _YEAR)
        case Ask.WHERE:
            expected, strong = [*places, *(names if seen & _PLACE else ())], bool(places)
        case Ask.WHY:
            expected, strong = reasons, len(reasons) > 1
        case Ask.COUNT:
            expected, strong = amounts, bool(amounts_of) or bool(seen & (_MONEY | _PERCENT))
        case Ask.DEFINE:
            expected, strong = (copulas[:1] if defines else []), defines and last <= 4
        case _:
            expected, strong = names, name_pairs > 0
    flag("fits", bool(expected))
    flag("fits_well", strong)
    told = [place for place, number in hits if not in_title[number]] or list(matched)
    if expected and told:
        flag("fit_closeness", 1 / min(abs(a - b) or 1 for a in expected for b in told))
        flag("fit_before", 1 / min((b - a for a in expected for b in told if b > a), default=99))
        flag("fit_after", 1 / min((a - b for a in expected for b in told if b < a), default=99))
    if told:
        forms = {word.text.casefold() for word in question.words}
        flag("same_form", sum(words[place].text in forms for place in told) / len(told))
        flag("intended", sum(place > 0 and words[place - 1].text in _INTENDED for place in told) / len(told))
    if question.focus:
        here = [p for term in question.focus for p in sentence.positions.get(term, ())]
        flag("focus", bool(here))
        if here and expected:
            others = [abs(a - b) for a in expected for b in here if a != b]
            flag("focus_fit", 1 / min(others) if others else 0)
    if candidate.article.title_terms:
        flag(
            "title_in_sentence",
            len(candidate.article.title_terms & sentence.positions.keys()) / len(candidate.article.title_terms),
        )


def _closeness(hits: Sequence[tuple[int, int]], wanted: int) -> float:
    """The number of different words held, over the length of the shortest stretch that holds them all."""
    if wanted < 2:
        return 0.0
    inside: dict[int, int] = {}
    shortest = 1 << 30
    left = 0
    for place, word in hits:
        inside[word] = inside.get(word, 0) + 1
        while len(inside) == wanted:
            first, other = hits[left]
            shortest = min(shortest, place - first + 1)
            inside[other] -= 1
            if not inside[other]:
                del inside[other]
            left += 1
    return wanted / max(shortest, wanted)
