"""Audio devices that a test plugs in and out."""

from __future__ import annotations

import threading

import numpy as np

from app.session.devices import AudioUnavailable, InputDevice, InputStream, OnAudio, OnDead


class FakeStream:
    """A stream of `FakeDevices`: delivers what the test pushes while it is open."""

    def __init__(self, owner: FakeDevices, on_audio: OnAudio, on_dead: OnDead) -> None:
        self.owner = owner
        self.on_audio = on_audio
        self.on_dead = on_dead
        self.closed = False

    def close(self) -> None:
        """Nothing comes after this."""
        self.closed = True


class FakeDevices:
    """`app.session.devices.AudioDevices` with one microphone."""

    def __init__(self, name: str = "mic", rate: int = 16_000) -> None:
        self.name = name
        self.rate = rate
        self.plugged = True
        self.mute = False
        self.streams: list[FakeStream] = []
        self.opened = threading.Semaphore(0)
        self.refused = threading.Semaphore(0)

    def inputs(self) -> list[InputDevice]:
        """See `AudioDevices`."""
        return [InputDevice(self.name, 1, self.rate)] if self.plugged else []

    def open(
        self, name: str, channels: int, frame_ms: int, on_audio: OnAudio, on_dead: OnDead
    ) -> tuple[InputStream, int]:
        """See `AudioDevices`."""
        if not self.plugged or name != self.name:
            self.refused.release()
            raise AudioUnavailable("audio.no_device", device=name)
        self.streams.append(FakeStream(self, on_audio, on_dead))
        self.opened.release()
        return self.streams[-1], self.rate

    def push(self, samples: np.ndarray, *, overflowed: bool = False) -> None:
        """Deliver int16 samples of one channel in frames, as the driver's thread would."""
        stream = self.streams[-1]
        assert not stream.closed
        frame = self.rate * 32 // 1000
        for at in range(0, len(samples), frame):
            stream.on_audio(samples[at : at + frame].reshape(-1, 1), overflowed)

    def unplug(self, *, driver_tells: bool) -> None:
        """The device is gone; some drivers say so, some just fall silent."""
        self.plugged = False
        if driver_tells:
            self.streams[-1].on_dead()
