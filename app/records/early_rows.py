"""What rows of early versions do not say, told from the rows beside them.

The rows stay as they are: they are vouched for (`app.records.vouching`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.records.model import (
    AFTERWARDS,
    LIVE_REASONS,
    TeachBackOutcome,
    TeachBackRecord,
    TurnRecord,
)


def afterwards(made: TurnRecord, ended_at: str) -> TurnRecord:
    """A correction made in the records window, marked as such; any other revision as it is."""
    late = bool(ended_at) and made.created_at > ended_at
    if made.revision == 1 or made.afterwards or (made.reason in LIVE_REASONS and not late):
        return made
    return replace(made, held=(AFTERWARDS,), origin=made.origin.changed)


def about_versions(
    said: Iterable[TeachBackRecord], revisions: Sequence[TurnRecord]
) -> tuple[TeachBackRecord, ...]:
    """Teach-backs with the version that each is about: a result's is what was asked for.

    Where that is not on record either, it is the newest version at that time.
    """
    asked: dict[int, int] = {}
    found = []
    for each in said:
        version = each.revision or asked.pop(each.turn, 0) or _version_at(each, revisions)
        if each.outcome is TeachBackOutcome.ASKED:
            asked[each.turn] = version
        found.append(replace(each, revision=version))
    return tuple(found)


def _version_at(said: TeachBackRecord, revisions: Sequence[TurnRecord]) -> int:
    then = (
        made.revision
        for made in revisions
        if made.turn == said.turn and not made.afterwards and made.created_at <= said.created_at
    )
    return max(then, default=1)
