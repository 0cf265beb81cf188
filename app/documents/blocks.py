"""Blocks of a case document: what a reader gives, a job translates and a writer puts back.

A block is the smallest piece with an identity of its own: a heading, a paragraph, a list item or
one paragraph of a table cell. Its id is the same every time the same file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import AppError


class DocumentError(AppError):
    """A document cannot be read or written. Codes begin with ``document.``."""


class BlockKind(StrEnum):
    """What a block is. The names are part of the report."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell stands; rows and columns count from 0, spans from 1.

    ``row_head`` and ``column_head`` are the texts of the cells that say what is in the row and in
    the column; empty where there are none.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    row_head: str = ""
    column_head: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``page`` counts from 1 (0: not known), ``level`` is that of a heading or list.

    ``from_ocr`` says that a machine has read it off a picture. ``doubt`` is a stable key for what
    a person has to look at already before any translation (``xlsx.formula_without_value``).
    """

    id: str
    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0
    page: int = 0
    cell: Cell | None = None
    from_ocr: bool = False
    doubt: str = ""

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. ``format`` is "docx", "pdf", "xlsx", "text", "markdown", "image".

    ``warnings`` are stable keys of what could not be read (``docx.pictures``).
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int = 0
    warnings: tuple[str, ...] = ()


def grid_blocks(
    table: int,
    rows: Sequence[Sequence[str]],
    *,
    page: int = 0,
    from_ocr: bool = False,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
    doubts: dict[tuple[int, int], str] | None = None,
) -> list[Block]:
    """The cells of a table without runs of its own, row by row, with their heads.

    Cells without text are left out. ``spans`` gives (rows, columns) of merged cells at their
    upper left corner.
    """
    spans, doubts = spans or {}, doubts or {}
    blocks = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            doubt = doubts.get((row, column), "")
            if not text.strip() and not doubt:
                continue
            high, wide = spans.get((row, column), (1, 1))
            cell = Cell(table, row, column, high, wide, *heads(rows, row, column))
            blocks.append(
                Block(
                    f"t{table}.r{row}.c{column}", BlockKind.CELL, (Run(text.strip()),),
                    page=page, cell=cell, from_ocr=from_ocr, doubt=doubt,
                )
            )  # fmt: skip
    return blocks


def heads(rows: Sequence[Sequence[str]], row: int, column: int) -> tuple[str, str]:
    """The texts at the head of a cell's row and of its column; none for the heads themselves."""
    row_head = rows[row][0].strip() if column and rows[row] else ""
    first = rows[0] if rows else ()
    column_head = first[column].strip() if row and column < len(first) else ""
    return row_head, column_head
