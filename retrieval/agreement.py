"""Which sentences give the same answer as others do: what several likely ones say is likelier than what one does."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np

from retrieval.network import Floats


def agreed(texts: Sequence[str], things: Sequence[Set[str]], likelihoods: Sequence[float]) -> Floats:
    """For each sentence ln(1 + how likely the others are, together, that say the same of what is asked for).

    `things` are the terms of what each has of the kind asked for, names for *who*; of several the one counts on which
    most agree. `likelihoods` are probabilities (0 to 1) that know nothing of the others. The same sentence twice is no
    second voice. After the redundancy of Clarke, Cormack and Lynam (SIGIR 2001), with sentences weighed by likelihood.
    """
    voices: dict[str, tuple[Set[str], float]] = {}
    for text, said, likelihood in zip(texts, things, likelihoods, strict=True):
        before = voices.get(text)
        voices[text] = (said, max(likelihood, before[1]) if before else likelihood)
    sums: dict[str, float] = {}
    for said, likelihood in voices.values():
        for thing in said:
            sums[thing] = sums.get(thing, 0.0) + likelihood
    # What is left of a sum without its own may be less than nothing by rounding.
    others = [
        max((sums[thing] for thing in said), default=voices[text][1]) - voices[text][1]
        for text, said in zip(texts, things, strict=True)
    ]
    return np.log1p(np.maximum(others, 0.0))
