"""Resampling as a stream: nothing lost, nothing doubled, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from speech.resample import StreamResampler, to_float32, to_int16
from speech.types import SAMPLE_RATE


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("block", [37, 512, 4_800])
def test_a_tone_keeps_its_length_and_pitch(rate: int, block: int) -> None:
    at = np.arange(rate) / rate
    tone = (0.5 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    resampler = StreamResampler(rate)
    parts = [resampler.push(tone[n : n + block]) for n in range(0, len(tone), block)]
    parts.append(resampler.push(np.zeros(0, dtype=np.float32), last=True))
    out = np.concatenate(parts)
    assert abs(len(out) - SAMPLE_RATE) <= 2
    want = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(out)) / SAMPLE_RATE)
    inner = slice(400, -400)
    assert np.max(np.abs(out[inner] - want[inner])) < 0.01


def test_the_right_rate_passes_unchanged() -> None:
    audio = np.linspace(-1, 1, 1000, dtype=np.float32)
    assert StreamResampler(SAMPLE_RATE).push(audio) is audio


def test_a_rate_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        StreamResampler(0)


@given(hnp.arrays(np.int16, st.integers(0, 200)))
def test_int16_survives_the_way_there_and_back(samples: np.ndarray) -> None:
    back = np.frombuffer(to_int16(to_float32(samples.astype("<i2").tobytes())), dtype="<i2")
    assert len(back) == len(samples)
    assert np.all(np.abs(back.astype(int) - samples.astype(int)) <= 1)


def test_too_loud_is_clipped_not_wrapped() -> None:
    loud = np.array([2.0, -2.0], dtype=np.float32)
    assert list(np.frombuffer(to_int16(loud), dtype="<i2")) == [32767, -32768]
