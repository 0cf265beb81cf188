"""DOCX: headings, paragraphs with their runs, lists, tables, headers, footers, notes, boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run
from app.documents.readers.docx_walk import R, T, flat, walk

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|Заголовок|titre|título)\s*(\d)", re.IGNORECASE)
_OFF = ("0", "false", "none", "off")
_SIGNS = {
    "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip


def open_docx(data: bytes) -> Any:
    """The python-docx document. Raises DocumentError ``document.damaged``."""
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # the library answers damage with errors of many kinds
        raise DocumentError("document.damaged", what=type(error).__name__) from error


def read_docx(data: bytes) -> Document:
    """The blocks of a DOCX; paragraphs without text are left out. Raises DocumentError."""
    document = open_docx(data)
    styles = _styles(document)
    blocks = []
    for place in walk(document):
        runs = runs_of(place.element)
        if not "".join(run.text for run in runs).strip():
            continue
        kind, level = _kind(place.element, styles)
        if place.part is not BlockKind.PARAGRAPH:
            kind, level = place.part, 0
        if place.cell is not None:
            kind, level = BlockKind.CELL, 0
        blocks.append(Block(place.id, kind, runs, level, cell=place.cell))
    body = document.element.body
    pictures = next(body.iter(_W + "drawing", _W + "pict"), None) is not None
    return Document("docx", tuple(blocks), warnings=("docx.pictures",) if pictures else ())


def runs_of(paragraph: Any) -> tuple[Run, ...]:
    """The runs of a paragraph, those of one look joined."""
    joined: list[Run] = []
    for element in run_elements(paragraph):
        text = run_text(element)
        bold, italic, underline = (_is_on(element, name) for name in ("b", "i", "u"))
        if not text:
            continue
        last = joined[-1] if joined else None
        if last is not None and (last.bold, last.italic, last.underline) == (
            bold, italic, underline,
        ):  # fmt: skip
            joined[-1] = Run(last.text + text, bold, italic, underline)
        else:
            joined.append(Run(text, bold, italic, underline))
    return tuple(joined)


def run_elements(paragraph: Any) -> Iterator[Any]:
    """The run elements of a paragraph, without those of text boxes inside it."""
    return (child for child in flat(paragraph) if child.tag == R)


def run_text(run: Any) -> str:
    """What a run says."""
    parts = []
    for child in run:
        if child.tag == T:
            parts.append(child.text or "")
        elif isinstance(child.tag, str):
            parts.append(_SIGNS.get(child.tag.removeprefix(_W), ""))
    return "".join(parts)


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(_W + "val", "1") not in _OFF


def _styles(document: Any) -> dict[str, Any]:
    try:
        return {style.style_id: style for style in document.styles}
    except Exception:  # noqa: BLE001 - without readable styles everything is a paragraph
        return {}


def _kind(paragraph: Any, styles: dict[str, Any]) -> tuple[BlockKind, int]:
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return BlockKind.PARAGRAPH, 0
    outline = properties.find(_W + "outlineLvl")
    if outline is not None and outline.get(_W + "val", "9") in "012345":
        return BlockKind.HEADING, int(outline.get(_W + "val")) + 1
    style = properties.find(_W + "pStyle")
    named = styles.get(style.get(_W + "val", "")) if style is not None else None
    name = str(named.name or "") if named is not None else ""
    if found := _HEADING.search(name):
        return BlockKind.HEADING, int(found[1])
    if name.lower() in ("title", "标题"):
        return BlockKind.HEADING, 0
    numbering = properties.find(_W + "numPr")
    if numbering is not None or name.lower().startswith("list"):
        level = numbering.find(_W + "ilvl") if numbering is not None else None
        value = level.get(_W + "val", "0") if level is not None else "0"
        return BlockKind.LIST_ITEM, int(value) if value.isdigit() else 0
    return BlockKind.PARAGRAPH, 0
