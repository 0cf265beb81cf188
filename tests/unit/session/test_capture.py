"""The capture queue: bounded, every loss counted and in its place."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.records.model import Party
from app.session.capture import Block, Capture, Captured, Mark, Marked


def block(number: int = 0) -> Block:
    return Block(np.full((512, 1), number, dtype=np.int16), 16_000)


def test_what_does_not_fit_is_counted_and_told_with_the_next_block() -> None:
    capture = Capture(capacity_frames=2, clock=lambda: 7.0)
    assert [capture.put_nowait(block(n)) for n in range(5)] == [True, True, False, False, False]
    first = capture.get(0)
    assert isinstance(first, Captured)
    assert (first.at_s, first.lost_ms) == (7.0, 0)
    assert capture.put_nowait(block(5))
    capture.get(0)
    late = capture.get(0)
    assert isinstance(late, Captured)
    assert (late.lost_ms, late.lost_code) == (96, "audio.overflow")
    assert int(late.block.samples[0, 0]) == 5


def test_a_loss_at_the_very_end_comes_with_the_mark() -> None:
    capture = Capture(capacity_frames=1)
    capture.put_nowait(block())
    capture.put_nowait(block())
    capture.mark(Marked(Mark.FINISH))
    capture.get(0)
    assert capture.get(0) == Marked(Mark.FINISH, lost_ms=32, lost_code="audio.overflow")


def test_marks_keep_their_place_and_are_never_dropped() -> None:
    capture = Capture(capacity_frames=1)
    capture.put_nowait(block(1))
    for _ in range(1000):
        capture.mark(Marked(Mark.HOLD, Party.PATIENT))
    assert not capture.put_nowait(block(2))
    assert isinstance(capture.get(0), Captured)
    assert all(capture.get(0) == Marked(Mark.HOLD, Party.PATIENT) for _ in range(1000))
    assert capture.get(0) is None


def test_waiting_for_room_has_a_deadline() -> None:
    capture = Capture(capacity_frames=1)
    assert capture.put(block(), 0.01)
    assert not capture.put(block(), 0.01)
    capture.get(0)
    assert capture.put(block(), 0.01)


@given(st.lists(st.sampled_from(["put", "get", "mark"]), max_size=80), st.integers(1, 5))
def test_every_block_arrives_or_is_counted(actions: list[str], capacity: int) -> None:
    capture = Capture(capacity_frames=capacity)
    put = got = lost_ms = since_ms = number = 0
    last = -1
    for action in [*actions, *["get"] * 200, "mark", "get"]:
        if action == "put":
            capture.put_nowait(block(number))
            number += 1
            put += 1
        elif action == "mark":
            capture.mark(Marked(Mark.FLUSH))
        elif (item := capture.get(0)) is not None:
            lost_ms += item.lost_ms
            since_ms += item.lost_ms
            if isinstance(item, Captured):
                got += 1
                here = int(item.block.samples[0, 0])
                assert here - last - 1 == since_ms // 32
                last, since_ms = here, 0
    assert put == got + lost_ms // 32
