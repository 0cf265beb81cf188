"""The real loudspeaker path: our player, PortAudio, PulseAudio, and what is heard in the room."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from app.session.devices import AudioUnavailable, PortAudioDevices
from app.session.playback import Player
from tests.audio.conftest import Room
from tests.fakes.tones import tone

pytestmark = pytest.mark.audio

RATE_HZ = 16_000


def test_what_is_played_is_heard_in_the_room(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SINK", "room")
    devices = PortAudioDevices()
    heard: list[np.ndarray] = []
    loud = threading.Event()

    def listen(block: np.ndarray, _lost: bool) -> None:
        heard.append(block[:, 0])
        if np.abs(block).max() > 1_000:
            loud.set()

    stream, rate = devices.open("pulse", 1, 32, listen, lambda: None)
    player = Player(devices)
    try:
        player.play((tone(440.0, 1_500) * 20_000).astype(np.int16).tobytes(), RATE_HZ)
        assert loud.wait(20), "nothing was heard"
        ended = threading.Event()
        for _ in range(100):
            if not player.playing:
                break
            ended.wait(0.1)
        assert not player.playing
        assert player.position_ms == player.length_ms == 1_500
    finally:
        player.stop()
        stream.close()
    sound = np.concatenate(heard).astype(float)
    spectrum = np.abs(np.fft.rfft(sound))
    assert abs(np.argmax(spectrum) * rate / len(sound) - 440) < 5


def test_without_an_output_it_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    player = Player(PortAudioDevices())
    with pytest.raises(AudioUnavailable) as caught:
        player.play(bytes(3_200), RATE_HZ)
    assert caught.value.code in ("audio.no_output", "audio.no_system")
