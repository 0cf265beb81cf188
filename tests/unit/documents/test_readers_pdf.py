"""Text PDFs and scans: reading order, tables, and numbers that a machine has read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.assets import assets_folder
from app.documents.blocks import BlockKind, Document, DocumentError
from app.documents.readers.limits import Limits
from app.documents.readers.read import parse
from app.documents.readers.sniff import kind_of

FONT = assets_folder() / "fonts" / "NotoSansSC-Regular.ttf"
LIMITS = Limits()


def here(data: bytes, limits: Limits = LIMITS, lang: str = "zh") -> Document:
    return parse(data, kind_of(data, "pdf", limits), lang, limits)


def canvas() -> tuple[Canvas, io.BytesIO]:
    stream = io.BytesIO()
    pdfmetrics.registerFont(TTFont("SC", str(FONT)))
    made = Canvas(stream, pagesize=(595, 842))
    made.setFont("SC", 11)
    return made, stream


def report_pdf() -> bytes:
    made, stream = canvas()
    made.setFont("SC", 20)
    made.drawString(200, 790, "检验报告单")
    made.setFont("SC", 11)
    made.drawString(50, 750, "姓名：李明")
    made.drawString(250, 750, "性别：男")
    for row, cells in enumerate([["项目", "结果", "单位"], ["血钾", "3.4", "mmol/L"]]):
        for column, text in enumerate(cells):
            made.rect(50 + 120 * column, 700 - 24 * row, 120, 24)
            made.drawString(56 + 120 * column, 707 - 24 * row, text)
    made.drawString(
        50, 640, "备注：标本轻度溶血，这一行很长很长，一直写到页面右边的边缘才会换到下一行继续"
    )
    made.drawString(50, 624, "写完。")
    made.save()
    return stream.getvalue()


def test_table_paragraphs_and_heading_in_order() -> None:
    blocks = here(report_pdf()).blocks
    assert blocks[0].kind is BlockKind.HEADING
    assert blocks[1].text == "姓名：李明  性别：男"
    cells = [b for b in blocks if b.kind is BlockKind.CELL]
    assert [b.text for b in cells] == ["项目", "结果", "单位", "血钾", "3.4", "mmol/L"]
    assert cells[4].cell is not None
    assert cells[4].cell.column_head == "结果"
    assert blocks[-1].text.endswith("继续写完。")


def test_two_columns_are_read_one_after_the_other() -> None:
    made, stream = canvas()
    for row in range(14):
        for side, x in (("左", 50), ("右", 320)):
            made.drawString(x, 780 - 16 * row, f"{side}栏第 {row + 1} 行 的 文字 在 这里 写 完。")
    made.save()
    text = "".join(block.text for block in here(stream.getvalue()).blocks)
    assert text.rindex("左") < text.index("右")


def test_a_short_piece_in_two_columns_between_a_title_and_a_foot() -> None:
    made, stream = canvas()
    made.drawCentredString(297, 800, "胸部CT检查报告单，请结合临床资料阅读")
    left = ("检查所见：", "左肺下叶见一结节，大小约8mm×6mm，", "边缘光滑。右肺未见异常。")
    right = ("诊断意见：", "1. 左肺下叶结节，建议6个月后复查。", "2. 双侧胸腔无积液。")
    for row, pair in enumerate(zip(left, right, strict=True)):
        made.drawString(50, 760 - 16 * row, pair[0])
        made.drawString(320, 760 - 16 * row, pair[1])
    made.drawCentredString(297, 60, "本报告仅供临床医师参考，不作法律依据")
    made.save()
    text = "".join(block.text for block in here(stream.getvalue()).blocks)
    order = ["胸部CT", *left, *right, "本报告"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_the_fields_of_a_form_are_read_across() -> None:
    made, stream = canvas()
    rows = (
        ("姓名：曾志伟", "性别：男"),
        ("年龄：41岁", "床号：12"),
        ("科室：呼吸内科", "住院号：00123"),
    )
    for row, pair in enumerate(rows):
        made.drawString(50, 760 - 16 * row, pair[0])
        made.drawString(320, 760 - 16 * row, pair[1])
    made.save()
    text = "".join(block.text for block in here(stream.getvalue()).blocks)
    assert text.index("性别") < text.index("年龄")


def test_bad_pdfs_each_have_their_error() -> None:
    data = report_pdf()
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(stream, encryption=pikepdf.Encryption(owner="o", user="u"))
    for broken, limits, code in (
        (stream.getvalue(), LIMITS, "document.encrypted"),
        (b"%PDF-1.4 nothing", LIMITS, "document.damaged"),
        (data, Limits(pages=0), "document.too_many_pages"),
    ):
        with pytest.raises(DocumentError, match=code):
            here(broken, limits)


@pytest.fixture(scope="module")
def picture() -> bytes:
    image = Image.new("RGB", (900, 220), "white")
    font = ImageFont.truetype(str(FONT), 40)
    for row, text in enumerate(["阿司匹林 100 mg 每日1次", "血钾 3.45 mmol/L"]):
        ImageDraw.Draw(image).text((40, 30 + 80 * row), text, "black", font)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_a_photograph_is_read_and_says_so(picture: bytes) -> None:
    blocks = here(picture).blocks
    text = "".join(block.text for block in blocks)
    assert all(block.from_ocr for block in blocks)
    assert "阿司匹林" in text
    assert "3.45" in text


def test_a_scanned_page_in_a_pdf_is_read(picture: bytes, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    Image.open(io.BytesIO(picture)).save(path)
    assert len(pypdfium2.PdfDocument(path)) == 1
    document = here(path.read_bytes())
    assert document.warnings == ("pdf.scanned_pages",)
    assert "100" in document.blocks[0].text
    with pytest.raises(DocumentError, match=r"document\.too_many_pages"):
        here(path.read_bytes(), Limits(scanned_pages=0))


def test_a_script_without_a_reader_is_named(picture: bytes) -> None:
    with pytest.raises(DocumentError, match=r"document\.ocr_language: lang=ru"):
        here(picture, lang="ru")


def test_a_damaged_picture_is_one_error(picture: bytes) -> None:
    with pytest.raises(DocumentError, match=r"document\.damaged"):
        here(picture[:300])
