"""Sources: the microphone's unplugging, recordings in real time, several sources at once."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.records.model import Party
from app.session.capture import Capture, Captured, Mark, Marked
from app.session.devices import AudioUnavailable
from app.session.events import AudioGap, SourceChanged, Subtitle
from app.session.sources import AudioFile, Microphone, Together, TwoChannel, system_monitor
from speech.types import SAMPLE_RATE
from tests.fakes.fake_devices import FakeDevices
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import make_kit
from tests.fakes.tones import quiet, spoken, tone, write_wav

States = queue.SimpleQueue[tuple[str, str]]
VOICES = (
    Voice(400.0, "zh", {"zh": "你好。"}),
    Voice(700.0, "en", {"en": "Hello."}),
)


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def microphone(devices: FakeDevices) -> Iterator[Microphone]:
    source = Microphone(devices, "mic", stall_s=0.3, retry_s=0.02)
    yield source
    source.stop()


def int16(audio: np.ndarray) -> np.ndarray:
    return (audio * 32767).astype(np.int16)


def frames(capture: Capture) -> list[Captured | Marked]:
    items = []
    while (item := capture.get(0)) is not None:
        items.append(item)
    return items


def test_blocks_arrive_as_they_were_made(devices: FakeDevices, microphone: Microphone) -> None:
    capture, states = Capture(), States()
    microphone.start(capture, lambda *s: states.put(s))
    audio = int16(tone(400, 320))
    devices.push(audio)
    got = frames(capture)
    assert states.get(timeout=1) == ("open", "mic")
    assert all(isinstance(item, Captured) and item.block.rate == 16_000 for item in got)
    joined = np.concatenate([i.block.samples[:, 0] for i in got if isinstance(i, Captured)])
    assert np.array_equal(joined, audio)


def test_a_device_that_is_not_there_is_told_at_the_start(devices: FakeDevices) -> None:
    with pytest.raises(AudioUnavailable) as failed:
        Microphone(devices, "another").start(Capture(), lambda *_: None)
    assert failed.value.code == "audio.no_device"


@pytest.mark.parametrize("driver_tells", [True, False], ids=["stream dies", "falls silent"])
def test_unplugged_and_back(
    devices: FakeDevices, microphone: Microphone, driver_tells: bool
) -> None:
    capture, states = Capture(), States()
    microphone.start(capture, lambda *s: states.put(s))
    assert devices.opened.acquire(timeout=5)
    devices.push(int16(tone(400, 64)))
    devices.unplug(driver_tells=driver_tells)
    assert states.get(timeout=5) == ("open", "mic")
    assert states.get(timeout=5) == ("lost", "mic")
    # It keeps looking.
    for _ in range(3):
        assert devices.refused.acquire(timeout=5)
    devices.plugged = True
    assert devices.opened.acquire(timeout=5)
    assert states.empty(), "an open device without audio is not yet back"
    devices.push(int16(tone(400, 32)))
    assert states.get(timeout=5) == ("back", "mic")
    devices.push(int16(tone(700, 32)))
    items = frames(capture)
    marks = [item.mark for item in items if isinstance(item, Marked)]
    assert marks == [Mark.FLUSH], "the sentence that was cut off must end"
    after = items[-1]
    assert isinstance(after, Captured)
    assert after.lost_code == "audio.device_lost"
    assert after.lost_ms >= 40


def test_a_device_that_opens_but_stays_silent_is_tried_again(
    devices: FakeDevices, microphone: Microphone
) -> None:
    states = States()
    microphone.start(Capture(), lambda *s: states.put(s))
    assert devices.opened.acquire(timeout=5)
    devices.streams[-1].on_dead()
    assert devices.opened.acquire(timeout=5)
    assert devices.opened.acquire(timeout=5), "one silent opening was taken for good"
    assert all(stream.closed for stream in devices.streams[:-1])


def test_stop_ends_a_microphone_that_is_lost(devices: FakeDevices, microphone: Microphone) -> None:
    states = States()
    microphone.start(Capture(), lambda *s: states.put(s))
    devices.unplug(driver_tells=True)
    while states.get(timeout=5)[0] != "lost":
        pass
    began = time.monotonic()
    microphone.stop()
    assert time.monotonic() - began < 1.0
    assert all(stream.closed for stream in devices.streams)


def test_a_late_callback_of_a_closed_stream_is_ignored(
    devices: FakeDevices, microphone: Microphone
) -> None:
    capture = Capture()
    microphone.start(capture, lambda *_: None)
    stream = devices.streams[-1]
    microphone.stop()
    stream.on_audio(np.ones((512, 1), dtype=np.int16), False)
    stream.on_dead()
    assert len(capture) == 0


def test_what_the_driver_drops_is_counted(devices: FakeDevices, microphone: Microphone) -> None:
    capture = Capture()
    microphone.start(capture, lambda *_: None)
    one = np.zeros(512, dtype=np.int16)
    for overflowed in (True, False, True):
        devices.push(one, overflowed=overflowed)
    lost = [(item.lost_ms, item.lost_code) for item in frames(capture)]
    assert lost == [(0, ""), (0, ""), (32, "audio.driver_overflow")]


def test_the_session_tells_of_the_loss_and_records_the_gap(devices: FakeDevices) -> None:
    microphone = Microphone(devices, "mic", stall_s=0.3, retry_s=0.02)
    kit = make_kit(ScriptedEngine(Script(VOICES)), microphone)
    kit.session.start()
    kit.watch.until_source("open")
    devices.push(int16(np.concatenate([quiet(300), tone(400, 700)])))
    devices.unplug(driver_tells=True)
    kit.watch.until_source("lost")
    assert kit.watch.until_kind(Subtitle).text == "你好。"
    devices.plugged = True
    assert devices.opened.acquire(timeout=5)
    assert devices.opened.acquire(timeout=5)
    devices.push(int16(quiet(32)))
    kit.watch.until_source("back")
    devices.push(int16(np.concatenate([quiet(300), tone(700, 700), quiet(900)])))
    gap = kit.watch.until_kind(AudioGap)
    assert gap.code == "audio.device_lost"
    assert kit.watch.until_kind(Subtitle).text == "Hello."
    kit.finish()
    assert [g.code for g in kit.records.gaps] == ["audio.device_lost"]
    states = [e.state for e in kit.watch.of(SourceChanged)]
    assert states == ["open", "lost", "back"]


def test_a_monitor_is_named_for_pulseaudio(devices: FakeDevices) -> None:
    devices.name = "pulse:room.monitor"
    source = system_monitor(devices, "room.monitor", Party.PATIENT)
    source.start(Capture(), lambda *_: None)
    source.stop()
    assert source.parties == (Party.PATIENT,)


def test_real_time_is_the_pace_of_the_recording(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(400, 640))
    capture = Capture()
    source = AudioFile(wav, realtime=True)
    began = time.monotonic()
    source.start(capture, lambda *_: None)
    items: list[Captured | Marked] = []
    while not items or not isinstance(items[-1], Marked):
        item = capture.get(5)
        assert item is not None
        items.append(item)
    assert 0.6 <= time.monotonic() - began < 3.0
    assert len(items) == 21
    source.stop()


def test_a_recording_goes_on_where_it_stopped(tmp_path: Path) -> None:
    audio = np.linspace(-0.9, 0.9, SAMPLE_RATE, dtype=np.float32)
    wav = write_wav(tmp_path / "a.wav", audio)
    source = AudioFile(wav)
    first, second = Capture(capacity_frames=7), Capture()
    source.start(first, lambda *_: None)
    while len(first) < 7:
        time.sleep(0)
    source.stop()
    source.start(second, lambda *_: None)
    items = frames(first)
    while not items or not isinstance(items[-1], Marked):
        item = second.get(5)
        assert item is not None
        items.append(item)
    source.stop()
    joined = np.concatenate([i.block.samples[:, 0] for i in items if isinstance(i, Captured)])
    assert len(joined) == SAMPLE_RATE
    assert np.allclose(joined, audio, atol=1e-3)


def test_two_sources_are_two_channels(tmp_path: Path) -> None:
    doctor = AudioFile(write_wav(tmp_path / "d.wav", spoken(400, pause_ms=1200)))
    patient = AudioFile(write_wav(tmp_path / "p.wav", spoken(700, pause_ms=1200)))
    doctor.parties, patient.parties = (Party.CLINICIAN,), (Party.PATIENT,)
    kit = make_kit(ScriptedEngine(Script(VOICES)), Together(doctor, patient))
    kit.session.start()
    kit.watch.until_source("ended")
    kit.watch.until_source("ended")
    told = {(party, text) for _, party, text, _ in kit.finish().told()}
    assert told == {("doctor", "你好。"), ("patient", "Hello.")}


def test_of_two_sources_all_or_none_run() -> None:
    good, bad = ManualSource(), ManualSource()
    bad.refuse = "audio.no_device"
    with pytest.raises(AppError):
        Together(good, bad).start(Capture(), lambda *_: None)
    assert not good.running


def test_two_channels_need_two_channels(tmp_path: Path) -> None:
    source = TwoChannel(AudioFile(write_wav(tmp_path / "a.wav", spoken(400))))
    with pytest.raises(AppError) as failed:
        source.start(Capture(), lambda *_: None)
    assert failed.value.code == "audio.not_two_channels"
