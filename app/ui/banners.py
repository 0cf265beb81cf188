"""Messages above the turns: one is shown, and none takes the place of one about something else.

Errors come before all else, then the newest; what is behind comes up when it is dismissed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.ui.view_state import Banner, Severity, ViewState

_FAMILIES = frozenset(
    (
        "answered",
        "answered_own",
        "export",
        "not_done",
        "say_again",
        "source",
        "taught",
        "unseen",
        "who_spoke",
    )
)
"""First parts of codes that tell how one and the same matter went: the newest counts."""


_ONE_AT_A_TIME = frozenset(("say_again", "unseen"))
"""Those of them where the newest stands for all turns."""


def told(
    state: ViewState,
    severity: Severity,
    code: str,
    values: tuple[tuple[str, str], ...] = (),
    whose: str = "",
) -> ViewState:
    """Say something; what was said before about the same matter goes."""
    banner = Banner(severity, code, values, whose)
    others = (each for each in state.doctor.banners if _matter(each) != _matter(banner))
    return _with(state, sorted((*others, banner), key=lambda x: x.severity is Severity.ERROR))


def dismissed(state: ViewState) -> ViewState:
    """The doctor has read the one that is shown."""
    return _with(state, state.doctor.banners[:-1])


def taken_back(state: ViewState, is_over: Callable[[Banner], bool]) -> ViewState:
    """What is not so any more is not said any more, be it shown or behind."""
    return _with(state, [each for each in state.doctor.banners if not is_over(each)])


def about(turn: int, *families: str) -> Callable[[Banner], bool]:
    """Is a message about this turn, and of one of these families?"""
    return lambda banner: banner.turn == turn and _family(banner) in families


def _family(banner: Banner) -> str:
    return banner.code.partition(".")[0]


def _matter(banner: Banner) -> tuple[str, str, int]:
    family, command = _family(banner), dict(banner.values).get("command", "")
    turn = 0 if family in _ONE_AT_A_TIME else banner.turn
    return family if family in _FAMILIES else banner.code, command, turn


def _with(state: ViewState, banners: Sequence[Banner]) -> ViewState:
    return replace(state, doctor=replace(state.doctor, banners=tuple(banners)))
