"""Commits turns as fast as it can and prints each after its commit, until it is killed.

python -m tests.process.record_writer RECORD_FILE SEED
"""

from __future__ import annotations

import random
from multiprocessing.connection import Connection
from pathlib import Path

from app.records.model import EncounterHeader, FindingRecord, GapRecord, Party, TurnRecord
from app.records.store import RecordStore
from tests.fakes.record_access import ACCESS

ENCOUNTER = "e-kill"


def made_turn(number: int, revision: int) -> TurnRecord:
    """The turn that belongs to a number: the reader of the file makes the same one."""
    dice = random.Random(number * 1000 + revision)
    text = f"第{number}句，第{revision}版，" + "药" * dice.randrange(2000)
    return TurnRecord(
        turn=number,
        revision=revision,
        party=dice.choice(list(Party)),
        lang="zh",
        text=text,
        target_lang="en",
        translation=f"{number}.{revision}",
        reason="corrected" if revision > 1 else "",
        complete=dice.random() < 0.5,
        start_ms=number,
        end_ms=number + 1,
        findings=tuple(
            FindingRecord("number", f"number.missing:{at}", (0, 1))
            for at in range(dice.randrange(4))
        ),
        created_at="2026-11-21T01:02:03.000Z",
    )


def write(path: Path, seed: int, shown: Connection) -> None:
    """Write until killed."""
    dice = random.Random(seed)
    store = RecordStore.open(path, ACCESS)
    if not store.list_encounters():
        store.start_encounter(EncounterHeader(ENCOUNTER, "2026-11-21T01:02:03.000Z", "zh", "en"))
    revisions = {turn.turn: turn.revision for turn in store.load(ENCOUNTER).turns}
    while True:
        number = store.next_turn(ENCOUNTER)
        if revisions and dice.random() < 0.3:
            number = dice.choice(sorted(revisions))
        elif dice.random() < 0.1:
            store.add_gap(ENCOUNTER, GapRecord("unprocessed", "overload", 0, 1, number))
            shown.send(("gap", number, 0))
            continue
        revision = revisions.get(number, 0) + 1
        store.add_turn(ENCOUNTER, made_turn(number, revision))
        revisions[number] = revision
        shown.send(("turn", number, revision))
