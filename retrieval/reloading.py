"""Reloads in two steps: a plan of what will change, and the change, which is held where somebody has to see it first.

Sources are read into the catalogue, the index of a new generation is made beside the one that serves, golden questions
are asked, and then one transaction says which generation serves. Stopped anywhere before, the old one stands, whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from retrieval.answerer import Answerer
from retrieval.building import Building
from retrieval.catalogue import AUTOMATIC, Catalogue, Deed, Entry, Generation, Members
from retrieval.errors import CatalogueError, NoSuchGeneration, SourceError, VerbatimError
from retrieval.golden import GoldenQuestion, worse
from retrieval.indexes import FINGERPRINT, Engine
from retrieval.indexing import Indexing
from retrieval.ingest import Ingestion, stamps
from retrieval.joining import Watchers
from retrieval.planning import Hold, Outcome, Plan, Report, SourceReport, Worse, members_of, plan
from retrieval.sources import Found

ANYTHING = "anything"
"""Confirms whatever a reload is going to do."""

Scan = Callable[[dict[str, str]], Iterator[Found]]
Golden = Callable[[], tuple[Sequence[GoldenQuestion], Sequence[SourceError]]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: with `rebuild` all is read again and the index made anew.

    `confirmed` is the key of the report that somebody has seen and wants, or `ANYTHING`. `by` is who asks.
    """

    rebuild: bool = False
    confirmed: str | None = None
    by: str = field(default=AUTOMATIC, compare=False)


@dataclass(frozen=True, slots=True)
class Reloading:
    """The parts that a reload works on; one runs at a time, in whatever process, and the second waits for the first.

    `scan` finds the files of the folder, given the stamps of those that are known. `golden` are the admin's questions;
    `answering` makes what answers them from a generation.
    """

    catalogue: Catalogue
    engine: Engine
    indexing: Indexing
    scan: Scan
    golden: Golden
    answering: Callable[[int], Answerer]

    def plan(self, watchers: Watchers) -> Plan:
        """Read the sources, and say what a reload would change. Raises as `run` does."""
        with self.locked():
            self._read(Request(), watchers)
            return self._planned(self.catalogue.generations.serving())[0]

    def run(self, request: Request, watchers: Watchers) -> Report:
        """Make what is served equal to what the sources hold, unless that is held, and report on every source.

        A source that can't be read keeps the articles of its last good reading. Raises `SettingsError` when there is no
        folder, `CatalogueError` or `IndexUnavailable`; what is served stays as it was then.
        """
        try:
            with self.locked():
                self._building.clear()
                self._read(request, watchers)
                report = self._run(request, watchers)
                # Whoever deleted something wants it gone, also where no new generation takes it away.
                self.catalogue.sources.forget_unused()
                self._building.clear()
        except VerbatimError as error:
            # A database that failed can't be written into either; the first error says more.
            with suppress(CatalogueError):
                self.note(request, None, f"failed: {error}")
            raise
        if report.is_held or not report.is_new:
            self.note(request, report.generation, f"held: {', '.join(report.holds)}" if report.holds else "no change")
        return report

    def roll_back(self, number: int | None, by: str) -> int:
        """Serve a generation that served before; returns its number. Raises `NoSuchGeneration`.

        Without a number it is the one that served last, or, where that was gone back to already, the one before.
        It stays until somebody confirms a reload.
        """
        with self.locked():
            past = self.catalogue.generations.past()
            now = next((each for each in past if each.serving), None)
            others = [each for each in past if not each.serving]
            if number is None:
                others = [each for each in others if not (now and now.pinned) or each.id < now.id]
                number = max(others, key=lambda each: each.id if now and now.pinned else 0).id if others else None
            choices = ", ".join(str(each.id) for each in past if not each.serving) or "none"
            if number not in {each.id for each in others}:
                wanted = "there is no generation to go back to" if number is None else f"no generation {number}"
                raise NoSuchGeneration(f"{wanted} (there are: {choices})")
            generation = self.catalogue.generations.get(number)
            assert generation is not None
            entry = Entry(by, Deed.ROLLBACK, str(number))
            if generation.fingerprint == FINGERPRINT:
                self.indexing.complete(generation)
                self.catalogue.generations.serve(number, pinned=True, entry=entry)
            else:
                members = self.catalogue.generations.members(number)
                number = self._building.build(members, None, _unwatched)
                self.catalogue.generations.serve(number, pinned=True, entry=replace(entry, target=str(number)))
            self._building.clear()
            return number

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until nobody else reloads, on any machine, and keep others waiting. Raises `CatalogueError`."""
        with self.catalogue.alone("ingestion", timeout=self.indexing.lock_timeout), self.indexing.locked():
            yield

    @property
    def _building(self) -> Building:
        return Building(self.catalogue, self.engine, self.indexing)

    def _read(self, request: Request, watchers: Watchers) -> None:
        known = self.catalogue.sources.all()
        found = self.scan({} if request.rebuild else stamps(known))
        Ingestion(self.catalogue).run(found, known, again=request.rebuild, progress=watchers.tell)

    def _planned(self, serving: Generation | None) -> tuple[Plan, Members, Members]:
        """The plan, the articles that it leads to, and those that are served."""
        records = self.catalogue.sources.all()
        served = self.catalogue.generations.members(serving.id) if serving else {}
        planned = plan(records, served, went_back=serving is not None and serving.pinned)
        wrong = tuple(SourceReport(each.uri, Outcome.FAILED, 0, each.reason) for each in self.golden()[1])
        return replace(planned, sources=(*planned.sources, *wrong)), members_of(records), served

    def _run(self, request: Request, watchers: Watchers) -> Report:
        generations = self.catalogue.generations
        serving = generations.serving()
        planned, members, served = self._planned(serving)
        watchers.tell_plan(planned)
        anything = request.confirmed == ANYTHING
        stale = serving is not None and (request.rebuild or serving.fingerprint != FINGERPRINT)
        remade = False
        if serving and stale and (members == served or (self._may_hold(planned) and not anything)):
            # What is served serves on, or answers golden questions beside what comes: with an index made anew.
            number = self._building.build(served, None, watchers.tell)
            self._serve(number, request, len(served), pinned=serving.pinned and members != served)
            serving, stale, remade = generations.get(number), False, True
        elif serving and not stale:
            self.indexing.complete(serving, progress=watchers.tell)
        if serving and members == served:
            if serving.pinned:
                generations.unpin(serving.id)
            return Report(planned, serving.id, is_new=remade, article_count=len(served))

        base = None if stale else serving
        waiting = None if request.rebuild else self._building.waiting(members, watchers.tell)
        number = self._building.build(members, base, watchers.tell) if waiting is None else waiting
        if serving and not anything:
            found = self._worse(serving.id, number, watchers)
            holds = (*planned.holds, *([Hold.WORSE] if found else []))
            report = Report(planned, serving.id, remade, len(served), holds, found)
            if holds and request.confirmed != report.key:
                return report
        self._serve(number, request, len(members))
        return Report(planned, number, is_new=True, article_count=len(members))

    def _may_hold(self, planned: Plan) -> bool:
        """Whether there is anything that can hold a plan."""
        return bool(planned.holds or self.golden()[0])

    def _worse(self, before: int, after: int, watchers: Watchers) -> tuple[Worse, ...]:
        questions = self.golden()[0]
        if not questions:
            return ()

        def tell(asked: int) -> None:
            watchers.tell("checking", asked, len(questions))

        return worse(questions, self.answering(before), self.answering(after), tell)

    def _serve(self, number: int, request: Request, articles: int, *, pinned: bool = False) -> None:
        entry = Entry(request.by, Deed.RELOAD, str(number), f"{articles} articles")
        self.catalogue.generations.serve(number, pinned=pinned, entry=entry)

    def note(self, request: Request, generation: int | None, outcome: str) -> None:
        """Write what came of it where somebody asked for it; what nobody asked for and changes nothing is no deed."""
        if request.by != AUTOMATIC:
            self.catalogue.audit.add(Entry(request.by, Deed.RELOAD, str(generation or ""), outcome))


_unwatched = Watchers().tell
