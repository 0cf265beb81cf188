"""Push-to-talk: the button decides whose words they are."""

from __future__ import annotations

from app.records.model import Party
from app.session.events import (
    Subtitle,
)
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.session_kit import Kit
from tests.fakes.tones import quiet, tone


def test_the_button_decides_whose_words_they_are(
    kit: Kit, source: ManualSource, engine: ScriptedEngine
) -> None:
    begin(kit)
    kit.session.hold_to_talk(Party.PATIENT)
    source.say(400)
    first = kit.watch.until_kind(Subtitle)
    assert (first.party, first.lang, first.text) == (Party.PATIENT, "en", "so bian")
    kit.session.hold_to_talk(None)
    source.say(400)
    second = kit.watch.until_kind(Subtitle)
    assert (second.party, second.lang) == (Party.CLINICIAN, "zh")
    assert engine.finals()[0].hints.language_prior == {"en": 1.0}
    assert len(engine.finals()[-1].hints.language_prior) == 2
    kit.finish()


def test_letting_go_of_the_button_ends_the_sentence_at_once(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    kit.session.hold_to_talk(Party.CLINICIAN)
    source.push(tone(400, 900))
    kit.session.hold_to_talk(Party.PATIENT)
    # No silence at all between the two.
    source.push(tone(700, 900))
    kit.session.hold_to_talk(None)
    source.push(quiet(320))
    for want in ("左边疼吗？", "My head hurts."):
        assert kit.watch.until_kind(Subtitle).text == want
    kit.finish()


def test_a_button_pressed_just_after_the_first_word_gets_the_whole_sentence(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    source.push(tone(700, 320))
    kit.session.hold_to_talk(Party.PATIENT)
    source.push(
        tone(700, 900),
    )
    kit.session.hold_to_talk(None)
    source.push(quiet(900))
    turn = kit.watch.until_kind(Subtitle)
    assert (turn.party, turn.start_ms) == (Party.PATIENT, 0)
    kit.finish()
    assert len(kit.watch.of(Subtitle)) == 1


def test_the_last_sound_is_not_cut_off_when_the_button_goes_up(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    kit.session.hold_to_talk(Party.PATIENT)
    source.push(tone(700, 640))
    kit.session.hold_to_talk(None)
    source.push(tone(700, 128))
    source.push(quiet(320))
    turn = kit.watch.until_kind(Subtitle)
    assert (turn.party, turn.end_ms) == (Party.PATIENT, 768)
    kit.finish()
    assert len(kit.watch.of(Subtitle)) == 1
