"""Endpointing: frames with speech probabilities in, utterances out.

No device, no clock, no thread: time is the number of frames seen. Every frame that counts as
speech ends up in exactly one `Final`; ids count 0, 1, 2 … per endpointer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from speech.types import FRAME_BYTES, FRAME_MS, Utterance


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """When an utterance begins and ends. Times are in milliseconds.

    ``start_prob`` opens and ``stay_prob`` keeps an utterance (hysteresis); ``min_speech_ms`` of
    speech within twice that time are needed to begin. ``speculate_ms`` of silence make a
    `Speculation`, ``end_silence_ms`` a `Final`. ``pad_ms`` of audio before the first speech are
    kept. ``max_ms`` is the longest utterance, padding included: it is then cut at its quietest
    frame of the last two seconds.
    """

    start_prob: float = 0.5
    stay_prob: float = 0.35
    min_speech_ms: int = 96
    speculate_ms: int = 192
    end_silence_ms: int = 512
    pad_ms: int = 224
    max_ms: int = 9_600
    partial_every_ms: int = 640


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak; ``at_ms`` is where the utterance's audio starts."""

    id: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class PartialAudio:
    """The audio of an utterance so far, for a partial hypothesis."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Speculation:
    """A short silence: if nobody goes on, this will be the `Final`, byte for byte."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class SpeculationFailed:
    """Speech went on: what was begun for the `Speculation` is of no use."""

    id: int


@dataclass(frozen=True, slots=True)
class Final:
    """An utterance is complete. ``forced`` when it was cut for its length."""

    utterance: Utterance
    forced: bool = False


EndpointEvent = SpeechStarted | PartialAudio | Speculation | SpeculationFailed | Final


class Endpointer:
    """Speech probabilities in, utterances out, for one channel."""

    def __init__(self, settings: EndpointSettings | None = None, channel: int = 0) -> None:
        self._settings = settings or EndpointSettings()
        if self._settings.stay_prob > self._settings.start_prob:
            raise ValueError("stay_prob must not be above start_prob")
        self._channel = channel
        self._frames = 0
        self._next_id = 0
        self._before: deque[tuple[bytes, float]] = deque(maxlen=self._start_window())
        self._open: list[tuple[bytes, float]] | None = None
        self._silence = 0
        self._speculated = False
        self._since_partial = 0

    @property
    def now_ms(self) -> int:
        """Audio time: what has been pushed so far."""
        return self._frames * FRAME_MS

    @property
    def speaking(self) -> bool:
        """True while an utterance is open."""
        return self._open is not None

    def push(self, pcm: bytes, speech_prob: float) -> list[EndpointEvent]:
        """Take one frame of 1,024 bytes with its speech probability."""
        if len(pcm) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(pcm)}")
        self._frames += 1
        if self._open is None:
            return self._wait(pcm, speech_prob)
        self._open.append((pcm, speech_prob))
        return self._follow(speech_prob)

    def flush(self) -> list[EndpointEvent]:
        """End of the stream, pause or push-to-talk released: what is open becomes final."""
        events: list[EndpointEvent] = []
        if self._open is not None:
            # Cut like an endpoint, so that a speculation which still stands comes true.
            events.append(self._finish(self._speech_frames(), forced=False))
        # Nothing from before may be joined to what comes after.
        self._before.clear()
        return events

    def skip(self, frames: int) -> list[EndpointEvent]:
        """Audio of this many frames was lost: close what is open, keep the time right."""
        events = self.flush()
        self._frames += frames
        return events

    def _start_window(self) -> int:
        need = _frames(self._settings.min_speech_ms)
        return max(2 * need, _frames(self._settings.pad_ms) + need)

    def _wait(self, pcm: bytes, prob: float) -> list[EndpointEvent]:
        self._before.append((pcm, prob))
        need = _frames(self._settings.min_speech_ms)
        recent = list(self._before)[-2 * need :]
        if sum(p >= self._settings.start_prob for _, p in recent) < need:
            return []
        self._open = list(self._before)
        self._before.clear()
        self._silence = 0
        self._speculated = False
        self._since_partial = len(self._open)
        return [SpeechStarted(self._next_id, self._start_ms())]

    def _follow(self, prob: float) -> list[EndpointEvent]:
        assert self._open is not None
        events: list[EndpointEvent] = []
        settings = self._settings
        if prob >= settings.stay_prob:
            if self._speculated:
                events.append(SpeculationFailed(self._next_id))
                self._speculated = False
            self._silence = 0
        else:
            self._silence += 1
        self._since_partial += 1
        if self._silence >= _frames(settings.end_silence_ms):
            return [*events, self._finish(self._speech_frames(), forced=False)]
        if len(self._open) * FRAME_MS >= settings.max_ms:
            events.append(self._finish(self._quietest_cut(), forced=True))
            if self._open is not None:
                events.append(SpeechStarted(self._next_id, self._start_ms()))
            return events
        if self._silence >= _frames(settings.speculate_ms) and not self._speculated:
            self._speculated = True
            events.append(Speculation(self._utterance(self._speech_frames())))
        elif self._since_partial >= _frames(settings.partial_every_ms) and self._silence == 0:
            self._since_partial = 0
            events.append(PartialAudio(self._utterance(len(self._open))))
        return events

    def _speech_frames(self) -> int:
        """Frames up to the end of speech plus the silence that a speculation includes."""
        assert self._open is not None
        tail = min(self._silence, _frames(self._settings.speculate_ms))
        return len(self._open) - self._silence + tail

    def _quietest_cut(self) -> int:
        assert self._open is not None
        first = max(1, len(self._open) - _frames(2_000))
        probs = [p for _, p in self._open[first:]]
        return first + probs.index(min(probs)) + 1

    def _finish(self, keep: int, *, forced: bool) -> Final:
        assert self._open is not None
        final = Final(self._utterance(keep), forced)
        rest = self._open[keep:]
        self._next_id += 1
        self._open = None
        self._speculated = False
        self._silence = 0
        if forced and any(p >= self._settings.stay_prob for _, p in rest):
            # The rest of a cut sentence is speech already: it opens the next utterance.
            self._open = rest
            self._since_partial = len(rest)
            for _, prob in reversed(rest):
                if prob >= self._settings.stay_prob:
                    break
                self._silence += 1
        else:
            self._before.extend(rest)
        return final

    def _start_ms(self) -> int:
        assert self._open is not None
        return (self._frames - len(self._open)) * FRAME_MS

    def _utterance(self, keep: int) -> Utterance:
        assert self._open is not None
        start_ms = self._start_ms()
        silent = max(0, keep - (len(self._open) - self._silence))
        return Utterance(
            id=self._next_id,
            channel=self._channel,
            start_ms=start_ms,
            end_ms=start_ms + (keep - silent) * FRAME_MS,
            pcm=b"".join(pcm for pcm, _ in self._open[:keep]),
        )


def _frames(ms: int) -> int:
    """Whole frames that cover ``ms``."""
    return -(-ms // FRAME_MS)
