"""Messages above the turns: none is lost because another one came."""

from __future__ import annotations

import pytest

from app.session.events import (
    AskedAgain,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    EngineRestarted,
    Held,
    NotDone,
    Origin,
    Party,
    SessionEvent,
    SourceChanged,
    StateChanged,
    TeachBackOutcome,
    TeachBackResult,
    Unprocessed,
)
from app.ui import banners, subtitle_state
from app.ui.subtitle_state import reduce
from app.ui.view_state import Phase, Severity, ViewState
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT
ASKED = ConfirmationAsked(1, 1, D, ConfirmKind.DOSE)
REPEAT = ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.REPEAT)
DIFFERS = TeachBackResult(1, 2, TeachBackOutcome.DIFFERS)


def after(*events: SessionEvent, state: ViewState | None = None) -> ViewState:
    state = state or ViewState()
    for event in (StateChanged("listening"), *events):
        state = reduce(state, event)
    return state


def codes(state: ViewState) -> list[str]:
    """Of the messages, the one that is shown first."""
    return [each.code for each in reversed(state.doctor.banners)]


def test_the_newest_is_shown_and_the_others_come_back() -> None:
    told = turn(1, D, "一片", "One.")
    state = after(told, ASKED, REPEAT, EngineRestarted("engine.died", 1))
    assert codes(state) == ["engine.restarted", "answered.repeat"]
    state = banners.dismissed(state)
    assert codes(state) == ["answered.repeat"]
    assert codes(banners.dismissed(banners.dismissed(state))) == []


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.INFO])
def test_an_error_stays_before_what_comes_later(severity: Severity) -> None:
    state = banners.told(ViewState(), Severity.ERROR, "records.cannot_write")
    state = banners.told(state, severity, "opened.waiting")
    assert codes(state) == ["records.cannot_write", "opened.waiting"]
    state = banners.told(state, Severity.ERROR, "audio.no_device")
    assert codes(state) == ["audio.no_device", "records.cannot_write", "opened.waiting"]


@pytest.mark.parametrize(
    ("before", "event", "left"),
    [
        (SourceChanged("lost", "USB"), SourceChanged("back", "USB"), ["source.back"]),
        (SourceChanged("lost", "USB"), SourceChanged("started", "USB"), []),
        (EngineRestarted("x", 1), EngineRestarted("x", 2), ["engine.restarted"]),
        (
            NotDone("correct", 1, "engine.timeout"),
            NotDone("correct_translation", 1, "engine.failed"),
            ["not_done.correct.engine.failed"],
        ),
        (
            NotDone("correct", 1, "engine.timeout"),
            NotDone("correct", 2, "engine.timeout"),
            ["not_done.correct.engine.timeout"] * 2,
        ),
        (NotDone("swap", 1, "x"), NotDone("retry", 1, "x"), ["not_done.x"] * 2),
        (AskedAgain(D, "zh", 1, "audio"), AskedAgain(D, "zh", 2, "doubt"), ["say_again.doubt"]),
        (REPEAT, ASKED, []),
        (DIFFERS, TeachBackResult(1, 3, TeachBackOutcome.AGREES), []),
    ],
)
def test_only_the_same_matter_takes_the_place_of_a_message(
    before: SessionEvent, event: SessionEvent, left: list[str]
) -> None:
    told = after(turn(1, D, "一片", "One."), ASKED, before)
    assert codes(reduce(told, event)) == left
    behind = banners.told(told, Severity.ERROR, "audio.no_device")
    assert codes(reduce(behind, event)) == ["audio.no_device", *left]


def test_a_correction_that_is_done_takes_its_warning_back_wherever_it_stands() -> None:
    failed = [NotDone("correct", number, "engine.timeout") for number in (1, 2)]
    state = after(*failed, EngineRestarted("x", 1))
    state = subtitle_state.corrections_failed(state, frozenset({2}))
    assert [each.turn for each in state.doctor.banners] == [2, 0]


OWN = AskedAgain(D, "zh", 1, "engine.failed", 9000)


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        (turn(2, D, "先做检查", "First the tests.", start_ms=9000), []),
        (turn(2, D, "先做检查", "First the tests.", start_ms=0, origin=Origin.TYPED), []),
        (turn(1, D, "先做检查", "First the tests.", start_ms=0, reason="retried"), []),
        (turn(2, D, "检查", "Tests.", start_ms=8000), ["say_again.engine.failed"]),
        (turn(2, P, "Yes.", "好。", start_ms=9000), ["say_again.engine.failed"]),
        (Held(turn(2, D, "吃五片", "Take 5 mg", start_ms=9000)), ["say_again.engine.failed"]),
        (StateChanged("ended"), []),
    ],
)
def test_who_has_said_it_again_is_not_asked_any_more(heard: SessionEvent, left: list[str]) -> None:
    lost = Unprocessed(1, D, "engine.failed", 0, 900)
    state = after(lost, OWN)
    assert [each.turn for each in state.doctor.banners] == [1]
    state = reduce(state, heard)
    assert codes(state) == left
    # Whatever is said after it was said again takes nothing back that is asked later.
    assert (state.own_again is None) is (left == [])
    assert codes(banners.dismissed(state)) == []


def test_what_nobody_could_be_asked_about_goes_when_it_was_tried_again() -> None:
    lost = Unprocessed(1, None, "engine.failed", 0, 900)
    state = after(lost, AskedAgain(None, "zh", 1, "engine.failed"))
    assert codes(reduce(state, turn(2, D, "好", "Good."))) == ["who_spoke.engine.failed"]
    assert codes(reduce(state, turn(1, P, "Yes.", "好。", reason="retried"))) == []


def test_what_it_failed_of_goes_when_it_is_tried_again_and_nothing_else() -> None:
    state = after(EngineRestarted("x", 1), StateChanged("failed", code="engine.failed"))
    assert codes(state) == ["engine.failed", "engine.restarted"]
    assert codes(reduce(state, StateChanged("loading"))) == ["engine.restarted"]
    assert codes(subtitle_state.phase_set(state, Phase.READY)) == ["engine.restarted"]
