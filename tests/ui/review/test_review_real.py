"""One small document through the real translator: dropped, translated, mended, released."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap_documents import review_source, translation_pairs
from app.profile import Profile
from app.records.document_store import DocumentStore
from app.settings import Settings
from app.ui.review_rows import Status
from app.ui.review_source import Change
from app.ui.review_window import ReviewWindow
from tests.fakes.record_access import CLINICIAN
from tests.ui.records_feed import style, wait_until

TEXT = """出院小结

姓名：李明  性别：男  年龄：56岁

主诉：反复胸痛3天。

阿司匹林 100mg，每日1次，口服。
"""


@pytest.mark.packs
def test_from_the_file_to_the_released_page(tmp_path: Path, qtbot: QtBot) -> None:
    profile = Profile(tmp_path)
    file = tmp_path / "出院小结.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert ("zh", "en") in translation_pairs(profile)
    settings = Settings(profile.settings)
    source = review_source(profile, profile, settings, lambda: CLINICIAN, CLINICIAN.actor)
    window = ReviewWindow(style("en"), source)
    qtbot.addWidget(window)
    window.show()
    window.open_file(file, "zh", "en")
    wait_until(lambda: not window.busy, 150)
    rows = window.grid.blocks.rows
    assert [row.status for row in rows if row.status is Status.PENDING] == []
    assert rows[0].target == "Discharge Summary" or rows[0].target.lower() == "discharge summary"
    assert "Li Ming" in rows[1].target
    assert "3 days" in rows[2].target
    assert "100" in rows[3].target
    window.work.change([Change(2, "Chief complaint: recurrent chest pain for 3 days.")])
    wait_until(lambda: not window.busy, 60)
    assert window.grid.blocks.rows[2].status is Status.EDITED
    waiting = [row.position for row in window.grid.blocks.rows if row.text and row.text.to_review]
    if waiting:
        window.work.accept(waiting, reason="compared with the original")
        wait_until(lambda: not window.busy, 60)
    window.work.release("")
    wait_until(lambda: not window.busy, 60)
    out = tmp_path / "out.pdf"
    window.work.export(out)
    wait_until(lambda: not window.busy, 60)
    pdf = pypdfium2.PdfDocument(out)
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "recurrent chest pain for 3 days" in printed
    assert "reviewed by wang" in printed
    assert "DRAFT" not in printed
    with DocumentStore.open(profile.records, CLINICIAN) as store:
        (unit,) = (u for u in store.memory("zh", "en") if u.source.startswith("主诉"))
    assert unit.target == "Chief complaint: recurrent chest pain for 3 days."
