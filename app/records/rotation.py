"""A new data key for a profile: the record and the kept sound are encrypted anew.

Everything is first made beside what is there, under names that end in ``.next``, and checked.
The one step that counts is the new key file getting its name ``keys.json.next``: before it, what
lies about is rubbish and the profile is the old one; after it, the profile is the new one and
whoever comes next puts the files in their places (`app.records.rotation_files`), which needs no
key and can be cut off and begun again at any point. So a profile always opens, with every user's
own passphrase.

Nobody has to be there for it: the new key is wrapped to each user's public key, also to that of
the recovery key, whose sheet of paper stays good.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.records import audit, keys, sounds
from app.records.access import Access, Act, Role
from app.records.anchor import Anchor
from app.records.crypto import Key, open_connection
from app.records.failures import RecordsError, classified, code_for
from app.records.keys import KeyFile, KeysError
from app.records.moment import utc_now
from app.records.rotation_files import Places, finish
from app.records.running import RunningMark
from app.records.sql import sqlite3
from app.records.users import Unlocked, require, written

_MOVED_ID = 0x4D4F5645
"""The mark of a record file that has been replaced: whoever still has it open is told."""
_PAGES = 4_096
_WAIT_MS = 500
"""How long somebody who just reads is waited for."""

Progress = Callable[[int, int], None]
"""Told how much has been done of how much. May raise to stop; nothing is changed then."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The profile under its new data key.

    ``number`` says how many keys there have been; ``lost`` counts sound that could not be opened
    before, and cannot be now.
    """

    unlocked: Unlocked
    number: int
    sounds: int
    lost: int
    record_bytes: int


def ask(by: Unlocked) -> Unlocked:
    """As an administrator, ask the holders of the key for a new one.

    Raises RecordsError ``records.not_permitted``.
    """
    require(by, Act.USERS, "key.ask")
    file = replace(keys.read_keys(by.keys_path), rotation_asked=utc_now())
    return written(by, file, "key.ask")


def may_rotate(by: Unlocked) -> bool:
    """Whether this user could give the profile a new key now: for what a window offers."""
    return by.access is not None and by.actor.may(Act.ROTATE) and _is_asked(by)


def rotate(
    records: Path, by: Unlocked, mark: RunningMark, progress: Progress = lambda done, total: None
) -> Rotated:
    """Encrypt the profile under a new data key. ``mark`` is this process's own.

    Raises RecordsError ``records.not_permitted``, ``records.in_use`` (another program uses the
    profile, or a connection is open in this one), ``records.damaged`` (it is not sound now) and
    those of a failed world; KeysError ``keys.rotation_not_asked``, ``keys.tampered``. The
    profile is then as it was.
    """
    require(by, Act.ROTATE, "key.rotate")
    access = by.require_access()
    if not _is_asked(by):
        raise KeysError("keys.rotation_not_asked")
    if not mark.become_alone():
        raise RecordsError("records.in_use", path=str(records))
    places = Places(by.keys_path, records)
    try:
        with classified(records):
            finish(by.keys_path)
            places.clear()
            return _rotate(places, by, access, progress)
    finally:
        mark.share()


def old_data_keys(file: KeyFile, key: Key) -> tuple[Key, ...]:
    """The earlier data keys, the newest first. Raises KeysError ``keys.damaged``."""
    wrapping = key.derived("old keys")
    try:
        found = [aes_key_unwrap(wrapping, bytes.fromhex(wrapped)) for wrapped in file.old_keys]
    except (InvalidUnwrap, ValueError) as error:
        raise KeysError("keys.damaged", what="old keys") from error
    return tuple(Key(secret) for secret in reversed(found))


def _is_asked(by: Unlocked) -> bool:
    """Two persons: an administrator asks, a key holder does it. Without one, the holder alone."""
    file = keys.read_keys(by.keys_path)
    return bool(file.rotation_asked) or all(m.role != Role.ADMINISTRATOR for m in file.people)


def _rotate(places: Places, by: Unlocked, access: Access, progress: Progress) -> Rotated:
    new = Key.random()
    number = keys.read_keys(places.keys).data_key_number + 1
    try:
        with ExitStack() as lock:
            with _held(places.records, access.key) as record:
                size = places.records.stat().st_size
                kept, lost = _encrypt(places, record, access, new, number, progress)
                # From here on nobody else changes the key file, until all is in place.
                lock.enter_context(keys.writing(places.keys))
                file = _rewrapped(keys.read_keys(places.keys), access.key, new, number)
                keys.put_keys(places.next_keys, file)
                record.execute(f"PRAGMA application_id = {_MOVED_ID}")
            places.put_in_place()
    except BaseException:
        places.clear()
        raise
    renewed = replace(by, file=file, access=replace(access, key=new))
    return Rotated(renewed, number, kept, lost, size)


def _encrypt(
    places: Places, record: Any, access: Access, new: Key, number: int, progress: Progress
) -> tuple[int, int]:
    """Make the successors of record and sound; how many sounds, and how many were damaged."""
    size = places.records.stat().st_size
    kept = sounds.files_of(record)
    total = size + sum(found.size_bytes for found in kept)
    _copy(record, places.next_records, access.key, lambda part: progress(int(part * size), total))
    done, lost = size, 0
    for found in kept:
        whole = sounds.seal_again(places.sounds, places.next_sounds, found, access, new)
        lost += not whole
        done += found.size_bytes
        progress(done, total)
    if places.next_sounds.exists():
        keys.sync_folder(places.next_sounds)
    details = {"data_key": number, "sounds": len(kept) - lost, "lost": lost}
    _change_key(places, access, new, details)
    return len(kept) - lost, lost


@contextmanager
def _held(records: Path, key: Key) -> Iterator[Any]:
    """The record with everybody else kept out, its write-ahead log emptied into it."""
    with closing(open_connection(records, key)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            # Only the last connection can leave this mode.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if code_for(error) != "records.locked":
                raise
            raise RecordsError("records.in_use", path=str(records)) from error
        yield connection


def _copy(record: Any, made: Path, key: Key, told: Callable[[float], None]) -> None:
    def on_pages(_status: int, remaining: int, total: int) -> None:
        told(1 - remaining / max(1, total))

    with closing(open_connection(made, key)) as copy:
        record.backup(copy, pages=_PAGES, progress=on_pages)
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy.execute("PRAGMA journal_mode = DELETE")


def _change_key(places: Places, access: Access, new: Key, details: dict[str, int]) -> None:
    """Encrypt the copy of the record anew, put that on record in it, and see that it is sound."""
    made = places.next_records
    with closing(open_connection(made, access.key)) as copy:
        # Nobody will ever need the way back: a copy that was not finished is thrown away.
        copy.execute("PRAGMA journal_mode = OFF")
        before = _figures(copy)
        copy.execute(f"PRAGMA rekey = \"x'{new.secret.hex()}'\"")
    with closing(open_connection(made, new)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        broken = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        if not sound or broken or _figures(copy) != before:
            raise RecordsError("records.damaged", path=str(places.records))
        copy.execute("BEGIN IMMEDIATE")
        head = audit.append(copy, access, "key.rotate", "", details)
        copy.execute("COMMIT")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy.execute("PRAGMA journal_mode = DELETE")
    Anchor(made, new).put(head, durable=True)
    _sync(made)
    keys.sync_folder(made.parent)


def _figures(connection: Any) -> tuple[object, ...]:
    counted = "SELECT (SELECT count(*) FROM encounters), (SELECT count(*) FROM revisions)"
    return (*connection.execute(counted).fetchone(), audit.head(connection))


def _rewrapped(file: KeyFile, old: Key, new: Key, number: int) -> KeyFile:
    """The key file for the new key: every user as before, with their own passphrase."""
    if file.data_key_number != number - 1:
        raise KeysError("keys.changed")
    keys.check_seals(file, old)
    wrapping = new.derived("old keys")
    earlier = (*reversed(old_data_keys(file, old)), old)
    changed = replace(
        file,
        data_key_number=number,
        old_keys=tuple(aes_key_wrap(wrapping, key.secret).hex() for key in earlier),
        rotation_asked="",
    )
    members = [m if m.waiting else keys.admit(changed, m, new) for m in file.members]
    return replace(changed, members=tuple(members))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
