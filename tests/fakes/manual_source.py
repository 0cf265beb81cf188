"""A source that delivers exactly what a test says, when it says so."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.errors import AppError
from app.records.model import Party
from app.session.capture import Block, Capture
from app.session.sources import OnState
from speech.types import FRAME_SAMPLES, SAMPLE_RATE
from tests.fakes.tones import quiet, tone


class ManualSource:
    """`app.session.sources.Source` driven by hand; waits for room like a recording."""

    def __init__(self, parties: tuple[Party | None, ...] = (None,), lossless: bool = True) -> None:
        self.name = "by hand"
        self.parties = parties
        self.lossless = lossless
        self.capture: Capture | None = None
        self.running = False
        self.refuse = ""
        self.stops = 0
        self.pushed_ms = 0

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """See `Source`; fails with the code in ``refuse``."""
        if self.refuse:
            raise AppError(self.refuse)
        self.capture = capture
        self.running = True
        on_state("open", self.name)

    def stop(self) -> None:
        """See `Source`."""
        self.running = False
        self.stops += 1

    def push(self, *channels: npt.NDArray[np.float32]) -> None:
        """Deliver audio, frame by frame."""
        assert self.running
        assert self.capture is not None
        audio = np.stack(channels, axis=1)
        self.pushed_ms += len(audio) * 1000 // SAMPLE_RATE
        for at in range(0, len(audio), FRAME_SAMPLES):
            block = Block(audio[at : at + FRAME_SAMPLES], SAMPLE_RATE)
            assert self.capture.put(block, 10.0)

    def say(self, hz: float, *, ms: int = 800, after_ms: int = 900) -> None:
        """A sentence and the silence that ends it."""
        self.push(tone(hz, ms))
        if after_ms:
            self.push(quiet(after_ms))
