"""`yizhen records` and `yizhen users`, as scripts call them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.records import keys, users
from app.records.model import Sound
from app.records.store import RecordStore
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER

GOOD = "correct horse battery"
OTHER = "another passphrase"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing: each command would take half a second otherwise."""
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)
    for name in ("YIZHEN_PASSPHRASE", "YIZHEN_USER", "YIZHEN_NEW_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD)
    with RecordStore.open(folder / "records.db", unlocked.require_access()) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
        store.add_turn("e-1", replace(FULL_TURN, revision=2, text="Its 50% better_now"))
        store.end_encounter("e-1")
    return folder


def run(
    profile: Path, *arguments: str, user: str = "", key: str = GOOD, new: str = OTHER
) -> Result:
    environment = {"YIZHEN_PASSPHRASE": key, "YIZHEN_USER": user, "YIZHEN_NEW_PASSPHRASE": new}
    return CliRunner().invoke(cli, [*arguments, "--profile", str(profile)], env=environment)


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def failed(result: Result, code: str) -> None:
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("yizhen: ")
    assert f"({code}" in result.stderr


def test_list_search_show(profile: Path) -> None:
    assert [found["id"] for found in lines(run(profile, "records", "list"))] == ["e-1"]
    assert len(lines(run(profile, "records", "search", "右耳"))) == 1
    assert len(lines(run(profile, "records", "search", "50%"))) == 1
    for words, count in (("bett", 1), ("its better", 1), ("left ear", 0), ("%", 0), ("没有", 0)):
        assert len(lines(run(profile, "records", "search", words))) == count, words
    shown = json.loads(run(profile, "records", "show", "e-1").stdout)
    assert [turn["text"] for turn in shown["revisions"]] == [FULL_TURN.text, "Its 50% better_now"]


def test_verify_says_what_is_wrong_and_where(profile: Path) -> None:
    report = json.loads(run(profile, "records", "verify").stdout)
    assert report["problems"] == []
    access = users.unlock(profile / "keys.json", "wang", GOOD).require_access()
    with RecordStore.open(profile / "records.db", access) as store:
        store._database.execute("DROP TRIGGER audit_no_update")
        store._database.execute("UPDATE audit SET user = 'li' WHERE number = 3")
    result = run(profile, "records", "verify")
    assert result.exit_code == 1
    assert "yizhen: audit: changed at 3" in result.stderr
    assert {"part": "audit", "what": "changed", "where": "3"} in json.loads(result.stdout)[
        "problems"
    ]


def test_the_audit_log_as_lines(profile: Path) -> None:
    acts = [entry["act"] for entry in lines(run(profile, "records", "audit"))]
    assert acts[:4] == ["encounter.start", "turn.add", "turn.correct", "header.change"]
    assert len(lines(run(profile, "records", "audit", "--encounter", "e-1"))) == 4


def test_backup_and_restore(profile: Path, tmp_path: Path) -> None:
    (made,) = lines(run(profile, "records", "backup", str(tmp_path / "disk")))
    other = tmp_path / "other"
    lines(run(other, "records", "restore", str(made["folder"])))
    assert [found["id"] for found in lines(run(other, "records", "list"))] == ["e-1"]
    failed(run(other, "records", "restore", str(made["folder"])), "backup.profile_in_use")


def test_no_passphrase_is_a_failure_and_not_a_question(profile: Path) -> None:
    failed(run(profile, "records", "list", key=""), "keys.passphrase_missing")
    failed(run(profile, "records", "list", key="a wrong one"), "keys.wrong_passphrase")


def test_the_passphrase_can_come_from_a_file(profile: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(GOOD + "\n", encoding="utf-8")
    for arguments in (
        ("records", "list", "--passphrase-file", str(file)),
        ("--passphrase-file", str(file), "records", "list"),
    ):
        assert len(lines(run(profile, *arguments, key="a wrong one"))) == 1
    file.write_bytes(b"\xff\xfe")
    unreadable = run(profile, "records", "list", "--passphrase-file", str(file))
    failed(unreadable, "keys.passphrase_unreadable")


def test_failed_unlocks_are_told_at_the_next_one(profile: Path) -> None:
    run(profile, "records", "list", key="a wrong one")
    assert "failed unlocks since last time: 1" in run(profile, "records", "list").stderr


def test_users_from_the_first_to_the_last(profile: Path) -> None:
    ok = lambda *arguments, **more: lines(run(profile, *arguments, **more))  # noqa: E731
    ok("users", "add", "root", "--role", "administrator")
    ok("users", "admit", "root")
    ok("users", "add", "zhao", "--role", "records", user="root", key=OTHER)
    failed(run(profile, "records", "list", user="zhao", key=OTHER), "keys.waiting")
    assert "zhao waits to be admitted" in run(profile, "records", "list", user="wang").stderr
    ok("users", "admit", "zhao", user="wang")
    assert ok("users", "list") == [
        {"name": "wang", "role": "clinician", "waiting": False},
        {"name": "root", "role": "administrator", "waiting": False},
        {"name": "zhao", "role": "records", "waiting": False},
    ]
    assert len(ok("records", "list", user="zhao", key=OTHER)) == 1
    failed(run(profile, "records", "list", user="root", key=OTHER), "keys.no_data_key")
    failed(run(profile, "records", "list"), "keys.which_user")
    ok("users", "passphrase", user="wang", new="a third passphrase")
    failed(run(profile, "records", "list", user="wang"), "keys.wrong_passphrase")
    ok("users", "remove", "zhao", user="root", key=OTHER)
    failed(run(profile, "records", "list", user="zhao", key=OTHER), "keys.no_user")


def test_retention_by_an_administrators_policy(profile: Path) -> None:
    run(profile, "users", "add", "root", "--role", "administrator")
    run(profile, "users", "admit", "root")
    run(profile, "users", "add", "zhao", "--role", "records", user="root", key=OTHER)
    run(profile, "users", "admit", "zhao", user="wang")
    failed(
        run(profile, "users", "policy", "--keep-days", "1", user="wang"), "records.not_permitted"
    )
    (policy,) = lines(run(profile, "users", "policy", "--keep-days", "1", user="root", key=OTHER))
    assert policy["keep_days"] == 1
    assert lines(run(profile, "records", "retain", user="zhao", key=OTHER)) == []
    failed(run(profile, "records", "retain", user="wang"), "records.not_permitted")


def test_the_recovery_key_is_a_page_and_opens(profile: Path, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    page = tmp_path / "key.pdf"
    result = run(profile, "users", "recovery-key", "--out", str(page))
    assert result.exit_code == 0, result.stderr
    document = PdfDocument(page)
    text = document[0].get_textpage().get_text_range()
    document.close()
    code = tmp_path / "code"
    groups = [
        word for word in text.split() if (len(word) == 4 and word.isupper()) or word.isdigit()
    ]
    code.write_text("-".join(groups[:7]), encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    done = run(profile, "users", "recover", "wang", "--recovery-file", str(code), key="")
    assert done.exit_code == 0, (done.stderr, text)
    assert len(lines(run(profile, "records", "list", key=OTHER))) == 1


def test_a_recovery_page_that_cannot_be_written_leaves_the_old_key(
    profile: Path, tmp_path: Path
) -> None:
    before = (profile / "keys.json").read_bytes()
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "key.pdf"
    failed(run(profile, "users", "recovery-key", "--out", str(out)), "pdf.cannot_write")
    assert keys.read_keys(profile / "keys.json").members[1].name == "recovery"
    assert json.loads(before) == json.loads((profile / "keys.json").read_bytes())


def test_init_with_the_national_algorithms(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = run(folder, "users", "init", "--hash", "sm3", "--cipher", "sm4-gcm", user="wang")
    assert made.exit_code == 0, made.stderr
    entries = lines(run(folder, "records", "audit"))
    assert {entry["digest"] for entry in entries} == {"sm3"}
    assert run(folder, "records", "verify").exit_code == 0
    failed(run(folder, "users", "init", user="li"), "keys.exists")


def test_a_sealed_export_opens_in_its_profile_only(tmp_path: Path) -> None:
    folder = tmp_path / "national"
    run(folder, "users", "init", "--cipher", "sm4-gcm", user="wang")
    access = users.unlock(folder / "keys.json", "wang", GOOD).require_access()
    with RecordStore.open(folder / "records.db", access) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
    result = run(folder, "records", "export", "e-1", "--sealed", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.stderr
    (file,) = (tmp_path / "out").iterdir()
    assert b'"cipher": "sm4-gcm"' in file.read_bytes().splitlines()[0]
    assert [found.name for found in folder.glob(".export-*")] == []
    plain = tmp_path / "plain.pdf"
    opened = run(folder, "records", "unseal", str(file), "--out", str(plain))
    assert opened.exit_code == 0, opened.stderr
    assert plain.read_bytes().startswith(b"%PDF")
    stranger = run(tmp_path / "other", "records", "unseal", str(file), "--out", str(plain))
    failed(stranger, "sealed.damaged")


def test_a_new_data_key(profile: Path, tmp_path: Path) -> None:
    sealed = run(profile, "records", "export", "e-1", "--sealed", "--out", str(tmp_path / "out"))
    file = sealed.stdout.strip()
    made = lines(run(profile, "users", "rotate-key"))
    assert [(found["data_key"], found["sounds"]) for found in made] == [(2, 0)]
    assert json.loads(run(profile, "records", "verify").stdout)["problems"] == []
    lines(run(profile, "users", "add", "root", "--role", "administrator"))
    lines(run(profile, "users", "admit", "root"))
    failed(run(profile, "users", "rotate-key", user="wang"), "keys.rotation_not_asked")
    failed(run(profile, "users", "rotate-key", user="root", key=OTHER), "records.not_permitted")
    failed(run(profile, "users", "rotate-key", "--ask", user="wang"), "records.not_permitted")
    lines(run(profile, "users", "rotate-key", "--ask", user="root", key=OTHER))
    assert "a new data key is asked for" in run(profile, "records", "list", user="wang").stderr
    assert lines(run(profile, "users", "rotate-key", user="wang"))[0]["data_key"] == 3
    # What was sealed two keys ago still opens here.
    out = tmp_path / "again.pdf"
    assert run(profile, "records", "unseal", file, "--out", str(out), user="wang").exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_kept_sound_goes_by_policy_or_on_request(profile: Path) -> None:
    access = users.unlock(profile / "keys.json", "wang", GOOD).require_access()
    with RecordStore.open(profile / "records.db", access) as store:
        for name in ("e-2", "e-3"):
            agreed = replace(HEADER, id=name, consent_recording_at="2026-11-21T01:02:00.000Z")
            store.start_encounter(agreed)
            store.add_turn(name, FULL_TURN)
            store.keep_sound(name, 1, Sound(bytes(3200), 16_000))
    gone = lines(run(profile, "records", "remove-sound", "e-2", "--reason", "asked for it"))
    assert gone == [{"id": "e-2", "sounds": 1}]
    assert len(list((profile / "sounds").iterdir())) == 1
    lines(run(profile, "users", "add", "root", "--role", "administrator"))
    lines(run(profile, "users", "admit", "root"))
    policy = run(profile, "users", "policy", "--keep-sound-days", "7", user="root", key=OTHER)
    assert lines(policy)[0]["keep_sound_days"] == 7
    failed(run(profile, "records", "retain", user="wang"), "records.not_permitted")
