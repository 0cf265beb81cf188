"""The structured summary in the records window: read, change, review, go to the turns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.records.access import Act, Actor
from app.records.model import EncounterHeader
from app.records.summary_model import Section, SummaryVersion
from app.ui.records_html import local_time
from app.ui.records_list import Line, LineList
from app.ui.summary_html import line_html, line_words, section_html
from app.ui.summary_lines import SummaryLines
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon

ACTIONS = {"draft": "Ctrl+D", "edit": "Enter", "add": "Ins", "remove": "Del", "turn": "Ctrl+G",
           "undo": "Ctrl+Z", "redo": "Ctrl+Y", "review": "F8"}  # fmt: skip
_ICONS = {"draft": "retry", "edit": "edit", "add": "new", "remove": "close", "turn": "doctor",
          "undo": "undo", "redo": "redo", "review": "check"}  # fmt: skip
_WORDS = ("draft", "edit", "review")
"""Buttons with words; the others have room for a sign only."""
_WRITES = ("draft", "edit", "add", "remove", "undo", "redo")

Place = tuple[str, int]
"""What a row stands for: ("line", its number) or ("section", the section's number)."""


class SummaryPane(QFrame):
    """Shows versions. Signal: ``action(name)`` of `ACTIONS`, only for what is possible."""

    action = Signal(str)

    def __init__(self, style: Style, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._actor = style, actor
        self._newest: SummaryVersion | None = None
        self._busy = False
        self.lines = SummaryLines()
        self.state = label("", "body", self, wrap=True)
        self.list = LineList(style, self)
        self.list.setAccessibleName(style.texts.get("summary.title"))
        self.list.chosen.connect(lambda _line: self._offer())
        self.list.opened.connect(lambda: self.ask("edit"))
        self.list.doubleClicked.connect(lambda _index: self.ask("edit"))
        self.buttons = {key: self._button(key) for key in ACTIONS}
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        for key, button in self.buttons.items():
            row.addWidget(button)
            if key in ("draft", "turn"):
                row.addSpacing(UNIT)
        row.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        head.setSpacing(UNIT)
        head.addWidget(self.state)
        head.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.list, 1)
        for key, keys in ACTIONS.items():
            if key != "edit":
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda key=key: self.ask(key))
        self._offer()

    def show_versions(self, versions: Sequence[SummaryVersion], header: EncounterHeader) -> None:
        """Show the newest version; what was chosen stays so where it can."""
        self._newest = versions[-1] if versions else None
        if not versions or self.lines.lines != versions[-1].lines:
            self.lines = SummaryLines.of(versions)
        self._fill(header)

    def show_lines(self, lines: SummaryLines, header: EncounterHeader) -> None:
        """Show lines that are on their way into the record."""
        self.lines = lines
        self._fill(header)

    def forget(self) -> None:
        """Another encounter is opened."""
        self._newest, self.lines = None, SummaryLines()
        self.list.show_lines(())
        self.say("")

    def busy(self, words: str) -> None:
        """Something is being read or written."""
        self._busy = True
        self.say(words)
        self._offer()

    def rest(self) -> None:
        """Nothing is."""
        self._busy = False
        self._offer()

    def say(self, words: str, *, error: bool = False) -> None:
        """A line above the list."""
        c = self._style.theme.colours
        self.state.setStyleSheet(f"color: {c.danger if error else c.muted};")
        self.state.setText(words)

    def place(self) -> Place | None:
        """What is chosen."""
        line = self.list.current()
        return line.value if line is not None else None  # type: ignore[return-value]

    def ask(self, what: str) -> None:
        """Emit an action if it is possible now."""
        if self.buttons[what].isEnabled():
            self.action.emit(what)

    def go_to_line(self, number: int) -> None:
        """Choose a line."""
        for row, line in enumerate(self.list.lines.lines):
            if line.value == ("line", number):
                self.list.go_to(row)
                return

    def _fill(self, header: EncounterHeader) -> None:
        chosen = self.place()
        rows: list[Line] = []
        for order, section in enumerate(Section):
            inside = [(n, x) for n, x in enumerate(self.lines.lines) if x.section is section]
            if not inside:
                continue
            words = self._style.texts.get(f"summary.section.{section.value}")
            rows.append(Line(("section", order), section_html(section, header, self._style), words))
            rows += [
                Line(("line", n), line_html(x, header, self._style), line_words(x, self._style))
                for n, x in inside
            ]
        places = [row.value for row in rows]
        current = places.index(chosen) if chosen in places else (1 if rows else -1)
        self.list.show_lines(rows, current)
        self._say_state()
        self._offer()

    def _say_state(self) -> None:
        texts, c, version = self._style.texts, self._style.theme.colours, self._newest
        if version is None:
            self.say(texts.get("summary.none"))
            return
        values = {"user": version.user, "time": local_time(version.created_at),
                  "n": str(version.version)}  # fmt: skip
        key, ink = f"summary.state.{version.made.value}", c.warning
        if version.reviewed:
            ink = c.success
        elif not version.current:
            key, ink = "summary.state.stale", c.danger
        self.state.setStyleSheet(f"color: {ink}; font-weight: bold;")
        self.state.setText(texts.get(key, **values))

    def _button(self, key: str) -> QPushButton:
        words = self._style.texts.get(f"summary.act.{key}")
        short = self._style.texts.get(f"summary.short.{key}") if key in _WORDS else ""
        button = QPushButton(short, self)
        set_icon(button, _ICONS[key], self._style.theme)
        name(button, words, ACTIONS[key])
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.ask(key))
        return button

    def _offer(self) -> None:
        """Enable what this user can do now; the store asks again."""
        actor, place, lines = self._actor, self.place(), self.lines
        may_write = actor.may(Act.CORRECT_OWN) or actor.may(Act.CORRECT_ALL)
        may_review = actor.may(Act.ATTEST) or actor.may(Act.CORRECT_ALL)
        on_line = place is not None and place[0] == "line"
        linked = on_line and place is not None and bool(lines.lines[place[1]].turns)
        version = self._newest
        possible = {
            "draft": True,
            "edit": on_line,
            "add": version is not None,
            "remove": on_line,
            "turn": linked,
            "undo": lines.can_undo,
            "redo": lines.can_redo,
            "review": version is not None and not version.reviewed and may_review,
        }
        for key, button in self.buttons.items():
            allowed = may_write or key not in _WRITES
            button.setEnabled(possible[key] and allowed and not self._busy)
