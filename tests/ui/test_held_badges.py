"""What the card of a turn that was held says of it afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.session.events import Attested, Held, Party, Released
from app.ui.view_state import TurnRow
from app.ui.widgets.turn_words import badge_places
from tests.ui.conftest import Desk
from tests.ui.feed import held_dose, turn

D = Party.CLINICIAN


def badges(desk: Desk) -> list[str]:
    """What the head of the newest card says."""
    row = desk.windows.bridge.state.doctor.rows[-1]
    assert isinstance(row, TurnRow)
    return [badge.words for _, badge in badge_places(row, desk.windows.style)]


@pytest.mark.parametrize("what", ["corrected", "translation_corrected", "swapped", "retried"])
def test_how_long_it_was_held_stays_when_it_was_corrected(desk: Desk, what: str) -> None:
    desk.listen(*held_dose(5), Released(5, 1, Attested(what), "Dr. Li", 26_000))
    right = turn(5, D, "一天三次", "Three times a day.", revision=2, reason=what)
    desk.tell(right)
    assert "曾等待 0:26" in badges(desk)
    # Other words again, which nobody held.
    desk.tell(turn(5, D, "一天四次", "Four.", revision=3, reason="corrected"))
    assert "曾等待 0:26" in badges(desk)


def test_what_was_sent_as_it_was_tells_how_long_it_was_held(desk: Desk) -> None:
    held, back = held_dose(5)
    desk.listen(held, back, Released(5, 1, Attested.SENT_AS_IS, "Dr. Li", 26_000))
    assert isinstance(held, Held)
    desk.tell(replace(held.turn, attested=Attested.SENT_AS_IS, held_ms=26_000))
    assert "您确认后原样发送，曾等待 0:26" in badges(desk)
    desk.tell(turn(5, D, "一天四次", "Four.", revision=2, reason="corrected"))
    assert not [words for words in badges(desk) if "发送" in words]


def test_a_turn_that_was_not_sent_and_then_corrected_is_not_called_held(desk: Desk) -> None:
    desk.listen(*held_dose(5), Released(5, 1, Attested.NOT_SENT, "Dr. Li", 26_000))
    desk.tell(turn(5, D, "一天四次", "Four.", revision=2, reason="corrected"))
    assert not [words for words in badges(desk) if "等待" in words or "没有发送" in words]
