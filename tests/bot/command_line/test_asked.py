"""What people asked and what went wrong, told at the terminal."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import open_store
from bot.store.questions import Keeping, Questions
from bot.store.troubles import Trouble, Troubles
from bot.texts import ENGLISH
from tests.bot.command_line.conftest import Run

LAKE = "how deep is the lake at Munn?"


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> None:
    """One question that was answered, and three that were not, of which two ask the same."""
    run("index")
    with closing(open_store(f"sqlite:///{tmp_path / 'data' / 'verbatim.sqlite3'}")) as database:
        questions = Questions(database, Keeping())
        for words in (LAKE, "who shelled Homs?", LAKE):
            questions.add(words, surface="private", answered=False, milliseconds=2.0, user_id=1)
        questions.add("", surface="private", answered=True, milliseconds=4.0, user_id=1, source="palmyra.md")
        questions.wait(7, LAKE, None)


@pytest.mark.usefixtures("asked")
def test_stats_are_the_sums_that_admins_see_in_the_chat(run: Run) -> None:
    lines = run("stats", "--days", "7").stdout.splitlines()

    assert lines[0] == ENGLISH.stats_title.format(days=7)
    assert f"{ENGLISH.stats_answered}: 1" in lines
    assert f"{ENGLISH.stats_unanswered}: 3" in lines
    assert lines[-1] == "1 · palmyra.md"


@pytest.mark.usefixtures("asked")
def test_gaps_are_listed_most_asked_first(run: Run) -> None:
    heading, first, second = run("gaps").stdout.splitlines()

    assert heading.startswith("Question ")
    assert (first.startswith(LAKE), first.split()[-1]) == (True, "1")
    assert (second.startswith("who shelled Homs?"), second.split()[-1]) == (True, "0")


def test_where_there_are_no_gaps_or_no_words_are_kept_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("gaps").stdout.strip() == ENGLISH.gaps_none
    monkeypatch.setenv("KEEP_QUESTIONS", "none")
    assert run("gaps").stdout.strip() == ENGLISH.gaps_off


def test_errors_are_listed_newest_first_with_the_code_that_they_went_through(run: Run, tmp_path: Path) -> None:
    assert run("log").stdout.strip() == ENGLISH.log_none
    frames = ("ValueError", "asking.py:7 answer")
    with closing(open_store(f"sqlite:///{tmp_path / 'data' / 'verbatim.sqlite3'}")) as database:
        for minute in (3, 5, 4):
            at = datetime(2026, 1, 2, 3, minute, tzinfo=UTC)
            Troubles(database).add([Trouble(at, "ERROR", "bot", f"fault {minute}", frames)])

    assert run("log", "-n", "2").stdout.splitlines() == [
        *("2026-01-02 03:05 UTC ERROR bot: fault 5", "    ValueError", "    asking.py:7 answer"),
        *("2026-01-02 03:04 UTC ERROR bot: fault 4", "    ValueError", "    asking.py:7 answer"),
    ]
