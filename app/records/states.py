"""The states of an encounter: draft, reviewed, signed, amended, and who may change which.

A correction changes them by itself: what was reviewed is a draft again, what was signed is
amended, for the words are no longer those that somebody answered for. Changes are rows that are
only added; nobody can make an encounter's past look different.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.records import audit, vouching
from app.records.access import Act, Actor
from app.records.failures import RecordsError
from app.records.moment import utc_now


class State(StrEnum):
    """How far an encounter's record has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    AMENDED = "amended"
    """Changed after it was signed; to be reviewed and signed again."""


STEPS: dict[State, dict[State, tuple[Act, Act | None]]] = {
    State.DRAFT: {State.REVIEWED: (Act.CORRECT_OWN, Act.CORRECT_ALL)},
    State.AMENDED: {State.REVIEWED: (Act.CORRECT_OWN, Act.CORRECT_ALL)},
    State.REVIEWED: {
        State.SIGNED: (Act.ATTEST, None),
        State.DRAFT: (Act.CORRECT_OWN, Act.CORRECT_ALL),
    },
    State.SIGNED: {},
}
"""From which state to which, and what must be granted: for one's own, and for every encounter."""

AFTER_CORRECTION = {State.REVIEWED: State.DRAFT, State.SIGNED: State.AMENDED}


@dataclass(frozen=True, slots=True)
class StateChange:
    """Who brought an encounter into a state, when and why.

    ``content`` is the hash of all turns as they were then.
    """

    state: State
    user: str
    role: str
    reason: str
    content: str
    created_at: str


def load(connection: Any, encounter_id: str) -> tuple[StateChange, ...]:
    """The changes in their order; an encounter without any is a draft."""
    found = connection.execute(
        "SELECT state, user, role, reason, content, created_at FROM states "
        "WHERE encounter_id = ? ORDER BY id",
        [encounter_id],
    )
    return tuple(StateChange(State(row[0]), *tuple(row)[1:]) for row in found)


def current(connection: Any, encounter_id: str) -> State:
    """The state that the last change made."""
    changes = load(connection, encounter_id)
    return changes[-1].state if changes else State.DRAFT


def step(before: State, after: State, encounter_id: str) -> tuple[Act, Act | None]:
    """What must be granted for this change; ``records.wrong_state`` where there is no such."""
    acts = STEPS[before].get(after)
    if acts is None:
        raise RecordsError(
            "records.wrong_state", id=encounter_id, state=before.value, wanted=after.value
        )
    return acts


def add(
    connection: Any, encounter_id: str, state: State, actor: Actor, reason: str
) -> tuple[StateChange, list[list[object]]]:
    """Add a change inside the caller's transaction; with what its entry says to vouch for it."""
    change = StateChange(
        state, actor.name, actor.role.value, reason, content(connection, encounter_id), utc_now()
    )
    row = {**asdict(change), "encounter_id": encounter_id, "state": state.value}
    return change, vouching.insert_of(connection, encounter_id, "states", [row])


def content(connection: Any, encounter_id: str) -> str:
    """The hash of every turn as it is now; it changes with each correction."""
    cursor = connection.execute(
        "SELECT *, max(revision) FROM revisions WHERE encounter_id = ? GROUP BY turn ORDER BY turn",
        [encounter_id],
    )
    names = [column[0] for column in cursor.description]
    digest = hashlib.sha256()
    for values in cursor.fetchall():
        row = dict(zip(names, tuple(values), strict=True))
        digest.update(f"{row['turn']} {row['revision']} {audit.content_of(row)}\n".encode())
    return digest.hexdigest()
