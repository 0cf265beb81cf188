"""Who is asked to say it again, when, and when nobody is."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from app.engine.engine import Priority
from app.engine.protocol import Failed, Recognise, Recognised, Reply, Request, Translate
from app.records.model import Party
from app.session.attribution import Attribution
from app.session.events import (
    AskedAgain,
    AudioGap,
    FlagSpan,
    NothingRecognised,
    Partial,
    RedFlagged,
    SessionEvent,
    Subtitle,
    Unprocessed,
)
from app.session.live import LiveSession, Plan
from app.session.missed import EVERY_S, GOES_ON_MS, Missed
from app.ui.subtitle_state import reduce
from app.ui.view_state import PatientMode, ViewState
from speech.endpointing import EndpointSettings
from tests.fakes.consultation import FINALS_ONLY, VOICES, begin
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.memory_records import MemoryRecords
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import HEADER, Kit, Watcher, make_kit, no_checks
from tests.fakes.tones import quiet, tone
from translation.confidence import Confidence, Sureness
from translation.types import Finding

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT


def missed(now_s: list[float] | None = None, now_ms: int = 0) -> Missed:
    times = now_s if now_s is not None else [0.0]
    return Missed(Attribution("zh", "ru"), lambda: times[-1], lambda: now_ms)


def doubtful(party: Party, level: Sureness = Sureness.DOUBT) -> Subtitle:
    return Subtitle(
        3, 1, party, "ru", "да", "zh", "是", True, 0, 9, 9, confidence=Confidence(level)
    )


def test_each_is_asked_in_their_own_language() -> None:
    failed = Unprocessed(2, DOCTOR, "engine.timeout", 0, 900)
    assert missed().after(failed) == AskedAgain(DOCTOR, "zh", 2, "engine.timeout", 900)
    failed = replace(failed, party=PATIENT)
    assert missed().after(failed) == AskedAgain(PATIENT, "ru", 2, "engine.timeout", 2400)
    assert missed().after(doubtful(PATIENT)) == AskedAgain(PATIENT, "ru", 3, "doubt", 1509)
    failed = replace(failed, party=None)
    assert missed().after(failed) == AskedAgain(None, "zh", 2, "engine.timeout", 2400)
    gap = AudioGap(300, 500, "audio.overflow", in_speech=True)
    assert missed().after(gap) == AskedAgain(PATIENT, "ru", 0, "audio.overflow", 2300)


@pytest.mark.parametrize("now_ms", [800, 30_000])
def test_words_that_were_under_way_are_no_answer(now_ms: int) -> None:
    gap = AudioGap(300, 500, "audio.overflow", in_speech=True)
    asked = missed(now_ms=now_ms).after(gap)
    assert asked is not None
    assert asked.from_ms == max(800 + GOES_ON_MS, now_ms)


def test_nobody_is_asked_for_nothing() -> None:
    events: list[SessionEvent] = [
        NothingRecognised(1, PATIENT, 0, 900),
        AudioGap(0, 500, "audio.overflow"),
        Unprocessed(2, PATIENT, "session.ended", 0, 900),
        Unprocessed(2, PATIENT, "overload", 0, 900),
        doubtful(PATIENT, Sureness.CHECK),
        doubtful(DOCTOR),
        replace(doubtful(PATIENT), revision=2),
    ]
    assert [missed().after(event) for event in events] == [None] * len(events)


def test_nobody_is_nagged() -> None:
    now_s = [0.0]
    asks = missed(now_s)
    gap = AudioGap(0, 500, "audio.overflow", in_speech=True, party=PATIENT)
    assert asks.after(gap) is not None
    now_s.append(EVERY_S - 0.1)
    assert asks.after(gap) is None
    assert asks.after(replace(gap, party=DOCTOR)) is not None
    now_s.append(EVERY_S)
    assert asks.after(gap) is not None


def test_who_repeats_in_vain_is_asked_again_at_once() -> None:
    asks = missed([0.0])
    failed = Unprocessed(2, PATIENT, "engine.timeout", 0, 900)
    assert [asks.after(failed), asks.after(replace(failed, turn=3))] == [
        AskedAgain(PATIENT, "ru", turn, "engine.timeout", 2400) for turn in (2, 3)
    ]
    for turn in (4, 5):
        again = asks.after(replace(doubtful(PATIENT), turn=turn))
        assert again == AskedAgain(PATIENT, "ru", turn, "doubt", 1509)


class Mute(ScriptedEngine):
    """Recognises everybody and translates nothing."""

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        if isinstance(request, Translate):
            return Failed("engine.bug", {"type": "ValueError"})
        return super().request(request, priority)


@pytest.mark.parametrize("endpoints", [FINALS_ONLY, EndpointSettings()])
def test_a_doctor_whose_words_were_not_translated_is_asked_and_not_the_patient(
    source: ManualSource, endpoints: EndpointSettings
) -> None:
    kit = make_kit(Mute(Script(VOICES)), source, endpoints=endpoints)
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(AskedAgain).party is PATIENT
    source.say(400)
    failed = kit.watch.until_kind(Unprocessed)
    asked = kit.watch.until_kind(AskedAgain)
    kit.finish()
    assert (failed.party, failed.code) == (DOCTOR, "translation.failed")
    assert (asked.party, asked.lang, asked.turn) == (DOCTOR, "zh", failed.turn)
    assert (asked.code, asked.from_ms >= failed.end_ms) == ("translation.failed", True)
    assert [gap.party for gap in kit.records.gaps] == [PATIENT, DOCTOR]


def test_a_bug_after_the_recognition_asks_whoever_spoke(source: ManualSource) -> None:
    def broken(*_: object) -> tuple[Finding, ...]:
        raise ValueError

    kit = make_kit(ScriptedEngine(Script(VOICES)), source, run_checks=broken)
    begin(kit)
    source.say(400)
    asked = kit.watch.until_kind(AskedAgain)
    kit.finish()
    assert (asked.party, asked.code) == (DOCTOR, "session.bug")


def test_a_failing_recogniser_asks_nobody_in_anothers_place(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(700)
    kit.watch.until_kind(Subtitle)
    source.say(1900)
    asked = kit.watch.until_kind(AskedAgain)
    kit.finish()
    assert (asked.party, asked.lang, asked.code) == (None, "zh", "engine.failed")


class Unsteady(ScriptedEngine):
    """Hears the patient only while they speak."""

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        if isinstance(request, Recognise) and not request.partial:
            voice = self._script.heard(request)
            if voice is not None and voice.lang == "en":
                return Failed("engine.bug", {"type": "ValueError"})
        return super().request(request, priority)


def test_the_first_words_tell_who_is_to_say_it_again(source: ManualSource) -> None:
    kit = make_kit(Unsteady(Script(VOICES)), source)
    begin(kit)
    source.say(400)
    assert kit.watch.until_kind(Subtitle).party is DOCTOR
    source.push(tone(700, 1500))
    kit.watch.until(lambda e: isinstance(e, Partial) and e.party is PATIENT)
    source.say(700)
    asked = kit.watch.until_kind(AskedAgain)
    kit.finish()
    assert (asked.party, asked.lang, asked.code) == (PATIENT, "en", "engine.failed")
    assert [gap.party for gap in kit.records.gaps] == [PATIENT]


def test_a_cough_or_silence_asks_nobody(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(2300)
    kit.watch.until_kind(NothingRecognised)
    source.say(1500)
    kit.watch.until_kind(NothingRecognised)
    kit.finish()
    assert kit.watch.of(AskedAgain) == []


def test_sound_lost_in_a_sentence_asks_again_and_in_silence_does_not(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    source.say(700)
    kit.watch.until_kind(Subtitle)
    assert source.capture is not None
    source.capture.lose(500, "audio.overflow")
    source.say(700)
    kit.watch.until_kind(AudioGap)
    kit.watch.until_kind(Subtitle)
    assert kit.watch.of(AskedAgain) == []
    source.push(tone(700, 900))
    source.capture.lose(500, "audio.overflow")
    source.say(700)
    assert kit.watch.until_kind(AskedAgain).party is PATIENT
    kit.finish()


def test_after_a_gap_only_a_repetition_ends_the_request(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    assert source.capture is not None
    source.push(tone(700, 1200))
    source.capture.lose(800, "audio.overflow")
    source.push(tone(700, 1500))
    source.push(quiet(900))
    asked = kit.watch.until_kind(AskedAgain)
    rest = kit.watch.until(lambda e: isinstance(e, Subtitle) and e.turn == 2)
    assert isinstance(rest, Subtitle)
    assert view_of(kit).patient.mode is PatientMode.SAY_AGAIN
    source.push(quiet(1500))
    source.say(700)
    repeated = kit.watch.until(lambda e: isinstance(e, Subtitle) and e.turn == 3)
    assert isinstance(repeated, Subtitle)
    kit.finish()
    assert rest.start_ms < asked.from_ms <= repeated.start_ms
    assert view_of(kit).ask_again is None


def view_of(kit: Kit) -> ViewState:
    """What the windows show of all that was told so far."""
    return functools.reduce(reduce, kit.watch.seen, ViewState())


class Mumbling(ScriptedEngine):
    """Recognises everything without believing any of it."""

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        reply = super().request(request, priority)
        if isinstance(request, Recognise) and isinstance(reply, Recognised):
            return Recognised(replace(reply.hypothesis, avg_logprob=-1.9), 1.0)
        return reply


def test_a_patient_who_was_not_understood_is_asked_again(source: ManualSource) -> None:
    kit = make_kit(Mumbling(Script(VOICES)), source)
    begin(kit)
    source.say(700)
    shown = kit.watch.until_kind(Subtitle)
    asked = kit.watch.until_kind(AskedAgain)
    kit.finish()
    assert shown.confidence.level is Sureness.DOUBT
    assert shown.critical == ("doubt",)
    assert (asked.party, asked.turn, asked.code) == (PATIENT, shown.turn, "doubt")


def test_a_red_flag_is_told_before_the_translation(source: ManualSource) -> None:
    order: list[str] = []

    def flags(text: str, lang: str) -> tuple[FlagSpan, ...]:
        order.append(f"flag {lang}")
        return (FlagSpan("headache", "urgent", 3, 7),)

    class Telling(ScriptedEngine):
        def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
            order.append(type(request).__name__)
            return super().request(request, priority)

    records = MemoryRecords()
    session = LiveSession(
        Plan(HEADER, endpoints=FINALS_ONLY),
        Telling(Script(VOICES)),
        source,
        lambda: records,
        run_checks=no_checks,
        find_flags=flags,
        make_vad=EnergyVad,
    )
    watch = Watcher(session.events)
    session.start()
    watch.until_state("listening")
    source.say(700)
    told = watch.until_kind(RedFlagged)
    shown = watch.until_kind(Subtitle)
    session.type_text(PATIENT, "my head")
    watch.until_kind(RedFlagged)
    session.end()
    watch.until_state("ended")
    assert (told.party, told.lang, told.text) == (PATIENT, "en", "My head hurts.")
    assert told.flags == shown.red_flags == (FlagSpan("headache", "urgent", 3, 7),)
    assert records.turns[0].red_flags == ("headache",)
    assert len(watch.of(RedFlagged)) == 2
    assert order[:3] == ["Recognise", "flag en", "Translate"]


def test_the_words_that_ship_flag_a_patient_and_not_the_doctor_who_asks(kit: Kit) -> None:
    begin(kit)
    kit.session.type_text(DOCTOR, "你胸痛吗？我胸痛得厉害。")
    kit.session.type_text(PATIENT, "I have severe chest pain and I can't breathe.")
    told = kit.watch.until_kind(RedFlagged)
    kit.finish()
    assert (told.party, told.utterance) == (PATIENT, 0)
    spans = {told.text[flag.start : flag.end] for flag in told.flags}
    assert any("chest pain" in span for span in spans)
    assert len(kit.watch.of(RedFlagged)) == 1
    assert [bool(turn.red_flags) for turn in kit.records.turns] == [False, True]
