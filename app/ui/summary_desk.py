"""Connects the summary's pane with the record: every change is a version, written in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.records.model import EncounterHeader
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from app.ui.summary_dialog import SummaryLineDialog
from app.ui.summary_lines import SummaryLines
from app.ui.summary_pane import SummaryPane
from app.ui.task import Task
from app.ui.widgets.look import Style

Versions = tuple[SummaryVersion, ...]


class SummarySource(Protocol):
    """The record's summaries; every call blocks and raises AppError."""

    def summaries(self, encounter_id: str) -> Versions:
        """All versions, the first one first."""

    def draft_summary(self, encounter_id: str) -> Versions:
        """Add a machine draft."""

    def add_summary(self, encounter_id: str, made: Made, lines: Sequence[SummaryLine]) -> Versions:
        """Add a person's version."""


class SummaryDesk(QObject):
    """Signal: ``turn_wanted(number)`` to show a turn of the conversation."""

    turn_wanted = Signal(int)

    def __init__(self, style: Style, source: SummarySource, pane: SummaryPane) -> None:
        super().__init__(pane)
        self._style, self._source, self._pane = style, source, pane
        self._header: EncounterHeader | None = None
        self._task: Task | None = None
        self.dialog: SummaryLineDialog | None = None
        self._next_turn = 0
        pane.action.connect(self._act)

    @property
    def busy(self) -> bool:
        """Something is being read or written."""
        return self._task is not None

    def open(self, header: EncounterHeader) -> None:
        """Show the summary of an encounter: what is on record, or that there is none."""
        if self._header is None or header.id != self._header.id:
            self._pane.forget()
        self._header = header
        self._read()

    def close(self) -> None:
        """No encounter is open."""
        self._header = None
        self._pane.forget()

    def _read(self) -> None:
        if self._header is not None and self._task is None:
            encounter = self._header.id
            self._run(lambda: self._source.summaries(encounter), "summary.reading")

    def _act(self, what: str) -> None:
        lines = self._pane.lines
        place = self._pane.place()
        number = place[1] if place is not None and place[0] == "line" else -1
        actions: dict[str, Callable[[], object]] = {
            "draft": self._draft,
            "edit": lambda: self._edit(number),
            "add": lambda: self._edit(-1),
            "remove": lambda: self._write(lines.removed(number)),
            "turn": lambda: self._go(number),
            "undo": lambda: self._write(lines.undo()),
            "redo": lambda: self._write(lines.redo()),
            "review": self._review,
        }
        if self._header is not None and self._task is None:
            actions[what]()

    def _draft(self) -> None:
        assert self._header is not None
        encounter = self._header.id
        self._run(lambda: self._source.draft_summary(encounter), "summary.drafting")

    def _review(self) -> None:
        assert self._header is not None
        encounter, lines = self._header.id, self._pane.lines.lines
        self._run(
            lambda: self._source.add_summary(encounter, Made.REVIEWED, lines), "summary.writing"
        )

    def _write(self, lines: SummaryLines) -> None:
        if self._header is None or lines == self._pane.lines:
            return
        encounter, before = self._header.id, self._pane.lines
        self._pane.show_lines(lines, self._header)
        self._run(
            lambda: self._source.add_summary(encounter, Made.EDITED, lines.lines),
            "summary.writing",
            before,
        )

    def _edit(self, number: int) -> None:
        assert self._header is not None
        lines = self._pane.lines
        place = self._pane.place()
        if number >= 0:
            line = lines.lines[number]
        else:
            section = Section.COMPLAINT
            if place is not None:
                kind, where = place
                section = lines.lines[where].section if kind == "line" else list(Section)[where]
            line = SummaryLine(section, "", "")
        dialog = SummaryLineDialog(self._style, self._header, line, self._pane)
        dialog.given.connect(
            lambda given: self._write(
                lines.changed(number, given) if number >= 0 else lines.added(given)
            )
        )
        dialog.finished.connect(lambda _result: self._forget_dialog())
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _go(self, number: int) -> None:
        """To the line's turns, one after the other."""
        turns = self._pane.lines.lines[number].turns
        self._next_turn = (self._next_turn + 1) % len(turns) if len(turns) > 1 else 0
        self.turn_wanted.emit(turns[self._next_turn - 1] if len(turns) > 1 else turns[0])

    def _run(
        self, work: Callable[[], Versions], key: str, before: SummaryLines | None = None
    ) -> None:
        assert self._header is not None
        encounter = self._header.id
        self._pane.busy(self._style.texts.get(key))
        task = Task(work, self)

        def done(versions: object) -> None:
            assert isinstance(versions, tuple)
            self._task = None
            self._pane.rest()
            task.deleteLater()
            if self._header is None:
                return
            if self._header.id == encounter:
                self._pane.show_versions(versions, self._header)
            else:
                self._read()

        def failed(error: AppError) -> None:
            self._task = None
            self._pane.rest()
            task.deleteLater()
            if before is not None and self._header is not None:
                self._pane.show_lines(before, self._header)
            details = {name: str(value) for name, value in error.details.items()}
            words = self._style.texts.code_text("banner.what", error.code, **details)
            self._pane.say(words, error=True)

        task.done.connect(done)
        task.failed.connect(failed)
        self._task = task
        task.start()
