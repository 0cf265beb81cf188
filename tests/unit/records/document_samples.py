"""A small case document for tests of the record."""

from __future__ import annotations

from app.records.documents import BlockText, DocumentHeader, StoredBlock
from app.records.model import FindingRecord

HEADER = DocumentHeader(
    "d-1", "", "出院小结 王某.docx", "docx", "zh", "en", "ab" * 32, 1, ("docx.pictures",),
    "0.1", "7", {"starter": "2"},
)  # fmt: skip
SOURCES = ("出院小结", "胸痛3天。", "阿司匹林 100mg 每日1次", "青霉素过敏")
BLOCKS = tuple(
    StoredBlock(at, f"b.p{at}", text, '{"kind":"paragraph"}') for at, text in enumerate(SOURCES)
)
DOSE = FindingRecord("dose", "dose.changed:100 mg>10 mg", (5, 10), (8, 13))
OCR = FindingRecord("number", "number.ocr:3", (2, 3), (15, 16))
TERM = FindingRecord("term", "term.unmet:x")
TEXTS = (
    BlockText(0, 1, "Discharge summary", "settled"),
    BlockText(1, 1, "Chest pain for 3 days.", "translated", (OCR,)),
    BlockText(2, 1, "Aspirin 10 mg once a day", "translated", (DOSE, TERM)),
    BlockText(3, 1, "Allergic to penicillin", "translated"),
)
