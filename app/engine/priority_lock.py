"""A lock that the most urgent waiter gets next; equals are served in the order of asking."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PriorityLock:
    """Mutual exclusion with priorities; not reentrant. Lower numbers go first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._tickets = itertools.count()
        self._held = False

    @property
    def taken(self) -> bool:
        """True while somebody holds it or waits for it."""
        return self._held or bool(self._waiting)

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return len(self._waiting)

    @contextmanager
    def hold(self, priority: int) -> Iterator[None]:
        """Wait for one's turn, then hold the lock for the body of the with statement."""
        with self._changed:
            ticket = (priority, next(self._tickets))
            heapq.heappush(self._waiting, ticket)
            while self._held or self._waiting[0] != ticket:
                self._changed.wait()
            heapq.heappop(self._waiting)
            self._held = True
        try:
            yield
        finally:
            with self._changed:
                self._held = False
                self._changed.notify_all()
