"""The catalogue: sources, articles and generations in SQL. It is the truth that any index is remade from.

Articles are immutable rows named by their content. A generation is a set of them that is served together; which one
is served changes in one transaction, after everything that it needs has been stored.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from retrieval.catalogue.articles import Articles, SegmentedArticle
from retrieval.catalogue.audit import AUTOMATIC, Audit, Deed, Entry
from retrieval.catalogue.generations import Generation, Generations, Members, PastGeneration, Withheld
from retrieval.catalogue.item_pages import ItemPage, ItemPages
from retrieval.catalogue.sources import FOLDER, Kind, Reading, SourceRecord, Sources, State
from retrieval.catalogue.visits import Visit, Visits
from retrieval.database import Database

__all__ = [
    "AUTOMATIC",
    "FOLDER",
    "Catalogue",
    "Deed",
    "Entry",
    "Generation",
    "ItemPage",
    "Kind",
    "Members",
    "PastGeneration",
    "Reading",
    "SegmentedArticle",
    "SourceRecord",
    "State",
    "Visit",
    "Withheld",
]

_MIGRATIONS = Path(__file__).parents[1] / "migrations"


class Catalogue:
    """The database of sources, articles and generations; safe to use from several threads and processes.

    Opening it brings its schema up to date. Raises `CatalogueError` when the database can't be opened, as everything
    in it does when the database fails.
    """

    def __init__(self, url: str, *, segmentation_version: int) -> None:
        self._database = Database(url, _MIGRATIONS, "retrieval_version")
        self.address = self._database.address
        self.sources = Sources(self._database)
        self.visits = Visits(self._database)
        self.item_pages = ItemPages(self._database)
        self.articles = Articles(self._database, segmentation_version)
        self.generations = Generations(self._database)
        self.audit = Audit(self._database)

    def alone(self, name: str, *, timeout: float) -> AbstractContextManager[None]:
        """As `Database.alone`."""
        return self._database.alone(name, timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()
