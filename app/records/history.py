"""An encounter with what only those who look after records see: who wrote what, and its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.records import sounds, states
from app.records.model import EncounterRecord
from app.records.sounds import SoundFact
from app.records.states import State, StateChange


@dataclass(frozen=True, slots=True)
class Author:
    """Who put a revision on record."""

    user: str
    role: str


@dataclass(frozen=True, slots=True)
class History:
    """``authors`` by turn and revision; revisions from before there were users have none."""

    record: EncounterRecord
    authors: Mapping[tuple[int, int], Author]
    states: tuple[StateChange, ...]
    sounds: Mapping[int, SoundFact] = field(default_factory=dict)
    """Of which turns there is sound, or was."""

    @property
    def state(self) -> State:
        """The state the encounter is in."""
        return self.states[-1].state if self.states else State.DRAFT


def load(connection: Any, encounter_id: str, record: EncounterRecord) -> History:
    """The rest of an encounter that has been read."""
    found = connection.execute(
        "SELECT turn, revision, user, role FROM authors JOIN revisions ON id = revision_id "
        "WHERE encounter_id = ?",
        [encounter_id],
    )
    authors = {(row[0], row[1]): Author(row[2], row[3]) for row in found}
    return History(
        record,
        authors,
        states.load(connection, encounter_id),
        sounds.facts(connection, encounter_id),
    )
