"""The held card with real keys and clicks: what is on display is what is decided about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import Attested, Held, Level, NotDone, Party, Released, StateChanged
from app.ui.widgets.held_card import HeldCard
from app.ui.widgets.turn_delegate import CorrectionEditor
from tests.ui.conftest import Desk, press, settled
from tests.ui.feed import held_dose, turn

D, P = Party.CLINICIAN, Party.PATIENT
LEVEL = Level(0, -20.0, -30.0, False)


def held(number: int, translation: str = "Take 500 mg", revision: int = 1) -> Held:
    said = turn(number, D, "每次吃五百毫克", translation, critical=("dose",), revision=revision)
    return Held(said, 1000)


def sent(number: int) -> Released:
    return Released(number, 1, Attested.SENT_AS_IS, "Dr. Li", 10)


def click(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def write(card: HeldCard, text: str, qtbot: QtBot) -> None:
    """Over the whole translation."""
    card.editor.target.selectAll()
    qtbot.keyClicks(card.editor.target, text)
    qtbot.waitUntil(card.buttons["correct"].isEnabled, timeout=5000)


def shown(desk: Desk) -> int:
    row = desk.doctor.held.row
    return row.turn if row is not None else 0


def select(desk: Desk, number: int) -> None:
    desk.doctor.turns.setCurrentIndex(desk.doctor.turns.model().index(number, 0))
    QApplication.processEvents()


def test_choices_by_key_act_on_the_held_turn_not_on_the_newest(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5), turn(6, P, "Thank you.", "谢谢。"))
    view = desk.doctor.turns
    settled(desk, qtbot)
    press(view, Qt.Key.Key_F9, qtbot)
    settled(desk, qtbot)
    press(view, Qt.Key.Key_F6, qtbot)
    settled(desk, qtbot)
    desk.doctor.held.buttons["withdraw"].click()
    assert desk.control.calls == [("confirm", 5, 1), ("ask_again", 5, 1), ("withdraw", 5, 1)]


@pytest.mark.parametrize("side", ["source", "target"])
def test_either_side_can_be_corrected_and_sent(desk: Desk, qtbot: QtBot, side: str) -> None:
    desk.listen(*held_dose(5))
    card = desk.doctor.held
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    assert card.is_editing
    field, other = card.editor.source, card.editor.target
    if side == "target":
        field, other = other, field
    field.setPlainText("Quite another text.")
    assert not other.isEnabled()
    qtbot.waitUntil(card.buttons["correct"].isEnabled, timeout=5000)
    press(field, Qt.Key.Key_Return, qtbot)
    command = "correct" if side == "source" else "correct_translation"
    assert desk.control.calls == [(command, 5, "Quite another text.")]
    assert not card.is_editing


def test_what_differs_is_selected_and_the_rest_outlives_the_first_key(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(*held_dose(5))
    card = desk.doctor.held
    desk.doctor.act("correct")
    row = card.row
    assert row is not None
    start, end = min(f.target_span for f in row.findings if f.target_span)
    said = row.translation
    assert card.editor.target.textCursor().selectedText() == said[start:end]
    qtbot.keyClicks(card.editor.target, "x")
    assert card.editor.target.toPlainText() == f"{said[:start]}x{said[end:]}"


def test_esc_and_unchanged_texts_send_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5))
    card = desk.doctor.held
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        desk.doctor.act("correct")
        press(card.editor.target, key, qtbot)
        assert not card.is_editing
    assert desk.control.calls == []


def test_new_turns_do_not_disturb_a_correction_of_a_held_one(desk: Desk) -> None:
    desk.listen(*held_dose(5))
    desk.doctor.act("correct")
    desk.doctor.held.editor.target.setPlainText("Take it three times")
    desk.tell(turn(6, P, "Yes.", "是。"), Held(turn(7, D, "一片", "Two.")))
    assert desk.doctor.held.is_editing
    assert desk.doctor.held.editor.target.toPlainText() == "Take it three times"
    assert desk.doctor.held.row is not None
    assert desk.doctor.held.row.turn == 5


def test_several_held_turns_one_after_the_other(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5), Held(turn(6, D, "一片", "Two.")))
    card = desk.doctor.held
    assert card.row is not None
    assert "第 1 句，共 2 句" in card.words
    card.buttons["next"].click()
    assert card.row.turn == 6
    settled(desk, qtbot)
    desk.doctor.act("confirm")
    assert desk.control.calls == [("confirm", 6, 1)]


def test_the_main_button_sends_the_correction_while_the_editor_is_open(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(held(1), held(2, "Two"))
    card = settled(desk, qtbot).doctor.held
    click(card.buttons["correct"], qtbot)
    assert card.is_editing
    assert not card.buttons["correct"].isEnabled()  # nothing is corrected yet
    write(card, "Take 250 mg", qtbot)
    assert "发送更正" in card.buttons["correct"].text()
    assert [key for key, x in card.buttons.items() if x.isVisible()] == ["correct", "cancel"]
    click(card.buttons["correct"], qtbot)
    assert desk.control.calls == [("correct_translation", 1, "Take 250 mg")]
    assert not card.is_editing
    assert "更正" in card.buttons["correct"].text()


def test_no_other_choice_can_be_made_while_the_editor_is_open(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1), held(2, "Two"))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    write(card, "Take 250 mg", qtbot)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_F9):
        press(card.editor.target, key, qtbot)
    for key in ("send", "again", "withdraw", "next"):
        click(card.buttons[key], qtbot)
    for action in ("confirm", "correct", "ask_again"):
        assert not desk.doctor.side._actions[action].isEnabled()
    assert desk.control.calls == []
    assert card.editor.target.toPlainText() == "Take 250 mg"
    assert shown(desk) == 1


@pytest.mark.parametrize("how", ["button", "key", "key on the button"])
def test_cancel_brings_the_choices_back(desk: Desk, qtbot: QtBot, how: str) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    write(card, "Take 250 mg", qtbot)
    if how == "button":
        click(card.buttons["cancel"], qtbot)
    else:
        place = card.editor.target if how == "key" else card.buttons["correct"]
        press(place, Qt.Key.Key_Escape, qtbot)
    assert not card.is_editing
    assert card.buttons["send"].isVisible()
    assert not card.buttons["cancel"].isVisible()
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("confirm", 1, 1)]


def test_an_empty_correction_is_not_sent_and_says_so(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    card.editor.target.selectAll()
    press(card.editor.target, Qt.Key.Key_Delete, qtbot)
    press(card.editor.target, Qt.Key.Key_Return, qtbot)
    assert card.is_editing
    assert not card.buttons["correct"].isEnabled()
    assert "空白" in card.editor._hint.text()
    assert desk.control.calls == []


def test_a_correction_that_failed_is_still_there_and_nothing_goes_out_without_it(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    write(card, "Take 250 mg", qtbot)
    press(card.editor.target, Qt.Key.Key_Return, qtbot)
    desk.tell(NotDone("correct_translation", 1, "records.disk_full"))
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("correct_translation", 1, "Take 250 mg")]
    assert "Take 250 mg" in card.words
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    assert card.editor.target.toPlainText() == "Take 250 mg"
    press(card.editor.target, Qt.Key.Key_Escape, qtbot)
    assert "Take 250 mg" not in card.words
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls[1:] == [("confirm", 1, 1)]


def test_a_double_click_in_the_conversation_opens_the_editor_of_the_card(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(held(1), held(2), turn(3, P, "Thank you.", "谢谢。"))
    view, card = desk.doctor.turns, settled(desk, qtbot).doctor.held
    place = view.visualRect(view.model().index(1, 0)).topLeft() + QPoint(120, 60)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not view.is_editing()
    assert card.is_editing
    assert shown(desk) == 2
    assert card.editor.target.hasFocus()
    write(card, "Take 250 mg", qtbot)
    press(card.editor.target, Qt.Key.Key_Return, qtbot)
    desk.tell(NotDone("correct_translation", 2, "records.disk_full"))
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("correct_translation", 2, "Take 250 mg")]


def test_a_turn_held_while_it_is_corrected_in_the_list_does_not_go_out_without_it(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(turn(1, D, "吃两片", "Take two."))
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    field = desk.doctor.turns.findChild(CorrectionEditor)
    assert field is not None
    field.edit.setPlainText("吃三片")
    desk.tell(held(1, revision=2))
    press(field.edit, Qt.Key.Key_Return, qtbot)
    desk.tell(NotDone("correct", 1, "records.disk_full"))
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("correct", 1, "吃三片")]
    assert "吃三片" in desk.doctor.held.words


def test_another_revision_leaves_what_is_being_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    write(card, "Take 250 mg", qtbot)
    said = turn(1, D, "每次吃两百毫克", "Take 200 mg", critical=("dose",), revision=2)
    desk.tell(Held(said, 2000))
    assert card.is_editing
    assert card.editor.target.toPlainText() == "Take 250 mg"
    assert card.editor.source.toPlainText() == "每次吃两百毫克"
    assert "变了" in card.editor._hint.text()
    press(card.editor.target, Qt.Key.Key_Return, qtbot)  # meant for the revision before
    assert desk.control.calls == []
    qtbot.waitUntil(card.buttons["correct"].isEnabled, timeout=5000)
    press(card.editor.target, Qt.Key.Key_Return, qtbot)
    assert desk.control.calls == [("correct_translation", 1, "Take 250 mg")]


@pytest.mark.parametrize("over", [sent(1), StateChanged("ended")])
def test_a_turn_that_goes_meanwhile_leaves_the_words_of_its_correction(
    desk: Desk, qtbot: QtBot, over: Released | StateChanged
) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    write(card, "Take 250 mg", qtbot)
    desk.tell(over)
    assert not card.isVisible()
    assert "第 1 句" in desk.doctor.banner.words
    assert "Take 250 mg" in desk.doctor.banner.words


def test_next_moves_the_selection_and_stays_there(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1, "One"), held(2, "Two"))
    select(desk, 0)
    click(desk.doctor.held.buttons["next"], qtbot)
    desk.tell(LEVEL)
    assert shown(desk) == 2
    assert desk.doctor.turns.currentIndex().row() == 1
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("confirm", 2, 1)]


@pytest.mark.parametrize(
    ("key", "call"),
    [(Qt.Key.Key_F9, ("confirm", 2, 1)), (Qt.Key.Key_F6, ("ask_again", 2, 1))],
)
def test_keys_on_the_card_mean_the_turn_there_whatever_is_selected(
    desk: Desk, qtbot: QtBot, key: Qt.Key, call: tuple[object, ...]
) -> None:
    desk.listen(turn(1, P, "It hurts", "疼"), held(2))
    select(desk, 0)
    settled(desk, qtbot)
    press(desk.doctor, key, qtbot)
    assert desk.control.calls == [call]


def test_f2_opens_the_card_whatever_is_selected(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, P, "It hurts", "疼"), held(2))
    select(desk, 0)
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    assert desk.doctor.held.is_editing
    assert not desk.doctor.turns.is_editing()


def test_the_panel_names_no_key_that_means_another_turn(desk: Desk) -> None:
    desk.listen(turn(1, P, "It hurts", "疼"), held(2))
    correct, swap = (desk.doctor.side._actions[x] for x in ("correct", "swap"))
    assert "F2" in correct.text()
    select(desk, 0)
    assert "F2" not in correct.text() + correct.toolTip()
    assert "F3" in swap.text()
    correct.click()
    assert desk.doctor.turns.is_editing()
    assert not desk.doctor.held.is_editing


def test_the_panel_shows_a_held_turn_before_it_sends_it(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1, "One"), held(2, "Two"))
    confirm = settled(desk, qtbot).doctor.side._actions["confirm"]
    select(desk, 1)
    assert shown(desk) == 2
    assert not confirm.isEnabled()
    settled(desk, qtbot)
    confirm.click()
    assert desk.control.calls == [("confirm", 2, 1)]


@pytest.mark.parametrize("place", ["card", "panel", "key"])
@pytest.mark.parametrize("choice", ["send", "again"])
def test_a_second_press_does_not_decide_about_the_next_turn(
    desk: Desk, qtbot: QtBot, place: str, choice: str
) -> None:
    desk.listen(held(1, "One"), held(2, "Two"))
    settled(desk, qtbot)

    def decide() -> None:
        if place == "key":
            key = Qt.Key.Key_F9 if choice == "send" else Qt.Key.Key_F6
            press(desk.doctor, key, qtbot)
        elif place == "card":
            click(desk.doctor.held.buttons[choice], qtbot)
        else:
            action = "confirm" if choice == "send" else "ask_again"
            click(desk.doctor.side._actions[action], qtbot)

    decide()
    desk.tell(sent(1), turn(1, D, "每次吃五百毫克", "One"))
    assert shown(desk) == 2
    assert not desk.doctor.held.buttons[choice].isEnabled()
    decide()
    assert len(desk.control.calls) == 1
    settled(desk, qtbot)
    decide()
    assert [call[1] for call in desk.control.calls] == [1, 2]


def test_a_double_click_on_correct_opens_the_editor_and_no_more(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1))
    card = settled(desk, qtbot).doctor.held
    QApplication.processEvents()
    button = card.buttons["correct"]
    place = button.mapTo(desk.doctor, button.rect().center())
    for _ in range(2):
        under = desk.doctor.childAt(place)
        assert under is not None
        click(under, qtbot)
    assert card.is_editing
    assert desk.control.calls == []


def test_a_new_revision_must_be_seen_before_it_is_sent(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1))
    settled(desk, qtbot)
    desk.tell(held(1, "Take 250 mg", revision=2))
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == []
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("confirm", 1, 2)]


def test_after_a_click_on_the_card_the_space_bar_talks(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(held(1))
    desk.doctor.activateWindow()
    qtbot.waitUntil(desk.doctor.isActiveWindow, timeout=5000)
    desk.doctor.held.buttons["send"].setFocus()
    click(settled(desk, qtbot).doctor.held.buttons["send"], qtbot)
    focused = QApplication.focusWidget()
    assert focused is desk.doctor.turns


def test_no_key_of_the_window_repeats(desk: Desk) -> None:
    shortcuts = desk.doctor.findChildren(QShortcut)
    assert len(shortcuts) > 20
    assert not any(each.autoRepeat() for each in shortcuts)
