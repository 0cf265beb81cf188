"""The seam for encryption at rest: every connection to a record file is opened here.

Today the file is plain SQLite: whoever can read the file can read the record. It is therefore
made readable for its owner only (mode 0600), and a key that is given is refused instead of being
ignored: a caller who asked for encryption must never get a plain file. When encryption comes,
`open_connection` changes and nothing else does: SQLCipher's connections have the same interface.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.errors import AppError

BUSY_TIMEOUT_MS = 5_000
"""How long a connection waits for another one's lock before ``records.locked``."""


@dataclass(frozen=True, slots=True)
class Key:
    """A record file's key: 32 random bytes. Never shown, never logged."""

    secret: bytes = field(repr=False)


NO_KEY: Final = None
"""Says in a caller's code that this record is meant to be plain."""


def open_connection(
    path: Path, key: Key | None = NO_KEY, *, read_only: bool = False
) -> sqlite3.Connection:
    """A connection to the record file ``path``, made if it does not exist (never if read-only).

    The connection belongs to the thread that opens it and leaves transactions to its user.
    Raises AppError ``records.encryption_unavailable`` when a key is given, and sqlite3's or the
    system's own errors, which the caller turns into those of `app.records.failures`.
    """
    if key is not None:
        raise AppError("records.encryption_unavailable", path=str(path))
    if read_only:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite gives the write-ahead log the mode of the file, so the log is as private.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None)
    try:
        _configure(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection, read_only: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    # FULL makes each commit wait until the log is on the disk: a turn that was shown survives a
    # loss of power, not only a killed process.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
