"""The lock in front of the engine: urgent first, equals in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from app.engine.engine import Priority
from app.engine.priority_lock import PriorityLock


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait, with a deadline, for a condition that has no event of its own."""
    pause = threading.Event()
    for _ in range(2000):
        if condition():
            return
        pause.wait(0.005)
    pytest.fail("the condition never came true")


def _waiting(lock: PriorityLock, count: int) -> bool:
    return lock.waiting == count


def test_finals_go_before_waiting_documents() -> None:
    lock = PriorityLock()
    order: list[Priority] = []
    leave = threading.Event()

    def first() -> None:
        with lock.hold(Priority.DOCUMENT):
            leave.wait(10)

    def later(priority: Priority) -> None:
        with lock.hold(priority):
            order.append(priority)

    threads = [threading.Thread(target=first)]
    threads[0].start()
    wait_until(lambda: lock.taken and lock.waiting == 0)
    asked = [Priority.DOCUMENT, Priority.PARTIAL, Priority.FINAL, Priority.DOCUMENT]
    for count, priority in enumerate(asked, 1):
        threads.append(threading.Thread(target=later, args=(priority,)))
        threads[-1].start()
        wait_until(partial(_waiting, lock, count))
    leave.set()
    for thread in threads:
        thread.join(10)
    assert order == sorted(asked)
    assert not lock.taken


def test_it_is_free_again_after_an_exception() -> None:
    lock = PriorityLock()
    with pytest.raises(RuntimeError), lock.hold(Priority.FINAL):
        raise RuntimeError
    with lock.hold(Priority.DOCUMENT):
        assert lock.taken
    assert not lock.taken
