"""From the session's queue to the windows: the only place where the two worlds meet.

The session's threads put events into a queue; a timer on the Qt thread empties it, at most
`SLICE_MS` at a time so that the window always answers. Of several partials of one utterance and
several levels of one channel only the newest is worth drawing.
"""

from __future__ import annotations

import queue
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.session.events import Level, Partial, SessionEvent
from app.ui.subtitle_state import reduce
from app.ui.view_state import ViewState

INTERVAL_MS = 30
SLICE_MS = 10.0
BATCH_EVENTS = 64
"""Events looked at together, which is how far collapsing can reach."""


def collapse(events: list[SessionEvent]) -> list[SessionEvent]:
    """``events`` without those that a later one of the same utterance or channel replaces.

    The newest stays in its own place: it never moves past the turn that answers it.
    """
    seen: set[tuple[str, int]] = set()
    kept: list[SessionEvent] = []
    for event in reversed(events):
        if isinstance(event, Partial):
            key = ("partial", event.utterance)
        elif isinstance(event, Level):
            key = ("level", event.channel)
        else:
            kept.append(event)
            continue
        if key not in seen:
            seen.add(key)
            kept.append(event)
    kept.reverse()
    return kept


class UiBridge(QObject):
    """Turns the session's events into signals on the Qt thread.

    Signals: ``event_seen`` every event that was not collapsed away, in order; ``state_changed``
    the new `ViewState`, once for each slice; ``patient_changed`` its part for the patient, after
    a slice in the next turn of the event loop: to draw both windows in one turn would be the
    longest time in which no key and no click is answered.
    """

    event_seen = Signal(object)
    state_changed = Signal(object)
    patient_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: queue.SimpleQueue[SessionEvent] | None = None
        self._state = ViewState()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.drain)
        self._patient_due = QTimer(self)
        self._patient_due.setSingleShot(True)
        self._patient_due.timeout.connect(self._tell_patient)

    @property
    def state(self) -> ViewState:
        """What the windows show at this moment."""
        return self._state

    def connect_queue(self, events: queue.SimpleQueue[SessionEvent] | None) -> None:
        """Read from ``events`` from now on; None stops reading."""
        self._events = events
        if events is None:
            self._timer.stop()
        else:
            self._timer.start()

    def stop_timer(self) -> None:
        """Read only when `drain` is called, for tests that want no race with a clock."""
        self._timer.stop()

    def replace_state(self, state: ViewState) -> None:
        """A step of the windows' own (consent, preparing) changed the state."""
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
            self._tell_patient()

    def drain(self) -> int:
        """Work off what is waiting, for at most `SLICE_MS`; gives the number of events read."""
        if self._events is None:
            return 0
        deadline = perf_counter() + SLICE_MS / 1000
        read = 0
        state = self._state
        while perf_counter() < deadline:
            batch = self._take()
            if not batch:
                break
            read += len(batch)
            for event in collapse(batch):
                state = reduce(state, event)
                self.event_seen.emit(event)
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
            self._patient_due.start()
        return read

    def _tell_patient(self) -> None:
        self._patient_due.stop()
        self.patient_changed.emit(self._state.patient)

    def _take(self) -> list[SessionEvent]:
        batch: list[SessionEvent] = []
        source = self._events
        if source is None:
            return batch
        try:
            while len(batch) < BATCH_EVENTS:
                batch.append(source.get_nowait())
        except queue.Empty:
            pass
        return batch
