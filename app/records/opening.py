"""What happens once after an unlock, before anybody works with the record.

The log of what happened without the key is taken in, and encounters that were cut off by a crash
or a loss of power get their end, so that the next start can say what it found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.records.access_log import AccessLog
from app.records.model import EncounterHeader
from app.records.rotation_files import clear_left_overs
from app.records.running import RunningMark
from app.records.store import RecordStore
from app.records.users import Unlocked, access_log
from app.whole_file import Parts


@dataclass(frozen=True, slots=True)
class Recovered:
    """An encounter that was cut off: how many turns of it are on record, and how many of those the
    patient was never shown as they stand."""

    header: EncounterHeader
    turns: int
    unsent: int = 0


@dataclass(frozen=True, slots=True)
class Welcome:
    """What somebody should know who has just unlocked the profile.

    ``mark`` must stay open while the process uses the profile.
    """

    mark: RunningMark
    failed_unlocks: int = 0
    """Since the last unlock."""
    recovered: tuple[Recovered, ...] = ()
    waiting: tuple[str, ...] = ()
    """Users who wait to be admitted by somebody who has the key."""


def enter_record(records: Path, unlocked: Unlocked) -> Welcome:
    """Begin to use the record. Raises RecordsError and KeysError.

    An administrator has no record to enter: only the log is written.
    """
    log: AccessLog = access_log(unlocked.keys_path, unlocked.file.digest)
    mark = RunningMark(records)
    try:
        if unlocked.access is None:
            log.add("unlock", unlocked.actor.name, unlocked.actor.role.value)
            mark.share()
            return Welcome(mark)
        if mark.alone:
            clear_left_overs(unlocked.keys_path, records)
            Parts(records.with_name(records.name + ".parts")).remove_left()
        with RecordStore.open(records, unlocked.access) as store:
            failed = store.welcome(log)
            if mark.alone:
                store.remove_stray_sounds()
            recovered = _recovered(store) if mark.alone else ()
        mark.share()
        waiting = tuple(m.name for m in unlocked.file.people if m.waiting)
        return Welcome(mark, failed, recovered, waiting)
    except BaseException:
        mark.close()
        raise


def _recovered(store: RecordStore) -> tuple[Recovered, ...]:
    found = []
    for encounter_id in store.cut_off():
        found.append(Recovered(*store.end_cut_off(encounter_id)))
    return tuple(found)
