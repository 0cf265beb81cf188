"""Documents to choose from, their pages, and their release."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.records.document_store import DocumentStore
from app.ui.review_dialogs import ReleaseDialog
from app.ui.review_model import TARGET
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN
from tests.ui.review.grid import DENIED, DOSE, SIDE, Grid, Make


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


def test_back_to_all_documents(shown: Grid) -> None:
    shown.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    shown.settle()
    assert shown.window.pages.currentIndex() == 0
    assert (shown.window.start.state, shown.window.start.recent.count()) == ("begin", 2)
    shown.open("d-ar")
    assert shown.window.work.record is not None
    assert shown.window.work.record.header.id == "d-ar"


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
