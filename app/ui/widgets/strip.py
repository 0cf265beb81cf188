"""A message across the column: an icon, words, a button; in a low window on one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.theme import UNIT
from app.ui.widgets.parts import OneLine

_TOP, _MIDDLE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter


class Strip(QFrame):
    """The frame of a message; `show_icon` and `show_words` fill it."""

    def __init__(
        self, labels: Sequence[QLabel], button: QAbstractButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._labels, self._button = labels, button
        self._icon = QLabel(self)
        self._line = OneLine(self)
        self._folded = False
        words = QVBoxLayout()
        words.setSpacing(UNIT // 2)
        for part in (*labels, self._line):
            words.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(UNIT * 2, UNIT, UNIT, UNIT)
        self._row.setSpacing(UNIT * 2)
        self._row.addWidget(self._icon)
        self._row.addLayout(words, 1)
        self._row.addWidget(button)
        self._place()
        self.hide()

    def fold(self, folded: bool) -> None:
        """Say it on one line, cut where it is too long; or in full."""
        if folded != self._folded:
            self._folded = folded
            self._place()

    def height_in(self, width: int, *, folded: bool) -> int:
        """How high it is in ``width``, whether it is folded at the moment or not."""
        frame, row = self.contentsMargins(), self._row.contentsMargins()
        button = self._button.sizeHint()
        least = max(button.height(), self._icon.sizeHint().height())
        around = frame.top() + frame.bottom() + 2 * _above(folded)
        if folded:
            return around + max(least, self._line.sizeHint().height())
        beside = self._icon.sizeHint().width() + button.width() + self._row.spacing() * 2
        inner = width - frame.left() - frame.right() - row.left() - row.right() - beside
        heights = [label.heightForWidth(inner) for label in self._labels if label.text()]
        return around + max(least, sum(heights) + UNIT // 2 * (len(heights) - 1))

    def show_icon(self, icon: QPixmap) -> None:
        """Another icon."""
        self._icon.setPixmap(icon)

    def show_words(self, line: str, whole: str) -> None:
        """The labels have other words; ``line`` is their short form, ``whole`` is in its tip."""
        self._line.setText(line)
        self._line.setToolTip(whole)
        self._place()

    def _place(self) -> None:
        for label in self._labels:
            label.setVisible(bool(label.text()) and not self._folded)
        self._line.setVisible(self._folded)
        above = _above(self._folded)
        self._row.setContentsMargins(UNIT * 2, above, UNIT, above)
        for part in (self._icon, self._button):
            self._row.setAlignment(part, _MIDDLE if self._folded else _TOP)


def _above(folded: bool) -> int:
    return UNIT // 2 if folded else UNIT
