"""Where audio comes from: microphone, two channels, system audio, a recording."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.errors import AppError
from app.records.model import Party
from app.session.capture import Block, Capture, Clock, Mark, Marked
from app.session.devices import PULSE_PREFIX, AudioDevices, InputStream
from speech.types import FRAME_MS

log = logging.getLogger("yizhen.session")

OnState = Callable[[str, str], None]
"""Told "open", "lost" or "back" with the source's name, from any thread."""

STOP_TIMEOUT_S = 2.0
READ_BLOCKS = 32
FIRST_BLOCK_STALLS = 2
"""How many times ``stall_s`` more a fresh stream may take for its first block."""


class Source(Protocol):
    """Puts blocks of at most one frame into a capture queue.

    ``parties`` has one entry per channel: the party whose channel it is, or None where anybody
    may speak. A source with one entry delivers any number of channels; they are mixed.
    ``lossless`` sources wait for room in the queue instead of losing audio.
    """

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def parties(self) -> tuple[Party | None, ...]:
        """Whose channels these are."""
        ...

    @property
    def lossless(self) -> bool:
        """True when it waits for room."""
        ...

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """Begin, or go on after `stop`. Raises AppError when it cannot be opened."""
        ...

    def stop(self) -> None:
        """Stop within `STOP_TIMEOUT_S`; nothing is put into the queue after this."""
        ...


class Microphone:
    """An input device by name ("": the default one), surviving its unplugging.

    Lost means: the driver says so, or no audio came for ``stall_s``. Then the device is looked
    for every ``retry_s`` until it is back; what was missed is counted.
    """

    lossless = False

    def __init__(
        self,
        devices: AudioDevices,
        name: str = "",
        *,
        channels: int = 1,
        parties: Sequence[Party | None] = (None,),
        stall_s: float = 2.0,
        retry_s: float = 1.0,
        clock: Clock = time.monotonic,
    ) -> None:
        self.name = name
        self.parties = tuple(parties)
        self._devices = devices
        self._channels = channels
        self._stall_s = stall_s
        self._retry_s = retry_s
        self._clock = clock
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._heard = threading.Event()
        self._watcher: threading.Thread | None = None
        self._stream: InputStream | None = None
        self._capture: Capture | None = None
        self._generation = 0
        self._last_s = 0.0
        self._dead = False
        self._started = False
        """True once a block was delivered: what a driver drops before that was never asked for."""

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """See `Source.start`; raises AudioUnavailable."""
        self._stopping.clear()
        self._wake.clear()
        self._capture = capture
        self._open(first_channel)
        on_state("open", self.name)
        self._watcher = threading.Thread(
            target=self._watch,
            args=(capture, on_state, first_channel),
            name="microphone",
            daemon=True,
        )
        self._watcher.start()

    def stop(self) -> None:
        """See `Source.stop`."""
        self._stopping.set()
        self._wake.set()
        self._heard.set()
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.join(STOP_TIMEOUT_S)
        self._close()

    def _open(self, first_channel: int) -> None:
        self._generation += 1
        generation = self._generation
        rate = 0

        def on_audio(samples: npt.NDArray[np.int16], overflowed: bool) -> None:
            # PortAudio's thread: one put, nothing else.
            if rate and generation == self._generation:
                self._last_s = self._clock()
                self._heard.set()
                capture = self._capture
                if capture is not None:
                    if overflowed and self._started:
                        # The driver does not say how much; it was at least a frame.
                        capture.lose(FRAME_MS, "audio.driver_overflow")
                    self._started = True
                    capture.put_nowait(Block(samples, rate, first_channel))

        def on_dead() -> None:
            if generation == self._generation:
                self._dead = True
                self._wake.set()

        self._dead = False
        self._started = False
        self._stream, rate = self._devices.open(
            self.name, self._channels, FRAME_MS, on_audio, on_dead
        )
        # A sound server may take its time for the first block.
        self._last_s = self._clock() + FIRST_BLOCK_STALLS * self._stall_s

    def _flows(self) -> bool:
        """True while the stream lives and audio has come lately."""
        return not self._dead and self._clock() - self._last_s < self._stall_s

    def _close(self) -> None:
        self._generation += 1
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _watch(self, capture: Capture, on_state: OnState, first_channel: int) -> None:
        while not self._stopping.is_set():
            self._wake.wait(self._stall_s / 4)
            self._wake.clear()
            if self._stopping.is_set() or self._flows():
                continue
            lost_s = self._clock()
            self._close()
            capture.mark(Marked(Mark.FLUSH))
            on_state("lost", self.name)
            if self._come_back(first_channel):
                capture.lose((self._clock() - lost_s) * 1000, "audio.device_lost")
                self._capture = capture
                on_state("back", self.name)

    def _come_back(self, first_channel: int) -> bool:
        """Try until audio flows again; False when told to stop."""
        # Some systems open a device that is not there: only audio proves that it is.
        self._capture = None
        while not self._stopping.wait(self._retry_s):
            self._heard.clear()
            try:
                self._open(first_channel)
            except AppError as error:
                log.info("source is not back: %s", error.code)
                continue
            if self._heard.wait(self._stall_s) and not self._stopping.is_set():
                return True
            self._close()
        return False


def system_monitor(devices: AudioDevices, source: str, party: Party | None = None) -> Microphone:
    """What the computer plays (a tele-consultation): a PulseAudio or PipeWire monitor by name."""
    return Microphone(devices, PULSE_PREFIX + source, parties=(party,))


class TwoChannel:
    """Another source, whose first channel is the doctor's and second the patient's."""

    def __init__(
        self,
        source: Source,
        parties: tuple[Party, Party] = (Party.CLINICIAN, Party.PATIENT),
    ) -> None:
        self._source = source
        self.parties: tuple[Party | None, ...] = parties

    @property
    def name(self) -> str:
        """The inner source's name."""
        return self._source.name

    @property
    def lossless(self) -> bool:
        """As the inner source."""
        return self._source.lossless

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """See `Source.start`; raises AppError ``audio.not_two_channels`` for a mono recording."""
        if isinstance(self._source, AudioFile) and self._source.channels() < 2:
            raise AppError("audio.not_two_channels", file=self._source.name)
        self._source.start(capture, on_state, first_channel)

    def stop(self) -> None:
        """See `Source.stop`."""
        self._source.stop()


class AudioFile:
    """A recording, in real time or as fast as the session can take it.

    Fast is lossless: it waits for room. `stop` keeps the place, `start` goes on from there.
    """

    def __init__(
        self, path: Path, *, realtime: bool = False, clock: Clock = time.monotonic
    ) -> None:
        self.name = path.name
        self.lossless = not realtime
        self.parties: tuple[Party | None, ...] = (None,)
        self._path = path
        self._realtime = realtime
        self._clock = clock
        self._position = 0
        self._stopping = threading.Event()
        self._reader: threading.Thread | None = None

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """See `Source.start`; raises AppError ``audio.bad_file`` or ``audio.no_file``."""
        file = self._open()
        self._stopping.clear()
        on_state("open", self.name)
        self._reader = threading.Thread(
            target=self._read, args=(file, capture, first_channel), name="audio-file", daemon=True
        )
        self._reader.start()

    def stop(self) -> None:
        """See `Source.stop`."""
        self._stopping.set()
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.join(STOP_TIMEOUT_S)

    def channels(self) -> int:
        """How many channels the recording has; raises as `start` does."""
        with self._open() as file:
            return int(file.channels)

    def _open(self) -> Any:
        import soundfile

        try:
            return soundfile.SoundFile(str(self._path))
        except (OSError, soundfile.SoundFileError) as error:
            code = "audio.bad_file" if self._path.is_file() else "audio.no_file"
            raise AppError(code, file=self._path.name) from error

    def _read(self, file: Any, capture: Capture, first_channel: int) -> None:
        with file:
            rate = int(file.samplerate)
            block_samples = rate * FRAME_MS // 1000
            file.seek(self._position)
            began_s, began_at = self._clock(), self._position
            for samples in _pieces(file, block_samples):
                due_s = began_s + (self._position + len(samples) - began_at) / rate
                if not self._put(capture, Block(samples, rate, first_channel), due_s):
                    return
                self._position += len(samples)
            if not self._stopping.is_set():
                capture.mark(Marked(Mark.SOURCE_ENDED, name=self.name))

    def _put(self, capture: Capture, block: Block, due_s: float) -> bool:
        """Deliver when it is due, or when there is room; False when told to stop."""
        if self._realtime:
            if self._stopping.wait(max(0.0, due_s - self._clock())):
                return False
            capture.put_nowait(block)
            return True
        while not self._stopping.is_set():
            if capture.put(block, 0.2):
                return True
        return False


def _pieces(file: Any, block_samples: int) -> Iterator[Any]:
    """The rest of an open recording in blocks.

    Read many blocks at a time: each read asks where the file stands, which costs more than
    the reading itself in compressed recordings.
    """
    while len(stretch := file.read(READ_BLOCKS * block_samples, dtype="float32", always_2d=True)):
        for begin in range(0, len(stretch), block_samples):
            yield stretch[begin : begin + block_samples]


class Together:
    """Several sources at once, one after the other in the order of channels.

    A tele-consultation: the doctor's microphone and the computer's sound. Recordings among them
    each tell their own end.
    """

    def __init__(self, *sources: Source) -> None:
        self._sources = sources
        self.name = " + ".join(source.name for source in sources)
        self.parties = tuple(party for source in sources for party in source.parties)
        self.lossless = all(source.lossless for source in sources)

    def start(self, capture: Capture, on_state: OnState, first_channel: int = 0) -> None:
        """See `Source.start`: all or none."""
        started: list[Source] = []
        try:
            for source in self._sources:
                source.start(capture, on_state, first_channel)
                started.append(source)
                first_channel += len(source.parties)
        except AppError:
            for source in started:
                source.stop()
            raise

    def stop(self) -> None:
        """See `Source.stop`."""
        for source in self._sources:
            source.stop()
