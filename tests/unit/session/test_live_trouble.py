"""A full disk, lost audio, bugs: what goes wrong is told and costs as little as possible."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from app.records.model import GapRecord, Origin, Party
from app.session.capture import CAPACITY_FRAMES, Block
from app.session.events import (
    AudioGap,
    NotDone,
    Subtitle,
    Unprocessed,
)
from app.session.live import LiveSession, Plan
from tests.fakes.consultation import begin
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.memory_records import MemoryRecords
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.session_kit import HEADER, Kit, Watcher, make_kit, no_checks
from tests.fakes.tones import quiet, tone
from translation.types import Finding


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


def test_a_record_that_cannot_be_closed_is_told_at_the_end(kit: Kit) -> None:
    begin(kit)
    kit.records.full.set()
    kit.session.end()
    assert kit.watch.until_state("ended").code == "records.disk_full"
    assert kit.records.closed


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
    assert texts[1] == AudioGap(928, 1500, "audio.overflow", in_speech=True)
    assert texts[2] == "My head hurts."
    last = kit.watch.of(Subtitle)[-1]
    assert last.start_ms >= 928 + 1500, "the time of what follows counts the gap"
    kit.finish()


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
    assert "hurts" not in caplog.text


class BrokenVad(EnergyVad):
    """Raises at the first frame."""

    def probabilities(self, frames: np.ndarray) -> np.ndarray:
        raise ZeroDivisionError


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
