"""Lets whoever asks for something that is being done already wait for that, and see how far it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeVar

from retrieval.ingest import Progress, no_progress
from retrieval.planning import Plan

_Result = TypeVar("_Result")
_Request = TypeVar("_Request")


class Planned(Protocol):
    """Is told what a reload is going to do, before it does."""

    def __call__(self, plan: Plan, /) -> None: ...


def nobody(_plan: Plan) -> None:
    """For those who do not want to know."""


@dataclass(frozen=True, slots=True)
class Watchers:
    """All who are told of a reload."""

    progress: list[Progress] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)

    def tell(self, stage: str, done: int, total: int | None, /) -> None:
        """Tell how far it is."""
        for each in tuple(self.progress):
            each(stage, done, total)

    def tell_plan(self, plan: Plan, /) -> None:
        """Tell what it is going to do."""
        for each in tuple(self.planned):
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
    ) -> _Result:
        """Do the work, or wait for who does it. Raises what the work raises."""
        with self._lock:
            running = self._running.get(request)
            if running is None:
                future, watchers = self._running[request] = (Future(), Watchers([progress], [planned]))
            else:
                future, watchers = running
                watchers.progress.append(progress)
                watchers.planned.append(planned)
        if running is not None:
            return future.result()
        try:
            result = work(watchers)
        except BaseException as error:
            self._end(request)
            future.set_exception(error)
            raise
        self._end(request)
        future.set_result(result)
        return result

    def _end(self, request: _Request) -> None:
        with self._lock:
            del self._running[request]
