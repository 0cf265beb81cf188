"""Correcting the original in the review window: what was misread is mended and translated anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.documents.blocks import Block, BlockKind, Document, Run
from app.documents.case import CaseRun
from app.documents.stored import document_as_read, new_header, stored_blocks
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, DocumentRecord
from app.ui.review_model import SOURCE
from app.ui.review_rows import Status
from app.ui.review_window import ReviewWindow
from tests.fakes.record_access import CLINICIAN
from tests.ui import review_feed as feed
from tests.ui.records_feed import style, wait_until

MISREAD, RIGHT = "口服阿斯匹林IO0mg。", "口服阿司匹林100mg。"
TABLE = {
    MISREAD: "Take aspirin IO0mg by mouth.",
    RIGHT: "Take aspirin 100 mg by mouth.",
    "复诊。": "Follow-up visit.",
}
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Review:
    """A scanned page of two blocks in the window, of which the second was misread."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.path, self.qtbot = folder / "records.db", qtbot
        blocks = [
            Block(f"p1.{at}", BlockKind.PARAGRAPH, (Run(text),), page=1, from_ocr=True)
            for at, text in enumerate(("复诊。", MISREAD))
        ]
        made = Document("image", tuple(blocks), 1)
        with DocumentStore.open(self.path, CLINICIAN) as store:
            header = replace(new_header("a.png", b"a", made, "zh", "en"), id="d")
            store.add_document(header, b"a", stored_blocks(made))
        self.engine = feed.TableEngine(TABLE)
        source = feed.source(self.path, CLINICIAN, self.engine)
        CaseRun(source.store, "d", source.tools).run()
        self.window = ReviewWindow(style("en"), source)
        qtbot.addWidget(self.window)
        self.window.resize(1100, 700)
        self.window.show()
        self.window.open_document("d")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        wait_until(lambda: not self.window.busy)

    def correct(self, words: str) -> None:
        """Shift+F2 on the second block, other words, Ctrl+Enter."""
        self.window.grid.go_to(1)
        self.qtbot.keyClick(self.window.grid, Qt.Key.Key_F2, SHIFT)
        editors = self.window.grid.findChildren(QPlainTextEdit, "review_editor")
        (editor,) = (each for each in editors if each.isVisible())
        assert editor.toPlainText() == self.window.grid.blocks.rows[1].block.text
        editor.setPlainText(words)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
        self.settle()

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
        """Press a key in the grid and wait."""
        self.qtbot.keyClick(self.window.grid, key, how)
        self.settle()

    def record(self) -> DocumentRecord:
        """The document as the record has it."""
        with DocumentStore.open(self.path, CLINICIAN) as store:
            return store.load_document("d")


@pytest.fixture
def review(tmp_path: Path, qtbot: QtBot) -> Iterator[Review]:
    made = Review(tmp_path, qtbot)
    yield made
    made.window.work.stop()
    made.settle()


def test_a_corrected_original_is_translated_and_checked_anew(review: Review) -> None:
    review.correct(RIGHT)
    record, row = review.record(), review.window.grid.blocks.rows[1]
    assert review.engine.asked[-1] == RIGHT
    assert row.target == record.texts[1].target == "Take aspirin 100 mg by mouth."
    assert record.texts[1].source == RIGHT
    assert document_as_read(record).blocks[1].text == MISREAD, "what was read is kept"
    assert {f.message for f in record.texts[1].findings} == {"number.ocr:100"}
    assert row.status is Status.CRITICAL, "it came off a picture until a person has looked"
    html = str(review.window.grid.blocks._rich(row, SOURCE))
    assert MISREAD in html.replace("\u2068", "").replace("\u2069", "")
    review.window.grid.go_to(1)
    review.window.act("accept")
    review.settle()
    assert review.window.grid.blocks.rows[1].status is Status.ACCEPTED
    with DocumentStore.open(review.path, CLINICIAN) as store:
        units = {unit.source: unit.target for unit in store.memory("zh", "en")}
    assert units == {RIGHT: "Take aspirin 100 mg by mouth."}
    assert review.window.work.document is not None
    assert review.window.work.document.blocks[1].from_ocr


def test_taking_a_correction_back_and_giving_it_again(review: Review) -> None:
    before = review.record().texts[1]
    review.correct(RIGHT)
    review.press(Qt.Key.Key_Z, CONTROL)
    text, row = review.record().texts[1], review.window.grid.blocks.rows[1]
    assert (text.source, text.target) == ("", before.target)
    assert (row.block.text, row.is_corrected) == (MISREAD, False)
    review.press(Qt.Key.Key_Y, CONTROL)
    row = review.window.grid.blocks.rows[1]
    assert (row.block.text, row.target) == (RIGHT, "Take aspirin 100 mg by mouth.")


def test_an_edit_of_the_translation_keeps_the_correction(review: Review) -> None:
    review.correct(RIGHT)
    review.window.grid.go_to(1)
    review.window.grid.blocks.edit_asked.emit(1, "Aspirin 100 mg by mouth.")
    review.settle()
    text = review.record().texts[1]
    assert (text.source, text.target, text.accepted) == (RIGHT, "Aspirin 100 mg by mouth.", True)
    review.correct(MISREAD)
    assert review.record().texts[1].source == "", "as it was read: no correction any more"
    with DocumentStore.open(review.path, CLINICIAN) as store:
        assert store.memory("zh", "en") == [], "nobody stands for that pair any more"


def test_a_correction_that_cannot_be_translated_is_kept_and_tried_again(review: Review) -> None:
    review.correct("这是坏句。")
    row = review.window.grid.blocks.rows[1]
    assert (row.status, row.block.text) == (Status.FAILED, "这是坏句。")
    assert review.record().texts[1].source == "这是坏句。"
    assert review.window.head.go_on.isVisible()
    review.correct(RIGHT)
    assert review.window.grid.blocks.rows[1].target == "Take aspirin 100 mg by mouth."


def test_a_translation_of_the_old_original_comes_too_late(review: Review) -> None:
    with DocumentStore.open(review.path, CLINICIAN) as store:
        late = BlockText(1, 1, TABLE[MISREAD], "translated")
        assert store.add_translations("d", [late]) == 0
        review.correct("这是坏句。")
        assert store.add_translations("d", [late]) == 0
        assert store.load_document("d").texts[1].source == "这是坏句。"


def test_the_finished_page_has_the_corrected_original(review: Review, tmp_path: Path) -> None:
    review.correct(RIGHT)
    out = tmp_path / "out.pdf"
    review.window.work.export(out)
    review.settle()
    pdf = pypdfium2.PdfDocument(out)
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "100mg" in printed
    assert "IO0" not in printed
    assert "corrected (printed as corrected): 1." in " ".join(printed.split())
