"""Questions on the patient screen and their answers, by keys and by touch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import (
    AskedAgain,
    Attested,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    Held,
    Origin,
    Party,
    Released,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
)
from app.ui.languages import LANGUAGES, RLM
from app.ui.theme import TOUCH_LARGE
from app.ui.view_state import Pad
from tests.ui.conftest import Desk, MakeDesk, opened, press, seen
from tests.ui.feed import held_dose, turn

D, P = Party.CLINICIAN, Party.PATIENT


@pytest.mark.parametrize("party", [D, P])
@pytest.mark.parametrize("lang", [x.code for x in LANGUAGES if x.code != "zh"])
def test_question_fits_with_large_buttons_in_every_language(
    make_desk: MakeDesk, qtbot: QtBot, lang: str, party: Party
) -> None:
    desk = make_desk(patient__language=lang)
    desk.patient.resize(1024, 640)
    desk.patient.show()
    qtbot.waitExposed(desk.patient)
    desk.listen(turn(1, party, "十五天", "15", lang))
    desk.tell(ConfirmationAsked(1, 1, party, ConfirmKind.NUMBER, ("15",)))
    row = desk.patient.row
    assert row.isVisible()
    assert row.digits.text() == "15"
    assert desk.patient.layout() is not None
    assert row.geometry().right() <= desk.patient.width()
    for button in row.buttons.values():
        assert button.height() >= TOUCH_LARGE
        assert button.text().startswith(RLM) is (lang == "ar")
        assert_whole(button)


@pytest.mark.parametrize("lang", [x.code for x in LANGUAGES if x.code != "zh"])
def test_many_numbers_are_never_cut(make_desk: MakeDesk, qtbot: QtBot, lang: str) -> None:
    desk = make_desk(patient__language=lang)
    desk.patient.resize(1024, 640)
    desk.patient.show()
    qtbot.waitExposed(desk.patient)
    desk.listen(turn(1, D, "十四天", "14", lang))
    numbers = ("7:15", "250000", "115", "1/4")
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.NUMBER, numbers))
    row = desk.patient.row
    QApplication.processEvents()
    assert row.question.text() == row._look.texts.get("patient.ask.numbers")
    assert row.question.sizeHint().width() <= row.question.width(), row.question.text()
    assert row.digits.accessibleName() == "7:15, 250000, 115, 1/4"
    metrics = row.digits.fontMetrics()
    assert max(metrics.horizontalAdvance(each) for each in numbers) <= row.digits.width()
    assert row.digits.heightForWidth(row.digits.width()) <= row.digits.height()
    assert row.digits.font().pixelSize() > row.question.font().pixelSize()
    for button in row.buttons.values():
        assert_whole(button)


def assert_whole(button: QPushButton) -> None:
    """All its words are drawn, in however many lines."""
    metrics = button.fontMetrics()
    widest = max(metrics.horizontalAdvance(line) for line in button.text().split("\n"))
    assert widest + button.iconSize().width() <= button.width(), button.text()
    assert button.sizeHint().height() <= button.height(), button.text()


def test_several_numbers_are_read_from_the_right_in_arabic(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    for lang, mirrored in (("en", False), ("ar", True)):
        desk = make_desk(patient__language=lang)
        desk.patient.show()
        qtbot.waitExposed(desk.patient)
        desk.listen(turn(1, D, "吃一毫克，吃四天", "1 … 444444", lang))
        desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.NUMBER, ("1", "444444")))
        QApplication.processEvents()
        ink = inked_columns(desk.patient.row.digits)
        gap = widest_gap(ink)
        assert (gap > (ink[0] + ink[-1]) / 2) is mirrored  # the short number stands first


def inked_columns(widget: QWidget) -> list[int]:
    """The columns of a widget in which something is drawn."""
    image = widget.grab().toImage()
    ground = image.pixel(0, 0)
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    ]


def widest_gap(columns: list[int]) -> int:
    """Where the widest empty strip between columns begins."""
    return max(pairwise(columns), key=lambda pair: pair[1] - pair[0])[0]


def test_answers_by_key_and_by_touch_go_to_the_session_once(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    place = desk.patient.newest.geometry().topLeft()
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    assert desk.patient.newest.geometry().topLeft() == place
    press(desk.patient.row, Qt.Key.Key_Return, qtbot)  # a stray Enter confirms nothing
    assert desk.control.calls == []
    shown = [button.text().strip() for button in desk.patient.row.buttons.values()]
    assert shown == ["1 · Yes, right", "2 · Repeat, please", "3 · I don’t understand"]
    press(desk.patient.row, Qt.Key.Key_3, qtbot)
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.NOT_UNDERSTOOD)]
    assert not desk.patient.row.isVisible()
    assert desk.patient._strip_text.text() == "The doctor will explain it"
    desk.tell(ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.NOT_UNDERSTOOD))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.ASKED))
    seen(desk, qtbot).patient.row.buttons[ConfirmAnswer.YES].click()
    assert desk.control.calls[-1] == ("answer_confirmation", 1, ConfirmAnswer.YES)


def test_a_question_about_an_earlier_sentence_quotes_it(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, P, "Fifteen tablets.", "十五片。"), turn(2, D, "好", "Good."))
    desk.tell(ConfirmationAsked(1, 1, P, ConfirmKind.NUMBER, ("15",)))
    assert desk.patient.row.quote.isVisible()
    assert desk.patient.row.quote.text() == "Fifteen tablets."
    desk.tell(turn(1, P, "Fifty tablets.", "五十片。", revision=2, reason="corrected"))
    assert not desk.patient.row.isVisible()


def test_their_own_words_the_patient_says_again(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, P, "I am allergic to penicillin.", "我对青霉素过敏。"))
    desk.tell(ConfirmationAsked(1, 1, P, ConfirmKind.ALLERGY))
    assert desk.patient.row.buttons[ConfirmAnswer.REPEAT].text() == " 2 · I’ll say it again"
    press(desk.patient.row, Qt.Key.Key_2, qtbot)
    assert desk.patient._strip_text.text() == "Thank you. Please say it again"
    desk.tell(ConfirmationAnswered(1, ConfirmKind.ALLERGY, ConfirmAnswer.REPEAT))
    desk.tell(AskedAgain(P, "en", 1, "confirmation"))
    assert desk.patient._strip_text.text() == "Please say that again"
    assert "患者要自己把第 1 句再说一遍" in desk.doctor.banner.words
    assert "请不要依据这一句" in desk.doctor.banner.words
    assert "患者要自己重说一遍" in str(desk.doctor.turns.model().index(0, 0).data())


def test_thanks_do_not_hide_what_the_patient_is_told_to_do(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "好", "Good."), ConfirmationAsked(1, 1, D, ConfirmKind.ASKED))
    desk.tell(Held(turn(2, D, "两片", "Three tablets.")))
    press(desk.patient.row, Qt.Key.Key_1, qtbot)
    assert desk.patient._strip_text.text() == "One moment, please"
    desk.tell(AskedAgain(P, "en", 0, "doctor"))
    assert desk.patient._strip_text.text() == "Please say that again"


def test_a_question_waits_while_the_patient_says_it_back(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    row = desk.patient.row
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE), TeachBackAsked(1, "en"))
    assert not row.isVisible()
    assert "in your own words" in desk.patient._strip_text.text()
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert row.isVisible()
    press(_focused(), Qt.Key.Key_1, qtbot)
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.YES)]


def test_a_question_that_came_behind_a_pad_is_answered_by_key(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "哪里疼？", "Where does it hurt?"))
    desk.doctor.pad_asked.emit(Pad.BODY)
    desk.tell(turn(2, D, "每天吃两片", "Two a day."), ConfirmationAsked(2, 1, D, ConfirmKind.DOSE))
    desk.patient.pad.back.click()
    press(_focused(), Qt.Key.Key_1, qtbot)
    assert desk.control.calls == [("answer_confirmation", 2, ConfirmAnswer.YES)]


def _focused() -> QWidget:
    """Where the keys of the person at the screen go."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_a_withdrawn_correction_leaves_no_promise(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "吃五毫克", "Take 5 mg"))
    corrected = turn(1, D, "吃五十毫克", "Take 5 mg", revision=2, reason="corrected")
    desk.tell(Held(corrected), Released(1, 2, Attested.NOT_SENT, "Dr. Li", 10))
    line = desk.patient.newest.line
    assert line is not None
    assert desk.patient._look.who(line) == "Doctor · Withdrawn"
    assert desk.patient._look.text(line) == "This sentence no longer applies"
    assert "已从患者屏幕撤回" in str(desk.doctor.turns.model().index(0, 0).data())


def test_a_held_turn_is_never_asked_about(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(Held(turn(1, D, "SECRET", "SECRET")))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    assert not desk.patient.row.isVisible()
    assert desk.patient._strip_text.text() == "One moment, please"


def test_please_say_it_again_tells_why(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(AskedAgain(P, "en", 0, "audio.overflow"))
    assert "Some sound was lost" in desk.patient._strip_text.text()
    desk.tell(AskedAgain(P, "en", 4, "doubt"))
    assert "misheard" in desk.patient._strip_text.text()
    desk.tell(turn(5, P, "My head hurts.", "我头痛。"))
    assert desk.patient._strip_text.text() == "Please speak, we are listening"


def test_a_question_waits_while_the_patient_is_to_say_it_again(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    row = desk.patient.row
    desk.listen(
        turn(1, D, "每天吃两片", "Two a day."), ConfirmationAsked(1, 1, D, ConfirmKind.DOSE)
    )
    desk.tell(turn(2, P, "Since May.", "五月以来。"), AskedAgain(P, "en", 2, "doctor"))
    assert desk.patient._strip_text.text() == "Please say that again"
    assert not row.isVisible()
    # Who presses 2 to say it again must not ask the doctor to repeat something else.
    qtbot.keyClick(_focused(), Qt.Key.Key_2)
    assert desk.control.calls == []
    desk.tell(turn(3, P, "Since May.", "五月以来。"))
    assert row.isVisible()
    press(_focused(), Qt.Key.Key_1, qtbot)
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.YES)]


def test_corrected_while_held_is_no_correction_for_the_patient(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(*held_dose(5))
    desk.tell(Released(5, 1, Attested.CORRECTED, "Dr. Li", 900))
    desk.tell(turn(5, D, "一天三次", "Three times a day.", revision=2, reason="corrected"))
    line = desk.patient.newest.line
    assert line is not None
    assert not line.corrected


def test_verified_phrase_is_marked(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "卷袖子", "Roll up.", origin=Origin.PHRASE, phrase_id="x"))
    line = desk.patient.newest.line
    assert line is not None
    assert desk.patient._look.who(line) == "Doctor · Verified phrase"


def test_a_question_about_a_sentence_that_has_gone_has_its_plain_words(
    desk: Desk, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    plain = "You have had a heart attack (myocardial infarction)."
    told = turn(1, D, "您得过心肌梗死。", "You have had a myocardial infarction.", plain=plain)
    desk.listen(told, *(turn(n, D, "好", f"Good {n}.") for n in range(2, 9)))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.ASKED))
    assert desk.patient.row.quote.text() == plain
