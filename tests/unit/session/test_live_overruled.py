"""A decision about a held turn that comes while its other words are still being worked out."""

from __future__ import annotations

import pytest

from app.records.model import AttestationRecord, Attested, Party
from app.session.events import AskedAgain, Held, NotDone, Phrase, Released, Subtitle
from app.session.live import LiveSession, standard_checks
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import Kit, make_kit

DOCTOR = Party.CLINICIAN
WRONG = {"每天吃两片。": "Take three tablets a day.", "每天吃三片。": "Take three tablets a day."}
VOICES = (Voice(400.0, "zh", {"zh": "每天吃两片。", "en": "I took 2 pills."}),)
PHRASE = Phrase("take-two", DOCTOR, "每天两片", "Take two tablets a day.", instead_of=1)


@pytest.fixture
def kit(source: ManualSource) -> Kit:
    """A turn of the doctor is held, and the engine is slow."""
    engine = ScriptedEngine(Script(VOICES, translations=WRONG, slow_s=0.4))
    made = make_kit(engine, source, run_checks=standard_checks)
    begin(made)
    source.say(400)
    made.watch.until_kind(Held)
    return made


def begin_change(session: LiveSession, change: str) -> None:
    """The engine takes its time."""
    if change == "correct":
        session.correct(1, "每天吃三片。")
    else:
        getattr(session, change)(1)


def deeds(kit: Kit) -> list[Attested]:
    return [deed.what for deed in kit.records.deeds if isinstance(deed, AttestationRecord)]


@pytest.mark.parametrize("change", ["correct", "swap", "retry"])
def test_do_not_send_stops_what_is_being_carried_out(kit: Kit, change: str) -> None:
    begin_change(kit.session, change)
    kit.session.withdraw(1, 1)
    assert kit.watch.until_kind(NotDone) == NotDone(change, 1, "session.stopped")
    assert kit.watch.until_kind(Released).what is Attested.NOT_SENT
    kit.finish()
    assert kit.watch.of(Subtitle) == []
    assert deeds(kit) == [Attested.NOT_SENT]


def test_ask_again_stops_a_correction(kit: Kit) -> None:
    begin_change(kit.session, "correct")
    kit.session.ask_again(1, 1)
    assert kit.watch.until_kind(Released).what is Attested.ASKED_AGAIN
    assert kit.watch.until_kind(AskedAgain).turn == 1
    kit.finish()
    assert kit.watch.of(Subtitle) == []


def test_a_phrase_instead_stops_a_correction(kit: Kit) -> None:
    begin_change(kit.session, "correct")
    kit.session.send_phrase(PHRASE)
    assert kit.watch.until_kind(Released).what is Attested.PHRASE
    kit.finish()
    assert [turn.turn for turn in kit.watch.of(Subtitle)] == [2]


@pytest.mark.parametrize("decide", ["ask_again", "withdraw"])
def test_too_late_to_stop_it_the_doctor_is_told(kit: Kit, decide: str) -> None:
    begin_change(kit.session, "correct")
    kit.watch.until_kind(Subtitle)
    getattr(kit.session, decide)(1, 1)
    assert kit.watch.until_kind(NotDone) == NotDone(decide, 1, "session.not_held")
    kit.finish()
    assert kit.watch.of(AskedAgain) == []


@pytest.mark.parametrize("decide", ["ask_again", "withdraw"])
def test_another_revision_than_the_one_on_display_is_not_decided_about(
    kit: Kit, decide: str
) -> None:
    kit.session.correct_translation(1, "Take 20 tablets a day.")
    assert kit.watch.until_kind(Held).turn.revision == 2
    getattr(kit.session, decide)(1, 1)
    assert kit.watch.until_kind(NotDone) == NotDone(decide, 1, "session.changed")
    kit.finish()


def test_a_turn_that_is_not_held_can_still_be_asked_again(kit: Kit) -> None:
    kit.session.confirm(1)
    kit.watch.until_kind(Subtitle)
    kit.session.ask_again(1)
    assert kit.watch.until_kind(AskedAgain).turn == 1
    kit.finish()


def test_a_correction_of_another_turn_goes_on(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃两片。")
    kit.watch.until_kind(Held)
    begin_change(kit.session, "correct")
    kit.session.withdraw(2, 1)
    assert kit.watch.until_kind(Subtitle).turn == 1
    assert kit.watch.until(lambda e: isinstance(e, Released) and e.turn == 2)
    kit.finish()
