"""The real microphone path: PulseAudio, PortAudio, our callback, our queue."""

from __future__ import annotations

import queue
import time
from pathlib import Path

import numpy as np
import pytest

from app.session.capture import Capture, Captured
from app.session.devices import AudioUnavailable, PortAudioDevices
from app.session.events import AudioGap, Subtitle
from app.session.sources import Microphone, Source, TwoChannel, system_monitor
from speech.resample import StreamResampler
from tests.audio.conftest import Room
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import make_kit
from tests.fakes.tones import spoken, write_wav

pytestmark = pytest.mark.audio

VOICES = (
    Voice(400.0, "zh", {"zh": "你好。"}),
    Voice(700.0, "en", {"en": "Hello."}),
)


def chirp(rate: int) -> np.ndarray:
    """Two seconds that resemble themselves at no other time."""
    at = np.arange(2 * rate) / rate
    return (0.5 * np.sin(2 * np.pi * (200 * at + 700 * at**2))).astype(np.float32)


def record(source: Source, room: Room, wav: Path) -> tuple[np.ndarray, int, int]:
    """What the source hears while the file is played; its rate; the milliseconds lost."""
    capture = Capture()
    source.start(capture, lambda *_: None)
    try:
        # Play only when audio flows: before that the beginning would be lost.
        assert capture.get(10) is not None
        player = room.play(wav)
        blocks: list[np.ndarray] = []
        lost_ms, rate, after = 0, 0, 0
        deadline = time.monotonic() + 20
        while after < 20 and time.monotonic() < deadline:
            item = capture.get(5)
            assert isinstance(item, Captured), "audio does not flow"
            blocks.append(item.block.samples)
            rate = item.block.rate
            lost_ms += item.lost_ms
            after += player.poll() is not None
        assert player.wait(10) == 0
    finally:
        source.stop()
    return np.concatenate(blocks).astype(np.float32) / 32768, rate, lost_ms


def likeness(heard: np.ndarray, played: np.ndarray) -> float:
    """The correlation of what was played with the place in the recording where it is."""
    size = len(heard) + len(played)
    cross = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size)
    lag = int(np.argmax(cross[: len(heard) - len(played)]))
    return float(np.corrcoef(heard[lag : lag + len(played)], played)[0, 1])


@pytest.mark.parametrize("name", ["pulse", "", "pulse:room.monitor"])
def test_what_is_played_is_what_arrives(room: Room, tmp_path: Path, name: str) -> None:
    wav = write_wav(tmp_path / "chirp.wav", chirp(48_000), rate=48_000)
    heard, rate, lost_ms = record(Microphone(PortAudioDevices(), name), room, wav)
    assert lost_ms == 0
    resampler = StreamResampler(rate)
    mono = resampler.push(heard.mean(axis=1), last=True)
    played = StreamResampler(48_000).push(chirp(48_000), last=True)
    assert likeness(mono, played) > 0.95


def test_a_monitor_is_found_by_name_only(room: Room) -> None:
    source = system_monitor(PortAudioDevices(), "no_such_source")
    capture = Capture()
    with pytest.raises(AudioUnavailable) as failed:
        source.start(capture, lambda *_: None)
    source.stop()
    assert failed.value.code == "audio.cannot_open"


def test_a_device_that_is_not_there(room: Room) -> None:
    with pytest.raises(AudioUnavailable) as failed:
        Microphone(PortAudioDevices(), "No Such Microphone").start(Capture(), lambda *_: None)
    assert failed.value.code == "audio.no_device"


def test_inputs_are_listed(room: Room) -> None:
    names = [device.name for device in PortAudioDevices().inputs()]
    assert "pulse" in names


def test_looking_for_devices_does_not_disturb_a_recording(room: Room) -> None:
    capture, states = Capture(), queue.SimpleQueue[str]()
    source = Microphone(PortAudioDevices(), "pulse")
    source.start(capture, lambda state, _: states.put(state))
    try:
        assert capture.get(10) is not None
        assert PortAudioDevices().inputs()
        for _ in range(30):
            assert isinstance(capture.get(5), Captured)
    finally:
        source.stop()
    assert states.get() == "open"
    assert states.empty()


def test_unplugged_and_back_in_a_live_session(room: Room, tmp_path: Path) -> None:
    microphone = Microphone(PortAudioDevices(), "pulse", stall_s=1.0, retry_s=0.3)
    kit = make_kit(ScriptedEngine(Script(VOICES)), microphone)
    kit.session.start()
    kit.watch.until_state("listening")
    kit.watch.until(lambda e: type(e).__name__ == "Level")
    with room.play(write_wav(tmp_path / "one.wav", spoken(400))) as player:
        assert kit.watch.until_kind(Subtitle).text == "你好。"
        player.wait(10)
    room.unplug()
    kit.watch.until_source("lost", 20)
    room.plug()
    kit.watch.until_source("back", 20)
    with room.play(write_wav(tmp_path / "two.wav", spoken(700))) as player:
        gap = kit.watch.until_kind(AudioGap)
        assert gap.code == "audio.device_lost"
        assert gap.lost_ms >= 300
        assert kit.watch.until_kind(Subtitle).text == "Hello."
        player.wait(10)
    kit.finish()
    assert [g.code for g in kit.records.gaps] == ["audio.device_lost"]


def test_two_channels_through_the_sound_server(room: Room, tmp_path: Path) -> None:
    source = TwoChannel(Microphone(PortAudioDevices(), "pulse", channels=2))
    kit = make_kit(ScriptedEngine(Script(VOICES)), source)
    kit.session.start()
    kit.watch.until_state("listening")
    kit.watch.until(lambda e: type(e).__name__ == "Level")
    wav = write_wav(
        tmp_path / "two.wav",
        spoken(400, pause_ms=500),
        np.concatenate([np.zeros(24_000, dtype=np.float32), spoken(700)]),
    )
    with room.play(wav) as player:
        kit.watch.until_kind(Subtitle)
        kit.watch.until_kind(Subtitle)
        player.wait(10)
    told = {(party, text) for _, party, text, _ in kit.finish().told()}
    assert told == {("doctor", "你好。"), ("patient", "Hello.")}
