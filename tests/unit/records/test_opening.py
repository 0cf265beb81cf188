"""After an unlock: failures that nobody saw are told, and what a crash cut off gets its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import audit, users
from app.records.access import Role
from app.records.access_log import AccessLog
from app.records.keys import Policy
from app.records.model import AttestationRecord, Attested
from app.records.opening import Welcome, enter_record
from app.records.running import RunningMark
from app.records.store import RecordStore
from app.records.users import Unlocked
from app.records.verify import verify_record
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import HEADER, turn

GOOD = "correct horse battery"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def wang(tmp_path: Path) -> Unlocked:
    return users.create_profile(tmp_path / "keys.json", "wang", GOOD, cost=CHEAP)[0]


@pytest.fixture
def marks() -> Iterator[list[RunningMark]]:
    made: list[RunningMark] = []
    yield made
    for mark in made:
        mark.close()


def enter(records: Path, unlocked: Unlocked) -> Welcome:
    """Unlock and leave again."""
    welcome = enter_record(records, unlocked)
    welcome.mark.close()
    return welcome


def fail(wang: Unlocked, name: str = "wang") -> None:
    with pytest.raises(AppError):
        users.unlock(wang.keys_path, name, "a wrong passphrase")


def acts(records: Path, wang: Unlocked) -> list[tuple[str, str]]:
    with RecordStore.open(records, wang.require_access()) as store:
        return [(entry.act, entry.user) for entry in audit.entries(store._database.conn)]


def test_failed_unlocks_are_told_and_put_on_record(records: Path, wang: Unlocked) -> None:
    assert enter(records, wang).failed_unlocks == 0
    fail(wang)
    fail(wang, "li")
    assert enter(records, wang).failed_unlocks == 2
    assert enter(records, wang).failed_unlocks == 0
    assert acts(records, wang) == [
        ("unlock", "wang"),
        ("unlock.failed", "wang"),
        ("unlock.failed", ""),
        ("log.taken_in", "wang"),
        ("unlock", "wang"),
        ("unlock", "wang"),
    ]
    assert verify_record(records, wang.require_access()).problems == ()


def test_a_passphrase_in_the_name_field_is_written_nowhere(records: Path, wang: Unlocked) -> None:
    fail(wang, "correct horse batter")
    assert "horse" not in wang.keys_path.with_name("access.log").read_text(encoding="utf-8")


def test_changes_of_users_are_on_record(records: Path, wang: Unlocked) -> None:
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    assert enter(records, replace(wang, file=users.admit(wang, "root").file)).waiting == ()
    root = users.unlock(wang.keys_path, "root", GOOD)
    enter(records, root)
    root = users.enter(root, "li", Role.CLINICIAN, GOOD, CHEAP)
    assert enter(records, replace(wang, file=root.file)).waiting == ("li",)
    found = [act for act in acts(records, wang) if not act[0].startswith("log.")]
    assert found == [
        ("user.enter", "wang"),
        ("user.admit", "wang"),
        ("unlock", "wang"),
        ("unlock", "root"),
        ("user.enter", "root"),
        ("unlock", "wang"),
    ]


def damage(path: Path, how: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    if how == "deleted":
        path.unlink()
        return
    if how == "changed":
        lines[-1] = json.dumps({**json.loads(lines[-1]), "user": "li"})
    elif how == "garbage":
        lines[-1] = lines[-1][:20]
    elif how == "first removed":
        del lines[1]
    elif how == "reordered":
        lines[1], lines[2] = lines[2], lines[1]
    elif how == "base changed":
        lines[0] = json.dumps({"number": 1, "hash": "00"})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "how", ["deleted", "changed", "garbage", "first removed", "reordered", "base changed"]
)
def test_a_log_that_was_touched_is_noticed(records: Path, wang: Unlocked, how: str) -> None:
    fail(wang)
    enter(records, wang)
    for _ in range(3):
        fail(wang)
    damage(wang.keys_path.with_name("access.log"), how)
    enter(records, wang)
    problems = verify_record(records, wang.require_access()).problems
    assert [problem.part for problem in problems] == ["access_log"]
    # It was noticed once; from here on the log holds again.
    fail(wang)
    enter(records, wang)
    assert verify_record(records, wang.require_access()).problems == problems


def test_killed_before_the_log_was_cleared_nothing_is_taken_in_twice(
    records: Path, wang: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(wang)
    with monkeypatch.context() as patch:
        patch.setattr(AccessLog, "clear", lambda self, taken: None)
        enter(records, wang)
    fail(wang)
    assert enter(records, wang).failed_unlocks == 1
    assert verify_record(records, wang.require_access()).problems == ()


def test_a_folder_that_cannot_be_written_still_says_why_it_stays_locked(
    wang: Unlocked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log = wang.keys_path.with_name("access.log")
    log.unlink(missing_ok=True)
    log.mkdir()
    with pytest.raises(AppError) as caught:
        users.unlock(wang.keys_path, "wang", "a wrong passphrase")
    assert caught.value.code == "keys.wrong_passphrase"
    assert "records.log_not_written" in caplog.text


def crash(records: Path, wang: Unlocked) -> None:
    """An encounter without an end, as a killed process leaves it."""
    with RecordStore.open(records, wang.require_access()) as store:
        store.start_encounter(HEADER)
        for number in (1, 2):
            store.add_turn("e-1", turn(number, created_at=f"2026-11-21T01:02:0{number}.000Z"))


def test_an_encounter_that_was_cut_off_is_told_once(records: Path, wang: Unlocked) -> None:
    crash(records, wang)
    (found,) = enter(records, wang).recovered
    assert (found.header.id, found.turns) == ("e-1", 2)
    assert found.header.ended_at == "2026-11-21T01:02:02.000Z"
    assert enter(records, wang).recovered == ()
    with RecordStore.open(records, wang.require_access()) as store:
        assert store.load("e-1").header.ended_at == found.header.ended_at
    assert verify_record(records, wang.require_access()).problems == ()


def test_turns_that_were_never_sent_are_counted_apart(records: Path, wang: Unlocked) -> None:
    held = {"held": ("dose",)}
    sent = AttestationRecord(2, 1, Attested.SENT_AS_IS, "wang", 900)
    corrected = AttestationRecord(4, 1, Attested.CORRECTED, "wang", 900)
    with RecordStore.open(records, wang.require_access()) as store:
        store.start_encounter(HEADER)
        for number in (1, 2, 3, 4):
            store.add_turn("e-1", turn(number, **({} if number == 1 else held)))
        store.add_deed("e-1", sent)
        store.add_turn("e-1", turn(4, 2, **held), corrected)
    (found,) = enter(records, wang).recovered
    assert (found.turns, found.unsent) == (4, 2)


def test_an_encounter_that_runs_next_door_is_left_alone(
    records: Path, wang: Unlocked, marks: list[RunningMark]
) -> None:
    first = enter_record(records, wang)
    marks.append(first.mark)
    crash(records, wang)
    second = enter_record(records, wang)
    marks.append(second.mark)
    assert first.mark.alone
    assert not second.mark.alone
    assert second.recovered == ()
    first.mark.close()
    second.mark.close()
    assert len(enter(records, wang).recovered) == 1


def test_what_the_rules_of_users_refused_is_put_on_record(records: Path, wang: Unlocked) -> None:
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    users.admit(wang, "root")
    root = users.unlock(wang.keys_path, "root", GOOD)
    for tried in (
        lambda: users.remove(wang, "root"),
        lambda: users.set_policy(wang, Policy(1)),
        lambda: users.admit(root, "wang"),
        lambda: users.remove(root, "wang"),
        root.require_access,
    ):
        with pytest.raises(AppError):
            tried()
    enter(records, wang)
    with RecordStore.open(records, wang.require_access()) as store:
        log = list(audit.entries(store._database.conn))
    said = [(e.user, json.loads(json.loads(e.details)["said"])) for e in log if e.act == "refused"]
    assert [(user, found["tried"], found["code"]) for user, found in said] == [
        ("wang", "user.remove", "records.not_permitted"),
        ("wang", "policy.set", "records.not_permitted"),
        ("root", "user.admit", "records.not_permitted"),
        ("root", "user.remove", "keys.last_holder"),
        ("root", "record.open", "keys.no_data_key"),
    ]
