"""The glossary window: concepts edited, retired, undone; who changed what."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.glossary_editor import EditDialog, ReasonDialog
from app.ui.glossary_window import GlossaryWindow
from glossary.concepts import Concept, Terms
from glossary.overlay import Editor, TermBook
from tests.ui.glossary.kit import SHIPPED, MakeWindow, cell, edit, main_button, search


def test_a_concept_is_edited_kept_and_undone(
    window: GlossaryWindow, make: MakeWindow, qtbot: QtBot
) -> None:
    search(window, "fever")
    dialog = edit(window)
    dialog.cells["zh", "term"].setText("体温升高")
    dialog.cells["zh", "also"].setText("发热； 发烧;高热")
    dialog.why.setText("our word")
    main_button(dialog).click()
    assert window.dialog is None
    assert cell(window, "fever", "zh") == "体温升高"
    assert search(window, "gaore") == ["fever"], "the search knows the new words"
    again = make()
    assert cell(again, "fever", "zh") == "体温升高"
    assert cell(again, "fever", "origin") == "本院修改"
    again.close()
    window.activateWindow()
    window.view.table.setFocus()
    qtbot.waitUntil(window.view.table.hasFocus)
    qtbot.keyClick(window.view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cell(window, "fever", "zh") == "发热"
    qtbot.keyClick(window.view.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert cell(window, "fever", "zh") == "体温升高"


@pytest.mark.parametrize(
    ("lang", "form", "words", "said"),
    [
        ("zh", "term", "", "缺少首选词"), ("ko", "plain", "열", "缺少首选词"),
        ("zh", "term", "发热(高)", "含有不能使用的符号"), ("en", "term", "жар", "其他语言的文字"),
        ("zh", "also", "发热", "重复：发热"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_told_in_the_dialog(
    window: GlossaryWindow, folder: Path, lang: str, form: str, words: str, said: str
) -> None:
    search(window, "fever")
    dialog = edit(window)
    dialog.cells[lang, form].setText(words)
    main_button(dialog).click()
    assert said in dialog.problem.text()
    assert window.dialog is dialog
    assert not folder.exists()


def test_a_wrong_code_is_refused(window: GlossaryWindow) -> None:
    search(window, "fever")
    dialog = edit(window)
    for wrong in ("R50.9", "icd10 fever", "xyz 12"):
        dialog.codes.setText(wrong)
        main_button(dialog).click()
        assert dialog.problem.text(), wrong
    dialog.codes.setText("ICD10 R50.9; atc N02BE01")
    assert dialog.concept().codes == {"icd10": "R50.9", "atc": "N02BE01"}


def test_a_new_concept_gets_an_id_of_its_own(window: GlossaryWindow) -> None:
    window.act("new")
    dialog = window.dialog
    assert isinstance(dialog, EditDialog)
    dialog.cells["zh", "term"].setText("高热")
    dialog.cells["en", "term"].setText("Fever")
    main_button(dialog).click()
    assert window.selected_id() == "fever-2"
    assert cell(window, "fever-2", "origin") == "本院新增"


def test_a_concept_is_retired_with_a_reason_and_used_again(window: GlossaryWindow) -> None:
    search(window, "fever")
    window.act("retire")
    dialog = window.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not main_button(dialog).isEnabled(), "without a reason nothing is retired"
    dialog.reason.setText("not said here")
    main_button(dialog).click()
    assert cell(window, "fever", "origin") == "已停用"
    assert "not said here" in window.view.side.detail.toPlainText()
    window.act("restore")
    assert cell(window, "fever", "origin") == "自带"


def test_the_history_says_who_changed_what(window: GlossaryWindow) -> None:
    search(window, "fever")
    dialog = edit(window)
    dialog.cells["fr", "term"].setText("fièvre élevée")
    dialog.why.setText("our word")
    main_button(dialog).click()
    said = window.view.side.history.toPlainText()
    for words in ("li", "our word", "fièvre → fièvre élevée"):
        assert words in said


def test_a_change_from_elsewhere_is_told_and_shown(window: GlossaryWindow, folder: Path) -> None:
    search(window, "fever")
    wu = TermBook(SHIPPED, folder, Editor("wu", lambda: True))
    wu.put(Concept("ward", "d", "drug", {"zh": Terms("病区")}))
    window.act("revert")
    dialog = edit(window)
    dialog.cells["zh", "term"].setText("高热")
    main_button(dialog).click()
    assert "别处" in dialog.problem.text()
    assert window.model.row_of("ward") >= 0, "what the other wrote is there now"
    main_button(dialog).click()
    assert window.dialog is None
    assert cell(window, "fever", "zh") == "高热"
