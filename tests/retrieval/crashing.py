"""Reloads in processes that are killed at random moments; what is left is looked at after each.

python -m tests.retrieval.crashing SOURCES DATA DATABASE_URL KILLS
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from retrieval import ANYTHING, Library, RetrievalSettings, SentenceRanker

QUESTION = "which siege ended Palmyra?"


def main(sources: Path, data: Path, database_url: str, kills: int) -> None:
    """Kill that many reloads. Ends with exit code 1 and a traceback where something was not whole."""
    settings = RetrievalSettings(
        _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        sources_dir=sources,
        data_dir=data,
        database_url=database_url,
        answer_threshold=0.1,
    )
    ranker = SentenceRanker()
    chance = random.Random(6)
    seen: Counter[str] = Counter()

    def reload() -> None:
        library = Library(settings, ranker=ranker)
        library.update(confirmed=ANYTHING)
        library.close()

    write(sources, 0)
    reload()
    write(sources, 1)
    began = time.perf_counter()
    reload()
    whole = time.perf_counter() - began
    served = 1
    for version in range(2, kills + 2):
        write(sources, version)
        child = os.fork()
        if not child:
            reload()
            os._exit(0)
        time.sleep(chance.random() * whole)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seen["killed" if os.WIFSIGNALED(status) else "ended"] += 1

        library = Library(settings, ranker=ranker)
        found = state(library)
        assert found in {served, version}, f"{found} is served, neither {served} nor {version}"
        seen["old" if found == served else "new"] += 1
        # On a machine that others use, too, a reload does not always take as long: of six kills one comes too late.
        whole *= 1.1 if found == served else 0.6
        served = found
        if chance.random() < 0.2:
            library.update(confirmed=ANYTHING)
            served = version
            assert state(library) == served
            held = {each.id for each in library.generations()}
            left = {int(folder.name) for folder in (data / "index").iterdir()}
            assert left == held, f"{left} are in the index's folder, {held} in the catalogue"
        library.close()
    sys.stdout.write(json.dumps(seen))


def write(sources: Path, version: int) -> None:
    """Three articles of a version; one is new with each, and the one of the version before goes."""
    for name in ("a", "b", f"c{version}"):
        (sources / f"{name}.txt").write_text(f"Article {name}\n\nThe siege number {version} of {name} ended Palmyra.")
    (sources / f"c{version - 1}.txt").unlink(missing_ok=True)


def state(library: Library) -> int:
    """The version that is served, by all that can be seen of it."""
    quotes = library.answerer.answer(QUESTION, k=3).quotes
    versions = {int(quote.text.split()[3]) for quote in quotes}
    assert len(versions) == 1, f"versions {versions} are served together"
    (version,) = versions
    assert {each.uri for each in library.answerer.sources()} == {"a.txt", "b.txt", f"c{version}.txt"}
    return version


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
