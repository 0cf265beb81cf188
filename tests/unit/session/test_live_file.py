"""The live session on recordings: from sound to record, in order, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.records.model import Party
from app.session.events import Level, Partial, SourceChanged, Subtitle
from app.session.sources import AudioFile, TwoChannel
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import make_kit
from tests.fakes.tones import quiet, spoken, write_wav

VOICES = (
    Voice(400.0, "zh", {"zh": "你哪里不舒服？", "en": "knee nali"}),
    Voice(700.0, "en", {"en": "My head hurts.", "zh": "买海的"}),
    Voice(1100.0, "zh", {"zh": "多久了？", "en": "door jaw"}),
    Voice(1500.0, "en", {"en": "Two days.", "zh": "图得死"}),
)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(Script(VOICES))


@pytest.mark.parametrize("rate", [16_000, 44_100, 8_000])
def test_sentences_become_turns_in_order(
    tmp_path: Path, engine: ScriptedEngine, rate: int
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700, 1100, 1500, rate=rate), rate=rate)
    kit = make_kit(engine, AudioFile(wav))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    assert watch.told() == [
        (1, "doctor", "你哪里不舒服？", "en(你哪里不舒服？)"),
        (2, "patient", "My head hurts.", "zh(My head hurts.)"),
        (3, "doctor", "多久了？", "en(多久了？)"),
        (4, "patient", "Two days.", "zh(Two days.)"),
    ]
    assert [turn.text for turn in kit.records.turns] == [text for _, _, text, _ in watch.told()]
    assert kit.records.ended
    assert kit.records.closed
    assert len(kit.records.threads) == 1
