"""Turns: typed, corrected, swapped, tried again; what has no words or no answer."""

from __future__ import annotations

import pytest

from app.engine.protocol import Translate
from app.records.model import EncounterHeader, Origin, Party
from app.session.events import (
    NotDone,
    NothingRecognised,
    Partial,
    Subtitle,
    Unprocessed,
)
from glossary.types import TermMatch
from tests.fakes.consultation import VOICES, begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import Kit, make_kit
from translation.types import Finding, FindingKind


def test_typed_words_of_either_side(kit: Kit) -> None:
    begin(kit)
    kit.session.type_text(Party.PATIENT, "  I am allergic to penicillin. ")
    turn = kit.watch.until_kind(Subtitle)
    assert turn.text == "I am allergic to penicillin."
    assert turn.translation == "zh(I am allergic to penicillin.)"
    assert (turn.origin, turn.lag_ms, turn.party) == (Origin.TYPED, 0, Party.PATIENT)
    kit.session.type_text(Party.CLINICIAN, "   ")
    assert kit.watch.until_kind(NotDone) == NotDone("type", 0, "session.empty_text")
    kit.finish()
    assert kit.records.turns[0].origin is Origin.TYPED


def test_a_correction_is_translated_again_and_marked(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(400)
    first = kit.watch.until_kind(Subtitle)
    kit.session.correct(first.turn, "右边疼吗？")
    second = kit.watch.until_kind(Subtitle)
    assert (second.turn, second.revision, second.reason) == (1, 2, "corrected")
    assert (second.text, second.translation) == ("右边疼吗？", "en(右边疼吗？)")
    assert (second.start_ms, second.end_ms) == (first.start_ms, first.end_ms)
    kit.finish()
    assert [(t.revision, t.text) for t in kit.records.turns] == [
        (1, "左边疼吗？"),
        (2, "右边疼吗？"),
    ]


def test_a_swap_recognises_the_audio_in_the_other_language(
    kit: Kit, source: ManualSource, engine: ScriptedEngine
) -> None:
    begin(kit)
    kit.session.hold_to_talk(Party.CLINICIAN)
    source.say(700)
    wrong = kit.watch.until_kind(Subtitle)
    assert (wrong.party, wrong.text) == (Party.CLINICIAN, "买海的")
    kit.session.swap(wrong.turn)
    right = kit.watch.until_kind(Subtitle)
    assert (right.party, right.lang, right.target_lang) == (Party.PATIENT, "en", "zh")
    assert (right.text, right.translation) == ("My head hurts.", "zh(My head hurts.)")
    assert (right.turn, right.revision, right.reason) == (1, 2, "swapped")
    assert engine.finals()[-1].hints.language_prior == {"en": 1.0}
    kit.finish()


def test_a_typed_turn_is_swapped_without_audio(kit: Kit) -> None:
    begin(kit)
    kit.session.type_text(Party.CLINICIAN, "No.")
    kit.watch.until_kind(Subtitle)
    kit.session.swap(1)
    turn = kit.watch.until_kind(Subtitle)
    assert (turn.party, turn.text, turn.translation) == (Party.PATIENT, "No.", "zh(No.)")
    kit.finish()


def test_with_one_language_a_swap_only_changes_the_party(source: ManualSource) -> None:
    engine = ScriptedEngine(Script(VOICES))
    header = EncounterHeader("e1", "2026-01-02T03:04:05.000Z", "zh", "zh")
    kit = make_kit(engine, source, header=header)
    begin(kit)
    source.say(400)
    assert kit.watch.until_kind(Subtitle).party is Party.CLINICIAN
    kit.session.swap(1)
    turn = kit.watch.until_kind(Subtitle)
    assert (turn.party, turn.text, turn.translation) == (Party.PATIENT, "左边疼吗？", "左边疼吗？")
    kit.finish()


@pytest.mark.parametrize("command", ["correct", "swap", "retry"])
def test_a_turn_that_does_not_exist_is_told(kit: Kit, command: str) -> None:
    begin(kit)
    match command:
        case "correct":
            kit.session.correct(7, "x")
        case "swap":
            kit.session.swap(7)
        case _:
            kit.session.retry(7)
    assert kit.watch.until_kind(NotDone) == NotDone(command, 7, "session.no_such_turn")
    kit.finish()


def test_a_loop_of_words_is_not_shown_and_can_be_tried_again(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    source.say(1100)
    event = kit.watch.until_kind(Unprocessed)
    assert (event.turn, event.code, event.party) == (1, "recognition.implausible", Party.PATIENT)
    source.say(400)
    assert kit.watch.until_kind(Subtitle).turn == 2
    kit.session.retry(1)
    again = kit.watch.until_kind(Subtitle)
    assert (again.turn, again.revision, again.reason) == (1, 1, "retried")
    assert "repetition" in again.doubt
    kit.finish()
    assert [(gap.kind, gap.turn) for gap in kit.records.gaps] == [("unprocessed", 1)]


@pytest.mark.parametrize("hz", [1500, 2300], ids=["no words", "words for a cough"])
def test_nothing_recognised_is_told_and_not_on_record(
    kit: Kit, source: ManualSource, hz: int
) -> None:
    begin(kit)
    source.say(hz)
    event = kit.watch.until_kind(NothingRecognised)
    assert event.utterance == 0
    assert event.end_ms - event.start_ms >= 800
    kit.finish()
    assert kit.records.turns == []
    assert kit.records.gaps == []
    assert kit.watch.of(Partial) == []
    assert kit.watch.of(Subtitle) == []


def test_a_failing_recogniser_is_a_gap_with_kept_audio(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(1900)
    event = kit.watch.until_kind(Unprocessed)
    assert event.code == "engine.failed"
    kit.session.retry(event.turn)
    assert kit.watch.until_kind(NotDone) == NotDone("retry", 1, "engine.failed")
    kit.finish()
    assert [gap.code for gap in kit.records.gaps] == ["engine.failed"]


@pytest.mark.parametrize("nothing", [" ", "…"])
def test_a_missing_translation_is_a_failure_not_an_empty_line(
    source: ManualSource, nothing: str
) -> None:
    engine = ScriptedEngine(Script(VOICES, translations={"My head hurts.": nothing}))
    kit = make_kit(engine, source)
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(Unprocessed).code == "translation.failed"
    kit.finish()
    assert kit.watch.of(Subtitle) == []


def test_findings_and_terms_go_into_event_and_record(
    engine: ScriptedEngine, source: ManualSource
) -> None:
    term = TermMatch("c1", 0, 2, "左边", "left side", source="demo")
    finding = Finding(FindingKind.UNTRANSLATED, "untranslated.words:1", (0, 1), None)
    seen: list[tuple[object, ...]] = []

    def find(text: str, source_lang: str, target_lang: str) -> tuple[TermMatch, ...]:
        return (term,)

    def check(*given: object) -> tuple[Finding, ...]:
        seen.append(given)
        return (finding,)

    kit = make_kit(engine, source, find_terms=find, run_checks=check)
    begin(kit)
    source.say(400)
    turn = kit.watch.until_kind(Subtitle)
    assert (turn.terms, turn.findings) == ((term,), (finding,))
    assert seen == [("左边疼吗？", "en(左边疼吗？)", "zh", "en", (term,))]
    assert [r.terms for r in engine.requests if isinstance(r, Translate)] == [(term,)]
    kit.finish()
    (stored,) = kit.records.turns
    assert (stored.findings[0].kind, stored.findings[0].source_span) == ("untranslated", (0, 1))
    assert stored.terms[0].wanted == "left side"
