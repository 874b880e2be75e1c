"""A reload in a process of its own, so that the one that answers is not slowed down.

The process (`reloader.py`) is given what it needs as a pickle on its standard input and tells how far it is by pickles
on its standard output; both ends are this program. It ends when nobody listens to it any more.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from typing import IO

from retrieval.errors import ReloadDied, VerbatimError
from retrieval.joining import Watchers
from retrieval.planning import Plan, Report
from retrieval.reloading import Request
from retrieval.settings import RetrievalSettings

Event = tuple[str, int, int | None] | Plan | Report | VerbatimError


class Background:
    """Reloads in other processes; safe to share between threads."""

    def __init__(self, settings: RetrievalSettings) -> None:
        self._settings = settings
        self._processes: set[subprocess.Popen[bytes]] = set()

    def run(self, request: Request, watchers: Watchers) -> Report:
        """Reload in another process, and wait for it. Raises what a reload raises, and `ReloadDied`."""
        with subprocess.Popen(
            [sys.executable, "-m", "retrieval.reloader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C is for us: it ends when we do.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as process:
            assert process.stdin and process.stdout
            self._processes.add(process)
            try:
                with process.stdin as given:
                    pickle.dump((self._settings, request), given)
                return _result(process.stdout, watchers)
            except (EOFError, pickle.UnpicklingError, BrokenPipeError):
                code = process.wait()
                how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
                raise ReloadDied(f"the process that reloaded ended too soon ({how}); what is served stays") from None
            finally:
                self._processes.discard(process)
                process.kill()

    def stop(self) -> None:
        """End those that are under way: they leave nothing half done that is served."""
        for process in tuple(self._processes):
            process.kill()


def _result(events: IO[bytes], watchers: Watchers) -> Report:
    while True:
        event: Event = pickle.load(events)  # noqa: S301 - from our own process
        match event:
            case Report():
                return event
            case Plan():
                watchers.tell_plan(event)
            case VerbatimError():
                raise event
            case stage, done, total:
                watchers.tell(stage, done, total)
