"""Expected words: a list of medicines never puts a medicine into what nobody said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.assets import assets_folder
from speech.hot_words import added, confirmed, usable
from speech.types import SAMPLE_RATE, Hints, Hypothesis
from speech.whisper_recogniser import WhisperRecogniser
from tests.contract.tiny_packs import whisper_pack

STARTER = assets_folder() / "model_packs" / "starter-speech-zh-en"
DEMO = assets_folder() / "demo"
MEDICINES = (
    *("metformin", "warfarin", "ibuprofen", "omeprazole", "losartan", "prednisone"),
    *("二甲双胍", "华法林", "布洛芬", "奥美拉唑", "氯沙坦", "泼尼松"),
)


def heard(text: str, logprob: float = -0.2, lang: str = "en", **values: bool) -> Hypothesis:
    return Hypothesis(text, lang, {lang: 1.0}, logprob, 0.0, len(text), **values)


def test_a_word_that_sounds_like_what_was_heard_may_stand_but_is_named() -> None:
    plain, hinted = heard("I take met forming twice"), heard("I take metformin twice")
    new = added(MEDICINES, hinted.text, plain.text)
    assert new == ("metformin",)
    assert confirmed(plain, hinted, new)
    chinese = heard("我吃二加双瓜", lang="zh"), heard("我吃二甲双胍", lang="zh")
    assert confirmed(*chinese, ("二甲双胍",))


@pytest.mark.parametrize(
    ("plain", "hinted"),
    [
        (heard("Good morning doctor"), heard("metformin warfarin")),
        (heard("Thank you"), heard("Thank you omeprazole")),
        (heard("met forming", -0.1), heard("metformin", -0.9)),
        (heard("met forming"), heard("metformin", truncated=True)),
        (heard("谢谢医生", lang="zh"), heard("华法林", lang="zh")),
    ],
)
def test_unrelated_speech_gets_no_medicine(plain: Hypothesis, hinted: Hypothesis) -> None:
    new = added(MEDICINES, hinted.text, plain.text)
    assert new
    assert not confirmed(plain, hinted, new)


def test_words_that_were_heard_anyway_are_not_named() -> None:
    assert added(MEDICINES, "I take Metformin.", "I take metformin") == ()


def test_only_words_of_the_language_are_used_and_not_too_many() -> None:
    assert usable(MEDICINES, "en") == MEDICINES[:6]
    assert usable(MEDICINES, "zh") == MEDICINES[6:]
    assert len(usable(["word"] * 500, "en")) == 60


def noise(seconds: float, level: float) -> bytes:
    signal = np.random.default_rng(5).normal(size=int(seconds * SAMPLE_RATE)) * level * 32_767
    return signal.clip(-32_768, 32_767).astype("<i2").tobytes()


def test_hinted_decodes_of_public_shapes_run_and_change_nothing_in_silence(tmp_path: Path) -> None:
    folder = whisper_pack(tmp_path / "tiny", 80)
    hinted = WhisperRecogniser(folder, threads=1, hot_words=True)
    bare = WhisperRecogniser(folder, threads=1)
    for level in (0.0, 0.05):
        audio = noise(1.0, level)
        hints = Hints({"en": 1.0}, MEDICINES)
        found = hinted.recognise(audio, hints)
        assert not any(word in found.text.lower() for word in MEDICINES)
        assert found == bare.recognise(audio, hints)


@pytest.mark.packs
def test_the_starter_pack_hears_no_medicine_in_silence_and_unrelated_speech() -> None:
    if not STARTER.is_dir() or not (DEMO / "consultation.flac").is_file():
        pytest.skip("no starter pack")
    recogniser = WhisperRecogniser(
        STARTER, threads=1, fitted_window=True, beam_size=2, no_speech_above=0.1, hot_words=True
    )
    timing = json.loads((DEMO / "consultation.timing.json").read_text(encoding="utf-8"))
    audio, _ = soundfile.read(DEMO / "consultation.flac", dtype="int16")
    mono = audio.max(axis=1) if audio.ndim > 1 else audio
    pieces = [(noise(1.0, 0.0), "en"), (noise(1.5, 0.02), "zh")]
    for turn in timing["turns"]:
        lang = "zh" if turn["party"] == "doctor" else "en"
        if not any(word in turn["text"].lower() for word in MEDICINES):
            start, end = (turn[name] * SAMPLE_RATE // 1000 for name in ("start_ms", "end_ms"))
            pieces.append((mono[start:end].tobytes(), lang))
    assert len(pieces) > 12
    for pcm, lang in pieces:
        found = recogniser.recognise(pcm, Hints({lang: 1.0}, MEDICINES))
        assert not any(word in found.text.lower() for word in MEDICINES), found.text
