"""The unattended self-test opens the record by the system's keyring: only if it was turned on,
only to verify."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from app.commands.selftest import _own_record
from app.errors import AppError
from app.profile import Profile
from app.records import keys, os_keyring, rotation, users
from app.records.access import Role
from app.records.reader import RecordReader
from app.records.running import RunningMark
from app.records.store import RecordStore
from app.records.users import Unlocked
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER

GOOD = "correct horse battery"


class Remembering(KeyringBackend):
    """A keyring that lasts as long as a test."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def backend() -> Iterator[Remembering]:
    before = keyring.get_keyring()
    made = Remembering()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def place(tmp_path: Path) -> Profile:
    return Profile(tmp_path)


@pytest.fixture
def wang(place: Profile) -> Unlocked:
    made, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP)
    with RecordStore.open(place.records, made.require_access()) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
    return made


def turn_on(wang: Unlocked) -> Unlocked:
    made, secret = users.allow_selftest(wang, CHEAP)
    os_keyring.keep(wang.file.profile_id, secret)
    return made


def code_of(place: Profile) -> str:
    with pytest.raises(AppError) as caught:
        _own_record(place)
    return caught.value.code


def test_it_is_off_until_somebody_turns_it_on(
    place: Profile, wang: Unlocked, backend: Remembering
) -> None:
    assert code_of(place) == "keyring.off"
    by = turn_on(wang)
    assert _own_record(place) == "1 encounters, 1 turns, 2 entries"
    assert GOOD not in backend.held.values()
    users.forbid_selftest(by)
    assert code_of(place) == "keys.no_user"
    os_keyring.forget(wang.file.profile_id)
    os_keyring.forget(wang.file.profile_id)
    assert code_of(place) == "keyring.off"


@pytest.mark.usefixtures("backend")
def test_it_may_verify_and_nothing_else(place: Profile, wang: Unlocked) -> None:
    turn_on(wang)
    secret = os_keyring.find(wang.file.profile_id)
    access = users.unlock(place.keys, users.SELFTEST_NAME, secret).require_access()
    assert access.actor.role is Role.SELFTEST
    with RecordReader.open(place.records, access) as reader:
        for read in (reader.list_encounters, lambda: reader.load("e-1")):
            with pytest.raises(AppError) as caught:
                read()
            assert caught.value.code == "records.not_permitted"
    # It is nobody: not in the list of users, and no reason to ask who opens the record.
    file = keys.read_keys(place.keys)
    assert [member.name for member in file.people] == ["wang"]
    assert users.default_user(place.keys) == "wang"
    with pytest.raises(AppError):
        users.remove(users.unlock(place.keys, "wang", GOOD), users.SELFTEST_NAME)


@pytest.mark.usefixtures("backend")
def test_it_goes_on_after_a_change_of_the_key(place: Profile, wang: Unlocked) -> None:
    by = turn_on(wang)
    with RunningMark(place.records) as mark:
        rotation.rotate(place.records, by, mark)
    assert _own_record(place).startswith("1 encounters")


@pytest.mark.usefixtures("backend")
def test_what_it_finds_is_a_failure(place: Profile, wang: Unlocked) -> None:
    turn_on(wang)
    with RecordStore.open(place.records, wang.require_access()) as store:
        store._database.execute("DROP TRIGGER audit_no_update")
    assert code_of(place) == "records.damaged"


class Plain(Remembering):
    """One that writes into a plain file, as its priority says."""

    priority = 0.5


@pytest.mark.parametrize("kind", [NoKeyring, Plain])
def test_without_a_keyring_worth_the_name_it_says_so(
    place: Profile, wang: Unlocked, backend: Remembering, kind: type[KeyringBackend]
) -> None:
    keyring.set_keyring(kind())
    with pytest.raises(AppError) as caught:
        turn_on(wang)
    assert caught.value.code == "keyring.no_backend"
    assert code_of(place) == "keyring.no_backend"
