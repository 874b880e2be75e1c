"""Boosted regression trees, evaluated for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
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
    columns: npt.NDArray[np.int64]  # (trees, splits)
    thresholds: npt.NDArray[np.float64]  # (trees, splits)
    masks: npt.NDArray[np.uint8]  # (trees, splits): the leaves that stay when the split goes right
    leaves: npt.NDArray[np.float64]  # (trees, leaves)

    @classmethod
    def read(cls, written: dict[str, Any], features: Sequence[str]) -> Trees:
        """Read trees as the file of weights has them: a leaf is a number, a split a list.

        `["place", 0.5, A, B]` goes on with A where `place` is 0.5 or less, else with B.
        """
        # Any: JSON.
        trees = written["trees"]
        shape = (len(trees), MOST_LEAVES - 1)
        columns = np.zeros(shape, dtype=np.int64)
        thresholds = np.full(shape, np.inf)
        masks = np.full(shape, _ALL, dtype=np.uint8)
        leaves = np.zeros((len(trees), MOST_LEAVES))
        number = {name: column for column, name in enumerate(features)}
        for row, tree in enumerate(trees):
            splits: list[tuple[str, float, int, int]] = []
            values: list[float] = []

            def walk(node: Any, splits: list[tuple[str, float, int, int]], values: list[float]) -> None:
                if not isinstance(node, list):
                    values.append(node)
                    return
                name, threshold, left, right = node
                first = len(values)
                walk(left, splits, values)
                splits.append((name, threshold, first, len(values)))
                walk(right, splits, values)

            walk(tree, splits, values)
            leaves[row, : len(values)] = values
            for place, (name, threshold, first, after) in enumerate(splits):
                columns[row, place] = number[name]
                thresholds[row, place] = threshold
                masks[row, place] = _ALL & ~sum(1 << leaf for leaf in range(first, after))
        return cls(float(written["base"]), columns, thresholds, masks, leaves)

    def sums(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the trees' leaves for each row of features."""
        right = rows[:, self.columns] > self.thresholds
        left = np.bitwise_and.reduce(np.where(right, self.masks, np.uint8(_ALL)), axis=2)
        reached = _FIRST[left]
        return self.base + self.leaves[np.arange(len(self.leaves)), reached].sum(axis=1)
