"""The session's states and the only steps between them. No threads here."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a session is. The values appear in `StateChanged`."""

    IDLE = "idle"
    LOADING = "loading"
    LOADING_PAUSED = "loading_paused"
    """It was paused while it loads: it will not listen when that is over."""
    LISTENING = "listening"
    PAUSED = "paused"
    FINISHING = "finishing"
    ENDED = "ended"
    FAILED = "failed"


class IllegalStep(Exception):
    """A step that makes no sense in this state; nothing was changed."""


NEXT: dict[tuple[State, str], State] = {
    (State.IDLE, "start"): State.LOADING,
    (State.IDLE, "end"): State.FINISHING,
    (State.LOADING, "ready"): State.LISTENING,
    (State.LOADING, "fail"): State.FAILED,
    (State.LOADING, "end"): State.FINISHING,
    (State.LOADING, "pause"): State.LOADING_PAUSED,
    (State.LOADING_PAUSED, "ready"): State.PAUSED,
    (State.LOADING_PAUSED, "resume"): State.LOADING,
    (State.LOADING_PAUSED, "fail"): State.FAILED,
    (State.LOADING_PAUSED, "end"): State.FINISHING,
    (State.LISTENING, "pause"): State.PAUSED,
    (State.LISTENING, "end"): State.FINISHING,
    (State.LISTENING, "fail"): State.FAILED,
    (State.PAUSED, "resume"): State.LISTENING,
    (State.PAUSED, "end"): State.FINISHING,
    (State.PAUSED, "fail"): State.FAILED,
    (State.FAILED, "start"): State.LOADING,
    (State.FAILED, "end"): State.FINISHING,
    (State.FINISHING, "drained"): State.ENDED,
}


def step(state: State, event: str) -> State:
    """The state after ``event``. Raises IllegalStep."""
    try:
        return NEXT[state, event]
    except KeyError:
        raise IllegalStep(f"{event!r} makes no sense while {state.value}") from None
