"""The audit log: everything is in it, and nothing that was in it can be changed unseen."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.records import audit
from app.records.access import Access
from app.records.chain import Digest, Entry, entry_hash, first_broken
from app.records.crypto import Key
from app.records.model import AttestationRecord, Attested, GapRecord
from app.records.store import RecordReader, RecordStore
from app.records.verify import Problem, verify_record
from tests.fakes.record_access import ACCESS, raw
from tests.unit.records.samples import FULL_TURN, HEADER, turn


def fill(path: Path, access: Access = ACCESS) -> None:
    with RecordStore.open(path, access) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
        store.add_turn("e-1", turn(1, 2, reason="corrected"))
        store.add_deed("e-1", AttestationRecord(1, 2, Attested.SENT_AS_IS, "doctor", 1200))
        store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
        store.update_header("e-1", patient_name="SMITH, JANE")
        store.end_encounter("e-1")
    with RecordReader.open(path, access) as reader:
        reader.list_encounters()
        reader.load("e-1")
        reader.load_for_export("e-1", format="pdf")


EVENTS = [
    "encounter.start", "turn.add", "turn.correct", "turn.attest", "gap.add", "header.change",
    "header.change", "encounters.list", "encounter.read", "encounter.export",
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "records.db")
    return folder


def logged(path: Path) -> list[Entry]:
    connection = raw(path)
    try:
        return list(audit.entries(connection))
    finally:
        connection.close()


def tamper(path: Path, *statements: str, triggers: tuple[str, ...] = ()) -> None:
    """Change the file as somebody with the key and a tool could; triggers come back after."""
    connection = raw(path)
    try:
        kept = {
            name: connection.execute(
                "SELECT sql FROM sqlite_schema WHERE name = ?", [name]
            ).fetchone()[0]
            for name in triggers
        }
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        for sql in kept.values():
            connection.execute(sql)
    finally:
        connection.close()


def test_every_read_change_export_and_attestation_is_in_it(path: Path) -> None:
    entries = logged(path)
    assert [entry.act for entry in entries] == EVENTS
    assert {(entry.user, entry.role) for entry in entries} == {("wang", "clinician")}
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    report = verify_record(path, ACCESS)
    assert report.problems == ()
    assert (report.encounters, report.turns, report.entries) == (1, 1, len(EVENTS))
    assert report.head == entries[-1].hash


def test_it_holds_no_words_of_anybody(path: Path) -> None:
    text = " ".join(entry.details for entry in logged(path))
    for words in (FULL_TURN.text, FULL_TURN.translation, "Smith", "corrected"):
        assert words not in text


def test_what_fails_is_not_in_it(path: Path) -> None:
    with RecordStore.open(path, ACCESS) as store:
        with pytest.raises(ValueError, match="already"):
            store.start_encounter(HEADER)
        with pytest.raises(AppError):
            store.load("nobody")
    assert [entry.act for entry in logged(path)] == EVENTS


@pytest.mark.parametrize("statement", ["UPDATE audit SET user = 'x'", "DELETE FROM audit"])
def test_the_file_refuses_to_change_it(path: Path, statement: str) -> None:
    with pytest.raises(Exception, match="only added"):
        tamper(path, statement)


COLUMNS = {
    "at": "'2020-01-01T00:00:00.000Z'",
    "user": "'li'",
    "role": "'records'",
    "act": "'turn.add'",
    "encounter_id": "'e-9'",
    "details": "'{}'",
    "digest": "'sm3'",
    "previous": "hash",
    "hash": "previous",
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 4, len(EVENTS)])
def test_each_field_of_each_entry_counts(path: Path, column: str, number: int) -> None:
    tamper(
        path,
        f"UPDATE audit SET {column} = {COLUMNS[column]} WHERE number = {number}",
        triggers=("audit_no_update",),
    )
    found = verify_record(path, ACCESS).problems
    broken = Problem("audit", "link" if column == "previous" else "changed", str(number))
    if (column, number) == ("hash", 1):
        broken = Problem("audit", "changed", "1")
    assert found[0] == broken


@pytest.mark.parametrize("number", range(1, len(EVENTS) + 1))
def test_an_entry_that_is_gone_is_missed(path: Path, number: int) -> None:
    tamper(path, f"DELETE FROM audit WHERE number = {number}", triggers=("audit_no_delete",))
    problem = verify_record(path, ACCESS).problems[0]
    last = number == len(EVENTS)
    assert problem == Problem("audit", "cut_off" if last else "missing", str(number))


def test_a_log_renumbered_over_a_gap_is_found(path: Path) -> None:
    tamper(
        path,
        "DELETE FROM audit WHERE number = 4",
        "UPDATE audit SET number = number - 1 WHERE number > 4",
        triggers=("audit_no_delete", "audit_no_update"),
    )
    assert Problem("audit", "link", "4") in verify_record(path, ACCESS).problems


def test_entries_in_another_order_are_found(path: Path) -> None:
    tamper(
        path,
        "UPDATE audit SET number = 99 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = 99",
        triggers=("audit_no_update",),
    )
    assert verify_record(path, ACCESS).problems[0] == Problem("audit", "link", "3")


@pytest.mark.parametrize("keep", [0, 1, 5, len(EVENTS) - 1])
def test_a_log_cut_short_is_found(path: Path, keep: int) -> None:
    tamper(path, f"DELETE FROM audit WHERE number > {keep}", triggers=("audit_no_delete",))
    assert Problem("audit", "cut_off", str(keep + 1)) in verify_record(path, ACCESS).problems


def test_a_log_written_anew_from_the_start_is_found(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    fill(other)
    shutil.copy(other, path)
    found = verify_record(path, ACCESS).problems
    assert found == (Problem("audit", "replaced", str(len(EVENTS))),)


def test_an_older_file_in_its_place_is_found(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(path, old)
    with RecordReader.open(path, ACCESS) as reader:
        reader.load("e-1")
    shutil.copy(old, path)
    number = len(EVENTS) + 1
    assert verify_record(path, ACCESS).problems == (Problem("audit", "cut_off", str(number)),)


@pytest.mark.parametrize("column", ["text", "translation", "lang", "start_ms", "created_at"])
def test_words_changed_behind_the_logs_back_are_found(path: Path, column: str) -> None:
    value = "7" if column == "start_ms" else "'another'"
    tamper(
        path,
        f"UPDATE revisions SET {column} = {value} WHERE revision = 1",
        triggers=("revisions_no_update",),
    )
    assert verify_record(path, ACCESS).problems == (
        Problem("content", "changed", "e-1 turn 1 revision 1"),
    )


def test_a_revision_removed_or_added_behind_its_back_is_found(path: Path) -> None:
    tamper(
        path,
        "DELETE FROM authors WHERE revision_id = 2",
        "DELETE FROM revisions WHERE revision = 2",
        triggers=("revisions_no_delete", "authors_no_delete"),
    )
    found = verify_record(path, ACCESS).problems
    assert Problem("content", "missing", "e-1 turn 1 revision 2") in found


def test_a_trigger_that_is_gone_is_found(path: Path) -> None:
    tamper(path, "DROP TRIGGER turns_no_update")
    assert verify_record(path, ACCESS).problems == (
        Problem("schema", "changed", "turns_no_update"),
    )


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


def noticed(path: Path) -> bool:
    """Whether verification says that something is wrong."""
    try:
        return bool(verify_record(path, ACCESS).problems)
    except AppError as error:
        return error.code in ("records.wrong_key", "records.damaged")


def test_no_byte_of_the_file_can_be_flipped(path: Path) -> None:
    """Salt, page bodies, page HMACs: in each page one byte of each kind."""
    clean = path.read_bytes()
    dice = random.Random(5)
    places = [0, 15]
    for page in range(0, len(clean), 4096):
        start = page or 16
        places += [dice.randrange(start, page + 4000), page + 4016 + dice.randrange(16)]
        places += [page + 4032 + dice.randrange(64)]
    for at in dice.sample(places, 40):
        path.write_bytes(flipped(clean, at))
        assert noticed(path), at
    path.write_bytes(clean)
    assert verify_record(path, ACCESS).problems == ()


def test_a_forged_or_missing_anchor_is_found(path: Path) -> None:
    anchor = path.with_name("records.db.anchor")
    clean = anchor.read_bytes()
    used = [at for at, byte in enumerate(clean) if byte]
    for at in random.Random(3).sample(used, 20):
        anchor.write_bytes(flipped(clean, at))
        # The slot before still proves that the log goes at least so far.
        assert verify_record(path, ACCESS).problems == ()
    anchor.write_bytes(bytes(len(clean)))
    assert verify_record(path, ACCESS).problems == (Problem("anchor", "changed"),)
    anchor.unlink()
    assert verify_record(path, ACCESS).problems == (Problem("anchor", "missing"),)


def test_the_anchor_of_another_key_proves_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "records.db"
    fill(other, replace(ACCESS, key=Key(b"k" * 32)))
    shutil.copy(other.with_name("records.db.anchor"), path.with_name("records.db.anchor"))
    assert verify_record(path, ACCESS).problems == (Problem("anchor", "changed"),)


def test_sm3_can_be_chosen_and_changed_between_entries(path: Path) -> None:
    with RecordReader.open(path, replace(ACCESS, digest=Digest.SM3)) as reader:
        reader.load("e-1")
    entries = logged(path)
    assert [entry.digest for entry in entries[-2:]] == ["sha256", "sm3"]
    assert verify_record(path, ACCESS).problems == ()


def test_sm3_is_the_standards() -> None:
    """The hash of GB/T 32905's first example, over an entry of ours that we know by heart."""
    entry = Entry(1, "t", "u", "r", "a", "e", "{}", "sm3", "")
    assert entry_hash(entry) != entry_hash(replace(entry, digest="sha256"))
    assert len(entry_hash(entry)) == 64
    from cryptography.hazmat.primitives import hashes

    running = hashes.Hash(hashes.SM3())
    running.update(b"abc")
    assert running.finalize().hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_an_unknown_hash_is_a_changed_entry() -> None:
    entry = Entry(1, "t", "u", "r", "a", "e", "{}", "md5", "", "00")
    assert first_broken([entry]) == (1, "changed")


def test_two_writers_keep_one_chain(path: Path) -> None:
    with RecordStore.open(path, ACCESS) as one, RecordStore.open(path, ACCESS) as other:
        for number in range(2, 8):
            (one if number % 2 else other).add_turn("e-1", turn(number))
    report = verify_record(path, ACCESS)
    assert report.problems == ()
    assert report.entries == len(EVENTS) + 6


def test_details_are_json(path: Path) -> None:
    check: Callable[[str], Any] = json.loads
    assert all(isinstance(check(entry.details), dict) for entry in logged(path))
