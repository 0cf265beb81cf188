"""The DOCX of a consultation, opened again."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from app.documents.writers.encounter_docx import encounter_docx
from app.documents.writers.layouts import Layout
from app.documents.writers.pdf import PdfOptions
from app.documents.writers.pdf_scripts import CONTROLS
from app.records.model import EncounterRecord, TermRecord
from tests.golden.sample_records import BEIJING, TEXTS, ZH, header, sample, turn

pytestmark = pytest.mark.usefixtures("qapp")


def opened(record: EncounterRecord, layout: Layout = Layout.SIDE_BY_SIDE, **options: Any) -> Any:
    data = encounter_docx(record, PdfOptions(zone=BEIJING, layout=layout, **options))
    return docx.Document(io.BytesIO(data))


def texts(document: Any) -> str:
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    parts += [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return CONTROLS.sub("", "\n".join(parts))


def test_side_by_side_has_the_parts_of_the_pdf() -> None:
    document = opened(sample("en"))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[0][1:] == ["医生 / 中文", "Patient / English"]
    assert rows[1][0].startswith("1  09:02:12")
    assert rows[1][1:] == [f"原话\n{ZH[0]}", f"Machine translation\n{TEXTS['en'][0]}"]
    text = texts(document)
    for expected in (
        "北京示范医院国际医疗部", "问诊记录", "Consultation record", "James Smith", "A-204-118",
        "2026-11-21 09:02:03 UTC+08:00", "starter-speech-zh-en 1.2",
        "数字不一致：原话 38.9，译文 39.8", "Corrected at 09:06:40 / Before",
        "About 4 s of speech here could not be processed", "医生签名", "由计算机生成", "3f9a61c2",
    ):  # fmt: skip
        assert expected in text, expected
    assert document.core_properties.language == "zh"


def test_heads_of_columns_are_repeated_and_turns_not_torn() -> None:
    rows = opened(sample("en")).tables[1].rows
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows[1:])


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("lang", ["ar", "ko", "ru", "th"])
def test_every_layout_in_every_script(lang: str, layout: Layout) -> None:
    document = opened(sample(lang), layout, language="patient")
    text = texts(document)
    assert TEXTS[lang][4] in text
    assert (ZH[4] in text) == (layout in (Layout.SIDE_BY_SIDE, Layout.INTERLEAVED))


def test_a_patients_copy_has_no_findings() -> None:
    text = texts(opened(sample("en"), Layout.PATIENT_COPY))
    assert "Your consultation" in text
    for internal in ("Numbers differ", "Held for", "Corrected at", "Terms used", "starter-mt"):
        assert internal not in text


def test_arabic_runs_from_right_to_left() -> None:
    document = opened(sample("ar"))
    cell = document.tables[1].rows[1].cells[2]
    said = cell.paragraphs[1]
    assert said._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in said.runs)
    chinese = document.tables[1].rows[1].cells[1].paragraphs[1]
    assert chinese._p.pPr is None or chinese._p.pPr.find(qn("w:bidi")) is None
    alone = opened(sample("ar"), Layout.ONE_LANGUAGE, language="patient")
    assert alone.tables[1]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_what_was_found_is_underlined() -> None:
    cell = opened(sample("en")).tables[1].rows[2].cells[1]
    assert [run.text for run in cell.paragraphs[1].runs if run.font.underline] == ["39.8"]


def test_terms_are_listed_with_their_origin() -> None:
    term = TermRecord("warfarin", 0, 3, "华法林", "warfarin", "WHO INN", "approved", "2026.11")
    said = replace(
        turn("en", 1, 0), text="华法林要按时吃。", translation="Take warfarin.", terms=(term,)
    )
    document = opened(EncounterRecord(header("en"), (said,), (said,), ()))
    (row,) = document.tables[2].rows
    assert [cell.text for cell in row.cells][1:3] == ["华法林", "warfarin"]
    assert "WHO INN" in row.cells[3].text


def test_nothing_was_said() -> None:
    assert "没有发言记录" in texts(opened(EncounterRecord(header("en"), (), (), ())))


def test_amounts_in_arabic_stay_in_reading_order() -> None:
    """Looked at in a word processor: without marks "140/90 mmHg" is seen as "mmHg 140/90"."""
    document = opened(sample("ar"))
    cells = [cell for row in document.tables[1].rows for cell in row.cells]
    (runs,) = {
        tuple((run.text, run.font.rtl) for run in paragraph.runs)
        for cell in cells
        for paragraph in cell.paragraphs
        if "mmHg" in paragraph.text and paragraph.runs[0].font.rtl
    }
    (amount,) = [run for run in runs if "mmHg" in run[0]]
    assert amount == ("\u200f\u200e140/90 mmHg\u200e\u200f", None)
    assert all(rtl for text, rtl in runs if "mmHg" not in text)
    last = document.sections[0].footer.paragraphs[-1].text
    assert "\u200e3f9a61c2" in last


def test_the_lines_to_sign_on_stay_with_their_note() -> None:
    document = opened(sample("en"))
    body = document.element.body
    paragraphs = [p for p in document.paragraphs if p._p.getparent() is body]
    assert [p.paragraph_format.keep_with_next for p in paragraphs[-4:]] == [True] * 4
