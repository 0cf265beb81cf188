"""Encryption at rest: every connection to a record file is opened here, with its key.

The file is SQLCipher's: each page is encrypted with AES-256 and carries an HMAC, and so does the
write-ahead log; temporary tables stay in memory. The key is 32 random bytes (`app.records.keys`
keeps it); other keys are derived from it by purpose, so that no key has two uses.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.records.failures import RecordsError
from app.records.sql import sqlite3

BUSY_TIMEOUT_MS = 5_000
"""How long a connection waits for another one's lock before ``records.locked``."""
_BUSY_PAUSE = 0.05
"""Seconds before what SQLite does not wait for is tried again."""

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A record file's key: 32 random bytes. Never shown, never logged."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")

    @classmethod
    def random(cls) -> Key:
        """A new key."""
        return cls(os.urandom(KEY_BYTES))

    def derived(self, purpose: str) -> bytes:
        """32 bytes for another use than the database."""
        derive = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"yizhen " + purpose.encode())
        return derive.derive(self.secret)


def is_plain(path: Path) -> bool:
    """Whether ``path`` is an SQLite file that nobody has encrypted.

    SQLite itself is asked: opening and closing the file past it would drop the locks of every
    other connection of this process (POSIX locks belong to the process).
    """
    if not path.is_file():
        return False
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        # An empty file is nobody's yet.
        return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if _is_unreadable(error):
            return False
        raise
    finally:
        connection.close()


def open_connection(path: Path, key: Key, *, read_only: bool = False) -> Any:
    """A connection to the record file ``path``, made if it does not exist (never if read-only).

    The connection belongs to the thread that opens it and leaves transactions to its user.
    Raises RecordsError ``records.plain`` for a file without encryption and ``records.wrong_key``
    when the file cannot be read with this key (another profile's key, or no record at all);
    nothing is changed then. SQLite's and the system's own errors are for the caller to turn
    into those of `app.records.failures`.
    """
    if read_only:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        _unlock(connection, path, key)
        _configure(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """Make the file, if it is not there, for its owner only.

    SQLite gives the write-ahead log the mode of the file, so the log is as private. A file that
    is there is not opened: see `is_plain` about locks.
    """
    if not path.is_file():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _is_unreadable(error: Any) -> bool:
    return bool(getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB)


def _unlock(connection: Any, path: Path, key: Key) -> None:
    # Its own words about a wrong key go to stderr, over the line that we print.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        if not _is_unreadable(error):
            raise
        code = "records.plain" if is_plain(path) else "records.wrong_key"
        raise RecordsError(code, path=str(path)) from error


def _write_ahead(connection: Any) -> None:
    """Turn the log on. SQLite itself does not wait for a program that does so at the same time."""
    last = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= last:
                raise
            time.sleep(_BUSY_PAUSE)
        else:
            return


def _configure(connection: Any, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    # FULL makes each commit wait until the log is on the disk: a turn that was shown survives a
    # loss of power, not only a killed process.
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
