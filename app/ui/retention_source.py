"""What the policy says is due for deletion, as the windows ask for it; every call blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.records import retention
from app.records.access import Access
from app.records.document_store import DocumentStore
from app.records.keys import Policy
from app.records.model import EncounterHeader
from app.records.retention import Due


@dataclass(frozen=True, slots=True)
class Pending:
    """What is due at ``at``: encounters, case documents, and encounters of which only the sound
    goes."""

    at: datetime
    policy: Policy
    encounters: tuple[EncounterHeader, ...] = ()
    documents: tuple[Due, ...] = ()
    sounds: tuple[EncounterHeader, ...] = ()

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.encounters) + len(self.documents) + len(self.sounds)


@dataclass(frozen=True, slots=True)
class RetentionSource:
    """Opens the record for each call, as whoever has unlocked it. All methods raise AppError."""

    path: Path
    access: Callable[[], Access]
    policy: Callable[[], Policy]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def look(self) -> Pending:
        """What is due now; nothing is changed."""
        policy, now = self.policy(), self.now()
        if not (policy.keep_days or policy.keep_sound_days):
            return Pending(now, policy)
        with DocumentStore.open(self.path, self.access()) as store:
            due = {found.id for found in retention.due(store, policy, now)}
            sounds = set(retention.due_sounds(store, policy, now)) - due
            documents = retention.due_documents(store, policy, now)
            headers = store.list_encounters() if due or sounds else []
        return Pending(
            now,
            policy,
            tuple(header for header in reversed(headers) if header.id in due),
            documents,
            tuple(header for header in reversed(headers) if header.id in sounds),
        )

    def carry_out(self, pending: Pending) -> Pending:
        """Delete what was shown, by the policy it was shown for; gives what is due afterwards."""
        with DocumentStore.open(self.path, self.access()) as store:
            retention.apply(store, pending.policy, pending.at)
            retention.apply_to_documents(store, pending.policy, pending.at)
            retention.apply_to_sounds(store, pending.policy, pending.at)
        return self.look()
