"""The bilingual DOCX, opened again: the original whole, each translation below its paragraph."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from app.documents.blocks import BlockKind
from app.documents.jobs import DoneBlock
from app.documents.readers.docx import read_docx
from app.documents.writers.document_docx import write_document_docx


def original() -> bytes:
    made = docx.Document()
    made.add_heading("出院小结", level=1)
    made.add_paragraph().add_run("高血压").bold = True
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "血钾"
    table.cell(0, 1).text = "3.5"
    made.sections[0].header.paragraphs[0].text = "仁和医院"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_translations_stand_below_and_the_original_stays(tmp_path: Path, lang: str) -> None:
    data = original()
    targets = {"出院小结": "Discharge summary", "高血压": "Hypertension", "血钾": "Potassium",
               "3.5": "3.5", "仁和医院": "Renhe Hospital"}  # fmt: skip
    blocks = read_docx(data).blocks
    done = {b.id: DoneBlock(b, targets[b.text], "settled") for b in blocks}
    out = tmp_path / "out.docx"
    write_document_docx(data, done, lang, out)
    again = read_docx(out.read_bytes()).blocks
    texts = [block.text for block in again]
    for source, target in targets.items():
        at = texts.index(source)
        assert source == target or texts[at + 1] == target
        assert again[at + (source != target)].kind is again[at].kind
    assert texts.count("3.5") == 1
    bold = next(block for block in again if block.text == "Hypertension")
    assert bold.runs[0].bold
    assert [b.kind for b in again].count(BlockKind.CELL) == 3
    assert list(tmp_path.iterdir()) == [out]


def test_what_failed_is_marked_and_has_no_text(tmp_path: Path) -> None:
    data = original()
    done = {b.id: DoneBlock(b, "", "failed", error="engine.failed") for b in read_docx(data).blocks}
    write_document_docx(data, done, "en", tmp_path / "out.docx")
    texts = [block.text for block in read_docx((tmp_path / "out.docx").read_bytes()).blocks]
    assert texts.count("[Not translated]") == len(done)
