"""Boosted regression trees, evaluated for many rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MOST_LEAVES = 8
_ALL = 0xFF
# For each set of leaves, as bits, the first of them.
_FIRST = np.array([(bits & -bits).bit_length() - 1 if bits else 0 for bits in range(256)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees of at most eight leaves.

    Trees are not walked: every split is compared at once, one that goes right rules out the leaves to its left, and
    the first leaf that is left is where a row ends (QuickScorer: Lucchese et al., SIGIR 2015).
    """

    base: float
    columns: npt.NDArray[np.int64]  # (splits, trees)
    thresholds: npt.NDArray[np.float64]  # (splits, trees)
    masks: npt.NDArray[np.uint8]  # (splits, trees): the leaves that stay when the split goes right
    leaves: npt.NDArray[np.float64]  # (trees, leaves)

    @classmethod
    def read(cls, written: Mapping[str, Any], features: Sequence[str]) -> Trees:
        """Read trees as the file of weights has them: a leaf is a number, a split a list.

        `["place", 0.5, A, B]` goes on with A where `place` is 0.5 or less, else with B.
        """
        # Any: JSON.
        trees = [_Tree(tree) for tree in written["trees"]]
        shape = (MOST_LEAVES - 1, len(trees))
        columns = np.zeros(shape, dtype=np.int64)
        thresholds = np.full(shape, np.inf)
        masks = np.full(shape, _ALL, dtype=np.uint8)
        leaves = np.zeros((len(trees), MOST_LEAVES))
        number = {name: column for column, name in enumerate(features)}
        for row, tree in enumerate(trees):
            leaves[row, : len(tree.leaves)] = tree.leaves
            for place, split in enumerate(tree.splits):
                columns[place, row] = number[split.feature]
                thresholds[place, row] = split.threshold
                masks[place, row] = _ALL & ~sum(1 << leaf for leaf in split.left)
        return cls(float(written["base"]), columns, thresholds, masks, leaves)

    def sums(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the trees' leaves for each row of features."""
        # A feature of all rows lies together: it is copied as one.
        right = np.ascontiguousarray(rows.T).take(self.columns, axis=0) > self.thresholds[..., None]
        # 0 where the split goes right, else all bits: where it doesn't, every leaf stays.
        stay = right.view(np.uint8) - np.uint8(1)
        left = np.bitwise_and.reduce(stay | self.masks[..., None], axis=0)
        reached = _FIRST.take(left) + MOST_LEAVES * np.arange(len(self.leaves))[:, None]
        totals: npt.NDArray[np.float64] = self.leaves.take(reached).sum(axis=0)
        return self.base + totals


@dataclass(frozen=True, slots=True)
class _Split:
    """A split by `feature`; `left` are the numbers of the leaves of its left side."""

    feature: str
    threshold: float
    left: range


class _Tree:
    """The splits and the leaves of one tree, from left to right."""

    def __init__(self, written: Any) -> None:
        # Any: JSON.
        self.splits: list[_Split] = []
        self.leaves: list[float] = []
        self._walk(written)

    def _walk(self, node: Any) -> None:
        if not isinstance(node, list):
            self.leaves.append(node)
            return
        feature, threshold, left, right = node
        first = len(self.leaves)
        self._walk(left)
        self.splits.append(_Split(feature, threshold, range(first, len(self.leaves))))
        self._walk(right)
