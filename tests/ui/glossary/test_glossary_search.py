"""The glossary window: what is searched, filtered and shown."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.glossary_model import LANGUAGE_ROLE
from app.ui.glossary_search import Finder
from app.ui.glossary_window import GlossaryWindow
from app.ui.widgets.look import Style
from glossary.concepts import Concept, Terms
from glossary.history import Entry
from glossary.overlay import TermBook
from tests.ui.glossary.kit import LI, cell, search, shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("胸", ["chest-pain"]), ("xiongtong", ["chest-pain"]), ("xt", ["chest-pain"]),
        ("Fievre", ["fever"]), ("發", ["fever"]), ("FEVER", ["fever"]), ("R07", ["chest-pain"]),
        ("الم", ["chest-pain"]), ("asa", ["aspirin"]), ("pain chest", ["chest-pain"]),
        ("  ", ["chest-pain", "fever", "aspirin"]), ("zzz", []),
    ],
)  # fmt: skip
def test_any_language_pinyin_initials_and_codes_find(
    window: GlossaryWindow, query: str, found: list[str]
) -> None:
    assert search(window, query) == found
    assert window.view.empty.isVisible() is (not found)


def test_what_is_typed_is_searched_by_itself(window: GlossaryWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.view.search, "fa")
    qtbot.waitUntil(lambda: shown(window) == ["fever"])
    assert window.selected_id() == "fever"
    qtbot.keyClick(window.view.search, Qt.Key.Key_Escape)
    assert len(shown(window)) == 3


def test_the_best_match_comes_first() -> None:
    entries = {
        name: Entry(Concept(name, "d", "drug", {"en": Terms(term)}))
        for name, term in (("a", "backpain"), ("b", "chest pain"), ("c", "painful"), ("d", "pain"))
    }
    ranks = Finder(entries).find("pain")
    assert sorted(ranks, key=lambda key: ranks[key]) == ["d", "c", "b", "a"]


def test_filters_and_sorting(window: GlossaryWindow) -> None:
    view = window.view
    view.filters["type"].setCurrentIndex(view.filters["type"].findData("drug"))
    assert shown(window) == ["aspirin"]
    view.clear_filters()
    view.filters["review"].setCurrentIndex(view.filters["review"].findData("approved"))
    assert shown(window) == ["chest-pain"]
    view.clear_filters()
    window.shown.sort(1, Qt.SortOrder.AscendingOrder)
    assert shown(window) == ["aspirin", "chest-pain", "fever"]
    window.shown.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(window) == ["fever", "chest-pain", "aspirin"]


def test_columns_follow_the_languages_and_arabic_runs_right_to_left(
    window: GlossaryWindow,
) -> None:
    window.view.lang_actions["ar"].setChecked(True)
    window.view.lang_actions["en"].setChecked(False)
    assert window.model.langs == ("zh", "ar")
    index = window.shown.index(0, 1)
    assert index.data(LANGUAGE_ROLE) == "ar"
    assert cell(window, "fever", "ar") == "—"
    from PySide6.QtWidgets import QStyleOptionViewItem

    option = QStyleOptionViewItem()
    window.view.table.itemDelegate().initStyleOption(option, index)  # type: ignore[attr-defined]
    assert option.direction is Qt.LayoutDirection.RightToLeft


def test_twenty_thousand_concepts_stay_quick(style: Style, tmp_path: Path, qtbot: QtBot) -> None:
    many = [
        Concept(f"c{n}", "symptoms", "symptom", {"zh": Terms(f"词条{n}"), "en": Terms(f"term {n}")})
        for n in range(20_000)
    ]
    window = GlossaryWindow(style, TermBook(many, tmp_path, LI), tmp_path)
    window.show()
    qtbot.waitUntil(lambda: window.is_searchable, timeout=60_000)
    window.view.search.setText("term 1999")
    started = time.process_time()
    window.refresh()
    QApplication.processEvents()
    spent = time.process_time() - started
    assert shown(window)[0] == "c1999"
    assert window.shown.rowCount() == 12
    assert spent < 1.0, f"{spent:.2f} s of processor time for a key"
    window.close()
    window.deleteLater()
