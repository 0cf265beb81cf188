"""The summary and the patient's identity in PDF and DOCX."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pdfplumber
import pytest
from docx import Document

from app.documents.writers.encounter_docx import encounter_docx
from app.documents.writers.layouts import Layout
from app.documents.writers.pdf import PdfOptions, make_encounter_pdf
from app.records.model import EncounterRecord
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from tests.golden.sample_records import BEIJING, sample

LINES = (
    SummaryLine(Section.COMPLAINT, "咽痛、发热，3天", "sore throat, fever, 3 days", (2,)),
    SummaryLine(Section.PLAN, "多喝水", "Drink water", (7,), ("finding",)),
)
WHO = {
    "patient_name": "ERIKSSON, ANNA MARIA",
    "patient_name_local": "安娜",
    "patient_birth_date": "1974-08-12",
    "patient_nationality": "SWE",
    "patient_document": "L898902C3",
    "patient_insurance": "AB 12/345",
    "consent_recording_at": "2026-11-21T01:02:00.000Z",
}


def record(made: Made | None, *, current: bool = True, **fields: str) -> EncounterRecord:
    plain = sample("en")
    header = replace(plain.header, **fields)
    if made is None:
        return replace(plain, header=header)
    when = "2026-11-21T03:00:00.000Z"
    version = SummaryVersion(2, made, LINES, "wang", "clinician", "x", when, current)
    return replace(plain, header=header, summary=version)


def pdf_text(shown: EncounterRecord, layout: Layout = Layout.SIDE_BY_SIDE) -> str:
    made = make_encounter_pdf(shown, PdfOptions(zone=BEIJING, layout=layout))
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        return " ".join((page.extract_text() or "") for page in pdf.pages)


def docx_text(shown: EncounterRecord, layout: Layout = Layout.SIDE_BY_SIDE) -> str:
    document: Any = Document(
        io.BytesIO(encounter_docx(shown, PdfOptions(zone=BEIJING, layout=layout)))
    )
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


TEXTS = pytest.mark.parametrize("text", [pdf_text, docx_text], ids=["pdf", "docx"])


@TEXTS
def test_a_draft_says_that_it_is_one(text: Any) -> None:
    shown = text(record(Made.DRAFT))
    assert "Machine draft, reviewed by nobody" in shown.replace("\n", " ")
    assert "机器草稿" in shown
    for words in ("Chief complaint", "sore throat, fever, 3 days", "咽痛、发热", "Drink water"):
        assert words in shown


@TEXTS
def test_a_review_names_who_answers_for_it(text: Any) -> None:
    shown = text(record(Made.REVIEWED)).replace("\n", " ")
    assert "Reviewed by wang" in shown
    assert "Machine draft" not in shown
    stale = text(record(Made.REVIEWED, current=False)).replace("\n", " ")
    assert "must be reviewed again" in stale or "reviewed again" in stale
    assert "Reviewed by wang" not in stale


@TEXTS
def test_the_patients_copy_has_only_what_was_reviewed(text: Any) -> None:
    assert "Drink water" not in text(record(Made.DRAFT), Layout.PATIENT_COPY)
    shown = text(record(Made.REVIEWED), Layout.PATIENT_COPY)
    assert "Drink water" in shown
    assert "多喝水" not in shown


@TEXTS
def test_the_patients_copy_has_no_line_of_what_was_never_sent(text: Any) -> None:
    """Turn 3 was held and withdrawn, turn 7 held and sent; 2 is the patient's own."""
    lines = (
        *LINES,
        SummaryLine(Section.FINDINGS, "停药", "Stop the medicine", (3,), own=True),
        SummaryLine(Section.HISTORY, "没有胸痛", "Denies chest pain", (2, 3)),
        SummaryLine(Section.ALLERGIES, "过敏", "Allergic to eggs", (3, 7)),
        SummaryLine(Section.MEDICINES, "手写", "Written by hand", (), own=True),
    )
    shown = record(Made.REVIEWED)
    assert shown.summary is not None
    shown = replace(shown, summary=replace(shown.summary, lines=lines))
    copy = text(shown, Layout.PATIENT_COPY)
    for words in ("sore throat", "Drink water", "Allergic to eggs", "Written by hand"):
        assert words in copy
    for words in ("Stop the medicine", "Denies chest pain", "Findings"):
        assert words not in copy
    assert "Stop the medicine" in text(shown)
    assert shown.summary is not None
    alone = replace(shown, summary=replace(shown.summary, lines=lines[2:3]))
    assert "Summary" not in text(alone, Layout.PATIENT_COPY)


@TEXTS
def test_no_summary_is_no_section(text: Any) -> None:
    assert "Chief complaint" not in text(record(None))


@TEXTS
def test_who_the_patient_is(text: Any) -> None:
    shown = text(record(None, **WHO))
    for words in ("ERIKSSON, ANNA MARIA", "安娜", "1974-08-12", "Sweden", "L898902C3", "12/345"):
        assert words in shown
    assert "Nationality" not in text(record(None)), "what is not known takes no room"
