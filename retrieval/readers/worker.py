"""Files of hostile formats are read in a process of its own, which may crash, hang or be killed without harm."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType

from retrieval.errors import PartlyRead, SourceError
from retrieval.readers.wire import MARGIN, TOO_MUCH_MEMORY, WAITING, Reply, decode_reply
from retrieval.types import Article, Source

log = logging.getLogger(__name__)

_MAX_REPLY_BYTES = 100 * 2**20
# The package is there by name alone: to load all that it brings along takes four times as long as the readers do.
_MAIN = (
    "import sys, types; seconds, memory, folder, *sys.path[:] = sys.argv[1:];"
    " sys.modules['retrieval'] = package = types.ModuleType('retrieval'); package.__path__ = [folder];"
    " from retrieval.readers.child import main; main(float(seconds), int(memory))"
)
_PACKAGE = Path(__file__).parents[1]
# The rest of the environment, the bot's token first of all, is not for the readers of strangers' files.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT")
_LOOK_EVERY = 0.05
_TIMERS = {-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds of computing, bytes of memory (kept on Linux only)."""

    seconds: float = 60.0
    memory: int = 2**30


class _WorkerDied(Exception):
    """No articles came; the message is the reason in an admin's words. `is_final` when another try is no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Worker:
    """A process that reads files one after the other; started at the first file, and anew when it died.

    Safe to use from several threads: they wait for one another.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, source: Source) -> list[Article]:
        """The articles of a file. Raises `SourceError` as its reader did, or for what it took or broke."""
        with self._lock:
            while True:
                is_new = self._process is None
                try:
                    reply = self._ask(source)
                    break
                except _WorkerDied as died:
                    self._end()
                    # What other files left behind may be what killed it, or made it run out of memory.
                    if is_new or died.is_final:
                        raise SourceError(source.uri, str(died)) from died
        if reply.failure is None:
            return list(reply.articles)
        if reply.articles:
            raise PartlyRead(source.uri, reply.failure, reply.articles)
        raise SourceError(source.uri, reply.failure)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, source: Source) -> Reply:
        process = self._process = self._process or self._start()
        assert process.stdin and process.stdout
        with _Watch(process, WAITING * self._limits.seconds + 1) as watch:
            try:
                header = json.dumps({"uri": source.uri, "size": len(source.content), "titles": source.titles_count})
                process.stdin.write(header.encode() + b"\n")
                process.stdin.write(source.content)
                process.stdin.flush()
                line = process.stdout.readline(_MAX_REPLY_BYTES)
            except OSError:  # it is gone
                line = b""
        if not line.endswith(b"\n"):
            raise self._death(process, line, watch)
        try:
            reply = decode_reply(line, source.uri)
        except ValueError as error:
            raise _WorkerDied("makes the program that reads it talk nonsense") from error
        if reply.failure == TOO_MUCH_MEMORY:
            raise _WorkerDied(TOO_MUCH_MEMORY)
        if watch.has_killed:  # at the last moment
            self._end()
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        if sys.platform != "linux":
            log.warning("the memory for reading a file is not limited on this system (%s)", sys.platform)
        told = (str(self._limits.seconds), str(self._limits.memory), str(_PACKAGE))
        try:
            return subprocess.Popen(  # noqa: S603 - our own program, with numbers and folders
                [sys.executable, "-I", "-c", _MAIN, *told, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                # Ctrl-C is for the parent, which ends this one in its turn.
                start_new_session=True,
            )
        except OSError as error:
            reason = f"can't be read now: no process could be started ({error.strerror})"
            raise _WorkerDied(reason, is_final=True) from error

    def _death(self, process: subprocess.Popen[bytes], line: bytes, watch: _Watch) -> _WorkerDied:
        if line and len(line) == _MAX_REPLY_BYTES:
            return _WorkerDied(f"has more than {_MAX_REPLY_BYTES // 2**20} MB of text", is_final=True)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        if watch.saw_too_much_memory:
            return _WorkerDied(TOO_MUCH_MEMORY)
        if watch.has_killed or process.poll() in _TIMERS:
            return _WorkerDied(f"takes longer than {self._limits.seconds:g} seconds to read", is_final=True)
        # Libraries written in C crash where they get no more memory, as well as by their own faults.
        log.warning("the process that reads files ended with code %s", process.poll())
        return _WorkerDied("makes the program that reads it crash or run out of memory")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        process.wait()


class _Watch:
    """Kills a process that takes more seconds, or more memory, than it may, while the parent waits for it.

    The process limits itself too, and that is not enough: it may wait in a call that no timer of its own ends, and
    CPython without the last few bytes may try for ever to raise the `MemoryError`.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._deadline = monotonic() + seconds
        self._is_over = Event()
        self._thread = Thread(target=self._look, name="watch", daemon=True)
        self.has_killed = False
        self.saw_too_much_memory = False

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(_LOOK_EVERY):
            self.saw_too_much_memory = _has_too_much_memory(self._process.pid)
            if self.saw_too_much_memory or monotonic() > self._deadline:
                self.has_killed = True
                self._process.kill()
                return


def _has_too_much_memory(pid: int) -> bool:
    """Whether a process of ours is nearer than `MARGIN` to the limit that it set itself."""
    if sys.platform != "linux":
        return False
    import resource  # noqa: PLC0415 - Windows has none

    try:
        limit, _ = resource.prlimit(pid, resource.RLIMIT_AS)
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0])
    except (OSError, IndexError):  # it is gone
        return False
    return limit != resource.RLIM_INFINITY and pages * resource.getpagesize() > limit - MARGIN
