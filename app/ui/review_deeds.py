"""What a reviewer does with rows of the grid, by key or button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.documents.blocks import Block
from app.documents.stored import done_block
from app.ui.review_dialogs import ReasonDialog
from app.ui.review_html import findings_words
from app.ui.review_model import SOURCE
from app.ui.review_panes import ACTIONS
from app.ui.review_rows import ReviewRow, next_waiting
from app.ui.review_source import Change
from app.ui.review_terms import TermDialog
from glossary.types import TermMatch
from translation.memory import NearMatch

if TYPE_CHECKING:
    from app.ui.review_window import ReviewWindow

_PROPOSALS = 3


class ReviewDeeds(QObject):
    """Accept, edit, copy, propose, take back; belongs to the window it is made for."""

    def __init__(self, window: ReviewWindow) -> None:
        super().__init__(window)
        self._window, self._grid, self._work = window, window.grid, window.work
        self._near: list[NearMatch] = []
        self._move_on = False
        self._grid.chosen.connect(self._row_chosen)
        self._grid.saved.connect(self._saved)
        self._grid.blocks.edit_asked.connect(self._edited)
        self._grid.blocks.correct_asked.connect(self._work.correct)
        window.detail.memory_chosen.connect(self.use_memory)
        self._work.proposed.connect(self._proposed)

    def bindings(self) -> dict[str, Callable[[], object]]:
        """Keys and what they do."""
        keys: dict[str, Callable[[], object]] = {
            ACTIONS[what]: lambda what=what: self.do(what)  # type: ignore[misc]
            for what in ACTIONS
            if what not in ("back", "open", "export", "release")
        }
        keys["Shift+F8"] = lambda: self.go_on(-1)
        keys["Shift+F9"] = self.unaccept
        keys["Ctrl+Y"] = lambda: self.do("redo")
        for number in range(_PROPOSALS):
            keys[f"Ctrl+{number + 1}"] = lambda number=number: self.use_memory(number)  # type: ignore[misc]
        return keys

    def do(self, what: str) -> None:
        """One of `ACTIONS`."""
        actions: dict[str, Callable[[], None]] = {
            "next": self.go_on,
            "accept": self.accept,
            "edit": self._grid.edit_current,
            "correct": lambda: self._grid.edit_current(SOURCE),
            "copy": self.copy_source,
            "identical": self.to_identical,
            "propose": self.propose,
            "undo": self._work.undo,
            "redo": self._work.redo,
        }
        if self._may_act():
            actions[what]()

    def go_on(self, step: int = 1) -> None:
        """To the next row that waits for somebody."""
        shown = self._grid.shown
        place = next_waiting(shown.rowCount(), shown.at, self._grid.currentIndex().row(), step)
        if place >= 0:
            self._grid.go_to(place)
        else:
            self._window.head.say(self._window.style_.texts.get("review.nothing_waits"))

    def accept(self) -> None:
        """Stand for the chosen rows and go on; asks why where something critical was found."""
        rows = [row for row in self._grid.selected() if row.text is not None]
        rows = [row for row in rows if row.text is not None and not row.text.accepted]
        grave = [row for row in rows if row.text is not None and row.text.needs_reason]
        if not grave:
            self._accept(rows, "")
            return
        style = self._window.style_
        found = [words for row in grave for words, critical in findings_words(row, style)
                 if critical]  # fmt: skip
        dialog = ReasonDialog(style, list(dict.fromkeys(found)), self._window)
        dialog.given.connect(lambda reason: self._accept(rows, reason))
        self._window.show_dialog(dialog)

    def unaccept(self) -> None:
        """Take the word back."""
        rows = [row for row in self._grid.selected() if row.text and row.text.accepted]
        if rows and self._may_act():
            self._work.accept([row.position for row in rows], accepted=False)

    def copy_source(self) -> None:
        """The original as the translation: for codes and names."""
        row = self._grid.current()
        if row is not None:
            self._work.change([Change(row.position, row.block.text)])

    def use_memory(self, number: int) -> None:
        """Take a proposal of the memory."""
        row = self._grid.current()
        if row is not None and number < len(self._near) and self._may_act():
            self._work.change([Change(row.position, self._near[number].unit.target)])

    def to_identical(self) -> None:
        """The text of this row for all blocks that say the same."""
        row = self._grid.current()
        if row is None or row.text is None:
            return
        text, rows = row.text, self._grid.blocks.rows
        others = [at for at in self._work.same_as(row.position) if rows[at].target != text.target]
        if others:
            accepted = None if not text.accepted else True
            self._work.change(
                [Change(at, text.target, "edited", accepted, text.reason) for at in others]
            )
            words = self._window.style_.texts.get("review.applied", n=len(others))
            self._window.head.say(words)

    def propose(self) -> None:
        """Suggest a term for the glossary."""
        row = self._grid.current()
        if row is None:
            return
        dialog = TermDialog(
            self._window.style_, self._grid.blocks.langs, row.block.text, row.target, self._window
        )
        dialog.given.connect(lambda words: self._work.propose(words, row.position))
        self._window.show_dialog(dialog)

    def show_row(self) -> None:
        """Show what is known about the row that is worked on."""
        row = self._grid.current()
        self._near = self._proposals(row) if row is not None else []
        same = self._work.same_as(row.position) if row is not None else []
        self._window.detail.show_row(
            row, self._near, _terms(row.block, row) if row is not None else (), len(same)
        )
        self.offer()

    def offer(self) -> None:
        """Enable what can be done now; the record asks again who may."""
        row, buttons, work = self._grid.current(), self._window.head.buttons, self._work
        here = row is not None and work.record is not None
        has_text = here and row is not None and row.text is not None
        waits = has_text and row is not None and row.text is not None and not row.text.accepted
        able = {
            "accept": waits,
            "edit": here,
            "correct": here,
            "copy": here,
            "propose": here,
            "identical": has_text and row is not None and bool(work.same_as(row.position)),
            "undo": work.deeds.can_undo,
            "redo": work.deeds.can_redo,
            "next": here,
            "release": work.record is not None and work.record.release is None,
            "export": work.record is not None,
        }
        for what, can in able.items():
            buttons[what].setEnabled(bool(can))

    def _may_act(self) -> bool:
        """Not while a text is being written: it would be changed under the writer's hands."""
        return self._work.record is not None and not self._grid.is_editing

    def _row_chosen(self) -> None:
        self.show_row()
        row = self._grid.current()
        if row is not None:
            self._window.preview.follow(row)

    def _proposals(self, row: ReviewRow) -> list[NearMatch]:
        source, target = self._grid.blocks.langs
        found = list(self._work.memory.near(row.block.text, source, target))
        found += done_block(row.block, row.text).near if row.text is not None else ()
        new: dict[str, NearMatch] = {}
        for near in sorted(found, key=lambda near: -near.score):
            if near.unit.target != row.target:
                new.setdefault(near.unit.target, near)
        return list(new.values())[:_PROPOSALS]

    def _accept(self, rows: list[ReviewRow], reason: str) -> None:
        if rows:
            self._work.accept([row.position for row in rows], reason=reason)
        self._go_on_from(rows[-1] if rows else self._grid.current())

    def _edited(self, position: int, words: str) -> None:
        self._work.change([Change(position, words)])

    def _saved(self) -> None:
        self._grid.setFocus()
        self._go_on_from(self._grid.current())

    def _go_on_from(self, row: ReviewRow | None) -> None:
        """To the next row that waits; what is on its way to the record waits no more."""
        shown = self._grid.shown
        place = shown.place_of(row.position) if row is not None else -1
        found = next_waiting(shown.rowCount(), shown.at, place)
        if found >= 0 and found != place:
            self._grid.go_to(found)

    def _proposed(self, kept: bool) -> None:
        key = "review.proposed" if kept else "review.not_proposed"
        self._window.head.say(self._window.style_.texts.get(key), error=not kept)


def _terms(block: Block, row: ReviewRow) -> tuple[TermMatch, ...]:
    return done_block(block, row.text).terms if row.text is not None else ()
