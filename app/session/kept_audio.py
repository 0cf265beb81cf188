"""The audio of the last turns, in memory, for swap and retry; and all of it for the record."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable

from app.errors import AppError
from app.records.model import Sound
from app.session.events import NotDone, SessionEvent
from app.session.jobs import Spoken
from app.session.record_port import Records
from speech.types import SAMPLE_RATE

log = logging.getLogger("yizhen.session")


class KeptAudio:
    """Bounded; answered turns give way before those that could not be answered."""

    def __init__(self, max_bytes: int = 96 << 20) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answered: OrderedDict[int, Spoken] = OrderedDict()
        self._open: OrderedDict[int, Spoken] = OrderedDict()

    def keep(self, turn: int, spoken: Spoken, *, answered: bool) -> None:
        """Keep a turn's audio."""
        self.forget(turn)
        (self._answered if answered else self._open)[turn] = spoken
        self._bytes += len(spoken.utterance.pcm)
        while self._bytes > self._max_bytes:
            oldest = self._answered or self._open
            self.forget(next(iter(oldest)))

    def get(self, turn: int) -> Spoken | None:
        """A turn's audio, if it is still kept."""
        return self._answered.get(turn) or self._open.get(turn)

    def forget(self, turn: int) -> None:
        """Drop a turn's audio."""
        for kept in (self._answered, self._open):
            spoken = kept.pop(turn, None)
            if spoken is not None:
                self._bytes -= len(spoken.utterance.pcm)


class SoundKeeper:
    """Puts the sound of turns into the record, where the patient has agreed to that."""

    def __init__(
        self, records: Records, encounter_id: str, put: Callable[[SessionEvent], None]
    ) -> None:
        self._records = records
        self._id = encounter_id
        self._put = put
        self._done: set[int] = set()
        self._trouble = ""

    def put_away(self, turn: int, spoken: Spoken | None) -> None:
        """Keep a turn's sound behind its words: nobody waits for it, and no word is lost if it
        cannot be kept. That is told once for each kind of trouble."""
        if spoken is None or turn in self._done:
            return
        try:
            self._records.keep_sound(self._id, turn, Sound(spoken.utterance.pcm, SAMPLE_RATE))
        except AppError as error:
            log.error("the sound of turn %d is not kept: %s", turn, error.code)
            if error.code != self._trouble:
                self._trouble = error.code
                self._put(NotDone("keep_sound", turn, error.code))
            return
        self._done.add(turn)
