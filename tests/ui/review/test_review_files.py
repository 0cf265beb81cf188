"""Files that come into the review window, and other windows that open it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from app.records.document_store import DocumentStore
from app.records.documents import Edit
from app.ui.review_dialogs import LanguagesDialog
from app.ui.review_opener import ReviewOpener
from app.ui.review_rows import Status
from tests.fakes.record_access import CLINICIAN
from tests.ui import review_feed as feed
from tests.ui.conftest import Desk
from tests.ui.records_feed import wait_until
from tests.ui.review.grid import Grid, Make


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
