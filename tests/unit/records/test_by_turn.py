"""A record cut into its turns holds all of it, and goes through its lists once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.records.by_turn import by_turn
from app.records.model import EncounterRecord
from tests.golden.sample_records import sample

LISTS = ("turns", "revisions", "attestations", "confirmations", "teach_backs")


def test_every_turn_has_what_was_done_about_it_and_nothing_else() -> None:
    record = sample("en")
    cut = by_turn(record)
    assert list(cut) == [turn.turn for turn in record.turns]
    for name in LISTS:
        for number, about in cut.items():
            kept = tuple(entry for entry in getattr(record, name) if entry.turn == number)
            assert getattr(about, name) == kept
    assert all(about.said_back(n) == record.said_back(n) for n, about in cut.items())


class Counted(tuple):  # type: ignore[type-arg]
    """A list of the record that counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[object]:
        Counted.times += 1
        return super().__iter__()


def test_no_list_of_the_record_is_gone_through_for_every_turn() -> None:
    record: EncounterRecord = sample("en")
    counted = {name: Counted(getattr(record, name)) for name in LISTS}
    Counted.times = 0
    by_turn(replace(record, **counted))  # type: ignore[arg-type]
    assert 0 < Counted.times <= len(LISTS)
