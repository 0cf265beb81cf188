"""What ``yizhen users`` does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import click

from app.bootstrap import headless_gui
from app.commands.unlocking import (
    Credentials,
    entered_marked,
    opened,
    passphrase_from,
    unlock_profile,
)
from app.documents.writers.recovery_pdf import write_recovery_pdf
from app.errors import AppError
from app.profile import open_profile
from app.records import keys, os_keyring, rotation, users
from app.records.access import Role
from app.records.chain import Digest
from app.records.keys import KeysError
from app.records.opening import enter_record

NEW_PASSPHRASE = "YIZHEN_NEW_PASSPHRASE"


def make_profile(
    folder: Path | None,
    credentials: Credentials,
    role: str,
    digest: str,
    cipher: str,
    recovery_pdf: Path | None,
) -> int:
    """Make the key file and the record. Without a PDF to write it there is no recovery key."""
    profile = open_profile(folder)
    if not credentials.user_name:
        raise KeysError("keys.bad_name")
    empty = keys.new_key_file(Digest(digest), cipher)
    unlocked, code = users.create_profile(
        profile.keys,
        credentials.user_name,
        credentials.passphrase(),
        Role(role),
        empty=empty,
        recovery=recovery_pdf is not None,
    )
    enter_record(profile.records, unlocked).mark.close()
    if recovery_pdf is not None:
        _write_code(code, unlocked.file.created_at, profile.folder, recovery_pdf)
    return 0


def list_users(folder: Path | None) -> int:
    """Names, roles, and who waits to be admitted."""
    for member in keys.read_keys(open_profile(folder).keys).people:
        found = {"name": member.name, "role": member.role, "waiting": member.waiting}
        click.echo(json.dumps(found, ensure_ascii=False))
    return 0


def add(
    folder: Path | None, credentials: Credentials, name: str, role: str, new: Path | None
) -> int:
    """Enter a user."""
    with opened(open_profile(folder), credentials) as unlocked:
        users.enter(unlocked, name, Role(role), passphrase_from(new, NEW_PASSPHRASE))
    return 0


def admit(folder: Path | None, credentials: Credentials, name: str) -> int:
    """Admit a user who has been entered."""
    with opened(open_profile(folder), credentials) as unlocked:
        users.admit(unlocked, name)
    return 0


def remove(folder: Path | None, credentials: Credentials, name: str) -> int:
    """Remove a user."""
    with opened(open_profile(folder), credentials) as unlocked:
        users.remove(unlocked, name)
    return 0


def change_passphrase(folder: Path | None, credentials: Credentials, new: Path | None) -> int:
    """Change the passphrase of who is there."""
    profile = open_profile(folder)
    name = credentials.user_name or users.default_user(profile.keys)
    old = credentials.passphrase()
    users.change_passphrase(profile.keys, name, old, passphrase_from(new, NEW_PASSPHRASE))
    return 0


def new_recovery_key(folder: Path | None, credentials: Credentials, out: Path) -> int:
    """Make a recovery key and its page. The old one holds until the page is written."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        before = keys.read_keys(profile.keys)
        made, code = users.new_recovery_key(unlocked)
        try:
            _write_code(code, made.file.created_at, profile.folder, out)
        except BaseException:
            keys.write_keys(profile.keys, before)
            raise
    return 0


def recover(folder: Path | None, name: str, recovery_file: Path, new: Path | None) -> int:
    """A new passphrase for ``name`` with the recovery key in a file."""
    profile = open_profile(folder)
    code = Credentials(recovery_file).given() or ""
    users.recover(profile.keys, code, name, passphrase_from(new, NEW_PASSPHRASE))
    return 0


def set_selftest(folder: Path | None, credentials: Credentials, *, on: bool) -> int:
    """Let the self-test open the record by the system's keyring, or not any more."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        profile_id = unlocked.file.profile_id
        if on:
            made, secret = users.allow_selftest(unlocked)
            try:
                os_keyring.keep(profile_id, secret)
            except AppError:
                users.forbid_selftest(made)
                raise
        else:
            users.forbid_selftest(unlocked)
            os_keyring.forget(profile_id)
    click.echo(json.dumps({"selftest": on}))
    return 0


def rotate_key(folder: Path | None, credentials: Credentials, *, ask: bool) -> int:
    """Give the profile a new data key, or as an administrator ask for one."""
    profile = open_profile(folder)
    unlocked = unlock_profile(profile, credentials)
    with entered_marked(profile, unlocked) as mark:
        if ask:
            asked = rotation.ask(unlocked).file.rotation_asked
            click.echo(json.dumps({"rotation_asked": asked}))
            return 0
        made = rotation.rotate(profile.records, unlocked, mark)
    click.echo(
        json.dumps(
            {
                "data_key": made.number,
                "record_bytes": made.record_bytes,
                "sounds": made.sounds,
                "sounds_lost": made.lost,
            }
        )
    )
    return 0


def set_policy(
    folder: Path | None, credentials: Credentials, changes: Mapping[str, int | None]
) -> int:
    """Change what is given; print what holds."""
    profile = open_profile(folder)
    policy = keys.read_keys(profile.keys).policy
    given = {name: value for name, value in changes.items() if value is not None}
    if given:
        with opened(profile, credentials) as unlocked:
            policy = replace(policy, **given)
            users.set_policy(unlocked, policy)
    click.echo(json.dumps(asdict(policy)))
    return 0


def _write_code(code: str, made_at: str, folder: Path, out: Path) -> None:
    headless_gui()
    write_recovery_pdf(code, made_at, str(folder), out)
    click.echo(out)
