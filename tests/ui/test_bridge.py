"""The bridge: order kept, superseded events dropped, one slice never long."""

from __future__ import annotations

import queue
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.events import Level, Partial, Party, SessionEvent, StateChanged
from app.ui.bridge import BATCH_EVENTS, SLICE_MS, UiBridge, collapse
from tests.ui.feed import turn

P = Party.PATIENT


def partial(utterance: int, text: str) -> Partial:
    return Partial(utterance, P, "en", text, "")


def test_only_the_newest_partial_and_level_survive() -> None:
    events: list[SessionEvent] = [
        partial(1, "a"),
        Level(0, -9, -9, True),
        partial(1, "ab"),
        Level(1, -8, -8, True),
        Level(0, -7, -7, True),
        partial(2, "c"),
    ]
    assert collapse(events) == [partial(1, "ab"), Level(1, -8, -8, True), Level(0, -7, -7, True),
                                partial(2, "c")]  # fmt: skip


def test_a_partial_never_moves_past_the_turn_that_answers_it() -> None:
    done = turn(1, P, "ab", "x")
    assert collapse([partial(1, "a"), partial(1, "ab"), done]) == [partial(1, "ab"), done]


events = st.lists(
    st.one_of(
        st.builds(partial, st.integers(1, 3), st.text("ab", max_size=3)),
        st.builds(lambda c, x: Level(c, x, x, False), st.integers(0, 1), st.integers(-60, 0)),
        st.builds(lambda n: turn(n, P, "a", "b"), st.integers(1, 5)),
    ),
    max_size=30,
)


@given(events)
def test_collapse_keeps_every_other_event_and_all_order(script: list[SessionEvent]) -> None:
    kept = collapse(script)
    others = [x for x in script if not isinstance(x, Partial | Level)]
    assert [x for x in kept if not isinstance(x, Partial | Level)] == others
    rest = iter(script)
    assert all(any(x is y for y in rest) for x in kept), "order changed"


def test_drain_reads_in_order_and_tells_the_state_once(qtbot: QtBot) -> None:
    source: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
    bridge = UiBridge()
    bridge.connect_queue(source)
    bridge.stop_timer()
    seen: list[object] = []
    states: list[object] = []
    bridge.event_seen.connect(seen.append)
    bridge.state_changed.connect(states.append)
    first, second = turn(1, P, "a", "b"), turn(2, P, "c", "d")
    for event in (StateChanged("listening"), first, second):
        source.put(event)
    assert bridge.drain() == 3
    assert seen == [StateChanged("listening"), first, second]
    assert len(states) == 1
    assert [row.turn for row in bridge.state.doctor.rows] == [1, 2]


def test_the_timer_drains_by_itself(qtbot: QtBot) -> None:
    source: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
    bridge = UiBridge()
    bridge.connect_queue(source)
    with qtbot.waitSignal(bridge.state_changed, timeout=5000):
        source.put(StateChanged("listening"))


def test_a_flood_is_worked_off_in_slices(qapp: QApplication) -> None:
    source: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
    bridge = UiBridge()
    bridge.connect_queue(source)
    bridge.stop_timer()
    for number in range(1, 3001):
        source.put(turn(number, P, "a", "b"))
    started = perf_counter()
    read = bridge.drain()
    took_ms = (perf_counter() - started) * 1000
    assert read > 0
    # A slice ends at the first batch after its budget; a busy machine may stretch that batch.
    assert read < 3000 or took_ms < SLICE_MS * 2
    total = read
    while chunk := bridge.drain():
        total += chunk
    assert total == 3000
    assert len(bridge.state.doctor.rows) == 3000
    assert BATCH_EVENTS < 3000
