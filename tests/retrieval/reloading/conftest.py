"""What reloads are tried on, and what is seen of them."""

from __future__ import annotations

from retrieval import Library, Outcome, Plan, Report
from tests.retrieval.conftest import Shelf

ME = "command line"


def fill(shelf: Shelf, count: int = 10) -> None:
    shelf.put(**{f"a{number}": f"Article {number}\n\nForces retook town{number}." for number in range(count)})


def answers(library: Library, question: str) -> list[str]:
    return [quote.text for quote in library.answerer.answer(question).quotes]


def told(report: Report | Plan) -> dict[str, Outcome]:
    return {each.uri: each.outcome for each in report.sources if each.outcome is not Outcome.UNCHANGED}


def golden(shelf: Shelf, *lines: str) -> None:
    (shelf.sources / "golden.jsonl").write_text("\n".join(lines), "utf-8")
