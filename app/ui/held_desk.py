"""What the doctor decides about held turns and corrects, from the window's parts to the session."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.session.control import SessionControl
from app.ui import turn_actions
from app.ui.meaning_state import row_of
from app.ui.pending import Correction, Pending
from app.ui.view_state import Phase, Row, TurnRow, ViewState
from app.ui.widgets.held_card import HeldCard
from app.ui.widgets.side_panel import ACTIONS, RUNNING
from app.ui.widgets.turn_list import TurnList

_UNSEEN = frozenset(("correct", "swap", "retry", "ask_confirmation", "teach_back"))
"""Actions that would be on record as told to the patient, who reads another page."""


class HeldDesk(QObject):
    """Keeps what the doctor has decided and the session has not carried out yet.

    Signals: ``phrase_wanted(turn)`` instead of that held turn; ``not_corrected(code, turns,
    text)`` why what was written about them was not sent; ``changed`` other actions are blocked.
    """

    phrase_wanted = Signal(int)
    not_corrected = Signal(str, str, str)
    changed = Signal()

    def __init__(self, turns: TurnList, held: HeldCard, pending: Pending, parent: QObject) -> None:
        super().__init__(parent)
        self._turns, self._held, self._pending = turns, held, pending
        self._control: SessionControl | None = None
        self._state = ViewState()
        self._later: frozenset[tuple[int, int]] = frozenset()
        self._left: dict[int, str] = {}
        """By turn: what was written and not sent, until it is told."""
        held.chosen.connect(self._chosen)
        held.overtaken.connect(self._overtaken)
        held.offered_changed.connect(self.changed)
        turns.editing_changed.connect(self._editing_changed)
        pending.changed.connect(self.changed)
        for part in (turns, held):
            part.corrected.connect(self._correct)
            part.given_up.connect(pending.drop)

    @property
    def is_editing(self) -> bool:
        """Is a correction open, on the card or in the conversation?"""
        return self._turns.is_editing() or self._held.is_editing

    @property
    def unsent(self) -> int:
        """Turns that the patient would not see, or not corrected, if it were over now."""
        held = {row.turn for row in self._state.doctor.held_rows}
        return len(held | self._unsent_corrections().keys())

    @property
    def is_hidden(self) -> bool:
        """Would the patient, who reads a page of its own, not see what is sent now?"""
        return self._state.doctor.phase in RUNNING and not self._state.patient.shows_lines

    def attach(self, control: SessionControl | None) -> None:
        """Tell this session from now on."""
        self._control = control
        self._later = frozenset()
        self._left.clear()
        self._pending.clear()

    def set_state(self, state: ViewState) -> None:
        """The held turns are on the card already."""
        over = state.doctor.phase is Phase.ENDED is not self._state.doctor.phase
        self._state = state
        if over:
            self._leave_corrections()
        elif state.doctor.phase is not Phase.ENDING:
            self._tell_left("overtaken")
        self._turns.set_waiting(self.is_hidden)
        self._send_later()

    def marked(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """``rows`` with a mark on those whose correction failed; a held one has its card."""
        failed = {x.turn for x in self._pending.all if not self._pending.is_waiting(x.turn)}
        if not failed:
            return rows
        return tuple(
            replace(row, uncorrected=True)
            if isinstance(row, TurnRow) and row.turn in failed and not row.held
            else row
            for row in rows
        )

    def blocked(self, row: Row | None) -> frozenset[str]:
        """Actions that have to wait: the uncorrected words of a turn are not to be used again."""
        if self.is_editing:
            return frozenset(ACTIONS)
        unseen = _UNSEEN if self.is_hidden else frozenset()
        if self._state.doctor.teaching:
            unseen -= {"teach_back"}  # It takes the request back.
        if row is None or self._pending.of(row.turn) is None:
            return unseen
        waiting = self._pending.is_waiting(row.turn)
        return unseen | {"swap", "retry"} | ({"correct"} if waiting else set())

    def _unsent_corrections(self) -> dict[int, str]:
        """By turn: those that did not take effect, and the one being written."""
        texts = {each.turn: each.text for each in self._pending.all}
        being_written = self._turns.correction
        if being_written is not None:
            texts[being_written.turn] = being_written.text
        return texts

    def _leave_corrections(self) -> None:
        """It is over: nothing is corrected any more, and what was written is told."""
        # What the card left is newer than a correction of the same turn that failed before.
        self._left = self._unsent_corrections() | self._left
        self._turns.close_correction()
        self._pending.clear()
        self._tell_left("ended_uncorrected")

    def _overtaken(self, turn: int, text: str) -> None:
        """What comes of the turn stands in the next state, and says how to tell it."""
        self._left[turn] = text

    def _tell_left(self, code: str) -> None:
        left, self._left = sorted(self._left.items()), {}
        if left:
            turns, texts = zip(*left, strict=True)
            self.not_corrected.emit(code, ", ".join(map(str, turns)), " · ".join(texts))

    def _chosen(self, what: str, turn: int) -> None:
        row, control = self._held.row, self._control
        if row is None or self._state.doctor.phase not in RUNNING:
            return
        if what == "send" and not self._state.patient.shows_lines:
            self._later |= {(row.turn, row.revision)}
            self._send_later()
        elif what == "send":
            turn_actions.confirm(control, row)
        elif what == "again":
            turn_actions.meaning(control, "ask_again", row, 0)
        elif what == "withdraw":
            turn_actions.withdraw(control, row)
        elif what == "phrase":
            self.phrase_wanted.emit(turn)
        elif what == "next":
            self._turns.select_turn(turn)

    def _send_later(self) -> None:
        """Send what was to go as soon as the patient's page shows sentences again."""
        doctor, shown = self._state.doctor, self._state.patient.shows_lines
        rows = {(row.turn, row.revision): row for row in doctor.held_rows}
        still = [
            key for key in sorted(self._later & rows.keys()) if self._pending.of(key[0]) is None
        ]
        if shown and doctor.phase in RUNNING:
            for key in still:
                turn_actions.confirm(self._control, rows[key])
            still = []
        self._later = frozenset(still)
        self._held.set_later(not shown, frozenset(turn for turn, _ in still))

    def _correct(self, correction: Correction) -> None:
        row = row_of(self._state.doctor.rows, correction.turn)
        self._turns.setFocus()
        if row is not None and correction.text == (
            row.text if correction.of_source else row.translation
        ):
            self._pending.drop(correction.turn)
        elif self._control is None or self._state.doctor.phase not in RUNNING:
            self._overtaken(correction.turn, correction.text)
        else:
            self._pending.sent(correction)
            turn_actions.correct(self._control, correction)

    def _editing_changed(self, editing: bool) -> None:
        self._held.set_elsewhere(editing)
        self.changed.emit()
