"""`verbatim ask`, and questions that come from a terminal or a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import terminal
from retrieval import Library, load_settings
from tests.bot.command_line.conftest import Run


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
                "author": None,
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


def test_where_new_articles_cannot_be_indexed_answers_come_from_the_old_ones(
    run: Run, sources: Path, tmp_path: Path
) -> None:
    run("index")
    (sources / "homs.md").write_text("# Homs\n\nThe militants shelled Homs.\n", "utf-8")
    # In the place of the next generation's folder.
    (tmp_path / "data" / "index" / "000002").write_text("")

    old, new = run("ask", "who retook Palmyra?"), run("ask", "who shelled Homs?")
    indexed = run("index")

    warning = "Answers come from the articles as they were: "
    assert (old.exit_code, new.exit_code, indexed.exit_code) == (0, 1, 2)
    assert old.stdout.startswith("  Government forces retook Palmyra on Sunday.")
    assert old.stderr.startswith(warning) and new.stderr.startswith(warning)


def test_a_terminal_shows_the_words_asked_for_in_bold(run: Run, sources: Path) -> None:
    assert sources.is_dir()
    run("index")
    library = Library(load_settings())
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, width=40, highlight=False)
    terminal.show(console, library.answerer.answer("who retook Palmyra?", k=1))
    library.close()

    assert shown.getvalue().startswith("  Government forces \x1b[1mretook\x1b[0m \x1b[1mPalmyra\x1b[0m on ")


def test_run_without_a_token_answers_lines_from_a_pipe_and_ends(sources: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        input="who retook Palmyra?\n\nwho bombed Aleppo?\n",
        capture_output=True,
        text=True,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[3])},
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
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        check=True,
    )

    assert [line for line in done.stdout.splitlines() if line and " · " not in line] == [
        "  The mill was built by Marta Quill.",
        "  The mill was opened in May 1874.",
        "You are welcome! Is there anything else you would like to know?",
        "  The mill was built by Marta Quill.",
    ]
