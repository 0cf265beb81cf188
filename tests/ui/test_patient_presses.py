"""What a press on the patient screen decides about: what was read, and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import ConfirmAnswer, ConfirmationAsked, ConfirmKind, Party
from app.ui.view_state import Pad
from tests.ui.conftest import Desk, opened, seen
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
LEFT = Qt.MouseButton.LeftButton
YES_TO_THE_DOSE = ("answer_confirmation", 2, ConfirmAnswer.YES)
DOSE = ConfirmationAsked(2, 1, D, ConfirmKind.DOSE)
ALLERGY = ConfirmationAsked(1, 1, P, ConfirmKind.ALLERGY)


def talked(desk: Desk, qtbot: QtBot) -> Desk:
    opened(desk, qtbot)
    desk.listen(turn(1, P, "I am allergic to penicillin.", "我对青霉素过敏。"))
    desk.tell(turn(2, D, "一天三次", "Three times a day."))
    return desk


def yes_button(desk: Desk) -> QWidget:
    return desk.patient.row.buttons[ConfirmAnswer.YES]


def tap(screen: QWidget, at: QPoint) -> None:
    """A finger at a place, whatever stands there now."""
    touched = screen.childAt(at)
    assert touched is not None
    QTest.mouseClick(touched, LEFT, Qt.KeyboardModifier.NoModifier, touched.mapFrom(screen, at))
    QApplication.processEvents()


def test_a_second_tap_does_not_answer_the_next_question(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(ALLERGY, DOSE)
    yes = yes_button(seen(desk, qtbot))
    at = yes.mapTo(desk.patient, yes.rect().center())
    tap(desk.patient, at)
    assert desk.patient.row.ask is not None
    assert desk.patient.row.ask.turn == 1
    for _ in range(3):
        tap(desk.patient, at)
    assert desk.control.calls == [YES_TO_THE_DOSE]
    tap(seen(desk, qtbot).patient, yes.mapTo(desk.patient, yes.rect().center()))
    assert desk.control.calls[1:] == [("answer_confirmation", 1, ConfirmAnswer.YES)]


def test_a_second_key_does_not_answer_the_next_question(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(ALLERGY, DOSE)
    seen(desk, qtbot)
    for _ in range(3):
        qtbot.keyClick(desk.patient, Qt.Key.Key_1)
    assert desk.control.calls == [YES_TO_THE_DOSE]


def test_a_press_that_began_on_another_question_answers_neither(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(ALLERGY)
    yes = yes_button(seen(desk, qtbot))
    qtbot.mousePress(yes, LEFT)
    desk.tell(DOSE)
    seen(desk, qtbot)  # even where the finger rests on it for long
    qtbot.mouseRelease(yes, LEFT)
    assert desk.control.calls == []
    qtbot.mouseClick(yes, LEFT)
    assert desk.control.calls == [YES_TO_THE_DOSE]


def test_the_same_question_about_another_text_is_another_question(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(DOSE)
    seen(desk, qtbot)
    desk.tell(
        turn(2, D, "一天两次", "Twice a day.", revision=2, reason="corrected"),
        ConfirmationAsked(2, 2, D, ConfirmKind.DOSE),
    )
    assert desk.patient.row.isVisible()
    qtbot.keyClick(desk.patient, Qt.Key.Key_1)
    assert desk.control.calls == []


def test_a_tap_for_a_pad_does_not_answer_the_question_behind_it(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot)
    desk.doctor.pad_asked.emit(Pad.YES_NO)
    desk.tell(DOSE)
    yes = seen(desk, qtbot).patient.pad.choices.buttons["yes"]
    qtbot.wait(800)  # the question was there all the time, but nobody saw it
    qtbot.mouseClick(yes, LEFT)
    assert [name for name, *_ in desk.control.calls] == ["send_phrase"]
    assert desk.patient.row.isVisible()
    qtbot.mouseClick(yes_button(desk), LEFT)
    assert len(desk.control.calls) == 1


def test_a_tap_meant_for_what_a_pad_took_the_place_of_is_no_answer(
    desk: Desk, qtbot: QtBot
) -> None:
    talked(desk, qtbot)
    desk.doctor.pad_asked.emit(Pad.YES_NO)
    QApplication.processEvents()
    choice = desk.patient.pad.choices.buttons["no"]
    qtbot.mouseClick(choice, LEFT)
    assert desk.control.calls == []
    qtbot.mouseClick(seen(desk, qtbot).patient.pad.choices.buttons["no"], LEFT)
    assert len(desk.control.calls) == 1


@pytest.mark.parametrize("touched", ["newest", "ask", "bigger"])
def test_the_keys_answer_wherever_the_screen_was_touched(
    desk: Desk, qtbot: QtBot, touched: str
) -> None:
    talked(desk, qtbot).tell(DOSE)
    seen(desk, qtbot)
    screen = desk.patient
    screen.overlay.appear()
    widget = screen.overlay.buttons[touched] if touched == "bigger" else getattr(screen, touched)
    qtbot.mousePress(widget, LEFT)
    focused = QApplication.focusWidget()
    assert focused is screen.row  # a touch takes the keyboard from nothing
    widget.setFocus()  # but Tab goes everywhere, and a screen reader with it
    assert QApplication.focusWidget() is widget
    QTest.keyClick(widget, Qt.Key.Key_1)
    assert desk.control.calls == [YES_TO_THE_DOSE]


def test_keys_with_others_held_answer_nothing(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(DOSE)
    seen(desk, qtbot)
    qtbot.keyClick(desk.patient, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(desk.patient, Qt.Key.Key_4)
    assert desk.control.calls == []
    qtbot.keyClick(desk.patient, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert desk.control.calls == [YES_TO_THE_DOSE]


def test_answers_that_cannot_be_given_yet_are_dim(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(DOSE)
    yes = yes_button(desk)
    dim = yes.grab().toImage()
    ground = dim.pixelColor(8, dim.height() // 2)
    seen(desk, qtbot)
    clear = yes.grab().toImage().pixelColor(8, dim.height() // 2)
    assert clear.name() == desk.patient._look.colours.accent.lower()
    assert ground.name() == desk.patient._look.colours.panel.lower()


def test_space_after_an_answer_calls_no_interpreter(desk: Desk, qtbot: QtBot) -> None:
    talked(desk, qtbot).tell(ALLERGY, DOSE)
    seen(desk, qtbot)
    yes_button(desk).setFocus()
    asked: list[bool] = []
    desk.patient.interpreter_asked.connect(lambda: asked.append(True))
    for _ in range(2):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Space)
        QApplication.processEvents()
    assert desk.control.calls == [YES_TO_THE_DOSE]
    assert asked == []
