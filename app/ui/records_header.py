"""Correcting who the patient is and where it was, after the encounter: versions with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.records.history import History
from app.records.identity import countries
from app.records.model import HeaderChange
from app.ui.intake_dialog import PATIENT, PLACE, IntakeDialog
from app.ui.languages import PDI
from app.ui.records_html import local_time
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label

_FSI = "\u2068"
FIELDS = (*PATIENT, *PLACE)


def corrections(history: History) -> tuple[HeaderChange, ...]:
    """Changes of what this dialog can change, the newest first."""
    return tuple(x for x in reversed(history.record.header_changes) if x.field in FIELDS)


def change_words(change: HeaderChange, style: Style) -> str:
    """A change in a line."""
    texts = style.texts
    old, new = (
        f"{_FSI}{_shown(change.field, value, style)}{PDI}" if value else texts.get("header.empty")
        for value in (change.old, change.new)
    )
    who = f"{change.user} ({texts.get(f'role.{change.role}')})" if change.user else "–"
    facts = [
        texts.get(f"intake.{change.field}") + ": " + texts.get("header.change", old=old, new=new),
        who,
        local_time(change.changed_at),
    ]
    if change.reason:
        facts.append(texts.get("records.because", reason=change.reason))
    return " · ".join(facts)


def _shown(field: str, value: str, style: Style) -> str:
    if field == "patient_nationality" and (known := countries().get(value)):
        return known.zh if style.texts.code == "zh" else known.en
    return style.texts.get(f"intake.sex.{value}") if field == "patient_sex" else value


class HeaderDialog(IntakeDialog):
    """Signal: ``corrected(values, reason)`` with the fields that become different. Stays open
    until its user closes it."""

    TITLE, HOW, COLUMNS = "header.title", "header.how", 3
    corrected = Signal(object, str)

    def __init__(self, style: Style, history: History, parent: QWidget | None = None) -> None:
        header = history.record.header
        self._history = history
        self._before = {field: str(getattr(header, field)) for field in FIELDS}
        self.reason = QLineEdit()
        super().__init__(style, self._before, parent)
        self.reason.textChanged.connect(lambda _text: self.save.setEnabled(self.whole()))
        self.resize(900, 640)

    def add_more(self, column: QVBoxLayout) -> None:
        """The reason, and what was corrected before."""
        texts = self._style.texts
        words = texts.get("records.reason")
        title = label(words, "section", self)
        title.setBuddy(self.reason)
        self.reason.setParent(self)
        self.reason.setAccessibleName(words)
        self.reason.setPlaceholderText(texts.get("header.hint.reason"))
        column.addWidget(title)
        column.addWidget(self.reason)
        self.problem = label("", "body", self, wrap=True)
        self.problem.setStyleSheet(f"color: {self._style.theme.colours.danger};")
        self.problem.hide()
        column.addWidget(self.problem)
        known = corrections(self._history)
        self.back = QPushButton(texts.get("header.back"), self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.put_back)
        row = QHBoxLayout()
        row.addWidget(label(texts.get("header.changes"), "section", self))
        row.addStretch(1)
        row.addWidget(self.back)
        column.addLayout(row)
        self.changes = self._list(known)
        column.addWidget(self.changes)
        for widget in (self.back, self.changes):
            widget.setVisible(bool(known))
        if not known:
            column.addWidget(label(texts.get("header.unchanged"), "caption", self, wrap=True))

    def put_back(self) -> None:
        """Fill in what the last correction replaced; saved, it is a correction like any other."""
        known = corrections(self._history)
        last = [x for x in known if (x.changed_at, x.user) == (known[0].changed_at, known[0].user)]
        for change in last:
            self.set_text(change.field, change.old)
            self._tidy(change.field)
        self.reason.setFocus()

    def changed(self) -> dict[str, str]:
        """Fields that are different now. Raises IdentityError."""
        return {
            field: value for field, value in self.values().items() if value != self._before[field]
        }

    def whole(self) -> bool:
        """Something is different, nothing is wrong, and there is a reason."""
        sound = len(self.fields) == len(FIELDS) and super().whole()
        return sound and bool(self.reason.text().strip()) and bool(self.changed())

    def give(self) -> None:
        """Hand it over to be saved."""
        self.save.setEnabled(False)
        self.corrected.emit(self.changed(), self.reason.text().strip())

    def say(self, words: str) -> None:
        """Why it could not be saved."""
        self.problem.setText(words)
        self.problem.show()
        self.save.setEnabled(self.whole())

    def _list(self, known: Sequence[HeaderChange]) -> QScrollArea:
        inner = QWidget(self)
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, UNIT, 0)
        lines.setSpacing(UNIT // 2)
        for change in known:
            line = label(change_words(change, self._style), "caption", inner, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(line)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(UNIT * 6)
        area.setWidget(inner)
        area.setAccessibleName(self._style.texts.get("header.changes"))
        return area
