"""While the patient's screen shows a page without sentences nothing is sent, and nothing asked."""

from __future__ import annotations

import pytest

from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmationRecord,
    ConfirmKind,
    EncounterRecord,
    Party,
)
from app.session.events import (
    ConfirmationAsked,
    Held,
    NotDone,
    Phrase,
    Released,
    Subtitle,
    TeachBackAsked,
)
from app.session.live import standard_checks
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import HEADER, Kit, make_kit

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT
TRANSLATIONS = {
    "多喝水。": "Drink plenty of water.",
    "每天吃两片。": "Take three tablets a day.",
    "每天吃三片。": "Take three tablets a day.",
    "I am allergic to penicillin.": "我对青霉素过敏。",
    "My head hurts.": "我头疼。",
    "您好。": "Hello.",
}
VOICES = (Voice(400.0, "zh", {"zh": "多喝水。", "en": "do her shui"}),)


@pytest.fixture
def engine() -> ScriptedEngine:
    """It takes its time, so that something is always under way."""
    return ScriptedEngine(Script(VOICES, translations=TRANSLATIONS, slow_s=0.2))


@pytest.fixture
def kit(engine: ScriptedEngine, source: ManualSource) -> Kit:
    made = make_kit(engine, source, run_checks=standard_checks)
    begin(made)
    return made


def record(kit: Kit) -> EncounterRecord:
    """What is on record when it is over."""
    kit.finish()
    revisions, deeds = tuple(kit.records.turns), kit.records.deeds
    newest = {turn.turn: turn for turn in revisions}
    attested = tuple(deed for deed in deeds if isinstance(deed, AttestationRecord))
    return EncounterRecord(HEADER, tuple(newest.values()), revisions, (), attested)


def asked(kit: Kit) -> list[tuple[int, int]]:
    """Questions to the patient that are on record."""
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, ConfirmationRecord)]
    return [(deed.turn, deed.revision) for deed in deeds]


def test_what_was_being_said_when_the_page_came_has_not_reached_the_patient(
    kit: Kit, source: ManualSource
) -> None:
    source.say(400)
    kit.session.hide_patient(True)
    kit.session.pause()
    assert kit.watch.until_kind(Held).turn.critical == ("hidden",)
    shown = record(kit)
    assert kit.watch.of(Subtitle) == []
    assert not shown.reached(1)
    assert [deed.what for deed in shown.attestations] == [Attested.ENDED]


def test_what_is_still_being_said_at_the_end_has_not_either(kit: Kit, source: ManualSource) -> None:
    source.say(400, after_ms=0)
    kit.session.hide_patient(True)
    assert not record(kit).reached(1)
    assert kit.watch.of(Subtitle) == []


def test_a_correction_under_way_is_held_and_takes_back_what_was_shown(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "多喝水。")
    kit.watch.until_kind(Subtitle)
    kit.session.correct(1, "每天吃三片。")
    kit.session.hide_patient(True)
    again = kit.watch.until_kind(Held).turn
    assert (again.revision, again.critical) == (2, ("hidden",))
    shown = record(kit)
    assert not shown.reached(1)
    assert shown.taken_back(1) == 1


def test_a_corrected_turn_that_was_held_stays_held(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃两片。")
    assert kit.watch.until_kind(Held).turn.critical == ("dose",)
    kit.session.correct(1, "每天吃三片。")
    kit.session.hide_patient(True)
    assert kit.watch.until_kind(Held).turn.critical == ("hidden",)
    assert not record(kit).reached(1)


def test_typed_words_and_a_verified_phrase_wait_for_the_doctors_word(kit: Kit) -> None:
    kit.session.hide_patient(True)
    kit.session.type_text(DOCTOR, "每天吃两片。")
    assert kit.watch.until_kind(Held).turn.critical == ("dose", "hidden")
    kit.session.send_phrase(Phrase("lie-down", DOCTOR, "请躺下", "Please lie down."))
    assert kit.watch.until_kind(Held).turn.critical == ("hidden",)
    kit.session.hide_patient(False)
    kit.session.confirm(2, 1)
    assert kit.watch.until_kind(Subtitle).attested is Attested.SENT_AS_IS
    kit.session.type_text(DOCTOR, "多喝水。")
    assert kit.watch.until_kind(Subtitle).turn == 3
    shown = record(kit)
    assert [shown.reached(turn.turn) for turn in shown.turns] == [False, True, True]


def test_words_that_turn_out_to_be_the_doctors_are_held(kit: Kit) -> None:
    kit.session.type_text(PATIENT, "My head hurts.")
    kit.watch.until_kind(Subtitle)
    kit.session.hide_patient(True)
    kit.session.swap(1)
    assert "hidden" in kit.watch.until_kind(Held).turn.critical
    assert not record(kit).reached(1)


def test_nothing_is_sent_as_it_is_before_the_sentences_are_back(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃两片。")
    kit.watch.until_kind(Held)
    kit.session.hide_patient(True)
    kit.session.confirm(1, 1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirm", 1, "session.hidden")
    kit.session.withdraw(1, 1)
    assert kit.watch.until_kind(Released).what is Attested.NOT_SENT
    assert not record(kit).reached(1)


def test_the_patient_is_asked_when_the_sentences_are_back(kit: Kit) -> None:
    kit.session.hide_patient(True)
    kit.session.type_text(PATIENT, "I am allergic to penicillin.")
    assert kit.watch.until_kind(Subtitle).turn == 1
    kit.session.type_text(PATIENT, "My head hurts.")
    assert kit.watch.until_kind(Subtitle).turn == 2
    assert asked(kit) == []
    kit.session.hide_patient(False)
    question = kit.watch.until_kind(ConfirmationAsked)
    assert (question.turn, question.kind) == (1, ConfirmKind.ALLERGY)
    kit.finish()
    assert asked(kit) == [(1, 1)]


def test_a_question_that_waits_is_about_the_turn_as_it_is_then(kit: Kit) -> None:
    kit.session.hide_patient(True)
    for _ in range(2):
        kit.session.type_text(PATIENT, "I am allergic to penicillin.")
        kit.watch.until_kind(Subtitle)
    kit.session.correct(1, "My head hurts.")
    kit.watch.until_kind(Subtitle)
    kit.session.swap(2)
    kit.watch.until_kind(Held)
    kit.session.hide_patient(False)
    kit.finish()
    assert asked(kit) == []


def test_who_never_goes_on_has_asked_nothing(kit: Kit) -> None:
    kit.session.hide_patient(True)
    kit.session.type_text(PATIENT, "I am allergic to penicillin.")
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert asked(kit) == []


@pytest.mark.parametrize(
    ("ask", "name"), [("ask_confirmation", "confirmation"), ("teach_back", "teach_back")]
)
def test_the_doctor_asks_nothing_that_nobody_would_see(kit: Kit, ask: str, name: str) -> None:
    kit.session.type_text(DOCTOR, "您好。")
    kit.watch.until_kind(Subtitle)
    kit.session.hide_patient(True)
    getattr(kit.session, ask)(1)
    assert kit.watch.until_kind(NotDone) == NotDone(name, 1, "session.hidden")
    kit.finish()
    assert [*kit.watch.of(ConfirmationAsked), *kit.watch.of(TeachBackAsked)] == []
    assert kit.records.deeds == []
