"""Notes about what was done with a turn: whose words, held or sent, confirmed or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.documents.writers import pdf_deeds
from app.documents.writers.pdf_words import words_in
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    EncounterRecord,
    FindingRecord,
    Origin,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
    TurnRecord,
)
from tests.golden.sample_records import header, turn


def keys(shown: TurnRecord, **deeds: object) -> list[str]:
    record = EncounterRecord(header("en"), (shown,), (shown,), ())
    record = replace(record, **deeds)  # type: ignore[arg-type]
    return [note.key for note in pdf_deeds.notes(record, shown, str)]


HELD = replace(turn("en", 1, 0), held=("dose",))


def test_an_ordinary_turn_has_no_notes() -> None:
    assert keys(turn("en", 1, 0)) == []


def test_held_when_the_program_was_killed_is_not_sent() -> None:
    assert keys(HELD) == ["held.not_sent"]


def test_a_new_revision_that_is_held_is_not_sent_by_the_attestation_of_the_old_one() -> None:
    old = AttestationRecord(1, 1, Attested.CORRECTED, "", 900)
    assert keys(replace(HELD, revision=2), attestations=(old,)) == [
        "held.corrected",
        "held.not_sent",
    ]


@pytest.mark.parametrize("what", list(Attested))
def test_every_attestation_is_named_once(what: Attested) -> None:
    deed = AttestationRecord(1, 1, what, "", 900)
    other = replace(deed, turn=2)
    assert keys(HELD, attestations=(deed, other)) == [f"held.{what.value}"]


def test_an_answer_takes_the_place_of_the_question() -> None:
    asked = ConfirmationRecord(1, 1, ConfirmKind.DOSE)
    answered = replace(asked, answer=ConfirmAnswer.REPEAT)
    assert keys(turn("en", 1, 0), confirmations=(asked,)) == ["confirm.asked"]
    assert keys(turn("en", 1, 0), confirmations=(asked, answered)) == ["confirm.repeat"]
    own = replace(turn("en", 1, 0), party=Party.PATIENT)
    assert keys(own, confirmations=(asked, answered)) == ["confirm.repeat_own"]
    assert keys(replace(turn("en", 1, 0), revision=2), confirmations=(asked, answered)) == []


def test_what_was_said_back_is_named() -> None:
    said = TeachBackRecord(1, 2, TeachBackOutcome.AGREES)
    assert keys(turn("en", 1, 0), teach_backs=(said,)) == ["teach.agrees"]


def test_who_was_asked_and_said_nothing_back_is_named_once() -> None:
    asked = TeachBackRecord(1, None, TeachBackOutcome.ASKED)
    cancelled = replace(asked, outcome=TeachBackOutcome.CANCELLED)
    said = TeachBackRecord(1, 2, TeachBackOutcome.DIFFERS)
    other = replace(asked, turn=2)
    assert keys(turn("en", 1, 0), teach_backs=(asked, other)) == ["teach.cancelled"]
    assert keys(turn("en", 1, 0), teach_backs=(asked, cancelled)) == ["teach.cancelled"]
    assert keys(turn("en", 1, 0), teach_backs=(asked, said)) == ["teach.differs"]
    again = (asked, cancelled, asked, said)
    assert keys(turn("en", 1, 0), teach_backs=again) == ["teach.cancelled", "teach.differs"]


DOSE = FindingRecord("dose", "dose.changed:5>50")
EN = words_in("en")


def lines(shown: TurnRecord, **parts: object) -> list[str]:
    record = EncounterRecord(header("en"), (shown,), (shown,), ())
    record = replace(record, **parts)  # type: ignore[arg-type]
    return [note.text(EN) for note in pdf_deeds.notes(record, shown, str)]


def test_what_held_a_turn_is_named_after_it_was_corrected() -> None:
    first = replace(HELD, findings=(DOSE,), doubt=("cut",), complete=False)
    shown = replace(turn("en", 1, 0), revision=2)
    deed = AttestationRecord(1, 1, Attested.CORRECTED, "wang", 4_000, (DOSE,), created_at="9:00")
    (line,) = lines(shown, revisions=(first, shown), attestations=(deed,))
    assert line.startswith("Held for 4 s; what was said was corrected by wang at 9:00 (")
    for found in (
        "“5” in the original, “50” in the translation",
        "Translation incomplete",
        "cut for",
    ):
        assert found in line


def test_what_was_found_in_the_words_that_are_shown_is_told_once() -> None:
    shown = replace(HELD, findings=(DOSE,))
    deed = AttestationRecord(1, 1, Attested.SENT_AS_IS, "wang", 4_000, (DOSE,))
    told = lines(shown, attestations=(deed,))
    assert sum("“50”" in line for line in told) == 1
    assert told[-1] == "Please check: dose (“5” in the original, “50” in the translation)"


def test_what_was_found_in_an_earlier_version_that_was_never_held_is_told() -> None:
    first = replace(turn("en", 2, 0), findings=(DOSE,))
    shown = replace(first, revision=2, findings=())
    (line,) = lines(shown, revisions=(first, shown))
    assert line == "Before (dose: “5” in the original, “50” in the translation)"


def test_what_the_patient_said_back_differently_is_named() -> None:
    said = TeachBackRecord(1, 8, TeachBackOutcome.DIFFERS, (DOSE,))
    (line,) = lines(turn("en", 1, 0), teach_backs=(said,))
    assert "(no. 8)" in line
    assert "(dose: instruction “5”, said back “50”)" in line


def test_a_warning_sign_is_named_with_those_of_earlier_versions() -> None:
    first = replace(turn("en", 2, 0), red_flags=("chest_pain",))
    shown = replace(first, revision=2, red_flags=("breathing", "chest_pain"))
    told = lines(shown, revisions=(first, shown))
    assert told == ["Warning sign: chest pain; trouble breathing"]
    gone = replace(shown, red_flags=())
    assert lines(gone, revisions=(first, gone)) == ["Warning sign: chest pain"]


def test_why_a_turn_is_not_to_be_trusted_is_told_once() -> None:
    unsure = replace(turn("en", 1, 0), doubt=("cut",), reasons=("cut", "confusable:15>50"))
    assert keys(replace(unsure, confidence="check")) == ["cut", "confusable:15>50"]
    assert keys(unsure) == ["cut"]


@pytest.mark.parametrize(
    ("origin", "reason", "captions"),
    [
        (Origin.SPEECH, "", ("spoken", "machine")),
        (Origin.TYPED, "corrected", ("typed", "machine")),
        (Origin.SPEECH, "translation_corrected", ("spoken", "verified")),
        (Origin.PHRASE, "", ("phrase", "verified")),
        (Origin.ANSWER, "", ("answer", "verified")),
    ],
)
def test_whose_words_they_are(origin: Origin, reason: str, captions: tuple[str, str]) -> None:
    shown = replace(turn("en", 1, 0), origin=origin, reason=reason)
    assert (pdf_deeds.caption(shown), pdf_deeds.translation_caption(shown)) == captions
