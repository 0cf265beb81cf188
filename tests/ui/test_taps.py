"""Answers that the patient taps: pads, choices, the body; verified phrases by initials."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.session.events import (
    Party,
    Phrase,
)
from app.ui import taps
from app.ui.languages import LANGUAGES
from app.ui.phrases_dialog import PhrasesDialog, pad_of
from app.ui.theme import TOUCH_LARGE
from app.ui.view_state import Pad
from app.ui.widgets.body_map import regions
from glossary.phrases import LANGUAGES as PHRASE_LANGUAGES
from glossary.phrases import Phrases
from tests.ui.conftest import Desk, MakeDesk, opened, press, seen
from tests.ui.feed import held_dose, patient_talk, turn
from translation.red_flags import find_red_flags

D, P = Party.CLINICIAN, Party.PATIENT


@pytest.mark.parametrize("pad", list(Pad))
def test_each_pad_answers_in_both_languages(make_desk: MakeDesk, qtbot: QtBot, pad: Pad) -> None:
    desk = opened(make_desk(patient__language="ar"), qtbot)
    desk.listen(*patient_talk("ar"))
    desk.doctor.composer.pad_chosen.emit(pad)
    page = desk.patient.pad
    assert desk.patient.pages.currentWidget() is page
    wanted = _touch(seen(desk, qtbot).patient.pad, pad)
    if pad is not Pad.YES_NO:
        assert desk.control.calls == []
        page.done.click()
    command, phrase = desk.control.calls[0]
    assert command == "send_phrase"
    assert isinstance(phrase, Phrase)
    assert phrase.party is P
    assert phrase.translation == wanted
    assert any("\u0600" <= sign <= "\u06ff" for sign in phrase.text) or pad is Pad.NUMBER
    assert desk.patient.pages.currentWidget() is not page


def test_a_choice_of_a_phrase_is_offered_and_answered_with_one_tap(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    desk = opened(make_desk(patient__language="ar"), qtbot)
    desk.listen(*patient_talk("ar"))
    phrases = Phrases.load()
    cold = next(p for p in phrases.phrases if p.answer.options == ("cold", "hot", "fine"))
    desk.windows._send_phrase(
        Phrase(cold.id, D, cold.text("zh"), cold.text("ar")), pad_of(cold, phrases)
    )
    page = desk.patient.pad
    assert desk.patient.pages.currentWidget() is page
    buttons = page.options.buttons
    assert list(buttons) == ["cold", "hot", "fine", "dont-know"]
    assert [b.text() for b in buttons.values()] == [
        phrases.option(name).text("ar") for name in buttons
    ]
    assert not page.done.isVisible()
    seen(desk, qtbot)
    buttons["hot"].click()
    command, answer = desk.control.calls[-1]
    assert command == "send_phrase"
    assert isinstance(answer, Phrase)
    assert answer.phrase_id == "answer.option.hot"
    assert (answer.party, answer.text) == (P, phrases.option("hot").text("ar"))
    assert answer.translation == phrases.option("hot").text("zh")
    assert desk.patient.pages.currentWidget() is not page


def test_every_choice_fits_the_screen_in_every_language(make_desk: MakeDesk, qtbot: QtBot) -> None:
    phrases = Phrases.load()
    choices = {p.answer.options: pad_of(p, phrases) for p in phrases.phrases if p.answer.options}
    longest = sorted(choices.values(), key=lambda c: -len(c.options))[:3]  # type: ignore[union-attr]
    for lang in ("en", "ru", "fr", "ja"):
        desk = make_desk(patient__language=lang)
        desk.patient.resize(1024, 640)
        desk.patient.show()
        qtbot.waitExposed(desk.patient)
        desk.listen(turn(1, D, "您哪里疼？", "?", lang))
        for choice in longest:
            desk.doctor.pad_asked.emit(choice)
            QApplication.processEvents()
            for button in desk.patient.pad.options.buttons.values():
                words = button.fontMetrics().horizontalAdvance(button.text())
                assert words <= button.width(), (lang, button.text())
                assert button.height() >= TOUCH_LARGE, (lang, button.text())
                assert button.mapTo(desk.patient, button.rect().bottomRight()).y() < 640


@pytest.mark.parametrize(("lang", "prev_is_left"), [("en", True), ("ar", False)])
def test_arrows_between_months_are_seen_and_point_their_way(
    make_desk: MakeDesk, lang: str, prev_is_left: bool
) -> None:
    theme = "dark" if lang == "ar" else "light"
    pad = make_desk(patient__language=lang, patient__theme=theme).patient.pad
    for name, is_left in (("prev", prev_is_left), ("next", not prev_is_left)):
        button = pad.calendar.findChild(QAbstractButton, f"qt_calendar_{name}month")
        assert isinstance(button, QAbstractButton)
        drawn = button.icon().pixmap(32).toImage()
        middle = drawn.height() // 2
        tip = [x for x in range(drawn.width()) if drawn.pixelColor(x, middle).alpha() > 128]
        assert tip
        assert (tip[0] < drawn.width() / 2) is is_left
        ink = QColor(pad._look.colours.ink).lightness()
        assert abs(drawn.pixelColor(tip[0], middle).lightness() - ink) < 8


def _touch(page: object, pad: Pad) -> str:
    from app.ui.widgets.answer_pads import PadPage

    assert isinstance(page, PadPage)
    if pad is Pad.YES_NO:
        page.choices.buttons["dont_know"].click()
        return "不知道"
    if pad is Pad.PAIN:
        page.pain.faces[7].click()
        return "疼痛：10 分中 7 分"
    if pad is Pad.BODY:
        names = [(x.part, x.side) for x in page.body.regions]
        page.body._choose(names.index(("knee", "left")))
        return "这里：左侧膝"
    if pad is Pad.NUMBER:
        for key in "38.5":
            page.number.keys[key].click()
        page.number.units["celsius"].click()
        return "38.5 °C"
    page.calendar.clicked.emit(page.calendar.selectedDate())
    return page.calendar.selectedDate().toString("yyyy年M月d日") + _weekday(page)


def _weekday(page: object) -> str:
    from app.ui.widgets.answer_pads import PadPage

    assert isinstance(page, PadPage)
    return "星期" + "一二三四五六日"[page.calendar.selectedDate().dayOfWeek() - 1]


def test_body_map_knows_the_patients_own_sides() -> None:
    """Facing the patient their right hand is on the left of the picture; from behind it is not."""
    by_name = {(x.part, x.side, x.behind): x.path.boundingRect().center().x() for x in regions()}
    assert by_name["hand", "right", False] < 50 < by_name["hand", "left", False]
    assert by_name["hand", "left", True] < 50 < by_name["hand", "right", True]
    assert by_name["chest", "right", False] < 50 < by_name["chest", "left", False]


def test_touching_the_figure_chooses_what_is_there(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(*patient_talk("en"))
    desk.doctor.pad_asked.emit(Pad.BODY)
    body = seen(desk, qtbot).patient.pad.body
    knee = next(x for x in body.regions if x.part == "knee" and x.side == "left" and not x.behind)
    at = body._to_widget(False).map(knee.path.boundingRect().center()).toPoint()
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=at)
    assert desk.patient.pad.chosen.text() == "Here: Knee (left)"


def test_every_part_of_the_body_is_named_in_every_language(desk: Desk) -> None:
    texts = desk.windows.style.texts
    for code in (x.code for x in LANGUAGES):
        here = texts.in_language(code)
        for region in regions():
            assert "patient." not in taps.part_name(here, region.part, region.side)
        for unit in taps.UNITS:
            assert "patient." not in taps.number("3", unit).say(here)


def test_no_pad_raises_an_alarm_by_its_own_words(desk: Desk) -> None:
    texts = desk.windows.style.texts
    tapped = [
        *(taps.choice(answer) for answer in ("yes", "no", "dont_know")),
        *(taps.pain(level) for level in range(11)),
        *(taps.body(region.part, region.side) for region in regions()),
        *(taps.number("3", unit) for unit in taps.UNITS),
    ]
    for lang in PHRASE_LANGUAGES:
        for tap in tapped:
            said = tap.say(texts.in_language(lang))
            assert find_red_flags(said, lang) == (), (lang, said)


def test_a_length_in_months_is_no_month_of_the_year(desk: Desk) -> None:
    assert taps.number("3", "months").say(desk.windows.style.texts.in_language("zh")) == "个月：3"


def test_no_answers_every_question_in_the_doctors_words(desk: Desk) -> None:
    zh = desk.windows.style.texts.in_language("zh")
    assert [taps.choice(each).say(zh) for each in ("yes", "no")] == ["是", "否"]


def test_phrase_by_initials_replaces_a_held_turn(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5))
    qtbot.keyClick(desk.doctor.turns, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.windows._dialog
    assert isinstance(dialog, PhrasesDialog)
    everything = dialog.model.rowCount()
    dialog.field.setText("guomin")
    assert 0 < dialog.model.rowCount() < everything
    began = time.thread_time()
    dialog.field.setText("gm")
    assert time.thread_time() - began < 1.0
    press(dialog.field, Qt.Key.Key_Return, qtbot)
    command, phrase = desk.control.calls[0]
    assert command == "send_phrase"
    assert isinstance(phrase, Phrase)
    assert phrase.instead_of == 5
    assert phrase.party is D
    assert phrase.text
    assert phrase.translation.isascii() or phrase.translation
