"""A record of an earlier version, whose rows do not say it: what reached the patient, and which
version was said back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records.model import (
    AttestationRecord,
    Attested,
    EncounterRecord,
    Origin,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.records.store import RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.unit.records.samples import HEADER, turn

ENDED = "2026-11-21T01:30:00.000Z"
HELD = ("dose",)


def at(minute: int) -> str:
    return f"2026-11-21T01:{minute:02}:00.000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path, CLINICIAN) as opened:
        opened.start_encounter(HEADER)
        yield opened


def loaded(store: RecordStore) -> EncounterRecord:
    store.end_encounter("e-1", ENDED)
    return store.load("e-1")


def test_a_correction_of_the_records_window_was_never_shown(store: RecordStore, path: Path) -> None:
    """Early versions wrote it as if it had not been held."""
    for number, held in ((1, HELD), (2, ()), (3, HELD), (4, HELD)):
        store.add_turn("e-1", turn(number, held=held, created_at=at(5)))
    store.add_deed("e-1", AttestationRecord(3, 1, Attested.SENT_AS_IS, "wang", 9))
    corrected = AttestationRecord(4, 1, Attested.CORRECTED, "wang", 9)
    store.add_turn("e-1", turn(4, 2, reason="corrected", created_at=at(6)), corrected)
    store.end_encounter("e-1", ENDED)
    with RecordStore.open(path, RECORDS) as clerk:
        for number in (1, 2, 3):
            late = turn(number, 2, reason="heard again", created_at=at(40))
            clerk.add_turn("e-1", late)
        # Somebody writes the reason that the consultation gives, too.
        clerk.add_turn("e-1", turn(4, 3, reason="corrected", created_at=at(41)))
    record = loaded(store)
    assert [record.reached(number) for number in (1, 2, 3, 4)] == [False, True, True, True]
    assert [made.revision for made in record.revisions if made.afterwards] == [2, 2, 2, 3]
    assert record.as_left(4).revision == 2
    assert verify_record(path, CLINICIAN).problems == (), "the rows are as they were"


def test_a_phrase_with_other_words_was_not_verified(store: RecordStore) -> None:
    phrase = turn(1, origin=Origin.PHRASE, phrase_id="p-1", created_at=at(5))
    store.add_turn("e-1", phrase)
    store.end_encounter("e-1", ENDED)
    late = turn(1, 2, origin=Origin.PHRASE, phrase_id="p-1", reason="typo", created_at=at(40))
    store.add_turn("e-1", late)
    assert loaded(store).turns[0].origin is Origin.TYPED


def test_a_correction_that_was_never_sent_takes_back_what_was(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1, created_at=at(5)))
    store.add_turn("e-1", turn(1, 2, reason="corrected", held=HELD, created_at=at(6)))
    record = loaded(store)
    assert not record.reached(1)
    assert record.cut_off(1)


def test_what_was_said_back_is_about_the_version_that_was_asked_for(store: RecordStore) -> None:
    asked, agrees = TeachBackOutcome.ASKED, TeachBackOutcome.AGREES
    store.add_turn("e-1", turn(1, created_at=at(5)))
    store.add_turn("e-1", turn(2, created_at=at(7)))
    store.add_deed("e-1", TeachBackRecord(1, None, asked, created_at=at(6)))
    store.add_deed("e-1", TeachBackRecord(1, 2, agrees, created_at=at(7)))
    store.add_turn("e-1", turn(1, 2, reason="corrected", created_at=at(8)))
    store.add_deed("e-1", TeachBackRecord(1, None, asked, created_at=at(9)))
    store.add_turn("e-1", turn(1, 3, reason="corrected", created_at=at(10)))
    # Written when the correction took the instruction away.
    store.add_deed("e-1", TeachBackRecord(1, None, TeachBackOutcome.CANCELLED, created_at=at(11)))
    store.add_deed("e-1", TeachBackRecord(1, 2, agrees, created_at=at(12)))
    record = loaded(store)
    assert [said.revision for said in record.teach_backs] == [1, 1, 2, 2, 3]
    assert [record.earlier(said) for said in record.said_back(1)] == [1, 2, 0]
