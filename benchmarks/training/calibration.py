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
# The fourth moves nothing by more than 0.03.
_ROUNDS = 3
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
class _Reply:
    """What is quoted first for a question: how sure that is, whether it answers, and whether anything does.

    `evidence` is what the collection says, `pieces` the size of the language's terms, as the feature has it.
    """

    confidence: float
    is_right: bool
    is_answerable: bool
    evidence: Mapping[str, float]
    pieces: int = 0


def calibrated(data: Path, weights: Mapping[str, Any]) -> dict[str, Any]:
    """The calibration and the threshold that go with weights, both fitted to the development questions."""
    ranker = SentenceRanker({**NO_WEIGHTS, **weights})
    attempts = {
        name: [attempt for collection in collections for attempt in _attempts(collection, ranker)]
        for name, collections in _collections(data).items()
    }
    given = _given(data, ranker)
    line: dict[str, Any] = {**NO_WEIGHTS["calibration"], "evidence": dict.fromkeys(_EVIDENCE, 0.0)}
    # Which sentences are quoted together, and how sure that is, follows from the line itself.
    for _ in range(_ROUNDS):
        replies = {name: [_reply(attempt, line) for attempt in of_set] for name, of_set in attempts.items()}
        line = _truer(line, {**_seen_by(line, given), **replies})
    deciding = [[_reply(attempt, line) for attempt in attempts[name]] for name in _DECIDING]
    return {"calibration": line, "threshold": _threshold(deciding)}


def _truer(line: Mapping[str, Any], found: Mapping[str, Sequence[_Reply]]) -> dict[str, Any]:
    """The line that makes true what one says of these replies (Platt, 1999); sets weigh alike, however large.

    A slope; an intercept for each size of terms (where they are smaller than words, any sentence holds more of them by
    chance); and what the evidence of a collection adds, where there is one.
    """
    rows, right, shares = [], [], []
    for of_set in found.values():
        for reply in of_set:
            sizes = [float(reply.pieces == each) for each in range(1, _PIECES)]
            rows.append([_log_odds(reply.confidence), *(reply.evidence.get(name, 0.0) for name in _EVIDENCE), *sizes])
            right.append(reply.is_right)
            shares.append(1000 / len(of_set))
    fitted = LogisticRegression(C=1e3, max_iter=5000).fit(rows, right, sample_weight=shares)
    slope, *others = map(float, fitted.coef_[0])
    evidence, sizes = others[: len(_EVIDENCE)], [0.0, *others[len(_EVIDENCE) :]]
    base = float(fitted.intercept_[0])
    return {
        "slope": round(slope * line["slope"], 3),
        "intercepts": [
            round(slope * before + base + each, 3) for before, each in zip(line["intercepts"], sizes, strict=True)
        ],
        "evidence": {
            **{
                name: round(slope * line["evidence"][name] + each, 3)
                for name, each in zip(_EVIDENCE, evidence, strict=True)
            },
            **_CHOSEN,
        },
    }


def _threshold(found: Sequence[Sequence[_Reply]]) -> float:
    """The confidence from which on answers are best given, by F1 as answer triggering has it.

    The mean over the kinds of collection is flat around its highest. Of what is within half a hundredth of it the
    shyest is taken: no answer is better than a wrong one.
    """

    def f1(of_set: Sequence[_Reply], least: float) -> float:
        given = [reply.is_right for reply in of_set if reply.confidence >= least]
        return 2 * sum(given) / (len(given) + sum(reply.is_answerable for reply in of_set))

    choices = [number / 100 for number in range(5, 60)]
    means = [np.mean([f1(of_set, choice) for of_set in found]) for choice in choices]
    good = [choice for choice, mean in zip(choices, means, strict=True) if mean >= max(means) - 0.005]
    return good[-1]


def _reply(attempt: _Attempt, line: Mapping[str, Any]) -> _Reply:
    gold = attempt.question.gold
    (first,) = quotes(attempt.found, replace(attempt.ranking, scores=attempt.scores(line)), 1)
    is_right = gold is not None and gold.accepts(Found(first.source, first.start, first.end, first.text))
    pieces = int(attempt.ranking.feature("pieces")[int(np.argmax(attempt.ranking.scores))])
    return _Reply(first.score, is_right, gold is not None, attempt.evidence, pieces)


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


def _given(data: Path, ranker: SentenceRanker) -> dict[str, list[_Reply]]:
    """The first sentences among given candidates, as sure as a ranker is that is not calibrated."""
    found: dict[str, list[_Reply]] = {}
    for among in (sets.wikiqa(data), sets.trecqa(data), sets.xquad_paragraph(data, "en")):
        for each in among.questions:
            best, right = max(zip(ranker.score(each.text, each.sentences, each.title), each.labels, strict=True))
            found.setdefault(among.name, []).append(_Reply(best, bool(right), any(each.labels), {}))
    return found


def _seen_by(line: Mapping[str, Any], given: Mapping[str, Sequence[_Reply]]) -> dict[str, list[_Reply]]:
    """The same, as sure as that line makes them."""
    return {
        name: [
            replace(reply, confidence=_probability(line["slope"] * _log_odds(reply.confidence) + line["intercepts"][0]))
            for reply in of_set
        ]
        for name, of_set in given.items()
    }


def _attempts(collection: sets.Collection, ranker: SentenceRanker) -> Iterator[_Attempt]:
    with opened(collection, ranker) as library:
        for question in collection.questions:
            found = library.answerer.retrieved(question.text)
            if found is None or not found.candidates:
                continue
            ranking = ranker.rank(found.question, found.weights, found.candidates)
            evidence = found.evidence(ranking.matches, library.answerer.passage_count)
            yield _Attempt(question, found, ranking, evidence)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


def _probability(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))
