"""What is known about the selected turn, in words: trust, findings, terms and their sources.

Its back-translation stands below, in a `DiffView`.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.session.events import Sureness
from app.ui.texts import whose
from app.ui.theme import TYPE
from app.ui.view_state import Row, TurnRow
from app.ui.widgets.look import Style

MAX_TERMS = 8


class TurnDetail(QLabel):
    """A paragraph for each; empty while there is nothing to say."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Row | None, Style] | None = None
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.set_row(None, style)

    def set_row(self, row: Row | None, style: Style) -> None:
        """Describe ``row``."""
        if self._shown == (row, style):
            return
        self._shown = (row, style)
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(TYPE.caption)))
        self.setText(detail_html(row, style) if isinstance(row, TurnRow) else "")
        self.setVisible(bool(self.text()))


def detail_html(row: TurnRow, style: Style) -> str:
    """The paragraphs about ``row``."""
    texts, c = style.texts, style.theme.colours
    parts: list[str] = []
    if not row.verified:
        level = row.confidence.level
        colour = {Sureness.SURE: c.success, Sureness.CHECK: c.warning}.get(level, c.danger)
        word = escape(texts.get(f"sureness.{level.value}"))
        lines = [texts.reason(reason, whose(row.party)) for reason in row.confidence.reasons]
        if level is Sureness.SURE:
            lines = [texts.get("sureness.sure.why")]
        head = f"{escape(texts.get('detail.confidence'))} <b style='color:{colour}'>{word}</b>"
        parts.append("<br>".join((head, *map(escape, lines))))
    if row.findings:
        lines = [texts.finding(finding) for finding in row.findings]
        parts.append(_paragraph(texts.get("detail.findings"), lines))
    if row.terms:
        lines = [
            f"{term.term} → {term.wanted} ({term.concept_id})" for term in row.terms[:MAX_TERMS]
        ]
        parts.append(_paragraph(texts.get("detail.terms"), lines))
    return "".join(f"<p style='margin:4px 0'>{part}</p>" for part in parts)


def _paragraph(title: str, lines: list[str]) -> str:
    return "<br>".join((f"<b>{escape(title)}</b>", *map(escape, lines)))
