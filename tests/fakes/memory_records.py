"""A record in memory with the rules of the real one, and a disk that can be full."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from app.errors import AppError
from app.records.attestations import Deed
from app.records.model import AttestationRecord, EncounterHeader, GapRecord, Sound, TurnRecord


class MemoryRecords:
    """`app.session.book.Records`; made in a test, used by the processor's thread."""

    def __init__(self) -> None:
        self.header: EncounterHeader | None = None
        self.turns: list[TurnRecord] = []
        self.gaps: list[GapRecord] = []
        self.deeds: list[Deed] = []
        self.proposed: list[tuple[int, str, str]] = []
        self.sounds: dict[int, Sound] = {}
        self.ended = False
        self.closed = False
        self.full = threading.Event()
        self.no_sound = threading.Event()
        self.unkept = threading.Semaphore(0)
        """Released once for each sound that was refused."""
        self.threads: set[int] = set()

    def start_encounter(self, header: EncounterHeader) -> None:
        """See `Records`."""
        self._write()
        assert self.header is None
        self.header = header

    def keep_sound(self, encounter_id: str, turn: int, sound: Sound) -> None:
        """See `Records`."""
        self._write()
        if self.no_sound.is_set():
            self.unkept.release()
            raise AppError("sealed.not_written")
        assert turn not in self.sounds
        self.sounds[turn] = sound

    def add_turn(
        self, encounter_id: str, turn: TurnRecord, deed: AttestationRecord | None = None
    ) -> TurnRecord:
        """See `Records`."""
        self._write()
        assert self.header is not None
        assert encounter_id == self.header.id
        before = [old for old in self.turns if old.turn == turn.turn]
        assert turn.revision == len(before) + 1
        known = {old.turn for old in self.turns} | {gap.turn for gap in self.gaps if gap.turn}
        assert turn.turn in known or turn.turn == max(known, default=0) + 1, turn.turn
        self.turns.append(turn)
        if deed is not None:
            self._know(deed)
        return turn

    def add_deed(self, encounter_id: str, deed: Deed) -> None:
        """See `Records`."""
        self._write()
        self._know(deed)

    def add_gap(self, encounter_id: str, gap: GapRecord) -> GapRecord:
        """See `Records`."""
        self._write()
        self.gaps.append(gap)
        return gap

    def propose_terms(self, encounter_id: str, turn: int, words: Sequence[tuple[str, str]]) -> None:
        """See `Records`."""
        self._write()
        self.proposed += [(turn, lang, word) for lang, word in words]

    def end_encounter(self, encounter_id: str) -> None:
        """See `Records`."""
        self._write()
        self.ended = True

    def close(self) -> None:
        """See `Records`."""
        self.closed = True

    def _know(self, deed: Deed) -> None:
        assert any(turn.turn == deed.turn for turn in self.turns), deed
        self.deeds.append(deed)

    def _write(self) -> None:
        assert not self.closed
        self.threads.add(threading.get_ident())
        if self.full.is_set():
            raise AppError("records.disk_full")
