"""`verbatim index`: what changed, and what could not be read."""

from __future__ import annotations

from pathlib import Path

from tests.bot.command_line.conftest import Run


def test_index_reports_every_source_that_changed(run: Run, sources: Path) -> None:
    (sources / "empty 🏺.txt").write_bytes(b"")

    first, second = run("index"), run("index")

    assert first.exit_code == 0
    assert any("palmyra.md" in line and "new" in line for line in first.stdout.splitlines())
    assert any("empty 🏺.txt" in line and "is empty" in line for line in first.stdout.splitlines())
    assert first.stdout.splitlines()[-1] == (
        "2 sources (1 new, 0 changed, 0 unchanged, 0 gone, 1 failed); 1 articles are served."
    )
    assert second.stdout.splitlines()[-1] == (
        "2 sources (0 new, 0 changed, 1 unchanged, 0 gone, 1 failed); 1 articles are served."
    )


def test_brackets_in_names_and_reasons_are_no_markup(run: Run, sources: Path) -> None:
    (sources / "[bold]x.txt").write_text("X\n\nSome text stands here.")
    (sources / "wrong.md").write_text('---\ndate: "[/x]"\n---\n\nSome text stands here.')

    result = run("index")

    assert result.exit_code == 0
    assert "[bold]x.txt" in result.stdout and "[/x]" in result.stdout


def test_ask_names_a_source_that_it_could_not_read_and_answers(run: Run, sources: Path) -> None:
    (sources / "empty.txt").write_bytes(b"")

    result = run("ask", "-k", "1", "who retook Palmyra?")

    assert result.exit_code == 0
    assert result.stderr == "could not be read: empty.txt: is empty\n"
