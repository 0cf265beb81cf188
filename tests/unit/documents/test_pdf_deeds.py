"""Notes about what was done with a turn: whose words, held or sent, confirmed or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assets import assets_folder
from app.documents.writers import pdf_deeds
from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_words import NATIVE_NAMES, Words, words_in
from app.records.model import (
    AFTERWARDS,
    AttestationRecord,
    Attested,
    AuthorRecord,
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


UNSENT = AttestationRecord(1, 2, Attested.NOT_SENT, "wang", 2_000)
LATE = replace(HELD, revision=3, held=(AFTERWARDS,), reason="heard again")


@pytest.mark.parametrize("deeds", [(UNSENT,), ()])
@pytest.mark.parametrize("later", [(), (LATE,)])
def test_what_the_patient_saw_before_a_correction_was_not_sent_is_told(
    deeds: tuple[AttestationRecord, ...], later: tuple[TurnRecord, ...]
) -> None:
    made = (turn("en", 1, 0), replace(HELD, revision=2, reason="corrected"), *later)
    record = EncounterRecord(header("en"), made[-1:], made, (), deeds)
    unsent, told = pdf_deeds.notes(record, made[-1], str)
    assert unsent.key == ("held.not_sent" if deeds else "held.cut_off")
    assert isinstance(told, pdf_deeds.Note)
    assert told.values == {"shown": 1, "unsent": 2}
    for lang in NATIVE_NAMES:
        line = told.text(Words(lang, WORDS))
        assert all(number in line for number in "12")


def test_what_was_sent_as_it_was_has_been_shown_too() -> None:
    made = (HELD, replace(HELD, revision=2), replace(HELD, revision=3))
    sent = AttestationRecord(1, 1, Attested.SENT_AS_IS, "", 900)
    retried = replace(sent, revision=2, what=Attested.RETRIED)
    given = {"turns": made[-1:], "revisions": made}
    told = keys(made[-1], **given, attestations=(sent, retried))
    assert told == ["held.sent_as_is", "held.retried", "held.cut_off", "held.taken_back"]
    again = replace(sent, revision=3)
    assert "held.taken_back" not in keys(made[-1], **given, attestations=(sent, again))
    assert "held.taken_back" not in keys(made[-1], **given, attestations=(retried,))


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


def test_a_finding_that_lowers_the_trust_is_told_as_a_finding_only() -> None:
    doubted = replace(turn("en", 1, 0), confidence="check", reasons=("finding:dose",))
    assert keys(replace(doubted, findings=(DOSE,))) == [DOSE.message]
    assert keys(doubted) == []


def test_a_result_about_an_earlier_version_says_what_differed_then() -> None:
    first = turn("en", 1, 0)
    second = replace(first, revision=2, reason="corrected")
    said = TeachBackRecord(1, 8, TeachBackOutcome.DIFFERS, (DOSE,), revision=1)
    (line,) = lines(second, turns=(second,), revisions=(first, second), teach_backs=(said,))
    assert line.endswith(
        "(dose: instruction “5”, said back “50”) (about version 1, corrected since)"
    )


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
