"""What the surroundings can do to the record: full disks, read-only folders, a cut of the power,
two programs at once. Real processes, real limits; nothing that was shown may be lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from app.errors import AppError
from app.records.model import EncounterHeader
from app.records.store import RecordReader, RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import ACCESS
from tests.process.record_writer import ENCOUNTER, made_turn
from tests.unit.records.samples import HEADER, turn

SEED = 20261122
STEPS = 40

CHANGE = """
import sys
from pathlib import Path

from app.errors import AppError
from app.records.store import RecordStore
from tests.fakes.record_access import ACCESS

try:
    RecordStore.open(Path(sys.argv[1]), ACCESS).update_header("e-1", department="x")
except AppError as error:
    print(error.code)
"""


@pytest.fixture
def context() -> multiprocessing.context.BaseContext:
    # The fork server imports the library once for all of them.
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.process.record_writer"])
    return made


def write_until_full(path: Path, told: Connection, limit_bytes: int) -> None:
    """Add turns until the disk is full; then say so, go on reading, and end."""
    if limit_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    with RecordStore.open(path, ACCESS) as store:
        store.start_encounter(EncounterHeader(ENCOUNTER, "2026-11-21T01:02:03.000Z", "zh", "en"))
        for number in range(1, 2000):
            try:
                store.add_turn(ENCOUNTER, made_turn(number, 1))
            except AppError as error:
                told.send(("failed", error.code))
                break
            told.send(("turn", number))


def outcome(
    context: multiprocessing.context.BaseContext, path: Path, limit_bytes: int
) -> tuple[int, str]:
    """How many turns were shown before the disk was full, and with which code it failed."""
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=write_until_full, args=(path, sender, limit_bytes))
    child.start()
    sender.close()
    shown, code = 0, ""
    with receiver:
        while True:
            try:
                kind, value = receiver.recv()
            except EOFError:
                break
            shown, code = (value, code) if kind == "turn" else (shown, value)
    child.join()
    assert child.exitcode == 0
    return shown, code


def check(path: Path, shown: int) -> None:
    """Everything that was shown is there, whole, and nothing else is wrong."""
    assert verify_record(path, ACCESS).problems == ()
    with RecordReader.open(path, ACCESS) as reader:
        turns = reader.load(ENCOUNTER).turns
    assert len(turns) == shown
    assert all(found == made_turn(found.turn, 1) for found in turns)


def test_a_file_that_may_not_grow(
    tmp_path: Path, context: multiprocessing.context.BaseContext
) -> None:
    path = tmp_path / "records.db"
    shown, code = outcome(context, path, 1_000_000)
    assert shown > 5
    assert code in ("records.disk_full", "records.io_error")
    check(path, shown)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; skipped where nobody may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(
    small_disk: Path, tmp_path: Path, context: multiprocessing.context.BaseContext
) -> None:
    path = small_disk / "records.db"
    shown, code = outcome(context, path, 0)
    assert shown > 5
    assert code in ("records.disk_full", "records.io_error")
    for file in small_disk.iterdir():
        shutil.copy(file, tmp_path)
    check(tmp_path / "records.db", shown)


def test_a_read_only_folder(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "records.db"
    with RecordStore.open(path, ACCESS) as store:
        store.start_encounter(HEADER)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    runner = [
        "unshare", "--mount", "sh", "-c", 'mount --bind -o ro "$0" "$0" && exec "$@"',
        str(path.parent),
    ]  # fmt: skip
    if subprocess.run([*runner, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no right to make a folder read-only")
    done = subprocess.run(
        [*runner, sys.executable, "-c", CHANGE, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() in ("records.read_only", "records.cannot_open"), done.stderr
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def write_some(path: Path, encounter: str, count: int) -> None:
    """One of two programs that write into the same record."""
    with RecordStore.open(path, ACCESS) as store:
        store.start_encounter(EncounterHeader(encounter, "2026-11-21T01:02:03.000Z", "zh", "en"))
        for number in range(1, count + 1):
            store.add_turn(encounter, turn(number))


def test_two_programs_in_one_profile(
    tmp_path: Path, context: multiprocessing.context.BaseContext
) -> None:
    path = tmp_path / "records.db"
    children = [
        context.Process(target=write_some, args=(path, f"e-{number}", 60)) for number in range(2)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    report = verify_record(path, ACCESS)
    assert report.problems == ()
    assert report.turns == 120
    assert report.entries == 122


def test_a_cut_of_the_power(tmp_path: Path) -> None:
    """The write-ahead log as a disk can leave it: what was not synced is lost, torn or garbage.

    Each commit syncs the log before it returns, so behind the last commit anything may be on
    the disk, in any order, up to where the next commit got to.
    """
    dice = random.Random(SEED)
    path = tmp_path / "records.db"
    wal = path.with_name("records.db-wal")
    cut = tmp_path / "cut" / "records.db"
    with RecordStore.open(path, ACCESS) as store:
        store.start_encounter(EncounterHeader(ENCOUNTER, "2026-11-21T01:02:03.000Z", "zh", "en"))
        synced = wal.read_bytes()
        for shown in range(1, STEPS):
            store.add_turn(ENCOUNTER, made_turn(shown, 1))
            now = wal.read_bytes()
            shutil.rmtree(cut.parent, ignore_errors=True)
            cut.parent.mkdir()
            shutil.copy(path, cut)
            cut.with_name("records.db-wal").write_bytes(torn(synced, now, dice))
            with RecordStore.open(cut, ACCESS) as left:
                turns = left.load(ENCOUNTER).turns
            # The commit that the cut fell into is there whole or not at all.
            assert len(turns) in (shown - 1, shown)
            assert [found.turn for found in turns] == list(range(1, len(turns) + 1))
            assert all(found == made_turn(found.turn, 1) for found in turns)
            problems = {problem.part for problem in verify_record(cut, ACCESS).problems}
            assert problems <= {"anchor"}
            synced = now


def torn(synced: bytes, now: bytes, dice: random.Random) -> bytes:
    """The log after a cut: the synced part as it was, of the rest some sectors only."""
    if now[:32] != synced[:32] or len(now) <= len(synced):
        return now
    left = bytearray(now)
    for at in range(len(synced), len(now), 512):
        fate = dice.random()
        if fate < 0.3:
            left[at : at + 512] = bytes(len(left[at : at + 512]))
        elif fate < 0.4:
            left[at : at + 512] = dice.randbytes(len(left[at : at + 512]))
    if dice.random() < 0.5:
        del left[dice.randrange(len(synced), len(now)) :]
    return bytes(left)
