"""Every table that says something of an encounter is vouched for: what is changed, added or
removed behind the log's back is found, by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.records import audit, chain, vouching
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, DocumentHeader, StoredBlock
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    GapRecord,
    Party,
    Sound,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.records.moment import utc_now
from app.records.states import State
from app.records.summary_model import Made, Section, SummaryLine
from app.records.verify import Problem, verify_record
from tests.fakes.record_access import CLINICIAN, RECORDS, raw
from tests.unit.records.samples import FULL_TURN, HEADER, turn

NOW = "2026-11-21T01:02:03.000Z"
WHO = replace(
    HEADER,
    patient_name="ERIKSSON, ANNA",
    patient_birth_date="1974-08-12",
    consent_recording_at=NOW,
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    with DocumentStore.open(folder / "records.db", CLINICIAN) as store:
        store.start_encounter(WHO)
        store.add_turn("e-1", replace(FULL_TURN, held=("negation",), red_flags=("stroke",)))
        store.add_turn("e-1", turn(2, party=Party.PATIENT))
        store.keep_sound("e-1", 1, Sound(bytes(range(200)), 16_000))
        store.add_deed("e-1", AttestationRecord(1, 1, Attested.SENT_AS_IS, "wang", 1200))
        store.add_deed("e-1", ConfirmationRecord(1, 1, ConfirmKind.DOSE, ConfirmAnswer.YES))
        store.add_deed("e-1", TeachBackRecord(1, 2, TeachBackOutcome.AGREES, revision=1))
        store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
        line = SummaryLine(Section.PLAN, "多喝水", "Drink water", (1,))
        store.add_summary("e-1", Made.DRAFT, [line])
        store.update_header("e-1", department="心内科")
        store.end_encounter("e-1", utc_now())
        store.set_state("e-1", State.REVIEWED, "read")
        store.add_turn("e-1", turn(2, 2, party=Party.PATIENT, reason="misheard"))
        data = "好".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        header = DocumentHeader("d-1", NOW, "letter.txt", "text", "zh", "en", sha256)
        store.add_document(header, data, [StoredBlock(0, "b0", "好", "{}")])
        store.add_translations("d-1", [BlockText(0, 1, "Well.", "translated")])
        store.accept("d-1", [0])
        store.release("d-1")
    assert verify_record(folder / "records.db", CLINICIAN).problems == ()
    return folder


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody with the key and a tool could, who leaves no trace of it."""
    connection = raw(path)
    try:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            before = connection.total_changes
            connection.execute(statement)
            assert connection.total_changes > before, f"did nothing: {statement}"
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.close()


TABLES: dict[str, tuple[str, ...]] = {
    "encounters": (*(name for name in vouching.HEADER if name != "id"),),
    "encounter_owners": ("user", "salt"),
    "header_changes": vouching.VOUCHED["header_changes"][1:],
    "revisions": (
        "party", "lang", "text", "target_lang", "translation", "complete", "start_ms", "end_ms",
        "origin", "reason", "created_at", *vouching.REST,
    ),
    "authors": ("user", "role"),
    "findings": ("kind", "message", "source_start", "target_end"),
    "terms": ("concept_id", "term", "wanted", "source", "review_state"),
    "attestations": vouching.VOUCHED["attestations"][1:],
    "confirmations": vouching.VOUCHED["confirmations"][1:],
    "teach_backs": (*vouching.VOUCHED["teach_backs"][1:], *vouching.LATER["teach_backs"]),
    "gaps": vouching.VOUCHED["gaps"][1:],
    "states": vouching.VOUCHED["states"][1:],
    "summaries": ("made", "lines", "user", "role", "content"),
    "sounds": ("sha256", "removed_at", "rate_hz"),
    "documents": ("name", "source_lang", "target_lang", "sha256", "user", "created_at"),
    "document_originals": ("data",),
    "document_blocks": ("text", "content", "block_id"),
    "document_texts": ("target", "state", "findings", "user", "role", "created_at"),
    "document_marks": ("accepted", "reason", "user"),
    "document_releases": ("released", "reason", "open_findings", "user"),
}  # fmt: skip
VALUES = {
    "party": "CASE party WHEN 'doctor' THEN 'patient' ELSE 'doctor' END",
    "confidence": "CASE confidence WHEN 'doubt' THEN 'sure' ELSE 'doubt' END",
    "kind": "CASE kind WHEN 'audio_gap' THEN 'unprocessed' ELSE 'audio_gap' END",
    "state": "CASE state WHEN 'draft' THEN 'signed' WHEN 'translated' THEN 'edited' "
             "ELSE 'draft' END",
    "made": "'reviewed'",
    "data": "X'00'",
    "turn": "coalesce(turn, 0) + 1", "revision": "revision + 1", "answer_turn": "answer_turn + 1",
    "other_turn": "1", "complete": "1 - complete", "accepted": "1 - accepted",
    "released": "1 - released", "open_findings": "open_findings + 1", "start_ms": "start_ms - 1",
    "end_ms": "end_ms + 1", "held_ms": "held_ms + 1", "at_ms": "at_ms + 1",
    "lost_ms": "lost_ms + 1", "source_start": "1", "target_end": "9", "rate_hz": "8000",
    "doubt": "'[]'", "reasons": "'[\"x\"]'", "held": "'[]'", "red_flags": "'[]'",
    "findings": "'[1]'", "lines": "'[]'", "content": "'[0]'", "packs": "'{}'",
}  # fmt: skip
PLACES = [(table, column) for table, columns in TABLES.items() for column in columns]


def test_no_field_of_any_row_can_be_changed_unseen(path: Path) -> None:
    """Each column of each table, one after the other."""
    clean = path.read_bytes()
    unseen = []
    for table, column in PLACES:
        path.write_bytes(clean)
        value = VALUES.get(column, "'another'")
        key = "rowid" if table in _NUMBERED else _KEYS.get(table, "encounter_id")
        one = f"(SELECT max({key}) FROM {table})"
        if (table, column) in _FIRST:
            one = f"(SELECT min({key}) FROM {table})"
        tamper(path, f"UPDATE {table} SET {column} = {value} WHERE {key} = {one}")
        if not verify_record(path, RECORDS).problems:
            unseen.append(f"{table}.{column}")
    assert unseen == []


_NUMBERED = frozenset(
    {"header_changes", "revisions", "authors", "attestations", "confirmations", "teach_backs",
     "gaps", "states", "document_blocks", "document_texts", "document_marks", "document_releases"}
)  # fmt: skip
_KEYS = {
    "encounters": "id", "findings": "revision_id", "terms": "revision_id", "documents": "id",
    "document_originals": "document_id",
}  # fmt: skip
_FIRST = {("revisions", "doubt"), ("revisions", "held"), ("revisions", "red_flags")}


@pytest.mark.parametrize("table", [name for name in TABLES if name != "encounter_owners"])
def test_no_row_can_be_removed_unseen(path: Path, table: str) -> None:
    tamper(path, f"DELETE FROM {table}")
    assert verify_record(path, RECORDS).problems


ADDED = {
    "gaps": "(encounter_id, kind, code, at_ms, lost_ms, created_at) "
            "VALUES ('e-1', 'audio_gap', '', 1, 1, '')",
    "attestations": "SELECT 99, 'e-1', turn, revision, what, actor, held_ms, findings, "
                    "other_turn, created_at FROM attestations",
    "header_changes": "SELECT 99, 'e-1', 'hospital', '', hospital, '', '', '', '' "
                      "FROM encounters",
    "revisions": "SELECT 99, encounter_id, turn, 9, party, lang, 'x', target_lang, translation, "
                 "complete, start_ms, end_ms, origin, reason, doubt, created_at, confidence, "
                 "reasons, held, red_flags, phrase_id FROM revisions WHERE id = 1",
    "encounters": "SELECT 'e-9', started_at, " + ", ".join(vouching.HEADER[2:])
                  + " FROM encounters",
    "findings": "SELECT 3, 9, kind, message, NULL, NULL, NULL, NULL FROM findings "
                "WHERE position = 0",
}  # fmt: skip


@pytest.mark.parametrize("table", ADDED)
def test_no_row_can_be_added_unseen(path: Path, table: str) -> None:
    statement = ADDED[table]
    if table == "encounters":
        tamper(path, f"INSERT INTO {table} {statement}",
               "UPDATE encounters SET started_at = '2099-01-01' WHERE id = 'e-9'")  # fmt: skip
    else:
        tamper(path, f"INSERT INTO {table} {statement}")
    assert verify_record(path, RECORDS).problems


def test_a_record_of_an_early_version_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its entries name no rows: they say how many there must be."""
    said = chain.details_text

    def early(details: Mapping[str, object]) -> str:
        new = ("rows", "header", "rest", "role")
        return said({name: value for name, value in details.items() if name not in new})

    monkeypatch.setattr(audit, "details_text", early)
    file = tmp_path / "records.db"
    with DocumentStore.open(file, CLINICIAN) as store:
        store.start_encounter(WHO)
        store.add_turn("e-1", FULL_TURN)
        store.add_turn("e-1", turn(2))
        store.add_deed("e-1", AttestationRecord(1, 1, Attested.SENT_AS_IS, "wang", 1200))
        deed = AttestationRecord(2, 2, Attested.CORRECTED, "wang", 1200)
        store.add_turn("e-1", turn(2, 2, reason="corrected"), deed)
        store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
        store.update_header("e-1", department="心内科", patient_sex="F")
        store.end_encounter("e-1")
        store.set_state("e-1", State.REVIEWED)
        store.add_turn("e-1", turn(2, 3, reason="corrected"))
    assert verify_record(file, RECORDS).problems == ()
    clean = file.read_bytes()
    for statement, problem in {
        "DELETE FROM attestations WHERE id = 2": ("content", "missing", "e-1 attestations"),
        "DELETE FROM gaps": ("content", "missing", "e-1 gaps"),
        "INSERT INTO gaps SELECT 9, encounter_id, kind, code, at_ms, lost_ms, turn, party, "
        "created_at FROM gaps": ("content", "added", "e-1 gaps 9"),
        "UPDATE encounters SET department = '骨科'": ("header", "changed", "e-1 department"),
        "UPDATE authors SET user = 'li' WHERE revision_id = 1": (
            "content", "changed", "e-1 turn 1 revision 1 author",
        ),
    }.items():  # fmt: skip
        file.write_bytes(clean)
        tamper(file, statement)
        assert verify_record(file, RECORDS).problems == (Problem(*problem),), statement


def test_nothing_can_be_deleted_by_a_row_of_purges_alone(path: Path) -> None:
    tables = ("encounters", "revisions", "turns", "authors", "findings", "terms", "gaps")
    tamper(
        path,
        "INSERT INTO purges VALUES ('e-1', '', '', 'zhao', 'policy')",
        *(f"DELETE FROM {table}" for table in tables),
    )
    assert Problem("content", "removed", "e-1") in verify_record(path, RECORDS).problems


def test_an_encounter_that_the_search_does_not_find_is_missed(path: Path) -> None:
    tamper(path, "DELETE FROM found_encounters")
    assert Problem("search", "changed", "e-1") in verify_record(path, RECORDS).problems


def test_after_a_deletion_the_log_does_not_confirm_a_guess(path: Path) -> None:
    """The hash of a header cannot be made again without the salt, which goes with it."""
    with DocumentStore.open(path, RECORDS) as store:
        store.purge("e-1", "policy")
        store.scrub()
        log = " ".join(entry.details for entry in store.audit_log())
    assert verify_record(path, RECORDS).problems == ()
    assert vouching.header_hash({**_row(), "department": ""}, "") not in log
    connection = raw(path)
    try:
        assert connection.execute("SELECT count(*) FROM encounter_owners").fetchone() == (0,)
    finally:
        connection.close()


def _row() -> dict[str, object]:
    from app.records import rows

    return rows.header_row(WHO)
