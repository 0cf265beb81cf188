"""Where the keyboard is on the patient's screen: Space and Enter press only what was chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import (
    ConfirmAnswer,
    ConfirmationAsked,
    ConfirmKind,
    Party,
    StateChanged,
    TeachBackAsked,
)
from app.ui.view_state import Pad
from tests.ui.conftest import Desk, opened, seen
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
DOSE = ConfirmationAsked(2, 1, D, ConfirmKind.DOSE)


def asked(desk: Desk, qtbot: QtBot) -> Desk:
    """The patient is asked about a dose, and has seen the question."""
    opened(desk, qtbot)
    desk.listen(turn(1, P, "It hurts.", "疼。"), turn(2, D, "一天三次", "Three times a day."), DOSE)
    return seen(desk, qtbot)


def calls(desk: Desk) -> list[bool]:
    """One for each call for an interpreter."""
    called: list[bool] = []
    desk.windows.interpreter_requested.connect(lambda: called.append(True))
    return called


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def stray(desk: Desk, qtbot: QtBot) -> None:
    """Keys that somebody presses without looking."""
    QApplication.processEvents()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(QApplication.focusWidget() or desk.patient, key)
        QApplication.processEvents()


def _answer(answer: ConfirmAnswer) -> Callable[[Desk, QtBot], None]:
    def act(desk: Desk, qtbot: QtBot) -> None:
        qtbot.mouseClick(desk.patient.row.buttons[answer], Qt.MouseButton.LeftButton)

    return act


def _key(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.patient, Qt.Key.Key_3)


def _teach_back(desk: Desk, qtbot: QtBot) -> None:
    desk.tell(TeachBackAsked(2, "en"))


def _pad(pad: Pad) -> Callable[[Desk, QtBot], None]:
    return lambda desk, qtbot: desk.doctor.pad_asked.emit(pad)


def _ended(desk: Desk, qtbot: QtBot) -> None:
    desk.tell(StateChanged("ended"))


WAYS = [
    pytest.param(_answer(ConfirmAnswer.YES), False, id="yes"),
    pytest.param(_answer(ConfirmAnswer.NOT_UNDERSTOOD), True, id="not understood, on a button"),
    pytest.param(_key, False, id="key"),
    pytest.param(_teach_back, False, id="teach-back"),
    pytest.param(_teach_back, True, id="teach-back, on a button"),
    pytest.param(_pad(Pad.YES_NO), False, id="pad"),
    pytest.param(_pad(Pad.NUMBER), True, id="pad, on a button"),
    pytest.param(_ended, True, id="ended, on a button"),
]


@pytest.mark.parametrize(("way", "on_button"), WAYS)
def test_what_takes_the_questions_place_leaves_the_keyboard_on_nothing(
    desk: Desk, qtbot: QtBot, way: Callable[[Desk, QtBot], None], on_button: bool
) -> None:
    asked(desk, qtbot)
    if on_button:
        desk.patient.row.buttons[ConfirmAnswer.NOT_UNDERSTOOD].setFocus()
    called = calls(desk)
    way(desk, qtbot)
    before = len(desk.control.calls)
    for _ in range(2):
        stray(desk, qtbot)
        seen(desk, qtbot)  # what was grey a moment ago can be pressed by now
    assert called == []
    assert len(desk.control.calls) == before
    assert focused() is not desk.patient.ask


@pytest.mark.parametrize("pad", list(Pad))
def test_tab_goes_from_a_new_pad_to_its_answers(desk: Desk, qtbot: QtBot, pad: Pad) -> None:
    asked(desk, qtbot)
    desk.doctor.pad_asked.emit(pad)
    seen(desk, qtbot)
    page = desk.patient.pad
    assert focused() is page
    assert page.accessibleName() == page.title.text()
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    assert page._stack.isAncestorOf(focused())


def test_another_pad_does_not_leave_the_keyboard_on_cancel(desk: Desk, qtbot: QtBot) -> None:
    asked(desk, qtbot)
    desk.doctor.pad_asked.emit(Pad.NUMBER)
    page = seen(desk, qtbot).patient.pad
    page.number.keys["7"].setFocus()
    desk.doctor.pad_asked.emit(Pad.YES_NO)
    assert focused() is page


def test_a_question_behind_a_pad_does_not_take_the_keyboard_from_it(
    desk: Desk, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, P, "It hurts.", "疼。"), turn(2, D, "一天三次", "Three times a day."))
    desk.doctor.pad_asked.emit(Pad.NUMBER)
    key = seen(desk, qtbot).patient.pad.number.keys["7"]
    key.setFocus()
    desk.tell(DOSE)
    assert focused() is key


def test_a_touch_on_the_screen_gives_the_doctors_space_to_no_button(
    desk: Desk, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    called = calls(desk)
    desk.listen(turn(1, P, "It hurts.", "疼。"))
    for left in (desk.patient.ask, None):
        if left is not None:
            left.setFocus()
        desk.doctor.activateWindow()
        qtbot.waitUntil(desk.doctor.isActiveWindow, timeout=5000)
        desk.tell(turn(2, D, "一天三次", "Three times a day."), DOSE)
        desk.patient.activateWindow()
        qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
        stray(desk, qtbot)
        assert focused() is desk.patient.row
    assert called == []


def test_a_question_answered_for_the_patient_leaves_no_trap_for_the_next_touch(
    desk: Desk, qtbot: QtBot
) -> None:
    asked(desk, qtbot)
    called = calls(desk)
    desk.doctor.activateWindow()
    qtbot.waitUntil(desk.doctor.isActiveWindow, timeout=5000)
    desk.tell(TeachBackAsked(2, "en"))  # the question hides while another window is in front
    desk.patient.activateWindow()
    qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
    stray(desk, qtbot)
    assert called == []


def test_who_goes_there_with_tab_calls_the_interpreter_with_space(desk: Desk, qtbot: QtBot) -> None:
    asked(desk, qtbot)
    called = calls(desk)
    for _ in range(12):
        if focused() is desk.patient.ask:
            break
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClick(desk.patient.ask, Qt.Key.Key_Space)
    assert focused() is not desk.patient.row
    assert called == [True]
