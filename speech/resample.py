"""Any sample rate to the recogniser's 16 kHz mono, as a stream (soxr, LGPL)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from speech.types import SAMPLE_RATE


class StreamResampler:
    """Resamples one channel block by block; what went in comes out, in order."""

    def __init__(self, rate: int) -> None:
        if rate <= 0:
            raise ValueError(f"sample rate must be positive, not {rate}")
        self._stream = (
            None
            if rate == SAMPLE_RATE
            else soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
        )

    def push(
        self, block: npt.NDArray[np.float32], *, last: bool = False
    ) -> npt.NDArray[np.float32]:
        """Take mono samples in [-1, 1]; return those ready at 16 kHz."""
        if self._stream is None:
            return block
        return np.asarray(self._stream.resample_chunk(block, last=last), dtype=np.float32)


def to_int16(samples: npt.NDArray[np.float32]) -> bytes:
    """Float samples in [-1, 1] as little-endian int16; louder ones are clipped."""
    scaled = np.clip(np.rint(samples * 32767.0), -32768, 32767)
    data: bytes = scaled.astype("<i2").tobytes()
    return data


def to_float32(pcm: bytes) -> npt.NDArray[np.float32]:
    """Little-endian int16 as float samples in [-1, 1]."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
