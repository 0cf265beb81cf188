"""Suggesting a term of a document for the hospital's glossary."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.languages import language
from app.ui.review_dialogs import Dialog
from app.ui.theme import TYPE
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name
from glossary.proposals import LONGEST_TERM

_ENDS = "。．.，,；;：:！!？?؟\n"
"""A text with one of these is a sentence or a list, no term."""


class TermDialog(Dialog):
    """The term in both languages, cut out of the block. Signal: ``given(pairs)`` with
    (language, term)."""

    given = Signal(object)

    def __init__(
        self, style: Style, langs: tuple[str, str], source: str, target: str, parent: QWidget
    ) -> None:
        texts = style.texts
        super().__init__(style, texts.get("review.act.propose"), texts.get("review.propose.why"),
                         texts.get("review.propose.do"), parent)  # fmt: skip
        self._langs = langs
        self.fields = [
            self._line(code, text) for code, text in zip(langs, (source, target), strict=True)
        ]
        for field in self.fields:
            field.textChanged.connect(lambda _text: self._check())
        self._check()
        self.end()

    def tell(self) -> None:
        """The terms that were written."""
        pairs = zip(self._langs, (field.text().strip() for field in self.fields), strict=True)
        self.given.emit([(lang, term) for lang, term in pairs if term])
        self.accept()

    def _line(self, code: str, text: str) -> QLineEdit:
        words = language(code).native_name
        # A sentence is no term: whoever wants one of its words writes it.
        sentence = len(text) > LONGEST_TERM or any(sign in text for sign in _ENDS)
        field = QLineEdit("" if sentence else text, self)
        field.setFont(self.style_.fonts.font(code, self.style_.theme.px(TYPE.body)))
        field.setMaxLength(LONGEST_TERM)
        name(field, words)
        self.column.addWidget(label(words, "section", self))
        self.column.addWidget(field)
        return field

    def _check(self) -> None:
        self.done_button.setEnabled(any(field.text().strip() for field in self.fields))
