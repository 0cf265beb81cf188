"""The writing half of the record, and what it does with kept sound (`app.records.sounds`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.records import sounds
from app.records.access import Act
from app.records.failures import RecordsError, classified
from app.records.model import Sound
from app.records.reader import RecordReader


class SoundStore(RecordReader):
    """A record file, opened for writing; `RecordStore` is the whole of it."""

    def keep_sound(self, encounter_id: str, turn: int, sound: Sound) -> None:
        """Keep the sound of a turn, sealed beside the record; once for each turn.

        ``records.no_consent`` unless the patient agreed to being recorded.
        """
        with self._transaction("sound.keep", encounter_id, turn=turn) as details:
            header = self._header(encounter_id)
            self._require(encounter_id, Act.RUN)
            if not header.consent_recording_at:
                raise RecordsError("records.no_consent", id=encounter_id)
            folder, connection = sounds.folder_of(self._path), self._database.conn
            details["sound"] = sounds.keep(
                connection, folder, self._access, encounter_id, turn, sound
            )

    def remove_sounds(self, encounter_id: str, reason: str) -> int:
        """Erase the kept sound of an encounter: its time is over, or the patient takes their word
        back. Gives how many sounds there were."""
        with self._transaction("sound.remove", encounter_id, reason=reason) as details:
            self._header(encounter_id)
            self._require(encounter_id, Act.CORRECT_OWN, Act.RETAIN)
            files = sounds.mark_removed(self._database.conn, encounter_id)
            details["sounds"] = len(files)
        sounds.erase(sounds.folder_of(self._path), files)
        return len(files)

    def sounds_before(self, time: str) -> list[str]:
        """Encounters with sound that was kept before ``time``, the oldest first."""
        with self._reading("sounds.due", "", {}):
            self._access.actor.require(Act.RETAIN)
            return sounds.kept_before(self._database.conn, time)

    def remove_stray_sounds(self) -> None:
        """Erase what a crash left of sounds. Call only when no other process runs."""
        with classified(self._path):
            sounds.remove_strays(self._database.conn, self._path)

    @contextmanager
    def _reading(
        self, event: str, encounter_id: str, details: dict[str, object]
    ) -> Iterator[dict[str, object]]:
        with classified(self._path), self._step(event, encounter_id, details):
            yield details

    @contextmanager
    def _transaction(
        self, event: str, encounter_id: str, **details: object
    ) -> Iterator[dict[str, object]]:
        """One durable step with its audit entry; the block may add details to it.

        Everything that writes goes through here and asks `_require` first: so nothing is written
        that is not permitted or not in the log.
        """
        with classified(self._path), self._step(event, encounter_id, details):
            yield details
