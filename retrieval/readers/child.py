"""The worker process: reads one file after the other for its parent, in narrow limits.

It is asked with a line of JSON, `{"uri": ..., "size": ..., "titles": ...}`, and the bytes of the file; it answers with
one line (see `wire`). It ends when its parent does: nobody can ask any more then, and no file takes longer than its
limit.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from retrieval.errors import PartlyRead, SourceError
from retrieval.readers import read
from retrieval.readers.wire import MARGIN, TOO_MUCH_MEMORY, WAITING, Reply, encode_reply
from retrieval.types import Source


def main(seconds: float, memory: int) -> None:
    """Serve until standard input ends. `seconds` of computing for each file, `memory` in bytes for what it needs."""
    requests = sys.stdin.buffer
    # What a parser prints must not get between the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_resources(memory)
    while header := requests.readline():
        about = json.loads(header)
        source = Source(about["uri"], requests.read(about["size"]), titles_count=about["titles"])
        _set_timers(seconds)
        reply = _reply(source)
        _set_timers(0)
        replies.write(encode_reply(reply))
        replies.flush()


def limit_resources(memory: int) -> None:
    """Let this process have `memory` bytes (and a `MARGIN`) more than it has and leave no core file, where that can be.

    Linux counts the address space, so that what was loaded up to now is taken as given; other systems have no such
    limit that holds.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - Windows has none

    with open("/proc/self/statm", encoding="ascii") as counts:  # noqa: PTH123 - no file, a counter
        loaded = int(counts.read().split()[0]) * resource.getpagesize()
    limit = loaded + memory + MARGIN
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _set_timers(seconds: float) -> None:
    """End this process after so much computing, or waiting; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, WAITING * seconds)


def _reply(source: Source) -> Reply:
    try:
        return Reply(tuple(read(source)))
    except PartlyRead as error:
        return Reply(error.articles, error.reason)
    except SourceError as error:
        return Reply(failure=error.reason)
    except MemoryError:
        return Reply(failure=TOO_MUCH_MEMORY)
    except RecursionError:
        return Reply(failure="is nested too deep to be read")
    # Parsers raise what they please at broken files, and one file must not cost the next ones theirs.
    except Exception as error:
        return Reply(failure=f"is damaged, or made in a way that is not understood ({type(error).__name__})")
