"""Kept sound is heard whole, can be stopped, and leaves nothing behind."""

from __future__ import annotations

import pytest

from app.session.devices import AudioUnavailable, Fill, OnDead
from app.session.playback import Player
from tests.fakes.fake_speaker import FakeSpeaker

PCM = bytes(range(200)) * 80


def test_it_is_heard_whole_and_ends_by_itself() -> None:
    speaker = FakeSpeaker()
    player = Player(speaker)
    assert not player.playing
    player.play(PCM, 8_000)
    assert player.playing
    assert (player.length_ms, player.position_ms) == (1_000, 0)
    speaker.pull(4_000)
    assert player.position_ms == 500
    speaker.pull(4_000)
    assert speaker.heard == PCM
    assert not player.playing
    player.stop()
    assert speaker.open_streams == 0


def test_stopping_lets_go_of_it() -> None:
    speaker = FakeSpeaker()
    player = Player(speaker)
    player.play(PCM, 8_000)
    speaker.pull(100)
    player.stop()
    assert not player.playing
    assert (player.length_ms, player.position_ms) == (0, 0)
    assert speaker.open_streams == 0
    assert PCM not in vars(player).values()


def test_another_one_takes_its_place() -> None:
    speaker = FakeSpeaker()
    player = Player(speaker)
    player.play(PCM, 8_000)
    speaker.pull(100)
    player.play(PCM[:400], 8_000)
    assert speaker.open_streams == 1
    assert (player.length_ms, player.position_ms) == (25, 0)
    player.stop()


def test_a_device_that_goes_away_ends_it() -> None:
    speaker = FakeSpeaker()
    player = Player(speaker)
    player.play(PCM, 8_000)
    speaker.vanish()
    assert not player.playing
    player.stop()


def test_without_a_device_it_says_so_and_holds_nothing() -> None:
    class Deaf:
        def open_output(self, rate_hz: int, fill: Fill, on_end: OnDead) -> FakeSpeaker:
            raise AudioUnavailable("audio.no_output")

    player = Player(Deaf())
    with pytest.raises(AudioUnavailable) as caught:
        player.play(PCM, 8_000)
    assert caught.value.code == "audio.no_output"
    assert not player.playing
    assert PCM not in vars(player).values()
