"""The segmenter thread: captured blocks in, utterances into the inbox.

Every channel has its own resampler, voice activity and endpointer. Time is counted in frames;
the clock is used only to say when the end of speech was, for the lag that is shown.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.records.model import Party
from app.session.book import Put
from app.session.capture import Block, Capture, Captured, Mark, Marked
from app.session.events import Level
from app.session.inbox import Inbox
from app.session.jobs import Lost, SourceDone, Spoken
from speech.endpointing import (
    Endpointer,
    EndpointEvent,
    EndpointSettings,
    Final,
    PartialAudio,
    Speculation,
    SpeculationFailed,
    SpeechStarted,
)
from speech.resample import StreamResampler, to_int16
from speech.types import FRAME_MS, FRAME_SAMPLES, Utterance
from speech.vad import VoiceActivity

log = logging.getLogger("yizhen.session")

GET_TIMEOUT_S = 0.5
VAD_FRAMES = 3
"""Frames per call of the network: alone they cost several times as much."""
LEVEL_FRAMES = 4
"""128 ms: at most eight levels a second."""
ADOPT_MS = 600
"""An utterance this young belongs to the button pressed just after it began."""
RELEASE_TAIL_MS = 160
"""Audio still under way in the driver when the button goes up belongs to the sentence."""
LOSSLESS_BACKLOG_MS = 30_000
"""A source that must not lose anything waits while so much speech is unanswered."""
SILENCE_DBFS = -96.0

MakeVad = Callable[[], VoiceActivity]
Floats = npt.NDArray[np.float32]


class Lane:
    """One channel on its way from samples to endpoint events. No thread, no clock."""

    def __init__(self, channel: int, settings: EndpointSettings, vad: VoiceActivity) -> None:
        self.channel = channel
        self.endpointer = Endpointer(settings, channel)
        self.started_ms = 0
        self._vad = vad
        self._rate = 0
        self._resampler: StreamResampler | None = None
        self._samples: Floats = np.zeros(0, dtype=np.float32)
        self._levels: list[Floats] = []

    def push(self, samples: Floats, rate: int) -> tuple[list[EndpointEvent], list[Level]]:
        """Take samples in [-1, 1]; events of all frames that they complete."""
        if self._resampler is None or rate != self._rate:
            self._resampler = StreamResampler(rate)
            self._rate = rate
        ready = self._resampler.push(samples)
        self._samples = np.concatenate([self._samples, ready])
        whole = len(self._samples) // (VAD_FRAMES * FRAME_SAMPLES) * VAD_FRAMES
        return self._work(whole)

    def flush(self) -> list[EndpointEvent]:
        """Use what is left, filled up with silence, and close the open utterance."""
        if self._resampler is not None:
            tail = self._resampler.push(np.zeros(0, dtype=np.float32), last=True)
            self._samples = np.concatenate([self._samples, tail])
            self._resampler = None
        missing = -len(self._samples) % FRAME_SAMPLES
        self._samples = np.concatenate([self._samples, np.zeros(missing, dtype=np.float32)])
        events, _ = self._work(len(self._samples) // FRAME_SAMPLES)
        return [*events, *self.endpointer.flush()]

    def cut(self) -> list[EndpointEvent]:
        """Close the open utterance here: the button was pressed or released."""
        whole = len(self._samples) // FRAME_SAMPLES
        events, _ = self._work(whole)
        return [*events, *self.endpointer.flush()]

    def skip(self, lost_ms: int) -> None:
        """Audio was lost after `flush`: nothing of before may touch what comes after."""
        self._vad.reset()
        self.endpointer.skip(-(-lost_ms // FRAME_MS))

    def _work(self, count: int) -> tuple[list[EndpointEvent], list[Level]]:
        if count == 0:
            return [], []
        frames = self._samples[: count * FRAME_SAMPLES].reshape(count, FRAME_SAMPLES)
        self._samples = self._samples[count * FRAME_SAMPLES :]
        events: list[EndpointEvent] = []
        levels: list[Level] = []
        for frame, prob in zip(frames, self._vad.probabilities(frames), strict=True):
            new = self.endpointer.push(to_int16(frame), float(prob))
            for event in new:
                if isinstance(event, SpeechStarted):
                    self.started_ms = event.at_ms
            events.extend(new)
            self._levels.append(frame)
            if len(self._levels) == LEVEL_FRAMES:
                levels.append(self._level())
        return events, levels

    def _level(self) -> Level:
        audio = np.concatenate(self._levels)
        self._levels.clear()
        return Level(
            self.channel,
            _dbfs(float(np.max(np.abs(audio)))),
            _dbfs(float(np.sqrt(np.mean(np.square(audio))))),
            self.endpointer.speaking,
        )


class Segmenter(threading.Thread):
    """Reads the capture queue until the mark FINISH."""

    def __init__(
        self,
        capture: Capture,
        inbox: Inbox,
        put: Put,
        *,
        parties: Sequence[Party | None],
        settings: EndpointSettings,
        make_vad: MakeVad,
        lossless: bool = False,
        on_bug: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="segmenter", daemon=True)
        self._capture = capture
        self._inbox = inbox
        self._put = put
        self._parties = tuple(parties)
        self._lossless = lossless
        self._on_bug = on_bug
        self._lanes = [Lane(n, settings, make_vad()) for n in range(len(self._parties))]
        self._held: Party | None = None
        self._release_at_ms: int | None = None
        self._now_s = 0.0
        self._stopping = threading.Event()
        self.broken = False
        """True when a bug ended the thread."""

    @property
    def now_ms(self) -> int:
        """Audio time: the furthest channel's."""
        return max(lane.endpointer.now_ms for lane in self._lanes)

    def stop(self) -> None:
        """Do not wait for the inbox any more; the mark FINISH ends the thread."""
        self._stopping.set()

    def run(self) -> None:
        """The thread's body."""
        try:
            self._work()
        except Exception:
            # A session that has gone deaf must say so; the bug itself goes its usual way.
            self.broken = True
            self._on_bug()
            raise

    def _work(self) -> None:
        while True:
            item = self._capture.get(GET_TIMEOUT_S)
            if item is None:
                continue
            if item.lost_ms:
                self._gap(item.lost_ms, item.lost_code)
            if isinstance(item, Captured):
                self._block(item)
            elif item.mark is Mark.FINISH:
                self._all(Lane.flush)
                return
            else:
                self._mark(item)

    def _block(self, item: Captured) -> None:
        self._now_s = item.at_s
        block = item.block
        for lane, samples in self._channels(block):
            events, levels = lane.push(samples, block.rate)
            self._tell(lane, events)
            for level in levels:
                self._put(level)
        if self._release_at_ms is not None and self.now_ms >= self._release_at_ms:
            self._change_party(None)
        while self._lossless and not self._stopping.is_set():
            if self._inbox.wait_below(LOSSLESS_BACKLOG_MS, GET_TIMEOUT_S):
                break

    def _channels(self, block: Block) -> list[tuple[Lane, Floats]]:
        """The block's channels with their lanes; one lane hears the mean of all channels."""
        audio = _floats(block)
        first = block.first_channel
        if len(self._lanes) - first == 1:
            return [(self._lanes[first], audio.mean(axis=1, dtype=np.float32))]
        count = min(audio.shape[1], len(self._lanes) - first)
        return [(self._lanes[first + n], audio[:, n]) for n in range(count)]

    def _mark(self, item: Marked) -> None:
        if item.mark is Mark.HOLD:
            self._hold(item.party)
        elif item.mark is Mark.FLUSH:
            self._all(Lane.flush)
        elif item.mark is Mark.SOURCE_ENDED:
            self._all(Lane.flush)
            self._inbox.put(SourceDone(item.name))

    def _hold(self, party: Party | None) -> None:
        """Push-to-talk: what was being said ends here, unless it began as the button went down."""
        if party is None and any(lane.endpointer.speaking for lane in self._lanes):
            self._release_at_ms = self.now_ms + RELEASE_TAIL_MS
            return
        self._change_party(party)

    def _change_party(self, party: Party | None) -> None:
        self._release_at_ms = None
        if party is self._held:
            return
        for lane in self._lanes:
            young = lane.endpointer.now_ms - lane.started_ms <= ADOPT_MS
            if not (self._held is None and lane.endpointer.speaking and young):
                self._tell(lane, lane.cut())
        self._held = party

    def _gap(self, lost_ms: int, code: str) -> None:
        speaking = next((lane for lane in self._lanes if lane.endpointer.speaking), None)
        party = self._held or (self._parties[speaking.channel] if speaking else None)
        self._all(Lane.flush)
        at_ms = self.now_ms
        for lane in self._lanes:
            lane.skip(lost_ms)
        self._inbox.put(Lost(at_ms, lost_ms, code, speaking is not None, party))

    def _all(self, act: Callable[[Lane], list[EndpointEvent]]) -> None:
        for lane in self._lanes:
            self._tell(lane, act(lane))
        if self._release_at_ms is not None:
            self._change_party(None)

    def _tell(self, lane: Lane, events: Sequence[EndpointEvent]) -> None:
        for event in events:
            match event:
                case Final(utterance=utterance, forced=forced):
                    spoken = replace(self._spoken(lane, utterance), forced=forced)
                    self._inbox.put_final(spoken)
                case Speculation(utterance=utterance):
                    self._inbox.put_ahead(self._spoken(lane, utterance))
                case SpeculationFailed():
                    self._inbox.drop_ahead(lane.channel)
                case PartialAudio(utterance=utterance):
                    self._inbox.put_partial(self._spoken(lane, utterance))
                case SpeechStarted():
                    pass

    def _spoken(self, lane: Lane, utterance: Utterance) -> Spoken:
        since_ms = max(0, lane.endpointer.now_ms - utterance.end_ms)
        return Spoken(
            utterance=utterance,
            number=utterance.id * len(self._lanes) + lane.channel,
            held=self._held,
            channel_party=self._parties[lane.channel],
            ended_at_s=self._now_s - (0.0 if self._lossless else since_ms / 1000),
        )


def _floats(block: Block) -> Floats:
    """The block as float32 in [-1, 1], shape (samples, channels)."""
    samples = block.samples if block.samples.ndim == 2 else block.samples.reshape(-1, 1)
    if samples.dtype == np.int16:
        return samples.astype(np.float32) / 32768.0
    return np.asarray(samples, dtype=np.float32)


def _dbfs(value: float) -> float:
    return max(SILENCE_DBFS, 20.0 * float(np.log10(max(value, 1e-12))))
