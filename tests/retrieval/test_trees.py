"""Boosted trees, evaluated without walking them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.trees import MOST_LEAVES, Trees

NAMES = ("coverage", "place", "names")
NUMBERS = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0, 7.0])


@st.composite
def tree(draw: st.DrawFn, most: int = MOST_LEAVES) -> Any:
    """A tree as the file of weights has it, with up to that many leaves."""
    left = draw(st.integers(0, most - 1))
    if not left:
        return draw(NUMBERS)
    return [draw(st.sampled_from(NAMES)), draw(NUMBERS), draw(tree(left)), draw(tree(most - left))]


def walked(node: Any, row: dict[str, float]) -> float:
    """The leaf that a row ends at, by the rule of the file of weights."""
    while isinstance(node, list):
        name, threshold, low, high = node
        node = low if row[name] <= threshold else high
    return float(node)


@given(st.lists(tree(), min_size=1, max_size=5), st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=5), NUMBERS)
def test_the_sums_are_those_of_walking_every_tree(
    trees: list[Any], rows: list[tuple[float, float, float]], base: float
) -> None:
    sums = Trees.read({"base": base, "trees": trees}, NAMES).sums(np.array(rows).reshape(-1, len(NAMES)))

    expected = [base + sum(walked(each, dict(zip(NAMES, row, strict=True))) for each in trees) for row in rows]
    assert sums.tolist() == pytest.approx(expected)


def test_a_value_at_the_threshold_goes_left() -> None:
    trees = Trees.read({"base": 10.0, "trees": [["place", 0.5, 1.0, 2.0]]}, NAMES)

    assert trees.sums(np.array([[0, 0.5, 0], [0, 0.51, 0]])).tolist() == [11.0, 12.0]


def test_a_feature_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError, match="moon"):
        Trees.read({"base": 0.0, "trees": [["moon", 0.5, 1.0, 2.0]]}, NAMES)
