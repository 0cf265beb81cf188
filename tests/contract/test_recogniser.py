"""One contract for every recogniser: tiny random Whispers of the public shapes, our own pack."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.assets import assets_folder
from app.engine.models import load_recogniser, load_translator
from app.modelpacks.manifest import PackError
from app.modelpacks.verify import verify
from speech.recogniser import Recogniser
from speech.types import SAMPLE_RATE, Hints
from tests.contract.tiny_packs import whisper_pack

BOTH = Hints({"zh": 0.5, "en": 0.5})
STARTER = assets_folder() / "model_packs" / "starter-speech-zh-en"


@pytest.fixture(
    params=[
        (80, False),
        (80, True),
        (128, False),
        (128, True),
        pytest.param("starter", marks=pytest.mark.packs),
    ],
    ids=str,
    scope="module",
)
def recogniser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Recogniser:
    if request.param == "starter":
        if not STARTER.is_dir():
            pytest.skip("no starter pack")
        folder = STARTER
    else:
        mels, fitted = request.param
        folder = whisper_pack(tmp_path_factory.mktemp("speech") / "tiny", mels, fitted=fitted)
    return load_recogniser(verify(folder), folder, threads=1)


def pcm(seconds: float, level: float = 0.0) -> bytes:
    noise = np.random.default_rng(3).normal(size=int(seconds * SAMPLE_RATE)) * level * 32_767
    return noise.clip(-32_768, 32_767).astype("<i2").tobytes()


@pytest.mark.parametrize("level", [0.0, 0.05])
def test_silence_and_noise_give_a_well_formed_hypothesis(
    recogniser: Recogniser, level: float
) -> None:
    found = recogniser.recognise(pcm(1.0, level), BOTH)
    assert set(found.language_probs) == {"zh", "en"}
    assert sum(found.language_probs.values()) == pytest.approx(1.0)
    assert found.language == max(found.language_probs, key=lambda k: found.language_probs[k])
    assert 0.0 <= found.no_speech_prob <= 1.0
    assert found.avg_logprob <= 0.0
    assert "<|" not in found.text
    assert found.token_count >= 0


def test_only_allowed_languages_are_heard(recogniser: Recogniser) -> None:
    found = recogniser.recognise(pcm(1.0, 0.05), Hints({"zh": 1.0}))
    assert found.language == "zh"
    assert found.language_probs == {"zh": 1.0}
    with pytest.raises(ValueError, match="no language"):
        recogniser.recognise(pcm(1.0), Hints({}))


def test_a_strong_prior_decides(recogniser: Recogniser) -> None:
    audio = pcm(1.0, 0.05)
    assert recogniser.recognise(audio, Hints({"zh": 1.0, "en": 0.0})).language == "zh"
    assert recogniser.recognise(audio, Hints({"zh": 0.0, "en": 1.0})).language == "en"


def test_no_state_between_calls(recogniser: Recogniser) -> None:
    first = recogniser.recognise(pcm(1.0, 0.05), BOTH)
    recogniser.recognise(pcm(2.0, 0.2), BOTH, partial=True)
    assert recogniser.recognise(pcm(1.0, 0.05), BOTH) == first


def test_partials_and_hotwords_run(recogniser: Recogniser) -> None:
    hints = Hints({"zh": 0.5, "en": 0.5}, hotwords=("amoxicillin", "头孢"))
    found = recogniser.recognise(pcm(0.8, 0.05), hints, partial=True)
    assert found.language in ("zh", "en")


def test_audio_beyond_the_window_is_refused(recogniser: Recogniser) -> None:
    window_ms = recogniser.window_ms  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="longer than the window"):
        recogniser.recognise(pcm(window_ms / 1000 + 0.5), BOTH)


def test_audio_of_exactly_the_window_is_taken(recogniser: Recogniser) -> None:
    window_ms = recogniser.window_ms  # type: ignore[attr-defined]
    found = recogniser.recognise(pcm(window_ms / 1000, 0.02), BOTH, partial=True)
    assert found.language in ("zh", "en")


def test_the_wrong_kind_of_pack_is_refused(tmp_path: Path) -> None:
    folder = whisper_pack(tmp_path / "tiny", 80)
    with pytest.raises(PackError, match=r"pack\.wrong_kind"):
        load_translator(verify(folder), folder)
    (folder / "model.bin").write_bytes(b"nothing")
    manifest = verify(whisper_pack(tmp_path / "other", 80))
    with pytest.raises(PackError, match=r"pack\.unusable"):
        load_recogniser(manifest, folder)
