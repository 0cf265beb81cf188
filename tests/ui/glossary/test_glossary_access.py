"""The glossary window: who may change terms, how it opens, how it looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.profile import Profile
from app.records import users
from app.records.access import Role
from app.ui.glossary_opener import GlossaryOpener, keeper_editor
from app.ui.glossary_window import GlossaryWindow
from app.ui.keeper import Keeper
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.widgets.look import Style
from glossary.history import FILE
from glossary.lint import REVIEWS, TYPES
from glossary.overlay import TermBook
from tests.fakes.record_access import CHEAP
from tests.ui.conftest import Desk
from tests.ui.glossary.kit import SHIPPED, search, shown


def test_every_domain_type_and_review_state_has_a_name() -> None:
    for texts in (Texts(load_catalogues(translations_folder()), code) for code in ("zh", "en")):
        keys = [f"glossary.type.{x}" for x in TYPES] + [f"glossary.review.{x}" for x in REVIEWS]
        assert [key for key in keys if not texts.has(key)] == []


def test_who_may_not_change_terms_looks_only(style: Style, folder: Path, qtbot: QtBot) -> None:
    window = GlossaryWindow(style, TermBook(SHIPPED, folder), folder)
    window.show()
    qtbot.waitUntil(lambda: window.is_searchable)
    search(window, "fever")
    visible = [key for key, button in window.view._buttons.items() if button.isVisible()]
    assert visible == ["export"]
    assert not any(button.isVisible() for button in window.view.side._buttons.values())
    for act in ("new", "edit", "retire", "revert", "undo", "import"):
        window.act(act)
        assert window.dialog is None
    window.view.table.setFocus()
    qtbot.keyClick(window.view.table, Qt.Key.Key_Return)
    qtbot.keyClick(window.view.table, Qt.Key.Key_Delete)
    assert window.dialog is None
    assert not folder.exists()
    window.close()
    window.deleteLater()


def test_another_look_keeps_what_was_looked_for(window: GlossaryWindow, style: Style) -> None:
    window.view.lang_actions["ar"].setChecked(True)
    window.view.filters["type"].setCurrentIndex(window.view.filters["type"].findData("symptom"))
    search(window, "xiong")
    window.view.show_page(1)
    before = shown(window)
    dark = Style(theme("dark", 1.2), style.texts.in_language("en"), style.fonts)
    window.set_style(dark)
    assert (
        window.windowTitle()
        == dark.texts.get("glossary.title")
        != style.texts.get("glossary.title")
    )
    assert shown(window) == before == ["chest-pain"]
    assert window.model.langs == ("zh", "en", "ar")
    assert window.view.search.text() == "xiong"
    assert window.view.side.page == 1
    window.show_all()
    assert len(shown(window)) == 3


def test_the_doctors_window_opens_it_once(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    profile = Profile(tmp_path)
    wang, _ = users.create_profile(profile.keys, "wang", "good words", cost=CHEAP, recovery=False)
    opener = GlossaryOpener(desk.windows, profile, Keeper(wang))
    desk.doctor.command.emit("glossary")
    qtbot.waitUntil(lambda: opener.window is not None, timeout=60_000)
    first = opener.window
    assert first is not None
    assert first.isVisible()
    desk.doctor.command.emit("glossary")
    QApplication.processEvents()
    assert opener.window is first
    qtbot.waitUntil(lambda: first.is_searchable, timeout=60_000)
    before = first.view
    desk.windows.restyled.emit()
    assert first.view is not before, "the window follows another look"
    first.close()
    first.deleteLater()


def test_an_editor_is_a_user_of_the_profile_whose_key_is_out(tmp_path: Path) -> None:
    profile, other = Profile(tmp_path / "a"), Profile(tmp_path / "b")
    for place in (profile, other):
        place.folder.mkdir()
        users.create_profile(place.keys, "wang", "good words", cost=CHEAP, recovery=False)
    keeper = Keeper(users.unlock(profile.keys, "wang", "good words"))
    assert keeper_editor(profile, keeper).allowed()
    assert not keeper_editor(other, keeper).allowed()
    wang = keeper.unlocked()
    users.enter(wang, "root", Role.ADMINISTRATOR, "good words", CHEAP)
    assert not keeper_editor(profile, keeper).allowed(), "now there is an administrator"
    users.admit(users.unlock(profile.keys, "wang", "good words"), "root")
    root = Keeper(users.unlock(profile.keys, "root", "good words"))
    assert keeper_editor(profile, root).allowed()
    root.lock()
    assert not keeper_editor(profile, root).allowed()


def test_a_damaged_layer_is_told_at_the_start(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    profile = Profile(tmp_path)
    wang, _ = users.create_profile(profile.keys, "wang", "good words", cost=CHEAP, recovery=False)
    profile.terms.mkdir()
    (profile.terms / FILE).write_text("{}\n", encoding="utf-8")
    GlossaryOpener(desk.windows, profile, Keeper(wang))
    qtbot.waitUntil(lambda: "本院词表文件已损坏" in desk.doctor.banner.words)
    assert "自带词表" in desk.doctor.banner.words
