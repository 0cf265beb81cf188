"""What the session needs of the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.records.model import (
    AttestationRecord,
    ConfirmationRecord,
    EncounterHeader,
    GapRecord,
    Sound,
    TeachBackRecord,
    TurnRecord,
)


class Records(Protocol):
    """The writing side of the record, as the session needs it: `app.records.store.RecordStore`.

    Made, used and closed by the processor thread only.
    """

    def start_encounter(self, header: EncounterHeader) -> None:
        """Begin an encounter; its id is new."""
        ...

    def add_turn(
        self, encounter_id: str, turn: TurnRecord, deed: AttestationRecord | None = None
    ) -> TurnRecord:
        """Add a revision of a turn and what it did to a held one, in one step; durable when this
        returns. Raises AppError."""
        ...

    def add_deed(
        self, encounter_id: str, deed: AttestationRecord | ConfirmationRecord | TeachBackRecord
    ) -> None:
        """Add what doctor or patient did about a turn. Raises AppError."""
        ...

    def add_gap(self, encounter_id: str, gap: GapRecord) -> GapRecord:
        """Add a gap. Raises AppError."""
        ...

    def propose_terms(self, encounter_id: str, turn: int, words: Sequence[tuple[str, str]]) -> None:
        """Note (language, term) pairs that may belong into the glossary. Raises AppError."""
        ...

    def keep_sound(self, encounter_id: str, turn: int, sound: Sound) -> None:
        """Keep the sound of a turn, once. Raises AppError."""
        ...

    def end_encounter(self, encounter_id: str) -> object:
        """Mark the encounter as ended. Raises AppError."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
