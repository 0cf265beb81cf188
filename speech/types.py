"""Words of speech processing. Time is counted in samples of the stream, never by a clock.

Audio inside the program is mono, 16 kHz, signed 16-bit little-endian (``bytes``) wherever it
crosses a thread or a process, and ``float32`` in [-1, 1] inside numeric code.
"""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE = 16_000
FRAME_SAMPLES = 512
"""One frame: 32 ms, the step of the voice activity model."""
FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_MS = FRAME_SAMPLES * 1000 // SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech of one party between two endpoints.

    ``start_ms`` and ``end_ms`` count from the beginning of the stream; ``end_ms`` is the end of
    speech, not the moment the endpoint was noticed. ``pcm`` is int16 mono 16 kHz with a little
    silence on both sides.
    """

    id: int
    channel: int
    start_ms: int
    end_ms: int
    pcm: bytes

    @property
    def audio_ms(self) -> int:
        """Length of ``pcm`` in milliseconds."""
        return len(self.pcm) // 2 * 1000 // SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the recogniser makes of one utterance.

    ``text`` is empty when nothing was recognised; that is a result, not a failure (a failure
    raises). ``avg_logprob`` is the mean token log-probability, ``no_speech_prob`` the
    probability of the no-speech token, ``language_probs`` the probabilities of the languages
    allowed, summing to 1. ``truncated`` is true when the decoder ran into its length limit.
    """

    text: str
    language: str
    language_probs: dict[str, float]
    avg_logprob: float
    no_speech_prob: float
    token_count: int
    truncated: bool = False
    hint_only: tuple[str, ...] = ()
    """Expected words that are in the text only because they were expected: to be doubted."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the recogniser may be told: allowed languages with a prior, words to expect.

    ``language_prior`` maps each allowed language to its prior probability (they sum to 1); a
    single language means no detection. ``hotwords`` may never put a term into the record that
    was not spoken: they are used inside detected speech only, and what they alone brought is
    named in `Hypothesis.hint_only`. Words of the wrong script for the language are left out.
    """

    language_prior: dict[str, float]
    hotwords: tuple[str, ...] = ()
