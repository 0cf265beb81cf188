"""The live session with everything real: voice activity, engine child, packs, checks, record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile

from app.assets import assets_folder
from app.engine.client import EngineClient
from app.engine.protocol import LoadPack
from app.records.model import Party
from app.records.store import RecordStore
from app.session.events import AudioGap, EngineProgress, Held, Partial, Subtitle, Unprocessed
from app.session.live import LiveSession, Plan
from app.session.sources import AudioFile, TwoChannel
from speech.endpointing import EndpointSettings
from tests.fakes.record_access import ACCESS
from tests.fakes.session_kit import HEADER, Watcher

PACKS = [
    assets_folder() / "model_packs" / name
    for name in ("starter-speech-zh-en", "starter-translation-zh-en")
]
DEMO = assets_folder() / "demo" / "consultation.flac"
TURNS = 4
ANSWERS = Subtitle | Held
"""A turn is shown at once, or held for a doctor who is not there."""


@pytest.fixture
def opening(tmp_path: Path) -> tuple[Path, list[dict[str, object]]]:
    """The first turns of the demonstration, with who speaks when."""
    if not DEMO.is_file() or not all(pack.is_dir() for pack in PACKS):
        pytest.skip("no starter packs or no demonstration recording")
    timing = json.loads(DEMO.with_suffix(".timing.json").read_text(encoding="utf-8"))
    turns = timing["turns"][:TURNS]
    rate = timing["sample_rate"]
    end = timing["turns"][TURNS]["start_ms"] - 100
    audio, _ = soundfile.read(DEMO, dtype="int16", always_2d=True, stop=end * rate // 1000)
    path = tmp_path / "opening.wav"
    soundfile.write(path, audio, rate)
    return path, turns


@pytest.mark.packs
@pytest.mark.parametrize("realtime", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_every_turn_of_the_opening_is_answered(
    opening: tuple[Path, list[dict[str, object]]], tmp_path: Path, realtime: bool
) -> None:
    wav, turns = opening
    engine = EngineClient()
    records = tmp_path / "records.db"
    session = LiveSession(
        Plan(
            HEADER,
            tuple(LoadPack(str(pack)) for pack in PACKS),
            EndpointSettings(max_ms=9_600),
        ),
        engine,
        TwoChannel(AudioFile(wav, realtime=realtime)),
        lambda: RecordStore.open(records, ACCESS),
    )
    watch = Watcher(session.events)
    try:
        session.start()
        watch.until_source("ended", 120)
        session.end()
        watch.until_state("ended")
    finally:
        engine.close()
    assert watch.of(EngineProgress)[-1].done == len(PACKS)
    assert watch.of(AudioGap) == []
    answered = [e.turn if isinstance(e, Held) else e for e in watch.seen if isinstance(e, ANSWERS)]
    seen = sorted([*answered, *watch.of(Unprocessed)], key=lambda e: e.start_ms)
    # One turn of speech may be heard as two utterances, never as none, and never as the other's.
    for turn in turns:
        start_ms, end_ms = turn["start_ms"], turn["end_ms"]
        assert isinstance(start_ms, int)
        assert isinstance(end_ms, int)
        inside = [e for e in seen if e.start_ms < end_ms and e.end_ms > start_ms]
        assert inside, f"nothing was heard between {start_ms} and {end_ms} ms"
        assert {e.party for e in inside} == {Party(str(turn["party"]))}
        assert inside[0].start_ms <= start_ms + 200
        assert inside[-1].end_ms >= end_ms - 400
    with RecordStore.open(records, ACCESS) as store:
        assert [t.text for t in store.load(HEADER.id).turns] == [e.text for e in answered]
    if realtime:
        assert watch.of(Partial)
