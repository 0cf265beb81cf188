"""The doctor's window, driven by keys and events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.session.events import (
    AudioGap,
    EngineProgress,
    Held,
    Partial,
    Party,
    SourceChanged,
    StateChanged,
    Unprocessed,
)
from app.ui.stopwatch import Stopwatch
from app.ui.widgets.turn_delegate import CorrectionEditor
from tests.ui.conftest import Desk, MakeDesk, settled
from tests.ui.feed import consultation, held_dose, speaking, turn

D, P = Party.CLINICIAN, Party.PATIENT


def editor(desk: Desk) -> CorrectionEditor | None:
    return desk.doctor.turns.findChild(CorrectionEditor)


def press(widget: QWidget, key: Qt.Key, qtbot: QtBot) -> None:
    qtbot.keyClick(widget, key)
    QApplication.processEvents()


def test_f2_corrects_the_newest_turn_and_enter_sends_it(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."), turn(2, P, "Yes.", "是。"))
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    field = editor(desk)
    assert field is not None
    assert field.text == "Yes."
    field.edit.setPlainText("Yes, thanks.")
    press(field.edit, Qt.Key.Key_Return, qtbot)
    assert desk.control.calls == [("correct", 2, "Yes, thanks.")]
    assert not desk.doctor.turns.is_editing()


def test_esc_cancels_a_correction(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."))
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    field = editor(desk)
    assert field is not None
    field.edit.setPlainText("吃三片")
    press(field.edit, Qt.Key.Key_Escape, qtbot)
    assert desk.control.calls == []
    assert not desk.doctor.turns.is_editing()


def test_a_correction_that_changes_nothing_is_not_sent(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."))
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    field = editor(desk)
    assert field is not None
    press(field.edit, Qt.Key.Key_Return, qtbot)
    assert desk.control.calls == []


def test_double_click_opens_the_editor(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."))
    view = desk.doctor.turns
    place = view.visualRect(view.model().index(0, 0)).topLeft() + QPoint(120, 60)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor(desk) is not None


def test_new_turns_do_not_disturb_an_open_correction(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."))
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    field = editor(desk)
    assert field is not None
    field.edit.setPlainText("吃三片")
    desk.tell(
        turn(2, P, "Yes.", "是。"),
        turn(1, D, "吃四片", "Take four.", revision=2, reason="swapped"),
    )
    assert editor(desk) is field
    assert field.text == "吃三片"


def test_f3_swaps_f5_retries_f9_confirms(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, D, "好", "Well."))
    press(desk.doctor.turns, Qt.Key.Key_F3, qtbot)
    desk.tell(Unprocessed(2, P, "engine.timeout", 0, 900))
    press(desk.doctor.turns, Qt.Key.Key_F3, qtbot)  # nothing to swap in a gap
    press(desk.doctor.turns, Qt.Key.Key_F5, qtbot)
    press(desk.doctor.turns, Qt.Key.Key_F9, qtbot)  # not held
    desk.tell(Held(turn(3, D, "一天三次", "Twice a day.")))
    settled(desk, qtbot)
    press(desk.doctor.turns, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("swap", 1), ("retry", 2), ("confirm", 3, 1)]


def test_lost_audio_can_be_neither_corrected_nor_retried(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(AudioGap(0, 900, "audio.overflow"))
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_F9):
        press(desk.doctor.turns, key, qtbot)
    assert desk.control.calls == []


@pytest.mark.parametrize(
    ("key", "party"), [(Qt.Key.Key_Space, D), (Qt.Key.Key_F7, D), (Qt.Key.Key_F8, P)]
)
def test_hold_to_talk_lasts_from_press_to_release(
    desk: Desk, qtbot: QtBot, key: Qt.Key, party: Party
) -> None:
    desk.listen()
    view = desk.doctor.turns
    qtbot.keyPress(view, key)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        repeat = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(view, repeat)
    assert desk.control.calls == [("hold_to_talk", party)]
    qtbot.keyRelease(view, key)
    assert desk.control.calls == [("hold_to_talk", party), ("hold_to_talk", None)]


def test_space_in_the_text_field_is_a_space(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    field = desk.doctor.composer.field
    field.setFocus()
    qtbot.keyClicks(field, "a b")
    assert field.text() == "a b"
    assert desk.control.calls == []


def test_pausing_lets_go_of_the_talk_key(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    qtbot.keyPress(desk.doctor.turns, Qt.Key.Key_Space)
    desk.tell(StateChanged("paused"))
    assert desk.control.calls[-1] == ("hold_to_talk", None)


def test_talk_buttons_hold_while_they_are_down(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    button = desk.doctor.side._hold[P]
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert desk.control.calls == [("hold_to_talk", P), ("hold_to_talk", None)]


def test_talk_keys_do_nothing_unless_listening(desk: Desk, qtbot: QtBot) -> None:
    desk.tell(StateChanged("paused"))
    qtbot.keyClick(desk.doctor.turns, Qt.Key.Key_Space)
    assert desk.control.calls == []


def test_typed_turns_of_both_parties(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    composer = desk.doctor.composer
    composer.field.insert(" 您好 ")
    press(composer.field, Qt.Key.Key_Return, qtbot)
    composer._buttons[P].click()
    qtbot.keyClicks(composer.field, "Hello")
    press(composer.field, Qt.Key.Key_Return, qtbot)
    press(composer.field, Qt.Key.Key_Return, qtbot)  # empty: nothing is sent
    assert desk.control.calls == [("type_text", D, "您好"), ("type_text", P, "Hello")]


def test_big_button_follows_the_phase(desk: Desk, qtbot: QtBot) -> None:
    press_main = desk.doctor.press_main
    desk.listen()
    press_main()
    desk.tell(StateChanged("paused"))
    press_main()
    desk.tell(StateChanged("failed", code="engine.failed"))
    press_main()
    desk.doctor.press_end()
    with qtbot.waitSignal(desk.windows.new_requested):
        desk.tell(StateChanged("ended"))
        press_main()
    assert [call[0] for call in desk.control.calls] == ["pause", "resume", "start", "end"]


def test_partial_stands_in_the_live_strip_and_nowhere_else(desk: Desk) -> None:
    desk.listen(*speaking())
    assert desk.doctor.live.shown.startswith("And sometimes")
    assert desk.doctor.turns.model().rowCount() == 0
    desk.tell(SourceChanged("lost", "USB"))
    assert "麦克风" in desk.doctor.live.shown


def test_loading_progress_is_shown(desk: Desk) -> None:
    desk.tell(StateChanged("loading"), EngineProgress(1, 3, "speech"))
    assert desk.doctor.start_page._bar.value() == 1
    assert "speech" in desk.doctor.start_page._wait_detail.text()


def test_rows_are_told_to_screen_readers(desk: Desk) -> None:
    desk.listen(*consultation())
    model = desk.doctor.turns.model()
    words = [
        str(model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for n in range(model.rowCount())
    ]
    assert "患者" in words[1]
    assert "左右对不上" in words[1]
    assert "没能识别" in words[4]


def test_list_follows_unless_the_doctor_reads_above(desk: Desk) -> None:
    view = desk.doctor.turns
    desk.listen(*(turn(n, D, "好" * 60, "Well. " * 30) for n in range(1, 30)))
    assert view.at_bottom()
    view.scrollToTop()
    desk.tell(turn(30, P, "Yes.", "是。"))
    assert not view.at_bottom()
    assert desk.doctor._newest.isVisible()
    view.go_to_newest()
    assert view.at_bottom()
    assert not desk.doctor._newest.isVisible()


def test_only_changed_rows_are_announced(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*(turn(n, D, "好", "Well.") for n in range(1, 50)))
    model = desk.doctor.turns.model()
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.modelReset.connect(lambda: changed.append(-1))
    desk.tell(turn(7, D, "不", "No.", revision=2, reason="corrected"), turn(50, P, "a", "b"))
    assert changed == [6]
    assert model.rowCount() == 50


def test_every_control_has_a_name_and_is_reached_by_keyboard(desk: Desk) -> None:
    desk.listen(*consultation())
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    controls = [
        x
        for x in desk.doctor.findChildren(QWidget)
        if isinstance(x, kinds) and x.isVisibleTo(desk.doctor)
    ]
    assert len(controls) > 12
    for control in controls:
        assert control.accessibleName() or (
            isinstance(control, QAbstractButton) and control.text()
        ), control
        assert control.focusPolicy() != Qt.FocusPolicy.NoFocus, control.accessibleName()


def test_english_window_has_no_chinese_controls(make_desk: MakeDesk) -> None:
    desk = make_desk(ui__language="en")
    desk.listen(turn(1, D, "好", "Well."))
    for button in desk.doctor.findChildren(QAbstractButton):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in button.text()), button.text()


def test_clock_counts_from_listening_to_the_end(make_desk: MakeDesk) -> None:
    desk = make_desk()
    now = [100.0]
    desk.doctor._stopwatch = Stopwatch(lambda: now[0])
    desk.listen()
    now[0] = 165.0
    assert desk.doctor.elapsed_ms == 65_000
    desk.tell(StateChanged("ended"))
    now[0] = 900.0
    assert desk.doctor.elapsed_ms == 65_000


def test_partial_of_arabic_is_laid_out_without_harm(desk: Desk) -> None:
    desk.listen(Partial(1, P, "ar", "ضغطي 140/90 mmHg منذ", "ضغطي"))
    desk.doctor.live.grab()
    assert "140/90" in desk.doctor.live.shown


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_window_fits_a_small_screen_at_any_type_size(
    make_desk: MakeDesk, qtbot: QtBot, scale: float
) -> None:
    desk = make_desk(ui__font_scale=scale)
    desk.listen(*consultation())
    assert desk.doctor.minimumSizeHint().height() <= 600
    assert desk.doctor.minimumSizeHint().width() <= 960
    desk.doctor.resize(960, 600)
    settled(desk, qtbot)
    desk.doctor.act("confirm")
    assert desk.control.calls == [("confirm", 8, 1)]


def test_losing_the_window_lets_go_of_the_talk_key(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    desk.doctor.activateWindow()
    qtbot.waitUntil(desk.doctor.isActiveWindow, timeout=5000)
    qtbot.keyPress(desk.doctor.turns, Qt.Key.Key_Space)
    desk.patient.show()
    desk.patient.activateWindow()
    qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
    assert desk.control.calls[-1] == ("hold_to_talk", None)


def test_heights_are_right_after_resizing_with_many_turns(desk: Desk, qtbot: QtBot) -> None:
    """Rows out of sight are measured later; in the end every row has the height it needs."""
    desk.listen(*(turn(n, D, "好" * 90, "Well. " * 40) for n in range(1, 80)))
    view = desk.doctor.turns
    desk.doctor.resize(1000, 700)
    qtbot.waitUntil(lambda: not view._stale, timeout=10_000)
    QApplication.processEvents()
    delegate, width = view._delegate, view.viewport().width()
    for number in range(79):
        index = view.model().index(number, 0)
        found = delegate.card(index, width)
        assert found is not None
        assert view.visualRect(index).height() >= found[1].height
    assert view.at_bottom()


def test_an_end_that_went_wrong_does_not_say_that_all_is_saved(desk: Desk) -> None:
    desk.listen(*consultation(), StateChanged("ended", code="records.disk_full"))
    assert "磁盘已满" in desk.doctor.banner.words
    assert desk.doctor.live.shown == "问诊已结束，但记录没有写完"
    desk.tell(StateChanged("listening"), StateChanged("ended"))
    assert desk.doctor.live.shown == "问诊已结束，记录已保存"


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_the_side_panel_and_the_held_card_is_cut(
    make_desk: MakeDesk, lang: str, scale: float
) -> None:
    desk = make_desk(ui__language=lang, ui__font_scale=scale)
    desk.listen(*held_dose(5))
    buttons = [
        button
        for part in (desk.doctor.side, desk.doctor.held)
        for button in part.findChildren(QPushButton)
        if button.isVisible()
    ]
    assert len(buttons) > 15
    cut = [x.text() for x in buttons if x.sizeHint().width() > x.width()]
    assert cut == []


def test_the_editor_of_a_held_turn_grows_with_the_type(make_desk: MakeDesk) -> None:
    desk = make_desk(ui__font_scale=1.5)
    desk.listen(*held_dose(5))
    desk.doctor.act("correct")
    QApplication.processEvents()
    field = desk.doctor.held.editor.target
    assert field.viewport().height() >= 3 * field.fontMetrics().lineSpacing()
