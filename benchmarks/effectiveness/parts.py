"""What can be measured, by name: each part loads its set and measures one system on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.evaluation import Findings, among_candidates, calibration, in_the_open, pooled
from benchmarks.effectiveness.speed import crowded, timed
from benchmarks.effectiveness.systems import System

Part = Callable[[Path, System], Findings]
"""Measures a system, given the folder of the sets."""


def _xquad(language: str, data: Path, system: System) -> Findings:
    both = in_the_open(system, sets.xquad(data, language)) + in_the_open(system, sets.xquad_apart(data, language))
    if not both.confidences:
        return both
    # Confidence has to tell the questions that have an answer from those that have none.
    return replace(both, confidences=(pooled(f"XQuAD {language}, half without an answer", both.confidences),))


PARTS: dict[str, Part] = {
    "wikiqa": lambda data, system: among_candidates(system, sets.wikiqa(data)),
    "trecqa": lambda data, system: among_candidates(system, sets.trecqa(data)),
    "wikiqa-open": lambda data, system: in_the_open(system, sets.wikiqa_open(data)),
    **{f"xquad-{language}": partial(_xquad, language) for language in sets.LANGUAGES},
    "seeds": lambda _, system: in_the_open(system, sets.seeds()),
    "everyday": lambda _, system: in_the_open(system, sets.everyday()),
    "speed": lambda data, system: timed(system, crowded(data)),
}

QUICK = ("wikiqa", "trecqa", "wikiqa-open", "xquad-en", "seeds", "everyday")

NEED_NO_DATA = frozenset({"seeds", "everyday"})


def measure(parts: Iterable[str], systems: Iterable[System], data: Path, *, told: Callable[[str], None]) -> Findings:
    """The findings of these parts for each system; `told` hears what is being measured."""
    findings = Findings()
    systems = list(systems)
    for part in parts:
        for system in systems:
            told(f"{part}: {system.name}")
            findings += PARTS[part](data, system)
    return findings + calibration(findings.confidences)
