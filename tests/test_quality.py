"""What is measured on data of others: the ranker's weights are what their script makes, and rank as well as recorded.

They take minutes, so `make quality` runs them by themselves.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.effectiveness import sets
from benchmarks.effectiveness.parts import NEED_NO_DATA, PARTS, QUICK
from benchmarks.effectiveness.record import fallen, read_record, recorded
from benchmarks.effectiveness.systems import SYSTEMS

RECORD = sets.ROOT / "docs" / "effectiveness.json"
# They may not be part of this project: without them there is nothing to compare with.
pytestmark = pytest.mark.skipif(not sets.DATA.is_dir(), reason="the sets are not beside the checkout")


def test_the_weights_are_what_the_script_makes() -> None:
    command = [sys.executable, "-m", "benchmarks.train_ranker", "--check"]
    done = subprocess.run(command, cwd=sets.ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "ranker.json is what this script makes\n"), done.stderr


@pytest.mark.parametrize("part", [part for part in QUICK if part not in NEED_NO_DATA])
def test_our_ranking_has_not_fallen_below_what_is_recorded(part: str) -> None:
    findings = PARTS[part](sets.DATA, SYSTEMS["ours"])

    assert fallen(recorded(findings.figures), read_record(RECORD)) == []
