"""A network of one hidden layer over the features: what trees can't say in few splits, a sum of parts can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# In standard deviations: further from the middle than anything that it was taught says nothing more.
MOST = 4.0


@dataclass(frozen=True, slots=True)
class Network:
    """Log-odds from standardised features: `direct` weights of each, and units that are 0 until their sum is positive.

    Shapes: `middle`, `spread` and `direct` (features,), `units` (features, units), `starts` and `outputs` (units,).
    """

    base: float
    middle: Floats
    spread: Floats
    direct: Floats
    units: Floats
    starts: Floats
    outputs: Floats

    @classmethod
    def read(cls, written: Mapping[str, Any], features: Sequence[str]) -> Network:
        """Read a network as the file of weights has it: for each feature `[middle, spread, direct, *units]`.

        A feature that it does not name has no say.
        """
        # Any: JSON.
        width = len(written["outputs"])
        silent = [0.0, 1.0, *[0.0] * (1 + width)]
        table = np.array([written["features"].get(name, silent) for name in features], dtype=float)
        middle, spread, direct = table[:, :3].T
        starts, outputs = np.array(written["starts"], dtype=float), np.array(written["outputs"], dtype=float)
        return cls(float(written["base"]), middle, spread, direct, table[:, 3:], starts, outputs)

    def sums(self, rows: Floats) -> Floats:
        """The log-odds of each row of features."""
        inputs = np.clip((rows - self.middle) / self.spread, -MOST, MOST)
        hidden = np.maximum(inputs @ self.units + self.starts, 0.0)
        odds: Floats = hidden @ self.outputs + inputs @ self.direct + self.base
        return odds
