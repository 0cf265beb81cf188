"""The entries of a form, to be edited: each in the doctor's language and in the patient's."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from app.documents.templates.entries import Entries, Entry
from app.documents.templates.kinds import Part, PartKind, Template, word
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_words import native_name
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label

_LINE = 26
"""Pixels of one more line."""


class TemplateFields(QWidget):
    """Signal: ``changed`` when an entry was written or a box ticked."""

    changed = Signal()

    def __init__(
        self, style: Style, template: Template, langs: tuple[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._style, self._langs = style, langs
        self.edits: dict[str, tuple[QPlainTextEdit, QPlainTextEdit]] = {}
        self.boxes: dict[str, dict[str, QCheckBox]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, UNIT, 0)
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for side, lang in enumerate(langs):
            head = label(native_name(lang), "caption", self)
            self._grid.addWidget(head, 0, 1 + side)
        for row, slot in enumerate(template.slots, 1):
            part = template.part_of(slot)
            name = label(word(slot, style.texts.code), "body", self, wrap=True)
            name.setToolTip(" / ".join(word(slot, lang) for lang in langs))
            name.setMaximumWidth(UNIT * 20)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            if part.kind is PartKind.CHOICES:
                self._grid.addLayout(self._choices(slot, part), row, 1, 1, 2)
            else:
                self._edits(slot, part, row)
        self._grid.setRowStretch(len(template.slots) + 1, 1)

    def fill(self, entries: Entries) -> None:
        """Show these entries."""
        for slot, pair in self.edits.items():
            entry = entries.get(slot, Entry())
            for edit, text in zip(pair, (entry.source, entry.target), strict=True):
                edit.setPlainText(text)
        for slot, boxes in self.boxes.items():
            chosen = entries.get(slot, Entry()).source.split()
            for option, box in boxes.items():
                box.setChecked(option in chosen)

    def entries(self) -> dict[str, Entry]:
        """What stands there now; slots without anything are left out."""
        found = {}
        for slot, pair in self.edits.items():
            source, target = (edit.toPlainText().strip() for edit in pair)
            if source or target:
                found[slot] = Entry(source, target)
        for slot, boxes in self.boxes.items():
            chosen = " ".join(option for option, box in boxes.items() if box.isChecked())
            if chosen:
                found[slot] = Entry(chosen, chosen)
        return found

    def lacking(self) -> list[str]:
        """Slots that are written in one language only, by their names."""
        return [
            word(slot, self._style.texts.code)
            for slot, entry in self.entries().items()
            if not (entry.source and entry.target)
        ]

    def _edits(self, slot: str, part: Part, row: int) -> None:
        pair = []
        for side, lang in enumerate(self._langs):
            edit = QPlainTextEdit(self)
            edit.setTabChangesFocus(True)
            edit.setAccessibleName(f"{word(slot, lang)} {native_name(lang)}")
            lines = part.lines if part.kind in (PartKind.BOXES, PartKind.TABLE) else 1
            edit.setFixedHeight(UNIT * 5 + _LINE * (min(lines, 4) - 1))
            if lines == 1:
                edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            option = QTextOption(edit.document().defaultTextOption())
            if is_rtl(lang):
                option.setTextDirection(Qt.LayoutDirection.RightToLeft)
                edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            edit.document().setDefaultTextOption(option)
            edit.setFont(self._style.fonts.font(lang, edit.font().pixelSize()))
            edit.textChanged.connect(self.changed)
            self._grid.addWidget(edit, row, 1 + side)
            pair.append(edit)
        self.edits[slot] = (pair[0], pair[1])

    def _choices(self, slot: str, part: Part) -> QHBoxLayout:
        row = QHBoxLayout()
        self.boxes[slot] = {}
        for option in part.options:
            texts = (word(option, lang) for lang in self._langs)
            box = QCheckBox(" / ".join(texts), self)
            box.toggled.connect(self.changed)
            self.boxes[slot][option] = box
            row.addWidget(box)
        row.addStretch(1)
        return row
