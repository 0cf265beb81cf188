"""A record in memory with the rules of the real one, and a disk that can be full."""

from __future__ import annotations

import threading

from app.errors import AppError
from app.records.model import EncounterHeader, GapRecord, TurnRecord


class MemoryRecords:
    """`app.session.book.Records`; made in a test, used by the processor's thread."""

    def __init__(self) -> None:
        self.header: EncounterHeader | None = None
        self.turns: list[TurnRecord] = []
        self.gaps: list[GapRecord] = []
        self.ended = False
        self.closed = False
        self.full = threading.Event()
        self.threads: set[int] = set()

    def start_encounter(self, header: EncounterHeader) -> None:
        """See `Records`."""
        self._write()
        assert self.header is None
        self.header = header

    def add_turn(self, encounter_id: str, turn: TurnRecord) -> TurnRecord:
        """See `Records`."""
        self._write()
        assert self.header is not None
        assert encounter_id == self.header.id
        before = [old for old in self.turns if old.turn == turn.turn]
        assert turn.revision == len(before) + 1
        known = {old.turn for old in self.turns} | {gap.turn for gap in self.gaps if gap.turn}
        assert turn.turn in known or turn.turn == max(known, default=0) + 1, turn.turn
        self.turns.append(turn)
        return turn

    def add_gap(self, encounter_id: str, gap: GapRecord) -> GapRecord:
        """See `Records`."""
        self._write()
        self.gaps.append(gap)
        return gap

    def end_encounter(self, encounter_id: str) -> None:
        """See `Records`."""
        self._write()
        self.ended = True

    def close(self) -> None:
        """See `Records`."""
        self.closed = True

    def _write(self) -> None:
        assert not self.closed
        self.threads.add(threading.get_ident())
        if self.full.is_set():
            raise AppError("records.disk_full")
