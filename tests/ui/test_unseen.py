"""What the patient is asked while their screen is closed: the doctor is told at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.session.events import (
    AskedAgain,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    Party,
    SessionEvent,
    StateChanged,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
)
from tests.ui.conftest import Desk, opened, press
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
DOSE = turn(1, D, "每天吃两片", "Two a day.")
QUESTION = ConfirmationAsked(1, 1, D, ConfirmKind.DOSE)


@pytest.mark.parametrize(
    ("asked", "over"),
    [
        (QUESTION, turn(1, D, "每天三片", "Three.", revision=2, reason="corrected")),
        (TeachBackAsked(1, "en"), TeachBackResult(1, 0, TeachBackOutcome.CANCELLED)),
        (AskedAgain(P, "en", 1, "doctor"), turn(2, P, "Since May.", "五月以来。")),
        (QUESTION, StateChanged("ended")),
    ],
)
def test_what_nobody_can_see_is_told(
    desk: Desk, qtbot: QtBot, asked: SessionEvent, over: SessionEvent
) -> None:
    desk.listen(DOSE, asked)
    assert "患者屏幕没有打开" in desk.doctor.banner.words
    assert "第 1 句" in desk.doctor.banner.words
    press(desk.doctor, Qt.Key.Key_F4, qtbot)
    assert desk.patient.isVisible()
    assert not desk.doctor.banner.isVisible()
    press(desk.doctor, Qt.Key.Key_F4, qtbot)
    assert desk.doctor.banner.isVisible() is not isinstance(asked, AskedAgain)
    desk.tell(asked, over)
    assert not desk.doctor.banner.isVisible()


def test_an_answer_that_came_all_the_same_ends_it(desk: Desk) -> None:
    desk.listen(DOSE, QUESTION, ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.YES))
    assert not desk.doctor.banner.isVisible()


def test_nothing_is_told_while_the_screen_is_open(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(DOSE, QUESTION, TeachBackAsked(1, "en"))
    assert not desk.doctor.banner.isVisible()


def test_the_next_consultation_knows_that_the_screen_is_closed(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.windows.show_patient_screen(False)
    desk.windows.reset()
    assert not desk.windows.bridge.state.screen


def test_what_was_lost_by_itself_is_told_under_its_turn_only(desk: Desk) -> None:
    desk.listen(DOSE, AskedAgain(P, "en", 0, "audio.overflow"))
    assert not desk.doctor.banner.isVisible()
