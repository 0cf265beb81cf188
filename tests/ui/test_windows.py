"""The windows together: consent before start, interpreter, settings, closing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.commands import window
from app.errors import AppError
from app.records.opening import Recovered, Welcome
from app.records.running import RunningMark
from app.session.events import AskedAgain, Party, StateChanged
from app.ui.dialogs import ConsentDialog
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_port import MemorySettings, keep
from app.ui.view_state import PatientMode, Phase
from tests.fakes.session_kit import HEADER
from tests.ui.conftest import Desk, MakeDesk
from tests.ui.feed import ScriptedControl, consultation


def test_nothing_starts_before_consent(desk: Desk) -> None:
    desk.doctor.press_main()
    assert desk.control.calls == []
    assert desk.windows.bridge.state.patient.mode is PatientMode.CONSENT


def test_patient_agrees_and_the_session_starts(desk: Desk, qtbot: QtBot) -> None:
    given: list[str] = []
    desk.windows.consent_given.connect(given.append)
    desk.doctor.press_main()
    with qtbot.waitSignal(desk.windows.start_requested) as signal:
        desk.patient.consent.agree.click()
    assert signal.args == ["en"]
    assert given == ["patient"]
    assert desk.control.calls == [("start",)]


def test_a_second_click_on_agree_starts_nothing_more(desk: Desk) -> None:
    desk.doctor.press_main()
    desk.patient.consent.agree.click()
    desk.patient.consent.agree.click()
    assert desk.control.calls == [("start",)]


def test_doctor_cancels_the_consent(desk: Desk) -> None:
    desk.doctor.press_main()
    assert desk.windows._dialog is not None
    desk.windows._dialog.reject()
    assert desk.windows.bridge.state.patient.mode is PatientMode.WELCOME
    desk.patient.agreed.emit()
    assert desk.control.calls == []


@pytest.mark.parametrize("by", ["patient", "doctor"])
def test_the_voice_is_kept_only_where_the_patient_agrees_to_that_too(
    make_desk: MakeDesk, by: str
) -> None:
    desk = make_desk(audio__keep=True)
    agreed: list[bool] = []
    desk.windows.start_requested.connect(lambda _lang: agreed.append(desk.windows.sound_agreed))
    page = desk.patient.consent
    for says_yes in (True, False):
        desk.windows.reset()
        desk.windows.attach(desk.control)
        desk.doctor.press_main()
        dialog = desk.windows._dialog
        assert isinstance(dialog, ConsentDialog)
        assert not page.sound.isHidden()
        assert not page.sound.isChecked(), "what the last patient said is forgotten"
        if says_yes:
            (page.sound if by == "patient" else dialog.sound).click()
            assert page.sound.isChecked()
            assert dialog.sound.isChecked()
        (page.agree if by == "patient" else dialog.agree).click()
    assert agreed == [True, False]


def test_nobody_is_asked_about_sound_that_is_never_kept(desk: Desk) -> None:
    desk.doctor.press_main()
    dialog = desk.windows._dialog
    assert isinstance(dialog, ConsentDialog)
    assert dialog.sound.isHidden()
    assert desk.patient.consent.sound.isHidden()
    desk.patient.consent.agree.click()
    assert not desk.windows.sound_agreed


def test_session_attached_while_starting_is_the_one_that_starts(desk: Desk) -> None:
    other = ScriptedControl()
    desk.windows.start_requested.connect(lambda lang: desk.windows.attach(other))
    desk.doctor.press_main()
    desk.patient.consent.agree.click()
    assert other.calls == [("start",)]
    assert desk.control.calls == []


def test_failed_start_does_not_start_the_next_session_by_itself(desk: Desk) -> None:
    def fail(lang: str) -> None:
        desk.windows.attach(None)
        desk.windows.show_error("pack.file_missing")

    desk.windows.start_requested.connect(fail)
    desk.doctor.press_main()
    desk.patient.consent.agree.click()
    assert desk.windows.bridge.state.doctor.phase is Phase.FAILED
    assert "模型包" in desk.doctor.banner.words
    desk.windows.attach(desk.control)
    assert desk.control.calls == []


def test_interpreter_is_told_to_the_doctor_until_dismissed(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    with qtbot.waitSignal(desk.windows.interpreter_requested):
        desk.patient.ask.click()
    assert desk.windows.bridge.state.patient.mode is PatientMode.INTERPRETER
    assert "人工翻译" in desk.doctor.interpreter.words
    desk.doctor.interpreter.dismissed.emit()
    assert desk.windows.bridge.state.patient.mode is PatientMode.LISTENING
    assert not desk.doctor.interpreter.isVisible()


@pytest.mark.parametrize("state", ["paused", "failed"])
def test_whoever_goes_on_goes_on_without_the_interpreter(desk: Desk, state: str) -> None:
    desk.listen()
    desk.patient.ask.click()
    desk.tell(StateChanged(state))
    assert desk.windows.bridge.state.patient.mode is PatientMode.INTERPRETER
    desk.doctor.press_main()
    desk.tell(StateChanged("listening"))
    assert desk.windows.bridge.state.patient.mode is PatientMode.LISTENING
    assert not desk.doctor.interpreter.isVisible()


def test_nothing_but_its_own_dismissal_takes_the_request_for_an_interpreter_away(
    desk: Desk,
) -> None:
    desk.listen()
    desk.patient.ask.click()
    desk.tell(StateChanged("paused"), AskedAgain(Party.CLINICIAN, "zh", 4, "translation.failed"))
    assert desk.doctor.interpreter.isVisible()
    assert desk.doctor.banner.isVisible()
    desk.doctor.banner.dismissed.emit()
    assert not desk.doctor.banner.isVisible()
    assert desk.doctor.interpreter.isVisible()
    assert desk.windows.bridge.state.patient.mode is PatientMode.INTERPRETER


def test_the_session_knows_while_the_patient_reads_the_interpreter_page(desk: Desk) -> None:
    desk.listen()
    page_came: list[bool] = []
    desk.windows.bridge.patient_changed.connect(lambda _: page_came.append(desk.control.hidden))
    desk.patient.ask.click()
    assert page_came == [True]
    later = ScriptedControl()
    desk.windows.attach(later)
    assert later.hidden
    desk.doctor.interpreter.dismissed.emit()
    assert not later.hidden


def test_a_request_for_an_interpreter_while_locked_keeps_the_microphone_silent(
    desk: Desk,
) -> None:
    desk.listen()
    desk.windows.set_locked(True)
    desk.patient.ask.click()
    desk.windows.set_locked(False)
    assert [call[0] for call in desk.control.calls] == ["pause"]
    assert desk.windows.bridge.state.patient.mode is PatientMode.INTERPRETER


def test_before_a_session_the_window_says_preparing(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.windows.attach(None)
    assert desk.windows.bridge.state.doctor.phase is Phase.PREPARING
    desk.doctor.press_main()
    assert desk.windows.bridge.state.patient.mode is PatientMode.WELCOME


def test_new_consultation_begins_empty(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*consultation())
    desk.tell(StateChanged("ended"))
    with qtbot.waitSignal(desk.windows.new_requested):
        desk.doctor.press_main()
    assert desk.doctor.turns.model().rowCount() == 0
    assert desk.patient.newest.line is None


def test_closing_asks_first(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.windows.close_requested):
        desk.doctor.close()
    assert desk.doctor.isVisible()
    desk.windows.close_all()
    assert not desk.doctor.isVisible()


def test_languages_without_packs_are_named_but_not_offered(desk: Desk) -> None:
    desk.windows.set_languages(frozenset({"en"}))
    picker = desk.doctor.header.picker
    index = picker.findData("th")
    assert "未安装" in picker.itemText(index)
    model = picker.model()
    flags = model.flags(model.index(index, 0))
    assert not flags & type(flags).ItemIsEnabled
    assert desk.windows.patient_lang == "en"


def test_patient_screen_speaks_the_chosen_language(desk: Desk, qtbot: QtBot) -> None:
    picker = desk.doctor.header.picker
    index = picker.findData("ru")
    picker.setCurrentIndex(index)
    with qtbot.waitSignal(desk.windows.language_changed):
        picker.activated.emit(index)
    assert desk.patient.windowTitle() == "Экран пациента"
    assert desk.settings.get("patient.language") == "ru"


def test_settings_take_effect_at_once(desk: Desk) -> None:
    dialog = desk.windows._settings_dialog()
    assert isinstance(dialog, SettingsDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.language.activated.emit(1)
    assert desk.doctor.side._end.text().strip() == "End"
    dialog.pause.setCurrentIndex(0)
    dialog.pause.activated.emit(0)
    assert desk.settings.get("audio.end_of_speech_ms") == 320
    dialog.language.setCurrentIndex(0)
    dialog.language.activated.emit(0)
    dialog.deleteLater()


def test_commands_open_their_dialogs(desk: Desk, qtbot: QtBot) -> None:
    for command in ("help", "settings"):
        desk.doctor.command.emit(command)
        assert desk.windows._dialog is not None
        assert desk.windows._dialog.isVisible()
    with qtbot.waitSignal(desk.windows.export_requested):
        desk.doctor.command.emit("export")


def test_a_setting_that_cannot_be_saved_is_no_crash() -> None:
    class FullDisk(MemorySettings):
        def set(self, key: str, value: object) -> None:
            raise AppError("settings.not_saved", path="x")

    assert keep(FullDisk(), "ui.theme", "dark") is False
    assert keep(MemorySettings(), "ui.theme", "dark") is True


def test_all_that_was_found_at_the_start_is_told(desk: Desk, tmp_path: Path) -> None:
    mark = RunningMark(tmp_path / "records.db")
    window._tell(desk.windows, Welcome(mark, 2, (Recovered(HEADER, 12, 1),), ("Wang",)))
    mark.close()
    banner = desk.doctor.banner
    for words in ("12 句都在病历中，其中 1 句没有发送", "2 次解锁失败", "Wang 等待准入"):
        assert words in banner.words.split("\n")[0]
        banner.dismissed.emit()
    assert banner.isHidden()
