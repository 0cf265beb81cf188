"""The plain record of an older version is encrypted once, whole, and its plain text goes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.records import crypto, migrations, plain, rows
from app.records.crypto import Key, is_plain
from app.records.sql import sqlite3
from app.records.store import RecordReader, RecordStore
from tests.fakes.record_access import ACCESS
from tests.unit.records.samples import FULL_TURN, HEADER


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record as version 0.1 left it, its last words still in the write-ahead log."""
    made = tmp_path / "made.db"
    connection = sqlite3.connect(str(made), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.migrate(connection, made, migrations.MIGRATIONS[:1])
    header = rows.header_row(HEADER)
    then = {row[1] for row in connection.execute("PRAGMA table_info(encounters)")}
    _insert(connection, "encounters", {name: header[name] for name in then & header.keys()})
    connection.execute("INSERT INTO turns VALUES ('e-1', 1)")
    names = {row[1] for row in connection.execute("PRAGMA table_info(revisions)")}
    row = rows.revision_row("e-1", replace(FULL_TURN, findings=(), terms=()))
    _insert(connection, "revisions", {name: row[name] for name in names & row.keys()})
    path = tmp_path / "profile" / "records.db"
    path.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / f"made.db{suffix}", path.parent / f"records.db{suffix}")
    connection.close()
    assert FULL_TURN.text.encode() in path.with_name("records.db-wal").read_bytes()
    return path


def _insert(connection: Any, table: str, row: dict[str, object]) -> None:
    places = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values())
    )


def test_it_is_encrypted_and_nothing_is_lost(path: Path) -> None:
    with path.open("rb") as before:
        with RecordStore.open(path, ACCESS) as store:
            record = store.load("e-1")
        before.seek(0)
        assert before.read().strip(b"\0") == b"", "the plain file was not overwritten"
    assert record.header == HEADER
    assert record.turns[0].text == FULL_TURN.text
    assert not is_plain(path)
    for file in path.parent.iterdir():
        assert FULL_TURN.text.encode() not in file.read_bytes(), file.name
    with RecordReader.open(path, ACCESS) as reader:
        assert reader.load("e-1").turns[0].translation == FULL_TURN.translation


def test_a_copy_that_differs_is_not_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = plain.open_connection

    def lossy(copy: Path, key: Key, *, read_only: bool = False) -> object:
        connection = real(copy, key)
        if copy == path:
            return connection
        connection.execute("DROP TRIGGER revisions_no_delete")
        connection.execute("DELETE FROM revisions")
        return connection

    monkeypatch.setattr(plain, "open_connection", lossy)
    with pytest.raises(AppError) as caught:
        RecordStore.open(path, ACCESS)
    assert caught.value.code == "records.copy_differs"
    monkeypatch.undo()
    assert is_plain(path)
    assert list(path.parent.iterdir()) == [path]
    with RecordStore.open(path, ACCESS) as store:
        assert store.load("e-1").turns[0].text == FULL_TURN.text


def test_a_file_in_use_is_left_for_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "BUSY_TIMEOUT_MS", 20)
    other = sqlite3.connect(str(path), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError) as caught:
            RecordStore.open(path, ACCESS)
    finally:
        other.close()
    assert caught.value.code == "records.locked"
    assert is_plain(path)


def test_left_overs_of_a_killed_attempt_do_not_matter(path: Path) -> None:
    path.with_name("records.db.encrypting").write_bytes(b"half")
    with RecordStore.open(path, ACCESS) as store:
        assert store.load("e-1").header == HEADER
    assert not path.with_name("records.db.encrypting").exists()
