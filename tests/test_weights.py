"""The ranker's weights are what their script makes of the data."""

from __future__ import annotations

import subprocess


def test_the_weights_are_what_the_script_makes(training: subprocess.Popen[str]) -> None:
    printed, _ = training.communicate()

    assert (training.returncode, printed) == (0, "ranker.json is what this script makes\n")
