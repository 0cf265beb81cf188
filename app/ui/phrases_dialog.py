"""Verified phrases: found by pinyin, initials, any language, step or specialty; sent with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.session.events import Party
from app.session.events import Phrase as SentPhrase
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import Choice, Option, Pad
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon
from app.ui.widgets.phrase_list import PhraseDelegate, PhraseModel
from glossary.phrases import AnswerKind, Phrase, Phrases

PADS = {
    AnswerKind.YES_NO: Pad.YES_NO,
    AnswerKind.PAIN_SCALE: Pad.PAIN,
    AnswerKind.BODY_MAP: Pad.BODY,
    AnswerKind.NUMBER: Pad.NUMBER,
    AnswerKind.DATE: Pad.DATE,
}
FOUND = 100


def pad_of(phrase: Phrase, phrases: Phrases) -> Pad | Choice | None:
    """How the patient may answer a phrase by tapping."""
    if phrase.answer.kind is not AnswerKind.CHOICE:
        return PADS.get(phrase.answer.kind)
    offered = phrases.options(phrase)
    return Choice(tuple(Option(each.id, tuple(each.texts.items())) for each in offered))


class PhrasesDialog(QDialog):
    """Signal ``sent(app.session.events.Phrase, Pad, Choice or None)``. Stays open: questions come
    in rows, except when it was opened to replace a held turn."""

    sent = Signal(object, object)

    def __init__(
        self,
        style: Style,
        phrases: Phrases,
        patient_lang: str,
        instead_of: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._phrases = style, phrases
        self._lang, self._instead_of = patient_lang, instead_of
        self._build()
        self._fill()
        self.look_up("")
        self.resize(640, 620)
        self.field.setFocus()

    def look_up(self, query: str) -> None:
        """Show what matches ``query`` in the chosen step and specialty."""
        step, specialty = self.step.currentData(), self.specialty.currentData()
        found: list[Phrase]
        if query.strip():
            found = [hit.phrase for hit in self._phrases.search(query, limit=FOUND)]
            found = [
                each
                for each in found
                if (not step or each.step == step)
                and (not specialty or specialty in each.specialties)
            ]
        else:
            by_step = self._phrases.by_step(specialty=specialty or "")
            found = [p for name, group in by_step.items() if step in ("", name) for p in group]
        # Only what has been written in the patient's language by a person.
        shown = [each for each in found if self._lang in each.texts]
        self.model.set_phrases(shown)
        texts = self._style.texts
        self._count.setText(
            texts.get("phrases.count", n=len(shown)) if shown else texts.get("phrases.none")
        )
        if shown:
            self.list.setCurrentIndex(self.model.index(0))
        self._send.setEnabled(bool(shown))

    def send(self) -> None:
        """Send the selected phrase."""
        phrase = self.model.phrase_at(self.list.currentIndex())
        if phrase is None:
            return
        made = SentPhrase(
            phrase.id,
            Party.CLINICIAN,
            phrase.text(self._style.doctor_lang),
            phrase.text(self._lang),
            self._instead_of,
        )
        self.sent.emit(made, pad_of(phrase, self._phrases))
        if self._instead_of:
            self.accept()
        else:
            self.field.selectAll()
            self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the search field has the keyboard; Enter sends."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.send()
                return True
            if watched is self.field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
                if 0 <= row < self.model.rowCount():
                    self.list.setCurrentIndex(self.model.index(row))
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        style, texts = self._style, self._style.texts
        self.setWindowTitle(texts.get("phrases.title"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(texts.get("phrases.search"))
        self.field.setAccessibleName(texts.get("phrases.search"))
        self.field.setFont(style.fonts.font(style.doctor_lang, style.theme.px(TYPE.lead)))
        self.field.setClearButtonEnabled(True)
        self.step, self.specialty = QComboBox(self), QComboBox(self)
        self.step.setAccessibleName(texts.get("phrases.step"))
        self.specialty.setAccessibleName(texts.get("phrases.specialty"))
        self.model = PhraseModel(style.doctor_lang, self._lang, self)
        self.list = QListView(self)
        self.list.setObjectName("phrases")
        self.list.setAccessibleName(texts.get("phrases.title"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(PhraseDelegate(style, self._lang, self))
        self.list.setUniformItemSizes(True)
        self._count = label("", "caption", self)
        self._send = QPushButton(" " + texts.get("phrases.send"), self)
        self._send.setProperty("kind", "primary")
        name(self._send, texts.get("phrases.send"), "Enter")
        set_icon(self._send, "send", style.theme, style.theme.colours.on_primary)
        self._send.setAutoDefault(False)
        self._lay_out()
        self.field.textChanged.connect(self.look_up)
        for box in (self.step, self.specialty):
            box.activated.connect(lambda _index: self.look_up(self.field.text()))
        self.list.doubleClicked.connect(lambda _index: self.send())
        self._send.clicked.connect(self.send)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)

    def _lay_out(self) -> None:
        texts = self._style.texts
        filters = QHBoxLayout()
        filters.setSpacing(UNIT)
        for key, box in (("step", self.step), ("specialty", self.specialty)):
            filters.addWidget(label(texts.get(f"phrases.{key}"), "caption", self))
            filters.addWidget(box, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self._count)
        bottom.addStretch(1)
        bottom.addWidget(self._send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        if self._instead_of:
            words = texts.get("phrases.instead", number=self._instead_of)
            layout.addWidget(label(words, "section", self))
        layout.addWidget(self.field)
        layout.addLayout(filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(label(texts.get("phrases.hint"), "caption", self, wrap=True))
        layout.addLayout(bottom)

    def _fill(self) -> None:
        """Names of steps and specialties, in the language of the window."""
        lang = self._style.texts.code
        everything = self._style.texts.get("phrases.all")
        self.step.addItem(everything, "")
        for step in self._phrases.by_step():
            self.step.addItem(self._phrases.step(step).text(lang), step)
        self.specialty.addItem(everything, "")
        for specialty in self._phrases.specialties:
            self.specialty.addItem(specialty.text(lang), specialty.id)
