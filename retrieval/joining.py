"""Lets whoever asks for something that is being done already wait for that, and see how far it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, Protocol, TypeVar

from retrieval.indexing import Progress, no_progress
from retrieval.planning import Plan

_Result = TypeVar("_Result")
_Request = TypeVar("_Request")


class Planned(Protocol):
    """Is told what a reload is going to do, before it does."""

    def __call__(self, plan: Plan, /) -> None: ...


def nobody(_plan: Plan) -> None:
    """For those who do not want to know."""


class Watchers:
    """All who are told of a reload, each of them once of its plan; safe to share between threads."""

    def __init__(self, progress: Progress = no_progress, planned: Planned = nobody) -> None:
        self._lock = Lock()
        self._progress = [progress]
        self._planned = [planned]
        self._plan: Plan | None = None

    def join(self, progress: Progress, planned: Planned) -> None:
        """Tell somebody more, and at once of the plan if there is one."""
        with self._lock:
            self._progress.append(progress)
            self._planned.append(planned)
            plan = self._plan
        if plan:
            planned(plan)

    def tell(self, stage: str, done: int, total: int | None, /) -> None:
        """Tell how far it is."""
        for each in tuple(self._progress):
            each(stage, done, total)

    def tell_plan(self, plan: Plan, /) -> None:
        """Tell what it is going to do."""
        with self._lock:
            self._plan = plan
            planned = tuple(self._planned)
        for each in planned:
            each(plan)


class Joining(Generic[_Request, _Result]):
    """Runs work for requests. A request that equals one that is being worked on joins it, and has the same result."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[_Request, tuple[Future[_Result], Watchers]] = {}

    def run(
        self,
        request: _Request,
        work: Callable[[Watchers], _Result],
        *,
        progress: Progress = no_progress,
        planned: Planned = nobody,
        joins: bool = True,
    ) -> tuple[_Result, bool]:
        """Do the work, or wait for who does it; with the result comes whether it was another's.

        Who does not want to join (`joins`) has it done in any case. Raises what the work raises.
        """
        if not joins:
            return work(Watchers(progress, planned)), False
        with self._lock:
            running = self._running.get(request)
            if running is None:
                future, watchers = self._running[request] = (Future(), Watchers(progress, planned))
            else:
                future, watchers = running
        if running is not None:
            watchers.join(progress, planned)
            return future.result(), True
        try:
            result = work(watchers)
        except BaseException as error:
            self._end(request)
            future.set_exception(error)
            raise
        self._end(request)
        future.set_result(result)
        return result, False

    def _end(self, request: _Request) -> None:
        with self._lock:
            del self._running[request]
