"""Verified phrases as a list: the doctor's words and the patient's, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.languages import isolated, language
from app.ui.theme import RADIUS, TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.turn_model import Index
from glossary.phrases import Phrase

PHRASE_ROLE = int(Qt.ItemDataRole.UserRole)


class PhraseModel(QAbstractListModel):
    """Rows are phrases, as found."""

    def __init__(self, doctor_lang: str, patient_lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._langs = (doctor_lang, patient_lang)
        self._phrases: tuple[Phrase, ...] = ()

    def set_phrases(self, phrases: Sequence[Phrase]) -> None:
        """Other results."""
        self.beginResetModel()
        self._phrases = tuple(phrases)
        self.endResetModel()

    def phrase_at(self, index: Index) -> Phrase | None:
        """The phrase that ``index`` points to."""
        if index.isValid() and 0 <= index.row() < len(self._phrases):
            return self._phrases[index.row()]
        return None

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of phrases; they have no children."""
        return 0 if parent is not None and parent.isValid() else len(self._phrases)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The phrase for the delegate, both texts for screen readers."""
        phrase = self.phrase_at(index)
        if phrase is None:
            return None
        if role == PHRASE_ROLE:
            return phrase
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(phrase.texts.get(lang, "") for lang in self._langs)
        return None


class PhraseDelegate(QStyledItemDelegate):
    """Two lines of fixed height: nothing is laid out for rows that are not in sight."""

    def __init__(self, style: Style, patient_lang: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._patient_lang = patient_lang

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all."""
        return QSize(200, round(self._style.theme.px(TYPE.body) * 3.4) + UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw both texts, cut with dots where the window is too narrow."""
        phrase: Phrase = index.data(PHRASE_ROLE)
        style, c = self._style, self._style.theme.colours
        rect = QRectF(option.rect).adjusted(UNIT / 2, 1, -UNIT / 2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.primary_soft))
            painter.drawRoundedRect(rect, RADIUS / 2, RADIUS / 2)
        half = rect.height() / 2
        inner = rect.adjusted(UNIT, UNIT / 2, -UNIT, -UNIT / 2)
        for lang, top, colour in (
            (style.doctor_lang, 0.0, c.ink),
            (self._patient_lang, half - UNIT / 2, c.muted),
        ):
            font = style.fonts.font(lang, style.theme.px(TYPE.body))
            words = isolated(phrase.texts.get(lang, ""), lang)
            mode = Qt.TextElideMode.ElideRight
            shown = QFontMetricsF(font).elidedText(words, mode, inner.width())
            rtl = language(lang).rtl
            side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            # The base direction too: a full stop belongs at the end where lines end.
            painter.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
            )
            painter.setFont(font)
            painter.setPen(QColor(colour))
            box = QRectF(inner.left(), inner.top() + top, inner.width(), half - UNIT / 2)
            painter.drawText(box, int(flags.value), shown)
        painter.restore()
