"""Readers: what stands in a file comes out as blocks; what is wrong with a file is one error."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.blocks import BlockKind, Document, DocumentError
from app.documents.readers.limits import Limits
from app.documents.readers.plain_text import read_text
from app.documents.readers.read import parse, read_document
from app.documents.readers.sniff import kind_of
from app.documents.readers.xlsx import NO_VALUE, shown

LIMITS = Limits()


def code_of(data: bytes, extension: str = "docx", limits: Limits = LIMITS) -> str:
    """The error that these bytes give."""
    with pytest.raises(DocumentError) as caught:
        parse(data, kind_of(data, extension, limits), "zh", limits)
    return caught.value.code


def here(data: bytes, kind: str, lang: str = "zh") -> Document:
    return parse(data, kind, lang, LIMITS)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def word() -> bytes:
    made = docx.Document()
    made.add_heading("出院小结", level=1)
    paragraph = made.add_paragraph("诊断：")
    paragraph.add_run("高血压").bold = True
    paragraph.add_run("3级")
    made.add_paragraph("低盐饮食", style="List Bullet")
    table = made.add_table(rows=3, cols=3)
    for at, text in enumerate(["项目", "结果", "单位", "血钾", "3.5", "mmol/L"]):
        table.cell(at // 3, at % 3).text = text
    table.cell(2, 0).merge(table.cell(2, 2)).text = "合并说明"
    made.sections[0].header.paragraphs[0].text = "仁和医院"
    made.sections[0].footer.paragraphs[0].text = "第1页"
    return saved(made)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["项目", "结果"], ["血糖", 5.6], ["比值", "=B2/2"]):
        page.append(row)
    page["B2"].number_format = "0.00"
    return saved(book)


def test_word_keeps_kinds_runs_cells_and_what_stands_outside_the_body() -> None:
    document = here(word(), "docx")
    kinds = {block.text: block.kind for block in document.blocks}
    assert kinds["出院小结"] is BlockKind.HEADING
    assert kinds["低盐饮食"] is BlockKind.LIST_ITEM
    assert kinds["仁和医院"] is BlockKind.HEADER
    assert kinds["第1页"] is BlockKind.FOOTER
    line = next(block for block in document.blocks if block.text == "诊断：高血压3级")
    assert [(run.text, run.bold) for run in line.runs] == [
        ("诊断：", False), ("高血压", True), ("3级", False),
    ]  # fmt: skip
    value = next(block for block in document.blocks if block.text == "3.5")
    assert value.cell is not None
    assert (value.cell.row_head, value.cell.column_head) == ("血钾", "结果")
    merged = next(block for block in document.blocks if block.text == "合并说明")
    assert merged.cell is not None
    assert merged.cell.columns == 3
    assert len({block.id for block in document.blocks}) == len(document.blocks)


def test_sheet_shows_numbers_as_the_sheet_does_and_flags_what_was_never_calculated() -> None:
    blocks = {block.id: block for block in here(sheet(), "xlsx").blocks}
    assert blocks["t0.r1.c1"].text == "5.60"
    assert blocks["t0.r2.c1"].doubt == NO_VALUE


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [(5.6, "0.00", "5.60"), (0.125, "0.0%", "12.5%"), (1234.5, "#,##0.0", "1,234.5"),
     (7.0, "General", "7"), (0.1 + 0.2, "General", "0.3")],
)  # fmt: skip
def test_numbers_of_a_sheet(value: float, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_in_any_encoding(encoding: str) -> None:
    text = "主诉：反复胸痛3天，加重1小时。\n既往史：高血压病史10年。"
    assert [b.text for b in read_text(text.encode(encoding), "zh").blocks] == text.split("\n")


def test_russian_text_from_before_unicode() -> None:
    text = "Жалобы: боль в груди в течение трёх дней."
    assert read_text(text.encode("cp1251"), "ru").blocks[0].text == text


def test_markdown_table_list_and_emphasis() -> None:
    text = (
        "# 检验报告\n\n| 项目 | 结果 |\n|---|---|\n| 血钾 | 3.5 |\n\n- **阿司匹林** 100 mg\n1. 复查"
    )
    blocks = read_text(text.encode(), "zh", markdown=True).blocks
    assert [b.kind.value for b in blocks] == ["heading", *["cell"] * 4, "list_item", "list_item"]
    assert blocks[-2].runs[0].bold
    assert blocks[-1].text == "1. 复查"


def test_a_dose_at_the_beginning_of_a_line_is_no_list_number() -> None:
    assert read_text("2.5 mg 每日一次".encode(), "zh").blocks[0].kind is BlockKind.PARAGRAPH


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def test_bad_files_each_have_their_error() -> None:
    hostile = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    assert code_of(b"  ") == "document.empty"
    assert code_of(b"MZ\x90\x00" + b"\0" * 60, "docx") == "document.not_a_document"
    assert code_of(b"\x7fELF" + b"\0" * 60, "txt") == "document.not_a_document"
    assert code_of(word()[:2000]) == "document.damaged"
    assert code_of(archive(a_xml=b"<a/>")) == "document.not_a_document"
    assert code_of(archive(word__document_xml=hostile)) == "document.hostile_xml"
    assert code_of(archive(word__document_xml=b"<a>")) == "document.damaged"
    assert code_of(archive(word__document_xml=b"<a/>")) == "document.damaged"
    assert code_of(archive(word__document_xml=b" " * 50_000_000)) == "document.bomb"
    macros = {"word__document_xml": b"<a/>", "word__vbaProject.bin": b"x"}
    assert code_of(archive(**macros)) == "document.macros"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert code_of(ole, "doc") == "document.old_format"
    assert code_of(ole + "EncryptedPackage".encode("utf-16-le")) == "document.encrypted"
    assert code_of("主诉：胸痛".encode(), "docx") == "document.damaged"
    assert code_of(b"abc\x00def", "txt") == "document.not_text"
    assert code_of(word(), limits=Limits(file_bytes=10)) == "document.too_large"
    assert code_of(word(), limits=Limits(blocks=2)) == "document.too_long"
    assert code_of(sheet(), limits=Limits(rows=2)) == "document.too_many_rows"


def test_reading_happens_in_a_process_that_may_be_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(word())
    assert read_document(path, "zh") == here(word(), "docx")
    with pytest.raises(DocumentError, match=r"document\.timeout"):
        read_document(path, "zh", Limits(seconds=0.0))
    with pytest.raises(DocumentError, match=r"document\.missing"):
        read_document(tmp_path / "none.docx", "zh")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("make", [word, sheet], ids=["docx", "xlsx"])
@settings(max_examples=15, deadline=None)
@given(at=st.floats(0, 0.999), change=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_damaged_files_give_blocks_or_one_error(
    make: object, at: float, change: bytes, cut: bool
) -> None:
    data = make()  # type: ignore[operator]
    place = int(at * len(data))
    broken = data[:place] + change + (b"" if cut else data[place + len(change) :])
    with contextlib.suppress(DocumentError):
        assert parse(broken, kind_of(broken, "docx", LIMITS), "zh", LIMITS).blocks
