"""Makes the sample documents from their texts: ``python -m`` this module, then a folder.

The texts, their reference translations and what must not be lost stand in ``samples.toml``.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.assets import assets_folder

_FONT = str(assets_folder() / "fonts" / "NotoSansSC-Regular.ttf")
SUFFIXES = {"gb18030": "txt", "markdown": "md"}


@dataclass(frozen=True)
class Sample:
    """One document: its lines with references ("=" before what tables and rules must give)."""

    name: str
    format: str
    lines: tuple[tuple[str, str], ...]
    table: tuple[tuple[str, ...], ...]
    settled: tuple[str, ...]
    values: tuple[str, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Cells of the table that are one: row and column of the first and of the last."""
    outside: tuple[str, ...] = ()
    """The first of the lines that stand in header and footer, by their texts."""
    bold: tuple[str, ...] = ()
    """Words that are set bold where they stand."""
    picture: bool = False

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.name}.{SUFFIXES.get(self.format, self.format)}"


def samples() -> list[Sample]:
    """All samples."""
    text = Path(__file__).with_name("samples.toml").read_text(encoding="utf-8")
    return [
        Sample(
            name,
            data["format"],
            tuple((source, reference) for source, reference in data["lines"]),
            tuple(tuple(row) for row in data.get("table", [])),
            tuple(data.get("settled", [])),
            tuple(data["values"]),
            tuple((*cells,) for cells in data.get("merged", [])),
            tuple(data.get("outside", [])),
            tuple(data.get("bold", [])),
            data.get("picture", False),
        )
        for name, data in tomllib.loads(text).items()
    ]


def make(sample: Sample) -> bytes:
    """The file of a sample."""
    makers = {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "png": _png}
    if sample.format in makers:
        return makers[sample.format](sample)
    lines = [source for source, _ in sample.lines]
    if sample.table:
        head, *rows = ("| " + " | ".join(row) + " |" for row in sample.table)
        lines += ["", head, "|" + "---|" * len(sample.table[0]), *rows]
    encoding = "gb18030" if sample.format == "gb18030" else "utf-8"
    return ("\n".join(lines) + "\n").encode(encoding)


def _docx(sample: Sample) -> bytes:
    made = docx.Document()
    for number, (source, _) in enumerate(sample.lines):
        if number == 0:
            made.add_heading(source, level=1)
        elif source in sample.outside:
            part = made.sections[0].footer if source.startswith("第") else made.sections[0].header
            part.paragraphs[0].text = source
        else:
            _paragraph(made.add_paragraph(), source, sample.bold)
    if sample.table:
        table = made.add_table(len(sample.table), len(sample.table[0]), style="Table Grid")
        for top, left, bottom, right in sample.merged:
            table.cell(top, left).merge(table.cell(bottom, right))
        for row, texts in enumerate(sample.table):
            for column, text in enumerate(texts):
                if text:
                    table.cell(row, column).text = text
    if sample.picture:
        image = io.BytesIO()
        Image.new("RGB", (160, 90), "#456789").save(image, "PNG")
        made.add_paragraph().add_run().add_picture(io.BytesIO(image.getvalue()))
    return _saved(made)


def _paragraph(paragraph: Any, source: str, bold: tuple[str, ...]) -> None:
    for part in re.split("|".join(f"({re.escape(word)})" for word in bold) or "$^", source):
        if part:
            paragraph.add_run(part).bold = True if part in bold else None


def _xlsx(sample: Sample) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Sheet1"
    for row, texts in enumerate(sample.table, 1):
        for column, text in enumerate(texts, 1):
            cell = page.cell(row, column)
            try:
                cell.value = float(text)
            except ValueError:
                cell.value = text or None
            else:
                places = len(text.partition(".")[2])
                cell.number_format = "0." + "0" * places if places else "0"
    return _saved(book)


def _pdf(sample: Sample) -> bytes:
    stream = io.BytesIO()
    pdfmetrics.registerFont(TTFont("SC", _FONT))
    made = Canvas(stream, pagesize=(595, 842))
    y = 780
    for number, (source, _) in enumerate(sample.lines):
        made.setFont("SC", 18 if number == 0 else 11)
        made.drawString(50, y, source)
        y -= 34 if number == 0 else 26
    made.setFont("SC", 11)
    for row, texts in enumerate(sample.table):
        for column, text in enumerate(texts):
            made.rect(50 + 115 * column, y - 8 - 24 * row, 115, 24)
            made.drawString(56 + 115 * column, y - 24 * row, text)
    made.save()
    return stream.getvalue()


def _png(sample: Sample) -> bytes:
    image = Image.new("RGB", (1240, 110 + 80 * len(sample.lines)), "white")
    font = ImageFont.truetype(_FONT, 34)
    for row, (source, _) in enumerate(sample.lines):
        ImageDraw.Draw(image).text((80, 50 + 80 * row), source, "black", font)
    return _saved(image, "PNG")


def _saved(made: object, *arguments: str) -> bytes:
    stream = io.BytesIO()
    made.save(stream, *arguments)  # type: ignore[attr-defined]
    return stream.getvalue()


def main(folder: Path) -> None:
    """Write all samples into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples():
        (folder / sample.file_name).write_bytes(make(sample))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
