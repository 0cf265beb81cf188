"""The search field and the filters of the records window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.records.search import Query
from app.records.states import State
from app.ui.languages import LANGUAGES
from app.ui.theme import RADIUS, TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon

TYPING_MS = 120
"""A search waits so long for the next key: each one is written to the audit log."""

PERIODS = ("any", "1", "7", "30", "365", "between")
"""Days, counted back from today and with it."""


class Filters(QFrame):
    """What is looked for. Signal: ``changed``, when somebody has stopped typing."""

    changed = Signal()

    def __init__(
        self,
        style: Style,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._style, self._today = style, today
        self.search = QLineEdit(self)
        self.doctor, self.patient = QLineEdit(self), QLineEdit(self)
        self.period, self.lang, self.state = QComboBox(self), QComboBox(self), QComboBox(self)
        self.since, self.until = QDateEdit(self), QDateEdit(self)
        self.dash = label("–", "caption", self)
        self.open_findings = QCheckBox(style.texts.get("records.filter.open"), self)
        self.clear_all = QToolButton(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.changed)
        self._set_look()
        self._fill()
        self._lay_out()
        self._connect()
        self._period_chosen()

    def query(self) -> Query:
        """What the fields ask for."""
        since, until = self._days()
        state = str(self.state.currentData())
        return Query(
            words=self.search.text().strip(),
            since=_midnight(since),
            until=_midnight(until + timedelta(days=1)) if until else "",
            doctor=self.doctor.text().strip(),
            patient=self.patient.text().strip(),
            lang=str(self.lang.currentData()),
            state=State(state) if state else None,
            open_findings=self.open_findings.isChecked(),
        )

    def clear(self) -> None:
        """Ask for everything again."""
        for edit in (self.search, self.doctor, self.patient):
            edit.clear()
        for box in (self.period, self.lang, self.state):
            box.setCurrentIndex(0)
        self.open_findings.setChecked(False)
        self.focus()

    def take_over(self, other: Filters) -> None:
        """Ask for what ``other`` asks for; nothing is told of it."""
        self.blockSignals(True)
        for mine, theirs in zip(self._edits(), other._edits(), strict=True):
            mine.setText(theirs.text())
        for box, theirs_box in zip(self._boxes(), other._boxes(), strict=True):
            box.setCurrentIndex(theirs_box.currentIndex())
        self.since.setDate(other.since.date())
        self.until.setDate(other.until.date())
        self.open_findings.setChecked(other.open_findings.isChecked())
        self._timer.stop()
        self.blockSignals(False)

    def _edits(self) -> tuple[QLineEdit, ...]:
        return self.search, self.doctor, self.patient

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.period, self.lang, self.state

    def focus(self) -> None:
        """Begin to type."""
        self.search.setFocus()
        self.search.selectAll()

    def _days(self) -> tuple[date | None, date | None]:
        period = str(self.period.currentData())
        if period == "any":
            return None, None
        if period == "between":
            return self.since.date().toPython(), self.until.date().toPython()  # type: ignore[return-value]
        return self._today() - timedelta(days=int(period) - 1), None

    def _set_look(self) -> None:
        c = self._style.theme.colours
        self.setStyleSheet(f"""
            QDateEdit {{ background: {c.surface}; border: 1px solid {c.line};
              border-radius: {RADIUS}px; padding: {UNIT // 2}px {UNIT}px; min-height: 28px; }}
            QDateEdit:focus {{ border: 2px solid {c.focus}; }}
            QDateEdit::drop-down {{ border: none; width: 20px; }}
        """)

    def _fill(self) -> None:
        texts = self._style.texts
        for period in PERIODS:
            self.period.addItem(texts.get(f"records.period.{period}"), period)
        self.lang.addItem(texts.get("records.filter.any_lang"), "")
        for each in LANGUAGES:
            if each.code != self._style.doctor_lang:
                self.lang.addItem(texts.language_name(each.code), each.code)
        self.state.addItem(texts.get("records.filter.any_state"), "")
        for state in State:
            self.state.addItem(texts.get(f"records.state.{state.value}"), state.value)
        today = self._today()
        for edit, day in ((self.since, today - timedelta(days=30)), (self.until, today)):
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setCalendarPopup(True)
            # The style sheet leaves no room for the arrow in what Qt thinks is wide enough.
            edit.setMinimumWidth(self._width("2026-12-28") + UNIT * 6)
            edit.setDate(QDate(day.year, day.month, day.day))
        for choice in (self.period, self.lang, self.state):
            widest = max(self._width(choice.itemText(at)) for at in range(choice.count()))
            choice.setMinimumWidth(widest + UNIT * 6)
        named = {"search": self.search, "doctor": self.doctor, "patient": self.patient}
        for key, field in named.items():
            field.setPlaceholderText(texts.get(f"records.hint.{key}"))
            name(field, texts.get(f"records.filter.{key}"), "Ctrl+F" if key == "search" else "")
        boxes = {"period": self.period, "lang": self.lang, "state": self.state,
                 "since": self.since, "until": self.until}  # fmt: skip
        for key, box in boxes.items():
            name(box, texts.get(f"records.filter.{key}"))
        name(self.clear_all, texts.get("records.filter.clear"), "Esc")
        set_icon(self.clear_all, "close", self._style.theme)

    def _width(self, words: str) -> int:
        font = self._style.fonts.font(self._style.texts.code, self._style.theme.px(TYPE.body))
        return QFontMetrics(font).horizontalAdvance(words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        column.setSpacing(UNIT)
        self.search.setMinimumHeight(38)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.search, 1)
        top.addWidget(self.open_findings)
        top.addWidget(self.clear_all)
        column.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for widget in (self.period, self.since, self.dash, self.until, self.lang, self.state):
            row.addWidget(widget)
        for field in (self.doctor, self.patient):
            field.setMinimumWidth(UNIT * 11)
            row.addWidget(field, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        for field in (self.search, self.doctor, self.patient):
            field.textChanged.connect(lambda _text: self._timer.start())
        self.period.currentIndexChanged.connect(lambda _at: self._period_chosen())
        for box in (self.period, self.lang, self.state):
            box.currentIndexChanged.connect(lambda _at: self._timer.start())
        for edit in (self.since, self.until):
            edit.dateChanged.connect(lambda _day: self._timer.start())
        self.open_findings.toggled.connect(lambda _on: self._timer.start())
        self.clear_all.clicked.connect(self.clear)

    def _period_chosen(self) -> None:
        between = self.period.currentData() == "between"
        for widget in (self.since, self.dash, self.until):
            widget.setVisible(between)


def _midnight(day: date | None) -> str:
    """The beginning of a day here, as the record writes times; empty for no day."""
    if day is None:
        return ""
    here = datetime(day.year, day.month, day.day).astimezone()
    # Without its zone: the record has both "Z" and "+00:00" behind the same time.
    return here.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
