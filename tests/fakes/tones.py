"""Recordings whose sentences are tones: what was said can be told from the audio itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from speech.types import SAMPLE_RATE


def tone(hz: float, ms: int, rate: int = SAMPLE_RATE) -> npt.NDArray[np.float32]:
    """A steady tone, loud enough for `EnergyVad`."""
    at = np.arange(rate * ms // 1000) / rate
    return (0.4 * np.sin(2 * np.pi * hz * at)).astype(np.float32)


def quiet(ms: int, rate: int = SAMPLE_RATE) -> npt.NDArray[np.float32]:
    """Silence."""
    return np.zeros(rate * ms // 1000, dtype=np.float32)


def spoken(
    *hz: float, ms: int = 800, pause_ms: int = 900, rate: int = SAMPLE_RATE
) -> npt.NDArray[np.float32]:
    """Tones with pauses before, between and after them."""
    parts = [quiet(pause_ms, rate)]
    for one in hz:
        parts += [tone(one, ms, rate), quiet(pause_ms, rate)]
    return np.concatenate(parts)


def write_wav(path: Path, *channels: npt.NDArray[np.float32], rate: int = SAMPLE_RATE) -> Path:
    """A WAV file with these channels, the shorter ones filled up with silence."""
    length = max(len(channel) for channel in channels)
    rows = [np.pad(channel, (0, length - len(channel))) for channel in channels]
    soundfile.write(path, np.stack(rows, axis=1), rate)
    return path


def loudest_hz(pcm: bytes, candidates: Sequence[float]) -> float:
    """Which of these tones an int16 recording holds most of."""
    audio = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    if len(audio) == 0:
        return 0.0
    at = np.arange(len(audio)) / SAMPLE_RATE
    power = {hz: abs(np.sum(audio * np.exp(-2j * np.pi * hz * at))) for hz in candidates}
    best = max(power, key=lambda hz: power[hz])
    # A tone at 0.4 sums up to a fair share of the samples; silence and other tones do not.
    return best if power[best] > 0.02 * 32768 * len(audio) else 0.0
