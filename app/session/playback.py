"""Playing kept sound: from memory to the loudspeaker, never through a file.

`Player` is what a window drives; the loudspeaker is behind an interface that a test can stand in
for. Nothing is decoded but what is being heard, and it is let go of when it stops.
"""

from __future__ import annotations

import threading
from typing import Protocol

from app.session.devices import AudioUnavailable, Fill, OnDead, OutputStream


class Speaker(Protocol):
    """The loudspeaker of this machine: `app.session.devices.PortAudioDevices`."""

    def open_output(self, rate_hz: int, fill: Fill, on_end: OnDead) -> OutputStream:
        """Begin to play what ``fill`` gives; ``on_end`` is told when it is over, or the device is
        gone. Raises AudioUnavailable ``audio.no_output``, ``audio.no_system``."""
        ...


class Player:
    """Plays one sound at a time. Used by one thread; ``position_ms`` and ``playing`` by any."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._lock = threading.Lock()
        self._pcm = b""
        self._rate_hz = 1
        self._at = 0
        self._stream: OutputStream | None = None
        self._ended = threading.Event()

    @property
    def playing(self) -> bool:
        """Something is to be heard."""
        return self._stream is not None and not self._ended.is_set()

    @property
    def position_ms(self) -> int:
        """How far it has come."""
        with self._lock:
            return self._at // 2 * 1000 // self._rate_hz

    @property
    def length_ms(self) -> int:
        """How long it is; 0 when nothing was to be played."""
        with self._lock:
            return len(self._pcm) // 2 * 1000 // self._rate_hz

    def play(self, pcm: bytes, rate_hz: int) -> None:
        """Play this from its beginning, instead of what plays. Raises AudioUnavailable."""
        self.stop()
        with self._lock:
            self._pcm, self._rate_hz, self._at = pcm, rate_hz, 0
        self._ended.clear()
        try:
            self._stream = self._speaker.open_output(rate_hz, self._fill, self._ended.set)
        except AudioUnavailable:
            self.stop()
            raise

    def stop(self) -> None:
        """Be silent and forget the sound."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        with self._lock:
            self._pcm, self._at = b"", 0

    def _fill(self, samples: int) -> tuple[bytes, bool]:
        with self._lock:
            data = self._pcm[self._at : self._at + samples * 2]
            self._at += len(data)
            return data, self._at >= len(self._pcm)
