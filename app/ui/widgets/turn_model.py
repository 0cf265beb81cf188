"""The turns as a Qt model: rows come from `DoctorView.rows`, only what changed is announced."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.session.events import Party
from app.ui.texts import Texts, whose
from app.ui.view_state import GapRow, Row, TurnRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


def clock(ms: int) -> str:
    """Milliseconds as m:ss, or h:mm:ss from one hour on."""
    seconds = max(0, ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def party_word(texts: Texts, party: Party | None) -> str:
    """The party in words; None is somebody unknown."""
    return texts.get("party.unknown" if party is None else f"party.{party.value}")


def describe(row: Row, texts: Texts) -> str:
    """The whole row in words, for screen readers and for the clipboard."""
    if isinstance(row, GapRow):
        return " ".join(
            (
                party_word(texts, row.party) if row.turn else "",
                texts.code_text(f"gap.{row.kind}", row.code, seconds=seconds(row.lost_ms)),
            )
        ).strip()
    parts = [
        texts.get("turn.number", number=row.turn, party=party_word(texts, row.party)),
        row.text,
        row.translation,
        *(texts.finding(finding) for finding in row.findings),
        *(
            texts.reason(x, whose(row.party))
            for x in dict.fromkeys((*row.confidence.reasons, *row.doubt))
        ),
    ]
    if not row.verified:
        parts.append(texts.get(f"sureness.{row.confidence.level.value}"))
    if row.held:
        parts.append(texts.get("badge.held"))
    if row.uncorrected:
        parts.append(texts.get("badge.uncorrected"))
    if row.unsent:
        parts.append(texts.get("badge.withdrawn" if row.seen else "badge.unsent"))
    if row.answer is not None:
        own = row.party is Party.PATIENT
        parts.append(texts.get(f"asked.{row.answer.named(own=own)}"))
    elif row.asked is not None:
        parts.append(texts.get(f"asked.{row.ask_left or 'waiting'}"))
    if row.teaching:
        parts.append(texts.get(f"teach.{row.teaching}"))
    return "\n".join(part for part in parts if part)


def seconds(ms: int) -> str:
    """A length of time in seconds with one decimal."""
    return f"{ms / 1000:.1f}"


class TurnModel(QAbstractListModel):
    """Rows of the conversation, oldest first."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the model holds."""
        return self._rows

    def set_texts(self, texts: Texts) -> None:
        """Speak another language."""
        self._texts = texts
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_rows(self, rows: tuple[Row, ...]) -> list[int]:
        """Take over ``rows``; gives the numbers of those that changed in place."""
        old = self._rows
        if rows is old:
            return []
        if len(rows) < len(old):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return []
        changed = [i for i, row in enumerate(old) if rows[i] is not row and rows[i] != row]
        if len(rows) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self._rows = rows
        for i in changed:
            self.dataChanged.emit(self.index(i), self.index(i))
        return changed

    def row_at(self, index: Index) -> Row | None:
        """The row that ``index`` points to."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        return self._rows[index.row()]

    def row_of_turn(self, turn: int) -> int:
        """Number of the row that shows ``turn``, or -1."""
        for number in range(len(self._rows) - 1, -1, -1):
            if turn and self._rows[number].turn == turn:
                return number
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows; items have no children."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row itself for the delegate, words for screen readers, the text for the editor."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(row, self._texts)
        if role == Qt.ItemDataRole.EditRole and isinstance(row, TurnRow):
            return row.text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Turns can be corrected, gaps only selected."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if isinstance(self.row_at(index), TurnRow):
            return base | Qt.ItemFlag.ItemIsEditable
        return base
