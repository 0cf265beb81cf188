"""Kept sound of turns: one sealed file each, in the folder ``sounds`` beside the record.

The record says which file belongs to which turn and what its sound hashes to; inside each file
its encounter and turn are written once more, so that files cannot change places. Names of files
tell nothing. Rows are only added; sound that was removed leaves its row, with the time.

Called inside the store's transactions, which ask for permission and consent. A file is written
before its row is committed and removed after: what a crash leaves is a file without a row, which
`remove_strays` finds at the next start.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.records.access import Access
from app.records.crypto import Key
from app.records.failures import RecordsError
from app.records.keys import sync_folder
from app.records.model import SAMPLE_BYTES, Sound
from app.records.moment import utc_now
from app.records.sealed_files import SUFFIX, FileCipher, seal_bytes, unseal_bytes

log = logging.getLogger("yizhen.records")


@dataclass(frozen=True, slots=True)
class SoundFact:
    """That there is sound of a turn, or was until ``removed_at``."""

    turn: int
    length_ms: int
    removed_at: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A row of the record about sound that is kept."""

    encounter_id: str
    turn: int
    file: str
    rate_hz: int
    samples: int
    sha256: str

    @property
    def size_bytes(self) -> int:
        """What the sound takes, roughly."""
        return self.samples * SAMPLE_BYTES


def migration_009_sounds(connection: Any) -> None:
    """Which sealed file is the sound of which turn."""
    connection.execute(
        """
        CREATE TABLE sounds (
            encounter_id TEXT NOT NULL REFERENCES encounters (id),
            turn INTEGER NOT NULL CHECK (turn >= 1),
            file TEXT NOT NULL UNIQUE,
            rate_hz INTEGER NOT NULL CHECK (rate_hz > 0),
            samples INTEGER NOT NULL CHECK (samples > 0),
            sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL,
            removed_at TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (encounter_id, turn)
        ) STRICT, WITHOUT ROWID
        """
    )
    connection.execute("CREATE INDEX sounds_by_time ON sounds (created_at) WHERE removed_at = ''")
    connection.execute(
        """
        CREATE TRIGGER sounds_no_update BEFORE UPDATE ON sounds
        WHEN OLD.removed_at <> '' OR NEW.removed_at = '' OR OLD.file <> NEW.file
            OR OLD.encounter_id <> NEW.encounter_id OR OLD.turn <> NEW.turn
            OR OLD.sha256 <> NEW.sha256 OR OLD.rate_hz <> NEW.rate_hz
            OR OLD.samples <> NEW.samples OR OLD.created_at <> NEW.created_at
        BEGIN SELECT RAISE(ABORT, 'rows of sounds are only added'); END
        """
    )
    connection.execute(
        "CREATE TRIGGER sounds_no_delete BEFORE DELETE ON sounds "
        "WHEN NOT EXISTS (SELECT 1 FROM purges WHERE encounter_id = OLD.encounter_id) "
        "BEGIN SELECT RAISE(ABORT, 'rows of sounds are only added'); END"
    )
    connection.execute(
        "CREATE TRIGGER sounds_gone BEFORE DELETE ON encounters "
        "BEGIN DELETE FROM sounds WHERE encounter_id = OLD.id; END"
    )


def folder_of(records: Path) -> Path:
    """Where the sealed files of this record are."""
    return records.with_name("sounds")


def keep(
    connection: Any, folder: Path, access: Access, encounter_id: str, turn: int, sound: Sound
) -> str:
    """Seal the sound of a turn; gives its hash. Raises RecordsError ``sealed.not_written``.

    A turn's sound is kept once: ValueError for a second time.
    """
    known = connection.execute(
        "SELECT 1 FROM sounds WHERE encounter_id = ? AND turn = ?", [encounter_id, turn]
    )
    if known.fetchone():
        raise ValueError(f"the sound of turn {turn} is kept already")
    name = secrets.token_hex(16) + SUFFIX
    made = KeptFile(
        encounter_id, turn, name, sound.rate_hz, len(sound.pcm) // SAMPLE_BYTES,
        hashlib.sha256(sound.pcm).hexdigest(),
    )  # fmt: skip
    _write(folder, made, sound.pcm, access, access.key)
    sync_folder(folder)
    connection.execute(
        "INSERT INTO sounds (encounter_id, turn, file, rate_hz, samples, sha256, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [encounter_id, turn, name, made.rate_hz, made.samples, made.sha256, utc_now()],
    )
    return made.sha256


def load(connection: Any, folder: Path, key: Key, encounter_id: str, turn: int) -> Sound:
    """The sound of a turn. Raises RecordsError ``sound.none``, ``sound.removed``,
    ``sound.damaged`` (changed, gone, or another turn's)."""
    row = connection.execute(
        f"SELECT {_COLUMNS}, removed_at FROM sounds WHERE encounter_id = ? AND turn = ?",
        [encounter_id, turn],
    ).fetchone()
    if row is None:
        raise RecordsError("sound.none", id=encounter_id, turn=turn)
    *values, removed_at = tuple(row)
    if removed_at:
        raise RecordsError("sound.removed", id=encounter_id, turn=turn)
    kept = KeptFile(*values)
    return Sound(_read(folder, kept, key), kept.rate_hz)


def facts(connection: Any, encounter_id: str) -> dict[int, SoundFact]:
    """Of which turns there is sound, or was."""
    found = connection.execute(
        "SELECT turn, samples * 1000 / rate_hz, removed_at FROM sounds WHERE encounter_id = ?",
        [encounter_id],
    )
    return {row[0]: SoundFact(*row) for row in found}


def files_of(connection: Any, encounter_id: str = "") -> list[KeptFile]:
    """All sound that is kept, or that of one encounter."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM sounds WHERE removed_at = '' AND (:id = '' OR encounter_id = :id) "
        "ORDER BY encounter_id, turn",
        {"id": encounter_id},
    )
    return [KeptFile(*row) for row in found]


def kept_before(connection: Any, time: str) -> list[str]:
    """Encounters with kept sound from before ``time``, the oldest first."""
    found = connection.execute(
        "SELECT encounter_id FROM sounds WHERE removed_at = '' AND created_at < ? "
        "GROUP BY encounter_id ORDER BY min(created_at)",
        [time],
    )
    return [row[0] for row in found]


def mark_removed(connection: Any, encounter_id: str) -> list[str]:
    """Say in the record that the sound of an encounter is gone; gives the files to `erase`
    once this is committed."""
    files = [kept.file for kept in files_of(connection, encounter_id)]
    connection.execute(
        "UPDATE sounds SET removed_at = ? WHERE encounter_id = ? AND removed_at = ''",
        [utc_now(), encounter_id],
    )
    return files


def erase(folder: Path, files: list[str]) -> None:
    """Overwrite and remove files. What cannot be removed now goes at the next start."""
    for name in files:
        path = folder / name
        try:
            with path.open("r+b") as stream:
                stream.write(bytes(path.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("sound: errno %s", error.errno)


def remove_strays(connection: Any, records: Path) -> None:
    """Erase files that no row names. Only while no other process uses the profile."""
    folder = folder_of(records)
    named = {kept.file for kept in files_of(connection)}
    with suppress(FileNotFoundError, NotADirectoryError):
        erase(folder, [entry.name for entry in os.scandir(folder) if entry.name not in named])


def verify(connection: Any, records: Path, key: Key) -> Iterator[tuple[str, str]]:
    """What is not as the audit log says, and where: rows first, then what is in the files."""
    purged = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    told: dict[tuple[str, int], str] = {}
    removed = set()
    for act, encounter_id, text in connection.execute(
        "SELECT act, encounter_id, details FROM audit WHERE act IN ('sound.keep', 'sound.remove')"
    ):
        if act == "sound.remove":
            removed.add(encounter_id)
        elif encounter_id not in purged:
            said = json.loads(text)
            told[encounter_id, said["turn"]] = said["sound"]
    for encounter_id, turn, sha256, removed_at in connection.execute(
        "SELECT encounter_id, turn, sha256, removed_at FROM sounds"
    ):
        wanted = told.pop((encounter_id, turn), None)
        if wanted != sha256 or (removed_at and encounter_id not in removed):
            yield ("added" if wanted is None else "changed"), f"{encounter_id} turn {turn}"
    for encounter_id, turn in told:
        yield "missing", f"{encounter_id} turn {turn}"
    for kept in files_of(connection):
        try:
            _read(folder_of(records), kept, key)
        except RecordsError:
            yield "damaged", f"{kept.encounter_id} turn {kept.turn}"


def seal_again(old: Path, new: Path, kept: KeptFile, access: Access, key: Key) -> bool:
    """Put the sound into the folder ``new`` under another key; False where it is damaged: then
    it is damaged afterwards too, and `damaged` goes on saying so."""
    try:
        pcm = _read(old, kept, access.key)
    except RecordsError as error:
        log.warning("sound not encrypted anew: %s", error.code)
        return False
    _write(new, kept, pcm, access, key)
    return True


_COLUMNS = "encounter_id, turn, file, rate_hz, samples, sha256"


def _about(kept: KeptFile) -> bytes:
    return json.dumps([kept.encounter_id, kept.turn, kept.rate_hz]).encode() + b"\n"


def _write(folder: Path, kept: KeptFile, pcm: bytes, access: Access, key: Key) -> None:
    cipher = FileCipher(access.file_cipher)
    seal_bytes(_about(kept) + pcm, folder / kept.file, key, cipher, access.profile_id)


def _read(folder: Path, kept: KeptFile, key: Key) -> bytes:
    try:
        data = unseal_bytes(folder / kept.file, key)
    except RecordsError as error:
        raise _damaged(kept) from error
    about = _about(kept)
    pcm = data[len(about) :]
    if not data.startswith(about) or hashlib.sha256(pcm).hexdigest() != kept.sha256:
        raise _damaged(kept)
    return pcm


def _damaged(kept: KeptFile) -> RecordsError:
    return RecordsError("sound.damaged", id=kept.encounter_id, turn=kept.turn)
