"""Voice activity: the probability of speech in each 32 ms frame, with state kept between calls.

Uses the Silero VAD network (v6, MIT licence) whose ONNX file ships inside faster-whisper. It is
driven directly because faster-whisper's own wrapper forgets its state at every call. One call for
several frames costs a fraction of one call per frame: feed three or four at a time.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from speech.types import FRAME_SAMPLES

_CONTEXT_SAMPLES = 64
_STATE_SHAPE = (1, 1, 128)


class VoiceActivity(Protocol):
    """Speech probability per frame of one channel."""

    def probabilities(self, frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities in [0, 1] for ``frames`` of shape (n, 512), in stream order."""
        ...

    def reset(self) -> None:
        """Forget the past: the stream was interrupted."""
        ...


def silero_path() -> Path:
    """The network's file inside faster-whisper, found without importing that library.

    Raises FileNotFoundError when the installation is incomplete.
    """
    spec = importlib.util.find_spec("faster_whisper")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in sorted(Path(folder, "assets").glob("silero_vad*.onnx"), reverse=True):
            return name
    raise FileNotFoundError("faster_whisper/assets/silero_vad*.onnx")


@cache
def network(path: Path) -> Any:
    """The network, loaded once for all channels and consultations: it keeps no state of its own.

    Loading it holds the interpreter for some 80 ms. Called ahead, while the models load, no
    window has to wait for it when somebody already speaks.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(path), providers=["CPUExecutionProvider"], sess_options=options
    )


class SileroVad:
    """Silero VAD for one channel; make one per channel, they share the network only."""

    def __init__(self, path: Path | None = None) -> None:
        self._session = network(path or silero_path())
        self.reset()

    def reset(self) -> None:
        """Forget the past: the stream was interrupted."""
        self._h = np.zeros(_STATE_SHAPE, dtype=np.float32)
        self._c = np.zeros(_STATE_SHAPE, dtype=np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, dtype=np.float32)

    def probabilities(self, frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities in [0, 1] for ``frames`` of shape (n, 512), in stream order."""
        if frames.ndim != 2 or frames.shape[1] != FRAME_SAMPLES:
            raise ValueError(f"frames must be (n, {FRAME_SAMPLES}), not {frames.shape}")
        if len(frames) == 0:
            return np.zeros(0, dtype=np.float32)
        before = np.vstack([self._context, frames[:-1, -_CONTEXT_SAMPLES:]])
        output, self._h, self._c = self._session.run(
            None, {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        )
        self._context = frames[-1, -_CONTEXT_SAMPLES:].copy()
        return np.asarray(output, dtype=np.float32).reshape(-1)
