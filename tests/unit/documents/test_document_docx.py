"""The DOCX of a document, opened again: structure, looks and everything else as it was."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from PIL import Image

from app.documents.blocks import Block, BlockKind, Cell, Run
from app.documents.document_content import (
    DocumentInfo,
    DocumentLayout,
    Release,
    content,
    from_json,
    to_json,
)
from app.documents.jobs import DoneBlock, Part
from app.documents.readers.docx import read_docx
from app.documents.writers.document_check import Verdict, verify_file
from app.documents.writers.document_docx import write_document_docx
from app.documents.writers.docx_runs import directed, undirected
from app.documents.writers.pdf_scripts import CONTROLS
from glossary.types import TermMatch

TARGETS = {
    "出院小结": "Discharge summary",
    "诊断：高血压3级，很高危": "Diagnosis: grade 3 hypertension, very high risk",
    "低盐饮食": "Low-salt diet",
    "项目": "Item",
    "结果与单位": "Result and unit",
    "血钾": "Potassium",
    "3.5": "3.5",
    "合并": "Merged",
    "仁和医院": "Renhe Hospital",
    "第1页": "Page 1",
    "见图": "See the picture",
}
INFO = DocumentInfo("zh", "en", "仁和医院", "0.1.0", release=Release("Wang Min", "2026-11-22"))


def page_field(paragraph: Any) -> None:
    """A field as word processors write it: begin, instruction, separate, result, end."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            sign = run._r.makeelement(docx.oxml.ns.qn("w:fldChar"))
            sign.set(docx.oxml.ns.qn("w:fldCharType"), kind)
            run._r.append(sign)
        elif kind:
            run.text = kind
        else:
            text = run._r.makeelement(docx.oxml.ns.qn("w:instrText"))
            text.text = " PAGE "
            run._r.append(text)


def original() -> bytes:
    made = docx.Document()
    made.add_heading("出院小结", level=1)
    line = made.add_paragraph("诊断：")
    line.add_run("高血压").bold = True
    line.add_run("3级，")
    line.add_run("很高危").italic = True
    made.add_paragraph("低盐饮食", style="List Bullet")
    table = made.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "结果与单位"
    table.cell(1, 0).text = "血钾"
    table.cell(1, 1).text = "3.5"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "合并"
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "PNG")
    shown = made.add_paragraph("见图")
    shown.add_run().add_picture(io.BytesIO(picture.getvalue()))
    shown.add_run().add_break(WD_BREAK.PAGE)
    section = made.sections[0]
    section.header.paragraphs[0].text = "仁和医院"
    foot = section.footer.paragraphs[0]
    foot.add_run("第")
    page_field(foot)
    foot.add_run("页")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def finished(data: bytes, targets: dict[str, str] = TARGETS) -> list[DoneBlock]:
    done = []
    for block in read_docx(data).blocks:
        terms: tuple[TermMatch, ...] = ()
        if (at := block.text.find("高血压")) >= 0:
            terms = (TermMatch("hypertension", at, at + 3, "高血压", "hypertension"),)
        target = targets[block.text.strip()]
        head, colon, _ = target.partition(": ")
        parts = (Part(0, 3, head + colon.strip()),) if colon else ()
        parts += (Part(3 if colon else 0, len(block.text), target.removeprefix(head + colon)),)
        done.append(DoneBlock(block, target, "settled", terms, parts=parts if colon else ()))
    return done


def structure(data: bytes) -> Counter[tuple[Any, ...]]:
    """Kinds, levels and cells with their spans."""
    return Counter(
        (b.kind, b.level, b.cell and (b.cell.table, b.cell.row, b.cell.column, b.cell.rows,
                                      b.cell.columns))
        for b in read_docx(data).blocks
        if b.kind not in (BlockKind.HEADER, BlockKind.FOOTER)
    )  # fmt: skip


def written(tmp_path: Path, layout: DocumentLayout, info: DocumentInfo = INFO) -> bytes:
    out = tmp_path / "out.docx"
    data = original()
    write_document_docx(data, finished(data), info, out, layout)
    assert [path.name for path in tmp_path.iterdir()] == ["out.docx"]
    return out.read_bytes()


def test_target_only_has_the_structure_pictures_and_looks_of_the_original(tmp_path: Path) -> None:
    data = written(tmp_path, DocumentLayout.TARGET)
    assert structure(data) == structure(original())
    texts = [block.text.strip() for block in read_docx(data).blocks]
    assert set(TARGETS.values()) <= set(texts)
    body = "".join(b.text for b in read_docx(data).blocks if b.kind not in
                   (BlockKind.HEADER, BlockKind.FOOTER))  # fmt: skip
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in body)
    line = next(b for b in read_docx(data).blocks if b.text.startswith("Diagnosis"))
    assert [(run.text, run.bold) for run in line.runs] == [
        ("Diagnosis: grade 3 ", False), ("hypertension", True), (", very high risk", False),
    ]  # fmt: skip
    again = docx.Document(io.BytesIO(data))
    assert len(again.inline_shapes) == 1
    xml = again.element.xml
    assert xml.count('w:type="page"') == 1
    foot = again.sections[0].footer._element.xml
    assert foot.count("PAGE") == 3, "the page field of the original and the two of the frame"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 1


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_bilingual_has_each_translation_below_its_paragraph(tmp_path: Path, lang: str) -> None:
    info = DocumentInfo("zh", lang, "协和医院", release=INFO.release)
    data = written(tmp_path, DocumentLayout.INTERLEAVED, info)
    blocks = read_docx(data).blocks
    texts = [CONTROLS.sub("", block.text).strip() for block in blocks]
    for source, target in TARGETS.items():
        at = texts.index(source)
        assert source == target or target in (texts[at + 1], texts[at + 2])
    assert texts.count("3.5") == 1
    bullets = docx.Document(io.BytesIO(data)).element.xml.count('<w:numId w:val="0"/>')
    assert bullets == 1, "a bullet would be counted twice"
    bidi = docx.Document(io.BytesIO(data)).element.xml.count("<w:bidi/>")
    assert bool(bidi) == (lang == "ar")


def test_every_section_says_who_made_it_who_reviewed_it_and_its_code(tmp_path: Path) -> None:
    data = written(tmp_path, DocumentLayout.TARGET)
    code = content(finished(original()), INFO).code
    section = docx.Document(io.BytesIO(data)).sections[0]
    head = "\n".join(p.text for p in section.header.paragraphs)
    foot = "\n".join(p.text for p in section.footer.paragraphs)
    assert "仁和医院  出院小结" in head
    assert "Discharge summary" in head
    assert "reviewed by Wang Min on 2026-11-22" in foot
    assert code in foot


def test_the_code_tells_what_was_changed(tmp_path: Path, qapp: object) -> None:
    written(tmp_path, DocumentLayout.TARGET)
    out = tmp_path / "out.docx"
    code = content(finished(original()), INFO).code
    assert verify_file(out, code.lower().replace("-", " "), "0.1.0") is Verdict.VALID
    assert verify_file(out, "0000-0000-0000-0000", "0.1.0") is Verdict.WRONG_CODE
    opened = docx.Document(str(out))
    opened.paragraphs[0].text = "Death certificate"
    opened.save(str(out))
    assert verify_file(out, code, "0.1.0") is Verdict.CHANGED
    (tmp_path / "plain.docx").write_bytes(original())
    assert verify_file(tmp_path / "plain.docx", code, "0.1.0") is Verdict.NO_CONTENT


def test_what_failed_is_marked_and_keeps_its_original(tmp_path: Path) -> None:
    data = original()
    done = [DoneBlock(b, "", "failed", error="engine.failed") for b in read_docx(data).blocks]
    write_document_docx(data, done, INFO, tmp_path / "out.docx", DocumentLayout.TARGET)
    texts = [block.text.strip() for block in read_docx((tmp_path / "out.docx").read_bytes()).blocks]
    assert texts.count("[Not translated]") == len(done)
    assert set(TARGETS) <= set(texts)


def test_a_new_docx_has_the_blocks_and_tables_of_another_format(tmp_path: Path) -> None:
    cells = [
        Block("t0.r0.c0", BlockKind.CELL, (Run("项目"),), cell=Cell(0, 0, 0)),
        Block("t0.r0.c1", BlockKind.CELL, (Run("结果"),), cell=Cell(0, 0, 1, 1, 2)),
        Block("t0.r1.c0", BlockKind.CELL, (Run("血钾"),), cell=Cell(0, 1, 0, 2, 1)),
        Block("t0.r2.c2", BlockKind.CELL, (Run("3.5"),), cell=Cell(0, 2, 2)),
    ]
    blocks = [Block("p", BlockKind.HEADING, (Run("检验报告单"),), level=1), *cells]
    words = {"检验报告单": "Laboratory report", "项目": "Item", "结果": "Result",
             "血钾": "Potassium", "3.5": "3.5"}  # fmt: skip
    done = [DoneBlock(b, words[b.text], "settled") for b in blocks]
    for layout in (DocumentLayout.TARGET, DocumentLayout.INTERLEAVED):
        write_document_docx(None, done, INFO, tmp_path / "new.docx", layout)
        again = read_docx((tmp_path / "new.docx").read_bytes()).blocks
        shapes = {b.cell and (b.cell.row, b.cell.column, b.cell.rows, b.cell.columns)
                  for b in again if b.cell}  # fmt: skip
        assert shapes == {(0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 2, 1), (2, 2, 1, 1)}
        assert set(words.values()) <= {b.text for b in again}
        assert (again[2].text == "Laboratory report") is (layout is DocumentLayout.TARGET)


@pytest.mark.parametrize("layout", [DocumentLayout.INTERLEAVED, DocumentLayout.TARGET])
def test_a_corrected_original_is_printed_as_corrected(
    tmp_path: Path, qapp: object, layout: DocumentLayout
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("诊断：")
    paragraph.add_run("左肺结节").bold = True
    paragraph.add_run("，随诊。")
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()
    (block,) = read_docx(data).blocks
    right = replace(block, runs=(Run("诊断："), Run("右肺结节", bold=True), Run("，随诊。")))
    info = DocumentInfo("zh", "en", corrected=1)
    done = [DoneBlock(right, "Diagnosis: right lung nodule, follow up.", "translated")]
    out = tmp_path / "o.docx"
    write_document_docx(data, done, info, out, layout)
    texts = [p.text for p in docx.Document(str(out)).paragraphs]
    assert (right.text in texts) is (layout is DocumentLayout.INTERLEAVED)
    assert block.text not in texts
    bold = [r.text for p in docx.Document(str(out)).paragraphs for r in p.runs if r.bold]
    assert layout is DocumentLayout.TARGET or "右肺结节" in "".join(bold)
    assert verify_file(out, content(done, info).code, "") is Verdict.VALID


def test_the_code_of_a_document_without_corrections_is_as_it_always_was() -> None:
    block = Block("b.p0", BlockKind.PARAGRAPH, (Run("好"),))
    done = [DoneBlock(block, "Good", "translated")]
    plain, mended = (content(done, DocumentInfo("zh", "en", corrected=n)) for n in (0, 1))
    assert b"corrected" not in to_json(plain)
    assert from_json(to_json(mended)).info.corrected == 1
    assert from_json(to_json(plain)) == plain
    assert plain.code != mended.code


def test_amounts_in_arabic_stay_in_reading_order() -> None:
    """Looked at in a word processor: without marks "5 mg" is seen as "mg 5"."""
    text = "خذ 5 mg من amlodipine، ضغطك 140/90 mmHg."
    shown = directed(text)
    for amount in ("5 mg", "amlodipine", "140/90 mmHg"):
        assert f"\u200f\u200e{amount}\u200e\u200f" in shown
    assert undirected(shown) == text
    moved = shown.replace("\u200f\u200e5", "5\u200f\u200e")
    assert undirected(moved) == moved, "marks in other places are not ours"


def test_an_arabic_file_with_amounts_is_what_was_released(tmp_path: Path) -> None:
    first, title, *rest = finished(original())
    title = replace(title, target="خذ 5 mg من amlodipine، ضغطك 140/90 mmHg.")
    blocks = [first, title, *rest]
    info = DocumentInfo("zh", "ar", "协和医院", release=INFO.release)
    layouts = (DocumentLayout.TARGET, DocumentLayout.INTERLEAVED)
    for layout, data in product(layouts, (original(), None)):
        out = tmp_path / f"{layout.value}.docx"
        write_document_docx(data, blocks, info, out, layout)
        assert "\u200f\u200e140/90 mmHg\u200e\u200f" in docx.Document(str(out)).element.xml
        assert verify_file(out, content(blocks, info).code, "") is Verdict.VALID, layout
