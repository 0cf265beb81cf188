"""Corrections that have not taken effect: nothing goes out without them, none is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.events import (
    Attested,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    Held,
    NotDone,
    Party,
    Released,
    StateChanged,
    Subtitle,
)
from app.ui.widgets.held_card import HeldCard
from app.ui.widgets.turn_delegate import CorrectionEditor
from tests.ui.conftest import Desk, MakeDesk, press, settled
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
TIMED_OUT = NotDone("correct", 1, "engine.timeout")


def said(text: str = "每天吃两片。", **more: object) -> Subtitle:
    return turn(1, D, text, "Take three tablets a day.", critical=("dose",), **more)


def card_with_correction(desk: Desk, qtbot: QtBot, text: str = "每天吃一片。") -> HeldCard:
    """A held turn is corrected; the session has not answered."""
    desk.listen(Held(said(), 1000))
    card = settled(desk, qtbot).doctor.held
    desk.doctor.act("correct")
    card.editor.source.setPlainText(text)
    qtbot.waitUntil(card.buttons["correct"].isEnabled, timeout=5000)
    card.press("correct")
    return card


def correct_in_list(desk: Desk, text: str) -> None:
    desk.doctor.act("correct")
    field = editor(desk)
    field.edit.setPlainText(text)
    press_in(field, Qt.Key.Key_Return)


def editor(desk: Desk) -> CorrectionEditor:
    """The one that is open now."""
    found = desk.doctor.turns.indexWidget(desk.doctor.turns.currentIndex())
    assert isinstance(found, CorrectionEditor)
    return found


def press_in(field: CorrectionEditor, key: Qt.Key) -> None:
    QTest.keyClick(field.edit, key)
    QApplication.processEvents()


def actions(desk: Desk, *names: str) -> list[bool]:
    return [desk.doctor.side._actions[name].isEnabled() for name in names]


def described(desk: Desk) -> str:
    return str(desk.doctor.turns.model().index(0, 0).data())


@pytest.mark.parametrize("key", [Qt.Key.Key_F3, Qt.Key.Key_F5])
def test_a_turn_whose_correction_failed_is_neither_swapped_nor_retried(
    desk: Desk, qtbot: QtBot, key: Qt.Key
) -> None:
    card = card_with_correction(desk, qtbot)
    desk.tell(TIMED_OUT)
    press(desk.doctor, key, qtbot)
    assert desk.control.calls == [("correct", 1, "每天吃一片。")]
    assert actions(desk, "swap", "retry") == [False, False]
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    press(card.editor.source, Qt.Key.Key_Escape, qtbot)
    assert actions(desk, "swap", "retry") == [True, True]
    press(desk.doctor, key, qtbot)
    assert len(desk.control.calls) == 2


def test_a_failed_correction_outlives_another_revision(desk: Desk, qtbot: QtBot) -> None:
    card = card_with_correction(desk, qtbot)
    # F5 had been pressed before.
    desk.tell(
        Released(1, 1, Attested.RETRIED, "Dr. Li", 10),
        Held(said("每天吃两片", revision=2, reason="retried"), 2000),
        TIMED_OUT,
    )
    settled(desk, qtbot)
    assert not card.buttons["send"].isEnabled()
    assert "每天吃一片。" in card.words
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    assert card.editor.source.toPlainText() == "每天吃一片。"


def test_a_correction_that_took_effect_is_over_even_when_it_is_held_again(
    desk: Desk, qtbot: QtBot
) -> None:
    card = card_with_correction(desk, qtbot)
    desk.tell(
        Released(1, 1, Attested.CORRECTED, "Dr. Li", 10),
        Held(said("每天吃一片。", revision=2, reason="corrected"), 2000),
    )
    settled(desk, qtbot)
    assert card.buttons["send"].isEnabled()
    assert actions(desk, "swap", "retry", "correct") == [True, True, True]


def test_the_banner_says_where_the_correction_is(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk(ui__language="en")
    card_with_correction(desk, qtbot)
    desk.tell(TIMED_OUT)
    words = desk.doctor.banner.words
    assert "F2, or a double click on turn 1, opens your correction again" in words
    assert "Try again" not in desk.doctor.banner.words


def test_until_it_is_answered_a_correction_can_be_stopped_but_not_doubled(
    desk: Desk, qtbot: QtBot
) -> None:
    card = card_with_correction(desk, qtbot)
    settled(desk, qtbot)
    assert "正在更正：每天吃一片。" in card.words
    assert card.offered == {"again", "phrase", "withdraw", "next"}
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    assert not card.is_editing
    assert actions(desk, "correct") == [False]
    card.press("withdraw")
    assert desk.control.calls[1:] == [("withdraw", 1, 1)]
    desk.tell(
        NotDone("correct", 1, "session.stopped"), Released(1, 1, Attested.NOT_SENT, "Dr. Li", 10)
    )
    assert desk.doctor.pending.all == ()
    assert not desk.doctor.banner.isVisible()


def test_a_failed_correction_of_a_shown_turn_is_kept_and_opens_again(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(said())
    correct_in_list(desk, "每天吃一片。")
    assert actions(desk, "correct", "swap", "retry") == [False, False, False]
    desk.tell(TIMED_OUT)
    assert actions(desk, "correct", "swap", "retry") == [True, False, False]
    assert "更正没有完成" in described(desk)
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    assert editor(desk).text == "每天吃一片。"
    press_in(editor(desk), Qt.Key.Key_Return)
    assert desk.control.calls == [("correct", 1, "每天吃一片。")] * 2
    desk.tell(said("每天吃一片。", revision=2, reason="corrected"))
    assert desk.doctor.pending.all == ()
    QApplication.processEvents()
    assert desk.doctor.banner.isHidden()
    assert "更正没有完成" not in described(desk)


@pytest.mark.parametrize("how", ["esc", "as it was"])
def test_a_failed_correction_of_a_shown_turn_can_be_given_up(
    desk: Desk, qtbot: QtBot, how: str
) -> None:
    desk.listen(said())
    correct_in_list(desk, "每天吃一片。")
    desk.tell(TIMED_OUT)
    desk.doctor.act("correct")
    if how == "esc":
        press_in(editor(desk), Qt.Key.Key_Escape)
    else:
        editor(desk).edit.setPlainText("每天吃两片。")
        press_in(editor(desk), Qt.Key.Key_Return)
    assert desk.doctor.pending.all == ()
    QApplication.processEvents()
    assert desk.doctor.banner.isHidden()
    assert len(desk.control.calls) == 1
    press(desk.doctor, Qt.Key.Key_F5, qtbot)
    assert desk.control.calls[-1] == ("retry", 1)


def test_a_failed_correction_of_a_held_turn_is_given_up_by_its_own_words(
    desk: Desk, qtbot: QtBot
) -> None:
    card = card_with_correction(desk, qtbot)
    desk.tell(TIMED_OUT)
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    card.editor.source.setPlainText("每天吃两片。")
    press(card.editor.source, Qt.Key.Key_Return, qtbot)
    assert not card.is_editing
    assert desk.doctor.pending.all == ()
    settled(desk, qtbot)
    assert "更正还没有生效" not in card.words
    assert card.buttons["send"].isEnabled()
    assert desk.doctor.banner.isHidden()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_emptied_correction_of_a_shown_turn_stays_open_and_says_why(
    make_desk: MakeDesk, lang: str
) -> None:
    desk = make_desk(ui__language=lang)
    desk.listen(said())
    correct_in_list(desk, "每天吃一片。")
    desk.tell(TIMED_OUT)
    correct_in_list(desk, "  ")
    texts = desk.windows.style.texts
    assert desk.doctor.turns.is_editing()
    assert editor(desk)._hint.text() == texts.get("held.empty")
    editor(desk).edit.setPlainText("每天吃半片。")
    assert editor(desk)._hint.text() == texts.get("turn.edit_hint")
    press_in(editor(desk), Qt.Key.Key_Return)
    assert [call[2] for call in desk.control.calls] == ["每天吃一片。", "每天吃半片。"]


def test_a_session_that_failed_lets_the_words_be_opened(desk: Desk, qtbot: QtBot) -> None:
    card = card_with_correction(desk, qtbot)
    desk.tell(StateChanged("failed", code="session.bug"))
    settled(desk, qtbot)
    assert "correct" in card.offered
    assert "send" not in card.offered


def test_nothing_on_the_card_can_be_chosen_while_the_list_is_corrected(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.listen(turn(7, D, "您好。", "Hello."))
    desk.doctor.act("correct")
    desk.tell(Held(said(), 1000))
    card = desk.doctor.held
    qtbot.waitUntil(lambda: not card._settling.isActive(), timeout=5000)
    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F6):
        press(desk.doctor, key, qtbot)
    card.buttons["correct"].click()
    assert not card.is_editing
    assert card.offered == frozenset()
    assert "请先发送或取消对话里正在改的一句" in card.words
    assert not any(desk.doctor.side._actions[x].isEnabled() for x in desk.doctor.side._actions)
    assert desk.control.calls == []
    press_in(editor(desk), Qt.Key.Key_Escape)
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F9, qtbot)
    assert desk.control.calls == [("confirm", 1, 1)]


def test_what_is_being_corrected_stays_in_sight(desk: Desk) -> None:
    desk.listen(*(turn(n, D, "您好。", "Hello.") for n in range(1, 9)))
    desk.doctor.turns.select_turn(8)
    desk.doctor.act("correct")
    desk.tell(*(turn(n, P, "Yes. " * 40, "是。") for n in range(9, 15)), Held(said(), 1000))
    QApplication.processEvents()
    view = desk.doctor.turns
    assert view.viewport().rect().intersects(editor(desk).geometry())
    assert desk.doctor._newest.isVisible()
    press_in(editor(desk), Qt.Key.Key_Escape)


def test_other_rows_close_the_editor_and_free_the_card(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(7, D, "您好。", "Hello."))
    desk.doctor.act("correct")
    desk.windows.reset()
    desk.windows.attach(desk.control)
    desk.windows.bridge.stop_timer()
    desk.listen(Held(said(), 1000))
    settled(desk, qtbot)


def test_what_was_never_carried_out_is_told_at_the_end(desk: Desk, qtbot: QtBot) -> None:
    card_with_correction(desk, qtbot)
    desk.tell(turn(2, D, "您好。", "Hello."))
    desk.doctor.turns.select_turn(2)
    correct_in_list(desk, "您好啊。")
    desk.tell(TIMED_OUT, StateChanged("finishing"), StateChanged("ended"))
    QApplication.processEvents()
    assert "1, 2" in desk.doctor.banner.words
    assert "每天吃一片。 · 您好啊。" in desk.doctor.banner.words


def test_what_is_submitted_while_it_ends_is_told(desk: Desk) -> None:
    desk.listen(said())
    desk.doctor.act("correct")
    editor(desk).edit.setPlainText("每天吃一片。")
    desk.tell(StateChanged("finishing"))
    press_in(editor(desk), Qt.Key.Key_Return)
    assert desk.control.calls == []
    desk.tell(StateChanged("ended"))
    assert "每天吃一片。" in desk.doctor.banner.words


def test_the_end_tells_all_that_was_not_corrected_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(2, D, "您好。", "Hello."))
    correct_in_list(desk, "您好啊。")
    desk.tell(NotDone("correct", 2, "engine.timeout"), Held(said(), 1000))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    card.editor.source.setPlainText("每天吃一片。")
    # The card goes before the end, and what was held is released in between.
    desk.tell(StateChanged("finishing"), Released(1, 1, Attested.ENDED, "", 10))
    assert "每天吃一片。" not in desk.doctor.banner.words
    desk.tell(StateChanged("ended"))
    words = desk.doctor.banner.words
    assert "1, 2" in words
    assert "每天吃一片。 · 您好啊。" in words
    assert "已经处理过" not in words
    assert "病历窗口" in words
    assert "后面还有" not in words


def test_an_end_that_went_wrong_is_told_before_what_was_not_corrected(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    desk = make_desk(ui__language="en")
    desk.listen(Held(said(), 1000))
    card = settled(desk, qtbot).doctor.held
    press(desk.doctor, Qt.Key.Key_F2, qtbot)
    card.editor.source.setPlainText("每天吃一片。")
    desk.tell(StateChanged("ended", code="records.cannot_write"))
    words = desk.doctor.banner.words
    assert "The record cannot be written" in words
    assert "1 more behind this, next: The consultation ended before your correction" in words
    assert "每天吃一片。" not in words
    desk.doctor.banner.dismissed.emit()
    assert "You wrote: 每天吃一片。" in desk.doctor.banner.words
    desk.doctor.banner.dismissed.emit()
    assert desk.doctor.banner.isHidden()


def test_a_correction_that_is_done_gives_the_message_before_it_back(desk: Desk) -> None:
    asked = ConfirmationAsked(1, 1, D, ConfirmKind.DOSE)
    again = ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.REPEAT)
    desk.listen(said(), asked, again, turn(2, D, "您好。", "Hello."))
    desk.doctor.turns.select_turn(2)
    correct_in_list(desk, "您好啊。")
    desk.tell(NotDone("correct", 2, "engine.timeout"))
    words = desk.doctor.banner.words
    assert "第 2 句的更正没有完成" in words
    assert "后面还有 1 条，下一条：患者要求把第 1 句再说一遍" in words
    desk.tell(turn(2, D, "您好啊。", "Hello there.", revision=2, reason="corrected"))
    QApplication.processEvents()
    assert "患者要求把第 1 句再说一遍" in desk.doctor.banner.words
    assert "更正没有完成" not in desk.doctor.banner.words
