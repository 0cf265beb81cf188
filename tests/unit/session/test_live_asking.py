"""Confirmations by the patient, and instructions said back in their own words."""

from __future__ import annotations

import pytest

from app.errors import AppError
from app.records.model import (
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.session.commands import NAMES
from app.session.events import (
    AskedAgain,
    ConfirmationAnswered,
    ConfirmationAsked,
    Held,
    NotDone,
    Phrase,
    Subtitle,
    TeachBackAsked,
    TeachBackResult,
)
from app.session.jobs import Withdraw
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
    "I consent, but I am allergic to penicillin.": "我同意，但是我对青霉素过敏。",
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
    Voice(2300.0, "en", {"en": "It started fifteen days ago.", "zh": "一"}, "mumble"),
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


def teach(kit: Kit, text: str = "每天吃两片。") -> int:
    """Let the doctor type an instruction and ask the patient to say it back."""
    number = say(kit, DOCTOR, text).turn
    kit.session.teach_back(number)
    kit.watch.until_kind(TeachBackAsked)
    return number


def taught(kit: Kit) -> list[tuple[int, int | None, TeachBackOutcome]]:
    """What is on record of teach-back."""
    return [
        (deed.turn, deed.answer_turn, deed.outcome)
        for deed in kit.records.deeds
        if isinstance(deed, TeachBackRecord)
    ]


@pytest.mark.parametrize(
    ("party", "text", "kind"),
    [
        (DOCTOR, "每天吃两片。", ConfirmKind.DOSE),
        (DOCTOR, "不要喝酒。", ConfirmKind.INSTRUCTION),
        (DOCTOR, "您同意手术吗？", ConfirmKind.CONSENT),
        (PATIENT, "I am allergic to penicillin.", ConfirmKind.ALLERGY),
        (PATIENT, "I consent, but I am allergic to penicillin.", ConfirmKind.ALLERGY),
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


def test_what_is_to_be_said_again_is_not_asked_about(kit: Kit, source: ManualSource) -> None:
    source.say(2300)
    assert kit.watch.until_kind(AskedAgain).code == "doubt"
    source.say(1500)
    asked = kit.watch.until_kind(ConfirmationAsked)
    kit.finish()
    assert [turn.confidence.level for turn in kit.watch.of(Subtitle)] == ["doubt", "check"]
    assert asked.turn == 2, "only the repetition"
    assert len(kit.watch.of(ConfirmationAsked)) == 1


def test_the_doctor_may_ask_about_it_all_the_same(kit: Kit, source: ManualSource) -> None:
    source.say(2300)
    kit.watch.until_kind(AskedAgain)
    kit.session.ask_confirmation(1)
    assert kit.watch.until_kind(ConfirmationAsked).kind is ConfirmKind.NUMBER
    kit.finish()


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


@pytest.mark.parametrize(
    ("party", "text", "asked"),
    [
        (PATIENT, "I am allergic to penicillin.", [AskedAgain(PATIENT, "en", 1, "confirmation")]),
        (DOCTOR, "每天吃两片。", []),
    ],
)
def test_of_their_own_words_it_is_the_patient_who_repeats(
    kit: Kit, party: Party, text: str, asked: list[AskedAgain]
) -> None:
    say(kit, party, text)
    kit.session.answer_confirmation(1, ConfirmAnswer.REPEAT)
    kit.watch.until_kind(ConfirmationAnswered)
    kit.finish()
    assert kit.watch.of(AskedAgain) == asked


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
    assert taught(kit) == [(1, None, TeachBackOutcome.ASKED), (1, 2, outcome)]


def test_what_was_said_back_is_about_one_version_and_the_next_one_is_asked_anew(kit: Kit) -> None:
    teach(kit)
    say(kit, PATIENT, "I will take two tablets a day.")
    kit.watch.until_kind(TeachBackResult)
    kit.session.correct(1, "不要喝酒。")
    assert kit.watch.until_kind(TeachBackAsked) == TeachBackAsked(1, "en")
    say(kit, PATIENT, "I will drink.")
    assert kit.watch.until_kind(TeachBackResult).outcome is TeachBackOutcome.DIFFERS
    kit.finish()
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord)]
    assert [(deed.revision, deed.outcome.value) for deed in deeds] == [
        (1, "asked"), (1, "agrees"), (2, "asked"), (2, "differs"),
    ]  # fmt: skip


def test_a_correction_that_is_held_is_asked_about_when_it_is_sent(kit: Kit) -> None:
    teach(kit)
    say(kit, PATIENT, "I will take two tablets a day.")
    kit.watch.until_kind(TeachBackResult)
    kit.session.correct(1, "每天吃三片。")
    kit.watch.until_kind(Held)
    kit.session.confirm(1)
    kit.watch.until_kind(TeachBackAsked)
    kit.finish()
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord)]
    assert [deed.revision for deed in deeds] == [1, 1, 2, 2]


def test_the_next_version_does_not_interrupt_another_teach_back(kit: Kit) -> None:
    teach(kit)
    say(kit, PATIENT, "I will take two tablets a day.")
    kit.watch.until_kind(TeachBackResult)
    other = teach(kit, "不要喝酒。")
    kit.session.correct(1, "你哪里疼？")
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert [asked.turn for asked in kit.watch.of(TeachBackAsked)] == [1, other]


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


NOT_SAID = [(1, None, TeachBackOutcome.ASKED), (1, None, TeachBackOutcome.CANCELLED)]


def test_a_teach_back_that_is_open_at_the_end_is_on_record_as_not_said_back(kit: Kit) -> None:
    teach(kit)
    kit.finish()
    assert kit.watch.of(TeachBackResult) == [TeachBackResult(1, 0, TeachBackOutcome.CANCELLED)]
    assert taught(kit) == NOT_SAID


def test_another_teach_back_ends_the_one_before(kit: Kit) -> None:
    teach(kit)
    teach(kit, "不要喝酒。")
    kit.finish()
    cancelled = [(2, None, outcome) for _, _, outcome in NOT_SAID]
    assert taught(kit) == [*NOT_SAID, *cancelled]
    assert [result.turn for result in kit.watch.of(TeachBackResult)] == [1, 2]


def test_a_failure_ends_a_teach_back_and_gives_the_microphone_back(
    kit: Kit, source: ManualSource
) -> None:
    assert isinstance(kit.engine, ScriptedEngine)
    teach(kit)
    kit.session.pause()
    source.refuse = "audio.no_device"
    kit.session.resume()
    kit.watch.until_state("failed")
    result = kit.watch.until_kind(TeachBackResult)
    assert result == TeachBackResult(1, 0, TeachBackOutcome.CANCELLED)
    source.refuse = ""
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(Subtitle).party is PATIENT
    kit.finish()
    assert len(kit.engine.finals()[-1].hints.language_prior) == 2, "whoever speaks"
    assert taught(kit) == NOT_SAID, "an ordinary sentence is no answer"


def test_a_pause_does_not_end_a_teach_back(kit: Kit, source: ManualSource) -> None:
    teach(kit)
    kit.session.pause()
    kit.session.resume()
    kit.watch.until_source("open")
    source.say(700)
    assert kit.watch.until_kind(TeachBackResult).outcome is TeachBackOutcome.AGREES
    kit.finish()


@pytest.mark.parametrize("words", ["不要喝酒。", "每天吃三片。"], ids=["shown", "held"])
def test_other_words_are_not_what_the_patient_was_asked_to_say_back(kit: Kit, words: str) -> None:
    teach(kit)
    kit.session.correct(1, words)
    assert kit.watch.until_kind(TeachBackResult).outcome is TeachBackOutcome.CANCELLED
    say(kit, PATIENT, "I will take two tablets a day.")
    kit.finish()
    assert taught(kit) == NOT_SAID


def test_a_full_disk_ends_what_is_over_all_the_same(kit: Kit) -> None:
    teach(kit)
    kit.records.full.set()
    kit.session.cancel_teach_back()
    assert kit.watch.until_kind(NotDone) == NotDone("teach_back", 1, "records.disk_full")
    kit.watch.until_kind(TeachBackResult)
    kit.session.answer_confirmation(1, ConfirmAnswer.NOT_UNDERSTOOD)
    assert kit.watch.until_kind(NotDone) == NotDone("confirmation", 1, "records.disk_full")
    assert kit.watch.until_kind(ConfirmationAnswered).answer is ConfirmAnswer.NOT_UNDERSTOOD
    kit.session.teach_back(1)
    assert kit.watch.until_kind(NotDone) == NotDone("teach_back", 1, "records.disk_full")
    kit.records.full.clear()
    say(kit, PATIENT, "I will take three tablets a day.")
    kit.finish()
    assert len(kit.watch.of(TeachBackAsked)) == 1
    assert taught(kit) == NOT_SAID, "written as soon as that works"
    answers = [deed.answer for deed in kit.records.deeds if isinstance(deed, ConfirmationRecord)]
    assert answers == [None, ConfirmAnswer.NOT_UNDERSTOOD]


def test_a_question_that_cannot_be_put_on_record_is_told(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError("records.disk_full")

    monkeypatch.setattr(kit.records, "add_deed", full)
    say(kit, DOCTOR, "每天吃两片。")
    assert kit.watch.until_kind(NotDone) == NotDone("confirmation", 1, "records.disk_full")
    kit.finish()
    assert kit.watch.of(ConfirmationAsked) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_session_that_answers_nobody_ends_what_is_open_and_refuses_more(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(kit)
    monkeypatch.delitem(NAMES, Withdraw)
    kit.session.withdraw(1)
    assert kit.watch.until_state("failed").code == "session.bug"
    assert kit.watch.until_kind(TeachBackResult).outcome is TeachBackOutcome.CANCELLED
    kit.session.confirm(1)
    assert kit.watch.until_kind(NotDone) == NotDone("confirm", 1, "session.not_running")
    kit.finish()
    assert taught(kit) == NOT_SAID
