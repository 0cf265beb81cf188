"""The encrypted connection: two programs that open a new record file at one time."""

from __future__ import annotations

import threading
from pathlib import Path

from app.records.crypto import KEY_BYTES, Key, open_connection
from app.records.sql import sqlite3

KEY = Key(bytes(range(KEY_BYTES)))


def test_the_log_is_turned_on_when_another_program_has_written(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    other = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
    other.execute(f"PRAGMA key = \"x'{KEY.secret.hex()}'\"")
    other.execute("CREATE TABLE said (words TEXT)")
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ["COMMIT"])
    done.start()
    try:
        connection = open_connection(path, KEY)
    finally:
        done.join()
        other.close()
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
