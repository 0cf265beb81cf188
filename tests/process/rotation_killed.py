"""Gives a profile a new data key and kills itself at a given step: see `test_rotation_kill`."""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from app.records import keys, rotation, users
from app.records.running import RunningMark
from tests.fakes.record_access import CHEAP

EVENTS = frozenset(
    {"tempfile.mkstemp", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
)
"""What the interpreter tells of the file system: between two of them lies what can be cut off."""


def rotate_and_die(folder: Path, passphrase: str, at: int, told: Connection) -> None:
    """Rotate; killed by its own hand before event ``at`` (0: never). Tells how many there were."""
    keys.STANDARD_COST = CHEAP
    unlocked = users.unlock(folder / "keys.json", "wang", passphrase)
    seen = 0

    def watch(event: str, _arguments: object) -> None:
        nonlocal seen
        if event not in EVENTS:
            return
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    with RunningMark(folder / "records.db") as mark:
        sys.addaudithook(watch)
        rotation.rotate(folder / "records.db", unlocked, mark)
    told.send(seen)
