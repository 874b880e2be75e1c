"""How fast articles come in: many at once, none of them changed, and one of them changed."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import click
import numpy as np

from bot.cli.opening import progress
from retrieval import Library, Report, RetrievalSettings

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()


@click.command()
@click.option("--articles", default=10_000, show_default=True, help="Made up.")
@click.option("--words", default=600, show_default=True, help="In each of them.")
@click.option(
    "--texts", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Take the words of these files."
)
def ingest(articles: int, words: int, texts: Path | None) -> None:
    """Bring in articles from nothing, then unchanged, then with one changed: seconds, and articles a second."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "sources"
        write(folder, articles, words, texts)
        settings = RetrievalSettings(
            _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
            sources_dir=folder,
            data_dir=Path(scratch) / "data",
        )
        library = Library(settings)
        try:
            worked = time.process_time()
            seconds, report = _timed(library)
            worked = time.process_time() - worked
            print(
                f"{report.article_count} articles from nothing: {seconds:.1f} s, {articles / seconds:.0f} a second; "
                f"{worked:.1f} s of a processor"
            )
            print(f"unchanged: {_timed(library)[0]:.2f} s")
            print(f"unchanged, by time and size alone: {_timed(library)[0]:.2f} s")
            (folder / "00000.txt").write_text("Changed\n\nThis article is another one now.\n")
            print(f"one changed: {_timed(library)[0]:.2f} s")
        finally:
            library.close()


def _timed(library: Library) -> tuple[float, Report]:
    began = time.perf_counter()
    with progress() as bars:
        report = library.update(progress=bars)
    return time.perf_counter() - began, report


def write(folder: Path, articles: int, words: int, texts: Path | None) -> None:
    """Make articles of whole sentences, in paragraphs of five: invented words of Zipf's frequencies, or of texts."""
    chance = random.Random(1)
    sentences = _sentences_of(texts) if texts else _invented(chance)
    folder.mkdir()
    for number in range(articles):
        text: list[str] = []
        count = 0
        while count < words:
            sentence = chance.choice(sentences)
            count += len(sentence.split())
            text.append(sentence)
        paragraphs = [" ".join(text[start : start + 5]) for start in range(0, len(text), 5)]
        (folder / f"{number:05d}.txt").write_text(f"Article {number}\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")


def _sentences_of(texts: Path) -> list[str]:
    lines = (line for file in sorted(texts.rglob("*.*")) for line in file.read_text("utf-8", "replace").splitlines())
    return [sentence for line in lines for sentence in line.split(". ") if len(sentence.split()) > 5]


def _invented(chance: random.Random) -> list[str]:
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    weights = np.cumsum(1 / np.arange(3, len(words) + 3)).tolist()
    return [
        " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(8, 25))).capitalize() + "."
        for _ in range(50_000)
    ]
