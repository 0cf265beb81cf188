"""A new data key: everybody still gets in, the old key opens nothing, and who may do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import keys, rotation, users
from app.records.access import Access, Role
from app.records.model import Sound
from app.records.opening import enter_record
from app.records.rotation import Rotated
from app.records.running import RunningMark
from app.records.sealed_files import FileCipher, seal_bytes, unseal_bytes
from app.records.sounds import folder_of
from app.records.store import RecordReader, RecordStore
from app.records.users import Unlocked
from app.records.verify import verify_record
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER

GOOD = "correct horse battery"
SOUND = Sound(bytes(range(256)) * 300, 16_000)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def made(tmp_path: Path, records: Path) -> tuple[Unlocked, str]:
    """A clinician's profile with an encounter and its sound, and the recovery key."""
    wang, code = users.create_profile(tmp_path / "keys.json", "wang", GOOD, cost=CHEAP)
    with RecordStore.open(records, wang.require_access()) as store:
        store.start_encounter(replace(HEADER, consent_recording_at="2026-11-21T01:02:00.000Z"))
        store.add_turn("e-1", FULL_TURN)
        store.keep_sound("e-1", 1, SOUND)
    return wang, code


@pytest.fixture
def wang(made: tuple[Unlocked, str]) -> Unlocked:
    return made[0]


@pytest.fixture
def marks() -> Iterator[list[RunningMark]]:
    opened: list[RunningMark] = []
    yield opened
    for mark in opened:
        mark.close()


def rotate(records: Path, by: Unlocked) -> Rotated:
    with RunningMark(records) as mark:
        return rotation.rotate(records, by, mark)


def check(records: Path, access: Access) -> None:
    """Words and sound are there, and everything is sound."""
    assert verify_record(records, access).problems == ()
    with RecordReader.open(records, access) as reader:
        assert reader.load("e-1").turns == (FULL_TURN,)
        assert reader.load_sound("e-1", 1) == SOUND


def left_overs(records: Path) -> list[str]:
    folder = records.parent
    return sorted(path.name for path in folder.iterdir() if ".next" in path.name or
                  path.name == "sounds.old")  # fmt: skip


def test_the_old_key_opens_nothing_and_everybody_gets_in(
    records: Path, made: tuple[Unlocked, str]
) -> None:
    wang, code = made
    root, zhao = with_others(wang)
    rotation.ask(root)
    before = folder_of(records).iterdir()
    was = {file.name: file.read_bytes() for file in before}
    turned = rotate(records, zhao)
    assert (turned.number, turned.sounds, turned.lost) == (2, 1, 0)
    for name in ("wang", "zhao"):
        unlocked = users.unlock(wang.keys_path, name, GOOD)
        assert unlocked.require_access().key == turned.unlocked.require_access().key
        check(records, unlocked.require_access())
    assert users.unlock(wang.keys_path, "root", GOOD).access is None
    check(records, users.recover(wang.keys_path, code, "wang", "a new passphrase").require_access())
    with pytest.raises(AppError) as caught:
        RecordReader.open(records, wang.require_access())
    assert caught.value.code == "records.wrong_key"
    for name, data in was.items():
        assert (folder_of(records) / name).read_bytes() != data
    assert left_overs(records) == []
    assert keys.read_keys(wang.keys_path).rotation_asked == ""


def with_others(wang: Unlocked) -> tuple[Unlocked, Unlocked]:
    """An administrator and somebody of the records office."""
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    users.admit(wang, "root")
    root = users.unlock(wang.keys_path, "root", GOOD)
    users.enter(root, "zhao", Role.RECORDS, GOOD, CHEAP)
    users.admit(wang, "zhao")
    return root, users.unlock(wang.keys_path, "zhao", GOOD)


def test_it_is_on_record(records: Path, wang: Unlocked) -> None:
    access = rotate(records, wang).unlocked.require_access()
    with RecordReader.open(records, access) as reader:
        entry = [found for found in reader.audit_log() if found.act == "key.rotate"]
    assert [(found.user, found.details) for found in entry] == [
        ("wang", '{"data_key":2,"lost":0,"sounds":1}')
    ]


def test_files_sealed_before_still_open(records: Path, wang: Unlocked, tmp_path: Path) -> None:
    old, file = wang.require_access().key, tmp_path / "a.sealed"
    seal_bytes(b"a document", file, old, FileCipher.AES_256_GCM, "p")
    by = rotate(records, rotate(records, wang).unlocked).unlocked
    key = by.require_access().key
    found = rotation.old_data_keys(keys.read_keys(by.keys_path), key)
    assert len(found) == 2
    assert found[-1] == old
    assert unseal_bytes(file, found[-1]) == b"a document"
    with pytest.raises(AppError):
        rotation.old_data_keys(keys.read_keys(by.keys_path), old)


def test_an_administrator_asks_and_a_holder_of_the_key_does_it(
    records: Path, wang: Unlocked
) -> None:
    assert rotation.may_rotate(wang)
    root, zhao = with_others(wang)
    assert not rotation.may_rotate(zhao)
    refused(lambda: rotate(records, zhao), "keys.rotation_not_asked")
    refused(lambda: rotation.ask(zhao), "records.not_permitted")
    refused(lambda: rotate(records, root), "records.not_permitted")
    rotation.ask(root)
    assert rotation.may_rotate(zhao)
    assert not rotation.may_rotate(root)
    rotate(records, zhao)


def test_whoever_is_removed_may_have_kept_the_key(records: Path, wang: Unlocked) -> None:
    root, _ = with_others(wang)
    assert users.remove(root, "zhao").file.rotation_asked
    renewed = rotate(records, wang).unlocked
    assert not renewed.file.rotation_asked
    refused(lambda: users.unlock(wang.keys_path, "zhao", GOOD), "keys.no_user")


def test_those_who_wait_go_on_waiting(records: Path, wang: Unlocked) -> None:
    root, zhao = with_others(wang)
    users.enter(root, "li", Role.CLINICIAN, GOOD, CHEAP)
    rotation.ask(root)
    renewed = rotate(records, zhao).unlocked
    refused(lambda: users.unlock(wang.keys_path, "li", GOOD), "keys.waiting")
    users.admit(renewed, "li")
    li = users.unlock(wang.keys_path, "li", GOOD).require_access()
    assert li.key == renewed.require_access().key


def refused(call: Callable[[], object], code: str) -> None:
    with pytest.raises(AppError) as caught:
        call()
    assert caught.value.code == code


def test_not_while_another_program_runs(
    records: Path, wang: Unlocked, marks: list[RunningMark]
) -> None:
    marks.append(enter_record(records, wang).mark)
    mine = RunningMark(records)
    marks.append(mine)
    mine.share()
    refused(lambda: rotation.rotate(records, wang, mine), "records.in_use")
    check(records, wang.require_access())


def test_not_while_the_record_is_open_here(records: Path, wang: Unlocked) -> None:
    with RecordStore.open(records, wang.require_access()) as store:
        refused(lambda: rotate(records, wang), "records.in_use")
        store.add_turn("e-1", replace(FULL_TURN, revision=2))
    assert left_overs(records) == []


def test_a_key_file_that_was_read_before_is_not_written_over_the_new_one(
    records: Path, wang: Unlocked
) -> None:
    before = keys.read_keys(wang.keys_path)
    rotate(records, wang)
    refused(lambda: keys.write_keys(wang.keys_path, before), "keys.changed")
    check(records, users.unlock(wang.keys_path, "wang", GOOD).require_access())


def test_stopping_it_leaves_everything_as_it_was(records: Path, wang: Unlocked) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        if done > total // 2:
            raise Stop

    before = {path.name: path.read_bytes() for path in folder_of(records).iterdir()}
    with RunningMark(records) as mark, pytest.raises(Stop):
        rotation.rotate(records, wang, mark, stop)
    assert left_overs(records) == []
    assert {path.name: path.read_bytes() for path in folder_of(records).iterdir()} == before
    check(records, wang.require_access())


def test_sound_that_was_damaged_does_not_stop_it(records: Path, wang: Unlocked) -> None:
    next(iter(folder_of(records).iterdir())).write_bytes(b"nothing")
    turned = rotate(records, wang)
    assert (turned.sounds, turned.lost) == (0, 1)
    problems = verify_record(records, turned.unlocked.require_access()).problems
    assert [(problem.part, problem.what) for problem in problems] == [("sound", "damaged")]


def test_a_damaged_record_is_left_alone(records: Path, wang: Unlocked) -> None:
    with RecordStore.open(records, wang.require_access()) as store:
        store._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    data = bytearray(records.read_bytes())
    data[len(data) // 2] ^= 1
    records.write_bytes(data)
    with pytest.raises(AppError):
        rotate(records, wang)
    assert left_overs(records) == []
    # Its first page says how it is written; the rest is as it was.
    assert records.read_bytes()[4096:] == bytes(data[4096:])
