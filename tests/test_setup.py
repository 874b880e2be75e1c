"""The lock files, and the script that makes `.venv` of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)(\[[a-z0-9,-]+\])?==[^\s;]+( ; [^#]+?)?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


def _pins(file: str) -> dict[str, str]:
    """Each pin of a lock file with its hashes, by the name of what it pins; fails on a line that is none."""
    pins = {}
    for line in (ROOT / file).read_text(encoding="utf-8").replace(" \\\n   ", "").splitlines():
        if not line.startswith("#"):
            pin = PIN.fullmatch(line)
            assert pin, f"{file}: {line.split(' --hash')[0]}"
            pins[pin["name"]] = line
    return pins


def _names(requirements: list[str]) -> set[str]:
    """The names of the required projects, as lock files spell them."""
    return {re.split(r"[^\w.-]", one, maxsplit=1)[0].replace("_", "-").lower() for one in requirements}


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_holds_nothing_but_versions_with_hashes(file: str) -> None:
    assert len(_pins(file)) > 10


def test_the_tests_run_on_the_versions_that_the_bot_runs_on() -> None:
    # What the bot needs on some systems only, the tools may need on all.
    development, running = (
        {name: re.sub(r" ;.*?(?= --hash)", "", pin) for name, pin in _pins(file).items()}
        for file in ("requirements-dev.lock", "requirements.lock")
    )
    assert running == {name: pin for name, pin in development.items() if name in running}


def test_everything_that_pyproject_asks_for_is_locked() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    extras = [one for extra in project.get("optional-dependencies", {}).values() for one in extra]
    running = _names(project["dependencies"] + extras + pyproject["build-system"]["requires"])
    assert running - _pins("requirements.lock").keys() == set()
    assert _names(pyproject["dependency-groups"]["dev"]) - _pins("requirements-dev.lock").keys() == set()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the set-up script and a `.venv` as a finished install leaves it."""
    folder = tmp_path / "a check out"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/venv", folder / ".ci/venv")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    (folder / ".venv/.folder").write_text(f"{folder.resolve()}\n", encoding="utf-8")
    return folder


def _venv(checkout: Path, *arguments: str, python: str = "") -> subprocess.CompletedProcess[str]:
    command = ["sh", str(checkout / ".ci/venv"), *arguments]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": python}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _is_whole(checkout: Path) -> bool:
    return _venv(checkout, "whole").returncode == 0


def test_a_finished_install_is_used_as_it_is(checkout: Path) -> None:
    assert _is_whole(checkout)


def test_an_install_that_was_cut_short_is_not_taken_for_whole(checkout: Path) -> None:
    (checkout / ".venv/.unfinished").touch()
    assert not _is_whole(checkout)


def test_an_install_whose_python_went_away_is_not_taken_for_whole(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/bin/python").symlink_to(checkout / "gone")
    assert not _is_whole(checkout)


def test_an_install_that_was_moved_is_not_taken_for_whole(checkout: Path) -> None:
    assert not _is_whole(checkout.rename(checkout.with_name("elsewhere")))


def test_a_python_that_is_too_old_is_refused_in_words_before_anything_is_removed(checkout: Path) -> None:
    old = checkout / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    (checkout / ".venv/.unfinished").touch()
    result = _venv(checkout, "install", "requirements.lock", python=str(old))
    assert (result.returncode, result.stdout, result.stderr) == (
        1,
        "",
        f"Verbatim needs Python 3.11 or later; PYTHON={old} is older or does not start.\n",
    )
    assert (checkout / ".venv/bin/python").exists()
