"""Answers in a terminal: quotes with their matched words marked, and a chat at a prompt."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.conversation import topic
from bot.texts import ENGLISH, wording
from retrieval import Answer, Answerer, Asked, Explanation, Quote, Share

try:
    import readline
except ImportError:  # not on Windows: the prompt then has no history
    readline = None  # type: ignore[assignment] # a module or None

_PROMPT = "? "
_HISTORY_LINES = 1_000
_BAR_WIDTH = 12


def record(found: Answer, milliseconds: float, explained: Explanation | None = None) -> dict[str, object]:
    """An answer as `verbatim ask --json` writes it, with its explanation if there is one."""
    return {
        "question": found.question,
        "answered": found.answered,
        "confidence": round(found.confidence, 4),
        "quotes": [_quote_record(quote) for quote in found.quotes],
        "reason": str(found.reason) if found.reason else None,
        "ms": round(milliseconds, 3),
        **({"explanation": _explanation_record(explained)} if explained else {}),
    }


def dumps(line: dict[str, object]) -> str:
    """One line of JSON; what can't be written in UTF-8 is escaped."""
    text = json.dumps(line, ensure_ascii=False)
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return text if is_utf8 and _is_utf8(text) else json.dumps(line)


def timed(answerer: Answerer, question: str, k: int) -> tuple[Answer, float]:
    """An answer, and the milliseconds that it took."""
    start = perf_counter()
    found = answerer.answer(question, k=k)
    return found, (perf_counter() - start) * 1000


def show(console: Console, found: Answer) -> None:
    """Print the quotes of an answer, or why there are none."""
    if found.reason:
        console.print(Text(wording.no_answer(found.reason, ENGLISH)))
    for number, quote in enumerate(found.quotes):
        if number:
            console.print()
        _print(console, quote)


def show_explanation(console: Console, explained: Explanation) -> None:
    """Print how a question was read, and what spoke for the best quote and against it; nothing if nothing is known.

    The nearest miss is shown too, where there is no answer. Of two sentences the likelier one is explained.
    """
    if explained.reading:
        console.print()
        _print_line(console, Text(ENGLISH.how_read, style="bold"))
        for line in explained.reading:
            _print_line(console, Text(line), indent=4)
    if likelihood := wording.likelihood(explained, ENGLISH):
        console.print()
        _print_line(console, Text(likelihood, style="bold"))
    if explained.quote and not explained.answer.answered:
        _print(console, explained.quote)
    if why_two := wording.why_two(explained, ENGLISH):
        _print_line(console, Text(why_two))
    strongest = max((abs(each.share) for each in explained.shares), default=0.0)
    for heading, shares in (
        (wording.spoke_for(explained, ENGLISH), [each for each in explained.shares if each.share > 0]),
        (ENGLISH.spoke_against, [each for each in explained.shares if each.share <= 0]),
    ):
        if shares:
            console.print()
            _print_line(console, Text(heading, style="bold"))
            _print_shares(console, shares, strongest)


def chat(answerer: Answerer, console: Console, history: Path, *, k: int) -> None:
    """Answer what is typed until it ends, or lines from a pipe one by one; each may follow on the one before."""
    after: Asked | None = None
    for question in _questions(console, history):
        if question.strip():
            found = answerer.answer(question, k=k, after=after)
            after = topic(found, after)
            show(console, found)
            console.print()


def _questions(console: Console, history: Path) -> Iterator[str]:
    if sys.stdin is None or not sys.stdin.isatty():
        yield from piped_lines()
        return
    if readline:
        with suppress(OSError):
            readline.read_history_file(history)
        readline.set_history_length(_HISTORY_LINES)
    while True:
        try:
            line = input(_PROMPT)
        except (EOFError, KeyboardInterrupt):
            console.print()
            break
        yield line
        if readline:
            with suppress(OSError):
                history.parent.mkdir(parents=True, exist_ok=True)
                readline.write_history_file(history)


def piped_lines() -> Iterator[str]:
    """The lines of standard input; bytes that are not UTF-8 become U+FFFD."""
    stream = getattr(sys.stdin, "buffer", None)
    for number, line in enumerate(stream or ()):
        yield line.decode("utf-8-sig" if number == 0 else "utf-8", "replace").rstrip("\r\n")


def _print(console: Console, quote: Quote) -> None:
    text = Text(quote.text)
    for mark in quote.marks:
        text.stylize("bold", mark.start - quote.start, mark.end - quote.start)
    source = [quote.title]
    if quote.published:
        source.append(wording.day(quote.published, ENGLISH))
    source.append(quote.url or quote.source)
    _print_line(console, text)
    _print_line(console, Text(" · ".join(source), style="dim"))


def _print_line(console: Console, line: Text, *, indent: int = 2) -> None:
    """A line, folded to the window's width for a person, left whole for a program."""
    console.print(
        Padding(line, (0, 0, 0, indent), expand=False) if console.is_terminal else Text(" " * indent) + line,
        soft_wrap=not console.is_terminal,
    )


def _print_shares(console: Console, shares: Sequence[Share], strongest: float) -> None:
    """A table of features: with bars for a person, as plain lines for a program; the bar of the `strongest` is full."""
    if not console.is_terminal or console.options.ascii_only:
        for each in shares:
            _print_line(console, Text(f"{each.share:+6.2f}  {each.words}"))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    # As wide as most numbers are: the tables of what spoke for and against stand below one another.
    table.add_column(justify="right", no_wrap=True, min_width=6)
    table.add_column(width=_BAR_WIDTH, no_wrap=True)
    table.add_column(overflow="fold")
    for each in shares:
        style = "green" if each.share > 0 else "red"
        bar = "█" * max(1, round(_BAR_WIDTH * abs(each.share) / (strongest or 1.0)))
        # As text: brackets in what was asked are no markup.
        table.add_row(Text(wording.signed(each.share), style=style), Text(bar, style=style), Text(each.words))
    console.print(Padding(table, (0, 0, 0, 4), expand=False))


def _explanation_record(explained: Explanation) -> dict[str, object]:
    sentence = explained.sentence
    return {
        "quote": _quote_record(explained.quote) if explained.quote else None,
        "sentence": {"start": sentence.start, "end": sentence.end} if sentence else None,
        "beside": explained.beside or None,
        "threshold": explained.threshold,
        "reading": list(explained.reading),
        "shares": [
            {"feature": each.feature, "words": each.words, "share": round(each.share, 4)} for each in explained.shares
        ],
    }


def _quote_record(quote: Quote) -> dict[str, object]:
    return {
        "text": quote.text,
        "title": quote.title,
        "source": quote.source,
        "url": quote.url,
        "published": quote.published.isoformat() if quote.published else None,
        "author": quote.author,
        "start": quote.start,
        "end": quote.end,
        "score": round(quote.score, 4),
        "sentences": quote.sentences,
    }


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
