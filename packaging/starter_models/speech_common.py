"""What the commands of the speech recipe share: sizes, vocabulary order, voices, mel features."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
PACK_ID = "starter-speech-zh-en"
PACK_FOLDER = HERE.parent.parent / "assets" / "model_packs" / PACK_ID
LANGUAGES = ("zh", "en")

SAMPLE_RATE = 16_000
HOP = 320  # samples: 20 ms a frame, 40 ms an encoder position
N_FFT = 400
N_MELS = 80
WINDOW_SECONDS = 10
WINDOW_FRAMES = WINDOW_SECONDS * SAMPLE_RATE // HOP

TEST_SITUATIONS = ("21_anesthesia_preop", "33_urology_kidney")
DEV_SITUATIONS = ("15_pharmacy_pickup",)

# The order in which CTranslate2 wants them, after the text tokens (which end with "").
SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|zh|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIME_TOKENS = tuple(f"<|{step * 0.02:.2f}|>" for step in range(WINDOW_FRAMES + 1))


@dataclass(frozen=True)
class Sizes:
    """The model's shape. Heads are 64 wide."""

    width: int = 256
    encoder_layers: int = 4
    decoder_layers: int = 3
    feed_forward: int = 1024
    heads: int = 4
    text_positions: int = 96


@dataclass(frozen=True)
class Voice:
    """One synthetic voice. `engine` is espeak, flite or festival; `name` is its name there."""

    engine: str
    name: str


# espeak-ng 1.51 reads Chinese characters rightly only as "cmn-latn-pinyin": its plain "cmn" spells
# the syllables with English letters.
ZH_LANGUAGE = "cmn-latn-pinyin"
# espeak-ng calls British English "en".
EN_ACCENTS = (
    "en-us",
    "en-us",
    "en-us",
    "en-us",
    "en-us",
    "en",
    "en",
    "en",
    "en-gb-x-rp",
    "en-us-nyc",
    "en-029",
    "en-gb-scotland",
)
_TEST_VARIANTS = ("f4", "m7", "Hugo", "steph2")
_DEMO_VARIANTS = ("anika", "Annie", "Mike", "rob")
_TRAIN_VARIANTS = [
    "f1",
    "f2",
    "f3",
    "f5",
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m6",
    "m8",
    "Alex",
    "Alicia",
    "Andrea",
    "Andy",
    "Denis",
    "Diogo",
    "Gene",
    "Gene2",
    "Henrique",
    "Jacky",
    "Lee",
    "Marco",
    "Mario",
    "Michael",
    "Nguyen",
    "adam",
    "antonio",
    "aunty",
    "belinda",
    "benjamin",
    "boris",
    "caleb",
    "david",
    "ed",
    "edward",
    "edward2",
    "gustave",
    "iven",
    "iven2",
    "iven3",
    "iven4",
    "john",
    "klatt",
    "klatt2",
    "klatt3",
    "klatt4",
    "klatt5",
    "linda",
    "marcelo",
    "max",
    "michel",
    "miguel",
    "norbert",
    "pablo",
    "paul",
    "pedro",
    "quincy",
    "robert",
    "sandro",
    "shelby",
    "steph",
    "steph3",
    "travis",
    "victor",
    "zac",
    "grandma",
    "grandpa",
    "announcer",
]

TRAIN_VOICES: dict[str, tuple[Voice, ...]] = {
    "zh": tuple(Voice("espeak", f"{ZH_LANGUAGE}+{variant}") for variant in _TRAIN_VARIANTS),
    "en": tuple(
        Voice("espeak", f"{EN_ACCENTS[index % len(EN_ACCENTS)]}+{variant}")
        for index, variant in enumerate(_TRAIN_VARIANTS * 3)
    ),
}
FLITE_VOICES = tuple(Voice("flite", name) for name in ("kal16", "awb", "rms", "slt"))
FLITE_SHARE = 0.06  # of the English training items
TEST_VOICES: dict[str, tuple[Voice, ...]] = {
    "zh": tuple(Voice("espeak", f"{ZH_LANGUAGE}+{variant}") for variant in _TEST_VARIANTS),
    "en": tuple(
        Voice("espeak", f"{accent}+{variant}")
        for accent, variant in zip(("en-us", "en-us", "en", "en-us"), _TEST_VARIANTS, strict=True)
    ),
}
DEMO_CANDIDATES: dict[str, tuple[Voice, ...]] = {
    "zh": tuple(Voice("espeak", f"{ZH_LANGUAGE}+{variant}") for variant in _DEMO_VARIANTS),
    "en": tuple(Voice("espeak", f"en-us+{variant}") for variant in _DEMO_VARIANTS),
}
# Training never heard these variants in any language.
DEMO_VOICES: dict[str, Voice] = {
    "zh": Voice("espeak", f"{ZH_LANGUAGE}+Annie"),
    "en": Voice("espeak", "en-us+Mike"),
}
KEPT_OUT_VOICE = Voice("festival", "voice_ked_diphone")


def mel_filters() -> np.ndarray[Any, np.dtype[np.float32]]:
    """The mel filter bank of faster-whisper's feature extractor (80 x 201)."""
    from faster_whisper.feature_extractor import FeatureExtractor

    extractor = FeatureExtractor(
        feature_size=N_MELS,
        sampling_rate=SAMPLE_RATE,
        hop_length=HOP,
        chunk_length=WINDOW_SECONDS,
        n_fft=N_FFT,
    )
    return np.asarray(extractor.mel_filters, dtype=np.float32)


class LogMel:
    """log10 of the mel power of sound, as faster-whisper computes it, before its normalisation."""

    def __init__(self) -> None:
        self._filters = torch.from_numpy(mel_filters())
        self._window = torch.hann_window(N_FFT)

    def __call__(self, sound: np.ndarray[Any, np.dtype[np.float32]]) -> torch.Tensor:
        """Frames x mels of mono 16 kHz sound in -1..1."""
        spectrum = torch.stft(
            torch.from_numpy(sound),
            N_FFT,
            HOP,
            window=self._window,
            center=True,
            pad_mode="reflect",
            return_complex=True,
        )
        power = spectrum[:, :-1].abs() ** 2
        return torch.log10(torch.clamp(self._filters @ power, min=1e-10)).T


def normalised(log_mel: torch.Tensor) -> torch.Tensor:
    """Whisper's normalisation of one utterance's log mel (frames x mels)."""
    return (torch.maximum(log_mel, log_mel.max() - 8.0) + 4.0) / 4.0


def sinusoids(length: int, width: int) -> torch.Tensor:
    """Whisper's fixed position table of the encoder."""
    step = math.log(10_000) / (width // 2 - 1)
    rates = torch.exp(-step * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def read_json(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file in one step: a reader sees the old or the new one, never half."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
