"""Confirmations by the patient, and instructions said back in their own words."""

from __future__ import annotations

import pytest

from app.records.model import (
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.session.events import (
    ConfirmationAnswered,
    ConfirmationAsked,
    Held,
    NotDone,
    Phrase,
    Subtitle,
    TeachBackAsked,
    TeachBackResult,
)
from app.session.live import standard_checks
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import Kit, make_kit

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT
TRANSLATIONS = {
    "每天吃两片。": "Take two tablets a day.",
    "每天吃三片。": "Take two tablets a day.",
    "不要喝酒。": "Do not drink alcohol.",
    "您同意手术吗？": "Do you agree to the operation?",
    "你哪里疼？": "Where does it hurt?",
    "I am allergic to penicillin.": "我对青霉素过敏。",
    "It started fifteen days ago.": "十五天前开始的。",
    "I will take two tablets a day.": "我每天吃两片。",
    "I will take three tablets a day.": "我每天吃三片。",
    "I will drink.": "我会喝酒。",
}
VOICES = (
    Voice(700.0, "en", {"en": "I will take two tablets a day.", "zh": "我会"}),
    Voice(1100.0, "en", {"en": "I will take three tablets a day.", "zh": "我会"}),
    Voice(1500.0, "en", {"en": "It started fifteen days ago.", "zh": "一"}),
    Voice(1900.0, "en", {"en": "", "zh": ""}),
)


@pytest.fixture
def kit(source: ManualSource) -> Kit:
    engine = ScriptedEngine(Script(VOICES, translations=TRANSLATIONS))
    made = make_kit(engine, source, run_checks=standard_checks)
    begin(made)
    return made


def say(kit: Kit, party: Party, text: str) -> Subtitle:
    kit.session.type_text(party, text)
    return kit.watch.until_kind(Subtitle)


@pytest.mark.parametrize(
    ("party", "text", "kind"),
    [
        (DOCTOR, "每天吃两片。", ConfirmKind.DOSE),
        (DOCTOR, "不要喝酒。", ConfirmKind.INSTRUCTION),
        (DOCTOR, "您同意手术吗？", ConfirmKind.CONSENT),
        (PATIENT, "I am allergic to penicillin.", ConfirmKind.ALLERGY),
    ],
)
def test_weighty_turns_ask_the_patient(
    kit: Kit, party: Party, text: str, kind: ConfirmKind
) -> None:
    say(kit, party, text)
    asked = kit.watch.until_kind(ConfirmationAsked)
    kit.finish()
    assert (asked.turn, asked.party, asked.kind) == (1, party, kind)
    assert kit.records.deeds == [ConfirmationRecord(1, 1, kind)]


def test_small_talk_asks_nothing(kit: Kit) -> None:
    say(kit, DOCTOR, "你哪里疼？")
    kit.finish()
    assert kit.watch.of(ConfirmationAsked) == []


def test_a_misheard_number_is_shown_in_digits(kit: Kit, source: ManualSource) -> None:
    source.say(1500)
    shown = kit.watch.until_kind(Subtitle)
    asked = kit.watch.until_kind(ConfirmationAsked)
    kit.finish()
    assert shown.confidence.reasons == ("confusable:15>50",)
    assert shown.confidence.level == "check"
    assert (asked.kind, asked.digits) == (ConfirmKind.NUMBER, ("15",))


@pytest.mark.parametrize("answer", list(ConfirmAnswer))
def test_the_answer_is_on_record(kit: Kit, answer: ConfirmAnswer) -> None:
    say(kit, DOCTOR, "每天吃两片。")
    kit.session.answer_confirmation(1, answer)
    assert kit.watch.until_kind(ConfirmationAnswered) == ConfirmationAnswered(
        1, ConfirmKind.DOSE, answer
    )
    kit.session.answer_confirmation(1, answer)
    assert kit.watch.until_kind(NotDone) == NotDone("confirmation", 1, "session.not_asked")
    kit.finish()
    assert [d.answer for d in kit.records.deeds if isinstance(d, ConfirmationRecord)] == [
        None,
        answer,
    ]


def test_a_correction_asks_anew(kit: Kit) -> None:
    say(kit, DOCTOR, "每天吃两片。")
    kit.session.correct(1, "你哪里疼？")
    kit.watch.until_kind(Subtitle)
    kit.session.answer_confirmation(1, ConfirmAnswer.YES)
    assert kit.watch.until_kind(NotDone).code == "session.not_asked"
    kit.session.ask_confirmation(1)
    asked = kit.watch.until_kind(ConfirmationAsked)
    kit.finish()
    assert (asked.revision, asked.kind) == (2, ConfirmKind.ASKED)


def test_nobody_is_asked_about_a_held_turn(kit: Kit) -> None:
    kit.session.type_text(DOCTOR, "每天吃三片。")
    assert kit.watch.until_kind(Held).turn.translation == "Take two tablets a day."
    kit.session.ask_confirmation(1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirmation", 1, "session.not_shown")
    kit.session.teach_back(1)
    assert kit.watch.until_kind(NotDone) == NotDone("teach_back", 1, "session.not_shown")
    kit.session.confirm(1)
    kit.watch.until_kind(ConfirmationAsked)
    kit.finish()


def test_a_weighty_phrase_asks_and_a_tapped_answer_does_not(kit: Kit) -> None:
    kit.session.send_phrase(Phrase("p", DOCTOR, "每天吃两片。", "Take two tablets a day."))
    kit.watch.until_kind(ConfirmationAsked)
    kit.session.send_phrase(Phrase("a", PATIENT, "I am allergic.", "我过敏。"))
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert len(kit.watch.of(ConfirmationAsked)) == 1


@pytest.mark.parametrize(
    ("hz", "outcome", "kinds"),
    [(700, TeachBackOutcome.AGREES, []), (1100, TeachBackOutcome.DIFFERS, ["dose"])],
)
def test_what_is_said_back_is_compared(
    kit: Kit, source: ManualSource, hz: float, outcome: TeachBackOutcome, kinds: list[str]
) -> None:
    say(kit, DOCTOR, "每天吃两片。")
    kit.session.teach_back(1)
    assert kit.watch.until_kind(TeachBackAsked) == TeachBackAsked(1, "en")
    source.say(hz)
    result = kit.watch.until_kind(TeachBackResult)
    kit.finish()
    assert (result.turn, result.answer_turn, result.outcome) == (1, 2, outcome)
    assert [found.kind for found in result.findings] == kinds
    (deed,) = [d for d in kit.records.deeds if isinstance(d, TeachBackRecord)]
    assert (deed.turn, deed.answer_turn, deed.outcome) == (1, 2, outcome)


def test_the_microphone_is_the_patients_while_they_say_it_back(
    kit: Kit, source: ManualSource
) -> None:
    assert isinstance(kit.engine, ScriptedEngine)
    say(kit, DOCTOR, "每天吃两片。")
    kit.session.teach_back(1)
    kit.watch.until_kind(TeachBackAsked)
    source.say(700)
    kit.watch.until_kind(TeachBackResult)
    source.say(1500)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    finals = [request.hints.language_prior for request in kit.engine.finals()]
    assert finals[0] == {"en": 1.0}
    assert len(finals[-1]) == 2


def test_silence_is_not_an_answer(kit: Kit, source: ManualSource) -> None:
    say(kit, DOCTOR, "不要喝酒。")
    kit.session.teach_back(1)
    kit.watch.until_kind(TeachBackAsked)
    source.say(1900)
    kit.watch.until(lambda event: type(event).__name__ == "NothingRecognised")
    kit.session.type_text(PATIENT, "I will drink.")
    result = kit.watch.until_kind(TeachBackResult)
    kit.finish()
    assert [found.kind for found in result.findings] == ["negation"]


def test_a_teach_back_can_be_cancelled(kit: Kit) -> None:
    say(kit, DOCTOR, "每天吃两片。")
    kit.session.cancel_teach_back()
    kit.session.teach_back(1)
    kit.session.cancel_teach_back()
    result = kit.watch.until_kind(TeachBackResult)
    say(kit, PATIENT, "I will take three tablets a day.")
    kit.finish()
    assert result == TeachBackResult(1, 0, TeachBackOutcome.CANCELLED)
    assert len(kit.watch.of(TeachBackResult)) == 1
    assert kit.watch.of(NotDone) == []


def test_only_the_doctors_words_are_said_back(kit: Kit) -> None:
    say(kit, PATIENT, "I am allergic to penicillin.")
    kit.session.teach_back(1)
    assert kit.watch.until_kind(NotDone).code == "session.not_an_instruction"
    kit.finish()


def test_a_full_disk_keeps_the_turn_and_asks_nothing(kit: Kit) -> None:
    say(kit, DOCTOR, "你哪里疼？")
    kit.records.full.set()
    kit.session.ask_confirmation(1)
    assert kit.watch.until_kind(NotDone).code == "records.disk_full"
    kit.records.full.clear()
    kit.finish()
    assert kit.watch.of(ConfirmationAsked) == []
