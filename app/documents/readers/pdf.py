"""PDF: text in reading order, tables by their rules, scanned pages through recognition.

pdfium says whether a file can be opened and renders pages; pdfplumber finds tables and words.
"""

from __future__ import annotations

import io
import re
import statistics
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run, grid_blocks
from app.documents.readers.limits import Limits
from app.documents.readers.lines import Word, in_reading_order, paragraphs

_PASSWORD = "password"
_LEAST_LETTERS = 12
"""A page with fewer letters than this and a picture on it is a scan."""
_ITEM = re.compile(r"^(?:[-•·▪]|\d{1,3}[.、)）](?!\d)|[(（]\d{1,3}[)）])")


def read_pdf(
    data: bytes, lang: str, limits: Limits, page_done: Callable[[], None] | None = None
) -> Document:
    """The blocks of a PDF. Raises DocumentError."""
    import pdfplumber

    scans = _look(data, limits)
    blocks: list[Block] = []
    tables = 0
    warnings: dict[str, None] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            for number, page in enumerate(opened.pages, 1):
                found = _page(page, number, tables)
                letters = sum(c.isalnum() for block in found for c in block.text)
                if letters < _LEAST_LETTERS and page.images:
                    scans -= 1
                    if scans < 0:
                        raise DocumentError("document.too_many_pages", pages=limits.scanned_pages)
                    found = _scanned(data, number, lang, tables)
                    warnings["pdf.scanned_pages"] = None
                tables = 1 + max((b.cell.table for b in found if b.cell), default=tables - 1)
                blocks += found
                page.close()
                if page_done is not None:
                    page_done()
            pages = len(opened.pages)
    except DocumentError:
        raise
    except Exception as error:  # the library answers damage with errors of many kinds
        raise DocumentError("document.damaged", what=type(error).__name__) from error
    return Document("pdf", tuple(_without_repeats(blocks, pages)), pages, tuple(warnings))


def _look(data: bytes, limits: Limits) -> int:
    """Open the file once; gives how many scanned pages are allowed. Raises DocumentError."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = _PASSWORD in str(error).lower()
        code = "document.encrypted" if encrypted else "document.damaged"
        raise DocumentError(code) from error
    try:
        if len(document) > limits.pages:
            raise DocumentError("document.too_many_pages", pages=limits.pages)
        if not len(document):
            raise DocumentError("document.no_text")
    finally:
        document.close()
    return limits.scanned_pages


def _page(page: Any, number: int, tables: int) -> list[Block]:
    """The blocks of a page with text, tables where they stand between the paragraphs."""
    found = [table for table in page.find_tables() if _is_table(table.extract())]
    boxes = [table.bbox for table in found]
    words = [
        Word(_folded(word["text"]), word["x0"], word["top"], word["x1"], word["bottom"])
        for word in page.extract_words(keep_blank_chars=False, use_text_flow=False, x_tolerance=2)
        if not any(_inside(word, box) for box in boxes)
    ]
    placed: list[tuple[float, list[Block]]] = []
    for at, table in enumerate(found):
        rows = [[_folded((cell or "").strip()) for cell in row] for row in table.extract()]
        placed.append((table.bbox[1], grid_blocks(tables + at, rows, page=number)))
    for at, (top, text, size) in enumerate(paragraphs(in_reading_order(words, page.width), boxes)):
        placed.append((top, [_block(text, size, words, number, at)]))
    if boxes:
        # Python's sort is stable: paragraphs of one height keep their order.
        placed.sort(key=lambda item: item[0])
    return [block for _, part in placed for block in part]


def _block(text: str, size: float, words: Sequence[Word], page: int, at: int) -> Block:
    usual = statistics.median(word.bottom - word.top for word in words)
    name = f"p{page}.{at}"
    if size > 1.25 * usual and len(text) < 80:
        return Block(name, BlockKind.HEADING, (Run(text, bold=True),), 1, page)
    kind = BlockKind.LIST_ITEM if _ITEM.match(text) else BlockKind.PARAGRAPH
    return Block(name, kind, (Run(text),), 0, page)


def _scanned(data: bytes, page: int, lang: str, tables: int) -> list[Block]:
    import pypdfium2

    from app.documents.readers.ocr import recognise

    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[page - 1].render(scale=200 / 72)
        return recognise(bitmap.to_numpy(), lang, page, tables)
    finally:
        document.close()


def _is_table(rows: Sequence[Sequence[str | None]]) -> bool:
    return len(rows) >= 2 and max(len(row) for row in rows) >= 2


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _folded(text: str) -> str:
    """Kangxi radicals and compatibility forms that some programs write for Chinese characters."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" or "\uf900" <= c <= "\ufaff"
        else c
        for c in text
    )  # fmt: skip


def _without_repeats(blocks: Sequence[Block], pages: int) -> list[Block]:
    """Lines that stand at the same place of every page are heads and feet: once is enough."""
    if pages < 3:
        return list(blocks)
    counts: dict[str, set[int]] = {}
    for block in blocks:
        counts.setdefault(block.text, set()).add(block.page)
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.cell is None and len(counts[block.text]) == pages:
            if block.text in seen:
                continue
            seen.add(block.text)
            block = replace(block, kind=BlockKind.HEADER)
        kept.append(block)
    return kept
