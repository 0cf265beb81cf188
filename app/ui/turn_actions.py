"""What the doctor can do about a turn's meaning, from a key or a button to the session."""

from __future__ import annotations

from app.session.control import ClinicalControl, ConfirmsHeld, SessionControl
from app.session.events import Origin, Party
from app.ui.pending import Correction
from app.ui.view_state import Row, TurnRow, ViewState

MEANING = ("ask_again", "back_translate", "ask_confirmation", "teach_back")
"""Actions that need a session which knows about meaning."""

ON_CARD = {"confirm": "send", "correct": "correct", "ask_again": "again"}
"""Actions that the card of a held turn has a choice for."""


def possible(action: str, row: TurnRow) -> bool:
    """Does ``action`` make sense for this turn?"""
    if why_not(action, row):
        return False
    if action == "back_translate":
        return not row.verified and bool(row.translation)
    if action == "ask_confirmation":
        return not row.held and not row.unsent
    if action == "teach_back":
        return row.party is Party.CLINICIAN and not row.held and not row.unsent
    return not row.unsent


def why_not(action: str, row: Row | None) -> str:
    """The text that tells why ``action`` can do nothing for such a turn; empty where it can."""
    if not isinstance(row, TurnRow):
        return ""
    if action == "ask_again" and row.party is Party.CLINICIAN and not row.held:
        return "action.ask_again.own"
    if action == "retry" and row.origin is not Origin.SPEECH:
        return "action.retry.typed"
    return ""


def takes_back(state: ViewState, row: Row | None) -> bool:
    """Does "ask again" on ``row`` take back what the doctor has asked the patient to say again?

    So it does the second time on the same turn, and on the doctor's own, which says "never
    mind". A request that came by itself the first press makes the doctor's: who means to ask
    never takes it back unawares.
    """
    again = state.ask_again
    if again is None or state.patient.again != "doctor":
        return False
    if not isinstance(row, TurnRow) or row.held:
        return False
    return row.party is Party.CLINICIAN or row.turn == again.turn


def meaning(control: object, action: str, row: TurnRow, teaching: int) -> None:
    """Do one of `MEANING`; while the patient is saying a turn back, teach-back cancels it."""
    if not isinstance(control, ClinicalControl):
        return
    if action == "teach_back" and teaching:
        control.cancel_teach_back()
    elif not possible(action, row):
        return
    elif action == "ask_again":
        control.ask_again(row.turn, row.revision if row.held else 0)
    elif action == "back_translate":
        control.back_translate(row.turn)
    elif action == "ask_confirmation":
        control.ask_confirmation(row.turn)
    elif action == "teach_back":
        control.teach_back(row.turn)


def confirm(control: object, row: TurnRow) -> None:
    """Let a held turn through."""
    if row.held and isinstance(control, ConfirmsHeld):
        # Only what the doctor has seen: another revision may have come meanwhile.
        control.confirm(row.turn, row.revision)


def withdraw(control: object, row: TurnRow) -> None:
    """Do not send a held turn."""
    if isinstance(control, ClinicalControl):
        control.withdraw(row.turn, row.revision)


def correct(control: SessionControl, correction: Correction) -> None:
    """Translate other words, or send the doctor's own translation."""
    if correction.of_source:
        control.correct(correction.turn, correction.text)
    elif isinstance(control, ClinicalControl):
        control.correct_translation(correction.turn, correction.text)
