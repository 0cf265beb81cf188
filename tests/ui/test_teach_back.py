"""Saying an instruction back: what the patient reads meanwhile, and what the doctor is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.session.events import (
    AskedAgain,
    ConfirmationAsked,
    ConfirmKind,
    Held,
    Party,
    SessionEvent,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
    Unprocessed,
)
from app.ui.view_state import PatientLine, PatientMode
from tests.ui.conftest import Desk, opened
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
TOLD = turn(1, D, "一天三次，饭后", "Three times a day, after meals.")
LATER = [turn(n, D, "好", f"Good, number {n}.") for n in range(2, 8)]
FAILED = (
    Unprocessed(8, P, "engine.failed", 0, 900),
    AskedAgain(P, "en", 8, "engine.failed"),
)
MISHEARD = (
    turn(8, P, "Three times.", "三次。"),
    AskedAgain(P, "en", 8, "doubt"),
    TeachBackResult(1, 8, TeachBackOutcome.UNSURE, again=True),
)


def newest(desk: Desk) -> PatientLine:
    line = desk.patient.newest.line
    assert line is not None
    return line


@pytest.mark.parametrize("between", [LATER[:1], LATER], ids=["on the screen", "scrolled away"])
def test_what_is_to_be_said_back_is_the_large_sentence(
    desk: Desk, qtbot: QtBot, between: list[SessionEvent]
) -> None:
    opened(desk, qtbot)
    desk.listen(TOLD, *between, TeachBackAsked(1, "en"))
    assert (newest(desk).turn, newest(desk).text) == (1, "Three times a day, after meals.")
    earlier = desk.patient.earlier.accessibleName()
    assert "Three times a day" not in earlier
    assert f"number {len(between) + 1}." in earlier
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert newest(desk).text == f"Good, number {len(between) + 1}."


def test_other_words_for_the_instruction_are_not_said_back(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(TOLD, *LATER, TeachBackAsked(1, "en"))
    desk.tell(Held(turn(1, D, "一天四次", "Three times a day.", revision=2)))
    assert newest(desk).turn == 7, "nobody knows yet what is right"


@pytest.mark.parametrize("asked", [FAILED, MISHEARD], ids=["failed", "misheard"])
def test_an_answer_that_was_missed_is_asked_for_again(
    desk: Desk, qtbot: QtBot, asked: tuple[SessionEvent, ...]
) -> None:
    opened(desk, qtbot)
    desk.listen(TOLD, *LATER, ConfirmationAsked(7, 1, D, ConfirmKind.ASKED))
    desk.tell(TeachBackAsked(1, "en"))
    assert "in your own words" in desk.patient._strip_text.text()
    desk.tell(*asked)
    assert desk.patient._view.mode is PatientMode.SAY_AGAIN
    assert "say that again" in desk.patient._strip_text.text()
    assert newest(desk).turn == 1, "still what is to be said back"
    assert not desk.patient.row.isVisible(), "one request at a time"
    assert desk.windows.bridge.state.doctor.teaching == 1
    desk.tell(turn(9, P, "Three times a day.", "一天三次。"))
    desk.tell(TeachBackResult(1, 9, TeachBackOutcome.AGREES))
    assert desk.patient._view.mode is PatientMode.LISTENING


@pytest.mark.parametrize(
    ("outcome", "mode"),
    [
        (TeachBackOutcome.AGREES, PatientMode.LISTENING),
        (TeachBackOutcome.CANCELLED, PatientMode.LISTENING),
        (TeachBackOutcome.UNSURE, PatientMode.SAY_AGAIN),
    ],
)
def test_the_request_to_repeat_goes_with_it(
    desk: Desk, outcome: TeachBackOutcome, mode: PatientMode
) -> None:
    desk.listen(TOLD, TeachBackAsked(1, "en"), *FAILED, TeachBackResult(1, 9, outcome))
    assert desk.patient._view.mode is mode


def test_a_request_from_before_does_not_hide_it(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(TOLD, AskedAgain(P, "en", 0, "audio.overflow"), TeachBackAsked(1, "en"))
    assert "in your own words" in desk.patient._strip_text.text()
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert desk.patient._view.mode is PatientMode.LISTENING


@pytest.mark.parametrize(
    ("outcome", "card", "banner"),
    [
        (TeachBackOutcome.AGREES, "复述一致", ""),
        (TeachBackOutcome.UNJUDGED, "请您自行判断", "第 1 句的复述无法比较"),
        (TeachBackOutcome.UNSURE, "复述没听清，请再问一次", "没听清"),
    ],
)
def test_the_doctor_is_told_what_came_of_it(
    desk: Desk, outcome: TeachBackOutcome, card: str, banner: str
) -> None:
    desk.listen(TOLD, TeachBackAsked(1, "en"), TeachBackResult(1, 2, outcome))
    assert card in said(desk)
    assert banner in desk.doctor.banner.words
    assert desk.doctor.banner.isHidden() is not bool(banner)


def test_what_is_said_once_more_can_be_taken_back(desk: Desk) -> None:
    desk.listen(TOLD, *LATER, TeachBackAsked(1, "en"), *MISHEARD)
    assert "正在请患者再说一遍" in said(desk)
    desk.doctor.act("teach_back")
    assert desk.control.calls == [("cancel_teach_back",)]
    desk.tell(TeachBackResult(1, 0, TeachBackOutcome.CANCELLED))
    assert "复述没听清" in said(desk), "an answer was given, and it was not understood"
    assert desk.windows.bridge.state.doctor.teaching == 0


def said(desk: Desk) -> str:
    """The words of the instruction's card, as a screen reader gets them."""
    return str(desk.doctor.turns.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.parametrize("then", [(), (TeachBackResult(1, 3, TeachBackOutcome.AGREES),)])
def test_another_teach_back_takes_the_message_about_the_first_away(
    desk: Desk, then: tuple[SessionEvent, ...]
) -> None:
    desk.patient.show()
    desk.listen(TOLD, TeachBackAsked(1, "en"), TeachBackResult(1, 2, TeachBackOutcome.DIFFERS))
    assert desk.doctor.banner.isVisible()
    desk.tell(TeachBackAsked(1, "en"), *then)
    assert desk.doctor.banner.isHidden()
