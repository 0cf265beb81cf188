"""What the windows can ask of a live session, and what goes wrong while they do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from app.engine.engine import EngineFailed, Priority, Progress
from app.engine.protocol import Failed, Loaded, LoadPack, Recognise, Reply, Request, Translate
from app.records.model import EncounterHeader, GapRecord, Origin, Party
from app.session.capture import CAPACITY_FRAMES, Block
from app.session.events import (
    AudioGap,
    NotDone,
    NothingRecognised,
    Partial,
    SourceChanged,
    StateChanged,
    Subtitle,
    Unprocessed,
)
from app.session.live import LiveSession, Plan
from glossary.types import TermMatch
from speech.endpointing import EndpointSettings
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.memory_records import MemoryRecords
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import HEADER, Kit, Watcher, make_kit, no_checks
from tests.fakes.tones import quiet, tone
from translation.types import Finding, FindingKind

FINALS_ONLY = EndpointSettings(speculate_ms=60_000, partial_every_ms=60_000)
VOICES = (
    Voice(400.0, "zh", {"zh": "左边疼吗？", "en": "so bian"}),
    Voice(700.0, "en", {"en": "My head hurts.", "zh": "买海的"}),
    Voice(1100.0, "en", {"en": "the " * 40, "zh": ""}),
    Voice(1500.0, "en", {"en": "", "zh": ""}),
    Voice(1900.0, "en", {"en": "Broken.", "zh": ""}, "fail"),
    Voice(2300.0, "en", {"en": "My grandmother."}, "cough"),
)


@pytest.fixture
def source() -> ManualSource:
    return ManualSource()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(Script(VOICES))


@pytest.fixture
def kit(engine: ScriptedEngine, source: ManualSource) -> Kit:
    return make_kit(engine, source)


def begin(kit: Kit) -> None:
    kit.session.start()
    kit.watch.until_state("listening")


def test_the_states_of_a_consultation(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    kit.session.pause()
    kit.watch.until_state("paused")
    kit.session.resume()
    kit.watch.until_state("listening")
    kit.finish()
    assert [e.state for e in kit.watch.of(StateChanged)] == [
        "loading",
        "listening",
        "paused",
        "listening",
        "finishing",
        "ended",
    ]
    assert not source.running


def test_a_second_click_changes_nothing(kit: Kit) -> None:
    begin(kit)
    kit.session.start()
    kit.session.resume()
    kit.session.end()
    kit.session.end()
    kit.watch.until_state("ended")
    kit.session.pause()
    assert [e.state for e in kit.watch.of(StateChanged)][-2:] == ["finishing", "ended"]
    assert kit.watch._events.empty()


def test_what_was_said_before_a_pause_is_answered(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(400, after_ms=0)
    kit.session.pause()
    assert kit.watch.until_kind(Subtitle).text == "左边疼吗？"
    kit.session.resume()
    kit.watch.until_source("open")
    source.say(700)
    assert kit.watch.until_kind(Subtitle).text == "My head hurts."
    kit.finish()


def test_what_was_said_before_the_end_is_answered(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(400, after_ms=0)
    watch = kit.finish()
    assert [text for _, _, text, _ in watch.told()] == ["左边疼吗？"]
    assert kit.records.ended


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


def test_commands_after_the_end_are_refused(kit: Kit) -> None:
    begin(kit)
    kit.finish()
    kit.session.type_text(Party.PATIENT, "Wait!")
    assert kit.watch.until_kind(NotDone) == NotDone("type", 0, "session.not_running")


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


def test_a_missing_translation_is_a_failure_not_an_empty_line(source: ManualSource) -> None:
    engine = ScriptedEngine(Script(VOICES, translations={"My head hurts.": " "}))
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
    finding = Finding(FindingKind.LATERALITY, "laterality.lost:left", (0, 1), None)
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
    assert (stored.findings[0].kind, stored.findings[0].source_span) == ("laterality", (0, 1))
    assert stored.terms[0].wanted == "left side"


def test_a_full_disk_shows_no_turn_and_the_gap_is_written_later(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    kit.records.full.set()
    source.say(400)
    event = kit.watch.until_kind(Unprocessed)
    assert (event.code, event.turn) == ("records.disk_full", 1)
    assert kit.watch.of(Subtitle) == []
    kit.records.full.clear()
    source.say(700)
    assert kit.watch.until_kind(Subtitle).turn == 2
    kit.session.retry(1)
    again = kit.watch.until_kind(Subtitle)
    assert (again.turn, again.text) == (1, "左边疼吗？")
    kit.finish()
    assert [(gap.turn, gap.code) for gap in kit.records.gaps] == [(1, "records.disk_full")]


def test_a_full_disk_leaves_a_corrected_turn_as_it_was(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.say(400)
    kit.watch.until_kind(Subtitle)
    kit.records.full.set()
    kit.session.correct(1, "右边")
    assert kit.watch.until_kind(NotDone) == NotDone("correct", 1, "records.disk_full")
    kit.records.full.clear()
    kit.session.correct(1, "右边")
    assert kit.watch.until_kind(Subtitle).revision == 2
    kit.finish()


def test_a_record_that_cannot_be_opened_fails_the_start_and_can_be_tried_again(
    kit: Kit,
) -> None:
    kit.records.full.set()
    kit.session.start()
    assert kit.watch.until_state("failed").code == "records.disk_full"
    kit.records.full.clear()
    begin(kit)
    kit.finish()


def test_a_device_that_is_not_there_fails_the_start_and_can_be_tried_again(
    kit: Kit, source: ManualSource
) -> None:
    source.refuse = "audio.no_device"
    kit.session.start()
    assert kit.watch.until_state("failed").code == "audio.no_device"
    source.refuse = ""
    begin(kit)
    source.say(400)
    kit.watch.until_kind(Subtitle)
    kit.finish()


def test_a_pack_that_is_damaged_fails_the_start(source: ManualSource) -> None:
    engine = ScriptedEngine(Script(VOICES, broken_packs=("bad",)))
    session = LiveSession(
        Plan(HEADER, packs=(LoadPack("/packs/bad"),)), engine, source, lambda: pytest.fail("opened")
    )
    watch = Watcher(session.events)
    session.start()
    assert watch.until_state("failed").code == "pack.file_damaged"
    session.end()
    watch.until_state("ended")


def test_lost_audio_is_on_record_before_it_is_shown(kit: Kit, source: ManualSource) -> None:
    begin(kit)
    source.push(tone(400, 900))
    assert source.capture is not None
    source.capture.lose(1500, "audio.overflow")
    source.say(700)
    texts: list[object] = []
    while len(texts) < 3:
        event = kit.watch.until(lambda e: isinstance(e, Subtitle | AudioGap))
        if isinstance(event, AudioGap):
            assert kit.records.gaps == [GapRecord("audio_gap", "audio.overflow", 928, 1500)]
        texts.append(event.text if isinstance(event, Subtitle) else event)
    assert texts[0] == "左边疼吗？"
    assert texts[1] == AudioGap(928, 1500, "audio.overflow")
    assert texts[2] == "My head hurts."
    last = kit.watch.of(Subtitle)[-1]
    assert last.start_ms >= 928 + 1500, "the time of what follows counts the gap"
    kit.finish()


class SlowEngine(ScriptedEngine):
    """Waits inside a request until it is told to go on, or aborted."""

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self._abort = False

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        if isinstance(request, Recognise):
            self.entered.set()
            assert self.go_on.wait(30)
            if self._abort:
                return Failed("engine.aborted")
        return super().request(request, priority)

    def abort(self) -> None:
        super().abort()
        self._abort = True
        self.go_on.set()


class SlowLoading(ScriptedEngine):
    """Loads until it is aborted."""

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self.entered = threading.Event()
        self._aborted = threading.Event()

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        self.entered.set()
        assert self._aborted.wait(30)
        raise EngineFailed("engine.aborted")

    def abort(self) -> None:
        self._aborted.set()


class BrokenVad(EnergyVad):
    """Raises at the first frame."""

    def probabilities(self, frames: np.ndarray) -> np.ndarray:
        raise ZeroDivisionError


def test_too_much_waiting_speech_is_set_aside_and_kept(source: ManualSource) -> None:
    engine = SlowEngine(Script(VOICES))
    kit = make_kit(engine, source, endpoints=FINALS_ONLY, max_backlog_ms=3200)
    begin(kit)
    source.say(400)
    assert engine.entered.wait(10)
    for _ in range(4):
        source.say(700)
    kit.until_heard(source)
    engine.go_on.set()
    seen = Subtitle | Unprocessed
    answers = [kit.watch.until(lambda e: isinstance(e, seen)) for _ in range(5)]
    told = [getattr(event, "text", "") or getattr(event, "code", "") for event in answers]
    assert told == ["左边疼吗？", "My head hurts.", "My head hurts.", "overload", "overload"]
    kit.session.retry(4)
    again = kit.watch.until_kind(Subtitle)
    assert (again.turn, again.text, again.reason) == (4, "My head hurts.", "retried")
    kit.finish()
    assert [turn.turn for turn in kit.records.turns] == [1, 2, 3, 4]
    assert [gap.turn for gap in kit.records.gaps] == [4, 5]


def test_the_end_does_not_wait_for_an_engine_that_hangs(source: ManualSource) -> None:
    engine = SlowEngine(Script(VOICES))
    kit = make_kit(engine, source, endpoints=FINALS_ONLY, drain_s=0.2)
    begin(kit)
    source.say(400)
    assert engine.entered.wait(10)
    source.say(700)
    kit.until_heard(source)
    kit.session.end()
    kit.watch.until_state("ended", 10)
    assert engine.aborted >= 1
    assert [event.code for event in kit.watch.of(Unprocessed)] == ["session.ended"] * 2
    assert [gap.turn for gap in kit.records.gaps] == [1, 2]
    assert kit.records.ended


def test_backlog_is_told_while_it_lasts(source: ManualSource) -> None:
    engine = SlowEngine(Script(VOICES))
    kit = make_kit(engine, source, endpoints=FINALS_ONLY)
    begin(kit)
    source.say(400)
    assert engine.entered.wait(10)
    source.say(700)
    source.say(700)
    kit.until_heard(source)
    engine.go_on.set()
    waiting = kit.watch.until(lambda e: isinstance(e, StateChanged) and e.backlog_ms > 0)
    assert isinstance(waiting, StateChanged)
    assert 1000 <= waiting.backlog_ms <= 4000
    kit.watch.until(lambda e: isinstance(e, StateChanged) and e.backlog_ms == 0)
    kit.finish()


def test_document_work_waits_for_speech(source: ManualSource) -> None:
    engine = SlowEngine(Script(VOICES))
    kit = make_kit(engine, source, endpoints=FINALS_ONLY)
    begin(kit)
    done = threading.Event()
    finals_before: list[int] = []

    def work() -> None:
        finals_before.append(len(kit.records.turns))
        done.set()

    source.say(400)
    assert engine.entered.wait(10)
    assert kit.session.put_document(work)
    source.say(700)
    kit.until_heard(source)
    engine.go_on.set()
    kit.watch.until_kind(Subtitle)
    kit.watch.until_kind(Subtitle)
    assert done.wait(10)
    kit.finish()
    assert finals_before == [2]


def test_a_bug_costs_one_sentence_says_so_and_logs_no_words(
    engine: ScriptedEngine, source: ManualSource, caplog: pytest.LogCaptureFixture
) -> None:
    def check(source: str, *_: object) -> Sequence[Finding]:
        if source == "My head hurts.":
            raise RuntimeError(source)
        return ()

    kit = make_kit(engine, source, run_checks=check)  # type: ignore[arg-type]
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(Unprocessed).code == "session.bug"
    source.say(400)
    assert kit.watch.until_kind(Subtitle).text == "左边疼吗？"
    kit.session.correct(2, "My head hurts.")
    assert kit.watch.until_kind(NotDone) == NotDone("correct", 2, "session.bug")
    kit.finish()
    assert "RuntimeError" in caplog.text
    assert "head" not in caplog.text


def test_the_source_tells_of_itself(kit: Kit) -> None:
    begin(kit)
    assert kit.watch.of(SourceChanged) == [SourceChanged("open", "by hand")]
    kit.finish()


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


class GatedVad(EnergyVad):
    """Stands still until it is let go: a machine that is far too busy."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Event()
        self.go_on = threading.Event()

    def probabilities(self, frames: np.ndarray) -> np.ndarray:
        self.entered.set()
        assert self.go_on.wait(30)
        return super().probabilities(frames)


def test_overflow_of_the_capture_queue_is_counted_recorded_and_shown(
    engine: ScriptedEngine,
) -> None:
    source = ManualSource(lossless=False)
    vad = GatedVad()
    records = MemoryRecords()
    session = LiveSession(
        Plan(HEADER), engine, source, lambda: records, run_checks=no_checks, make_vad=lambda: vad
    )
    watch = Watcher(session.events)
    session.start()
    watch.until_state("listening")
    source.push(quiet(96))
    assert vad.entered.wait(10)
    assert source.capture is not None
    frame = Block(np.zeros((512, 1), dtype=np.int16), 16_000)
    taken = [source.capture.put_nowait(frame) for _ in range(CAPACITY_FRAMES + 50)]
    assert taken.count(False) == 50
    vad.go_on.set()
    source.say(700)
    assert watch.until_kind(AudioGap) == AudioGap(96 + 300 * 32, 50 * 32, "audio.overflow")
    turn = watch.until_kind(Subtitle)
    assert turn.text == "My head hurts."
    assert abs(turn.end_ms - (96 + 350 * 32 + 800)) <= 64
    session.end()
    watch.until_state("ended")
    assert records.gaps == [GapRecord("audio_gap", "audio.overflow", 9696, 1600)]


def test_a_bug_in_the_source_fails_the_start_and_the_session_can_still_end(
    kit: Kit, source: ManualSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(source, "start", broken)
    kit.session.start()
    assert kit.watch.until_state("failed").code == "session.bug"
    kit.finish()
    assert kit.records.ended


def test_the_end_overtakes_the_loading(source: ManualSource) -> None:
    engine = SlowLoading(Script(VOICES))
    kit = make_kit(engine, source)
    kit.session.start()
    assert engine.entered.wait(10)
    kit.session.end()
    kit.watch.until_state("ended")
    assert kit.session.wait_ended(5)
    assert [e.state for e in kit.watch.of(StateChanged)] == ["loading", "finishing", "ended"]
    assert source.capture is None
    assert kit.records.header is None


def test_a_device_that_is_gone_after_the_pause_can_be_tried_again(
    kit: Kit, source: ManualSource
) -> None:
    begin(kit)
    source.say(400)
    kit.watch.until_kind(Subtitle)
    kit.session.pause()
    kit.watch.until_state("paused")
    source.refuse = "audio.no_device"
    kit.session.resume()
    assert kit.watch.until_state("failed").code == "audio.no_device"
    source.refuse = ""
    begin(kit)
    source.say(700)
    assert kit.watch.until_kind(Subtitle).turn == 2
    kit.finish()


def test_a_record_that_cannot_be_closed_is_told_at_the_end(kit: Kit) -> None:
    begin(kit)
    kit.records.full.set()
    kit.session.end()
    assert kit.watch.until_state("ended").code == "records.disk_full"
    assert kit.records.closed


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_session_gone_deaf_says_so_and_can_be_started_again(
    engine: ScriptedEngine, source: ManualSource
) -> None:
    vads: list[EnergyVad] = [BrokenVad(), EnergyVad()]
    session = LiveSession(
        Plan(HEADER),
        engine,
        source,
        MemoryRecords,
        run_checks=no_checks,
        make_vad=lambda: vads.pop(0),
    )
    watch = Watcher(session.events)
    session.start()
    watch.until_state("listening")
    source.push(quiet(96))
    assert watch.until_state("failed").code == "session.bug"
    session.start()
    watch.until_state("listening")
    source.say(700)
    assert watch.until_kind(Subtitle).text == "My head hurts."
    session.end()
    watch.until_state("ended")


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


def test_document_work_that_fails_ends_nothing(kit: Kit, source: ManualSource) -> None:
    begin(kit)

    def work() -> None:
        raise ZeroDivisionError

    kit.session.put_document(work)
    source.say(400)
    assert kit.watch.until_kind(Subtitle).turn == 1
    kit.finish()


def test_no_words_reach_the_log(
    kit: Kit, source: ManualSource, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    begin(kit)
    for hz in (400, 700, 1100, 1500, 1900):
        source.say(hz)
    kit.session.type_text(Party.PATIENT, "penicillin allergy")
    kit.watch.until(lambda e: isinstance(e, Subtitle) and e.origin is Origin.TYPED)
    kit.records.full.set()
    kit.session.correct(1, "右边疼吗？")
    kit.watch.until_kind(NotDone)
    kit.records.full.clear()
    kit.finish()
    for word in ("左边", "右边", "My head", "hurts", "penicillin", "Broken"):
        assert word not in caplog.text
