"""Encrypting the record of an older version, whose file was plain SQLite.

The encrypted copy is made beside the plain file, compared with it row by row, and put in its
place in one step. Whoever is interrupted finds the plain file untouched and begins again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from app.records import crypto
from app.records.crypto import Key, open_connection
from app.records.failures import RecordsError
from app.records.sql import sqlite3

_BLOCK_BYTES = 1 << 20


def open_encrypted(path: Path, key: Key, *, read_only: bool = False) -> Any:
    """`app.records.crypto.open_connection`, after encrypting a plain file where it stands."""
    try:
        return open_connection(path, key, read_only=read_only)
    except RecordsError as error:
        if error.code != "records.plain":
            raise
    encrypt_plain(path, key)
    return open_connection(path, key, read_only=read_only)


def encrypt_plain(path: Path, key: Key) -> None:
    """Encrypt the plain file ``path`` where it stands.

    Raises RecordsError ``records.locked`` while another program uses the file,
    ``records.copy_differs`` when the copy is not the same, and SQLite's errors; then the plain
    file is as it was. What it held is overwritten afterwards; on flash memory the device may
    keep old blocks all the same (``docs/threat-model.md``).
    """
    copy = path.with_name(path.name + ".encrypting")
    copy.unlink(missing_ok=True)
    plain = sqlite3.connect(str(path), isolation_level=None)
    plain.execute(f"PRAGMA busy_timeout = {crypto.BUSY_TIMEOUT_MS}")
    try:
        _export(plain, path, copy, key)
    except BaseException:
        plain.close()
        copy.unlink(missing_ok=True)
        raise
    plain.close()
    with path.open("r+b") as old:
        copy.replace(path)
        _overwrite(old.fileno())
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _export(plain: Any, path: Path, copy: Path, key: Key) -> None:
    plain.execute("PRAGMA temp_store = MEMORY")
    # Nobody may write while the copy is made; leaving WAL mode empties the write-ahead log.
    plain.execute("PRAGMA locking_mode = EXCLUSIVE")
    mode = plain.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        raise RecordsError("records.locked", path=str(path))
    plain.execute("BEGIN EXCLUSIVE")
    plain.execute("COMMIT")
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    plain.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{key.secret.hex()}'\"", [str(copy)])
    plain.execute("SELECT sqlcipher_export('copy')")
    for mark in ("user_version", "application_id"):
        value = int(plain.execute(f"PRAGMA main.{mark}").fetchone()[0])
        plain.execute(f"PRAGMA copy.{mark} = {value}")
    plain.execute("DETACH DATABASE copy")
    _compare(plain, copy, key)


def _compare(plain: Any, copy: Path, key: Key) -> None:
    """RecordsError ``records.copy_differs`` unless every row is in the copy as it was."""
    made = open_connection(copy, key)
    try:
        sound = made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        same = plain.execute(schema).fetchall() == made.execute(schema).fetchall()
        tables = plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables if same else ():
            every = f'SELECT * FROM "{table}" ORDER BY 1, 2'
            rows = zip(plain.execute(every), made.execute(every), strict=False)
            count = f'SELECT count(*) FROM "{table}"'
            same = same and plain.execute(count).fetchone() == made.execute(count).fetchone()
            same = same and all(one == other for one, other in rows)
        if not sound or not same:
            raise RecordsError("records.copy_differs", path=str(copy))
        # Nothing of the copy may be left in its log when it is renamed.
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode = DELETE")
    finally:
        made.close()
    handle = os.open(copy, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _overwrite(handle: int) -> None:
    size = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    for at in range(0, size, _BLOCK_BYTES):
        os.write(handle, bytes(min(_BLOCK_BYTES, size - at)))
    os.fsync(handle)
