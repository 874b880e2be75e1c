"""The program that `background.py` starts: one reload, told of in pickles on standard output."""

from __future__ import annotations

import os
import pickle
import sys

from retrieval.background import Event
from retrieval.errors import VerbatimError
from retrieval.library import Library

# The processes that answer come first.
_POLITE = 10


def _work() -> None:
    # What a library prints must not come between the events.
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    settings, request = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own program

    def send(event: Event) -> None:
        pickle.dump(event, events)
        events.flush()

    def progress(stage: str, done: int, total: int | None, /) -> None:
        send((stage, done, total))

    try:
        library = Library(settings)
        try:
            send(library.reload(request, progress=progress, planned=send))
        finally:
            library.close()
    except VerbatimError as error:
        send(error)


if __name__ == "__main__":
    try:
        _work()
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more
