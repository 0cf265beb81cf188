"""Small parts of a DOCX that python-docx has no words for: directions, fonts, shading, fields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.documents.writers.pdf_scripts import is_rtl, ltr_runs

LRM, RLM = "\u200e", "\u200f"
_FONTS = {"zh": "Noto Sans SC", "ja": "Noto Sans JP", "ko": "Noto Sans KR"}
_COMPLEX = {"ar": "Noto Sans Arabic", "th": "Noto Sans Thai", "hi": "Noto Sans Devanagari"}
_LOCALES = {"zh": "zh-CN", "en": "en-US", "ru": "ru-RU", "ar": "ar-SA", "ko": "ko-KR",
            "ja": "ja-JP", "fr": "fr-FR", "es": "es-ES", "th": "th-TH", "hi": "hi-IN"}  # fmt: skip
_MARGIN_CM = 1.8


def new_document() -> Any:
    """An A4 page with our margins."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(10)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Noto Sans"
        fonts = style.element.rPr.rFonts
        # Fonts of the theme would win over those of the runs.
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    return document


def paragraph(
    place: Any,
    text: str,
    lang: str,
    size: float,
    *,
    bold: bool = False,
    color: int = 0x15202B,
    with_next: bool = False,
) -> Any:
    """A paragraph at the end of a document, header or footer; ``with_next``: never the last one
    of a page."""
    made = place.add_paragraph()
    made.paragraph_format.keep_with_next = with_next or None
    _fill(made, text, lang, size, bold=bold, color=color)
    return made


def write(
    cell: Any,
    text: str,
    lang: str,
    size: float,
    *,
    first: bool = False,
    under: bool = False,
    bold: bool = False,
    strike: bool = False,
    color: int = 0x15202B,
    spans: Sequence[tuple[int, int]] = (),
    notes: Sequence[tuple[int, int]] = (),
) -> None:
    """A paragraph in a cell; the ``first`` takes the empty one that every cell has.

    ``spans`` of the text are underlined, ``notes`` stand above the line. ``under``: on the left
    whatever the language, below what stands there.
    """
    made = cell.paragraphs[0] if first else cell.add_paragraph()
    if under and is_rtl(lang):
        # In a paragraph from right to left "right" is its end.
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _fill(made, text, lang, size, bold=bold, strike=strike, color=color, spans=spans, notes=notes)


def _fill(
    made: Any,
    text: str,
    lang: str,
    size: float,
    *,
    bold: bool = False,
    strike: bool = False,
    color: int = 0,
    spans: Sequence[tuple[int, int]] = (),
    notes: Sequence[tuple[int, int]] = (),
) -> None:
    rtl = is_rtl(lang)
    if rtl:
        properties = made._p.get_or_add_pPr()
        properties.insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
            "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr",
        )  # fmt: skip
    ltr = ltr_runs(text) if rtl else []
    cuts = sorted({0, len(text), *(place for span in (*spans, *notes, *ltr) for place in span)})
    for start, end in pairwise(cuts):
        whole = _inside(start, end, ltr)
        # Not isolates, which not every word processor knows: outside like Arabic, inside like
        # Latin. Otherwise "140/90 mmHg" would be read as "mmHg 140/90".
        before = RLM + LRM if any(start == first for first, _ in ltr) else ""
        after = LRM + RLM if any(end == last for _, last in ltr) else ""
        run = made.add_run(before + text[start:end] + after)
        run.bold, run.font.strike = bold, strike or None
        run.font.underline = _inside(start, end, spans) or None
        run.font.superscript = _inside(start, end, notes) or None
        run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(f"{color:06X}")
        _script(run, lang, size, bold=bold, rtl=rtl and not whole)


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _script(run: Any, lang: str, size: float, *, bold: bool, rtl: bool) -> None:
    """Fonts, direction and language of a run; complex scripts have their size under other names."""
    base = lang.split("-")[0].lower()
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), "Noto Sans")
    fonts.set(qn("w:eastAsia"), _FONTS.get(base, "Noto Sans SC"))
    fonts.set(qn("w:cs"), _COMPLEX.get(base, "Noto Sans"))
    if base in _FONTS:
        fonts.set(qn("w:hint"), "eastAsia")
    run.font.cs_bold = bold or None
    half_points = OxmlElement("w:szCs")
    half_points.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(half_points)
    if rtl or base in _COMPLEX:
        run.font.rtl = rtl or None
        run.font.complex_script = None if rtl else True
    language = OxmlElement("w:lang")
    locale = _LOCALES.get(base, base)
    key = "w:bidi" if rtl else "w:eastAsia" if base in _FONTS else "w:val"
    language.set(qn(key), locale)
    properties.append(language)


def table(document: Any, columns: Sequence[float], *, lines: bool) -> Any:
    """A table without rows; ``columns`` are widths in centimetres."""
    made = document.add_table(rows=0, cols=len(columns))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    if lines:
        made.style = document.styles["Table Grid"]
    for column, width in zip(made.columns, columns, strict=True):
        column.width = Cm(width)
    return made


def whole_row(made: Any) -> Any:
    """A new row that no page break goes through."""
    row = made.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def repeat(row: Any) -> None:
    """The row stands at the head of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def mirror(made: Any) -> None:
    """Columns from right to left."""
    properties = made._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    visual = OxmlElement("w:bidiVisual")
    if style is not None:
        style.addnext(visual)
    else:
        properties.insert(0, visual)


def shade(cell: Any, color: int) -> None:
    """The cell's ground."""
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), f"{color:06X}")
    properties.append(shading)


def line_above(cell: Any) -> None:
    """A line to sign on."""
    borders, top = OxmlElement("w:tcBorders"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("color", "15202B")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    cell._tc.get_or_add_tcPr().append(borders)


def page_numbers(made: Any) -> None:
    """ "page / pages" at the end of a paragraph."""
    made.add_run("    ")
    for place, code in enumerate(("PAGE", "NUMPAGES")):
        if place:
            made.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        made._p.append(field)
