"""What the patient is asked while nobody can see it: the patient screen is closed.

Pure, like `app.ui.subtitle_state`. The doctor is told at once, and no longer than it is so.
"""

from __future__ import annotations

from dataclasses import replace

from app.ui.banners import about, taken_back, told
from app.ui.view_state import Phase, Severity, ViewState

FAMILY = "unseen"


def if_unseen(state: ViewState, what: str, turn: int) -> ViewState:
    """The patient has been asked: "question", "teach_back" or "say_again", about ``turn``."""
    if state.screen:
        return state
    return told(state, Severity.WARNING, f"{FAMILY}.{what}", (("turn", str(turn)),))


def seen_or_over(state: ViewState, turn: int) -> ViewState:
    """What was asked about ``turn`` is not asked any more."""
    return taken_back(state, about(turn, FAMILY))


def screen_shown(state: ViewState, shown: bool) -> ViewState:
    """The patient screen was opened, or was closed while something was asked on it."""
    changed = taken_back(state, lambda banner: banner.code.startswith(f"{FAMILY}."))
    changed = replace(changed, screen=shown)
    if state.doctor.phase not in (Phase.LISTENING, Phase.PAUSED):
        return changed
    if state.doctor.teaching:
        return if_unseen(changed, "teach_back", state.doctor.teaching)
    ask = state.patient.ask
    return if_unseen(changed, "question", ask.turn) if ask is not None else changed
