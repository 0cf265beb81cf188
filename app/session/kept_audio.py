"""The audio of the last turns, in memory, for swap and retry."""

from __future__ import annotations

from collections import OrderedDict

from app.session.jobs import Spoken


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
