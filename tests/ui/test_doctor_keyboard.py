"""Where the keyboard of the doctor's window is when what had it is gone or grey."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.events import Party, StateChanged
from tests.ui.conftest import Desk
from tests.ui.feed import turn


@pytest.fixture
def low(desk: Desk, qtbot: QtBot) -> Desk:
    """A window in which the side panel does not stand whole."""
    desk.doctor.resize(1024, 640)
    desk.doctor.activateWindow()
    qtbot.waitUntil(desk.doctor.isActiveWindow, timeout=5000)
    QApplication.processEvents()
    assert desk.doctor._column.verticalScrollBar().maximum() > 0
    return desk


def test_the_side_panel_opens_at_its_top(low: Desk, qtbot: QtBot) -> None:
    assert low.doctor.side._main.hasFocus()
    qtbot.keyClick(low.doctor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    low.patient.consent.agree.click()
    low.tell(StateChanged("loading"))
    assert low.doctor._column.verticalScrollBar().value() == 0
    low.listen()
    assert low.doctor._column.verticalScrollBar().value() == 0
    assert low.doctor.focusWidget() is low.doctor.turns


def test_a_button_that_turned_grey_gives_the_keyboard_to_no_other_one(
    low: Desk, qtbot: QtBot
) -> None:
    low.listen(turn(1, Party.PATIENT, "It hurts.", "疼。"))
    end = low.doctor.side._end
    qtbot.mouseClick(end, Qt.MouseButton.LeftButton)
    assert end.hasFocus()
    low.tell(StateChanged("ending"))
    assert low.doctor.focusWidget() is low.doctor.turns
    assert low.doctor._column.verticalScrollBar().value() == 0
