"""Notes about what was done with a turn: whose words, held or sent, confirmed or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.documents.writers import pdf_deeds
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    EncounterRecord,
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
    unsure = replace(said, outcome=TeachBackOutcome.UNSURE)
    again = replace(said, answer_turn=3, outcome=TeachBackOutcome.UNJUDGED)
    both = keys(turn("en", 1, 0), teach_backs=(unsure, again))
    assert both == ["teach.unsure", "teach.unjudged"]


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
