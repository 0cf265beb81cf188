"""The numbers that the patient is asked about, large and never cut."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.languages import LRI, PDI, RLM, language
from app.ui.widgets.fitted_text import SentencesLook

LEAST_PX = 34
MARGIN = 2


class AskDigits(QLabel):
    """Several numbers stand in the order in which the patient's language is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def set_digits(self, digits: Sequence[str], code: str) -> None:
        """Show ``digits`` to a reader of language ``code``; none hides them."""
        self.setVisible(bool(digits))
        self.setAccessibleName(", ".join(digits))
        if len(digits) > 1 and language(code).rtl:
            self.setText(RLM + "  ".join(f"{LRI}{each}{PDI}" for each in digits))
        else:
            self.setText("  ".join(digits))

    def fit(self, look: SentencesLook, pixels: float, width: float) -> None:
        """Take the size ``pixels``, or the largest one in which all stand in ``width``.

        Below the least size they take more lines: none is ever cut.
        """
        needed = self._advance(look.fonts.font("en", pixels, bold=True))
        pixels = max(LEAST_PX, pixels * min(1.0, width / max(needed, 1.0)))
        font = look.fonts.font("en", pixels, bold=True)
        self.setFont(font)
        self.setFixedWidth(math.ceil(min(self._advance(font), width)))

    def _advance(self, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(self.text()) + MARGIN
