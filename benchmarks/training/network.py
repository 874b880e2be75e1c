"""Teaches the ranker's network: each candidate whether it answers, each question which of its candidates do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.training.examples import Example
from retrieval.features import LEARNED
from retrieval.network import MOST, Floats

# Networks that begin elsewhere and see the questions in another order; their mean is surer than each.
_MODELS = 4
_UNITS = 24
# What their log-odds count beside those of the trees: where the two disagree the trees err less, by the development
# questions over whole collections (XQuAD in English, first quote right: 0.811 at 1, 0.816 at a half).
_SHARE = 0.5
_EPOCHS = 12
_QUESTIONS_AT_ONCE = 32
_RATE = 2e-3
_DECAY = 1e-4
# How much it counts which candidate comes first, beside how likely each is; more than ten rivals count as ten.
_LISTWISE = 0.5
_MOST_RIVALS = 10
# Sums differ in their last bits from machine to machine: weights on a grid this coarse do not.
_DIGITS = 6


def network(learned: Sequence[Example], rows: Floats, seed: int) -> dict[str, Any]:
    """The mean of some networks times their share, as one, in the form that `retrieval.network.Network.read` reads.

    `rows` are the learned features of all candidates. The loss is the cross-entropy of each candidate's label (weighted
    as its example is) and, for questions with an answer, that of the softmax over their candidates (ListNet: Cao et
    al., ICML 2007); steps are Adam's (Kingma and Ba, ICLR 2015), with a rate that falls as half a cosine.
    """
    middle = rows.mean(axis=0).round(_DIGITS)
    spread = (rows.std(axis=0) + 1e-6).round(_DIGITS)
    # Of a feature that is left out nothing is learned, and nothing is said.
    left_out = rows.std(axis=0) == 0
    spread[left_out] = 1.0
    inputs = np.clip((rows - middle) / spread, -MOST, MOST)
    taught = [_Lesson(learned, inputs, seed + number).taught() for number in range(_MODELS)]
    units, starts, outputs = (np.concatenate([model[part] for model in taught], axis=-1) for part in range(3))
    base, direct = (np.mean([model[part] for model in taught], axis=0) for part in (3, 4))
    table = np.column_stack([middle, spread, _SHARE * direct, units])
    return {
        "base": _short(_SHARE * base),
        "starts": [_short(each) for each in starts],
        "outputs": [_short(_SHARE * each / _MODELS) for each in outputs],
        "features": {
            name: [_short(each) for each in row]
            for name, row, is_out in zip(LEARNED, table, left_out, strict=True)
            if not is_out
        },
    }


class _Lesson:
    """One network while it learns."""

    def __init__(self, learned: Sequence[Example], inputs: Floats, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._inputs = inputs
        self._labels = np.concatenate([example.labels for example in learned]).astype(float)
        weights = np.concatenate([np.full(len(example.labels), example.weight) for example in learned])
        self._weights = weights / weights.mean()
        self._ends = np.cumsum([0, *(len(example.labels) for example in learned)])
        count = inputs.shape[1]
        self._values: list[Floats] = [
            self._random.normal(0, np.sqrt(0.5 / count), (count, _UNITS)),
            np.zeros(_UNITS),
            self._random.normal(0, np.sqrt(1 / _UNITS), _UNITS),
            # Few candidates answer.
            np.array(-3.0),
            np.zeros(count),
        ]

    def taught(self) -> list[Floats]:
        """The weights after all epochs: of the units, their starts, the outputs, the base, the direct ones."""
        first = [np.zeros_like(each) for each in self._values]
        second = [np.zeros_like(each) for each in self._values]
        questions = len(self._ends) - 1
        steps = _EPOCHS * -(-questions // _QUESTIONS_AT_ONCE)
        step = 0
        for _ in range(_EPOCHS):
            order = self._random.permutation(questions)
            for start in range(0, questions, _QUESTIONS_AT_ONCE):
                step += 1
                rate = _RATE * (1 + np.cos(np.pi * step / steps)) / 2
                for place, slope in enumerate(self._slopes(order[start : start + _QUESTIONS_AT_ONCE])):
                    first[place] = 0.9 * first[place] + 0.1 * slope
                    second[place] = 0.999 * second[place] + 0.001 * slope**2
                    size = np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8
                    moved = self._values[place] - rate * first[place] / (1 - 0.9**step) / size
                    self._values[place] = moved.round(_DIGITS)
        return self._values

    def _slopes(self, questions: npt.NDArray[np.int64]) -> list[Floats]:
        """How the loss over these questions grows with each weight."""
        places = [np.arange(self._ends[each], self._ends[each + 1]) for each in questions]
        chosen = np.concatenate(places)
        inputs, labels, weights = self._inputs[chosen], self._labels[chosen], self._weights[chosen]
        units, starts, outputs, base, direct = self._values
        sums = inputs @ units + starts
        hidden = np.maximum(sums, 0.0)
        odds = hidden @ outputs + inputs @ direct + base
        slope = weights * (1 / (1 + np.exp(-odds)) - labels)
        begin = 0
        for each in places:
            part = slice(begin, begin := begin + len(each))
            if 0 < (right := labels[part].sum()) < len(each):
                likely = np.exp(odds[part] - odds[part].max())
                gap = likely / likely.sum() - labels[part] / right
                slope[part] += _LISTWISE * min(len(each), _MOST_RIVALS) * weights[begin - 1] * gap
        slope /= len(chosen)
        back = np.outer(slope, outputs) * (sums > 0)
        return [
            inputs.T @ back + _DECAY * units,
            back.sum(axis=0),
            hidden.T @ slope + _DECAY * outputs,
            slope.sum(),
            inputs.T @ slope,
        ]


def _short(value: float) -> float:
    return round(float(value), 4)
