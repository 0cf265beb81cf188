"""Deleting encounters when their time is over: by the profile's policy, once, on record.

An administrator decides how long (`app.records.keys.Policy`); records staff, who have the key,
carry it out. What stays of an encounter is its id, its day, who deleted it and why, and its
entries in the audit log, none of which hold names or words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.records.document_store import DocumentStore
from app.records.keys import Policy
from app.records.schema_audit import OF_A_REVISION, WHOLE_ENCOUNTER
from app.records.store import RecordStore

TABLES = (*OF_A_REVISION, *WHOLE_ENCOUNTER)
"""In which rows of an encounter are, apart from the sound of its gaps and itself."""


@dataclass(frozen=True, slots=True)
class Due:
    """An encounter whose time is over."""

    id: str
    started_at: str


def due(store: RecordStore, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """What the policy says is due at ``now``, the oldest first. Raises RecordsError."""
    if not policy.keep_days:
        return ()
    before = (now.astimezone(UTC) - timedelta(days=policy.keep_days)).isoformat()
    return tuple(Due(*found) for found in store.ended_before(before))


def apply(store: RecordStore, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """Delete what is due; gives it. Each encounter is one step, with its audit entry.

    Raises RecordsError ``records.not_permitted`` and those of a failed world; what was deleted
    until then is deleted.
    """
    gone = due(store, policy, now)
    for encounter in gone:
        store.purge(encounter.id, f"policy: {policy.keep_days} days")
    if gone:
        store.scrub()
    return gone


def due_documents(store: DocumentStore, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """Case documents that nobody has changed for as long as encounters are kept."""
    if not policy.keep_days:
        return ()
    before = (now.astimezone(UTC) - timedelta(days=policy.keep_days)).isoformat()
    return tuple(Due(*found) for found in store.documents_before(before))


def apply_to_documents(store: DocumentStore, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """Delete the documents that are due; gives them. Raises as `apply`."""
    gone = due_documents(store, policy, now)
    for document in gone:
        store.purge_document(document.id, f"policy: {policy.keep_days} days")
    if gone:
        store.scrub()
    return gone


def due_sounds(store: RecordStore, policy: Policy, now: datetime) -> tuple[str, ...]:
    """Encounters whose kept sound is due at ``now`` while their words stay. Raises RecordsError."""
    if not policy.keep_sound_days:
        return ()
    before = (now.astimezone(UTC) - timedelta(days=policy.keep_sound_days)).isoformat()
    return tuple(store.sounds_before(before))


def apply_to_sounds(store: RecordStore, policy: Policy, now: datetime) -> tuple[str, ...]:
    """Erase the sound that is due; gives the encounters it was of. Raises as `apply`."""
    gone = due_sounds(store, policy, now)
    for encounter_id in gone:
        store.remove_sounds(encounter_id, f"policy: {policy.keep_sound_days} days")
    return gone
