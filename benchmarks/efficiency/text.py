"""How fast text becomes sentences and terms, on one core."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from retrieval import analysis, segmentation
from retrieval.readers import read
from retrieval.types import Source

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--folder", default=ROOT / "seeds", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--language", default="en", show_default=True, help="Of the articles in the folder.")
@click.option("--rounds", default=9, show_default=True)
def text(folder: Path, language: str, rounds: int) -> None:
    """Analysis and segmentation over the .txt and .md files of a folder, caches warm: median of the rounds."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".md"} and path.name != "SOURCES.md"]
    articles = [article for path in files for article in read(Source(path.name, path.read_bytes()))]
    # Long enough for the clock.
    texts = [article.text for article in articles] * (1 + 2_000_000 // sum(len(article.text) for article in articles))
    words = sum(len(each.split()) for each in texts)
    characters = sum(map(len, texts))
    table = Table(box=None)
    for name in ("what", "million words/s", "MB/s"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for name, work in (("terms", analysis.terms), ("sentences", segmentation.split_sentences)):
        times = []
        for _ in range(rounds):
            began = time.process_time()
            for each in texts:
                work(each, language)
            times.append(time.process_time() - began)
        seconds = median(times)
        table.add_row(name, f"{words / seconds / 1e6:.2f}", f"{characters / seconds / 1e6:.1f}")
    Console().print(table)
