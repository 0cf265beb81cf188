"""More speech than the engine can answer, an engine that hangs, document work."""

from __future__ import annotations

import threading

from app.engine.engine import Priority
from app.engine.protocol import Failed, Recognise, Reply, Request
from app.session.events import (
    StateChanged,
    Subtitle,
    Unprocessed,
)
from tests.fakes.consultation import FINALS_ONLY, VOICES, begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import Kit, make_kit


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


def test_document_work_that_fails_ends_nothing(kit: Kit, source: ManualSource) -> None:
    begin(kit)

    def work() -> None:
        raise ZeroDivisionError

    kit.session.put_document(work)
    source.say(400)
    assert kit.watch.until_kind(Subtitle).turn == 1
    kit.finish()
