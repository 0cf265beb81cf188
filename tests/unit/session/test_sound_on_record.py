"""From what is said in the room to what the records office hears: session, record, sealed file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.records.reader import RecordReader
from app.records.store import RecordStore
from app.records.verify import verify_record
from app.session.events import Subtitle
from app.session.live import LiveSession, Plan
from speech.types import SAMPLE_RATE
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.session_kit import HEADER, Watcher, no_checks


def test_what_was_said_is_heard_again(
    tmp_path: Path, engine: ScriptedEngine, source: ManualSource
) -> None:
    path = tmp_path / "records.db"
    header = replace(HEADER, consent_recording_at=HEADER.started_at)
    session = LiveSession(
        Plan(header, actor="wang", keep_sound=True),
        engine,
        source,
        lambda: RecordStore.open(path, CLINICIAN),
        run_checks=no_checks,
        make_vad=EnergyVad,
    )
    watch = Watcher(session.events)
    session.start()
    watch.until_state("listening")
    for hz in (400.0, 700.0):
        source.say(hz)
        watch.until_kind(Subtitle)
    session.end()
    watch.until_state("ended")
    assert session.wait_ended(5.0)
    recognised = {request.pcm for request in engine.finals()}
    with RecordReader.open(path, RECORDS) as reader:
        for turn in (1, 2):
            sound = reader.load_sound(header.id, turn)
            assert sound.rate_hz == SAMPLE_RATE
            assert sound.pcm in recognised
            found = reader.load_history(header.id).sounds[turn]
            assert 700 < found.length_ms < 2_000
    assert verify_record(path, RECORDS).problems == ()
