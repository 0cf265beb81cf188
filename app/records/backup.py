"""Backups of the record while it is in use, and putting one back.

A backup is a folder: the record file as it was at one moment, encrypted with the same key, the
kept sound (sealed, as it is), the key file, and a description with checksums. It is made under
another name and gets its own when everything has been verified, so a folder without that name is
no backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from app.profile import Profile
from app.records import audit, sounds
from app.records.anchor import SUFFIX, Anchor, Head
from app.records.crypto import open_connection
from app.records.failures import RecordsError, classified
from app.records.moment import utc_now
from app.records.store import RecordStore
from app.records.users import Unlocked, access_log, unlock
from app.records.verify import verify_record

DESCRIPTION = "backup.json"
_RECORDS, _KEYS = "records.db", "keys.json"
_FORMAT = "yizhen-backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup is of. ``head`` is the hash of the last audit entry in it."""

    folder: Path
    made_at: str
    encounters: int
    turns: int
    entries: int
    head: str


def back_up(place: Profile, unlocked: Unlocked, parent: Path) -> Backup:
    """Make a verified backup in a new folder inside ``parent``.

    Raises RecordsError ``backup.not_verified`` when the record or the copy is not sound,
    ``records.disk_full`` and the like; then no folder with a backup's name is left.
    """
    access = unlocked.require_access()
    made_at = utc_now()
    name = "yizhen-backup-" + made_at[:19].replace(":", "").replace("-", "").replace("T", "-")
    final, partial = parent / name, parent / f".{name}.partial"
    with classified(partial):
        partial.mkdir(parents=True, mode=0o700)
    try:
        with RecordStore.open(place.records, access) as store:
            head = store.note_backup(final.name)
        with classified(partial):
            _copy_record(place.records, partial / _RECORDS, unlocked)
            shutil.copyfile(unlocked.keys_path, partial / _KEYS)
            _copy_sounds(place.records, partial / _RECORDS, unlocked)
            backup = _described(partial, made_at, unlocked, head)
            partial.replace(final)
            _sync(parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Backup(**{**asdict(backup), "folder": final})


def restore(folder: Path, place: Profile, name: str, passphrase: str) -> Backup:
    """Put a backup into a profile that has no record, after verifying it with ``name``'s key.

    Raises RecordsError ``backup.profile_in_use``, ``backup.damaged``, ``backup.not_verified``,
    KeysError; nothing is in the profile then.
    """
    if place.records.exists() or place.keys.exists():
        raise RecordsError("backup.profile_in_use", path=str(place.folder))
    backup = _checked(folder)
    unlocked = unlock(folder / _KEYS, name, passphrase)
    staged = place.folder / ".restoring"
    with classified(staged):
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True, mode=0o700)
    try:
        with classified(staged):
            for file in (_RECORDS, _KEYS):
                _copy_private(folder / file, staged / file)
            _copy_sounds(folder / _RECORDS, staged / _RECORDS, unlocked)
        access = unlocked.require_access()
        # One made by an earlier version is brought up to date first, which adds no entry.
        RecordStore.open(staged / _RECORDS, access).close()
        _verify(staged / _RECORDS, unlocked, backup)
        with RecordStore.open(staged / _RECORDS, access) as store:
            store.note_restore(folder.name, access_log(place.keys, unlocked.file.digest))
        with classified(staged):
            (staged / (_RECORDS + SUFFIX)).replace(
                place.records.with_name(place.records.name + SUFFIX)
            )
            made = sounds.folder_of(staged / _RECORDS)
            if made.exists():
                made.replace(sounds.folder_of(place.records))
            # The record first: a key file without a record would look like a new profile.
            (staged / _RECORDS).replace(place.records)
            (staged / _KEYS).replace(place.keys)
            _sync(place.folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return backup


def _copy_record(source: Path, target: Path, unlocked: Unlocked) -> None:
    key = unlocked.require_access().key
    reading = open_connection(source, key)
    try:
        writing = open_connection(target, key)
        try:
            # In one step: one moment of the record, and in WAL mode nobody waits for it.
            reading.backup(writing)
            writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
    finally:
        reading.close()


def _copy_sounds(source: Path, target: Path, unlocked: Unlocked) -> None:
    """The sealed files that the copy of the record names; `verify_record` opens each of them."""
    connection = open_connection(target, unlocked.require_access().key, read_only=True)
    try:
        kept = sounds.files_of(connection)
    finally:
        connection.close()
    folder = sounds.folder_of(target)
    for found in kept:
        folder.mkdir(mode=0o700, exist_ok=True)
        _copy_private(sounds.folder_of(source) / found.file, folder / found.file)
    if kept:
        _sync(folder)


def _described(folder: Path, made_at: str, unlocked: Unlocked, least: Head) -> Backup:
    """Verify the copy and write down what it is."""
    access = unlocked.require_access()
    copy = folder / _RECORDS
    connection = open_connection(copy, access.key)
    try:
        last = audit.head(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    if last.number < least.number:
        raise RecordsError("backup.not_verified", path=str(folder), part="audit")
    anchor = Anchor(copy, access.key)
    anchor.put(last, durable=True)
    report = verify_record(copy, access)
    if report.problems:
        raise RecordsError("backup.not_verified", path=str(folder), part=report.problems[0].part)
    _single_file(copy, unlocked)
    backup = Backup(folder, made_at, report.encounters, report.turns, report.entries, report.head)
    sums = {name: _sha256(folder / name) for name in (_RECORDS, _KEYS, _RECORDS + SUFFIX)}
    data = {"format": _FORMAT, "version": 1, **asdict(backup), "sha256": sums}
    del data["folder"]
    text = json.dumps(data, indent=1, sort_keys=True)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")
    for file in folder.iterdir():
        if file.is_file():
            _sync(file)
    return backup


def _single_file(copy: Path, unlocked: Unlocked) -> None:
    """Leave no write-ahead log beside the copy: a backup is what its checksums say."""
    connection = open_connection(copy, unlocked.require_access().key)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _checked(folder: Path) -> Backup:
    """The description of a backup whose files are as it says."""
    try:
        data = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        if data.pop("format") != _FORMAT or data.pop("version") != 1:
            raise RecordsError("backup.damaged", path=str(folder), part=DESCRIPTION)
        for name, wanted in data.pop("sha256").items():
            if Path(name).name != name or _sha256(folder / name) != wanted:
                raise RecordsError("backup.damaged", path=str(folder), part=name)
        return Backup(folder=folder, **data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordsError("backup.damaged", path=str(folder), part=DESCRIPTION) from error


def _verify(copy: Path, unlocked: Unlocked, backup: Backup) -> None:
    access = unlocked.require_access()
    Anchor(copy, access.key).put(Head(backup.entries, backup.head), durable=True)
    report = verify_record(copy, access)
    if report.problems or (report.entries, report.head) != (backup.entries, backup.head):
        part = report.problems[0].part if report.problems else "audit"
        raise RecordsError("backup.not_verified", path=str(copy), part=part)


def _copy_private(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
