"""An encounter with what only those who look after records see: who wrote what, and its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.records import sounds, states
from app.records.model import Author, EncounterRecord
from app.records.sounds import SoundFact
from app.records.states import State, StateChange


@dataclass(frozen=True, slots=True)
class History:
    """A record with what else is known of it."""

    record: EncounterRecord
    states: tuple[StateChange, ...]
    sounds: Mapping[int, SoundFact] = field(default_factory=dict)
    """Of which turns there is sound, or was."""

    @property
    def authors(self) -> Mapping[tuple[int, int], Author]:
        """Who put each revision on record, by turn and revision."""
        return self.record.authored

    @property
    def state(self) -> State:
        """The state the encounter is in."""
        return self.states[-1].state if self.states else State.DRAFT


def authors(connection: Any, encounter_id: str) -> tuple[Author, ...]:
    """Who put each revision on record."""
    found = connection.execute(
        "SELECT turn, revision, user, role FROM authors JOIN revisions ON id = revision_id "
        "WHERE encounter_id = ? ORDER BY revision_id",
        [encounter_id],
    )
    return tuple(Author(*row) for row in found)


def load(connection: Any, encounter_id: str, record: EncounterRecord) -> History:
    """The rest of an encounter that has been read."""
    return History(
        record,
        states.load(connection, encounter_id),
        sounds.facts(connection, encounter_id),
    )
