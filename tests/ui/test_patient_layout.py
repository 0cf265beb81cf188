"""The patient screen in every language and size: what is asked about stands there whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import (
    AskedAgain,
    ConfirmAnswer,
    ConfirmationAsked,
    ConfirmKind,
    Held,
    Party,
    TeachBackAsked,
)
from app.ui.patient_screen import LEAST_HEIGHT, LEAST_WIDTH
from app.ui.view_state import Pad
from tests.ui.conftest import Desk, MakeDesk, opened, seen
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
LEAST = (LEAST_WIDTH, LEAST_HEIGHT)
TOLD = {
    "zh": "一次一片，每片五百毫克，一天三次，饭后吃，连吃七天。",
    "en": "Take one 500 mg tablet three times a day after meals for seven days.",
    "ru": "Принимайте по одной таблетке 500 мг три раза в день после еды в течение семи дней.",
    "ar": "تناول قرصًا واحدًا 500 ملغ ثلاث مرات في اليوم بعد الأكل لمدة سبعة أيام.",
    "ko": "500 mg 정을 하루 세 번 식후에 한 정씩 이레 동안 드세요.",
    "ja": "500 mgの錠剤を1日3回、食後に1錠ずつ、7日間飲んでください。",
    "fr": "Prenez un comprimé de 500 mg trois fois par jour après les repas pendant sept jours.",
    "es": "Tome un comprimido de 500 mg tres veces al día después de las comidas, siete días.",
}
NUMBERS = {"none": (), "one": ("1,500",), "three": ("500", "13", "3.4")}


def shown(desk: Desk, qtbot: QtBot, size: tuple[int, int]) -> Desk:
    desk.patient.resize(*size)
    desk.patient.show()
    qtbot.waitExposed(desk.patient)
    return desk


def forget(desk: Desk) -> None:
    """The next consultation, in the same windows."""
    desk.windows.reset()
    desk.windows.attach(desk.control)
    desk.windows.bridge.stop_timer()


def assert_whole(screen: QWidget, button: QPushButton) -> None:
    """It stands in the window, and all its words in it."""
    place = QRect(button.mapTo(screen, button.rect().topLeft()), button.size())
    assert screen.rect().contains(place), button.text()
    assert button.sizeHint().width() <= button.width(), button.text()
    assert button.minimumSizeHint().height() <= button.height(), button.text()


def assert_asked_whole(desk: Desk, case: object) -> None:
    screen = desk.patient
    row, newest = screen.row, screen.newest
    assert newest.text_height <= newest.box.height(), case
    assert not newest.turner.isVisible(), case
    assert row.geometry().bottom() <= screen.height(), case
    for label in (row.question, row.quote, row.digits):
        if label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height(), (case, label.text())
    for button in (*row.buttons.values(), screen.ask):
        assert_whole(screen, button)


@pytest.mark.parametrize("size", [LEAST, (1024, 640)])
@pytest.mark.parametrize("points", [32, 48, 96])
@pytest.mark.parametrize("lang", list(TOLD))
def test_a_sentence_that_is_asked_about_is_never_cut(
    make_desk: MakeDesk, qtbot: QtBot, lang: str, points: int, size: tuple[int, int]
) -> None:
    desk = make_desk(patient__language=lang, patient__font_pt=points, patient__show_source=True)
    shown(desk, qtbot, size)
    for times in (1, 4):
        text = " ".join([TOLD[lang]] * times)
        for name, numbers in NUMBERS.items():
            desk.listen(turn(1, D, "一天三次", text, lang))
            desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.NUMBER, numbers))
            QApplication.processEvents()
            assert desk.patient.row.isVisible()
            assert_asked_whole(desk, (lang, points, size, times, name))
            forget(desk)


@pytest.mark.parametrize("size", [LEAST, (1024, 640)])
@pytest.mark.parametrize("lang", list(TOLD))
def test_an_earlier_sentence_and_the_newest_one_are_both_whole(
    make_desk: MakeDesk, qtbot: QtBot, lang: str, size: tuple[int, int]
) -> None:
    desk = shown(make_desk(patient__language=lang), qtbot, size)
    desk.listen(turn(1, D, "一天三次", TOLD[lang], lang), turn(2, D, "好", TOLD[lang] * 2, lang))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.NUMBER, ("15",)))
    QApplication.processEvents()
    assert desk.patient.row.quote.isVisible()
    assert desk.patient.newest.box.height() > 0
    assert_asked_whole(desk, (lang, size))


def test_a_long_earlier_sentence_takes_the_large_place_while_it_is_asked_about(
    desk: Desk, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    told = TOLD["en"] * 3
    desk.listen(turn(1, D, "一天三次", told), turn(2, D, "好", "Good."))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    newest, row = desk.patient.newest, desk.patient.row
    assert newest.line is not None
    assert newest.line.text == told
    assert not row.quote.isVisible()
    assert [line.text for line in desk.patient.earlier.lines] == ["Good."]
    assert desk.patient.earlier.isVisible()  # the newest sentence is not lost to the question
    seen(desk, qtbot).patient.row.buttons[ConfirmAnswer.YES].click()
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.YES)]
    assert newest.line.text == "Good."


def test_a_sentence_that_is_no_longer_kept_is_shown_whole_as_well(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    told = TOLD["en"] * 3
    desk.listen(
        turn(1, D, "一天三次", told), *(turn(n, D, "好", f"Good {n}.") for n in range(2, 9))
    )
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    line = desk.patient.newest.line
    assert line is not None
    assert line.text == told


def test_nobody_says_yes_before_the_last_page(desk: Desk, qtbot: QtBot) -> None:
    shown(desk, qtbot, LEAST)
    told = TOLD["en"] * 12
    desk.listen(turn(1, D, "一天三次", told), ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    newest, row = desk.patient.newest, seen(desk, qtbot).patient.row
    assert newest.turner.isVisible()
    assert newest.rect().contains(newest.turner.geometry())
    assert_whole(desk.patient, newest.turner)
    assert ConfirmAnswer.YES not in row.offered
    assert ConfirmAnswer.NOT_UNDERSTOOD in row.offered
    qtbot.keyClick(row, Qt.Key.Key_1)
    assert desk.control.calls == []
    end = 0.0
    while ConfirmAnswer.YES not in row.offered:
        above, below = newest.shown
        assert above == end  # nothing between two pages is left out
        assert below - above <= newest.box.height()
        end = below
        newest.turner.click()
    assert newest.shown[0] == end
    assert newest.shown[1] == newest.text_height
    qtbot.keyClick(row, Qt.Key.Key_1)
    assert desk.control.calls == [("answer_confirmation", 1, ConfirmAnswer.YES)]


@pytest.mark.parametrize(
    ("on", "back"), [(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp), (Qt.Key.Key_Down, Qt.Key.Key_Up)]
)
@pytest.mark.parametrize("place", ["row", "button", "newest", "ask"])
def test_keys_turn_the_pages_wherever_the_keyboard_is(
    desk: Desk, qtbot: QtBot, on: Qt.Key, back: Qt.Key, place: str
) -> None:
    shown(desk, qtbot, LEAST)
    told = TOLD["en"] * 12
    desk.listen(turn(1, D, "一天三次", told), ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    newest, row = desk.patient.newest, seen(desk, qtbot).patient.row
    button = row.buttons[ConfirmAnswer.REPEAT]
    widget = {"row": row, "button": button, "newest": newest, "ask": desk.patient.ask}[place]
    widget.setFocus()
    first = newest.shown
    qtbot.keyClick(widget, back)
    assert newest.shown == first
    for _ in range(len(newest._pages)):  # once more than there are pages to turn
        qtbot.keyClick(widget, on)
    assert newest.shown[1] == newest.text_height
    assert ConfirmAnswer.YES in row.offered
    qtbot.keyClick(widget, back)
    assert newest.shown[1] < newest.text_height
    assert widget.hasFocus()
    assert ConfirmAnswer.YES in row.offered  # it was read to its end


def test_page_keys_are_those_of_the_buttons_where_there_are_no_pages(
    desk: Desk, qtbot: QtBot
) -> None:
    shown(desk, qtbot, LEAST)
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.DOSE))
    buttons = seen(desk, qtbot).patient.row.buttons
    buttons[ConfirmAnswer.YES].setFocus()
    qtbot.keyClick(buttons[ConfirmAnswer.YES], Qt.Key.Key_Down)
    assert buttons[ConfirmAnswer.REPEAT].hasFocus()


@pytest.mark.parametrize("size", [LEAST, (1024, 640)])
@pytest.mark.parametrize("points", [32, 96])
@pytest.mark.parametrize("lang", list(TOLD))
def test_words_and_button_of_the_strip_are_whole(
    make_desk: MakeDesk, qtbot: QtBot, lang: str, points: int, size: tuple[int, int]
) -> None:
    desk = shown(make_desk(patient__language=lang, patient__font_pt=points), qtbot, size)
    strip = desk.patient.strip
    heights = set()
    for events in (
        (AskedAgain(P, lang, 0, "audio.overflow"),),
        (AskedAgain(P, lang, 0, "doubt"),),
        (TeachBackAsked(1, lang),),
        (Held(turn(2, D, "两片", "Three.", lang)),),
    ):
        desk.listen(turn(1, D, "一天三次", TOLD[lang], lang), *events)
        QApplication.processEvents()
        words = strip.words
        assert words.heightForWidth(words.width()) <= words.height(), (lang, words.text())
        assert_whole(desk.patient, desk.patient.ask)
        heights.add(strip.height())
        forget(desk)
    assert len(heights) == 1


@pytest.mark.parametrize("lang", [code for code in TOLD if code != "zh"])
def test_the_way_to_a_human_and_what_is_asked_stand_under_a_pad(
    make_desk: MakeDesk, qtbot: QtBot, lang: str
) -> None:
    desk = shown(make_desk(patient__language=lang), qtbot, LEAST)
    desk.listen(turn(1, D, "哪里疼？", TOLD[lang], lang))
    for pad in Pad:
        desk.doctor.pad_asked.emit(pad)
        QApplication.processEvents()
        assert desk.patient.pages.currentWidget() is desk.patient.pad
        assert desk.patient.ask.isVisible()
        buttons = [x for x in desk.patient.findChildren(QPushButton) if x.isVisible()]
        places = [QRect(x.mapTo(desk.patient, QPoint()), x.size()) for x in buttons]
        for button, place in zip(buttons, places, strict=True):
            assert desk.patient.rect().contains(place), (pad, button.text())
            apart = sum(place.intersects(other) for other in places) == 1
            assert apart, (pad, button.text())
    desk.tell(AskedAgain(P, lang, 0, "audio.overflow"))
    texts = desk.patient._look.texts
    assert desk.patient.strip.isVisible()
    assert desk.patient.strip.words.text() == texts.get("patient.say_again.sound")
    asked: list[bool] = []
    desk.patient.interpreter_asked.connect(lambda: asked.append(True))
    desk.patient.ask.click()
    assert asked
    assert not desk.patient.strip.isVisible()


def test_the_page_of_a_message_has_no_strip(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    assert desk.patient.pages.currentWidget() is desk.patient.message
    assert not desk.patient.strip.isVisible()
