"""Typed turns that were not done come back, each to the words that were typed."""

from __future__ import annotations

from app.session.events import Attested, Held, NotDone, Origin, Party, Subtitle, Unprocessed
from app.ui.typed_turns import TypedTurns

D, P = Party.CLINICIAN, Party.PATIENT


def typed(number: int, revision: int = 1, attested: Attested | None = None) -> Subtitle:
    return Subtitle(
        turn=number,
        revision=revision,
        party=D,
        lang="zh",
        text="一",
        target_lang="en",
        translation="One",
        complete=True,
        start_ms=5,
        end_ms=5,
        lag_ms=0,
        origin=Origin.TYPED,
        attested=attested,
    )


def two() -> TypedTurns:
    turns = TypedTurns()
    turns.sent(D, "一")
    turns.sent(P, "two")
    return turns


def test_answers_come_in_the_order_in_which_it_was_typed() -> None:
    turns = two()
    assert turns.hear(typed(1)) is None
    assert turns.hear(NotDone("type", 0, "translation.failed")) == (P, "two")
    assert turns.hear(NotDone("type", 0, "translation.failed")) is None


def test_a_held_turn_was_answered_and_its_release_is_no_second_answer() -> None:
    turns = two()
    assert turns.hear(Held(typed(1))) is None
    assert turns.hear(typed(1, attested=Attested.SENT_AS_IS)) is None
    assert turns.hear(typed(1, revision=2)) is None
    assert turns.hear(NotDone("type", 0, "translation.failed")) == (P, "two")


def test_a_session_that_does_not_run_refuses_the_newest() -> None:
    turns = two()
    assert turns.hear(NotDone("type", 0, "session.not_running")) == (P, "two")
    assert turns.hear(NotDone("type", 0, "session.ended")) == (D, "一")


def test_what_the_record_refused_comes_back_and_lost_speech_does_not() -> None:
    turns = two()
    assert turns.hear(Unprocessed(1, D, "engine.failed", 100, 900)) is None
    assert turns.hear(Unprocessed(2, P, "records.disk_full", 900, 900)) is None
    assert turns.hear(Unprocessed(3, D, "records.disk_full", 900, 900)) == (D, "一")


def test_other_commands_are_none_of_its_business() -> None:
    turns = two()
    assert turns.hear(NotDone("correct", 1, "translation.failed")) is None
    assert turns.hear(NotDone("type", 0, "translation.failed")) == (D, "一")
