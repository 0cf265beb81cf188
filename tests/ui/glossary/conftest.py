"""The glossary window with real terms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.fonts import FontBook
from app.ui.glossary_window import GlossaryWindow
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.widgets.look import Style
from glossary.overlay import TermBook
from tests.ui.glossary.kit import LI, SHIPPED, MakeWindow


@pytest.fixture
def style() -> Style:
    return Style(theme("light"), Texts(load_catalogues(translations_folder()), "zh"), FontBook())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "terms"


@pytest.fixture
def make(style: Style, folder: Path, qtbot: QtBot) -> Iterator[MakeWindow]:
    made: list[GlossaryWindow] = []

    def open_window() -> GlossaryWindow:
        window = GlossaryWindow(style, TermBook(SHIPPED, folder, LI), folder)
        made.append(window)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.is_searchable, timeout=30_000)
        return window

    yield open_window
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make: MakeWindow) -> GlossaryWindow:
    return make()
