"""The ranker's weights are what their script makes of the data: minutes, so `make weights` runs it by itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.effectiveness.sets import DATA, ROOT


@pytest.mark.skipif(not DATA.is_dir(), reason="the data to learn from are not beside the checkout")
def test_the_weights_are_what_the_script_makes() -> None:
    command = [sys.executable, "-m", "benchmarks.train_ranker", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "ranker.json is what this script makes\n"), done.stderr
