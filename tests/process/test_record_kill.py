"""Kill -9 at any moment loses nothing that was shown."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from pathlib import Path

import pytest

from app.records.store import RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import ACCESS, raw
from tests.process.record_writer import ENCOUNTER, made_turn, write

KILLS = int(os.environ.get("YIZHEN_KILLS", "12"))
"""`YIZHEN_KILLS=500 pytest --timeout 7200 tests/process/test_record_kill.py` is the long run."""
KILLS_OF_A_RECORD = 20
SEED = 20261121


def write_and_kill(path: Path, seed: int, dice: random.Random) -> list[tuple[str, int, int]]:
    """Start the writer, kill it at a random moment after its first commits; what it told."""
    # The fork server imports the writer once, so that many starts do not take a minute.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.process.record_writer"])
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=write, args=(path, seed, sender))
    child.start()
    sender.close()
    with receiver:
        told = [receiver.recv() for _ in range(dice.randint(1, 60))]
        # Not to wait for anything: it moves the kill to any place within the next commits.
        time.sleep(dice.uniform(0, 0.005))
        child.kill()
        child.join()
        assert child.exitcode == -9, "the writer ended by itself"
        while True:
            try:
                told.append(receiver.recv())
            except EOFError:
                return told


def check_whole(path: Path) -> None:
    """SQLite finds nothing wrong in the file."""
    connection = raw(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def kill_again_and_again(path: Path, kills: range, dice: random.Random) -> int:
    """Kill writers of one record; after each everything they told is there. How many turns."""
    turns: set[tuple[int, int]] = set()
    gaps: set[int] = set()
    for before, kill in enumerate(kills):
        for kind, number, revision in write_and_kill(path, SEED + kill, dice):
            if kind == "gap":
                gaps.add(number)
            else:
                turns.add((number, revision))
        with RecordStore.open(path, ACCESS) as store:
            assert [header.id for header in store.unfinished()] == [ENCOUNTER]
            record = store.load(ENCOUNTER)
        check_whole(path)
        found = {(turn.turn, turn.revision): turn for turn in record.revisions}
        assert turns <= found.keys()
        assert gaps <= {gap.turn for gap in record.gaps}
        # What the killed process committed and could not print any more is one step at most.
        assert len(found) + len(record.gaps) <= len(turns) + len(gaps) + before + 1
        for (number, revision), turn in found.items():
            assert turn == made_turn(number, revision)
    # No entry of the audit log is missing either, and every turn says what its entry vouches for.
    assert verify_record(path, ACCESS).problems == ()
    return len(turns)


@pytest.mark.slow
def test_nothing_that_was_shown_is_lost(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    turns = 0
    for first in range(0, KILLS, KILLS_OF_A_RECORD):
        kills = range(first, min(KILLS, first + KILLS_OF_A_RECORD))
        turns += kill_again_and_again(tmp_path / f"{first}.db", kills, dice)
    assert turns > KILLS
