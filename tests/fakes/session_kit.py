"""A whole live session on stand-ins, and ways to wait for its events without sleeping."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from app.engine.engine import Engine
from app.records.model import EncounterHeader
from app.session.events import Level, Partial, SessionEvent, SourceChanged, StateChanged, Subtitle
from app.session.live import LiveSession, Plan
from app.session.sources import Source
from app.session.steps import RunChecks, TermFinder, Trust, no_terms
from speech.endpointing import EndpointSettings
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.memory_records import MemoryRecords

E = TypeVar("E")
LEVEL_MS = 128
HEADER = EncounterHeader("e1", "2026-01-02T03:04:05.000Z", "zh", "en")


class Watcher:
    """Reads a session's events and remembers them all."""

    def __init__(self, events: queue.SimpleQueue[SessionEvent]) -> None:
        self._events = events
        self.seen: list[SessionEvent] = []

    def until(
        self, wanted: Callable[[SessionEvent], bool], timeout_s: float = 30.0
    ) -> SessionEvent:
        """The next event that is wanted; fails after the deadline with what came instead."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                rest = [e for e in self.seen if not isinstance(e, Level)][-12:]
                raise AssertionError(f"not seen in {timeout_s} s; last: {rest}") from None
            self.seen.append(event)
            if wanted(event):
                return event

    def until_state(self, state: str, timeout_s: float = 30.0) -> StateChanged:
        """Wait for a state."""
        event = self.until(lambda e: isinstance(e, StateChanged) and e.state == state, timeout_s)
        assert isinstance(event, StateChanged)
        return event

    def until_source(self, state: str, timeout_s: float = 30.0) -> None:
        """Wait for a state of the source."""
        self.until(lambda e: isinstance(e, SourceChanged) and e.state == state, timeout_s)

    def until_kind(self, kind: type[E], timeout_s: float = 30.0) -> E:
        """Wait for an event of a kind."""
        event = self.until(lambda e: isinstance(e, kind), timeout_s)
        assert isinstance(event, kind)
        return event

    def of(self, kind: type[E]) -> list[E]:
        """What was seen of a kind."""
        return [event for event in self.seen if isinstance(event, kind)]

    def told(self) -> list[tuple[int, str, str, str]]:
        """Turn, party, text and translation of every subtitle seen."""
        return [(s.turn, s.party.value, s.text, s.translation) for s in self.of(Subtitle)]

    def story(self) -> list[SessionEvent]:
        """What was seen, without levels and partials."""
        return [event for event in self.seen if not isinstance(event, Level | Partial)]


@dataclass
class Kit:
    """A session with the stand-ins it was built on."""

    session: LiveSession
    records: MemoryRecords
    watch: Watcher
    engine: Engine
    vads: list[EnergyVad] = field(default_factory=list)

    def until_heard(self, source: ManualSource) -> None:
        """Wait until the segmenter has worked through what the source delivered."""
        want = source.pushed_ms // LEVEL_MS - 1
        if len(self.watch.of(Level)) < want:
            self.watch.until(lambda _: len(self.watch.of(Level)) >= want)

    def finish(self) -> Watcher:
        """End the session and wait for it."""
        self.session.end()
        self.watch.until_state("ended")
        assert self.session.wait_ended(5.0)
        return self.watch


def no_checks(*_: object) -> tuple[()]:
    """Finds nothing."""
    return ()


def make_kit(
    engine: Engine,
    source: Source,
    *,
    header: EncounterHeader = HEADER,
    endpoints: EndpointSettings | None = None,
    find_terms: TermFinder = no_terms,
    run_checks: RunChecks = no_checks,
    drain_s: float = 20.0,
    max_backlog_ms: int = 600_000,
    trust: Trust | None = None,
    keep_sound: bool = False,
) -> Kit:
    """A session on these parts, not yet started."""
    records = MemoryRecords()
    vads: list[EnergyVad] = []

    def make_vad() -> EnergyVad:
        vads.append(EnergyVad())
        return vads[-1]

    session = LiveSession(
        Plan(
            header,
            endpoints=endpoints or EndpointSettings(),
            drain_s=drain_s,
            max_backlog_ms=max_backlog_ms,
            trust=trust or Trust(),
            keep_sound=keep_sound,
        ),
        engine,
        source,
        lambda: records,
        find_terms=find_terms,
        run_checks=run_checks,
        make_vad=make_vad,
    )
    return Kit(session, records, Watcher(session.events), engine, vads)
