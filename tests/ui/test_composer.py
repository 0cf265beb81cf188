"""Words that were typed and could not be sent: they are not lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.events import NotDone, Origin, Party
from tests.ui.conftest import Desk, press
from tests.ui.feed import ScriptedControl, turn

D, P = Party.CLINICIAN, Party.PATIENT
FAILED = NotDone("type", 0, "translation.failed")


def type_and_send(desk: Desk, text: str, qtbot: QtBot) -> None:
    desk.doctor.composer.field.insert(text)
    press(desk.doctor.composer.field, Qt.Key.Key_Return, qtbot)


def test_what_could_not_be_sent_is_back_in_the_field(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    composer = desk.doctor.composer
    composer._buttons[P].click()
    type_and_send(desk, "I feel dizzy", qtbot)
    assert composer.field.text() == ""
    composer._buttons[D].click()
    desk.tell(FAILED)
    assert composer.field.text() == "I feel dizzy"
    assert composer.party is P
    assert "没有发出" in desk.doctor.banner.words
    assert "输入框" in desk.doctor.banner.words
    assert "这一句保持原样" not in desk.doctor.banner.words


def test_a_typed_turn_that_was_answered_does_not_come_back(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    type_and_send(desk, "吃两片", qtbot)
    type_and_send(desk, "多喝水", qtbot)
    desk.tell(turn(1, D, "吃两片", "Take two.", origin=Origin.TYPED), FAILED)
    assert desk.doctor.composer.field.text() == "多喝水"


def test_it_does_not_replace_something_newer_and_comes_after_it(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    field = desk.doctor.composer.field
    type_and_send(desk, "吃两片", qtbot)
    field.insert("多喝水")
    desk.tell(FAILED)
    assert field.text() == "多喝水"
    press(field, Qt.Key.Key_Return, qtbot)
    assert field.text() == "吃两片"
    press(field, Qt.Key.Key_Return, qtbot)  # the second half of a double press
    assert [call[2] for call in desk.control.calls] == ["吃两片", "多喝水"]
    qtbot.waitUntil(desk.doctor.composer._send_button.isEnabled, timeout=5000)
    press(field, Qt.Key.Key_Return, qtbot)
    assert [call[2] for call in desk.control.calls] == ["吃两片", "多喝水", "吃两片"]


def test_several_come_back_one_after_the_other(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    field, button = desk.doctor.composer.field, desk.doctor.composer._send_button
    for text in ("一", "二"):
        type_and_send(desk, text, qtbot)
    desk.tell(FAILED, FAILED)
    for text in ("一", "二"):
        assert field.text() == text
        qtbot.waitUntil(button.isEnabled, timeout=5000)
        press(field, Qt.Key.Key_Return, qtbot)
    assert field.text() == ""


def test_letters_of_an_input_method_are_something_newer(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    field = desk.doctor.composer.field
    type_and_send(desk, "吃两片", qtbot)
    QApplication.sendEvent(field, QInputMethodEvent("duo he shui", []))
    desk.tell(FAILED)
    assert field.text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("多喝水")
    QApplication.sendEvent(field, done)
    assert field.text() == "多喝水"


def test_nothing_is_left_for_the_next_patient(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    type_and_send(desk, "吃两片", qtbot)
    desk.tell(FAILED)
    desk.windows.attach(ScriptedControl())
    assert desk.doctor.composer.field.text() == ""
