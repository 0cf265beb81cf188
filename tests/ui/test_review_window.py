"""The review window over a real encrypted record."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.records.access import Access
from app.records.document_store import DocumentStore
from app.records.documents import DocumentRecord, Edit
from app.ui.review_dialogs import LanguagesDialog, ReasonDialog, ReleaseDialog
from app.ui.review_model import STATE, TARGET
from app.ui.review_opener import ReviewOpener
from app.ui.review_rows import Shown, Status
from app.ui.review_source import ReviewSource
from app.ui.review_terms import TermDialog
from app.ui.review_window import ReviewWindow
from glossary.proposals import open_proposals
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN
from tests.ui import review_feed as feed
from tests.ui.conftest import Desk
from tests.ui.records_feed import style, wait_until

DENIED, SIDE, DOSE, FIRST_SAME, LAST_SAME = 2, 3, 4, 5, 15
"""Places: the lost denial, the wrong side, the wrong dose, and the two blocks that say the same."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    feed.fill(folder / "records.db")
    feed.fill(folder / "records.db", "ar", document_id="d-ar")
    return folder


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A record of one's own, copied: making one syncs the disk many times."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "records.db"


class Grid:
    """A window and short ways to drive it."""

    def __init__(self, window: ReviewWindow, qtbot: QtBot, path: Path) -> None:
        self.window, self.qtbot, self.path = window, qtbot, path

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        wait_until(lambda: not self.window.busy)

    def open(self, document_id: str = "d-en") -> None:
        """Open a document of the record."""
        self.window.open_document(document_id)
        self.settle()

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the grid."""
        self.qtbot.keyClick(self.window.grid, key, how)

    def place(self) -> int:
        """The block that is worked on."""
        row = self.window.grid.current()
        return row.position if row is not None else -1

    def status(self, position: int) -> Status:
        """What is to be done with a block, as the grid shows it."""
        return self.window.grid.blocks.rows[position].status

    def edit(self) -> QPlainTextEdit:
        """Open the editor of the block that is worked on. One that was left may not be gone."""
        self.press(Qt.Key.Key_F2)
        editors = self.window.grid.findChildren(QPlainTextEdit, "review_editor")
        (editor,) = (each for each in editors if each.isVisible())
        return editor

    def write(self, words: str) -> None:
        """Edit the block that is worked on, and save with Ctrl+Enter."""
        editor = self.edit()
        editor.setPlainText(words)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def record(self) -> DocumentRecord:
        """The document as the record has it."""
        with DocumentStore.open(self.path, CLINICIAN) as store:
            assert self.window.work.record is not None
            return store.load_document(self.window.work.record.header.id)

    def said(self) -> str:
        """The line below the actions."""
        return self.window.head.message.text()


Make = Callable[..., Grid]


@pytest.fixture
def make(path: Path, qtbot: QtBot) -> Iterator[Make]:
    made: list[ReviewWindow] = []

    def make_one(
        access: Access = CLINICIAN,
        engine: feed.TableEngine | None = None,
        source: ReviewSource | None = None,
        *,
        roomy: bool = False,
    ) -> Grid:
        window = ReviewWindow(style("en"), source or feed.source(path, access, engine))
        made.append(window)
        qtbot.addWidget(window)
        # Where the pages are not shown they are not made, which takes longer than all the rest.
        window.resize(1440 if roomy else 1100, 900)
        window.show()
        shown = Grid(window, qtbot, path)
        shown.settle()
        return shown

    yield make_one
    for window in made:
        window.work.stop()
        wait_until(lambda window=window: not window.busy)  # type: ignore[misc]


@pytest.fixture
def shown(make: Make) -> Grid:
    one = make()
    one.open()
    return one


@pytest.fixture
def roomy(make: Make) -> Grid:
    """With the finished pages beside the grid."""
    one = make(roomy=True)
    one.open()
    return one


def test_recent_documents_are_listed_and_return_opens_one(make: Make) -> None:
    shown = make()
    start = shown.window.start
    assert (start.state, start.recent.count()) == ("begin", 2)
    assert "3 critical findings open" in start.recent.item(1).text()
    start.recent.setCurrentRow(1)
    shown.qtbot.keyClick(start.recent, Qt.Key.Key_Return)
    shown.settle()
    assert shown.window.pages.currentIndex() == 1
    assert shown.window.grid.blocks.rowCount() == 16


def test_nobody_sees_what_is_not_theirs(make: Make) -> None:
    shown = make(OTHER_CLINICIAN)
    assert not shown.window.start.recent.isVisible()
    assert shown.window.start.none.isVisible()
    shown.window.open_document("d-en")
    shown.settle()
    assert shown.window.start.state == "error"
    assert shown.window.start.error.text()


def test_findings_are_told_and_marked(shown: Grid) -> None:
    grid = shown.window.grid
    assert [shown.status(at) for at in (0, 1, SIDE, DOSE)] == [
        Status.FIXED, Status.OPEN, Status.CRITICAL, Status.CRITICAL,
    ]  # fmt: skip
    assert "Dose" in str(grid.blocks.index(DOSE, 2).data())
    html = grid.blocks._rich(grid.blocks.rows[DOSE], TARGET)
    assert ">10 mg</span>" in html
    assert grid.blocks.index(DOSE, STATE).data() == "Critical"


def test_back_to_all_documents(shown: Grid) -> None:
    shown.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    shown.settle()
    assert shown.window.pages.currentIndex() == 0
    assert (shown.window.start.state, shown.window.start.recent.count()) == ("begin", 2)
    shown.open("d-ar")
    assert shown.window.work.record is not None
    assert shown.window.work.record.header.id == "d-ar"


def test_next_goes_round_what_waits(shown: Grid) -> None:
    seen = []
    for _ in range(7):
        shown.press(Qt.Key.Key_F8)
        seen.append(shown.place())
    assert seen == [1, DENIED, SIDE, DOSE, FIRST_SAME, LAST_SAME, 1]
    shown.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert shown.place() == LAST_SAME
    assert [row.position for row in shown.window.grid.selected()] == [LAST_SAME], (
        "Shift goes back; it does not choose all rows between"
    )


def test_accepting_goes_on_and_is_on_record(shown: Grid) -> None:
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_F9)
    shown.settle()
    assert shown.place() == DENIED
    assert shown.status(1) is Status.ACCEPTED
    text = shown.record().texts[1]
    assert (text.accepted, text.user) == (True, "wang")
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    shown.settle()
    assert shown.status(1) is Status.OPEN


def test_something_critical_is_accepted_with_a_reason(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.press(Qt.Key.Key_F9)
    dialog = shown.window.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.done_button.isEnabled()
    dialog.reason.setText("the original is wrong")
    dialog.done_button.click()
    shown.settle()
    assert shown.status(DOSE) is Status.ACCEPTED
    assert shown.record().texts[DOSE].reason == "the original is wrong"


def test_an_edit_is_checked_anew_and_remembered(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.write("Aspirin enteric-coated tablets 100 mg once daily by mouth")
    assert shown.status(DOSE) is Status.EDITED
    assert shown.place() == FIRST_SAME, "on to what waits"
    text = shown.record().texts[DOSE]
    assert (text.version, text.findings, text.user) == (2, (), "wang")
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        units = {unit.source: unit.target for unit in store.memory("zh", "en")}
    assert units["阿司匹林肠溶片 100mg 每日1次 口服"] == text.target


def test_an_edit_with_another_wrong_dose_stays_critical(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.write("Aspirin enteric-coated tablets 1000 mg once daily by mouth")
    assert shown.status(DOSE) is Status.CRITICAL
    assert not shown.record().texts[DOSE].accepted


def test_escape_leaves_an_edit_without_a_trace(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    editor = shown.edit()
    editor.setPlainText("nonsense")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    shown.settle()
    assert shown.record().texts[DOSE].version == 1


def test_undo_and_redo(shown: Grid) -> None:
    grid, before = shown.window.grid, shown.record().texts[DOSE]
    grid.go_to(DOSE)
    shown.write("Aspirin 100 mg once daily by mouth")
    grid.go_to(1)
    shown.press(Qt.Key.Key_F9)
    shown.settle()
    control = Qt.KeyboardModifier.ControlModifier
    shown.press(Qt.Key.Key_Z, control)
    shown.settle()
    assert shown.status(1) is Status.OPEN
    shown.press(Qt.Key.Key_Z, control)
    shown.settle()
    text = shown.record().texts[DOSE]
    assert (text.target, text.state, text.accepted) == (before.target, before.state, False)
    assert shown.status(DOSE) is Status.CRITICAL
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        sources = {unit.source for unit in store.memory("zh", "en")}
    assert "阿司匹林肠溶片 100mg 每日1次 口服" not in sources, "what was taken back is forgotten"
    shown.press(Qt.Key.Key_Y, control)
    shown.settle()
    assert shown.record().texts[DOSE].target == "Aspirin 100 mg once daily by mouth"
    assert shown.window.head.buttons["redo"].isEnabled()


def test_a_text_for_all_blocks_that_say_the_same(shown: Grid) -> None:
    shown.window.grid.go_to(FIRST_SAME)
    shown.write("Rest; come back if you are unwell.")
    shown.window.grid.go_to(FIRST_SAME)
    assert "1 more" in shown.window.detail.same.text()
    shown.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    record = shown.record()
    assert record.texts[LAST_SAME].target == "Rest; come back if you are unwell."
    assert record.texts[LAST_SAME].accepted
    shown.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert shown.record().texts[LAST_SAME].target == "Rest; come back if you feel unwell."


def test_the_memory_proposes_and_ctrl_1_takes(shown: Grid) -> None:
    detail = shown.window.detail
    shown.window.grid.go_to(DOSE)
    assert "75 mg" in detail.memory[0].text()
    assert "other numbers" in detail.memory[0].text()
    shown.window.grid.go_to(SIDE)
    assert "The left chest wall is tender." in detail.memory[0].text()
    shown.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    text = shown.record().texts[SIDE]
    assert (text.target, text.findings) == ("The left chest wall is tender.", ())


def test_copying_the_original(shown: Grid) -> None:
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    row = shown.window.grid.blocks.rows[1]
    assert row.target == row.block.text
    assert row.kinds, "that it is not translated is found"


def test_a_term_goes_to_the_glossary_for_review(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.window.dialog
    assert isinstance(dialog, TermDialog)
    dialog.fields[0].setText("阿司匹林肠溶片")
    dialog.fields[1].setText("enteric-coated aspirin")
    dialog.done_button.click()
    shown.settle()
    found = {(p.lang, p.term, p.who) for p in open_proposals(shown.path.parent / "terms")}
    assert found == {("zh", "阿司匹林肠溶片", "wang"), ("en", "enteric-coated aspirin", "wang")}
    assert "d-en" not in "".join(p.term for p in open_proposals(shown.path.parent / "terms"))


def test_filters_and_search(shown: Grid) -> None:
    window = shown.window
    filters, grid = window.filters, window.grid

    def places() -> list[int]:
        return [row.position for row in grid.shown.rows]

    filters.shown.setCurrentIndex(list(Shown).index(Shown.CRITICAL))
    filters.changed.emit()
    assert places() == [DENIED, SIDE, DOSE]
    assert filters.count.text() == "3 of 16 blocks"
    filters.kind.setCurrentIndex(filters.kind.findData("laterality"))
    filters.changed.emit()
    assert places() == [SIDE]
    filters.clear()
    filters.search.setText("haemo")
    assert places() == [9]
    shown.press(Qt.Key.Key_Escape)
    assert len(places()) == 16


def test_a_row_that_is_settled_does_not_vanish_under_the_hands(shown: Grid) -> None:
    window = shown.window
    window.filters.shown.setCurrentIndex(list(Shown).index(Shown.CRITICAL))
    window.filters.changed.emit()
    window.grid.go_to(1)
    shown.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert [row.position for row in window.grid.shown.rows] == [DENIED, SIDE, DOSE]
    window.filters.changed.emit()
    assert [row.position for row in window.grid.shown.rows] == [DENIED, DOSE]


def test_no_release_over_critical_findings_without_a_reason(roomy: Grid) -> None:
    shown, window = roomy, roomy.window
    shown.press(Qt.Key.Key_F10)
    dialog = window.dialog
    assert isinstance(dialog, ReleaseDialog)
    assert dialog.reason is not None
    assert not dialog.done_button.isEnabled()
    dialog.reason.setText("the ward has confirmed all")
    dialog.done_button.click()
    shown.settle()
    release = shown.record().release
    assert release is not None
    assert (release.user, release.open_findings) == ("wang", 3)
    assert release.reason == "the ward has confirmed all"
    assert window.preview.pages is not None
    printed = window.preview.pages.texts[0]
    assert "thewardhasconfirmedall" in printed
    assert "notreviewedonebyone6" in printed
    assert not window.head.buttons["release"].isEnabled()
    window.grid.go_to(1)
    window.act("accept")
    shown.settle()
    assert shown.record().release is None
    assert window.head.buttons["release"].isEnabled()
    assert "draft" in window.head.facts.text()


def test_release_of_what_is_clean_takes_no_reason(shown: Grid, tmp_path: Path) -> None:
    for place, words in (
        (DENIED, "No fever, no cough."),
        (SIDE, "The left chest wall is tender."),
        (DOSE, "Aspirin 100 mg once daily by mouth"),
    ):
        shown.window.grid.go_to(place)
        shown.write(words)
    shown.press(Qt.Key.Key_F9)
    shown.press(Qt.Key.Key_F10)
    shown.settle()
    draft = tmp_path / "draft.pdf"
    shown.window.work.export(draft)
    shown.settle()
    dialog = shown.window.dialog
    assert isinstance(dialog, ReleaseDialog)
    assert dialog.reason is None
    dialog.done_button.click()
    shown.settle()
    final = tmp_path / "final.pdf"
    shown.window.work.export(final)
    shown.settle()
    assert str(final) in shown.said()
    assert len(draft.read_bytes()) != len(final.read_bytes())
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        exports = [e.details for e in store.audit_log() if e.act == "document.export"]
    assert ['"final":false' in exports[0], '"final":true' in exports[1]] == [True, True]


def test_the_page_follows_the_row_and_changes_with_it(roomy: Grid) -> None:
    window = roomy.window
    pages = window.preview.pages
    assert pages is not None
    assert pages.page_of(window.grid.blocks.rows[1]) == 0
    assert not window.preview.page.pixmap().isNull()
    window.grid.go_to(SIDE)
    roomy.write("The left chest wall is tender.")
    pages = window.preview.pages
    assert pages is not None
    assert "Theleftchestwallistender" in pages.texts[0]


def test_pages_that_nobody_sees_are_not_made(shown: Grid) -> None:
    assert not shown.window.preview.isVisible()
    assert shown.window.preview.pages is None
    shown.window.toggle_preview()
    shown.settle()
    assert shown.window.preview.pages is not None


def test_arabic_stands_on_the_right(make: Make) -> None:
    shown = make()
    shown.open("d-ar")
    grid = shown.window.grid
    document = grid.delegate._document(grid.shown.index(1, TARGET), 300)
    assert document.defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
    grid.go_to(1)
    editor = shown.edit()
    option = editor.document().defaultTextOption()
    assert option.textDirection() is Qt.LayoutDirection.RightToLeft
    shown.qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_a_file_is_dropped_translated_and_can_be_stopped(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "复诊.txt"
    file.write_text("无发热，无咳嗽。\n\n左侧胸壁压痛。\n\n这是坏句。\n", encoding="utf-8")
    engine = feed.TableEngine()
    asked, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        asked.set()
        assert go_on.wait(60)

    engine.before = wait
    shown = make(engine=engine)
    window = shown.window
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    window.dropEvent(_dropped(data))
    dialog = window.dialog
    assert isinstance(dialog, LanguagesDialog)
    dialog.done_button.click()
    wait_until(asked.is_set)
    wait_until(lambda: window.pages.currentIndex() == 1)
    assert window.head.stop.isVisible()
    assert [row.status for row in window.grid.blocks.rows] == [Status.PENDING] * 3
    go_on.set()
    shown.settle()
    assert [row.status for row in window.grid.blocks.rows][2] is Status.FAILED
    assert window.grid.blocks.rows[1].target == "Tenderness of the right chest wall."
    assert window.head.go_on.isVisible()
    assert not window.head.stop.isVisible()


def test_a_translation_that_was_stopped_goes_on_when_it_is_opened_again(
    make: Make, path: Path
) -> None:
    feed.fill(path, document_id="d-half", leave=10)
    engine = feed.TableEngine()
    shown = make(engine=engine)
    shown.open("d-half")
    assert sorted(engine.asked) == sorted({"血红蛋白", "肌钙蛋白I", feed.PROSE[5]})
    assert shown.record().standing.done == 16


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"MZ\x90\x00 not a document"), ("b.pdf", b"%PDF-1.4 broken")]
)
def test_a_bad_file_gives_one_clear_error(
    make: Make, tmp_path: Path, name: str, data: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    shown = make()
    shown.window.open_file(file, "zh", "en")
    shown.settle()
    assert shown.window.start.state == "error"
    assert shown.window.start.error.text()
    shown.window.start.back.click()
    shown.settle()
    assert shown.window.start.state == "begin"
    assert shown.window.start.recent.count() == 2, "nothing came into the record"


def test_somebody_else_was_faster(shown: Grid) -> None:
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        store.edit("d-en", [Edit(1, 1, "By somebody else.")])
    shown.window.grid.go_to(1)
    shown.write("By me.")
    assert "Somebody else" in shown.said()
    assert shown.record().texts[1].target == "By somebody else."


def test_the_doctors_window_opens_it_and_it_takes_a_new_look(desk: Desk, path: Path) -> None:
    opener = ReviewOpener(desk.windows, feed.source(path))
    desk.doctor.command.emit("documents")
    window = opener.window
    assert window is not None
    wait_until(lambda: not window.busy)
    window.open_document("d-en")
    wait_until(lambda: not window.busy)
    desk.windows.restyled.emit()
    new = opener.window
    assert new is not None
    assert new is not window
    wait_until(lambda: not new.busy)
    assert new.work.record is not None
    assert new.work.record.header.id == "d-en"
    new.close()
    QApplication.processEvents()


def _dropped(data: QMimeData) -> QDropEvent:
    point: QPointF = QPointF(QPoint(10, 10))
    return QDropEvent(
        point, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
