"""Audio devices, behind an interface that a test can stand in for. Only here: sounddevice."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.errors import AppError

OnAudio = Callable[[npt.NDArray[np.int16], bool], None]
"""Gets a fresh array of shape (samples, channels), in the driver's thread; True when the driver
says that audio was lost just before it."""

OnDead = Callable[[], None]
"""Told, in the driver's thread, that the stream has ended by itself."""

Fill = Callable[[int], tuple[bytes, bool]]
"""The next so many samples to play (signed 16 bit, one channel), and whether they were the last.
Called in the driver's thread."""

OUTPUT_BLOCK_MS = 50

PULSE_PREFIX = "pulse:"
"""Names of PulseAudio or PipeWire sources are written with this before them."""


class AudioUnavailable(AppError):
    """The audio system or the device cannot be used. Codes begin with ``audio.``."""


@dataclass(frozen=True, slots=True)
class InputDevice:
    """An input that can be opened: its name, its channels and the rate it likes best."""

    name: str
    channels: int
    rate: int


class InputStream(Protocol):
    """A running stream."""

    def close(self) -> None:
        """Stop at once; no callback comes after this."""
        ...


class OutputStream(Protocol):
    """Something that plays."""

    def close(self) -> None:
        """Stop at once; no callback comes after this."""
        ...


class AudioDevices(Protocol):
    """The inputs of this machine."""

    def inputs(self) -> list[InputDevice]:
        """What is there now, looked up afresh. Raises AudioUnavailable."""
        ...

    def open(
        self, name: str, channels: int, frame_ms: int, on_audio: OnAudio, on_dead: OnDead
    ) -> tuple[InputStream, int]:
        """Open an input ("": the default one) and start it; the stream and its sample rate.

        Raises AudioUnavailable: ``audio.no_device``, ``audio.cannot_open``, ``audio.no_system``,
        ``audio.not_two_channels``.
        """
        ...


def audio_system() -> Any:
    """The sounddevice library. Raises AudioUnavailable ``audio.no_system``."""
    try:
        import sounddevice as sd
    except OSError as error:
        raise AudioUnavailable("audio.no_system", reason="PortAudio is missing") from error
    return sd


class PortAudioDevices:
    """PortAudio through sounddevice.

    PortAudio looks for devices only once, when it is initialised; to see one that came back it
    is initialised anew, which would kill every open stream. So the open streams of the whole
    process are counted, whichever instance opened them, and while there is one, `inputs` gives
    what was there when PortAudio last looked.
    """

    _lock = threading.Lock()
    _streams = 0

    def inputs(self) -> list[InputDevice]:
        """See `AudioDevices.inputs`."""
        with self._lock:
            sd = self._fresh()
            return [
                InputDevice(
                    str(info["name"]),
                    int(info["max_input_channels"]),
                    round(info["default_samplerate"]),
                )
                for info in sd.query_devices()
                if info["max_input_channels"] > 0
            ]

    def open(
        self, name: str, channels: int, frame_ms: int, on_audio: OnAudio, on_dead: OnDead
    ) -> tuple[InputStream, int]:
        """See `AudioDevices.open`."""
        with self._lock:
            sd = self._fresh()
            pulse = name.removeprefix(PULSE_PREFIX) if name.startswith(PULSE_PREFIX) else ""
            index, info = _find(sd, "pulse" if pulse else name)
            rate = round(info["default_samplerate"])
            if info["max_input_channels"] < channels:
                raise AudioUnavailable("audio.not_two_channels", device=name)

            def callback(data: Any, _frames: int, _time: Any, status: Any) -> None:
                on_audio(data.copy(), bool(status.input_overflow))

            try:
                with _pulse_source(pulse):
                    stream = sd.InputStream(
                        samplerate=rate,
                        blocksize=rate * frame_ms // 1000,
                        device=index,
                        channels=channels,
                        dtype="int16",
                        callback=callback,
                        finished_callback=on_dead,
                    )
                    stream.start()
            except sd.PortAudioError as error:
                raise AudioUnavailable("audio.cannot_open", device=name) from error
            PortAudioDevices._streams += 1
            return _PortAudioStream(stream, self._closed), rate

    def open_output(self, rate_hz: int, fill: Fill, on_end: OnDead) -> OutputStream:
        """Play what ``fill`` gives on the default output; ``on_end`` is told when it is over, or
        the device is gone. Raises AudioUnavailable ``audio.no_output``, ``audio.no_system``.
        """

        def callback(out: Any, samples: int, _time: Any, _status: Any) -> None:
            data, last = fill(samples)
            silent_end = data.ljust(samples * 2, b"\0")
            out[:] = np.frombuffer(silent_end, dtype=np.int16)[:, None]
            if last:
                raise sd.CallbackStop

        with self._lock:
            sd = self._fresh()
            try:
                stream = sd.OutputStream(
                    samplerate=rate_hz,
                    blocksize=rate_hz * OUTPUT_BLOCK_MS // 1000,
                    channels=1,
                    dtype="int16",
                    callback=callback,
                    finished_callback=on_end,
                )
                stream.start()
            except (sd.PortAudioError, ValueError) as error:
                raise AudioUnavailable("audio.no_output") from error
            PortAudioDevices._streams += 1
            return _PortAudioStream(stream, self._closed)

    @classmethod
    def _closed(cls) -> None:
        with cls._lock:
            PortAudioDevices._streams -= 1

    def _fresh(self) -> Any:
        sd = audio_system()
        if self._streams == 0:
            try:
                sd._terminate()
                sd._initialize()
            except sd.PortAudioError as error:
                raise AudioUnavailable("audio.no_system", reason="PortAudio") from error
        return sd


class _PortAudioStream:
    def __init__(self, stream: Any, on_closed: Callable[[], None]) -> None:
        self._stream = stream
        self._on_closed = on_closed

    def close(self) -> None:
        """Abort and close; a device that is gone may refuse, which does not matter now."""
        import sounddevice as sd

        try:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
        except sd.PortAudioError:
            pass
        finally:
            self._on_closed()


def _find(sd: Any, name: str) -> tuple[int, Any]:
    """Index and description of an input by exact name, then by beginning; "" is the default."""
    devices = [
        (index, info)
        for index, info in enumerate(sd.query_devices())
        if info["max_input_channels"] > 0
    ]
    if not name:
        default = sd.default.device[0]
        for index, info in devices:
            if index == default:
                return index, info
        if devices:
            return devices[0]
    for fits in (str.__eq__, str.startswith):
        for index, info in devices:
            if name and fits(str(info["name"]), name):
                return index, info
    raise AudioUnavailable("audio.no_device", device=name)


@contextmanager
def _pulse_source(name: str) -> Iterator[None]:
    """ALSA's pulse plugin takes the source's name from the environment when it connects."""
    if not name:
        yield
        return
    before = os.environ.get("PULSE_SOURCE")
    os.environ["PULSE_SOURCE"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["PULSE_SOURCE"]
        else:
            os.environ["PULSE_SOURCE"] = before
