"""Where the parts of a profile are that get a new data key, and how they come into their places.

See `app.records.rotation`; this half needs no key, so that whoever opens the profile next can
finish what a killed process had decided.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app.records import keys, sounds
from app.records.anchor import SUFFIX
from app.records.failures import classified

_NEXT = ".next"


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of a profile, and what their successors are called while they are made."""

    keys: Path
    records: Path

    @property
    def sounds(self) -> Path:
        """The folder of kept sound."""
        return sounds.folder_of(self.records)

    @property
    def next_keys(self) -> Path:
        """Once this is there the new data key holds."""
        return self.keys.with_name(self.keys.name + _NEXT)

    @property
    def next_records(self) -> Path:
        """The record under the new key."""
        return self.records.with_name(self.records.name + _NEXT)

    @property
    def next_sounds(self) -> Path:
        """The kept sound under the new key."""
        return self.sounds.with_name(self.sounds.name + _NEXT)

    @property
    def old_sounds(self) -> Path:
        """The kept sound under the old key, on its way out."""
        return self.sounds.with_name(self.sounds.name + ".old")

    def put_in_place(self) -> None:
        """What is left of a rotation that is decided; may be cut off and begun again anywhere."""
        if self.next_records.exists():
            for suffix in ("-wal", "-shm", "-journal"):
                _beside(self.records, suffix).unlink(missing_ok=True)
            self.next_records.replace(self.records)
        if _beside(self.next_records, SUFFIX).exists():
            _beside(self.next_records, SUFFIX).replace(_beside(self.records, SUFFIX))
        if self.next_sounds.exists():
            shutil.rmtree(self.old_sounds, ignore_errors=True)
            if self.sounds.exists():
                self.sounds.replace(self.old_sounds)
            self.next_sounds.replace(self.sounds)
        keys.sync_folder(self.keys.parent)
        self.next_keys.replace(self.keys)
        keys.sync_folder(self.keys.parent)
        shutil.rmtree(self.old_sounds, ignore_errors=True)

    def clear(self) -> None:
        """Throw away what was made and not decided on."""
        if self.next_keys.exists():
            return
        for suffix in ("", "-wal", "-shm", "-journal", SUFFIX):
            _beside(self.next_records, suffix).unlink(missing_ok=True)
        for folder in (self.next_sounds, self.old_sounds):
            shutil.rmtree(folder, ignore_errors=True)


def finish(keys_path: Path) -> bool:
    """Put what a rotation has made in its place, if it was cut off behind its decisive step.

    To be called before the key file is read to unlock, or to be changed. Raises RecordsError.
    """
    places = Places(keys_path, keys_path.with_name("records.db"))
    if not places.next_keys.exists():
        return False
    with classified(keys_path), keys.writing(keys_path):
        # Whoever rotates holds the lock until all is in place: then nothing is left to do.
        if not places.next_keys.exists():
            return False
        places.put_in_place()
    return True


def clear_left_overs(keys_path: Path, records: Path) -> None:
    """Remove what a rotation left that was cut off before its decisive step, and half-written
    key files.

    Only while no other process uses the profile. Raises RecordsError.
    """
    with classified(records):
        Places(keys_path, records).clear()
        for half in keys_path.parent.glob(keys.TEMPORARY + "*"):
            half.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
