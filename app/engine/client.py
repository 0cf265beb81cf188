"""The parent's side of the engine child: spawn, time-outs, restart, replay.

A native crash or a hang costs one request at most: the child is killed, started again, its packs
are loaded again and the request is sent once more. Every request carries a number, so that an
answer can never be taken for another's.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from app.engine import host
from app.engine.engine import (
    EngineFailed,
    OnRestart,
    Priority,
    Progress,
    RequestingEngine,
    expect,
)
from app.engine.priority_lock import PriorityLock
from app.engine.protocol import Loaded, LoadPack, Ping, Recognise, Reply, Request, Translate

log = logging.getLogger("yizhen.engine")

ChildMain = Callable[[Connection, int], None]
ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a request may take before the child counts as hung, in seconds."""

    base_s: float = 10.0
    per_audio_second: float = 4.0
    per_character_s: float = 0.05
    careful_times: float = 5.0
    """Looking at many hypotheses takes so many times as long."""
    load_s: float = 180.0
    start_s: float = 60.0
    """For a fresh child to answer at all: imports take seconds on a cold or busy machine."""

    def of(self, request: Request) -> float:
        """The limit for this request."""
        match request:
            case Recognise():
                return self.base_s + self.per_audio_second * request.audio_ms / 1000
            case Translate():
                careful = self.careful_times if request.careful else 1.0
                return self.base_s + self.per_character_s * careful * len(request.text)
            case LoadPack():
                return self.load_s
            case _:
                return self.base_s


class _ChildLostError(Exception):
    """The child died or hung while serving a request; ``code`` says which."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class _Child:
    process: SpawnProcess
    connection: Connection


class EngineClient(RequestingEngine):
    """`app.engine.engine.Engine` in a child process. Nothing is spawned before the first use."""

    def __init__(self, timeouts: Timeouts | None = None, main: ChildMain = host.main) -> None:
        self._timeouts = timeouts or Timeouts()
        self._main = main
        self._lock = PriorityLock()
        self._child: _Child | None = None
        self._packs: tuple[LoadPack, ...] = ()
        self._loaded: list[Loaded] = []
        self._sequence = 0
        self._restarts = 0
        self._lost_code = ""
        self._restart_callback: OnRestart | None = None
        self._closed = False
        self._serving = False
        self._aborting = False
        # The signal that ends the child with its parent is tied to the THREAD that spawned it
        # (prctl(2), PR_SET_PDEATHSIG): one thread of our own, living as long as we do, spawns.
        self._spawner = ThreadPoolExecutor(1, thread_name_prefix="engine-spawn")

    @property
    def busy(self) -> bool:
        """True while a request is being served or waited for."""
        return self._lock.taken

    @property
    def restarts(self) -> int:
        """How often the child was lost and started again."""
        return self._restarts

    @property
    def child_pid(self) -> int | None:
        """The process id of the child, when there is one."""
        child = self._child
        return child.process.pid if child is not None else None

    def on_restart(self, callback: OnRestart | None) -> None:
        """See `Engine.on_restart`."""
        self._restart_callback = callback

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        """See `Engine.load`. After a failure nothing counts as loaded."""
        with self._lock.hold(Priority.FINAL):
            if tuple(packs) != self._packs or self._child is None:
                self._packs = ()
                self._loaded = []
                for done, pack in enumerate(packs):
                    if progress is not None:
                        progress(done, len(packs), Path(pack.folder).name)
                    self._loaded.append(expect(Loaded, self._serve(pack)))
                    self._packs = (*self._packs, pack)
            if progress is not None:
                progress(len(packs), len(packs), "")
            return list(self._loaded)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """Serve one request, over two lives of the child at most. Raises EngineFailed.

        A partial is not worth a second life: it is only tried once.
        """
        with self._lock.hold(priority):
            return self._serve(request, 1 if priority is Priority.PARTIAL else ATTEMPTS)

    def abort(self) -> None:
        """See `Engine.abort`."""
        if self._serving:
            self._aborting = True
            child = self._child
            if child is not None:
                _kill(child)

    def close(self, timeout_s: float = 5.0) -> None:
        """Ask the child to leave, then tell it, then kill it; each wait has a deadline."""
        self._closed = True
        self.abort()
        with self._lock.hold(Priority.FINAL):
            child, self._child = self._child, None
            if child is not None:
                _end(child, timeout_s)
        self._spawner.shutdown(wait=True)

    def _serve(self, request: Request, attempts: int = ATTEMPTS) -> Reply:
        self._serving = True
        try:
            for attempt in range(1, attempts + 1):
                if self._closed:
                    raise EngineFailed("engine.closed")
                try:
                    child = self._child or self._start()
                    return self._exchange(child, request)
                except _ChildLostError as lost:
                    self._discard(lost.code)
                    if self._aborting:
                        raise EngineFailed("engine.aborted") from None
                    log.warning("engine child lost: %s, attempt %d", lost.code, attempt)
            raise EngineFailed(self._lost_code)
        finally:
            self._serving = False
            self._aborting = False

    def _start(self) -> _Child:
        """Spawn a child and load what was loaded before."""
        if self._lost_code:
            self._restarts += 1
            if self._restart_callback is not None:
                self._restart_callback(self._lost_code, self._restarts)
        self._child = child = self._spawner.submit(self._spawn).result()
        try:
            self._exchange(child, Ping(), self._timeouts.start_s)
            for pack in self._packs:
                expect(Loaded, self._exchange(child, pack))
        except EngineFailed as failed:
            # A pack went bad on the disk: a child without it would only answer "not loaded".
            self._discard(failed.code)
            raise
        return child

    def _spawn(self) -> _Child:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=self._main, args=(theirs, os.getpid()), name="yizhen-engine", daemon=True
        )
        process.start()
        # Only the child may hold its end: otherwise its death would not close the pipe.
        theirs.close()
        return _Child(process, ours)

    def _exchange(self, child: _Child, request: Request, limit_s: float | None = None) -> Reply:
        """Send one request and wait for its answer. Raises _ChildLostError."""
        if self._aborting:
            raise _ChildLostError("engine.aborted")
        self._sequence += 1
        late = threading.Event()

        def kill() -> None:
            late.set()
            _kill(child)

        # A timer and not poll(): it also ends a send to a child that does not read.
        limit_s = self._timeouts.of(request) if limit_s is None else limit_s
        timer = threading.Timer(limit_s, kill)
        timer.daemon = True
        timer.start()
        try:
            child.connection.send((self._sequence, request))
            while True:
                sequence, reply = child.connection.recv()
                if sequence == self._sequence:
                    answer: Reply = reply
                    return answer
                log.warning("engine: answer %d is not for request %d", sequence, self._sequence)
        except (EOFError, OSError):
            raise _ChildLostError("engine.timeout" if late.is_set() else "engine.failed") from None
        finally:
            timer.cancel()

    def _discard(self, code: str) -> None:
        self._lost_code = code
        child, self._child = self._child, None
        if child is not None:
            _kill(child)
            _end(child, 5.0)


def _kill(child: _Child) -> None:
    # Its owner may have ended it in the meantime; a closed Process refuses every question.
    with contextlib.suppress(ValueError):
        child.process.kill()


def _end(child: _Child, timeout_s: float) -> None:
    """Close the pipe (the child then leaves), terminate, kill; at most ``timeout_s`` each."""
    child.connection.close()
    child.process.join(timeout_s)
    if child.process.is_alive():
        child.process.terminate()
        child.process.join(timeout_s)
    if child.process.is_alive():
        child.process.kill()
        child.process.join(timeout_s)
    if child.process.is_alive():
        log.error("engine child %s does not end", child.process.pid)
        return
    child.process.close()
