"""How sure the ranker may be: what makes its log-odds true, and from where on it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.gold import Found
from benchmarks.effectiveness.systems import opened
from benchmarks.training.examples import judge
from retrieval import SentenceRanker
from retrieval.quoting import quotes
from retrieval.ranking import Ranking
from retrieval.retriever import Retrieved

NO_WEIGHTS: dict[str, Any] = {
    "wording": {}, "trees": {"base": 0.0, "trees": []},
    "network": {"base": 0.0, "starts": [], "outputs": [], "features": {}},
    "agreement": 0.0, "frequencies": {},
    "calibration": {"slope": 1.0, "intercepts": [0.0] * 4, "evidence": {}}, "threshold": 0.5,
}  # fmt: skip

# Languages that stand for all whose terms are words; and those for syllables, pairs of ideographs, pairs of letters.
_OTHERS, _IN_PIECES = ("ar", "ro", "tr"), ("vi", "zh", "th")
_PIECES = 1 + len(_IN_PIECES)
# The threshold is one for all: these kinds of collection decide it.
_DECIDING = ("WikiQA, open", "XQuAD en", "XQuAD", "XQuAD en, alone", "everyday")

_EVIDENCE = ("collection", "size", "unheld")
# What the sets do not show. A bare word: any sentence about it is an answer of a kind, and no set has such questions. A
# name that no article has: something else is spoken of. One in a hundred of the sets' answerable questions has such a
# name, four in ten of those about other articles; but the sets know nothing between: *the president of France*, asked
# of an article about another president.
_CHOSEN = {"topic": 0.6, "name_missing": -1.5}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A development question: what was found for it, by a ranker that is not calibrated, and what answers it."""

    question: sets.OpenQuestion
    found: Retrieved
    ranking: Ranking
    evidence: Mapping[str, float]

    def scores(self, line: Mapping[str, Any]) -> list[float]:
        """The calibrated probabilities of the candidates."""
        odds = line["slope"] * np.array([_log_odds(score) for score in self.ranking.scores])
        odds += np.array(line["intercepts"])[np.array(self.ranking.feature("pieces"), dtype=int)]
        odds += sum(line["evidence"].get(name, 0.0) * value for name, value in self.evidence.items())
        scores: list[float] = (1 / (1 + np.exp(-odds))).tolist()
        return scores


@dataclass(frozen=True, slots=True)
class _First:
    """The log-odds of the likeliest sentence for a question, what the collection says, and whether it answers.

    `pieces` is the size of the language's terms, as the feature has it.
    """

    odds: float
    evidence: Mapping[str, float]
    pieces: int
    right: int


def calibrated(data: Path, weights: Mapping[str, Any]) -> dict[str, Any]:
    """The calibration and the threshold that go with weights, both fitted to the development questions."""
    ranker = SentenceRanker({**NO_WEIGHTS, **weights})
    attempts = {
        name: [attempt for collection in collections for attempt in _attempts(collection, ranker)]
        for name, collections in _collections(data).items()
    }
    line = _line({**_given(data, ranker), **{name: list(map(_first, of_set)) for name, of_set in attempts.items()}})
    return {"calibration": line, "threshold": _threshold([attempts[name] for name in _DECIDING], line)}


def _line(found: Mapping[str, Sequence[_First]]) -> dict[str, Any]:
    """What makes log-odds true (Platt, 1999); sets weigh alike, however large.

    A slope; an intercept for each size of terms (where they are smaller than words, any sentence holds more of them by
    chance); and what the evidence of a collection adds, where there is one.
    """
    rows, right, shares = [], [], []
    for of_set in found.values():
        for first in of_set:
            sizes = [float(first.pieces == each) for each in range(1, _PIECES)]
            rows.append([first.odds, *(first.evidence.get(name, 0.0) for name in _EVIDENCE), *sizes])
            right.append(first.right)
            shares.append(1000 / len(of_set))
    line = LogisticRegression(C=1e3, max_iter=5000).fit(rows, right, sample_weight=shares)
    slope, *others = (round(float(each), 3) for each in line.coef_[0])
    base = float(line.intercept_[0])
    return {
        "slope": slope,
        "intercepts": [round(base + each, 3) for each in (0.0, *others[len(_EVIDENCE) :])],
        "evidence": {**dict(zip(_EVIDENCE, others, strict=False)), **_CHOSEN},
    }


def _threshold(asked: Sequence[Sequence[_Attempt]], line: Mapping[str, Any]) -> float:
    """The confidence from which on answers are best given, by F1 as answer triggering has it.

    The mean over the kinds of collection is flat around its highest. Of what is within half a hundredth of it the
    shyest is taken: no answer is better than a wrong one.
    """
    replies = [[_reply(attempt, line) for attempt in of_set] for of_set in asked]

    def f1(of_set: Sequence[tuple[float, bool, bool]], least: float) -> float:
        given = [right for confidence, right, _ in of_set if confidence >= least]
        return 2 * sum(given) / (len(given) + sum(answerable for _, _, answerable in of_set))

    choices = [number / 100 for number in range(5, 60)]
    means = [np.mean([f1(of_set, choice) for of_set in replies]) for choice in choices]
    good = [choice for choice, mean in zip(choices, means, strict=True) if mean >= max(means) - 0.005]
    return good[-1]


def _reply(attempt: _Attempt, line: Mapping[str, Any]) -> tuple[float, bool, bool]:
    """How sure the first quote is, whether it answers, and whether anything does."""
    gold = attempt.question.gold
    (first,) = quotes(attempt.found, replace(attempt.ranking, scores=attempt.scores(line)), 1)
    right = gold is not None and gold.accepts(Found(first.source, first.start, first.end, first.text))
    return first.score, right, gold is not None


def _collections(data: Path) -> dict[str, list[sets.Collection]]:
    """The development collections by kind, those that have the answers and those that have not."""
    return {
        "WikiQA, open": [sets.wikiqa_open(data)],
        "XQuAD en": _xquad(data, "en"),
        "XQuAD": [collection for language in _OTHERS for collection in _xquad(data, language)],
        "XQuAD en, alone": list(sets.xquad_alone(data, "en")),
        "everyday": [sets.everyday(), *sets.everyday_alone()],
        **{f"XQuAD {language}": _xquad(data, language) for language in _IN_PIECES},
    }


def _xquad(data: Path, language: str) -> list[sets.Collection]:
    return [sets.xquad(data, language), sets.xquad_apart(data, language)]


def _given(data: Path, ranker: SentenceRanker) -> dict[str, list[_First]]:
    """The first sentences among given candidates."""
    found: dict[str, list[_First]] = {}
    for among in (sets.wikiqa(data), sets.trecqa(data), sets.xquad_paragraph(data, "en")):
        for each in among.questions:
            best, right = max(zip(ranker.score(each.text, each.sentences, each.title), each.labels, strict=True))
            found.setdefault(among.name, []).append(_First(_log_odds(best), {}, 0, right))
    return found


def _attempts(collection: sets.Collection, ranker: SentenceRanker) -> Iterator[_Attempt]:
    with opened(collection, ranker) as library:
        for question in collection.questions:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                continue
            ranking = ranker.rank(found.question, found.weights, found.candidates)
            evidence = found.evidence(ranking.matches, library.answerer.passage_count)
            yield _Attempt(question, found, ranking, evidence)


def _first(attempt: _Attempt) -> _First:
    best = int(np.argmax(attempt.ranking.scores))
    return _First(
        _log_odds(attempt.ranking.scores[best]),
        attempt.evidence,
        int(attempt.ranking.feature("pieces")[best]),
        int(judge(attempt.found, attempt.question)[best]),
    )


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))
