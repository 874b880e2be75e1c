"""How long `verbatim ask --jsonl` takes for many questions over many articles, indexing from nothing included."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()


@click.command()
@click.option("--articles", default=2_800, show_default=True, help="Made up, of 60 to 400 words.")
@click.option("--questions", default=1_000, show_default=True, help="Made of the words of sentences in them.")
@click.option(
    "--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Articles to take instead."
)
@click.option(
    "--asked", type=click.Path(path_type=Path, exists=True), help="A file of questions to take instead (JSONL)."
)
def answering(articles: int, questions: int, folder: Path | None, asked: Path | None) -> None:
    """`verbatim ask --jsonl` as a process of its own: seconds in all, milliseconds for each question."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        lines = _write(made / "sources", articles, questions)
        given = asked.read_text("utf-8") if asked else lines
        environment = {"SOURCES_DIR": str((folder or made / "sources").absolute()), "DATA_DIR": str(made / "data")}
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "--jsonl"],
            input=given,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - began
    found = [json.loads(line) for line in done.stdout.splitlines()]
    p50, p95 = np.percentile([line["ms"] for line in found], [50, 95])
    answered = sum(line["answered"] for line in found)
    print(f"{len(found)} questions, {answered} answered: {seconds:.1f} s in all, p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _write(folder: Path, articles: int, questions: int) -> str:
    """Make articles of invented words whose frequencies follow Zipf's law; returns questions about them."""
    chance = random.Random(1)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    weights = np.cumsum(1 / np.arange(3, len(words) + 3)).tolist()
    folder.mkdir()
    sentences = []
    for number in range(articles):
        text = []
        for _ in range(chance.randint(4, 20)):
            sentence = chance.choices(words, cum_weights=weights, k=chance.randint(8, 25))
            sentences.append(sentence)
            text.append(" ".join(sentence).capitalize() + ".")
        (folder / f"{number:05d}.txt").write_text(f"Article {number}\n\n{' '.join(text)}\n", "utf-8")
    lines = []
    for number in range(questions):
        asked = " ".join(chance.sample(chance.choice(sentences), 5))
        lines.append(json.dumps({"id": number, "question": f"what is {asked}?"}))
    return "\n".join(lines) + "\n"
