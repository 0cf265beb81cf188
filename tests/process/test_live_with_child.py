"""The live session with a real engine child that crashes or hangs in the middle of an utterance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.engine.client import EngineClient, Timeouts
from app.records.store import RecordStore
from app.session.events import EngineRestarted, Subtitle, Unprocessed
from app.session.live import LiveSession, Plan
from app.session.sources import AudioFile
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.record_access import ACCESS
from tests.fakes.scripted_engine import Script, Voice, scripted_client
from tests.fakes.session_kit import HEADER, Kit, Watcher, make_kit, no_checks
from tests.fakes.tones import spoken, write_wav

Make = Callable[..., Kit]


def voices(mischief: str) -> tuple[Voice, ...]:
    return (
        Voice(400.0, "zh", {"zh": "你好。"}),
        Voice(700.0, "en", {"en": "I have a fever."}, mischief),
        Voice(1100.0, "zh", {"zh": "多久了？"}),
    )


@pytest.fixture
def clients() -> Iterator[list[EngineClient]]:
    made: list[EngineClient] = []
    yield made
    for client in made:
        client.close()


@pytest.fixture
def make(tmp_path: Path, clients: list[EngineClient]) -> Make:
    def build(mischief: str, *, realtime: bool = False) -> Kit:
        wav = write_wav(tmp_path / "a.wav", spoken(400, 700, 1100))
        client = scripted_client(Script(voices(mischief), str(tmp_path)))
        clients.append(client)
        return make_kit(client, AudioFile(wav, realtime=realtime))

    return build


@pytest.mark.parametrize("realtime", [False, True], ids=["fast", "realtime"])
@pytest.mark.parametrize(
    ("mischief", "code"), [("segv_once", "engine.failed"), ("hang_once", "engine.timeout")]
)
def test_the_utterance_is_still_answered_after_the_restart(
    make: Make, mischief: str, code: str, realtime: bool
) -> None:
    kit = make(mischief, realtime=realtime)
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    assert [text for _, _, text, _ in watch.told()] == ["你好。", "I have a fever.", "多久了？"]
    assert watch.of(EngineRestarted) == [EngineRestarted(code, 1)]
    assert watch.of(Unprocessed) == []


@pytest.mark.parametrize(
    ("mischief", "code"), [("segv", "engine.failed"), ("hang", "engine.timeout")]
)
def test_twice_is_unprocessed_and_the_rest_goes_on_in_order(
    make: Make, mischief: str, code: str
) -> None:
    kit = make(mischief)
    kit.session.start()
    kit.watch.until_source("ended", 60)
    watch = kit.finish()
    story = [e for e in watch.seen if isinstance(e, Subtitle | Unprocessed)]
    assert [e.turn for e in story] == [1, 2, 3]
    assert isinstance(story[1], Unprocessed)
    assert story[1].code == code
    assert [t.text for t in kit.records.turns] == ["你好。", "多久了？"]
    assert [(g.turn, g.code) for g in kit.records.gaps] == [(2, code)]


def test_the_end_is_in_time_although_the_child_hangs(
    tmp_path: Path, clients: list[EngineClient]
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700, 1100))
    client = scripted_client(
        Script(voices("hang"), str(tmp_path)), Timeouts(base_s=120.0, per_audio_second=4.0)
    )
    clients.append(client)
    kit = make_kit(client, AudioFile(wav, realtime=True), drain_s=1.0)
    kit.session.start()
    kit.watch.until_kind(Subtitle)
    # The second sentence is being spoken, or waits already on a slow machine: the child will never
    # answer it.
    kit.watch.until(lambda e: getattr(e, "speaking", False) or getattr(e, "backlog_ms", 0) > 0)
    kit.session.end()
    kit.watch.until_state("ended", 15)
    assert kit.records.ended
    assert kit.records.closed


def test_every_shown_turn_is_in_the_real_record(
    tmp_path: Path, clients: list[EngineClient]
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700, 1100))
    client = scripted_client(Script(voices("segv_once"), str(tmp_path)))
    clients.append(client)
    path = tmp_path / "records.db"
    session = LiveSession(
        Plan(HEADER),
        client,
        AudioFile(wav),
        lambda: RecordStore.open(path, ACCESS),
        run_checks=no_checks,
        make_vad=EnergyVad,
    )
    watch = Watcher(session.events)
    reader: list[int] = []

    def look(event: object) -> bool:
        if isinstance(event, Subtitle):
            with RecordStore.open(path, ACCESS) as store:
                stored = store.load(HEADER.id).turns
            reader.append(len(stored))
            assert stored[event.turn - 1].text == event.text
        return getattr(event, "state", "") == "ended" and hasattr(event, "name")

    session.start()
    watch.until(look)
    session.correct(2, "I have no fever.")
    assert watch.until_kind(Subtitle).revision == 2
    session.swap(99)
    session.end()
    watch.until_state("ended")
    assert reader == [1, 2, 3]
    with RecordStore.open(path, ACCESS) as store:
        record = store.load(HEADER.id)
    assert [t.text for t in record.turns] == ["你好。", "I have no fever.", "多久了？"]
    assert len(record.revisions) == 4
    assert record.header.ended_at
