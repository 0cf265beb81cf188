"""The conversation stays at its newest turn until the doctor scrolls away, and says what came."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.session.events import (
    ConfirmationAsked,
    ConfirmKind,
    Party,
    SessionEvent,
    TeachBackAsked,
)
from tests.ui.conftest import Desk
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
LONG = "Take one tablet three times a day after meals, and come back if it gets worse. " * 3


def talked(desk: Desk) -> Desk:
    """A conversation that is longer than the window."""
    desk.doctor.resize(1024, 720)
    desk.listen(*(turn(n, P if n % 2 else D, "疼。", "It hurts.") for n in range(1, 13)))
    QApplication.processEvents()
    assert desk.doctor.turns.verticalScrollBar().maximum() > 0
    assert desk.doctor.turns.at_bottom()
    return desk


@pytest.mark.parametrize(
    "event",
    [
        ConfirmationAsked(12, 1, D, ConfirmKind.DOSE),
        TeachBackAsked(12, "en"),
        turn(12, D, "疼。", LONG, revision=2, reason="corrected"),
    ],
    ids=["asked", "teach-back", "corrected"],
)
def test_a_turn_that_grows_at_the_bottom_is_followed(desk: Desk, event: SessionEvent) -> None:
    view = talked(desk).doctor.turns
    before = view.verticalScrollBar().maximum()
    desk.tell(event)
    assert view.verticalScrollBar().maximum() > before
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    desk.tell(turn(13, P, "Yes.", "是。"))
    assert view.at_bottom()
    assert not desk.doctor._newest.isVisible()


def test_a_turn_that_grows_does_not_take_the_doctor_from_where_they_read(desk: Desk) -> None:
    view = talked(desk).doctor.turns
    view.verticalScrollBar().setValue(40)
    desk.tell(turn(12, D, "疼。", LONG, revision=2, reason="corrected"))
    assert view.verticalScrollBar().value() == 40
    assert not desk.doctor._newest.isVisible()  # no turn came


def test_the_way_to_the_newest_stands_whole_when_a_message_comes_with_it(desk: Desk) -> None:
    view = talked(desk).doctor.turns
    view.verticalScrollBar().setValue(40)
    QApplication.processEvents()
    desk.control.tell(turn(13, P, "Yes.", "是。"))
    desk.windows.bridge.drain()
    desk.windows.show_warning("answered.repeat", turn="3")
    QApplication.processEvents()
    button, height = desk.doctor._newest, view.viewport().height()
    assert desk.doctor.banner.isVisible()
    assert button.isVisible()
    assert button.visibleRegion().boundingRect() == button.rect()
    assert button.geometry().bottom() < view.viewport().geometry().bottom()
    desk.doctor.banner.dismissed.emit()
    QApplication.processEvents()
    assert view.viewport().height() > height
    left = view.viewport().geometry().bottom() - button.geometry().bottom()
    assert 0 < left < button.height()
