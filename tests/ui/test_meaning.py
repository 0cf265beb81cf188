"""Held turns, red flags, confidence, terms, teach-back and advice in the doctor's window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.profile import Profile
from app.session.back import differing
from app.session.events import (
    AskedAgain,
    Attested,
    BackTranslated,
    Confidence,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    FlagSpan,
    Held,
    NotDone,
    Origin,
    Party,
    RedFlagged,
    Released,
    StateChanged,
    Subtitle,
    Sureness,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
    Unprocessed,
)
from app.terms import LateTerms
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.turn_actions import ON_CARD
from app.ui.view_state import PatientMode
from app.ui.widgets.diff_view import DiffView
from tests.ui.conftest import Desk, MakeDesk, press, settled
from tests.ui.feed import held_dose, meaning, turn

D, P = Party.CLINICIAN, Party.PATIENT
NECK = turn(2, P, "And my neck.", "还有脖子。")


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


def translated_back(said: str, back: str) -> tuple[Held, BackTranslated]:
    """A held turn and its back-translation, compared as the session does it."""
    one, other = differing(said, back, "zh") or ((), ())
    held = Held(turn(5, D, said, "A translation.", critical=("dose",)))
    return held, BackTranslated(5, 1, "zh", back, (), one, other)


@pytest.mark.parametrize(
    ("said", "back", "marked"),
    [
        ("如果头晕就先不要吃。", "头晕就先不要吃。", ["如果"]),
        ("可能需要做手术。", "需要做手术。", ["可能"]),
        ("如果胸口疼得更厉害就马上来医院。", "如果胸口疼就马上来医院。", ["得更厉害"]),
        ("饭后吃。", "饭后吃，多喝水。", ["多喝水"]),
    ],
)
def test_lost_and_added_words_are_never_called_no_difference(
    desk: Desk, said: str, back: str, marked: list[str]
) -> None:
    desk.listen(*translated_back(said, back))
    view = desk.doctor.held._diff
    assert "没有发现不同" not in view.words
    assert "请对照标出的地方" in view.words
    assert marks(view) == marked


def test_the_same_words_are_called_so_and_long_texts_are_not_compared(desk: Desk) -> None:
    desk.listen(*translated_back("饭后吃。", "饭后吃。"))
    assert "没有发现不同" in desk.doctor.held._diff.words
    desk.tell(BackTranslated(5, 1, "zh", "饭后吃。", compared=False))
    assert "没有发现不同" not in desk.doctor.held._diff.words
    assert "没有逐字比较" in desk.doctor.held._diff.words


def test_failed_back_translation_is_told_as_such(desk: Desk) -> None:
    desk.listen(Held(turn(5, D, "一片", "Two.")))
    assert "正在回译" in desk.doctor.held._diff.words
    desk.tell(BackTranslated(5, 1, "zh", "", code="engine.failed"))
    assert "回译没有成功" in desk.doctor.held._diff.words


def test_a_turn_that_is_not_held_is_translated_back_in_the_panel(desk: Desk) -> None:
    desk.listen(turn(1, D, "如果头晕就先不要吃。", "Do not take it if you are dizzy."))
    view = desk.doctor.side.back
    assert not view.isVisible()
    desk.doctor.side._actions["back_translate"].click()
    assert view.isVisible()
    assert "正在回译" in view.words
    desk.tell(BackTranslated(1, 1, "zh", "", code="engine.timeout"))
    assert "回译没有成功" in view.words
    desk.doctor.side._actions["back_translate"].click()
    assert "正在回译" in view.words
    spans = differing("如果头晕就先不要吃。", "头晕就不能吃。", "zh")
    assert spans is not None
    desk.tell(BackTranslated(1, 1, "zh", "头晕就不能吃。", (), *spans))
    assert marks(view) == ["如果", "先", "要", "能"]
    assert "请对照标出的地方" in view.words
    assert view.height() >= view.heightForWidth(view.width()) > 40


def test_what_was_asked_for_comes_into_sight_in_the_panel(make_desk: MakeDesk) -> None:
    desk = make_desk(ui__font_scale=1.3)
    desk.doctor.resize(1024, 700)
    desk.listen(turn(1, D, "如果头晕就先不要吃。", "Do not take it if you are dizzy."))
    desk.doctor.act("back_translate")
    desk.tell(BackTranslated(1, 1, "zh", "头晕就不能吃。" * 4))
    QApplication.processEvents()
    assert desk.doctor.side.back.visibleRegion().boundingRect().height() > 100


@pytest.mark.parametrize(
    "over", [NotDone("back_translate", 1, "session.not_running"), StateChanged("ended")]
)
def test_a_back_translation_that_does_not_come_is_not_waited_for(
    desk: Desk, over: NotDone | StateChanged
) -> None:
    desk.listen(turn(1, D, "一片", "One."))
    desk.doctor.act("back_translate")
    desk.tell(over)
    assert "回译没有成功" in desk.doctor.side.back.words


def test_the_panel_does_not_repeat_what_the_held_card_says(desk: Desk) -> None:
    desk.listen(*held_dose(5))
    assert not desk.doctor.side.back.isVisible()
    desk.tell(Released(5, 1, Attested.SENT_AS_IS, "Dr. Li", 10))
    assert desk.doctor.side.back.isVisible()
    assert "先停药" in desk.doctor.side.back.words


def marks(view: DiffView) -> list[str]:
    """The marked words, in the order of the texts."""
    return [
        block.layout.text()[form.start : form.start + form.length]
        for block, *_ in view.page(view.width()).blocks
        for form in block.layout.formats()
    ]


def test_red_flag_shows_before_the_turn_and_until_acknowledged(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(RedFlagged(3, P, "en", "I have <chest> pain", (FlagSpan("chest", "high", 7, 19),)))
    assert desk.doctor.flags.isVisible()
    assert "&lt;chest&gt; pain" in desk.doctor.flags.words
    desk.tell(turn(3, P, "I have <chest> pain", "我胸痛"))
    assert desk.windows.bridge.state.doctor.alerts[0].turn == 3
    qtbot.waitUntil(desk.doctor.flags.button.isEnabled, timeout=5000)
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


@pytest.mark.parametrize(
    ("party", "asked"),
    [(D, "请您再说一遍"), (P, "请对方重说"), (None, "请说话的人再说一遍")],
)
def test_who_has_lost_words_is_who_is_to_say_them_again(
    desk: Desk, party: Party | None, asked: str
) -> None:
    desk.listen(Unprocessed(1, party, "engine.failed", 0, 900))
    view = desk.doctor.turns
    found = view._delegate.card(view.model().index(0, 0), view.viewport().width())
    assert found is not None
    assert asked in found[1].placed[0].block.layout.text()
    desk.tell(NotDone("retry", 1, "recognition.nothing"))
    assert asked in desk.doctor.banner.words
    desk.tell(NotDone("retry", 1, "engine.timeout"))
    assert asked in desk.doctor.banner.words


@pytest.mark.parametrize(("party", "asked"), [(D, "请您再说一遍"), (P, "请对方再说一遍")])
def test_doubtful_words_are_said_again_by_whoever_said_them(
    desk: Desk, qtbot: QtBot, party: Party, asked: str
) -> None:
    doubt = Confidence(Sureness.DOUBT, ("very_low_confidence",))
    said = turn(1, party, "左膝", "Left knee", confidence=doubt, critical=("doubt",))
    desk.listen(Held(said) if party is D else said)
    view = desk.doctor.turns
    assert asked in str(view.model().index(0, 0).data())
    found = view._delegate.card(view.model().index(0, 0), view.viewport().width())
    assert found is not None
    assert any(asked in each.block.layout.text() for each in found[1].placed)
    assert any(asked in words for _, words in found[1].tips)
    assert asked in (desk.doctor.held.words if party is D else desk.doctor.side._detail.text())


def test_a_question_that_leaves_the_patients_screen_is_told_on_its_row(desk: Desk) -> None:
    told = [turn(n, D, f"每天吃{n}片", f"Take {n} a day.") for n in range(1, 5)]
    asked = [ConfirmationAsked(n, 1, D, ConfirmKind.DOSE) for n in range(1, 5)]
    desk.listen(*told, *asked[:3])

    def words(row: int) -> str:
        model = desk.doctor.turns.model()
        return str(model.index(row, 0).data())

    assert "尚未回答" in words(0)
    desk.tell(asked[3])
    assert "不在患者屏幕上" in words(0)
    assert "尚未回答" not in words(0)
    assert "尚未回答" in words(1)
    found = desk.doctor.turns._delegate.card(desk.doctor.turns.model().index(0, 0), 800)
    assert found is not None
    assert any("不在患者屏幕上" in each.block.layout.text() for each in found[1].placed)
    desk.tell(asked[0])
    assert "尚未回答" in words(0)
    assert "不在患者屏幕上" in words(1)
    desk.tell(AskedAgain(P, "en", 3, "doctor"))
    assert "不在患者屏幕上" in words(2)
    desk.tell(StateChanged("ended"))
    assert "没有回答" in words(3)
    assert "Ctrl+Y" not in words(3)


def test_the_panel_names_the_turn_that_its_buttons_act_on(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(*held_dose(5), turn(6, P, "Thank you.", "谢谢。"))
    settled(desk, qtbot)
    assert desk.doctor.side._turn_title.text() == "第 5 句"
    desk.doctor.side._actions["ask_again"].click()
    desk.doctor.turns.setCurrentIndex(desk.doctor.turns.model().index(1, 0))
    assert desk.doctor.side._turn_title.text() == "第 6 句"
    desk.doctor.side._actions["ask_again"].click()
    assert desk.control.calls == [("ask_again", 5, 1), ("ask_again", 6)]


def test_the_second_time_ask_again_takes_it_back(desk: Desk, qtbot: QtBot) -> None:
    button = desk.doctor.side._actions["ask_again"]
    desk.listen(turn(1, P, "My head hurts.", "我头疼。"))
    press(desk.doctor, Qt.Key.Key_F6, qtbot)
    desk.tell(AskedAgain(P, "en", 1, "doctor"))
    assert button.text().strip() == "不用重说"
    assert desk.patient._strip_text.text() == "Please say that again"
    button.click()
    assert button.text().strip() == "请重说"
    assert desk.patient._strip_text.text() == "Please speak, we are listening"
    assert desk.control.calls == [("ask_again", 1)]


def test_the_doctor_who_goes_on_takes_it_back_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, P, "My head hurts.", "我头疼。"), AskedAgain(P, "en", 1, "doctor"))
    desk.tell(turn(2, D, "没关系", "Never mind."))
    press(desk.doctor, Qt.Key.Key_F6, qtbot)
    assert desk.patient._strip_text.text() == "Please speak, we are listening"
    assert desk.control.calls == []


@pytest.mark.parametrize(
    ("words", "asked", "calls"),
    [
        (NECK, AskedAgain(P, "en", 1, "doctor"), [("ask_again", 2)]),
        (NECK, AskedAgain(P, "en", 2, "doubt"), [("ask_again", 2)]),
        (turn(2, D, "好", "Good."), AskedAgain(P, "en", 0, "audio.overflow"), []),
    ],
    ids=["another turn", "not asked by the doctor", "lost sound"],
)
def test_who_means_to_ask_takes_nothing_back(
    desk: Desk, qtbot: QtBot, words: Subtitle, asked: AskedAgain, calls: list[tuple[object, ...]]
) -> None:
    desk.listen(turn(1, P, "My head hurts.", "我头疼。"), words, asked)
    press(desk.doctor, Qt.Key.Key_F6, qtbot)
    assert desk.control.calls == calls
    assert "again" in desk.patient._strip_text.text()


def test_a_held_turn_on_display_has_the_key(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(turn(1, P, "My head hurts.", "我头疼。"), AskedAgain(P, "en", 1, "doctor"))
    desk.tell(*held_dose(5))
    settled(desk, qtbot)
    press(desk.doctor, Qt.Key.Key_F6, qtbot)
    assert desk.control.calls == [("ask_again", 5, 1)]
    assert desk.patient._strip_text.text() == "Please say that again"


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
     ("teach_back", "teach_back")],
)  # fmt: skip
def test_actions_on_an_instruction(desk: Desk, action: str, call: str) -> None:
    desk.listen(turn(1, D, "一天三次", "Three times a day."))
    desk.doctor.side._actions[action].click()
    assert desk.control.calls == [(call, 1)]


def test_the_doctors_own_words_are_not_asked_for_again(desk: Desk, qtbot: QtBot) -> None:
    button = desk.doctor.side._actions["ask_again"]
    desk.listen(turn(1, P, "My head hurts.", "我头疼。"), turn(2, D, "多久了？", "Since when?"))
    assert not button.isEnabled()
    assert "直接再说一遍" in button.toolTip()
    press(desk.doctor, Qt.Key.Key_F6, qtbot)
    assert desk.control.calls == []
    desk.doctor.turns.select_turn(1)
    assert button.isEnabled()
    assert "请说这句话的人再说一遍" in button.toolTip()
    # What the patient was asked can still be taken back from there.
    desk.tell(AskedAgain(P, "en", 1, "doctor"))
    desk.doctor.turns.select_turn(2)
    assert button.isEnabled()
    assert button.text().strip() == "不用重说"
    assert "不用患者再说一遍" in button.toolTip()


@pytest.mark.parametrize("origin", [Origin.TYPED, Origin.PHRASE, Origin.ANSWER])
def test_what_has_no_sound_is_not_retried_from_it(desk: Desk, qtbot: QtBot, origin: Origin) -> None:
    button = desk.doctor.side._actions["retry"]
    party = P if origin is Origin.ANSWER else D
    desk.listen(turn(1, party, "左膝", "Left knee", origin=origin), turn(2, D, "好", "Good."))
    assert button.isEnabled()
    desk.doctor.turns.select_turn(1)
    assert not button.isEnabled()
    assert "没有录音" in button.toolTip()
    press(desk.doctor, Qt.Key.Key_F5, qtbot)
    assert desk.control.calls == []


def test_an_action_has_one_name_on_the_card_and_in_the_panel(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    for lang in ("zh", "en"):
        desk = make_desk(ui__language=lang)
        desk.listen(*held_dose(5))
        settled(desk, qtbot)
        for action, choice in ON_CARD.items():
            card, panel = desk.doctor.held.buttons[choice], desk.doctor.side._actions[action]
            assert panel.text().split("  ")[0] == card.text().split("  ")[0]


def test_teach_back_is_for_the_doctors_words_and_can_be_taken_back(desk: Desk) -> None:
    desk.listen(turn(1, D, "一天三次", "Three."), turn(2, P, "Yes.", "是。"))
    assert not desk.doctor.side._actions["teach_back"].isEnabled()
    desk.tell(TeachBackAsked(1, "en"))
    assert desk.windows.bridge.state.patient.mode is PatientMode.TEACH_BACK
    desk.doctor.act("teach_back")
    assert desk.control.calls == [("cancel_teach_back",)]
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert desk.windows.bridge.state.patient.mode is PatientMode.LISTENING


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
