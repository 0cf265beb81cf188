"""The table of states: every illegal step raises, every state has a way to the end."""

from __future__ import annotations

import itertools

import pytest

from app.session.state import NEXT, IllegalStep, State, step

EVENTS = sorted({event for _, event in NEXT})


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, EVENTS)))
def test_what_is_not_in_the_table_is_illegal(state: State, event: str) -> None:
    if (state, event) in NEXT:
        assert step(state, event) is NEXT[state, event]
    else:
        with pytest.raises(IllegalStep):
            step(state, event)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ENDED])
def test_every_state_leads_to_the_end(state: State) -> None:
    reached = {state}
    while True:
        more = {after for (before, _), after in NEXT.items() if before in reached} - reached
        if not more:
            break
        reached |= more
    assert State.ENDED in reached


def test_nothing_comes_after_the_end() -> None:
    assert not [event for state, event in NEXT if state is State.ENDED]
