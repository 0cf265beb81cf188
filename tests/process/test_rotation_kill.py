"""Kill -9 anywhere in a change of the data key leaves a profile that opens and lacks nothing."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.profile import Profile
from app.records import rotation, users
from app.records.model import Sound
from app.records.opening import enter_record
from app.records.running import RunningMark
from app.records.store import RecordReader, RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import CHEAP
from tests.process.rotation_killed import rotate_and_die
from tests.unit.records.samples import HEADER, turn

GOOD = "correct horse battery"
TURNS = 6
SOUND = Sound(bytes(range(256)) * 100, 16_000)
KILLS = int(os.environ.get("YIZHEN_KILLS", "12"))
SEED = 20261123


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with an encounter and its sound."""
    folder = tmp_path_factory.mktemp("filled") / "profile"
    wang, _ = users.create_profile(folder / "keys.json", "wang", GOOD, cost=CHEAP)
    with RecordStore.open(folder / "records.db", wang.require_access()) as store:
        store.start_encounter(replace(HEADER, consent_recording_at="2026-11-21T01:02:00.000Z"))
        for number in range(1, TURNS + 1):
            store.add_turn("e-1", turn(number))
            if number % 3 == 0:
                store.keep_sound("e-1", number, SOUND)
        store.end_encounter("e-1")
    return folder


@pytest.fixture
def context() -> multiprocessing.context.BaseContext:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.process.rotation_killed"])
    return made


def run(
    context: multiprocessing.context.BaseContext, folder: Path, at: int, wait_s: float = -1
) -> int:
    """Let a process rotate and die at event ``at`` or after a time; how many events it told of."""
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=rotate_and_die, args=(folder, GOOD, at, sender))
    child.start()
    sender.close()
    with receiver:
        if wait_s >= 0:
            # Not to wait for anything: it moves the kill to any place.
            time.sleep(wait_s)
            child.kill()
        child.join()
        assert child.exitcode in (0, -9)
        try:
            return int(receiver.recv())
        except EOFError:
            return 0


def check(folder: Path) -> int:
    """The profile opens with the same passphrase, nothing is missing, nothing lies about; which
    data key it has by now."""
    place = Profile(folder)
    unlocked = users.unlock(place.keys, "wang", GOOD)
    access = unlocked.require_access()
    enter_record(place.records, unlocked).mark.close()
    assert verify_record(place.records, access).problems == ()
    with RecordReader.open(place.records, access) as reader:
        assert [found.text for found in reader.load("e-1").turns] == [
            turn(number).text for number in range(1, TURNS + 1)
        ]
        for number in range(3, TURNS + 1, 3):
            assert reader.load_sound("e-1", number) == SOUND
    names = {path.name for path in folder.iterdir()}
    assert not [name for name in names if ".next" in name or name.endswith(".old")]
    assert not [name for name in names if name.startswith(".keys-")], names
    return unlocked.file.data_key_number


@pytest.mark.slow
def test_at_every_step(
    filled: Path, tmp_path: Path, context: multiprocessing.context.BaseContext
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(filled, whole)
    steps = run(context, whole, 0)
    assert steps > 20
    assert check(whole) == 2
    numbers = []
    for at in range(1, steps + 1):
        folder = tmp_path / str(at)
        shutil.copytree(filled, folder)
        assert run(context, folder, at) == 0, "it was not killed"
        numbers.append(check(folder))
        shutil.rmtree(folder)
    # Before the decisive step the old key holds, from there on the new one.
    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2}


@pytest.fixture
def small_disk(filled: Path, tmp_path: Path) -> Iterator[Path]:
    """A file system on which the profile fits once and not twice; skipped where nobody may
    mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    size = sum(file.stat().st_size for file in filled.rglob("*") if file.is_file())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size * 3 // 2}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_it_as_it_was(filled: Path, small_disk: Path) -> None:
    folder = small_disk / "profile"
    shutil.copytree(filled, folder)
    unlocked = users.unlock(folder / "keys.json", "wang", GOOD)
    with RunningMark(folder / "records.db") as mark, pytest.raises(AppError) as caught:
        rotation.rotate(folder / "records.db", unlocked, mark)
    assert caught.value.code in ("records.disk_full", "records.io_error", "sealed.not_written")
    assert check(folder) == 1


@pytest.mark.slow
def test_at_any_moment_again_and_again(
    filled: Path, tmp_path: Path, context: multiprocessing.context.BaseContext
) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(filled, folder)
    started = time.perf_counter()
    run(context, folder, 0)
    lasts_s = time.perf_counter() - started
    dice = random.Random(SEED)
    numbers = [check(folder)]
    for _ in range(KILLS):
        run(context, folder, 0, dice.uniform(0, lasts_s))
        numbers.append(check(folder))
    assert numbers == sorted(numbers)
    # It is whole enough to be given one more.
    unlocked = users.unlock(folder / "keys.json", "wang", GOOD)
    with RunningMark(folder / "records.db") as mark:
        rotation.rotate(folder / "records.db", unlocked, mark)
    assert check(folder) == numbers[-1] + 1
