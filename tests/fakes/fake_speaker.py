"""A loudspeaker that plays when a test says so, and remembers what it played."""

from __future__ import annotations

from app.errors import AppError
from app.session.devices import AudioUnavailable, Fill, OnDead


class FakeSpeaker:
    """`app.session.playback.Speaker`; its streams are itself. ``refuse`` is a code to fail with."""

    def __init__(self) -> None:
        self.refuse = ""
        self.heard = b""
        self.rate_hz = 0
        self.open_streams = 0
        self._fill: Fill | None = None
        self._on_end: OnDead | None = None

    def open_output(self, rate_hz: int, fill: Fill, on_end: OnDead) -> FakeSpeaker:
        """See `Speaker`."""
        if self.refuse:
            raise AudioUnavailable(self.refuse)
        self.heard, self.rate_hz = b"", rate_hz
        self._fill, self._on_end = fill, on_end
        self.open_streams += 1
        return self

    def pull(self, samples: int) -> None:
        """Play so much."""
        if self._fill is None:
            raise AppError("nothing is open")
        data, last = self._fill(samples)
        self.heard += data
        if last:
            self.vanish()

    def vanish(self) -> None:
        """The stream ends: everything was played, or the device is gone."""
        if self._on_end is not None:
            self._on_end()
        self._fill = None

    def close(self) -> None:
        """See `OutputStream`."""
        self.open_streams -= 1
        self._fill = None
