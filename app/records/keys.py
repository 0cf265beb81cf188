"""The key file: who may open the record, and the record's data key, wrapped for each of them.

The data key is 32 random bytes and is nowhere in the clear. Each user has a pair of X25519 keys;
the private one is wrapped (AES key wrap) under Argon2id of the passphrase, and the data key is
wrapped to the public one. So a user can be given the data key without being there, and a changed
passphrase touches one line. An administrator has a pair and no wrapped data key: that role
cannot read what it administers. `app.records.users` says who may change what in this file.

A seal (an HMAC under the data key) covers each name, role and public key: whoever edits the file
without the data key, an administrator for instance, is found out at the next unlock.
"""

from __future__ import annotations

import hmac
import json
import os
import tempfile
import unicodedata
import uuid
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.errors import AppError
from app.records.access import Role
from app.records.chain import Digest
from app.records.crypto import KEY_BYTES, Key
from app.records.moment import utc_now
from app.records.running import one_at_a_time

FORMAT = "yizhen-keys"
VERSION = 1
MIN_PASSPHRASE = 8
"""Characters. Length is what protects a passphrase against guessing offline."""

TEMPORARY = ".keys-"
"""How the names of key files begin that are being written."""

RECOVERY = "recovery"
"""The role of the recovery key's entry: it holds the data key and stands for nobody."""


class KeysError(AppError):
    """The key file does not open the record for this person. Codes begin with ``keys.``."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (Argon2id)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def check(self) -> None:
        """KeysError ``keys.damaged`` for figures that only a tampered file can have."""
        if not (8 <= self.memory_kib <= 4 << 20 and 1 <= self.passes <= 100 and self.lanes <= 64):
            raise KeysError("keys.damaged", what="cost")


STANDARD_COST = Cost()
"""For passphrases that are set now; what an entry was made with stands in the entry."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the key file. Bytes are hexadecimal.

    ``data_key`` is the data key wrapped to ``public``, empty for an administrator and for
    somebody who waits to be admitted; ``seal`` is empty until a key holder has admitted them.
    """

    name: str
    role: str
    created_at: str
    cost: Cost
    salt: str
    public: str
    private: str
    ephemeral: str = ""
    data_key: str = ""
    seal: str = ""

    @property
    def waiting(self) -> bool:
        """Entered by an administrator, not yet admitted by somebody who has the data key."""
        return not self.seal


@dataclass(frozen=True, slots=True)
class Policy:
    """What an administrator decides for the whole profile."""

    keep_days: int = 0
    """Encounters older than this are due for deletion; 0: none is ever deleted."""
    lock_after_minutes: int = 10
    """The windows lock after so long without anybody; 0: never."""
    keep_sound_days: int = 30
    """Kept sound older than this is due for deletion; 0: it stays as long as its encounter."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file. Every change makes a new one."""

    profile_id: str
    created_at: str
    members: tuple[Member, ...] = ()
    digest: Digest = Digest.SHA256
    file_cipher: str = "aes-256-gcm"
    policy: Policy = Policy()
    data_key_number: int = 1
    """How many data keys there have been; see `app.records.rotation`."""
    old_keys: tuple[str, ...] = ()
    """The earlier data keys, the newest last, each wrapped under the present one: for files that
    were sealed with them and lie elsewhere."""
    rotation_asked: str = ""
    """Since when an administrator wants a new data key; empty: nobody asks for one."""

    def member(self, name: str) -> Member:
        """The entry of this name; KeysError ``keys.no_user``."""
        for member in self.members:
            if member.name == name:
                return member
        raise KeysError("keys.no_user", user=name)

    @property
    def people(self) -> tuple[Member, ...]:
        """All entries but those of the recovery key and the self-test."""
        nobody = (RECOVERY, Role.SELFTEST)
        return tuple(member for member in self.members if member.role not in nobody)

    def put(self, member: Member) -> KeyFile:
        """With this entry, in the place of one of the same name."""
        others = tuple(old for old in self.members if old.name != member.name)
        return replace(self, members=(*others, member))

    def without(self, name: str) -> KeyFile:
        """Without the entry of this name."""
        return replace(self, members=tuple(old for old in self.members if old.name != name))


def new_member(name: str, role: str, passphrase: str, cost: Cost | None = None) -> Member:
    """An entry with a pair of keys of its own, not yet admitted. Takes half a second.

    Raises KeysError ``keys.bad_name`` or ``keys.passphrase_short``.
    """
    if not name.strip() or name != name.strip() or len(name) > 80 or not name.isprintable():
        raise KeysError("keys.bad_name")
    pair = X25519PrivateKey.generate()
    public = pair.public_key().public_bytes_raw().hex()
    empty = Member(name, role, utc_now(), cost or STANDARD_COST, "", public, "")
    return rewrapped(empty, pair, passphrase, cost)


def rewrapped(
    member: Member, private: X25519PrivateKey, passphrase: str, cost: Cost | None = None
) -> Member:
    """The member with its private key under another passphrase. Takes half a second.

    Raises KeysError ``keys.passphrase_short``.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise KeysError("keys.passphrase_short", least=MIN_PASSPHRASE)
    chosen, salt = cost or STANDARD_COST, os.urandom(16)
    wrapped = aes_key_wrap(_stretched(passphrase, salt, chosen), private.private_bytes_raw())
    return replace(member, cost=chosen, salt=salt.hex(), private=wrapped.hex())


def open_private(member: Member, passphrase: str) -> X25519PrivateKey:
    """The member's private key. Raises KeysError ``keys.wrong_passphrase``, ``keys.damaged``."""
    try:
        salt, wrapped = bytes.fromhex(member.salt), bytes.fromhex(member.private)
    except ValueError as error:
        raise KeysError("keys.damaged", what="member") from error
    try:
        raw = aes_key_unwrap(_stretched(passphrase, salt, member.cost), wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise KeysError("keys.wrong_passphrase", user=member.name) from error
    return X25519PrivateKey.from_private_bytes(raw)


def admit(file: KeyFile, member: Member, key: Key) -> Member:
    """The member with its seal, and with the data key where the role has one."""
    sealed = replace(member, seal=_seal(file, member, key))
    if member.role == Role.ADMINISTRATOR:
        return sealed
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(member.public))
    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    wrapping = _wrapping(once.exchange(public), ephemeral, bytes.fromhex(member.public))
    return replace(
        sealed, ephemeral=ephemeral.hex(), data_key=aes_key_wrap(wrapping, key.secret).hex()
    )


def data_key(member: Member, private: X25519PrivateKey) -> Key:
    """The record's key. Raises KeysError ``keys.no_data_key`` (administrator, or not yet
    admitted) or ``keys.damaged``."""
    if not member.data_key:
        raise KeysError("keys.no_data_key", user=member.name)
    try:
        ephemeral = bytes.fromhex(member.ephemeral)
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        wrapping = _wrapping(shared, ephemeral, private.public_key().public_bytes_raw())
        return Key(aes_key_unwrap(wrapping, bytes.fromhex(member.data_key)))
    except (InvalidUnwrap, ValueError) as error:
        raise KeysError("keys.damaged", what="data key") from error


def check_seals(file: KeyFile, key: Key) -> None:
    """KeysError ``keys.tampered`` when somebody without the data key has changed an entry."""
    for member in file.members:
        right = _seal(file, member, key)
        if (member.seal or member.data_key) and not hmac.compare_digest(member.seal, right):
            raise KeysError("keys.tampered", user=member.name)


def read_keys(path: Path) -> KeyFile:
    """The key file. Raises KeysError ``keys.missing``, ``keys.damaged``, ``keys.newer``,
    ``keys.cannot_read``."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KeysError("keys.missing", path=str(path)) from error
    except OSError as error:
        raise KeysError("keys.cannot_read", path=str(path)) from error
    except ValueError as error:
        raise KeysError("keys.damaged", path=str(path)) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise KeysError("keys.damaged", path=str(path))
    if data.get("version") != VERSION:
        raise KeysError("keys.newer", path=str(path), found=data.get("version"), known=VERSION)
    try:
        return _from_json(data)
    except (KeyError, TypeError, ValueError) as error:
        raise KeysError("keys.damaged", path=str(path)) from error


def write_keys(path: Path, file: KeyFile, *, new: bool = False) -> None:
    """Put the file in its place in one step, on the disk when this returns.

    With ``new`` an existing file is never replaced: KeysError ``keys.exists``. Raises KeysError
    ``keys.not_saved``, or ``keys.changed`` when there is another data key by now.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing(path):
            if not new and path.exists():
                found = read_keys(path).data_key_number
                if found != file.data_key_number:
                    # It was read before the data key was changed: it would lock everybody out.
                    raise KeysError("keys.changed", path=str(path))
            put_keys(path, file, new=new)
    except OSError as error:
        raise KeysError("keys.not_saved", path=str(path)) from error


def writing(path: Path) -> AbstractContextManager[None]:
    """Nobody else writes this key file inside such a block. Raises OSError."""
    return one_at_a_time(path.with_name(path.name + ".lock"))


def put_keys(path: Path, file: KeyFile, *, new: bool = False) -> None:
    """The same for whoever holds the lock already, without asking what is there."""
    data = {"format": FORMAT, "version": VERSION, **asdict(file)}
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(data, stream, ensure_ascii=False, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            if new:
                os.link(name, path)
            else:
                Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise KeysError("keys.exists", path=str(path)) from error
    except OSError as error:
        raise KeysError("keys.not_saved", path=str(path)) from error


def new_key_file(digest: Digest = Digest.SHA256, file_cipher: str = "aes-256-gcm") -> KeyFile:
    """An empty key file of a new profile."""
    return KeyFile(str(uuid.uuid4()), utc_now(), digest=digest, file_cipher=file_cipher)


def _from_json(data: dict[str, Any]) -> KeyFile:
    members = []
    for found in data["members"]:
        cost = Cost(**found["cost"])
        cost.check()
        members.append(Member(**{**found, "cost": cost}))
    return KeyFile(
        profile_id=str(data["profile_id"]),
        created_at=str(data["created_at"]),
        members=tuple(members),
        digest=Digest(data["digest"]),
        file_cipher=str(data["file_cipher"]),
        policy=Policy(**data["policy"]),
        data_key_number=int(data.get("data_key_number", 1)),
        old_keys=tuple(str(wrapped) for wrapped in data.get("old_keys", ())),
        rotation_asked=str(data.get("rotation_asked", "")),
    )


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    cost.check()
    # The same characters typed on another keyboard must be the same passphrase.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    return hash_secret_raw(
        secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID
    )


def _wrapping(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    derive = HKDF(SHA256(), KEY_BYTES, salt=ephemeral + public, info=b"yizhen data key")
    return derive.derive(shared)


def _seal(file: KeyFile, member: Member, key: Key) -> str:
    parts = [file.profile_id, member.name, member.role, member.public]
    text = json.dumps(parts, ensure_ascii=False).encode()
    return hmac.digest(key.derived("members"), text, "sha256").hex()


def sync_folder(folder: Path) -> None:
    """What was renamed in ``folder`` is on the disk when this returns."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
