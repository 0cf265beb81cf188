"""The real voice activity network: silence, noise, state, batches."""

from __future__ import annotations

import numpy as np
import pytest

from speech.types import FRAME_SAMPLES
from speech.vad import SileroVad


@pytest.fixture(scope="module")
def noise() -> np.ndarray:
    rng = np.random.default_rng(1)
    return rng.normal(0, 0.01, (90, FRAME_SAMPLES)).astype(np.float32)


def vowel(frames: int) -> np.ndarray:
    """Something like a voice: a pulse train through two formants, with a moving pitch."""
    length = frames * FRAME_SAMPLES
    at = np.arange(length) / 16_000
    pitch = 120 + 25 * np.sin(2 * np.pi * 2.5 * at)
    phase = 2 * np.pi * np.cumsum(pitch) / 16_000
    voice = sum(
        np.exp(-(((k * 120 - 700) / 300) ** 2)) * np.sin(k * phase)
        + 0.6 * np.exp(-(((k * 120 - 1200) / 300) ** 2)) * np.sin(k * phase)
        for k in range(1, 25)
    )
    loudness = 0.15 * (1 + 0.8 * np.sin(2 * np.pi * 4 * at))
    return np.asarray(loudness * voice, dtype=np.float32).reshape(frames, FRAME_SAMPLES)


def test_silence_and_noise_are_no_speech(noise: np.ndarray) -> None:
    vad = SileroVad()
    assert vad.probabilities(np.zeros_like(noise)).max() < 0.2
    assert vad.probabilities(noise).max() < 0.35


def test_a_voice_is_speech() -> None:
    assert np.median(SileroVad().probabilities(vowel(60))) > 0.5


@pytest.mark.parametrize("batch", [1, 3, 4, 7])
def test_the_batch_makes_no_difference(noise: np.ndarray, batch: int) -> None:
    frames = np.concatenate([noise[:20], vowel(40), noise[20:40]])
    whole = SileroVad().probabilities(frames)
    vad = SileroVad()
    parts = [vad.probabilities(frames[n : n + batch]) for n in range(0, len(frames), batch)]
    assert np.allclose(np.concatenate(parts), whole, atol=1e-4)


def test_reset_forgets() -> None:
    vad = SileroVad()
    first = vad.probabilities(vowel(10))
    vad.reset()
    assert np.allclose(vad.probabilities(vowel(10)), first, atol=1e-5)


def test_two_channels_share_nothing(noise: np.ndarray) -> None:
    alone, beside = SileroVad(), SileroVad()
    other = SileroVad()
    want = alone.probabilities(noise[:30])
    got = []
    for n in range(0, 30, 3):
        got.append(beside.probabilities(noise[n : n + 3]))
        other.probabilities(vowel(3))
    assert np.allclose(np.concatenate(got), want, atol=1e-5)


def test_shape_is_checked_and_nothing_is_nothing() -> None:
    vad = SileroVad()
    assert vad.probabilities(np.zeros((0, FRAME_SAMPLES), dtype=np.float32)).shape == (0,)
    with pytest.raises(ValueError, match="frames must be"):
        vad.probabilities(np.zeros((2, 100), dtype=np.float32))
