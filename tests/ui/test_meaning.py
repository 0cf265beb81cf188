"""Held turns, red flags, confidence, terms, teach-back and advice in the doctor's window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.profile import Profile
from app.session.events import (
    Attested,
    BackTranslated,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmKind,
    FlagSpan,
    Held,
    Party,
    RedFlagged,
    Released,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
)
from app.terms import LateTerms
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.view_state import PatientMode
from tests.ui.conftest import Desk, MakeDesk, press, settled
from tests.ui.feed import held_dose, meaning, turn

D, P = Party.CLINICIAN, Party.PATIENT


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


@pytest.mark.parametrize(
    ("lang", "level", "reason"),
    [("zh", "请核对", "请核对次数"), ("en", "Check", "Check how often")],
)
def test_the_level_tells_what_the_checks_found_when_the_mouse_rests_there(
    make_desk: MakeDesk, lang: str, level: str, reason: str
) -> None:
    desk = make_desk(ui__language=lang)
    desk.listen(held_dose(5)[0])
    view = desk.doctor.turns
    found = view._delegate.card(view.model().index(0, 0), view.viewport().width())
    assert found is not None
    (tip,) = [words.split("\n") for _, words in found[1].tips if words.startswith(level)]
    assert tip[0] == level
    assert reason in tip
    assert reason not in desk.doctor.held.words  # which tells the finding itself


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
    texts = Texts(load_catalogues(translations_folder()), "zh")
    assert texts.reason("confusable:25") == "数字 25 容易听错"
    assert texts.reason("confusable:1/4>1/10") == "数字 1/4 容易与 1/10 听混"


def test_what_needs_an_answer_is_told_above_the_turns_too(desk: Desk) -> None:
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.tell(ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.REPEAT))
    assert "第 1 句再说一遍" in desk.doctor.banner.words
    desk.tell(TeachBackResult(1, 2, TeachBackOutcome.DIFFERS))
    assert "复述与第 1 句不一致" in desk.doctor.banner.words


def test_the_panel_names_the_turn_that_its_buttons_act_on(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5), turn(6, P, "Thank you.", "谢谢。"))
    settled(desk, qtbot)
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
