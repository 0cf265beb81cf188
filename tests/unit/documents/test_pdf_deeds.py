"""Notes about what was done with a turn: whose words, held or sent, confirmed or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assets import assets_folder
from app.documents.writers import pdf_deeds
from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_words import NATIVE_NAMES, Words
from app.records.model import (
    AFTERWARDS,
    AttestationRecord,
    Attested,
    AuthorRecord,
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
WORDS = assets_folder() / "translations" / "pdf" / "words.json"


def test_an_ordinary_turn_has_no_notes() -> None:
    assert keys(turn("en", 1, 0)) == []


def test_held_when_the_program_was_killed_is_not_sent() -> None:
    assert keys(HELD) == ["held.cut_off"]


def test_killed_while_held_stays_so_whoever_corrects_it_afterwards() -> None:
    late = replace(HELD, revision=2, held=(AFTERWARDS,), reason="heard again")
    record = EncounterRecord(header("en"), (late,), (HELD, late), ())
    assert [note.key for note in pdf_deeds.notes(record, late, str)] == ["held.cut_off"]


@pytest.mark.parametrize("lang", NATIVE_NAMES)
def test_the_three_ways_of_not_being_sent_are_told_apart(lang: str) -> None:
    words = Words(lang, WORDS)
    pressed = AttestationRecord(1, 1, Attested.NOT_SENT, "wang", 61_000, created_at="10:20")
    ended = replace(pressed, what=Attested.ENDED, actor="")

    def told(*deeds: AttestationRecord) -> str:
        record = EncounterRecord(header("en"), (HELD,), (HELD,), (), deeds)
        (note,) = pdf_deeds.notes(record, HELD, str)
        return note.text(words)

    for part in ("wang", "61", "10:20"):
        assert part in told(pressed)
    assert "61" in told(ended)
    assert "10:20" in told(ended)
    assert words("doctor") not in told(ended), "nobody decided"
    assert len({told(), told(pressed), told(ended)}) == 3


@pytest.mark.parametrize("what", [what for what in Attested if what.unsent])
def test_how_long_what_was_not_sent_was_held(what: Attested) -> None:
    deed = AttestationRecord(1, 1, what, "wang", 61_000)
    record = EncounterRecord(header("en"), (HELD,), (HELD,), (), (deed,))
    (note,) = pdf_deeds.notes(record, HELD, str)
    assert all("61" in note.text(Words(lang, WORDS)) for lang in NATIVE_NAMES)


def test_a_new_revision_that_is_held_is_not_sent_by_the_attestation_of_the_old_one() -> None:
    old = AttestationRecord(1, 1, Attested.CORRECTED, "", 900)
    assert keys(replace(HELD, revision=2), attestations=(old,)) == [
        "held.corrected",
        "held.cut_off",
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


def test_an_answer_about_the_version_before_says_so() -> None:
    first = turn("en", 1, 0)
    second = replace(first, revision=2, reason="corrected")
    asked = ConfirmationRecord(1, 1, ConfirmKind.DOSE)
    answered = replace(asked, answer=ConfirmAnswer.NOT_UNDERSTOOD)
    agrees = TeachBackRecord(1, 2, TeachBackOutcome.AGREES, revision=1)
    again = replace(asked, revision=2)
    confirmations = (asked, answered, again)
    record = EncounterRecord(
        header("en"), (second,), (first, second), (), (), confirmations, (agrees,)
    )
    notes = list(pdf_deeds.notes(record, second, str))
    assert [(note.key, note.version) for note in notes] == [
        ("confirm.not_understood", 1),
        ("confirm.asked", 0),
        ("teach.agrees", 1),
    ]
    assert notes[2].color == grid.MUTED, "nothing good is said of the words that stand there"
    for lang in NATIVE_NAMES:
        words = Words(lang, WORDS)
        assert notes[2].text(words) != words("teach.agrees", turn=2)


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
        (Origin.SPEECH, "translation_corrected", ("spoken", "by_doctor")),
        (Origin.PHRASE, "", ("phrase", "verified")),
        (Origin.ANSWER, "", ("answer", "verified")),
    ],
)
def test_whose_words_they_are(origin: Origin, reason: str, captions: tuple[str, str]) -> None:
    shown = replace(turn("en", 1, 0), origin=origin, reason=reason)
    record = EncounterRecord(header("en"), (shown,), (shown,), ())
    assert (pdf_deeds.caption(shown), pdf_deeds.translation_caption(record, shown)) == captions


@pytest.mark.parametrize(
    ("origin", "text", "translation", "role", "wanted"),
    [
        (Origin.SPEECH, "Other.", "Others.", "records", "by_records"),
        (Origin.SPEECH, "Other.", "Others.", "clinician", "by_doctor"),
        (Origin.SPEECH, "Other.", "Others.", "", "by_records"),
        (Origin.SPEECH, "Other.", "First.", "records", "machine"),
        (Origin.PHRASE, "Said.", "Others.", "records", "by_records"),
        (Origin.PHRASE, "Other.", "First.", "clinician", "by_doctor"),
        (Origin.PHRASE, "Said.", "First.", "records", "verified"),
    ],
)
def test_whose_translation_it_is_after_a_correction_of_the_record(
    origin: Origin, text: str, translation: str, role: str, wanted: str
) -> None:
    first = replace(turn("en", 1, 0), origin=origin, text="Said.", translation="First.")
    between = replace(first, revision=2, translation="Between.", origin=origin.changed,
                      held=(AFTERWARDS,), reason="typo")  # fmt: skip
    late = replace(between, revision=3, text=text, translation=translation)
    authors = (
        AuthorRecord(1, 2, "li", "records"),
        *((AuthorRecord(1, 3, "wang", role),) if role else ()),
    )
    record = EncounterRecord(header("en"), (late,), (first, between, late), (), authors=authors)
    assert pdf_deeds.translation_caption(record, late) == wanted
    assert pdf_deeds.translation_caption(record, between) == "by_records"
