"""Windows for tests: real ones, off screen, with settings in memory and a scripted session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import SessionEvent, StateChanged
from app.ui.application import create_application
from app.ui.resources import translations_folder
from app.ui.settings_port import MemorySettings
from app.ui.texts import Texts, load_catalogues
from app.ui.widgets.ask_row import AskRow
from app.ui.windows import Windows
from tests.ui.feed import ScriptedControl


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the off-screen platform says it cannot do is no warning about our windows."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """No test leaves its windows to the next: Qt deletes them in an event loop only.

    Every change of the style reaches all widgets there are, so left ones make all later tests
    slower and slower.
    """
    yield
    if QApplication.instance() is None:
        return
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Desk:
    """Windows with a scripted session attached, and short ways to drive them."""

    def __init__(
        self, windows: Windows, control: ScriptedControl, settings: MemorySettings
    ) -> None:
        self.windows = windows
        self.control = control
        self.settings = settings
        self.doctor = windows.doctor
        self.patient = windows.patient

    def tell(self, *events: SessionEvent) -> None:
        """Let the session say ``events`` and the windows hear them."""
        self.control.tell(*events)
        while self.windows.bridge.drain():
            pass
        QApplication.processEvents()

    def listen(self, *events: SessionEvent) -> None:
        """A session that is listening and has said ``events``."""
        self.tell(StateChanged("listening"), *events)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as it is in real life: fonts, style sheet, translations."""
    return create_application(["yizhen"])


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot) -> Iterator[MakeDesk]:
    """Makes windows with the given settings (double underscore for the dot)."""
    made: list[Windows] = []

    def make(**settings: object) -> Desk:
        memory = MemorySettings(**settings)
        texts = Texts(load_catalogues(translations_folder()), "zh")
        windows = Windows(memory, texts)
        made.append(windows)
        control = ScriptedControl()
        windows.attach(control)
        # The test empties the queue itself; the timer would make it a race.
        windows.bridge.stop_timer()
        windows.doctor.show()
        qtbot.waitExposed(windows.doctor)
        return Desk(windows, control, memory)

    yield make
    for windows in made:
        windows.close_all()
        windows.patient.deleteLater()
        windows.doctor.deleteLater()
        windows.deleteLater()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Windows with everything at its default."""
    return make_desk()


def press(widget: QWidget, key: Qt.Key, qtbot: QtBot) -> None:
    """As a person does who has read what there is to be answered."""
    row = widget.window().findChild(AskRow)
    if isinstance(row, AskRow) and row.isVisible():
        qtbot.waitUntil(lambda: bool(row.offered), timeout=5000)
    qtbot.keyClick(widget, key)
    QApplication.processEvents()


def settled(desk: Desk, qtbot: QtBot) -> Desk:
    """The held turn has been on display long enough to decide about it."""
    qtbot.waitUntil(lambda: "again" in desk.doctor.held.offered, timeout=5000)
    return desk


def seen(desk: Desk, qtbot: QtBot) -> Desk:
    """What the patient is asked has been on the screen long enough to be answered by touch."""
    QApplication.processEvents()
    row, pad = desk.patient.row, desk.patient.pad
    qtbot.waitUntil(lambda: bool(row.offered) or not row.isVisible(), timeout=5000)
    qtbot.waitUntil(lambda: pad.choices.isEnabled() or not pad.isVisible(), timeout=5000)
    return desk


def opened(desk: Desk, qtbot: QtBot) -> Desk:
    desk.patient.resize(1280, 720)
    desk.patient.show()
    desk.patient.activateWindow()
    qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
    return desk
