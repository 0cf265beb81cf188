"""A case document to look at in the review window, and pictures of the window.

``python -m tests.ui.review_feed FOLDER`` takes the pictures.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.documents.blocks import Block, BlockKind, Document, Run, grid_blocks
from app.documents.case import Tools
from app.documents.stored import finding_records, new_header, stored_blocks
from app.engine.engine import Engine, Priority, RequestingEngine
from app.engine.protocol import Failed, Reply, Request, Translate, Translated
from app.errors import AppError
from app.records.access import Access
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, Edit, MemoryUnit
from app.ui.application import create_application
from app.ui.review_dialogs import LanguagesDialog, ReasonDialog, ReleaseDialog
from app.ui.review_source import ReviewSource
from app.ui.review_window import ReviewWindow
from tests.fakes.record_access import CLINICIAN
from tests.fakes.table_translator import FakeTranslator
from tests.ui.records_feed import style, wait_until
from translation import checks
from translation.translate_text import translate_text

EN = {
    "出院小结": "Discharge summary",
    "患者李明，男，56岁，因反复胸痛3天入院。": "The patient, a 56-year-old man, was admitted for "
    "recurrent chest pain for 3 days.",
    "无发热，无咳嗽。": "Fever, no cough.",
    "左侧胸壁压痛。": "Tenderness of the right chest wall.",
    "阿司匹林肠溶片 100mg 每日1次 口服": "Aspirin enteric-coated tablets 10 mg once daily by mouth",
    "注意休息，不适随诊。": "Rest; come back if you feel unwell.",
    "项目": "Item", "结果": "Result", "参考值": "Reference", "血红蛋白": "Haemoglobin",
    "肌钙蛋白I": "Troponin I", "阴性": "Negative",
}  # fmt: skip
AR = {
    "出院小结": "ملخص الخروج",
    "患者李明，男，56岁，因反复胸痛3天入院。": "أُدخل المريض، رجل عمره 56 عامًا، "
    "بسبب ألم متكرر في الصدر منذ 3 أيام.",
    "无发热，无咳嗽。": "لا حمى ولا سعال.",
    "左侧胸壁压痛。": "ألم عند الضغط على جدار الصدر الأيسر.",
    "阿司匹林肠溶片 100mg 每日1次 口服": "أسبرين مغلف معويًا 100 mg مرة واحدة يوميًا عن طريق الفم",
    "注意休息，不适随诊。": "الراحة، والعودة عند الشعور بأي تعب.",
    "项目": "الفحص", "结果": "النتيجة", "参考值": "المرجع", "血红蛋白": "الهيموغلوبين",
    "肌钙蛋白I": "تروبونين I", "阴性": "سلبي",
}  # fmt: skip
PROSE = tuple(EN)[:6]
TABLE = (
    ("项目", "结果", "参考值"),
    ("血红蛋白", "132 g/L", "130-175"),
    ("肌钙蛋白I", "阴性", "阴性"),
)


def document() -> Document:
    """Heading, prose with two blocks that say the same, and a laboratory table."""
    kinds = [BlockKind.HEADING] + [BlockKind.PARAGRAPH] * 5
    blocks = [
        Block(f"b.p{at}", kind, (Run(text),), page=1)
        for at, (kind, text) in enumerate(zip(kinds, PROSE, strict=True))
    ]
    again = Block("b.p6", BlockKind.PARAGRAPH, (Run(PROSE[5]),), page=1)
    return Document("text", (*blocks, *grid_blocks(0, TABLE, page=1), again), 1)


def fill(path: Path, target: str = "en", *, document_id: str = "d-en", leave: int = 0) -> str:
    """Put the document on record, translated but for the last ``leave`` blocks."""
    made, table = document(), {"en": EN, "ar": AR}[target]
    header = replace(new_header("出院小结-李明.txt", b"original", made, "zh", target),
                     id=document_id)  # fmt: skip
    texts = []
    for position, block in enumerate(made.blocks[: len(made.blocks) - leave]):
        known = table.get(block.text)
        state = "settled" if known is None or block.cell or position == 0 else "translated"
        translation = known or block.text
        found = checks.run(block.text, translation, "zh", target)
        texts.append(BlockText(position, 1, translation, state, finding_records(found)))
    with DocumentStore.open(path, CLINICIAN) as store:
        store.add_document(header, b"original", stored_blocks(made))
        store.add_translations(header.id, texts)
        store.import_memory(
            "zh", target,
            [MemoryUnit("左侧胸壁有压痛。", "The left chest wall is tender.", "zhao", "2026"),
             MemoryUnit("阿司匹林肠溶片 75mg 每日1次 口服", "Aspirin 75 mg once daily", "", "")],
        )  # fmt: skip
    return header.id


class TableEngine(RequestingEngine):
    """Answers in this process from a table; a text with 坏 in it fails."""

    busy = False

    def __init__(self, table: Mapping[str, str] = EN) -> None:
        self.asked: list[str] = []
        self.before: Callable[[], None] = lambda: None
        self._translator = FakeTranslator(table)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """One or more sentences."""
        assert isinstance(request, Translate)
        self.before()
        self.asked += request.text.split("\n")
        if "坏" in request.text:
            return Failed("engine.failed")
        args = (request.text, request.source_lang, request.target_lang, request.terms)
        return Translated(translate_text(self._translator, *args), 1.0)


def tools(engine: TableEngine) -> Tools:
    """What translating needs, without models and terms."""

    @contextmanager
    def lent(_source: str, _target: str) -> Iterator[Engine]:
        yield engine  # type: ignore[misc]

    return Tools(lambda _source, _target: lambda _text: (), lent, "0.1")


def source(
    path: Path, access: Access = CLINICIAN, engine: TableEngine | None = None
) -> ReviewSource:
    """The record as this user."""
    return ReviewSource(
        path,
        lambda: access,
        access.actor,
        tools(engine or TableEngine()),
        lambda: (("zh", "en"), ("zh", "ar"), ("en", "zh")),
        path.parent / "terms",
        lambda: "市第一医院",
    )


class Studio:
    """Takes pictures of the window in one language and theme."""

    def __init__(self, out: Path, path: Path, code: str, look: str) -> None:
        self._out, self._end = out, f"{code}-{look}"
        create_application(["yizhen"], code, look)
        self.style = style(code, look)
        self.window = ReviewWindow(self.style, source(path))
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        wait_until(lambda: not self.window.busy)
        for _ in range(8):
            QApplication.processEvents()

    def keep(self, name: str) -> None:
        """Keep a picture of the window, or of its dialog."""
        self.settle()
        dialog = self.window.dialog
        shown = dialog if dialog is not None and dialog.isVisible() else self.window
        shown.grab().save(str(self._out / f"review-{name}-{self._end}.png"))
        if shown is not self.window:
            shown.close()


def shoot(out: Path, path: Path, code: str, look: str) -> None:
    """Pictures of every state."""
    studio = Studio(out, path, code, look)
    window = studio.window
    studio.keep("start")
    window.start.say_waiting(studio.style.texts.get("review.reading"), "出院小结-李明.docx")
    for _ in range(5):
        QApplication.processEvents()
    window.grab().save(str(out / f"review-reading-{code}-{look}.png"))
    window.start.say_error(window.words(AppError("document.encrypted")))
    studio.keep("error")
    window.open_document("d-en")
    studio.settle()
    window.grid.go_to(3)
    studio.keep("grid")
    window.act("edit")
    for _ in range(5):
        QApplication.processEvents()
    window.grab().save(str(out / f"review-edit-{code}-{look}.png"))
    window.grid.setFocus()
    window.act("accept")
    assert isinstance(window.dialog, ReasonDialog)
    studio.keep("reason")
    window.act("propose")
    studio.keep("propose")
    window.act("release")
    assert isinstance(window.dialog, ReleaseDialog)
    studio.keep("release")
    window.open_file(Path("出院小结.docx"))
    assert isinstance(window.dialog, LanguagesDialog)
    studio.keep("languages")
    window.filters.shown.setCurrentIndex(2)
    window.filters.changed.emit()
    studio.keep("critical")
    window.filters.clear()
    window.open_document("d-ar")
    studio.settle()
    window.grid.go_to(1)
    studio.keep("arabic")
    window.resize(1040, 640)
    studio.keep("small")
    window.close()


def main() -> None:
    """Take the pictures."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp()) / "records.db"
    app = create_application(["yizhen"])
    fill(path)
    fill(path, "ar", document_id="d-ar")
    with DocumentStore.open(path, CLINICIAN) as store:
        store.edit("d-en", [Edit(2, 1, "No fever, no cough.")])
    shoot(out, path, "zh", "light")
    shoot(out, path, "en", "dark")
    app.quit()


if __name__ == "__main__":
    main()
