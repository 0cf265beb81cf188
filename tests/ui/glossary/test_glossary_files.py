"""The glossary window: files read and written."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.ui.glossary_import import ImportDialog
from app.ui.glossary_pages import detail_page, history_page
from app.ui.glossary_window import GlossaryWindow
from app.ui.widgets.look import Style
from glossary.concepts import Concept, Terms
from glossary.history import Entry
from glossary.overlay import CHANGED
from tests.ui.glossary.kit import cell, main_button, search


def test_an_import_is_shown_before_it_is_made(
    window: GlossaryWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,zh,en\nfever,高热,fever\nward,病区,ward\n", encoding="utf-8")
    window.import_file(path)
    qtbot.waitUntil(lambda: window.dialog is not None)
    dialog = window.dialog
    assert isinstance(dialog, ImportDialog)
    assert cell(window, "fever", "zh") == "发热", "nothing is changed yet"
    model = dialog.table.model()
    rows = [[model.index(r, c).data() for c in range(3)] for r in range(model.rowCount())]
    assert rows == [["修改", "高热 · fever", "中 首选词"], ["新增", "病区 · ward", "中 EN"]]
    main_button(dialog).click()
    assert cell(window, "fever", "zh") == "高热"
    window.act("undo")
    assert cell(window, "fever", "zh") == "发热"
    assert window.model.rowCount() == 3


def test_a_broken_file_is_told_with_its_place(
    window: GlossaryWindow, tmp_path: Path, folder: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.tbx"
    path.write_text("<tbx>\n<oops></tbx>", encoding="utf-8")
    window.import_file(path)
    qtbot.waitUntil(lambda: "第 2 行" in window.view.message.text())
    assert window.dialog is None
    assert not folder.exists()


def test_what_is_shown_is_exported(window: GlossaryWindow, tmp_path: Path, qtbot: QtBot) -> None:
    search(window, "fever")
    window.export_file(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: "已写入 1 " in window.view.message.text())
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("fever,")


def test_words_from_files_are_no_markup(style: Style) -> None:
    evil = Concept("x", "<b>", "drug", {"zh": Terms("<img src=x>", note="<i>")}, note="<u>")
    page = detail_page(style, Entry(evil, "<s>"), CHANGED)
    assert "<img" not in page
    assert "&lt;img" in page
    assert history_page(style, [], {}) != ""
