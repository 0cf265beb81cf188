"""An encounter with what only those who look after records see: its states, and its sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.records import sounds, states
from app.records.model import EncounterRecord
from app.records.sounds import SoundFact
from app.records.states import State, StateChange


@dataclass(frozen=True, slots=True)
class History:
    """An encounter, and what became of it."""

    record: EncounterRecord
    states: tuple[StateChange, ...]
    sounds: Mapping[int, SoundFact] = field(default_factory=dict)
    """Of which turns there is sound, or was."""

    @property
    def state(self) -> State:
        """The state the encounter is in."""
        return self.states[-1].state if self.states else State.DRAFT


def load(connection: Any, encounter_id: str, record: EncounterRecord) -> History:
    """The rest of an encounter that has been read."""
    return History(
        record,
        states.load(connection, encounter_id),
        sounds.facts(connection, encounter_id),
    )
