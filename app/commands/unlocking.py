"""The key to the record for commands: a passphrase from a file, the environment or a person.

Nobody is asked when standard input is not a terminal: a script must fail, not hang.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app.errors import AppError
from app.profile import Profile
from app.records import users
from app.records.keys import KeysError
from app.records.opening import enter_record
from app.records.running import RunningMark
from app.records.users import Unlocked

PASSPHRASE = "YIZHEN_PASSPHRASE"
USER = "YIZHEN_USER"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the command line says about who is there."""

    passphrase_file: Path | None = None
    user: str = ""

    @property
    def user_name(self) -> str:
        """The user that was named, or empty."""
        return self.user or os.environ.get(USER, "")

    def given(self) -> str | None:
        """The passphrase from the file or the environment. Raises AppError
        ``keys.passphrase_unreadable``."""
        if self.passphrase_file is None:
            return os.environ.get(PASSPHRASE) or None
        try:
            # The newline that an editor puts at the end of a file is no part of it.
            return self.passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise AppError("keys.passphrase_unreadable", path=str(self.passphrase_file)) from error

    def passphrase(self) -> str:
        """The passphrase, asked for at a terminal. Raises KeysError
        ``keys.passphrase_missing``."""
        found = self.given()
        if found is None and sys.stdin.isatty():
            found = click.prompt("passphrase", hide_input=True, err=True)
        if not found:
            raise KeysError("keys.passphrase_missing")
        return found


def unlock_profile(profile: Profile, credentials: Credentials) -> Unlocked:
    """Open the profile. One that nobody has used yet gets its first user: a clinician with the
    passphrase given and the name given, or that of the account. Raises KeysError."""
    passphrase = credentials.passphrase()
    if profile.keys.exists():
        name = credentials.user_name or users.default_user(profile.keys)
        return users.unlock(profile.keys, name, passphrase)
    name = credentials.user_name or _account()
    unlocked, _ = users.create_profile(profile.keys, name, passphrase, recovery=False)
    click.echo(
        f"yizhen: {profile.keys} made for user {name}, without a recovery key "
        "(yizhen users recovery-key makes one)",
        err=True,
    )
    return unlocked


@contextmanager
def opened(profile: Profile, credentials: Credentials) -> Iterator[Unlocked]:
    """The profile, unlocked and entered for the time of the block; says what it found."""
    with entered(profile, unlock_profile(profile, credentials)) as unlocked:
        yield unlocked


@contextmanager
def entered(profile: Profile, unlocked: Unlocked) -> Iterator[Unlocked]:
    """Enter the record of a profile that has been unlocked; says what it found on stderr."""
    with entered_marked(profile, unlocked):
        yield unlocked


@contextmanager
def entered_marked(profile: Profile, unlocked: Unlocked) -> Iterator[RunningMark]:
    """The same, for who needs to know whether other programs use the profile."""
    welcome = enter_record(profile.records, unlocked)
    with welcome.mark:
        if welcome.failed_unlocks:
            click.echo(
                f"yizhen: failed unlocks since last time: {welcome.failed_unlocks}", err=True
            )
        for found in welcome.recovered:
            unsent = f", {found.unsent} of them never sent to the patient" if found.unsent else ""
            click.echo(
                f"yizhen: encounter {found.header.id} had been cut off; its {found.turns} turns "
                f"are in the record{unsent}",
                err=True,
            )
        for name in welcome.waiting:
            click.echo(f"yizhen: user {name} waits to be admitted (yizhen users admit)", err=True)
        if unlocked.file.rotation_asked:
            click.echo("yizhen: a new data key is asked for (yizhen users rotate-key)", err=True)
        yield welcome.mark


@contextmanager
def place_for_output(folder: Path, credentials: Credentials) -> Iterator[tuple[Profile, Unlocked]]:
    """The folder that a command writes a record into, unlocked.

    Without a passphrase a new folder gets a made-up one, which is told on stderr and written
    nowhere: what is in the record stays readable for whoever read that line.
    """
    place = Profile(folder)
    if place.keys.exists() or credentials.given() is not None:
        unlocked = unlock_profile(place, credentials)
    else:
        passphrase = users.recovery_code()
        name = credentials.user_name or _account()
        unlocked, _ = users.create_profile(place.keys, name, passphrase, recovery=False)
        click.echo(
            f"yizhen: the record in {folder} opens with the passphrase {passphrase}", err=True
        )
    with entered(place, unlocked):
        yield place, unlocked


@contextmanager
def place_for_listening(
    profile: Profile, credentials: Credentials
) -> Iterator[tuple[Profile, Unlocked]]:
    """Where a recording that is listened to is recorded: in the profile.

    A profile that has no users, without a passphrase: nowhere. The record is then made in a
    temporary folder under a passphrase that nobody knows, and removed.
    """
    if profile.keys.exists() or credentials.given() is not None:
        with opened(profile, credentials) as unlocked:
            yield profile, unlocked
        return
    click.echo(
        "yizhen: no passphrase was given: events only, no record is kept "
        "(--passphrase-file or YIZHEN_PASSPHRASE keeps one)",
        err=True,
    )
    with TemporaryDirectory(prefix="yizhen-") as folder:
        place = Profile(Path(folder))
        unlocked, _ = users.create_profile(
            place.keys, "nobody", users.recovery_code(), recovery=False
        )
        yield place, unlocked


def passphrase_from(file: Path | None, variable: str) -> str:
    """Another passphrase than that of who is there, found in the same ways. Raises KeysError
    ``keys.passphrase_missing``."""
    found = Credentials(file).given() if file is not None else os.environ.get(variable)
    if not found and sys.stdin.isatty():
        found = click.prompt("new passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if not found:
        raise KeysError("keys.passphrase_missing")
    return found


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container without a list of accounts.
        return "user"
