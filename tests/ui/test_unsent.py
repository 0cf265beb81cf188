"""What the patient has not seen: sent later where another page hides it, asked about at the end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.session.events import Attested, Held, NotDone, Party, Released, StateChanged
from app.session.live import standard_checks
from app.ui import subtitle_state
from app.ui.end_question import EndQuestion
from app.ui.patient_screen import _MESSAGES
from app.ui.pending import Correction
from app.ui.view_state import PAGES, PatientMode
from app.ui.widgets.turn_delegate import CorrectionEditor
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import make_kit
from tests.ui.conftest import Desk, MakeDesk, opened, press, settled
from tests.ui.feed import turn

D = Party.CLINICIAN


def held(number: int = 1, revision: int = 1) -> Held:
    said = turn(number, D, "每天吃两片。", "Take three.", critical=("dose",), revision=revision)
    return Held(said, 1000)


def interpreter(desk: Desk, asked: bool) -> None:
    """The patient asks for a person, which pauses the session; or the doctor goes on."""
    bridge = desk.windows.bridge
    bridge.replace_state(subtitle_state.interpreter_asked(bridge.state, asked))
    desk.tell(StateChanged("paused" if asked else "listening"))


def question(desk: Desk) -> EndQuestion | None:
    found = [each for each in desk.doctor.findChildren(EndQuestion) if each.isVisible()]
    return found[0] if found else None


def end_by_key(desk: Desk, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(desk.doctor, Qt.Key.Key_E, both)
    QApplication.processEvents()


def test_pages_of_the_patient_screen_are_those_that_hide_sentences(
    desk: Desk, qtbot: QtBot
) -> None:
    assert set(PAGES) == {*_MESSAGES, PatientMode.CONSENT}
    opened(desk, qtbot)
    desk.listen(turn(1, D, "您好。", "Hello."))
    for state in ("paused", "failed", "listening"):
        desk.tell(StateChanged(state))
        QApplication.processEvents()
        assert desk.windows.bridge.state.patient.shows_lines
        assert desk.patient.newest.isVisible()
    interpreter(desk, True)
    QApplication.processEvents()
    assert not desk.windows.bridge.state.patient.shows_lines
    assert not desk.patient.newest.isVisible()


def test_send_as_is_waits_until_the_patient_sees_sentences(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held())
    interpreter(desk, True)
    card = settled(desk, qtbot).doctor.held
    assert "继续后发送" in card.buttons["send"].text()
    assert "继续后发送" in desk.doctor.side._actions["confirm"].text()
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == []
    assert "继续后原样发给患者" in card.words
    interpreter(desk, False)
    assert desk.control.calls == [("confirm", 1, 1)]
    assert "原样发送" in card.buttons["send"].text()
    assert "原样发送" in desk.doctor.side._actions["confirm"].text()


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sending_later_is_said_in_full(make_desk: MakeDesk, lang: str, scale: float) -> None:
    desk = make_desk(ui__language=lang, ui__font_scale=scale)
    desk.listen(held())
    interpreter(desk, True)
    QApplication.processEvents()
    for button in (desk.doctor.held.buttons["send"], desk.doctor.side._actions["confirm"]):
        assert button.sizeHint().width() <= button.width()


def test_another_revision_is_not_sent_later(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held())
    interpreter(desk, True)
    press(settled(desk, qtbot).doctor, Qt.Key.Key_F9, qtbot)
    desk.tell(held(revision=2))
    assert "继续后原样发给患者" not in desk.doctor.held.words
    interpreter(desk, False)
    assert desk.control.calls == []


def test_nothing_but_f9_decides_while_the_interpreter_page_is_shown(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(turn(1, D, "您好。", "Hello."), held(2))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    card.editor.source.setPlainText("每天吃一片。")
    qtbot.waitUntil(card.buttons["correct"].isEnabled, timeout=5000)
    interpreter(desk, True)
    press(card.editor.source, Qt.Key.Key_Return, qtbot)
    assert "请先继续问诊" in card.words
    composer = desk.doctor.composer
    composer.field.setText("多喝水")
    press(composer.field, Qt.Key.Key_Return, qtbot)
    assert composer.field.text() == "多喝水"
    assert not composer._send_button.isEnabled()
    assert desk.control.calls == []
    interpreter(desk, False)
    press(card.editor.source, Qt.Key.Key_Return, qtbot)
    press(composer.field, Qt.Key.Key_Return, qtbot)
    assert [call[0] for call in desk.control.calls] == ["correct", "type_text"]


@pytest.mark.parametrize("action", ["correct", "ask_confirmation", "teach_back"])
def test_a_shown_turn_waits_while_the_interpreter_page_is_shown(desk: Desk, action: str) -> None:
    desk.listen(turn(1, D, "您好。", "Hello."))
    button = desk.doctor.side._actions[action]
    assert button.isEnabled()
    interpreter(desk, True)
    desk.doctor.act(action)
    assert not button.isEnabled()
    assert desk.control.calls == []
    assert not desk.doctor.desk.is_editing


def test_a_correction_being_written_is_asked_about_and_told_at_the_end(desk: Desk) -> None:
    desk.listen(turn(1, D, "吃两片。", "Take two."))
    desk.doctor.act("correct")
    assert desk.doctor.desk.unsent == 0
    desk.doctor.turns.findChildren(CorrectionEditor)[0].edit.setPlainText("吃一片。")
    desk.doctor.press_end()
    assert question(desk) is not None
    told: list[tuple[str, str, str]] = []
    desk.doctor.desk.not_corrected.connect(lambda *what: told.append(what))
    desk.tell(StateChanged("ended"))
    assert told == [("ended_uncorrected", "1", "吃一片。")]
    assert not desk.doctor.desk.is_editing


def test_while_paused_the_sentences_stand_on_the_screen_and_f9_sends(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(held())
    desk.tell(StateChanged("paused"))
    press(settled(desk, qtbot).doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("confirm", 1, 1)]


def test_what_was_being_said_when_the_interpreter_page_came_waits_and_is_asked_about(
    desk: Desk, qtbot: QtBot
) -> None:
    source, voice = ManualSource(), Voice(400.0, "zh", {"zh": "您好。"})
    engine = ScriptedEngine(Script((voice,), translations={"您好。": "Hello."}, slow_s=0.2))
    session = make_kit(engine, source, run_checks=standard_checks).session
    windows, card = desk.windows, desk.doctor.held
    windows.attach(session)
    windows.interpreter_requested.connect(session.pause)
    session.start()
    qtbot.waitUntil(lambda: source.running, timeout=5000)
    source.say(400)
    desk.patient.ask.click()
    qtbot.waitUntil(card.isVisible, timeout=5000)
    assert "请先继续问诊" in card.words
    assert windows.bridge.state.patient.lines == ()
    desk.doctor.press_end()
    asked = question(desk)
    assert asked is not None
    assert "1 句" in asked.text()
    asked.back.click()
    settled(desk, qtbot).doctor.held.press("send")
    assert windows.bridge.state.patient.lines == ()
    desk.doctor.interpreter.dismissed.emit()
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=5000)
    assert [line.text for line in windows.bridge.state.patient.lines] == ["Hello."]
    session.end()
    assert session.wait_ended(5.0)


def test_why_a_turn_waits_that_came_while_the_interpreter_page_was_shown(desk: Desk) -> None:
    desk.listen(Held(turn(1, D, "您好。", "Hello.", critical=("hidden",)), 1000))
    assert "患者屏幕当时显示的是“已请求人工翻译”页面" in desk.doctor.held.words
    interpreter(desk, True)
    assert "当时" not in desk.doctor.held.words
    assert "患者屏幕现在显示的是" in desk.doctor.held.words


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_ending_with_held_turns_is_asked_about(desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    desk.listen(held(1), held(2))
    end_by_key(desk, qtbot)
    asked = question(desk)
    assert asked is not None
    assert "2 句" in asked.text()
    press(asked, key, qtbot)
    assert question(desk) is None
    assert desk.control.calls == []
    desk.doctor.side._end.click()
    asked = question(desk)
    assert asked is not None
    asked.end.click()
    assert desk.control.calls == [("end",)]


def test_ending_with_a_correction_that_failed_is_asked_about(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片。", "Take two."))
    desk.doctor.pending.sent(Correction(1, True, "吃一片。"))
    desk.tell(NotDone("correct", 1, "engine.timeout"))
    end_by_key(desk, qtbot)
    asked = question(desk)
    assert asked is not None
    assert "1 句" in asked.text()


def test_nothing_unsent_nothing_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(), Released(1, 1, Attested.NOT_SENT, "Dr. Li", 10))
    end_by_key(desk, qtbot)
    assert question(desk) is None
    assert desk.control.calls == [("end",)]


def test_closing_the_window_with_a_held_turn_is_asked_about(desk: Desk, qtbot: QtBot) -> None:
    closed: list[bool] = []
    desk.windows.close_requested.connect(lambda: closed.append(True))
    desk.listen(held())
    desk.doctor.close()
    asked = question(desk)
    assert asked is not None
    assert closed == []
    asked.end.click()
    assert closed == [True]


def test_the_question_is_asked_once(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held())
    desk.doctor.press_end()
    desk.doctor.press_end()
    QApplication.processEvents()
    visible = [each for each in desk.doctor.findChildren(EndQuestion) if each.isVisible()]
    assert len(visible) == 1
    assert [type(x) for x in visible[0].buttons()] == [QPushButton, QPushButton]
