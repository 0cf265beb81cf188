"""Asks before a consultation is ended in which something was not sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from app.ui.widgets.look import Style


class EndQuestion(QMessageBox):
    """``then`` is done when the doctor ends it all the same; Esc and Enter go back."""

    def __init__(
        self, style: Style, unsent: int, then: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        texts = style.texts
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(texts.get("control.end"))
        self.setText(texts.get("end.unsent", n=unsent))
        self.setInformativeText(texts.get("end.unsent.then"))
        self.end = self.addButton(texts.get("control.end"), QMessageBox.ButtonRole.DestructiveRole)
        self.back = self.addButton(texts.get("end.back"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.back)
        self.setEscapeButton(self.back)
        self.end.clicked.connect(lambda: then())
