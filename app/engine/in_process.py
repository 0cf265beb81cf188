"""The engine without a child process: for tools, benchmarks and tests of the models.

The application itself never uses it: here a native crash takes everything along.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.engine.engine import EngineFailed, OnRestart, Priority, Progress, RequestingEngine, expect
from app.engine.host import ModelHost
from app.engine.priority_lock import PriorityLock
from app.engine.protocol import Loaded, LoadPack, Reply, Request


class InProcessEngine(RequestingEngine):
    """`app.engine.engine.Engine` in this very process."""

    def __init__(self) -> None:
        self._host: ModelHost | None = ModelHost()
        self._lock = PriorityLock()
        self._packs: tuple[LoadPack, ...] = ()
        self._loaded: list[Loaded] = []

    @property
    def busy(self) -> bool:
        """True while a request is being served or waited for."""
        return self._lock.taken

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        """Load packs, unless exactly these are loaded already."""
        if tuple(packs) != self._packs:
            self._packs = ()
            self._loaded = []
            for done, pack in enumerate(packs):
                if progress is not None:
                    progress(done, len(packs), Path(pack.folder).name)
                self._loaded.append(expect(Loaded, self.request(pack)))
            self._packs = tuple(packs)
        if progress is not None:
            progress(len(packs), len(packs), "")
        return list(self._loaded)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """Serve one request in the calling thread."""
        with self._lock.hold(priority):
            if self._host is None:
                raise EngineFailed("engine.closed")
            return self._host.handle(request)

    def on_restart(self, callback: OnRestart | None) -> None:
        """Nothing ever restarts here."""

    def abort(self) -> None:
        """A call in this process cannot be interrupted; it finishes."""

    def close(self, timeout_s: float = 5.0) -> None:
        """Forget the models; waits for a request that is being served."""
        with self._lock.hold(Priority.FINAL):
            self._host = None
