"""SQLite's errors, told apart: the surroundings failed (AppError) or we have a bug (raised on)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.records.sql import sqlite3


class RecordsError(AppError):
    """The record file cannot be used as asked. Codes begin with ``records.``."""


_ENVIRONMENT: dict[int, str] = {
    sqlite3.SQLITE_PERM: "records.no_permission",
    sqlite3.SQLITE_BUSY: "records.locked",
    sqlite3.SQLITE_LOCKED: "records.locked",
    sqlite3.SQLITE_NOMEM: "records.out_of_memory",
    sqlite3.SQLITE_READONLY: "records.read_only",
    sqlite3.SQLITE_IOERR: "records.io_error",
    sqlite3.SQLITE_CORRUPT: "records.damaged",
    sqlite3.SQLITE_FULL: "records.disk_full",
    sqlite3.SQLITE_CANTOPEN: "records.cannot_open",
    sqlite3.SQLITE_PROTOCOL: "records.locked",
    sqlite3.SQLITE_NOTADB: "records.not_a_database",
}
"""SQLite's primary result codes that the surroundings cause. Every other code is a bug."""


_IN_WORDS = {
    "database or disk is full": "records.disk_full",
    "disk I/O error": "records.io_error",
    "database is locked": "records.locked",
    "unable to open database file": "records.cannot_open",
    "attempt to write a readonly database": "records.read_only",
}


def code_for(error: Any) -> str | None:
    """The code of the failure behind ``error``, or None when it is a bug of ours."""
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        # Copying a file page by page (`Connection.backup`) tells in words only.
        return _IN_WORDS.get(str(error))
    return _ENVIRONMENT.get(extended & 0xFF)


@contextmanager
def classified(path: Path) -> Iterator[None]:
    """Turn failures of the surroundings inside the block into RecordsError; let bugs through.

    The details hold the path and SQLite's name of the error, never its text or any value.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = code_for(error)
        if code is None:
            raise
        name = getattr(error, "sqlite_errorname", "")
        raise RecordsError(code, path=str(path), sqlite=name) from error
    except PermissionError as error:
        raise RecordsError("records.no_permission", path=str(path)) from error
    except OSError as error:
        raise RecordsError("records.cannot_open", path=str(path), errno=error.errno) from error
