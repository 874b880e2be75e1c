"""Puts the parts together as the settings say: the one place where they are wired."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from threadpoolctl import threadpool_limits

from retrieval import segmentation
from retrieval.answerer import Answerer
from retrieval.background import Background
from retrieval.browsing import Browser
from retrieval.catalogue import AUTOMATIC, Catalogue, Entry, PastGeneration
from retrieval.channels import Channels
from retrieval.errors import SettingsError, SourceError
from retrieval.golden import GoldenQuestion, Verdict, judge, read_golden
from retrieval.holdings import Holdings
from retrieval.indexes import Engine
from retrieval.indexes.local import LocalEngine
from retrieval.indexing import Indexing, Progress, no_progress
from retrieval.joining import Joining, Planned, Watchers, nobody
from retrieval.planning import Plan, Report
from retrieval.ranking import SentenceRanker
from retrieval.reloading import Reloading, Request
from retrieval.settings import RetrievalSettings
from retrieval.sources import GOLDEN_NAME, Found, scan_folder
from retrieval.synonyms import Synonyms
from retrieval.visiting import Fetch, Visiting
from retrieval.watching import FolderWatch


class Library:
    """The admin's articles: answers from them, and brings itself up to date with their sources.

    `answerer` answers from the generation that is served, if there is one yet; `holdings` are the sources, `pages`
    those that have a URL, `channels` those of Telegram; `database` is where they are kept, an address without its
    password. `fetch` gets pages, by default from the web. Without `processes` every reload is done in this one.

    Raises `CatalogueError`, `IndexUnavailable` or `SettingsError` where the parts can't be opened.
    """

    def __init__(
        self,
        settings: RetrievalSettings,
        *,
        ranker: SentenceRanker | None = None,
        fetch: Fetch | None = None,
        processes: bool = True,
    ) -> None:
        self._settings = settings
        self._catalogue = Catalogue(settings.catalogue_url, segmentation_version=segmentation.VERSION)
        engine = _engine(settings)
        synonyms = Synonyms.read(settings.synonyms_file)
        indexing = Indexing(self._catalogue, engine, settings.data_dir / "ingest.lock")
        answering = partial(
            Answerer,
            self._catalogue,
            indexing,
            ranker=ranker or SentenceRanker(synonyms=synonyms),
            synonyms=synonyms,
            threshold=settings.answer_threshold,
        )
        self._reloading = Reloading(
            self._catalogue,
            engine,
            indexing,
            self._scan,
            self._golden,
            lambda number: answering(generation=number),
        )
        self._joining: Joining[Request, Report] = Joining()
        self._background = Background(settings)
        self._processes = processes
        self.database = self._catalogue.address
        self.holdings = Holdings(self._catalogue)
        self.channels = Channels(self._catalogue)
        self._browser = Browser(settings.fetch_networks)
        every = timedelta(hours=settings.visit_hours)
        fetch_link = fetch or self._browser.fetch_public
        self.pages = Visiting(self._catalogue, fetch or self._browser.fetch, every=every, fetch_link=fetch_link)
        self.answerer = answering()

    def update(
        self,
        *,
        rebuild: bool = False,
        confirmed: str | None = None,
        by: str = AUTOMATIC,
        apart: bool = False,
        joins: bool = True,
        progress: Progress = no_progress,
        planned: Planned = nobody,
    ) -> Report:
        """Read the sources and serve what they hold; answers go on meanwhile.

        What is held back (`Report.holds`) is done when it is asked for again, `confirmed` by that report's `key` or by
        `ANYTHING`. With `rebuild` all is read again and the index made anew. `by` is who asks, for the audit table.
        `apart` does it in another process. Who asks for the same while it is being done joins, and gets the same
        report; whoever has just added something does not want that (`joins`), as it may have been too late for it.

        Raises `SettingsError` when there is no such folder, `CatalogueError`, `IndexUnavailable`, and `ReloadDied`;
        what is served stays as it was then.
        """
        request = Request(rebuild, confirmed, by)
        return self.reload(request, apart=apart, joins=joins, progress=progress, planned=planned)

    def reload(
        self,
        request: Request,
        *,
        apart: bool = False,
        joins: bool = True,
        progress: Progress = no_progress,
        planned: Planned = nobody,
    ) -> Report:
        """As `update`."""
        run = partial(self._background.run if apart and self._processes else self._reloading.run, request)
        report, joined = self._joining.run(request, run, progress=progress, planned=planned, joins=joins)
        if joined:
            self._reloading.note(request, report.generation, "joined another's")
        self.answerer.refresh()
        return report

    def stop_reloads(self) -> None:
        """End the reloads in other processes that are under way, and fetches, in which others wait.

        They get a `ReloadDied` or a `FetchStopped`.
        """
        self._background.stop()
        self._browser.close()

    def watch(self, changed: Callable[[], None]) -> FolderWatch | None:
        """What looks whether the folder has changed, if the settings want it watched (`WATCH`)."""
        return FolderWatch(self._settings.sources_dir, changed) if self._settings.watch else None

    def plan(self, *, progress: Progress = no_progress) -> Plan:
        """Read the sources, and say what a reload would change. Raises as `update` does."""
        return self._reloading.plan(Watchers(progress))

    def roll_back(self, number: int | None = None, *, by: str) -> int:
        """Serve a generation that served before; returns its number. Raises `NoSuchGeneration`, `CatalogueError`.

        Without a number it is the one that served last; where that was gone back to already, the one before. It stays,
        whatever becomes of the sources, until somebody confirms a reload.
        """
        number = self._reloading.roll_back(number, by)
        self.answerer.refresh()
        return number

    def generations(self) -> list[PastGeneration]:
        """The generation that serves, then those that can be gone back to. Raises `CatalogueError`."""
        return self._catalogue.generations.past()

    def audit(self, count: int = 50) -> list[Entry]:
        """What was done to sources and generations, newest first. Raises `CatalogueError`."""
        return self._catalogue.audit.last(count)

    def check(self, file: Path) -> tuple[list[Verdict], list[SourceError]]:
        """Ask the golden questions of a file; and what is wrong with lines of it.

        Raises `SettingsError` when it can't be read, `CatalogueError`, `IndexUnavailable`.
        """
        questions, wrong = read_golden(file)
        return list(judge(questions, self.answerer)), wrong

    def close(self) -> None:
        """Close the database, and connections to the web."""
        self._browser.close()
        self._catalogue.close()

    @property
    def _golden_file(self) -> Path:
        return self._settings.golden_file or self._settings.sources_dir / GOLDEN_NAME

    def _scan(self, stamps: dict[str, str]) -> Iterator[Found]:
        return scan_folder(self._settings.sources_dir, stamps=stamps, leave_out=[self._golden_file])

    def _golden(self) -> tuple[Sequence[GoldenQuestion], Sequence[SourceError]]:
        """The golden questions that there are; what can't be read of them is named and stops nobody."""
        if not self._golden_file.exists() and self._settings.golden_file is None:
            return [], []
        try:
            return read_golden(self._golden_file)
        except SettingsError as error:
            return [], [SourceError(self._golden_file.name, str(error))]


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
