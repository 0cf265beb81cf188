"""Held turns, questions to the patient, red flags, teach-back, phrases and taps, by keys."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.profile import Profile
from app.session.events import (
    AskedAgain,
    Attested,
    BackTranslated,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    FlagSpan,
    Held,
    Origin,
    Party,
    Phrase,
    RedFlagged,
    Released,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
)
from app.terms import LateTerms
from app.ui import taps
from app.ui.languages import LANGUAGES
from app.ui.phrases_dialog import PhrasesDialog, pad_of
from app.ui.theme import TOUCH_LARGE
from app.ui.view_state import Pad, PatientMode
from app.ui.widgets.body_map import regions
from glossary.phrases import Phrases
from tests.ui.conftest import Desk, MakeDesk
from tests.ui.feed import held_dose, meaning, patient_talk, turn

D, P = Party.CLINICIAN, Party.PATIENT


def press(widget: QWidget, key: Qt.Key, qtbot: QtBot) -> None:
    qtbot.keyClick(widget, key)
    QApplication.processEvents()


def opened(desk: Desk, qtbot: QtBot) -> Desk:
    desk.patient.resize(1280, 720)
    desk.patient.show()
    desk.patient.activateWindow()
    qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
    return desk


def test_held_turn_is_a_card_with_reasons_and_its_time(desk: Desk) -> None:
    desk.doctor._now = lambda: 100.0
    desk.listen(*held_dose(5, held_at_ms=86_000))
    card = desk.doctor.held
    assert card.isVisible()
    assert "次数对不上" in card.words
    assert "原话有否定" in card.words
    assert card._since.text() == "已等 0:14"
    desk.doctor._now = lambda: 112.0
    desk.doctor._tick()
    assert card._since.text() == "已等 0:26"
    desk.tell(Released(5, 1, Attested.SENT_AS_IS, "Dr. Li", 26_000))
    assert not card.isVisible()


def test_choices_by_key_act_on_the_held_turn_not_on_the_newest(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5), turn(6, P, "Thank you.", "谢谢。"))
    view = desk.doctor.turns
    press(view, Qt.Key.Key_F9, qtbot)
    press(view, Qt.Key.Key_F6, qtbot)
    desk.doctor.held.buttons["withdraw"].click()
    assert desk.control.calls == [("confirm", 5, 1), ("ask_again", 5), ("withdraw", 5)]


@pytest.mark.parametrize("side", ["source", "target"])
def test_either_side_can_be_corrected_and_sent(desk: Desk, qtbot: QtBot, side: str) -> None:
    desk.listen(*held_dose(5))
    card = desk.doctor.held
    press(desk.doctor.turns, Qt.Key.Key_F2, qtbot)
    assert card.is_editing
    field, other = card.source, card.target
    if side == "target":
        field, other = other, field
    field.setPlainText("Quite another text.")
    assert not other.isEnabled()
    press(field, Qt.Key.Key_Return, qtbot)
    command = "correct" if side == "source" else "correct_translation"
    assert desk.control.calls == [(command, 5, "Quite another text.")]
    assert not card.is_editing


def test_esc_and_unchanged_texts_send_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5))
    card = desk.doctor.held
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        desk.doctor.act("correct")
        press(card.target, key, qtbot)
        assert not card.is_editing
    assert desk.control.calls == []


def test_new_turns_do_not_disturb_a_correction_of_a_held_one(desk: Desk) -> None:
    desk.listen(*held_dose(5))
    desk.doctor.act("correct")
    desk.doctor.held.target.setPlainText("Take it three times")
    desk.tell(turn(6, P, "Yes.", "是。"), Held(turn(7, D, "一片", "Two.")))
    assert desk.doctor.held.is_editing
    assert desk.doctor.held.target.toPlainText() == "Take it three times"
    assert desk.doctor.held.row is not None
    assert desk.doctor.held.row.turn == 5


def test_several_held_turns_one_after_the_other(desk: Desk) -> None:
    desk.listen(*held_dose(5), Held(turn(6, D, "一片", "Two.")))
    card = desk.doctor.held
    assert card.row is not None
    assert "第 1 句，共 2 句" in card.words
    card.buttons["next"].click()
    assert card.row.turn == 6
    desk.doctor.act("confirm")
    assert desk.control.calls == [("confirm", 6, 1)]


def test_failed_back_translation_is_told_as_such(desk: Desk) -> None:
    desk.listen(Held(turn(5, D, "一片", "Two.")))
    desk.tell(BackTranslated(5, 1, "zh", "", code="engine.failed"))
    row = desk.doctor.held.row
    assert row is not None
    assert row.back is not None
    assert row.back.code == "engine.failed"


def test_red_flag_shows_before_the_turn_and_until_acknowledged(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(RedFlagged(3, P, "en", "I have <chest> pain", (FlagSpan("chest", "high", 7, 19),)))
    assert desk.doctor.flags.isVisible()
    assert "&lt;chest&gt; pain" in desk.doctor.flags.words
    desk.tell(turn(3, P, "I have <chest> pain", "我胸痛"))
    assert desk.windows.bridge.state.doctor.alerts[0].turn == 3
    press(desk.doctor.turns, Qt.Key.Key_F10, qtbot)
    assert not desk.doctor.flags.isVisible()


def test_meaning_is_told_in_words_on_card_and_detail(desk: Desk) -> None:
    desk.listen(*meaning())
    model = desk.doctor.turns.model()
    words = [str(model.index(i, 0).data()) for i in range(model.rowCount())]
    assert "患者没听懂" in words[3]
    assert "复述与医嘱不一致" in words[3]
    assert "勿轻信" in words[2]
    assert "15" in words[1]
    desk.doctor.turns.setCurrentIndex(model.index(1, 0))
    assert "容易与 50 听混" in desk.doctor.side._detail.text()
    desk.doctor.turns.grab()


def test_what_needs_an_answer_is_told_above_the_turns_too(desk: Desk) -> None:
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.tell(ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.REPEAT))
    assert "第 1 句再说一遍" in desk.doctor.banner.words
    desk.tell(TeachBackResult(1, 2, TeachBackOutcome.DIFFERS))
    assert "复述与第 1 句不一致" in desk.doctor.banner.words


def test_the_panel_names_the_turn_that_its_buttons_act_on(desk: Desk) -> None:
    desk.listen(*held_dose(5), turn(6, P, "Thank you.", "谢谢。"))
    assert desk.doctor.side._turn_title.text() == "第 5 句"
    desk.doctor.side._actions["ask_again"].click()
    desk.doctor.turns.setCurrentIndex(desk.doctor.turns.model().index(1, 0))
    assert desk.doctor.side._turn_title.text() == "第 6 句"
    desk.doctor.side._actions["ask_again"].click()
    assert desk.control.calls == [("ask_again", 5), ("ask_again", 6)]


def test_term_tells_its_source_where_it_stands(desk: Desk) -> None:
    desk.listen(*meaning())
    view = desk.doctor.turns
    found = view._delegate.card(view.model().index(0, 0), view.viewport().width())
    assert found is not None
    tips = [(area, words) for area, words in found[1].tips if "med.penicillin" in words]
    assert len(tips) == 1
    area, words = tips[0]
    assert "WHO INN" in words
    assert "2026.11" in words
    assert found[1].tip_at(area.center()) == words
    assert area.width() > 20


@pytest.mark.parametrize(
    ("action", "call"),
    [("back_translate", "back_translate"), ("ask_confirmation", "ask_confirmation"),
     ("teach_back", "teach_back"), ("ask_again", "ask_again")],
)  # fmt: skip
def test_actions_on_an_instruction(desk: Desk, action: str, call: str) -> None:
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.doctor.side._actions[action].click()
    assert desk.control.calls == [(call, 1)]


def test_teach_back_is_for_the_doctors_words_and_can_be_taken_back(desk: Desk) -> None:
    desk.listen(turn(1, D, "一天三次", "Three."), turn(2, P, "Yes.", "是。"))
    assert not desk.doctor.side._actions["teach_back"].isEnabled()
    desk.tell(TeachBackAsked(1, "en"))
    assert desk.windows.bridge.state.patient.mode is PatientMode.TEACH_BACK
    desk.doctor.act("teach_back")
    assert desk.control.calls == [("cancel_teach_back",)]
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert desk.windows.bridge.state.patient.mode is PatientMode.LISTENING


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


@pytest.mark.parametrize("pad", list(Pad))
def test_each_pad_answers_in_both_languages(make_desk: MakeDesk, qtbot: QtBot, pad: Pad) -> None:
    desk = opened(make_desk(patient__language="ar"), qtbot)
    desk.listen(*patient_talk("ar"))
    desk.doctor.composer.pad_chosen.emit(pad)
    page = desk.patient.pad
    assert desk.patient.pages.currentWidget() is page
    wanted = _touch(page, pad)
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
    body = desk.patient.pad.body
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


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_held_card_fits_a_small_window(make_desk: MakeDesk, qtbot: QtBot, scale: float) -> None:
    desk = make_desk(ui__font_scale=scale)
    desk.listen(*held_dose(5))
    desk.doctor.resize(960, 600)
    qtbot.waitUntil(lambda: not desk.doctor.live.isVisible(), timeout=5000)
    QApplication.processEvents()
    QApplication.processEvents()
    assert desk.doctor.minimumSizeHint().height() <= 600
    assert desk.doctor.minimumSizeHint().width() <= 960


def test_wording_is_advised_while_typing_and_taken_with_one_key(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    field = desk.doctor.composer.field
    field.setText("先打点滴")
    qtbot.waitUntil(lambda: bool(desk.doctor.advice.words), timeout=5000)
    strip = desk.doctor.advice
    assert "“打点滴”" in strip.words
    strip.take()
    assert field.text() == "先静脉输液"
    field.setText("")
    assert not strip.isVisible()


def test_a_question_about_a_sentence_that_has_gone_has_its_plain_words(
    desk: Desk, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    plain = "You have had a heart attack (myocardial infarction)."
    told = turn(1, D, "您得过心肌梗死。", "You have had a myocardial infarction.", plain=plain)
    desk.listen(told, *(turn(n, D, "好", f"Good {n}.") for n in range(2, 9)))
    desk.tell(ConfirmationAsked(1, 1, D, ConfirmKind.ASKED))
    assert desk.patient.row.quote.text() == plain


def test_advice_about_medicines_needs_the_terms(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.listen()
    terms = LateTerms(Profile(tmp_path))
    desk.doctor.advice.find_terms = terms
    field, strip = desk.doctor.composer.field, desk.doctor.advice
    field.setText("二甲双胍要加量。")
    strip.look()
    assert terms.reading is not None
    terms.reading.join(60)
    strip.look()
    assert "加量" in strip.words
    strip.take()
    assert field.text() == "二甲双胍要加量到每次___。"
