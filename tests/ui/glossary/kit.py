"""Terms for tests of the glossary window, and short ways to drive it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app.ui.glossary_editor import EditDialog, ReasonDialog
from app.ui.glossary_import import ImportDialog
from app.ui.glossary_window import GlossaryWindow
from glossary.concepts import Concept, Terms
from glossary.overlay import Editor

SHIPPED = (
    Concept("chest-pain", "symptoms", "symptom", {
        "zh": Terms("胸痛", also=("胸口痛",), plain="胸口疼"), "en": Terms("chest pain"),
        "fr": Terms("douleur thoracique"), "ar": Terms("ألم الصدر"), "ja": Terms("胸痛")},
        {"icd10": "R07.4"}, "list", "approved"),
    Concept("fever", "symptoms", "symptom", {
        "zh": Terms("发热", also=("發燒",)), "en": Terms("fever"), "fr": Terms("fièvre")}),
    Concept("aspirin", "medicines_a", "drug", {
        "zh": Terms("阿司匹林"), "en": Terms("aspirin", abbr=("ASA",)), "ar": Terms("أسبرين")}),
)  # fmt: skip

LI = Editor("li", lambda: True)

MakeWindow = Callable[[], GlossaryWindow]


def shown(window: GlossaryWindow) -> list[str]:
    rows = range(window.shown.rowCount())
    return [window.model.entry(window.shown.source_row(row)).concept.id for row in rows]


def search(window: GlossaryWindow, query: str) -> list[str]:
    window.view.search.setText(query)
    window.refresh()
    return shown(window)


def cell(window: GlossaryWindow, concept: str, column: str) -> str:
    names = [window.model.column_name(n) for n in range(window.model.columnCount())]
    place = window.shown.place_of(window.model.row_of(concept))
    return str(window.shown.data(window.shown.index(place, names.index(column))))


def main_button(dialog: EditDialog | ReasonDialog | ImportDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "main")
    assert isinstance(found, QPushButton)
    return found


def edit(window: GlossaryWindow) -> EditDialog:
    window.act("edit")
    assert isinstance(window.dialog, EditDialog)
    return window.dialog
