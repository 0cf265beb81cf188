"""The key file: who gets in, who does not, and that a failure changes nothing."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import keys, users
from app.records.access import Role
from app.records.crypto import Key
from app.records.keys import Policy
from app.records.users import Unlocked
from tests.fakes.record_access import CHEAP

GOOD = "correct horse battery"


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def wang(path: Path) -> Unlocked:
    return users.create_profile(path, "wang", GOOD, cost=CHEAP)[0]


def with_administrator(wang: Unlocked) -> Unlocked:
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    users.admit(wang, "root")
    return users.unlock(wang.keys_path, "root", GOOD)


def test_the_right_passphrase_gives_the_same_key_each_time(wang: Unlocked, path: Path) -> None:
    again = users.unlock(path, "wang", GOOD)
    assert again.require_access() == wang.require_access()
    assert again.actor.role is Role.CLINICIAN


def test_full_width_and_composed_signs_are_the_same_passphrase(path: Path) -> None:
    users.create_profile(path, "wang", "密码ＡＢＣ１２３é", cost=CHEAP)
    users.unlock(path, "wang", "密码ABC123é")


def test_wrong_passphrases_and_people_change_nothing(wang: Unlocked, path: Path) -> None:
    before = path.read_bytes()
    assert code_of(lambda: users.unlock(path, "wang", GOOD + " ")) == "keys.wrong_passphrase"
    assert code_of(lambda: users.unlock(path, "li", GOOD)) == "keys.no_user"
    assert code_of(lambda: users.unlock(path, "recovery", GOOD)) == "keys.no_user"
    assert code_of(lambda: users.create_profile(path, "li", GOOD, cost=CHEAP)) == "keys.exists"
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {
        "keys.json",
        "keys.json.lock",
        "access.log",
    }


def test_neither_key_nor_passphrase_is_in_the_file(wang: Unlocked, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert GOOD not in text
    assert wang.require_access().key.secret.hex() not in text
    assert wang.require_access().key.secret.hex() not in repr(wang)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "passphrase", "code"),
    [
        ("wang", "short", "keys.passphrase_short"),
        ("", GOOD, "keys.bad_name"),
        (" wang", GOOD, "keys.bad_name"),
        ("wa\nng", GOOD, "keys.bad_name"),
    ],
)
def test_what_a_user_cannot_be(path: Path, name: str, passphrase: str, code: str) -> None:
    assert code_of(lambda: users.create_profile(path, name, passphrase, cost=CHEAP)) == code
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "keys.damaged"),
        ("[]", "keys.damaged"),
        ('{"format": "other"}', "keys.damaged"),
        ('{"format": "yizhen-keys", "version": 2}', "keys.newer"),
        ('{"format": "yizhen-keys", "version": 1}', "keys.damaged"),
    ],
)
def test_files_that_cannot_be_used_are_left_alone(path: Path, content: str, code: str) -> None:
    path.write_text(content, encoding="utf-8")
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == code
    assert path.read_text(encoding="utf-8") == content


def test_every_byte_of_the_wrapped_keys_counts(wang: Unlocked, path: Path) -> None:
    file = keys.read_keys(path)
    member = file.member("wang")
    for field in ("private", "data_key", "ephemeral", "salt", "public", "seal"):
        value = getattr(member, field)
        for at in (0, len(value) // 2, len(value) - 1):
            other = "0" if value[at] != "0" else "1"
            changed = replace(member, **{field: value[:at] + other + value[at + 1 :]})
            keys.write_keys(path, file.put(changed))
            assert code_of(lambda: users.unlock(path, "wang", GOOD)).startswith("keys."), field


def test_an_absurd_cost_is_refused_before_it_is_paid(wang: Unlocked, path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    data["members"][0]["cost"]["memory_kib"] = 1 << 40
    path.write_text(json.dumps(data), encoding="utf-8")
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == "keys.damaged"


def test_a_changed_passphrase_replaces_the_old_one(wang: Unlocked, path: Path) -> None:
    assert (
        code_of(lambda: users.change_passphrase(path, "wang", "no such", "another one", CHEAP))
        == "keys.wrong_passphrase"
    )
    users.change_passphrase(path, "wang", GOOD, "another one", CHEAP)
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == "keys.wrong_passphrase"
    again = users.unlock(path, "wang", "another one")
    assert again.require_access() == wang.require_access()


def test_the_recovery_key_gives_a_new_passphrase(path: Path) -> None:
    wang, code = users.create_profile(path, "wang", GOOD, cost=CHEAP)
    typed = code.lower().replace("-", " ")
    again = users.recover(path, typed, "wang", "another one", CHEAP)
    assert again.require_access() == wang.require_access()
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == "keys.wrong_passphrase"
    _, second = users.new_recovery_key(again, CHEAP)
    for wrong in (code, code[:-1] + ("A" if code[-1] != "A" else "B"), ""):
        refused = code_of(lambda wrong=wrong: users.recover(path, wrong, "wang", GOOD, CHEAP))  # type: ignore[misc]
        assert refused == "keys.wrong_passphrase"
    users.recover(path, second, "wang", GOOD, CHEAP)


def test_two_persons_make_a_user(wang: Unlocked, path: Path) -> None:
    root = with_administrator(wang)
    users.enter(root, "li", Role.CLINICIAN, GOOD, CHEAP)
    assert code_of(lambda: users.unlock(path, "li", GOOD)) == "keys.waiting"
    assert [member.name for member in users.waiting(wang)] == ["li"]
    assert code_of(lambda: users.admit(root, "li")) == "records.not_permitted"
    users.admit(wang, "li")
    assert users.unlock(path, "li", GOOD).require_access().key == wang.require_access().key


def test_an_administrator_has_no_data_key(wang: Unlocked, path: Path) -> None:
    root = with_administrator(wang)
    assert root.access is None
    assert code_of(root.require_access) == "keys.no_data_key"
    assert keys.read_keys(path).member("root").data_key == ""


def test_only_the_first_administrator_can_be_entered_by_a_key_holder(wang: Unlocked) -> None:
    assert (
        code_of(lambda: users.enter(wang, "li", Role.CLINICIAN, GOOD, CHEAP))
        == "records.not_permitted"
    )
    with_administrator(wang)
    assert (
        code_of(lambda: users.enter(wang, "second", Role.ADMINISTRATOR, GOOD, CHEAP))
        == "records.not_permitted"
    )
    assert code_of(lambda: users.remove(wang, "root")) == "records.not_permitted"
    assert code_of(lambda: users.set_policy(wang, Policy())) == "records.not_permitted"


def test_removing(wang: Unlocked, path: Path) -> None:
    root = with_administrator(wang)
    users.enter(root, "li", Role.RECORDS, GOOD, CHEAP)
    users.admit(wang, "li")
    assert code_of(lambda: users.enter(root, "li", Role.RECORDS, GOOD, CHEAP)) == "keys.name_taken"
    users.remove(root, "li")
    assert code_of(lambda: users.unlock(path, "li", GOOD)) == "keys.no_user"
    assert code_of(lambda: users.remove(root, "wang")) == "keys.last_holder"
    assert code_of(lambda: users.remove(root, "recovery")) == "keys.last_holder"
    users.unlock(path, "wang", GOOD)


def test_a_role_edited_in_the_file_is_found_out(wang: Unlocked, path: Path) -> None:
    file = keys.read_keys(path)
    keys.write_keys(path, file.put(replace(file.member("wang"), role=Role.RECORDS.value)))
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == "keys.tampered"


def test_a_seal_of_another_key_admits_nobody(wang: Unlocked, path: Path) -> None:
    file = keys.read_keys(path)
    stranger = keys.new_member("eve", Role.RECORDS.value, GOOD, CHEAP)
    keys.write_keys(path, file.put(keys.admit(file, stranger, Key.random())))
    assert code_of(lambda: users.unlock(path, "wang", GOOD)) == "keys.tampered"
    assert code_of(lambda: users.unlock(path, "eve", GOOD)) == "keys.tampered"


def test_a_failed_write_leaves_the_file(
    wang: Unlocked, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code = code_of(lambda: users.change_passphrase(path, "wang", GOOD, "another one", CHEAP))
    assert code == "keys.not_saved"
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {"keys.json", "keys.json.lock"}
