"""The sound of turns goes into the record where the patient agreed, and stops nobody."""

from __future__ import annotations

from app.session.events import NotDone, Subtitle, Unprocessed
from speech.types import SAMPLE_RATE
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.session_kit import Kit, make_kit


def keeping(engine: ScriptedEngine, source: ManualSource) -> Kit:
    return make_kit(engine, source, keep_sound=True)


def test_every_spoken_turn_has_its_sound_once(engine: ScriptedEngine, source: ManualSource) -> None:
    kit = keeping(engine, source)
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(Subtitle).turn == 1
    # What has no answer is worth hearing most.
    source.say(1900)
    assert kit.watch.until_kind(Unprocessed).turn == 2
    kit.session.swap(1)
    assert kit.watch.until_kind(Subtitle).revision == 2
    kit.session.correct(1, "My head hurts a lot.")
    assert kit.watch.until_kind(Subtitle).revision == 3
    kit.finish()
    assert set(kit.records.sounds) == {1, 2}
    assert all(sound.rate_hz == SAMPLE_RATE for sound in kit.records.sounds.values())
    assert all(500 < sound.length_ms < 2_000 for sound in kit.records.sounds.values())


def test_without_consent_none_is_kept(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(700)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert kit.records.sounds == {}


def test_sound_that_cannot_be_kept_costs_no_word_and_is_told_once(
    engine: ScriptedEngine, source: ManualSource
) -> None:
    kit = keeping(engine, source)
    begin(kit)
    kit.records.no_sound.set()
    source.say(400)
    assert kit.watch.until_kind(Subtitle).turn == 1
    assert kit.watch.until_kind(NotDone) == NotDone("keep_sound", 1, "sealed.not_written")
    source.say(700)
    assert kit.watch.until_kind(Subtitle).turn == 2
    for _turn in (1, 2):
        assert kit.records.unkept.acquire(timeout=20)
    kit.records.no_sound.clear()
    source.say(400)
    assert kit.watch.until_kind(Subtitle).turn == 3
    kit.finish()
    assert len(kit.watch.of(NotDone)) == 1
    assert [turn.turn for turn in kit.records.turns] == [1, 2, 3]
    assert set(kit.records.sounds) == {3}
