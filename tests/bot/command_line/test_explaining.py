"""`verbatim ask --explain`: why a quote was given, or none."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import Any

from rich.console import Console

from bot import terminal
from retrieval import Answer, Explanation, Quote, Share, Span
from tests.bot.command_line.conftest import Run


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
