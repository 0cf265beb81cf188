"""The bounded queue between the audio callback and the segmenter.

The callback does one `put_nowait`. What does not fit is counted, and the count travels with the
next block that fits, so that the gap is reported exactly where it is. Marks (a party holds the
button, the stream ends) keep their place among the blocks and are never dropped.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from app.records.model import Party

CAPACITY_FRAMES = 300
"""Blocks that may wait; a source makes blocks of one frame (32 ms) or less, so 9.6 s."""

Clock = Callable[[], float]
"""Monotonic seconds."""

Samples = npt.NDArray[np.int16] | npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    """Audio of at most one frame: shape (samples, channels), int16 or float32 in [-1, 1]."""

    samples: Samples
    rate: int
    first_channel: int = 0
    """Where these channels stand among those of the session, when several sources listen."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A block with the time of its arrival and what was lost just before it."""

    block: Block
    at_s: float
    lost_ms: int = 0
    lost_code: str = ""


class Mark(StrEnum):
    """Something that happened between two blocks."""

    HOLD = "hold"
    FLUSH = "flush"
    SOURCE_ENDED = "source_ended"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark in its place. ``party`` belongs to HOLD, ``name`` to SOURCE_ENDED."""

    mark: Mark
    party: Party | None = None
    name: str = ""
    lost_ms: int = 0
    lost_code: str = ""


class Capture:
    """Blocks and marks in order. Writers: the sources' threads; one reader: the segmenter."""

    def __init__(
        self, capacity_frames: int = CAPACITY_FRAMES, clock: Clock = time.monotonic
    ) -> None:
        self._capacity = capacity_frames
        self._clock = clock
        self._changed = threading.Condition()
        self._items: deque[Captured | Marked] = deque()
        self._blocks = 0
        self._lost_ms = 0.0
        self._lost_code = ""

    def put_nowait(self, block: Block) -> bool:
        """Take a block if there is room, count it as lost if not. Never waits for room."""
        with self._changed:
            if self._blocks >= self._capacity:
                self._lose(len(block.samples) * 1000 / block.rate, "audio.overflow")
                return False
            self._append(block)
            return True

    def put(self, block: Block, timeout_s: float) -> bool:
        """Wait for room: for recordings read faster than real time. False after the time-out."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._blocks < self._capacity, timeout_s):
                return False
            self._append(block)
            return True

    def lose(self, ms: float, code: str) -> None:
        """Audio was lost before it came here (an unplugged device)."""
        with self._changed:
            self._lose(ms, code)

    def mark(self, marked: Marked) -> None:
        """Put a mark after everything captured so far."""
        with self._changed:
            lost_ms, code = self._take_loss()
            self._items.append(Marked(marked.mark, marked.party, marked.name, lost_ms, code))
            self._changed.notify_all()

    def get(self, timeout_s: float) -> Captured | Marked | None:
        """The next block or mark; None after the time-out."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._items), timeout_s):
                return None
            item = self._items.popleft()
            if isinstance(item, Captured):
                self._blocks -= 1
                self._changed.notify_all()
            return item

    def __len__(self) -> int:
        return len(self._items)

    def _append(self, block: Block) -> None:
        lost_ms, code = self._take_loss()
        self._items.append(Captured(block, self._clock(), lost_ms, code))
        self._blocks += 1
        self._changed.notify_all()

    def _lose(self, ms: float, code: str) -> None:
        self._lost_ms += ms
        self._lost_code = self._lost_code or code

    def _take_loss(self) -> tuple[int, str]:
        lost = (round(self._lost_ms), self._lost_code)
        self._lost_ms = 0.0
        self._lost_code = ""
        return lost
