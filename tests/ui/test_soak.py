"""Many small calls: a wrong PySide6 loses references at each and aborts after some thousands."""

from __future__ import annotations

from statistics import median
from time import thread_time

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.session.events import Level, Partial, Party, SessionEvent
from tests.ui.conftest import Desk
from tests.ui.feed import turn


class Bell(QObject):
    rung = Signal(object)


def test_five_thousand_signals(qtbot: QtBot) -> None:
    bell = Bell()
    heard: list[object] = []
    bell.rung.connect(heard.append)
    for number in range(5000):
        bell.rung.emit(number)
    assert heard == list(range(5000))


def test_thirty_thousand_label_texts(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(30_000):
        label.setText(str(number))
    assert label.text() == "29999"


def test_a_turn_costs_the_same_after_five_hundred(desk: Desk) -> None:
    """A list that lays everything out anew would take more the longer the consultation lasts.

    Processor time of this thread, as a ratio within one run: other work of the machine is no part
    of it.
    """
    desk.listen(*_turns(1, 20))
    few = _one_more(desk, 21)
    desk.tell(*_turns(51, 500))
    many = _one_more(desk, 501)
    assert many < 4 * few


def _turns(first: int, last: int) -> list[SessionEvent]:
    return [
        turn(n, Party.CLINICIAN if n % 2 else Party.PATIENT, "请坐。" * 8, "Sit down. " * 8)
        for n in range(first, last + 1)
    ]


def _one_more(desk: Desk, first: int) -> float:
    """Median seconds of a level, a partial and the turn, of thirty turns from ``first`` on."""
    desk.doctor.turns.go_to_newest()
    QApplication.processEvents()
    took: list[float] = []
    for number in range(first, first + 30):
        desk.control.tell(
            Level(0, -20.0, -30.0, True),
            Partial(number, Party.PATIENT, "en", "My chest hurts", "My"),
            turn(number, Party.PATIENT, "My chest hurts.", "我胸口痛。"),
        )
        started = thread_time()
        while desk.windows.bridge.drain():
            pass
        QApplication.processEvents()
        took.append(thread_time() - started)
    return median(took)
