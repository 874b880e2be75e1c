"""`verbatim ask --jsonl`: a question a line, an answer a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.bot.command_line.conftest import Run


def test_ask_jsonl_answers_line_by_line_in_order(run: Run) -> None:
    asked = [{"id": 7, "question": "who retook Palmyra?"}, {"id": "b", "question": "who bombed Aleppo?"}]

    result = run("ask", "--jsonl", stdin="\n".join(map(json.dumps, asked)) + "\n\n")

    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(line["id"], line["question"], line["answered"]) for line in found] == [
        (7, "who retook Palmyra?", True),
        ("b", "who bombed Aleppo?", False),
    ]
    assert list(found[0]) == ["id", "question", "answered", "confidence", "quotes", "reason", "ms"]


def test_ask_jsonl_names_a_line_that_it_cannot_read_and_goes_on(run: Run) -> None:
    lines = [
        "nonsense",
        '{"id": 1}',
        '{"id": 2, "question": 3}',
        '["id"]',
        '{"id": 5, "question": "who retook Palmyra?"}',
    ]

    result = run("ask", "--jsonl", stdin="\n".join(lines))

    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f'line {number}: not a JSON object with "id" and "question"' for number in (1, 2, 3, 4)
    ]
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [5]


def test_ask_jsonl_survives_what_utf8_cannot_write(run: Run) -> None:
    result = run("ask", "--jsonl", stdin='{"id": 1, "question": "Palmyra \\ud800 retook?"}\n')

    assert json.loads(result.stdout)["question"] == "Palmyra \ud800 retook?"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[" * 100_000, 1),
        (b'{"id": NaN, "question": "who?"}', 1),
        (b'{"id": 1e999, "question": "who?"}', 1),
        (b'\xef\xbb\xbf{"id": 1, "question": "who retook Palmyra?"}', 0),
        (b'{"id": 1, "question": "who retook Palmyra \xff?"}', 0),
    ],
    ids=["deep", "NaN", "infinite", "byte order mark", "not UTF-8"],
)
def test_ask_jsonl_takes_odd_lines_in_its_stride(sources: Path, line: bytes, told: int) -> None:
    result = CliRunner().invoke(main, ["ask", "--jsonl"], input=line + b'\n{"id": 2, "question": "who?"}\n')

    assert sources.is_dir()
    assert len(result.stderr.splitlines()) == told
    assert len(result.stdout.splitlines()) == 2 - told
    assert json.loads(result.stdout.splitlines()[-1])["id"] == 2
