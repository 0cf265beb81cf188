"""People of a profile: unlocking, and who may enter, admit, change and remove whom.

Two persons make a user: an administrator enters one, somebody who has the data key admits them.
While a profile has no administrator, whoever has the data key may enter the first one.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.errors import AppError
from app.records import keys
from app.records.access import Access, Act, Actor, Role
from app.records.access_log import FAILED, REFUSED, AccessLog
from app.records.chain import Digest
from app.records.crypto import Key
from app.records.failures import RecordsError
from app.records.keys import RECOVERY, Cost, KeyFile, KeysError, Member, Policy
from app.records.moment import utc_now
from app.records.rotation_files import finish

log = logging.getLogger("yizhen.records")

RECOVERY_NAME = "recovery"
SELFTEST_NAME = "selftest"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and figures that nobody mistakes for one another on paper."""
_GROUPS, _GROUP = 7, 4
"""28 signs of 5 bits each: 140 bits."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A profile that somebody has opened. ``access`` is None for an administrator."""

    keys_path: Path
    file: KeyFile
    actor: Actor
    access: Access | None

    def require_access(self) -> Access:
        """What the record is opened with; KeysError ``keys.no_data_key``."""
        if self.access is None:
            error = KeysError("keys.no_data_key", user=self.actor.name)
            _note_refusal(self, "record.open", error)
            raise error
        return self.access


def recovery_code() -> str:
    """A new recovery key as it is printed: groups of four signs."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP))
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def create_profile(
    keys_path: Path,
    name: str,
    passphrase: str,
    role: Role = Role.CLINICIAN,
    *,
    empty: KeyFile | None = None,
    cost: Cost | None = None,
    recovery: bool = True,
) -> tuple[Unlocked, str]:
    """Make the key file with its first user, who gets the data key; and the recovery key.

    The recovery key is told here only, and is empty without ``recovery``. ``empty`` chooses hash
    and cipher. Raises KeysError
    ``keys.exists`` when there is a key file already, and those of `app.records.keys`.
    """
    if role is Role.ADMINISTRATOR:
        raise ValueError("the first user must hold the data key")
    key, code = Key.random(), recovery_code()
    file = empty or keys.new_key_file()
    first = keys.admit(file, keys.new_member(name, role.value, passphrase, cost), key)
    file = file.put(first)
    if recovery:
        file = _with_recovery(file, key, code, cost)
    keys.write_keys(keys_path, file, new=True)
    actor = Actor(name, role)
    unlocked = Unlocked(keys_path, file, actor, _access(file, actor, key))
    return unlocked, code if recovery else ""


def unlock(keys_path: Path, name: str, passphrase: str) -> Unlocked:
    """Open the profile as ``name``; takes half a second, also when it fails.

    Raises KeysError: ``keys.no_user``, ``keys.wrong_passphrase``, ``keys.waiting`` (entered, not
    admitted), ``keys.tampered``, and those of `app.records.keys.read_keys`. A failure is put
    into the access log.
    """
    finish(keys_path)
    file = keys.read_keys(keys_path)
    try:
        return _unlock(keys_path, file, name, passphrase)
    except KeysError as error:
        _log_failure(keys_path, file, name, error.code)
        raise


def _unlock(keys_path: Path, file: KeyFile, name: str, passphrase: str) -> Unlocked:
    member = file.member(name)
    if member.role == RECOVERY:
        raise KeysError("keys.no_user", user=name)
    private = keys.open_private(member, passphrase)
    actor = Actor(name, Role(member.role))
    if actor.role is Role.ADMINISTRATOR:
        return Unlocked(keys_path, file, actor, None)
    if member.waiting:
        raise KeysError("keys.waiting", user=name)
    key = keys.data_key(member, private)
    keys.check_seals(file, key)
    return Unlocked(keys_path, file, actor, _access(file, actor, key))


def _access(file: KeyFile, actor: Actor, key: Key) -> Access:
    return Access(actor, key, file.digest, file.file_cipher, file.profile_id)


def _log_failure(keys_path: Path, file: KeyFile, name: str, code: str) -> None:
    # A name that is nobody's may be a passphrase in the wrong field: it is not written down.
    known = name if any(member.name == name for member in file.members) else ""
    try:
        access_log(keys_path, file.digest).add(FAILED, known, code=code)
    except RecordsError as error:
        # The folder cannot be written: the failure itself is what the person must hear.
        log.warning("access log: %s", error)


def access_log(keys_path: Path, digest: Digest) -> AccessLog:
    """The access log of the profile that has this key file."""
    return AccessLog(keys_path.with_name("access.log"), digest)


def default_user(keys_path: Path) -> str:
    """The only user who has the data key. KeysError ``keys.which_user`` when there are more."""
    finish(keys_path)
    holders = [m.name for m in keys.read_keys(keys_path).people if m.data_key]
    if len(holders) != 1:
        raise KeysError("keys.which_user", users=len(holders))
    return holders[0]


def enter(
    by: Unlocked, name: str, role: Role, passphrase: str, cost: Cost | None = None
) -> Unlocked:
    """Enter a user with a first passphrase; they wait until a key holder admits them.

    Raises RecordsError ``records.not_permitted``, KeysError ``keys.name_taken``.
    """
    file = keys.read_keys(by.keys_path)
    has_administrator = any(m.role == Role.ADMINISTRATOR for m in file.people)
    if has_administrator or role is not Role.ADMINISTRATOR:
        require(by, Act.USERS, "user.enter")
    if name == SELFTEST_NAME or any(member.name == name for member in file.members):
        raise KeysError("keys.name_taken", user=name)
    member = keys.new_member(name, role.value, passphrase, cost)
    return written(by, file.put(member), "user.enter", whom=name, given=role.value)


def admit(by: Unlocked, name: str) -> Unlocked:
    """Seal an entered user, and give the data key where the role has one.

    Raises RecordsError ``records.not_permitted``, KeysError ``keys.no_user``.
    """
    require(by, Act.ADMIT, "user.admit")
    access = by.require_access()
    file = keys.read_keys(by.keys_path)
    member = file.member(name)
    if not member.waiting:
        return replace(by, file=file)
    admitted = keys.admit(file, member, access.key)
    return written(by, file.put(admitted), "user.admit", whom=name, given=member.role)


def remove(by: Unlocked, name: str) -> Unlocked:
    """Take somebody's key away. Raises RecordsError ``records.not_permitted``, KeysError
    ``keys.no_user``, ``keys.last_holder`` (nobody could read the record any more)."""
    require(by, Act.USERS, "user.remove")
    file = keys.read_keys(by.keys_path)
    member = file.member(name)
    left = file.without(name)
    if member.role == RECOVERY or (member.data_key and not any(m.data_key for m in left.people)):
        error = KeysError("keys.last_holder", user=name)
        _note_refusal(by, "user.remove", error)
        raise error
    if member.data_key:
        # They may have kept the key: the others are asked for a new one (`app.records.rotation`).
        left = replace(left, rotation_asked=utc_now())
    return written(by, left, "user.remove", whom=name)


def change_passphrase(
    keys_path: Path, name: str, old: str, new: str, cost: Cost | None = None
) -> None:
    """Wrap the user's private key under a new passphrase. Raises KeysError."""
    finish(keys_path)
    file = keys.read_keys(keys_path)
    member = file.member(name)
    private = keys.open_private(member, old)
    keys.write_keys(keys_path, file.put(keys.rewrapped(member, private, new, cost)))
    access_log(keys_path, file.digest).add("user.passphrase", name, member.role)


def recover(keys_path: Path, code: str, name: str, new: str, cost: Cost | None = None) -> Unlocked:
    """Give ``name`` a new passphrase with the recovery key, and unlock as them.

    Raises KeysError ``keys.wrong_passphrase`` for a wrong code, ``keys.no_user``.
    """
    finish(keys_path)
    file = keys.read_keys(keys_path)
    spare = next((m for m in file.members if m.role == RECOVERY), None)
    if spare is None:
        raise KeysError("keys.no_user", user=RECOVERY_NAME)
    old = file.member(name)
    try:
        key = keys.data_key(spare, keys.open_private(spare, _plain(code)))
    except KeysError as error:
        _log_failure(keys_path, file, RECOVERY_NAME, error.code)
        raise
    keys.check_seals(file, key)
    fresh = keys.new_member(name, old.role, new, cost)
    # Who was never admitted stays so: a lost passphrase is no way in.
    member = fresh if old.waiting else keys.admit(file, fresh, key)
    keys.write_keys(keys_path, file.put(member))
    access_log(keys_path, file.digest).add("user.recovered", name, member.role)
    return unlock(keys_path, name, new)


def new_recovery_key(by: Unlocked, cost: Cost | None = None) -> tuple[Unlocked, str]:
    """Make a recovery key; the one before it opens nothing any more."""
    require(by, Act.ADMIT, "user.recovery_key")
    code = recovery_code()
    file = keys.read_keys(by.keys_path)
    made = _with_recovery(file, by.require_access().key, code, cost)
    return written(by, made, "user.recovery_key"), code


def allow_selftest(by: Unlocked, cost: Cost | None = None) -> tuple[Unlocked, str]:
    """Give the unattended self-test an entry of its own; gives its passphrase, for the system's
    keyring. Raises RecordsError ``records.not_permitted``."""
    require(by, Act.ADMIT, "selftest.on")
    secret = recovery_code()
    file = keys.read_keys(by.keys_path)
    member = keys.new_member(SELFTEST_NAME, Role.SELFTEST.value, secret, cost)
    made = file.put(keys.admit(file, member, by.require_access().key))
    return written(by, made, "selftest.on"), secret


def forbid_selftest(by: Unlocked) -> Unlocked:
    """Take the self-test's entry away; administrators and key holders may."""
    if not by.actor.may(Act.USERS):
        require(by, Act.ADMIT, "selftest.off")
    return written(by, keys.read_keys(by.keys_path).without(SELFTEST_NAME), "selftest.off")


def set_policy(by: Unlocked, policy: Policy) -> Unlocked:
    """Decide how long encounters are kept and when windows lock."""
    require(by, Act.POLICY, "policy.set")
    file = replace(keys.read_keys(by.keys_path), policy=policy)
    return written(by, file, "policy.set", **asdict(policy))


def waiting(by: Unlocked) -> tuple[Member, ...]:
    """Who has been entered and not admitted."""
    return tuple(member for member in keys.read_keys(by.keys_path).people if member.waiting)


def _with_recovery(file: KeyFile, key: Key, code: str, cost: Cost | None) -> KeyFile:
    spare = keys.new_member(RECOVERY_NAME, RECOVERY, _plain(code), cost)
    return file.put(keys.admit(file, spare, key))


def _plain(code: str) -> str:
    """The recovery key without what people add when they type it."""
    return "".join(sign for sign in code.upper() if sign in _ALPHABET)


def require(by: Unlocked, act: Act, tried: str) -> None:
    """RecordsError ``records.not_permitted`` unless granted; the attempt goes on record."""
    try:
        by.actor.require(act)
    except RecordsError as error:
        _note_refusal(by, tried, error)
        raise


def _note_refusal(by: Unlocked, tried: str, error: AppError) -> None:
    who = by.actor
    try:
        access_log(by.keys_path, by.file.digest).add(
            REFUSED, who.name, who.role.value, tried=tried, code=error.code
        )
    except RecordsError as failure:
        # The refusal itself is what the person must hear.
        log.warning("access log: %s", failure)


def written(by: Unlocked, file: KeyFile, act: str, /, **details: object) -> Unlocked:
    """Write the key file, and who did that."""
    keys.write_keys(by.keys_path, file)
    access_log(by.keys_path, file.digest).add(act, by.actor.name, by.actor.role.value, **details)
    return replace(by, file=file)
