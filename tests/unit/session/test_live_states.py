"""The states of a live session: start, pause, end, and starts that fail."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from app.engine.engine import EngineFailed, Progress
from app.engine.protocol import Loaded, LoadPack
from app.records.model import Party
from app.session.events import (
    NotDone,
    SourceChanged,
    StateChanged,
    Subtitle,
)
from app.session.live import LiveSession, Plan
from tests.fakes.consultation import VOICES, begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import HEADER, Kit, Watcher, make_kit


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


def test_commands_after_the_end_are_refused(kit: Kit) -> None:
    begin(kit)
    kit.finish()
    kit.session.type_text(Party.PATIENT, "Wait!")
    assert kit.watch.until_kind(NotDone) == NotDone("type", 0, "session.not_running")


def test_the_source_tells_of_itself(kit: Kit) -> None:
    begin(kit)
    assert kit.watch.of(SourceChanged) == [SourceChanged("open", "by hand")]
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


class SlowLoading(ScriptedEngine):
    """Loads until it is aborted."""

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self.entered = threading.Event()
        self._aborted = threading.Event()
        self.loaded = threading.Event()

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        self.entered.set()
        while not self.loaded.wait(0.01):
            if self._aborted.is_set():
                raise EngineFailed("engine.aborted")
        return []

    def abort(self) -> None:
        self._aborted.set()


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


def test_paused_while_it_loads_it_does_not_listen_until_it_is_told_to(
    source: ManualSource,
) -> None:
    engine = SlowLoading(Script(VOICES))
    kit = make_kit(engine, source)
    kit.session.start()
    assert engine.entered.wait(10)
    kit.session.pause()
    engine.loaded.set()
    kit.watch.until_state("paused")
    assert source.capture is None, "the microphone was never opened"
    kit.session.resume()
    kit.watch.until_source("open")
    kit.finish()
    states = [e.state for e in kit.watch.of(StateChanged)]
    assert states[:4] == ["loading", "loading_paused", "paused", "listening"]


def test_resumed_before_the_loading_is_over_it_listens_after_it(source: ManualSource) -> None:
    engine = SlowLoading(Script(VOICES))
    kit = make_kit(engine, source)
    kit.session.start()
    assert engine.entered.wait(10)
    kit.session.pause()
    kit.session.resume()
    engine.loaded.set()
    kit.watch.until_source("open")
    kit.finish()
    states = [e.state for e in kit.watch.of(StateChanged)]
    assert states[:4] == ["loading", "loading_paused", "loading", "listening"]


def test_the_end_overtakes_a_loading_that_was_paused(source: ManualSource) -> None:
    engine = SlowLoading(Script(VOICES))
    kit = make_kit(engine, source)
    kit.session.start()
    assert engine.entered.wait(10)
    kit.session.pause()
    kit.session.end()
    kit.watch.until_state("ended")
    assert source.capture is None


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
