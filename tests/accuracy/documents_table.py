"""What the sample documents lose on their way through the program, with the installed model.

``python tests/accuracy/documents_table.py`` reads each sample, translates it from Chinese to
English with the starter pack, writes a DOCX and a PDF, reads those again and counts: blocks and
table cells that are not there, and values of the original that its translation does not have.
What counts as a value is told here, without the program's own checks.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import headless_gui, translation_pack
from app.documents.blocks import Block, Document
from app.documents.document_content import DocumentInfo, DocumentLayout, Release
from app.documents.jobs import DocumentJob, DoneBlock
from app.documents.protect import Pair
from app.documents.readers.limits import Limits
from app.documents.readers.read import parse
from app.documents.readers.sniff import kind_of
from app.documents.writers.document_docx import write_document_docx
from app.documents.writers.document_pdf import write_document_pdf
from app.engine.engine import Engine
from app.engine.in_process import InProcessEngine
from app.profile import open_profile
from app.settings import Settings
from glossary.termbase import standard
from tests.golden.documents.make_samples import Sample, make, samples

COLUMNS = ("blocks", "cells", "numbers", "units", "dates", "drugs", "sides")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_CODE = re.compile(r"(?<![\w.])[A-Z]{1,4}[\w-]*\d[\w-]*|(?<![\d.])\d{6,}(?![\d.])", re.ASCII)
_UNIT = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*(mmHg|mmol/L|mg/L|g/L|mg|kg|g|ml|mm|cm|%|℃|岁|天|日|周|个月|月|年|"
    r"小时|分钟|次)",
    re.ASCII,
)
_SAID = {
    "岁": "year", "天": "day", "日": "dai|day", "周": "week", "个月": "month", "月": "month",
    "年": "year", "小时": "hour", "分钟": "min", "次": "time|once|twice|daily", "℃": "℃|°|degree",
    "%": "%|percent|per cent",
}  # fmt: skip
_WORDS = {"1": "one|once|a|an", "2": "two|twice", "3": "three", "4": "four", "5": "five",
          "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten"}  # fmt: skip
_TIMES = {"1": "once", "2": "twice"}
_SIDES = {"左": "left", "右": "right", "双侧": "both|bilateral", "两侧": "both|bilateral"}


@dataclass(frozen=True, slots=True)
class Row:
    """One sample: what was there and what of it is lost, by column; ``lost`` names it."""

    name: str
    there: Counter[str]
    lost: tuple[tuple[str, str], ...]

    def count(self, column: str) -> int:
        """How much of a column is lost."""
        return sum(what == column for what, _ in self.lost)


def values(source: str) -> Iterator[tuple[str, str, Callable[[str], bool]]]:
    """(column, what, whether a translation has it) for each value of a Chinese text."""
    rest = source
    for found in _DATE.finditer(source):
        wanted = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        yield "dates", found[0], _has(re.escape(wanted))
    rest = _DATE.sub(" ", rest)
    for found in _CODE.finditer(rest):
        yield "numbers", found[0], _has(re.escape(found[0]))
    rest = _CODE.sub(" ", rest)
    for number in _NUMBER.findall(rest):
        yield "numbers", number, _has(_number(number))
    for number, unit in _UNIT.findall(rest):
        said = _SAID.get(unit, re.escape(unit))
        pattern = rf"(?:{_number(number)})[^\d]{{0,40}}?(?:{said})"
        if unit == "次" and number in _TIMES:
            pattern += f"|{_TIMES[number]}"
        yield "units", number + unit, _has(pattern)
    for match in standard().find(source, "zh", "en"):
        if match.semantic_type == "drug" and not match.fuzzy:
            yield "drugs", match.term, _has("|".join(map(re.escape, match.accepted)))
    for sign, said in _SIDES.items():
        for _ in re.findall(sign, source):
            yield "sides", sign, _has(said)


def _number(number: str) -> str:
    word = _WORDS.get(number)
    digits = rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)"
    return rf"{digits}|\b(?:{word})\b" if word else digits


def _has(pattern: str) -> Callable[[str], bool]:
    return lambda target: re.search(pattern, target, re.IGNORECASE) is not None


def measure(sample: Sample, engine: Engine, folder: Path) -> Row:
    """Send one sample through everything."""
    data, limits = make(sample), Limits()
    kind = kind_of(data, sample.file_name.rpartition(".")[2], limits)
    document = parse(data, kind, "zh", limits)
    pair = Pair("zh", "en", lambda text: standard().find(text, "zh", "en"))
    done = {made.block.id: made for made in DocumentJob(document, pair, engine).run()}
    blocks = [done[block.id] for block in document.blocks if block.id in done]
    there: Counter[str] = Counter(blocks=len(document.blocks))
    lost = [("blocks", b.text) for b in document.blocks if b.id not in done]
    for made in blocks:
        for column, what, has in values(made.block.text):
            there[column] += 1
            if not has(made.target):
                lost.append((column, f"{what} in {made.target!r}"))
    original = data if kind == "docx" else None
    lost += _written(document, blocks, original, folder)
    there["cells"] = sum(block.cell is not None for block in document.blocks)
    return Row(sample.name, there, tuple(lost))


def _written(
    document: Document, blocks: Sequence[DoneBlock], original: bytes | None, folder: Path
) -> list[tuple[str, str]]:
    """What the files that are written do not have."""
    # A draft's mark lies across the text and would be read in the middle of it.
    info = DocumentInfo("zh", "en", release=Release("Reviewer", "2026-01-31"))
    word, pages = folder / "out.docx", folder / "out.pdf"
    write_document_docx(original, blocks, info, word, DocumentLayout.TARGET)
    again = parse(word.read_bytes(), "docx", "en", Limits())
    lost = [("blocks", text) for text in _missing(blocks, [b.text for b in again.blocks])]
    lost += [("cells", str(key)) for key in set(_shape(document)) ^ set(_shape(again))]
    for layout in DocumentLayout:
        write_document_pdf(blocks, info, pages, layout)
        text = _pdf_text(pages.read_bytes())
        for made in blocks:
            for side in (made.block.text, made.target):
                if _squeezed(side) not in text:
                    lost.append(("blocks", f"{side} ({layout.value})"))
    return lost


def _missing(blocks: Sequence[DoneBlock], texts: Sequence[str]) -> list[str]:
    wanted = Counter(_squeezed(made.target) for made in blocks)
    return list((wanted - Counter(map(_squeezed, texts))).elements())


def _shape(document: Document) -> list[tuple[int, ...]]:
    """Every cell with its place and its spans."""

    def place(block: Block) -> tuple[int, ...]:
        cell = block.cell
        assert cell is not None
        return cell.table, cell.row, cell.column, cell.rows, cell.columns

    return [place(block) for block in document.blocks if block.cell is not None]


def _pdf_text(data: bytes) -> str:
    """The text of all pages without spaces: left halves, right halves, whole pages."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        texts = [page.get_textpage() for page in opened]
        middle = opened[0].get_width() / 2
        # Columns side by side are read one after the other, tables right across.
        parts = [{"right": middle}, {"left": middle}, {}]
        read = [text.get_text_bounded(**part) for part in parts for text in texts]
    finally:
        opened.close()
    return _squeezed("".join(read))


def _squeezed(text: str) -> str:
    """Without spaces and hyphens: those at a line's end are read as signs of their own."""
    return re.sub(r"[\s\x02\u2060\ufffe-]+", "", text)


def rows() -> list[Row]:
    """The rows of all samples."""
    headless_gui()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = open_profile(folder / "profile")
        pack = translation_pack(profile, Settings(profile.settings), "zh", "en")
        engine = InProcessEngine()
        try:
            engine.load([pack])
            return [measure(sample, engine, folder) for sample in samples()]
        finally:
            engine.close()


def table(measured: Sequence[Row]) -> str:
    """The table: of each column what is lost, of how much there is."""
    lines = [f"{'document':24}" + "".join(f"{column:>12}" for column in COLUMNS)]
    total = Row(
        "all", sum((row.there for row in measured), Counter()),
        tuple(item for row in measured for item in row.lost),
    )  # fmt: skip
    for row in (*measured, total):
        cells = (f"{row.count(column)} / {row.there[column]}" for column in COLUMNS)
        lines.append(f"{row.name:24}" + "".join(f"{cell:>12}" for cell in cells))
    lines += [
        f"lost in {row.name}: {what}: {which}" for row in measured for what, which in row.lost
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write("lost / there, with the starter translation pack, zh to en\n" + table(rows()))
    sys.stdout.write("\n")
