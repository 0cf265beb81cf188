"""A record cut into its turns: what is shown of a turn needs no look at all the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from app.records.model import EncounterRecord

_T = TypeVar("_T")


def by_turn(record: EncounterRecord) -> dict[int, EncounterRecord]:
    """For the number of each turn a record that holds nothing but this turn and what was done
    about it. Every list of the whole record is gone through once."""
    revisions = _grouped(record.revisions, lambda made: made.turn)
    authors = _grouped(record.authors, lambda wrote: wrote.turn)
    attestations = _grouped(record.attestations, lambda deed: deed.turn)
    confirmations = _grouped(record.confirmations, lambda deed: deed.turn)
    teach_backs = _grouped(record.teach_backs, lambda said: said.turn)
    return {
        turn.turn: replace(
            record,
            turns=(turn,),
            revisions=revisions.get(turn.turn, ()),
            authors=authors.get(turn.turn, ()),
            attestations=attestations.get(turn.turn, ()),
            confirmations=confirmations.get(turn.turn, ()),
            teach_backs=teach_backs.get(turn.turn, ()),
            gaps=(),
        )
        for turn in record.turns
    }


def _grouped(entries: Iterable[_T], turn_of: Callable[[_T], int]) -> dict[int, tuple[_T, ...]]:
    groups: defaultdict[int, list[_T]] = defaultdict(list)
    for entry in entries:
        groups[turn_of(entry)].append(entry)
    return {number: tuple(group) for number, group in groups.items()}
