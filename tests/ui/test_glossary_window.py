"""The glossary window: real terms, real files, keys instead of the mouse."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.profile import Profile
from app.records import users
from app.records.access import Role
from app.ui.fonts import FontBook
from app.ui.glossary_editor import EditDialog, ReasonDialog
from app.ui.glossary_import import ImportDialog
from app.ui.glossary_model import LANGUAGE_ROLE
from app.ui.glossary_opener import GlossaryOpener, keeper_editor
from app.ui.glossary_pages import detail_page, history_page
from app.ui.glossary_review import Waiting
from app.ui.glossary_search import Finder
from app.ui.glossary_window import GlossaryWindow
from app.ui.keeper import Keeper
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.widgets.look import Style
from glossary.concepts import Concept, Terms
from glossary.history import FILE, Entry
from glossary.lint import REVIEWS, TYPES
from glossary.overlay import CHANGED, Editor, TermBook
from glossary.proposals import Proposal, open_proposals, propose
from tests.fakes.record_access import CHEAP
from tests.ui.conftest import Desk

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


@pytest.fixture
def style() -> Style:
    return Style(theme("light"), Texts(load_catalogues(translations_folder()), "zh"), FontBook())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "terms"


MakeWindow = Callable[[], GlossaryWindow]


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


def test_proposed_terms_are_decided(make: MakeWindow, folder: Path) -> None:
    propose(folder, "高烧", "zh", "encounter 1, turn 2", "wu")
    propose(folder, "那个", "zh", "encounter 1, turn 3", "wu")
    window = make()
    search(window, "fever")
    first, second = map(Waiting, open_proposals(folder))
    window.decide(first, "add")
    assert isinstance(window.dialog, EditDialog)
    assert window.dialog.cells["zh", "also"].text() == "發燒； 高烧"
    main_button(window.dialog).click()
    window.decide(second, "refuse")
    assert open_proposals(folder) == []
    assert window.view.side.proposals.rowCount() == 0
    assert search(window, "gaoshao") == ["fever"]


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


def test_words_from_files_are_no_markup(style: Style) -> None:
    evil = Concept("x", "<b>", "drug", {"zh": Terms("<img src=x>", note="<i>")}, note="<u>")
    page = detail_page(style, Entry(evil, "<s>"), CHANGED)
    assert "<img" not in page
    assert "&lt;img" in page
    assert history_page(style, [], {}) != ""


def test_every_domain_type_and_review_state_has_a_name() -> None:
    for texts in (Texts(load_catalogues(translations_folder()), code) for code in ("zh", "en")):
        keys = [f"glossary.type.{x}" for x in TYPES] + [f"glossary.review.{x}" for x in REVIEWS]
        assert [key for key in keys if not texts.has(key)] == []


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


class Turns:
    """Words of corrected turns, as a record gives them."""

    def __init__(self, *terms: tuple[str, str]) -> None:
        self.left = [
            Waiting(Proposal(term, lang, "8f3a · 12", "wang", ""), from_turns=True)
            for lang, term in terms
        ]
        self.decided: list[tuple[str, str]] = []

    def waiting(self) -> list[Waiting]:
        return list(self.left)

    def decide(self, proposal: Proposal, state: str) -> None:
        self.left = [each for each in self.left if each.proposal != proposal]
        self.decided.append((proposal.term, state))


def proposed(window: GlossaryWindow) -> list[str]:
    found = window.view.side.proposals
    return [each.proposal.term for row in range(found.rowCount()) if (each := found.at(row))]


def offered(window: GlossaryWindow) -> set[str]:
    window.view.show_page(2)
    return {key for key, button in window.view.side._decisions.items() if button.isVisible()}


def test_words_of_turns_are_suggested_to_the_administrator(
    style: Style, folder: Path, qtbot: QtBot
) -> None:
    turns = Turns(("zh", "阿胶"), ("zh", "发热"), ("en", "Mergatroyd"))
    reader = Editor("wang", lambda: False)
    window = GlossaryWindow(style, TermBook(SHIPPED, folder, reader), folder, turns)
    window.show()
    qtbot.waitUntil(lambda: proposed(window) == ["阿胶", "Mergatroyd"])
    assert offered(window) == {"forward", "refuse"}
    aejiao, name = (window.view.side.proposals.at(row) for row in (0, 1))
    assert aejiao is not None
    assert name is not None
    window.decide(aejiao, "forward")
    window.decide(name, "refuse")
    qtbot.waitUntil(lambda: turns.decided == [("阿胶", "taken"), ("Mergatroyd", "refused")])
    assert [each.term for each in open_proposals(folder)] == ["阿胶"]
    assert "Mergatroyd" not in "".join(path.read_text("utf-8") for path in folder.iterdir())
    qtbot.waitUntil(lambda: proposed(window) == ["阿胶"])
    window.view.side._decide("refuse")
    assert [each.term for each in open_proposals(folder)] == ["阿胶"], "not a reader's to decide"
    window.close()
    window.deleteLater()


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
