"""Questions on the patient screen and their answers, by keys and by touch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
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
)
from app.ui.languages import LANGUAGES
from app.ui.theme import TOUCH_LARGE
from tests.ui.conftest import Desk, MakeDesk, opened, press
from tests.ui.feed import held_dose, turn

D, P = Party.CLINICIAN, Party.PATIENT


@pytest.mark.parametrize("lang", [x.code for x in LANGUAGES if x.code != "zh"])
def test_question_fits_with_large_buttons_in_every_language(
    make_desk: MakeDesk, qtbot: QtBot, lang: str
) -> None:
    desk = make_desk(patient__language=lang)
    desk.patient.resize(1024, 640)
    desk.patient.show()
    qtbot.waitExposed(desk.patient)
    desk.listen(turn(1, D, "十五天", "15", lang))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.NUMBER, ("15",)))
    row = desk.patient.row
    assert row.isVisible()
    assert row.digits.text() == "15"
    assert desk.patient.layout() is not None
    assert row.geometry().right() <= desk.patient.width()
    for button in row.buttons.values():
        assert button.height() >= TOUCH_LARGE
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert words + button.iconSize().width() <= button.width(), (lang, button.text())


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
    assert row.digits.accessibleName() == "7:15, 250000, 115, 1/4"
    metrics = row.digits.fontMetrics()
    assert max(metrics.horizontalAdvance(each) for each in numbers) <= row.digits.width()
    assert row.digits.heightForWidth(row.digits.width()) <= row.digits.height()
    assert row.digits.font().pixelSize() > row.question.font().pixelSize()
    for button in row.buttons.values():
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert words + button.iconSize().width() <= button.width(), (lang, button.text())


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
    press(desk.patient.row, Qt.Key.Key_3, qtbot)
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.NOT_UNDERSTOOD)]
    assert not desk.patient.row.isVisible()
    assert desk.patient._strip_text.text() == "The doctor will explain it"
    desk.tell(ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.NOT_UNDERSTOOD))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.ASKED))
    desk.patient.row.buttons[ConfirmAnswer.YES].click()
    assert desk.control.calls[-1] == ("answer_confirmation", 1, ConfirmAnswer.YES)


def test_a_question_about_an_earlier_sentence_quotes_it(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, P, "Fifteen tablets.", "十五片。"), turn(2, D, "好", "Good."))
    desk.tell(ConfirmationAsked(1, 1, P, ConfirmKind.NUMBER, ("15",)))
    assert desk.patient.row.quote.isVisible()
    assert desk.patient.row.quote.text() == "Fifteen tablets."
    desk.tell(turn(1, P, "Fifty tablets.", "五十片。", revision=2, reason="corrected"))
    assert not desk.patient.row.isVisible()


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
