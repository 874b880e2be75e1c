"""Puts the parts together as the settings say: the one place where they are wired."""

from __future__ import annotations

import gc
from pathlib import Path
from urllib.parse import urlsplit

from threadpoolctl import threadpool_limits

from retrieval import segmentation
from retrieval.answerer import Answerer
from retrieval.catalogue import Catalogue
from retrieval.indexes import Engine
from retrieval.indexes.local import LocalEngine
from retrieval.indexing import Indexing, Progress, no_progress
from retrieval.ingest import Ingestion, Report
from retrieval.ranking import SentenceRanker
from retrieval.settings import RetrievalSettings
from retrieval.sources import scan_folder
from retrieval.synonyms import Synonyms


class Library:
    """The admin's articles: answers from them, and brings itself up to date with their sources.

    `answerer` answers from the last generation that was made, if there is one yet. Raises `CatalogueError`,
    `IndexUnavailable` or `SettingsError` where the parts can't be opened.
    """

    def __init__(self, settings: RetrievalSettings, *, ranker: SentenceRanker | None = None) -> None:
        self._settings = settings
        self._catalogue = Catalogue(settings.catalogue_url, segmentation_version=segmentation.VERSION)
        engine = _engine(settings)
        indexing = Indexing(self._catalogue, engine, settings.data_dir / "ingest.lock")
        self._ingestion = Ingestion(self._catalogue, engine, indexing)
        synonyms = Synonyms.read(settings.synonyms_file)
        self.answerer = Answerer(
            self._catalogue, indexing, ranker=ranker, synonyms=synonyms, threshold=settings.answer_threshold
        )

    def update(self, *, rebuild: bool = False, progress: Progress = no_progress) -> Report:
        """Read the sources' folder and serve what it holds; answers go on meanwhile.

        Raises `SettingsError` when there is no such folder, `CatalogueError`, `IndexUnavailable`; what is served
        stays as it was then.
        """
        found = scan_folder(self._settings.sources_dir)
        report = self._ingestion.run(found, rebuild=rebuild, progress=progress)
        self.answerer.refresh()
        return report

    def close(self) -> None:
        """Close the database."""
        self._catalogue.close()


def prepare_process() -> None:
    """Make this process ready to answer for a long time.

    The garbage collector is kept from what is loaded: answers make many small values that live on in caches, and none
    of them in a circle, so that looking through all of them again and again takes an eighth of the time of an answer.
    And sums of numbers are left to one thread: an answer's are so small that waking others takes longer than adding.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    threadpool_limits(limits=1, user_api="blas")


def _engine(settings: RetrievalSettings) -> Engine:
    address = urlsplit(settings.index_url)
    engines = {"local": lambda: LocalEngine(Path(address.path) if address.path else settings.data_dir / "index")}
    return engines[address.scheme]()
