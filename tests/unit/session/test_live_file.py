"""The live session on recordings: from sound to record, in order, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.protocol import Recognise, Translate
from app.records.model import EncounterHeader, Party
from app.session.events import Level, Partial, Subtitle, Unprocessed
from app.session.sources import AudioFile, TwoChannel
from speech.endpointing import EndpointSettings
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import make_kit
from tests.fakes.tones import quiet, spoken, tone, write_wav

VOICES = (
    Voice(400.0, "zh", {"zh": "你哪里不舒服？", "en": "knee nali"}),
    Voice(700.0, "en", {"en": "My head hurts.", "zh": "买海的"}),
    Voice(1100.0, "zh", {"zh": "多久了？", "en": "door jaw"}),
    Voice(1500.0, "en", {"en": "Two days.", "zh": "图得死"}),
)
ALL = [
    (1, "doctor", "你哪里不舒服？", "en(你哪里不舒服？)"),
    (2, "patient", "My head hurts.", "zh(My head hurts.)"),
    (3, "doctor", "多久了？", "en(多久了？)"),
    (4, "patient", "Two days.", "zh(Two days.)"),
]


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(Script(VOICES))


@pytest.mark.parametrize("rate", [16_000, 44_100, 8_000])
def test_sentences_become_turns_in_order(tmp_path: Path, engine: ScriptedEngine, rate: int) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700, 1100, 1500, rate=rate), rate=rate)
    kit = make_kit(engine, AudioFile(wav))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    assert watch.told() == ALL
    assert [turn.text for turn in kit.records.turns] == [text for _, _, text, _ in ALL]
    assert kit.records.ended
    assert kit.records.closed
    assert len(kit.records.threads) == 1, "one thread owns the record"
    for number, subtitle in enumerate(watch.of(Subtitle)):
        begins_ms = 900 + number * 1700
        assert abs(subtitle.start_ms - begins_ms) <= 320
        assert abs(subtitle.end_ms - begins_ms - 800) <= 64
        assert subtitle.revision == 1
        assert 0 <= subtitle.lag_ms < 10_000


def test_what_was_worked_out_ahead_is_not_worked_out_again(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700, pause_ms=1500))
    kit = make_kit(engine, AudioFile(wav, realtime=True))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    assert watch.told() == ALL[:2]
    assert len(engine.finals()) == 2
    assert len([r for r in engine.requests if isinstance(r, Translate)]) == 2
    # Ready before the endpoint: what is left of the lag is the closing silence itself, and what a
    # busy machine adds.
    for subtitle in watch.of(Subtitle):
        assert 400 <= subtitle.lag_ms <= 2500


def test_a_failed_speculation_is_thrown_away(tmp_path: Path) -> None:
    audio = [quiet(500), tone(400, 600), quiet(320), tone(700, 1200), quiet(1000)]
    import numpy as np

    engine = ScriptedEngine(Script(VOICES))
    wav = write_wav(tmp_path / "a.wav", np.concatenate(audio))
    kit = make_kit(engine, AudioFile(wav, realtime=True))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    # The longer tone wins; the first one alone was recognised ahead and is never shown.
    assert [s.text for s in watch.of(Subtitle)] == ["My head hurts."]
    assert len(engine.finals()) >= 2
    assert [t.text for t in kit.records.turns] == ["My head hurts."]


def test_partials_come_while_speech_goes_on_and_grow(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(700, ms=3000))
    kit = make_kit(engine, AudioFile(wav, realtime=True))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    partials = watch.of(Partial)
    assert len(partials) >= 2
    assert {p.party for p in partials} == {Party.PATIENT}
    assert all(p.text.startswith(p.stable) for p in partials)
    assert partials[-1].stable
    assert watch.story().index(watch.of(Subtitle)[0]) > 0
    assert max(map(watch.seen.index, partials)) < watch.seen.index(watch.of(Subtitle)[0])


def test_levels_come_at_most_ten_times_a_second(tmp_path: Path, engine: ScriptedEngine) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, 700))
    kit = make_kit(engine, AudioFile(wav))
    kit.session.start()
    kit.watch.until_source("ended")
    levels = kit.finish().of(Level)
    seconds = 4.3
    assert 5 * seconds < len(levels) <= 10 * seconds
    loud = [level for level in levels if level.peak_dbfs > -20]
    assert loud
    assert max(level.peak_dbfs for level in levels) == pytest.approx(-7.96, abs=0.2)
    assert any(level.speaking for level in loud)
    assert min(level.peak_dbfs for level in levels) == -96.0


def test_fast_mode_waits_for_a_slow_engine_and_loses_nothing(tmp_path: Path) -> None:
    engine = ScriptedEngine(Script(VOICES, slow_s=0.02))
    wav = write_wav(tmp_path / "a.wav", spoken(*[400, 700, 1100, 1500] * 15))
    kit = make_kit(engine, AudioFile(wav), max_backlog_ms=60_000)
    kit.session.start()
    kit.watch.until_source("ended", 60)
    watch = kit.finish()
    assert [text for _, _, text, _ in watch.told()] == [t for _, _, t, _ in ALL] * 15
    assert not watch.of(Unprocessed)
    assert kit.records.gaps == []


def test_two_channels_are_two_parties_whatever_the_language(tmp_path: Path) -> None:
    # Both speak at the same time; the patient's channel holds a tone that is Chinese.
    doctor, patient = spoken(400, 1100, pause_ms=1200), spoken(700, 1500, pause_ms=1200)
    wav = write_wav(tmp_path / "a.wav", doctor, patient)
    engine = ScriptedEngine(Script(VOICES))
    kit = make_kit(engine, TwoChannel(AudioFile(wav)))
    kit.session.start()
    kit.watch.until_source("ended")
    told = kit.finish().told()
    assert sorted(told, key=lambda t: t[1:]) == sorted(
        [(told[n][0], *rest) for n, rest in enumerate(t[1:] for t in told)], key=lambda t: t[1:]
    )
    assert [t[2] for t in told if t[1] == "doctor"] == ["你哪里不舒服？", "多久了？"]
    assert [t[2] for t in told if t[1] == "patient"] == ["My head hurts.", "Two days."]
    for request in engine.finals():
        assert len(request.hints.language_prior) == 1, "a channel's language needs no detection"


def test_one_language_for_both_is_told_apart_by_channel_and_not_translated(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400), spoken(1100, pause_ms=2000))
    header = EncounterHeader("e1", "2026-01-02T03:04:05.000Z", "zh", "zh")
    kit = make_kit(engine, TwoChannel(AudioFile(wav)), header=header)
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    assert watch.told() == [
        (1, "doctor", "你哪里不舒服？", "你哪里不舒服？"),
        (2, "patient", "多久了？", "多久了？"),
    ]
    assert not [r for r in engine.requests if isinstance(r, Translate)]


def test_a_stereo_recording_of_one_microphone_is_mixed(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    one = spoken(400)
    wav = write_wav(tmp_path / "a.wav", one, one)
    kit = make_kit(engine, AudioFile(wav))
    kit.session.start()
    kit.watch.until_source("ended")
    assert kit.finish().told() == ALL[:1]


def test_a_long_speech_is_cut_and_every_part_is_answered(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(400, ms=7000))
    kit = make_kit(engine, AudioFile(wav), endpoints=EndpointSettings(max_ms=3200))
    kit.session.start()
    kit.watch.until_source("ended")
    watch = kit.finish()
    parts = watch.of(Subtitle)
    assert len(parts) >= 3
    assert all("cut" in part.doubt for part in parts[:-1])
    assert parts[-1].doubt == ()
    assert parts[-1].end_ms == pytest.approx(7900, abs=64)
    sent = b"".join(request.pcm for request in engine.finals())
    assert len(sent) / 32 >= 7000


def test_speech_up_to_the_very_end_of_a_recording_is_answered(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    import numpy as np

    wav = write_wav(tmp_path / "a.wav", np.concatenate([quiet(300), tone(700, 811)]))
    kit = make_kit(engine, AudioFile(wav))
    kit.session.start()
    kit.watch.until_source("ended")
    (turn,) = kit.finish().of(Subtitle)
    assert turn.text == "My head hurts."
    assert turn.end_ms >= 1111


def test_what_failed_ahead_is_not_tried_again_by_its_final(tmp_path: Path) -> None:
    engine = ScriptedEngine(Script((Voice(700.0, "en", {"en": "x"}, "fail"),)))
    wav = write_wav(tmp_path / "a.wav", spoken(700))
    kit = make_kit(engine, AudioFile(wav, realtime=True))
    kit.session.start()
    kit.watch.until_source("ended")
    assert [event.code for event in kit.finish().of(Unprocessed)] == ["engine.failed"]
    assert len(engine.finals()) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path / "none.wav", "audio.no_file"),
        (lambda path: _text_file(path / "text.wav"), "audio.bad_file"),
    ],
)
def test_a_recording_that_cannot_be_read_is_told(
    tmp_path: Path, engine: ScriptedEngine, make: Callable[[Path], Path], code: str
) -> None:
    kit = make_kit(engine, AudioFile(make(tmp_path)))
    kit.session.start()
    assert kit.watch.until_state("failed").code == code
    kit.finish()
    assert kit.records.ended


def _text_file(path: Path) -> Path:
    path.write_text("not a recording", encoding="utf-8")
    return path


def test_partials_are_decoded_greedily_and_never_after_the_final(
    tmp_path: Path, engine: ScriptedEngine
) -> None:
    wav = write_wav(tmp_path / "a.wav", spoken(700, ms=2500))
    kit = make_kit(engine, AudioFile(wav, realtime=True))
    kit.session.start()
    kit.watch.until_source("ended")
    kit.finish()
    kinds = [r.partial for r in engine.requests if isinstance(r, Recognise)]
    assert kinds.count(False) == 1
    assert kinds[-1] is False
