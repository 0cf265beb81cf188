"""The synthesisers: espeak-ng through its library (fast), flite and festival through commands."""

from __future__ import annotations

import ctypes
import random
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from scipy.signal import resample_poly
from speech_common import SAMPLE_RATE, Voice

Sound = np.ndarray[Any, np.dtype[np.float32]]

_RATE, _PITCH, _RANGE = 1, 3, 4  # espeak_PARAMETER
_SYNCHRONOUS = 2  # samples come to the callback in the calling thread (the threaded way can hang)
_UTF8 = 1
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


@dataclass(frozen=True)
class Manner:
    """How a voice speaks: words per minute, pitch and its range (0..100)."""

    speed: int = 165
    pitch: int = 50
    range: int = 50


class Espeak:
    """libespeak-ng in this process. One object per process: the library is global."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._chunks: list[bytes] = []
        self._rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 200, None, 0)
        if self._rate <= 0:
            raise RuntimeError("libespeak-ng could not start: is espeak-ng-data installed?")
        self._callback = _CALLBACK(self._collect)  # kept: the library holds only a pointer
        self._library.espeak_SetSynthCallback(self._callback)
        self._voice = ""

    def _collect(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        return 0

    def use(self, name: str) -> None:
        """Select a voice such as ``en-us+f2``."""
        if name != self._voice:
            if self._library.espeak_SetVoiceByName(name.encode()) != 0:
                raise RuntimeError(f"espeak-ng has no voice {name!r}")
            self._voice = name

    def say(self, text: str, manner: Manner) -> Sound:
        """The sound of a text in the selected voice, mono at 16 kHz."""
        for parameter, value in (
            (_RATE, manner.speed),
            (_PITCH, manner.pitch),
            (_RANGE, manner.range),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._chunks = []
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        samples = np.frombuffer(b"".join(self._chunks), dtype=np.int16)
        return to_16k(samples.astype(np.float32) / 32768.0, self._rate)

    def phonemes(self, text: str) -> list[str]:
        """The phoneme names of a text in the selected voice, stress left out, tones kept."""
        holder = ctypes.create_string_buffer(text.encode())
        pointer = ctypes.c_void_p(ctypes.addressof(holder))
        found: list[str] = []
        while pointer.value:
            clause = self._library.espeak_TextToPhonemes(
                ctypes.byref(pointer), _UTF8, ord("_") << 8
            )
            found += re.split(r"[_| ]+", re.sub(r"\([a-z-]+\)", "", (clause or b"").decode()))
        return [name for name in (re.sub("[',;:%=]+", "", item) for item in found) if name]


class Speaker:
    """Says texts with any voice of the recipe."""

    def __init__(self) -> None:
        self._espeak = Espeak()

    def say(self, text: str, voice: Voice, manner: Manner) -> Sound:
        """The sound of `text` in `voice`; flite and festival follow only the manner's speed."""
        if voice.engine == "espeak":
            self._espeak.use(voice.name)
            return self._espeak.say(text, manner)
        if voice.engine == "flite":
            return _command_sound(
                [
                    "flite",
                    "-voice",
                    voice.name,
                    "--setf",
                    f"duration_stretch={165 / manner.speed:.2f}",
                    "-t",
                    text,
                    "-o",
                ]
            )
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
            script.write(text)
            script.flush()
            return _command_sound(["text2wave", "-eval", f"({voice.name})", script.name, "-o"])

    def phonemes(self, text: str, voice: Voice) -> list[str]:
        """What the voice says, as espeak-ng's phoneme names (other engines: as en-us says it)."""
        self._espeak.use(voice.name if voice.engine == "espeak" else "en-us")
        return self._espeak.phonemes(text)


def random_manner(choice: random.Random) -> Manner:
    """A manner of speaking for training."""
    return Manner(choice.randint(130, 200), choice.randint(25, 75), choice.randint(30, 75))


def to_16k(samples: Sound, rate: int) -> Sound:
    """Mono samples at 16 kHz."""
    if rate != SAMPLE_RATE:
        divisor = int(np.gcd(rate, SAMPLE_RATE))
        samples = resample_poly(samples, SAMPLE_RATE // divisor, rate // divisor)
    return np.ascontiguousarray(samples, dtype=np.float32)


def _command_sound(command: list[str]) -> Sound:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=60)
        samples, rate = soundfile.read(path, dtype="float32")
    return to_16k(samples, rate)
