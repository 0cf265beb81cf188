"""Document work gives way: while somebody speaks, a step of it is done when nobody waits for an
answer, in the consultation's own line; else at once.

A step is one request to the engine. So a consultation overtakes a document at every step, and
never waits for more than the one that is being done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
LOOK_AGAIN_S = 0.2
"""How often it is looked whether the consultation has ended with a step in its line."""


class Consultation(Protocol):
    """A live consultation as document work sees it."""

    @property
    def running(self) -> bool:
        """From its start until its last sentence is answered."""
        ...

    def put_document(self, work: Callable[[], None]) -> bool:
        """Do ``work`` when nobody waits; False when it cannot be taken now."""
        ...


class Stopped(Exception):
    """The work was stopped while its next step waited for its turn."""


class GiveWay:
    """Does steps of document work. ``consultation`` gives the one that is there, if any."""

    def __init__(self, consultation: Callable[[], Consultation | None] = lambda: None) -> None:
        self._consultation = consultation

    @property
    def in_line(self) -> bool:
        """Whether a consultation goes first at the moment."""
        live = self._consultation()
        return live is not None and live.running

    def do(self, step: Callable[[], T], stop: threading.Event) -> T:
        """Do one step, in whichever thread may; gives or raises what it gives or raises.

        Raises Stopped when ``stop`` is set before the step has begun.
        """
        once = _Once(step)
        lined_up: Consultation | None = None
        while not once.done.is_set():
            if stop.is_set() and once.claim():
                raise Stopped
            live = self._consultation()
            if live is None or not live.running:
                # A step in the line of a consultation that has ended is done here instead.
                once.run()
            elif lined_up is not live and live.put_document(once.run):
                lined_up = live
            once.done.wait(LOOK_AGAIN_S)
        return once.result()


class _Once(Generic[T]):
    """A step that is done once, by whoever claims it first."""

    def __init__(self, step: Callable[[], T]) -> None:
        self._step = step
        self._lock = threading.Lock()
        self._claimed = False
        self._value: list[T] = []
        self._error: BaseException | None = None
        self.done = threading.Event()

    def claim(self) -> bool:
        """True for the first who asks."""
        with self._lock:
            first, self._claimed = not self._claimed, True
            return first

    def run(self) -> None:
        """Do it, unless somebody else has or does."""
        if not self.claim():
            return
        try:
            self._value.append(self._step())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
            self._error = error
        finally:
            self.done.set()

    def result(self) -> T:
        """What came of it."""
        if self._error is not None:
            raise self._error
        return self._value[0]
