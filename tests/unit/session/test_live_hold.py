"""Held turns: what the patient does not see, what the doctor can do, what is on record of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import AppError
from app.records.model import AttestationRecord, Attested, Origin, Party
from app.session.control import ClinicalControl
from app.session.events import (
    AskedAgain,
    BackTranslated,
    Held,
    NotDone,
    Phrase,
    Released,
    SessionEvent,
    Subtitle,
)
from app.session.live import standard_checks
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import HEADER, Kit, make_kit

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT
WRONG = {
    "每天吃两片。": "Take three tablets a day.",
    "每天吃三片。": "Take three tablets a day.",
    "Take three tablets a day.": "每天吃三片。",
    "我发烧三天了。": "I had a fever for two days.",
    "每天吃三片二甲双胍。": "Take three tablets of drug a day.",
    "多喝水。": "Drink plenty of water.",
    "I took 2 pills.": "我吃了三片。",
}
VOICES = (
    Voice(400.0, "zh", {"zh": "每天吃两片。", "en": "I took 2 pills."}),
    Voice(700.0, "en", {"en": "I took 2 pills.", "zh": "我"}),
)


@pytest.fixture
def kit(source: ManualSource) -> Kit:
    engine = ScriptedEngine(Script(VOICES, translations=WRONG))
    made = make_kit(engine, source, run_checks=standard_checks)
    begin(made)
    return made


def held(kit: Kit, text: str = "每天吃两片。") -> Subtitle:
    """Let the doctor type something that is translated wrongly."""
    kit.session.type_text(DOCTOR, text)
    return kit.watch.until_kind(Held).turn


def deeds(kit: Kit) -> list[tuple[int, int, Attested]]:
    return [
        (deed.turn, deed.revision, deed.what)
        for deed in kit.records.deeds
        if isinstance(deed, AttestationRecord)
    ]


def test_the_session_has_everything_that_the_windows_ask_for(kit: Kit) -> None:
    assert isinstance(kit.session, ClinicalControl)
    kit.finish()


def test_a_wrong_number_is_held_and_on_record_as_held_before_it_is_told(
    kit: Kit, source: ManualSource
) -> None:
    source.say(400)
    seen: list[object] = []

    def look(event: SessionEvent) -> bool:
        if isinstance(event, Held):
            seen.extend((turn.held, turn.confidence) for turn in kit.records.turns)
        return isinstance(event, Held)

    kit.watch.until(look)
    kit.finish()
    assert seen == [(("dose",), "check")]
    (event,) = kit.watch.of(Held)
    assert event.turn.critical == ("dose",)
    assert event.turn.findings[0].message.startswith("dose.changed:2>3")
    assert kit.watch.of(Subtitle) == []


def test_what_is_right_is_not_held(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃三片。")
    shown = kit.watch.until_kind(Subtitle)
    assert (shown.attested, shown.critical, shown.held_ms) == (None, (), 0)
    kit.finish()
    assert kit.watch.of(Held) == []


def test_a_patients_turn_is_shown_to_the_doctor_at_once_but_marked(kit: Kit) -> None:
    kit.session.type_text(PATIENT, "I took 2 pills.")
    shown = kit.watch.until_kind(Subtitle)
    assert shown.critical == ("dose",)
    kit.finish()
    assert kit.records.turns[0].held == ()
    assert (kit.records.turns[0].confidence, kit.records.turns[0].reasons) == (
        "check",
        ("finding:dose",),
    )


def test_later_turns_of_both_go_past_a_held_one(kit: Kit, source: ManualSource) -> None:
    held(kit)
    kit.session.type_text(DOCTOR, "多喝水。")
    assert kit.watch.until_kind(Subtitle).turn == 2
    source.say(700)
    assert kit.watch.until_kind(Subtitle).turn == 3
    kit.session.confirm(1)
    assert kit.watch.until_kind(Subtitle).turn == 1
    kit.finish()


def test_sent_as_it_is(kit: Kit) -> None:
    before = held(kit)
    kit.session.confirm(1)
    released = kit.watch.until_kind(Released)
    sent = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (released.turn, released.revision, released.what) == (1, 1, Attested.SENT_AS_IS)
    assert (sent.translation, sent.attested) == (before.translation, Attested.SENT_AS_IS)
    (deed,) = [d for d in kit.records.deeds if isinstance(d, AttestationRecord)]
    assert (deed.turn, deed.what, deed.held_ms) == (1, Attested.SENT_AS_IS, released.held_ms)
    assert [found.kind for found in deed.findings] == ["dose"]


def test_the_doctor_is_named_in_the_attestation(source: ManualSource) -> None:
    engine = ScriptedEngine(Script(VOICES, translations=WRONG))
    header = replace(HEADER, doctor_name="王医生")
    kit = make_kit(engine, source, header=header, run_checks=standard_checks)
    begin(kit)
    held(kit)
    kit.session.confirm(1)
    assert kit.watch.until_kind(Released).actor == "王医生"
    kit.finish()


def test_corrected_and_sent(kit: Kit) -> None:
    held(kit)
    kit.session.correct(1, "每天吃三片。")
    sent = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (sent.turn, sent.revision, sent.translation) == (1, 2, "Take three tablets a day.")
    assert deeds(kit) == [(1, 1, Attested.CORRECTED)]
    assert [turn.held for turn in kit.records.turns] == [("dose",), ()]


def test_a_correction_that_is_wrong_again_is_held_again(kit: Kit) -> None:
    held(kit)
    kit.session.correct(1, "我发烧三天了。")
    again = kit.watch.until_kind(Held).turn
    assert (again.turn, again.revision) == (1, 2)
    kit.session.correct_translation(1, "I have had a fever for 3 days.")
    sent = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (sent.revision, sent.text, sent.translation, sent.reason) == (
        3,
        "我发烧三天了。",
        "I have had a fever for 3 days.",
        "translation_corrected",
    )
    assert deeds(kit) == [(1, 1, Attested.CORRECTED), (1, 2, Attested.TRANSLATION_CORRECTED)]


def test_only_what_the_doctor_has_seen_is_sent(kit: Kit) -> None:
    held(kit)
    kit.session.correct(1, "我发烧三天了。")
    # Pressed while the correction was still being translated.
    kit.session.confirm(1, revision=1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirm", 1, "session.changed")
    kit.session.confirm(1, revision=2)
    assert kit.watch.until_kind(Subtitle).revision == 2
    kit.finish()


def test_a_slip_in_the_doctors_own_translation_is_held(kit: Kit) -> None:
    held(kit)
    kit.session.correct_translation(1, "Take 20 tablets a day.")
    assert kit.watch.until_kind(Held).turn.revision == 2
    kit.finish()
    assert kit.watch.of(Subtitle) == []


def test_asked_again_is_not_sent(kit: Kit) -> None:
    held(kit)
    kit.session.ask_again(1)
    assert kit.watch.until_kind(Released).what is Attested.ASKED_AGAIN
    assert kit.watch.until_kind(AskedAgain) == AskedAgain(DOCTOR, "zh", 1, "doctor")
    kit.finish()
    assert deeds(kit) == [(1, 1, Attested.ASKED_AGAIN)]
    assert kit.watch.of(Subtitle) == []


def test_a_verified_phrase_goes_instead(kit: Kit) -> None:
    held(kit)
    phrase = Phrase("take-two", DOCTOR, "每天两片", "Take two tablets a day.", instead_of=1)
    kit.session.send_phrase(phrase)
    sent = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (sent.turn, sent.origin, sent.verified, sent.phrase_id) == (
        2,
        Origin.PHRASE,
        True,
        "take-two",
    )
    (deed,) = [d for d in kit.records.deeds if isinstance(d, AttestationRecord)]
    assert (deed.turn, deed.what, deed.other_turn) == (1, Attested.PHRASE, 2)
    assert kit.records.turns[1].phrase_id == "take-two"


def test_no_machine_touches_a_phrase_or_a_tapped_answer(kit: Kit) -> None:
    assert isinstance(kit.engine, ScriptedEngine)
    kit.session.send_phrase(Phrase("hurts", DOCTOR, "疼吗？", "Does it hurt?"))
    kit.watch.until_kind(Subtitle)
    kit.session.send_phrase(Phrase("yes", PATIENT, "Yes", "是"))
    tapped = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (tapped.lang, tapped.target_lang, tapped.origin) == ("en", "zh", Origin.ANSWER)
    assert kit.engine.requests == []


@pytest.mark.parametrize("change", ["correct", "correct_translation", "swap"])
@pytest.mark.parametrize("party", [DOCTOR, PATIENT])
def test_a_phrase_with_other_words_is_no_verified_phrase_any_more(
    kit: Kit, change: str, party: Party
) -> None:
    kit.session.send_phrase(Phrase("any", party, "没事。", "All is well."))
    assert kit.watch.until_kind(Subtitle).verified
    if change == "swap":
        kit.session.swap(1)
    else:
        getattr(kit.session, change)(1, "Good.")
    changed = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (changed.revision, changed.verified, changed.phrase_id) == (2, False, "")
    assert kit.records.turns[-1].origin is Origin.TYPED


def test_what_is_still_held_at_the_end_is_nobodys_decision(kit: Kit) -> None:
    held(kit)
    held(kit, "每天吃三片二甲双胍。")
    kit.session.withdraw(2)
    kit.finish()
    assert deeds(kit) == [(2, 1, Attested.NOT_SENT), (1, 1, Attested.ENDED)]
    ended = kit.watch.of(Released)[-1]
    assert (ended.what, ended.actor) == (Attested.ENDED, "")
    assert Attested.ENDED.unsent
    assert kit.watch.of(Subtitle) == []
    assert kit.records.ended


def test_a_withdrawn_turn_can_still_be_corrected_and_sent(kit: Kit) -> None:
    held(kit)
    kit.session.withdraw(1)
    assert kit.watch.until_kind(Released).what is Attested.NOT_SENT
    kit.session.confirm(1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirm", 1, "session.not_held")
    kit.session.correct(1, "每天吃三片。")
    assert kit.watch.until_kind(Subtitle).revision == 2
    kit.finish()


def test_a_correction_of_what_the_patient_has_seen_is_held_too(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃三片。")
    kit.watch.until_kind(Subtitle)
    kit.session.correct(1, "每天吃两片。")
    assert kit.watch.until_kind(Held).turn.revision == 2
    kit.finish()


def test_the_patients_words_taken_for_the_doctors_are_held_and_swapped_back(
    kit: Kit, source: ManualSource
) -> None:
    source.say(400)
    kit.watch.until_kind(Held)
    kit.session.swap(1)
    shown = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (shown.party, shown.text) == (PATIENT, "I took 2 pills.")
    assert deeds(kit) == [(1, 1, Attested.SWAPPED)]


def test_a_full_disk_releases_nothing(kit: Kit) -> None:
    held(kit)
    kit.records.full.set()
    kit.session.confirm(1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirm", 1, "records.disk_full")
    kit.records.full.clear()
    kit.session.confirm(1)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert deeds(kit) == [(1, 1, Attested.SENT_AS_IS)]


def test_a_held_turn_is_translated_back_with_its_differences(kit: Kit) -> None:
    held(kit)
    back = kit.watch.until_kind(BackTranslated)
    kit.finish()
    assert (back.turn, back.lang, back.text) == (1, "zh", "每天吃三片。")
    assert back.findings[0].message.startswith("dose.changed:2>3")
    assert back.source_spans == ((3, 4),)
    assert back.back_spans == ((3, 4),)
    assert back.confidence.reasons == ("back_translation", "finding:dose")


def test_texts_too_long_for_a_comparison_are_said_not_to_be_compared(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "多喝水，" * 200)
    kit.watch.until_kind(Subtitle)
    kit.session.back_translate(1)
    back = kit.watch.until_kind(BackTranslated)
    kit.finish()
    assert (back.code, back.source_spans, back.back_spans) == ("", (), ())
    assert not back.compared


def test_any_turn_is_translated_back_on_demand(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃三片。")
    kit.watch.until_kind(Subtitle)
    kit.session.back_translate(1)
    back = kit.watch.until_kind(BackTranslated)
    assert (back.text, back.source_spans, back.confidence.level) == ("每天吃三片。", (), "sure")
    kit.session.back_translate(7)
    assert kit.watch.until_kind(NotDone) == NotDone("back_translate", 7, "session.no_such_turn")
    kit.finish()


def test_words_of_a_correction_wait_for_the_glossarys_review(kit: Kit) -> None:
    first = held(kit)
    kit.session.correct(first.turn, "每天吃三片。")
    kit.watch.until_kind(Subtitle)
    assert kit.records.proposed == [], "a number is no term"
    kit.session.correct(first.turn, "每天吃三片二甲双胍。")
    kit.session.correct_translation(first.turn, "Take three tablets of metformin a day.")
    kit.watch.until(lambda e: isinstance(e, Subtitle | Held) and revision_of(e) == 4)
    kit.session.end()
    kit.watch.until_state("ended")
    assert kit.records.proposed == [(1, "zh", "二甲双胍"), (1, "en", "metformin")]


def test_a_correction_stands_when_its_words_cannot_be_noted(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError("records.disk_full")

    monkeypatch.setattr(kit.records, "propose_terms", full)
    first = held(kit)
    kit.session.correct(first.turn, "每天吃三片二甲双胍。")
    kit.watch.until(lambda e: isinstance(e, Subtitle | Held) and revision_of(e) == 2)
    assert not kit.watch.of(NotDone)


def revision_of(event: Subtitle | Held) -> int:
    return event.revision if isinstance(event, Subtitle) else event.turn.revision
