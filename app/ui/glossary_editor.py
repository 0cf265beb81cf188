"""The glossary's dialogs: a concept in all its languages, and the reason for not using one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label
from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.exchange import NEW_DOMAIN, NEW_TYPE, new_id
from glossary.lint import REVIEWS, TYPES, concept_faults, term_faults

FORMS = ("term", "also", "plain", "abbr", "avoid")
_LISTS = frozenset(("also", "abbr", "avoid"))
_STRETCH = {"term": 4, "also": 5, "plain": 4, "abbr": 2, "avoid": 3}
SEPARATOR = "；"
_PARTS = str.maketrans({";": SEPARATOR, "\n": SEPARATOR, "|": SEPARATOR})


class EditDialog(QDialog):
    """One concept as a grid: a row a language, a column a kind of form.

    Signal: ``saved(concept, why)``; the window writes it and then closes this dialog, or tells
    through `say` what is wrong.
    """

    saved = Signal(object, str)

    def __init__(
        self,
        style: Style,
        concept: Concept | None,
        domains: Sequence[str],
        taken: Collection[str],
        parent: QWidget | None = None,
    ) -> None:
        """``concept`` is None for a new one; its id is then made from its terms, not ``taken``."""
        super().__init__(parent)
        self._style = style
        self._given = concept or Concept("", NEW_DOMAIN, NEW_TYPE, {})
        self._taken = taken
        texts = style.texts
        title = texts.get("glossary.edit_title" if concept else "glossary.new_title")
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT + 4)
        layout.addWidget(label(title, "title", self))
        layout.addWidget(label(texts.get("glossary.edit_how"), "caption", self, wrap=True))
        self.cells: dict[tuple[str, str], QLineEdit] = {}
        layout.addWidget(self._grid(), 1)
        layout.addLayout(self._head(domains))
        self.why = QLineEdit(self)
        self._name(self.why, texts.get("glossary.why"))
        self.why.setPlaceholderText(texts.get("glossary.why_hint"))
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(label(texts.get("glossary.why"), "caption", self))
        row.addWidget(self.why, 1)
        layout.addLayout(row)
        self.problem = label("", "caption", self, wrap=True)
        self.problem.setStyleSheet(f"color: {style.theme.colours.danger}")
        layout.addWidget(self.problem)
        layout.addLayout(
            dialog_buttons(self, texts.get("glossary.save"), texts.get("glossary.cancel"))
        )
        self.cells[self._first_lang(), "term"].setFocus()
        self.resize(1180, 720)
        self.say("")

    def say(self, words: str) -> None:
        """Tell what is wrong."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def propose(self, lang: str, term: str) -> None:
        """Fill a proposed term in: as the preferred one, or beside the one that is there."""
        cell = self.cells[lang, "term"]
        if cell.text().strip():
            cell = self.cells[lang, "also"]
            term = f"{SEPARATOR} ".join((*_parts(cell.text()), term))
        cell.setText(term)
        cell.setFocus()

    def concept(self) -> Concept:
        """What stands in the dialog."""
        given = self._given
        terms = {}
        for lang in LANGUAGES:
            said = {form: self.cells[lang, form].text().strip() for form in FORMS}
            if said["term"]:
                here = given.terms.get(lang, Terms(""))
                terms[lang] = replace(
                    here, term=said["term"], plain=said["plain"],
                    also=_parts(said["also"]), abbr=_parts(said["abbr"]),
                    avoid=_parts(said["avoid"]),
                )  # fmt: skip
        return replace(
            given,
            id=given.id or new_id(terms, self._taken),
            domain=str(self.domain.currentData() or self.domain.currentText()),
            type=str(self.type.currentData()),
            review=str(self.review.currentData()),
            terms=terms,
            codes={
                pair[0].lower(): pair[1] for pair in _codes(self.codes.text()) if len(pair) == 2
            },
            source=self.source.text(),
            note=given.note if self.note.text() == _line(given.note) else self.note.text(),
        )

    def accept(self) -> None:
        """Save, if it can be saved."""
        made = self.concept()
        texts = self._style.texts
        for lang in LANGUAGES:
            others = [self.cells[lang, form].text().strip() for form in FORMS[1:]]
            if any(others) and lang not in made.terms:
                return self._refuse(
                    lang, texts.get("glossary.no_preferred", language=texts.language_name(lang))
                )
        if not made.terms:
            return self._refuse(self._first_lang(), texts.get("glossary.needs_term"))
        for lang, terms in made.terms.items():
            fault = next(term_faults(lang, terms), None)
            if fault is not None:
                said = texts.get(f"glossary.fault.{fault.code}", what=fault.what)
                words = texts.get("glossary.fault", language=texts.language_name(lang), what=said)
                return self._refuse(lang, words)
        half = any(len(pair) != 2 for pair in _codes(self.codes.text()))
        if half or any("code" in fault for fault in concept_faults(made)):
            self.codes.setFocus()
            return self.say(texts.get("glossary.bad_code"))
        self.say("")
        self.saved.emit(made, self.why.text())
        return None

    def _refuse(self, lang: str, words: str) -> None:
        self.cells[lang, "term"].setFocus()
        self.say(words)

    def _first_lang(self) -> str:
        code = self._style.texts.code
        return code if code in LANGUAGES else "zh"

    def _grid(self) -> QScrollArea:
        area, inside = QScrollArea(self), QWidget(self)
        area.setObjectName("card")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setObjectName("side")
        grid = QGridLayout(inside)
        grid.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(UNIT // 2)
        texts = self._style.texts
        for column, form in enumerate(FORMS, start=1):
            grid.addWidget(label(texts.get(f"glossary.form.{form}"), "section", self), 0, column)
            grid.setColumnStretch(column, _STRETCH[form])
        for row, lang in enumerate(LANGUAGES, start=1):
            grid.addWidget(label(texts.language_name(lang), "caption", self), row, 0)
            for column, form in enumerate(FORMS, start=1):
                grid.addWidget(self._cell(lang, form), row, column)
        grid.setRowStretch(len(LANGUAGES) + 1, 1)
        area.setWidget(inside)
        return area

    def _cell(self, lang: str, form: str) -> QLineEdit:
        style = self._style
        cell = QLineEdit(self)
        cell.setFont(style.fonts.font(lang, style.theme.px(TYPE.body)))
        if language(lang).rtl:
            cell.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        name = style.texts.get(f"glossary.form.{form}")
        self._name(cell, f"{style.texts.language_name(lang)}: {name}")
        terms = self._given.terms.get(lang)
        value = getattr(terms, form) if terms else ""
        cell.setText(value if isinstance(value, str) else f"{SEPARATOR} ".join(value))
        cell.setCursorPosition(0)
        self.cells[lang, form] = cell
        return cell

    def _head(self, domains: Sequence[str]) -> QGridLayout:
        texts = self._style.texts
        self.domain = self._choice("domain", sorted({*domains, NEW_DOMAIN}), self._given.domain)
        self.type = self._choice("type", sorted({*TYPES, self._given.type}), self._given.type)
        reviews = [*sorted(REVIEWS, key=["draft", "second reading", "approved"].index)]
        if self._given.review not in reviews:
            reviews.append(self._given.review)
        self.review = self._choice("review", reviews, self._given.review)
        self.codes, self.source, self.note = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        codes = (f"{system} {code}" for system, code in self._given.codes.items())
        self.codes.setText(f"{SEPARATOR} ".join(codes))
        self.codes.setPlaceholderText("icd10 R07.4")
        self.source.setText(self._given.source)
        self.note.setText(_line(self._given.note))
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT)
        shown = (
            ("domain", self.domain), ("type", self.type), ("review", self.review),
            ("codes", self.codes), ("source", self.source), ("note", self.note),
        )  # fmt: skip
        for column, (name, widget) in enumerate(shown):
            words = texts.get(f"glossary.column.{name}")
            self._name(widget, words)
            grid.addWidget(label(words, "caption", self), 0, column)
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, 2 if name in ("source", "note") else 1)
        return grid

    def _choice(self, kind: str, values: Sequence[str], chosen: str) -> QComboBox:
        box = QComboBox(self)
        texts = self._style.texts
        for value in values:
            key = f"glossary.{kind}.{value}"
            box.addItem(texts.get(key) if texts.has(key) else value, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _name(self, widget: QWidget, words: str) -> None:
        widget.setAccessibleName(words)


class ReasonDialog(QDialog):
    """Asks why something is done. Signal: ``given(reason)``."""

    given = Signal(str)

    def __init__(self, style: Style, title: str, how: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT + 4)
        layout.addWidget(label(title, "title", self))
        layout.addWidget(label(how, "caption", self, wrap=True))
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(style.texts.get("glossary.why"))
        self.reason.textChanged.connect(self._typed)
        layout.addWidget(self.reason)
        self.row = dialog_buttons(
            self, style.texts.get("glossary.retire"), style.texts.get("glossary.cancel")
        )
        layout.addLayout(self.row)
        self._typed()
        self.reason.setFocus()
        self.resize(520, 0)

    def accept(self) -> None:
        """Done, if there is a reason."""
        reason = self.reason.text().strip()
        if reason:
            self.given.emit(reason)
            super().accept()

    def _typed(self) -> None:
        main = self.findChild(QPushButton, "main")
        if main is not None:
            main.setEnabled(bool(self.reason.text().strip()))


def dialog_buttons(dialog: QDialog, main: str, cancel: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(UNIT)
    row.addStretch(1)
    actions: tuple[tuple[str, str, Callable[[], object]], ...]
    actions = (("cancel", cancel, dialog.reject), ("main", main, dialog.accept))
    for name, words, slot in actions:
        button = QPushButton(words, dialog)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        row.addWidget(button)
        if name == "main":
            button.setProperty("kind", "primary")
            button.setDefault(True)
    return row


def _parts(text: str) -> tuple[str, ...]:
    found = (part.strip() for part in text.translate(_PARTS).split(SEPARATOR))
    return tuple(part for part in found if part)


def _codes(text: str) -> list[list[str]]:
    """Pairs of a system and a code; a piece that is no pair has another length."""
    return [part.replace("=", " ").split(maxsplit=1) for part in _parts(text)]


def _line(note: str) -> str:
    return note.replace("\n", " ")
