"""The wording helper under the line being typed: what may go wrong, and a better wording."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.icons import pixmap
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name
from glossary.types import TermMatch
from glossary.wording import Advice, Suggestion, advise, apply

PAUSE_MS = 150
"""Typing goes on undisturbed; a pause of this length brings the advice."""

FindTerms = Callable[[str, str, str], Sequence[TermMatch]]
"""Terms of a text, in a language, for a reader of another one; must not block."""


def _no_terms(text: str, lang: str, other: str) -> Sequence[TermMatch]:
    return ()


class AdviceStrip(QFrame):
    """Hidden while there is nothing to say. Signal ``taken(text)``: the whole text, reworded."""

    taken = Signal(str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("advice")
        self._style = style
        self._text = self._lang = self._other = ""
        self._suggestion: Suggestion | None = None
        self._hidden = False
        self.find_terms: FindTerms = _no_terms
        self._icon = QLabel(self)
        self._words = label("", "caption", self, wrap=True)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.take)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT, UNIT // 2, UNIT // 2, UNIT // 2)
        row.setSpacing(UNIT)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self.set_style(style)
        self.hide()

    @property
    def words(self) -> str:
        """The advice on display, for tests."""
        return self._words.text() if self.isVisible() else ""

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self._icon.setPixmap(pixmap("info", style.theme.colours.primary, 18))
        self.look()

    def set_hidden(self, hidden: bool) -> None:
        """The patient would not see what is typed: say so before any advice."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.look()

    def set_text(self, text: str, lang: str, other: str) -> None:
        """What is being typed in ``lang`` for a reader of ``other``."""
        self._text, self._lang, self._other = text, lang, other
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._show(None)

    def look(self) -> None:
        """Look for advice now."""
        text, lang, other = self._text, self._lang, self._other
        if self._hidden and text.strip():
            self._show(None)
            self._words.setText(self._style.texts.get("control.go_on_first"))
            self.button.hide()
            self.show()
            return
        found = (
            advise(text, lang, other, self.find_terms(text, lang, other)) if text.strip() else ()
        )
        self._show(found[0] if found else None)

    def take(self) -> None:
        """Take the suggestion."""
        if self._suggestion is not None and self.isVisible():
            self.taken.emit(apply(self._text, self._suggestion))

    def _show(self, advice: Advice | None) -> None:
        self._suggestion = None
        self.setVisible(advice is not None)
        if advice is None:
            return
        texts = self._style.texts
        where = self._text[advice.start : advice.end]
        self._words.setText(f"“{where}” {advice.told(texts.code)}" if len(where) < 16
                            else advice.told(texts.code))  # fmt: skip
        self._suggestion = next(iter(advice.suggestions), None)
        self.button.setVisible(self._suggestion is not None)
        if self._suggestion is not None:
            self.button.setText(f"{texts.get('wording.take')}  {self._suggestion.text}")
            name(self.button, self.button.text(), "Alt+Enter")
