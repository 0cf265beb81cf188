"""Many small calls: a wrong PySide6 loses references at each and aborts after some thousands."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.session.events import Level, Partial, Party
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


def test_five_hundred_turns_stay_light(desk: Desk) -> None:
    """One more turn, partials and levels on top of 500: well under a frame's worth of stall.

    The bound is generous because the machine may be shared; a list that lays everything out anew
    takes ten times as long.
    """
    desk.listen(
        *(
            turn(n, Party.CLINICIAN if n % 2 else Party.PATIENT, "请坐。" * 8, "Sit down. " * 8)
            for n in range(1, 501)
        )
    )
    desk.doctor.turns.go_to_newest()
    QApplication.processEvents()
    took: list[float] = []
    for number in range(501, 531):
        desk.control.tell(
            Level(0, -20.0, -30.0, True),
            Partial(number, Party.PATIENT, "en", "My chest hurts", "My"),
            turn(number, Party.PATIENT, "My chest hurts.", "我胸口痛。"),
        )
        started = perf_counter()
        while desk.windows.bridge.drain():
            pass
        QApplication.processEvents()
        took.append((perf_counter() - started) * 1000)
    took.sort()
    print(f"one turn on top of 500: median {took[15]:.1f} ms, worst {took[-1]:.1f} ms")  # noqa: T201
    assert took[15] < 100
