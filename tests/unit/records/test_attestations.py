"""What doctor and patient did about turns comes back as it was, together with its revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    FindingRecord,
    Origin,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.records.sql import sqlite3
from app.records.store import RecordStore
from tests.fakes.record_access import ACCESS
from tests.unit.records.samples import HEADER, turn

FOUND = (FindingRecord("number", "number.changed:2>3", (3, 4), None),)
WHEN = "2026-11-21T01:02:09.250Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(tmp_path / "records.db", ACCESS) as opened:
        opened.start_encounter(HEADER)
        yield opened


def test_a_held_turn_comes_back(store: RecordStore) -> None:
    held = turn(
        1,
        confidence="doubt",
        reasons=("very_low_confidence", "confusable:15>50"),
        held=("number", "doubt"),
        red_flags=("chest-pain",),
        phrase_id="p-1",
        origin=Origin.PHRASE,
    )
    stored = store.add_turn("e-1", held)
    assert stored == replace(held, created_at=stored.created_at)
    assert store.load("e-1").turns == (stored,)


def test_every_deed_comes_back(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1))
    store.add_turn("e-1", turn(2))
    deeds = (
        AttestationRecord(1, 1, Attested.PHRASE, "王医生", 4_200, FOUND, 2, WHEN),
        ConfirmationRecord(1, 1, ConfirmKind.DOSE, None, WHEN),
        ConfirmationRecord(1, 1, ConfirmKind.DOSE, ConfirmAnswer.NOT_UNDERSTOOD, WHEN),
        TeachBackRecord(1, None, TeachBackOutcome.ASKED, (), WHEN, 1),
        TeachBackRecord(1, 2, TeachBackOutcome.DIFFERS, FOUND, WHEN, 1),
        TeachBackRecord(1, None, TeachBackOutcome.CANCELLED, (), WHEN, 1),
    )
    for deed in deeds:
        store.add_deed("e-1", deed)
    record = store.load("e-1")
    assert (*record.attestations, *record.confirmations, *record.teach_backs) == deeds


def test_the_time_of_a_deed_is_set(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1))
    store.add_deed("e-1", ConfirmationRecord(1, 1, ConfirmKind.CONSENT))
    assert store.load("e-1").confirmations[0].created_at.endswith("Z")


def test_a_revision_and_what_it_did_are_one_step(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1))
    nobody = AttestationRecord(7, 1, Attested.CORRECTED, "王医生", 5)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.add_turn("e-1", turn(1, 2, reason="corrected"), nobody)
    assert len(store.load("e-1").revisions) == 1
    done = replace(nobody, turn=1)
    store.add_turn("e-1", turn(1, 2, reason="corrected"), done)
    record = store.load("e-1")
    assert [a.what for a in record.attestations] == [Attested.CORRECTED]
    assert len(record.revisions) == 2


def test_a_deed_about_no_revision_is_refused(store: RecordStore) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.add_deed("e-1", ConfirmationRecord(1, 1, ConfirmKind.DOSE))
