"""The command line, as a person or a script uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot import terminal
from bot.cli import main
from retrieval import Answer, Explanation, Library, Quote, Share, Span, load_settings
from tests.bot.conftest import Run


def test_ask_prints_the_quote_and_its_source(run: Run) -> None:
    result = run("ask", "-k", "1", "who retook Palmyra?")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "  Government forces retook Palmyra on Sunday.",
        "  Palmyra is retaken · 27 March 2016 · https://example.org/palmyra",
    ]


def test_ask_without_an_answer_says_why_and_exits_with_1(run: Run) -> None:
    result = run("ask", "who bombed Aleppo?")

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "Not answered. No article mentions “bombed” or “Aleppo”.\n",
    )


def test_ask_json_writes_the_whole_answer(run: Run) -> None:
    result = run("ask", "who retook Palmyra?", "--json", "-k", "1")

    found = json.loads(result.stdout)
    (quote,) = found["quotes"]
    assert 0.1 < found.pop("confidence") == quote.pop("score") <= 1
    assert found.pop("ms") > 0
    assert found == {
        "question": "who retook Palmyra?",
        "answered": True,
        "quotes": [
            {
                "text": "Government forces retook Palmyra on Sunday.",
                "title": "Palmyra is retaken",
                "source": "palmyra.md",
                "url": "https://example.org/palmyra",
                "published": "2016-03-27",
                "start": 0,
                "end": 43,
                "sentences": 1,
            }
        ],
        "reason": None,
    }


def test_ask_json_says_how_many_sentences_a_quote_has(run: Run, sources: Path) -> None:
    both = "The first keeper of the light was a retired sailor. His name was Tom Hask."
    (sources / "orla.txt").write_text(f"The light of Orla\n\nIt stands on a rock in the bay. {both} It rained.")

    best = json.loads(run("ask", "--json", "what was the name of the first keeper?").stdout)["quotes"][0]

    assert (best["text"], best["sentences"]) == (both, 2)


def test_ask_json_without_an_answer_has_no_quotes(run: Run) -> None:
    result = run("ask", "--json", "who bombed Aleppo?")

    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["answered"], found["quotes"], found["reason"]) == (
        False,
        [],
        "No article mentions “bombed” or “Aleppo”.",
    )


def test_ask_explain_says_how_likely_the_first_sentence_answers(run: Run) -> None:
    result = run("ask", "who retook Palmyra?", "--explain", "-k", "1")

    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "  Government forces retook Palmyra on Sunday."
    assert [line for line in lines if "likely to answer" in line] == [
        line for line in lines if line.startswith("  Quoted")
    ]
    assert lines.count("  Government forces retook Palmyra on Sunday.") == 1


def test_ask_explain_shows_the_nearest_miss_and_says_that_it_is_one(run: Run) -> None:
    result = run("ask", "who shelled Homs and Palmyra?", "--explain")

    assert result.exit_code == 1
    assert result.stderr.startswith("Not answered. ")
    nearest = next(line for line in result.stdout.splitlines() if "likely to answer" in line)
    assert nearest.startswith("  Nearest miss: ")
    assert "Palmyra is retaken · 27 March 2016" in result.stdout


def test_ask_explain_json_adds_the_explanation(run: Run) -> None:
    found = json.loads(run("ask", "who retook Palmyra?", "--explain", "--json", "-k", "1").stdout)

    explanation = found["explanation"]
    assert list(explanation) == ["quote", "sentence", "beside", "threshold", "reading", "shares"]
    assert [explanation["quote"]] == found["quotes"]
    assert explanation["sentence"] == {key: explanation["quote"][key] for key in ("start", "end")}
    assert (explanation["beside"], explanation["threshold"]) == (None, 0.1)
    assert all(list(share) == ["feature", "words", "share"] for share in explanation["shares"])


def an_explanation() -> Explanation:
    quote = Quote("a" * 12, 0, 1, 0, 12, "Forces [b]x.", "Title", "a.txt", None, None, 0.5)
    reading = ("asks for a person", "looks for: retook (2.1)")
    shares = (
        Share("coverage", "holds 1 of the 2 words asked for ([bold]retook)", 1.5),
        Share("person", "names no person", -10.25),
        Share("place", "is sentence 2 of its article", 0.06),
    )
    return Explanation(Answer("?", (quote,), 0.5), quote, reading, shares)


# Any: the details are Console's, and checked there.
def shown_explanation(explained: Explanation, **details: Any) -> str:
    """What is printed of it on a console of these details."""
    shown = StringIO()
    terminal.show_explanation(Console(file=shown, highlight=False, **details), explained)
    return shown.getvalue()


def test_an_explanation_is_plain_lines_for_a_program() -> None:
    assert (
        shown_explanation(an_explanation(), width=20)
        == """
  How the question was read
    asks for a person
    looks for: retook (2.1)

  Quoted: 50% likely to answer

  What spoke for it
   +1.50  holds 1 of the 2 words asked for ([bold]retook)
   +0.06  is sentence 2 of its article

  What spoke against it
  -10.25  names no person
"""
    )


def test_an_explanation_has_bars_for_a_person() -> None:
    shown = shown_explanation(an_explanation(), width=60, force_terminal=True, color_system=None)

    assert [line.rstrip() for line in shown.splitlines()[-7:]] == [
        "  What spoke for it",
        "     +1.50  ██            holds 1 of the 2 words asked for",
        "                          ([bold]retook)",
        "     +0.06  █             is sentence 2 of its article",
        "",
        "  What spoke against it",
        "    −10.25  ████████████  names no person",
    ]


def test_an_explanation_says_which_of_two_sentences_it_is_about() -> None:
    explained = an_explanation()
    assert explained.quote is not None
    quote = replace(explained.quote, text="Forces came. They won.", last=2, end=22)
    two = replace(explained, quote=quote, sentence=Span(13, 22), beside="holds “came”")

    lines = shown_explanation(two, width=80).splitlines()

    assert "  Its first sentence was added because it holds “came”." in lines
    assert "  What spoke for its second sentence, “They won.”" in lines


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("hello", "Hello!"),
        ("thank you!", "You are welcome!"),
        ("bye", "Goodbye!"),
        ("ok", "I am here"),
        ("help", "Ask me a question in your own words"),
    ],
)
def test_small_talk_gets_a_kind_line_and_exits_with_1(run: Run, said: str, line: str) -> None:
    plain, as_json = run("ask", said), run("ask", said, "--json")

    assert (plain.exit_code, plain.stdout, as_json.exit_code) == (1, "", 1)
    assert plain.stderr.startswith(line) and "Not answered" not in plain.stderr
    assert json.loads(as_json.stdout)["reason"] == "That is no question."


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
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", "  "],
        ["ask", "x", "--jsonl"],
        ["ask", "--jsonl", "--explain"],
        ["ask", "x", "-k", "0"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_exits_with_2_and_a_message(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error:" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("INDEX_URL", "foo:", "Error: INDEX_URL: unknown scheme 'foo' (local)\n"),
        ("SOURCES_DIR", "/nowhere/at/all", None),
        *(
            (
                "ANSWER_THRESHOLD",
                value,
                f"Error: ANSWER_THRESHOLD: '{value}' is not a number from 0 to 1, such as 0.3\n",
            )
            for value in ("2", "-1", "nan", "inf", "-inf", "0,3", "0.3.", "30%", " ", "high")
        ),
        ("DATABASE_URL", "nonsense", None),
        (
            "FETCH_NETWORKS",
            "10.0.0.1/8",
            "Error: FETCH_NETWORKS: 10.0.0.1/8 has host bits set (10.0.0.0/8, or several, parted by commas)\n",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str | None
) -> None:
    monkeypatch.setenv(name, value)

    result = run("ask", "-k", "1", "who retook Palmyra?")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert message is None or result.stderr == message


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "secret-nonsense",
            "Error: TELEGRAM_BOT_TOKEN: is not a token as @BotFather gives them (digits, a colon, letters)\n",
        ),
        ("ADMIN_IDS", "12,ann", "Error: ADMIN_IDS: ann: not a user's id (digits, parted by commas)\n"),
        (
            "TELEGRAM_API_URL",
            "localhost",
            "Error: TELEGRAM_API_URL: is not the address of a Bot API server (https://host, without /bot)\n",
        ),
    ],
)
def test_a_setting_of_the_bot_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)

    result = run("run")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.parametrize("value", ["", "0", "1", "0.3", ".3", "3e-1"])
def test_a_threshold_is_any_number_from_0_to_1_or_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ANSWER_THRESHOLD", value)

    assert run("ask", "-k", "1", "who retook Palmyra?").stderr in {"", "Not answered. The articles do not say.\n"}


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


def test_an_env_file_that_is_no_text_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("SOURCES_DIR=x".encode("utf-16"))

    result = run("ask", "who retook Palmyra?")

    assert (result.exit_code, result.stderr) == (2, "Error: .env: is not UTF-8 text\n")


def test_a_tilde_is_the_home_folder(run: Run, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(sources.parent))
    monkeypatch.setenv("SOURCES_DIR", f"~/{sources.name}")

    assert run("ask", "who retook Palmyra?").exit_code == 0


def test_a_terminal_shows_the_words_asked_for_in_bold(run: Run, sources: Path) -> None:
    assert sources.is_dir()
    run("index")
    library = Library(load_settings())
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, width=40, highlight=False)
    terminal.show(console, library.answerer.answer("who retook Palmyra?", k=1))
    library.close()

    assert shown.getvalue().startswith("  Government forces \x1b[1mretook\x1b[0m \x1b[1mPalmyra\x1b[0m on ")


def test_ask_names_a_source_that_it_could_not_read_and_answers(run: Run, sources: Path) -> None:
    (sources / "empty.txt").write_bytes(b"")

    result = run("ask", "-k", "1", "who retook Palmyra?")

    assert result.exit_code == 0
    assert result.stderr == "could not be read: empty.txt: is empty\n"


def test_run_without_a_token_answers_lines_from_a_pipe_and_ends(sources: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        input="who retook Palmyra?\n\nwho bombed Aleppo?\n",
        capture_output=True,
        text=True,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=True,
    )

    assert sources.is_dir()
    assert done.stdout.splitlines() == [
        "  Government forces retook Palmyra on Sunday.",
        "  Palmyra is retaken · 27 March 2016 · https://example.org/palmyra",
        "",
        "I found no answer. No article mentions “bombed” or “Aleppo”.",
        "",
    ]
    (hint,) = done.stderr.splitlines()
    assert "TELEGRAM_BOT_TOKEN" in hint and "@BotFather" in hint


def test_a_question_in_the_terminal_may_follow_on_the_one_before(sources: Path) -> None:
    for name, year in (("bridge", 1931), ("mill", 1874)):
        text = f"The {name}\n\nThe {name} was built by Marta Quill. The {name} was opened in May {year}.\n"
        (sources / f"{name}.txt").write_text(text, "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="who built the mill?\nand when was it opened?\nthanks\nand who built it?\n",
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=True,
    )

    assert [line for line in done.stdout.splitlines() if line and " · " not in line] == [
        "  The mill was built by Marta Quill.",
        "  The mill was opened in May 1874.",
        "You are welcome! Is there anything else you would like to know?",
        "  The mill was built by Marta Quill.",
    ]
