"""Dialogs of the review: the languages of a document, a reason, the release."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.records.documents import Standing
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name


class Dialog(QDialog):
    """A title, what is asked, and two buttons; Ctrl+Enter is the first."""

    def __init__(self, style: Style, title: str, why: str, done: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.style_ = style
        self.setWindowTitle(title)
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(TYPE.body)))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        self.column.setSpacing(UNIT)
        self.column.addWidget(label(title, "title", self))
        self.why = label(why, "body", self, wrap=True)
        self.column.addWidget(self.why)
        self.problem = label("", "body", self, wrap=True)
        self.problem.setStyleSheet(f"color: {style.theme.colours.danger};")
        self.done_button = QPushButton(done, self)
        self.done_button.setProperty("kind", "primary")
        name(self.done_button, done, "Ctrl+Enter")
        self.leave = QPushButton(style.texts.get("review.cancel"), self)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.done_button.clicked.connect(self._finish)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._finish)

    def end(self) -> None:
        """Put the buttons below what was added."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.done_button)
        self.column.addWidget(self.problem)
        self.column.addSpacing(UNIT)
        self.column.addLayout(row)
        self.setMinimumWidth(520)

    def say(self, words: str) -> None:
        """Why it could not be done."""
        self.problem.setText(words)

    def tell(self) -> None:
        """Emit what was decided."""

    def _finish(self) -> None:
        if self.done_button.isEnabled():
            self.tell()

    def _field(self, key: str, hint: str) -> QLineEdit:
        texts = self.style_.texts
        field = QLineEdit(self)
        field.setPlaceholderText(texts.get(hint))
        name(field, texts.get(key))
        self.column.addWidget(label(texts.get(key), "section", self))
        self.column.addWidget(field)
        field.setFocus()
        return field


class LanguagesDialog(Dialog):
    """From which language into which. Signal: ``chosen(source, target)``."""

    chosen = Signal(str, str)

    def __init__(
        self,
        style: Style,
        file: str,
        pairs: Sequence[tuple[str, str]],
        last: tuple[str, str],
        parent: QWidget,
    ) -> None:
        texts = style.texts
        super().__init__(style, texts.get("review.open.title"), file, texts.get("review.open.do"),
                         parent)  # fmt: skip
        self._pairs = tuple(pairs)
        self.source, self.target = QComboBox(self), QComboBox(self)
        for key, box in (("review.open.from", self.source), ("review.open.to", self.target)):
            name(box, texts.get(key))
            self.column.addWidget(label(texts.get(key), "section", self))
            self.column.addWidget(box)
        for code in dict.fromkeys(pair[0] for pair in self._pairs):
            self.source.addItem(self._named(code), code)
        self.source.currentIndexChanged.connect(lambda _index: self._targets())
        self.source.setCurrentIndex(max(0, self.source.findData(last[0])))
        self._targets()
        self.target.setCurrentIndex(max(0, self.target.findData(last[1])))
        if not self._pairs:
            self.say(texts.get("review.open.no_packs"))
            self.done_button.setEnabled(False)
        self.end()

    def tell(self) -> None:
        """The two languages."""
        self.chosen.emit(str(self.source.currentData()), str(self.target.currentData()))
        self.accept()

    def _targets(self) -> None:
        self.target.clear()
        for source, target in self._pairs:
            if source == self.source.currentData():
                self.target.addItem(self._named(target), target)

    def _named(self, code: str) -> str:
        own, here = language(code).native_name, self.style_.texts.language_name(code)
        return own if own == here else f"{own}  ·  {here}"


class ReasonDialog(Dialog):
    """Why something is right although it was marked. Signal: ``given(reason)``."""

    given = Signal(str)

    def __init__(self, style: Style, found: Sequence[str], parent: QWidget) -> None:
        texts = style.texts
        super().__init__(style, texts.get("review.reason.title"), texts.get("review.reason.why"),
                         texts.get("review.act.accept"), parent)  # fmt: skip
        for words in found:
            line = label(f"• {words}", "body", self, wrap=True)
            line.setStyleSheet(f"color: {style.theme.colours.danger};")
            self.column.addWidget(line)
        self.reason = self._field("review.reason", "review.reason.hint")
        self.reason.textChanged.connect(lambda _text: self._check())
        self._check()
        self.end()

    def tell(self) -> None:
        """The reason."""
        self.given.emit(self.reason.text().strip())
        self.accept()

    def _check(self) -> None:
        self.done_button.setEnabled(bool(self.reason.text().strip()))


class ReleaseDialog(Dialog):
    """Standing for the whole document. Signal: ``given(reason)``; it stays open until closed.

    With critical findings open it takes a reason, which is printed on the document.
    """

    given = Signal(str)

    def __init__(self, style: Style, who: str, standing: Standing, parent: QWidget) -> None:
        texts = style.texts
        super().__init__(style, texts.get("review.release.title"),
                         texts.get("review.release.why", who=who),
                         texts.get("review.release.do"), parent)  # fmt: skip
        self._open = standing.open_critical
        c = style.theme.colours
        for key, count, colour in (
            ("review.release.critical", standing.open_critical, c.danger),
            ("review.release.unreviewed", standing.to_review, c.warning),
            ("review.release.confirmed", standing.confirmed, c.muted),
        ):
            if count:
                line = label(texts.get(key, n=count), "body", self, wrap=True)
                line.setStyleSheet(f"color: {colour};")
                self.column.addWidget(line)
        self.reason: QLineEdit | None = None
        if self._open:
            self.reason = self._field("review.release.reason", "review.reason.hint")
            self.reason.textChanged.connect(lambda _text: self._check())
            self.done_button.setProperty("kind", "danger")
            self.done_button.setText(texts.get("review.release.override"))
        self._check()
        self.end()
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def tell(self) -> None:
        """The reason, or nothing where none is needed."""
        self.given.emit(self.reason.text().strip() if self.reason is not None else "")

    def _check(self) -> None:
        self.done_button.setEnabled(self.reason is None or bool(self.reason.text().strip()))
