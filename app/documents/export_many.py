"""Many consultations at once: one whole file after the other, with progress, until somebody
cancels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.documents.deidentify import Replaced
from app.documents.export import ExportError, Made, Wish, make
from app.errors import AppError
from app.records.model import EncounterRecord
from app.whole_file import Parts, write_whole


class Records(Protocol):
    """What gives the encounters; asks itself who may have them."""

    def load_for_export(self, encounter_id: str, **details: object) -> EncounterRecord:
        """See `RecordReader.load_for_export`."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """One file that is whole and in its place."""

    encounter_id: str
    path: Path
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """One encounter of which there is no file, and why."""

    encounter_id: str
    error: AppError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each encounter; ``left`` are those that nobody came to any more."""

    written: tuple[Written, ...]
    failed: tuple[Failed, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def cancelled(self) -> bool:
        """Whether somebody stopped it before the end."""
        return bool(self.left)


Put = Callable[[Path, bytes], Path]
"""Puts a finished document into the folder; gives the path it has there."""

Progress = Callable[[int, int], None]
"""How many encounters are done, of how many."""


def put_plain(parts: Parts | None = None) -> Put:
    """The file as it is; ``parts`` remembers what a crash would leave behind."""

    def put(path: Path, data: bytes) -> Path:
        try:
            write_whole(path, data, parts)
        except OSError as error:
            raise ExportError("export.cannot_write", path=str(path), errno=error.errno) from error
        return path

    return put


def export_many(
    records: Records,
    encounter_ids: Sequence[str],
    wish: Wish,
    folder: Path,
    put: Put,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Write a file for each encounter. Somebody who cancels keeps the files that are finished.

    One that fails does not keep the others from being written. Raises ExportError only where
    the wish itself makes no sense.
    """
    wish.check()
    written: list[Written] = []
    failed: list[Failed] = []
    for place, encounter_id in enumerate(encounter_ids):
        progress(place, len(encounter_ids))
        if cancelled():
            return Outcome(tuple(written), tuple(failed), tuple(encounter_ids[place:]))
        try:
            made = _made(records, encounter_id, wish)
            if cancelled():
                return Outcome(tuple(written), tuple(failed), tuple(encounter_ids[place:]))
            path = put(folder / made.name, made.data)
        except AppError as error:
            failed.append(Failed(encounter_id, error))
        else:
            written.append(Written(encounter_id, path, made.replaced))
    progress(len(encounter_ids), len(encounter_ids))
    return Outcome(tuple(written), tuple(failed))


def _made(records: Records, encounter_id: str, wish: Wish) -> Made:
    return make(records.load_for_export(encounter_id, **wish.details()), wish)
