"""XLSX: laboratory tables, one table a sheet, with the numbers as the sheet shows them."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from typing import Any

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run, grid_blocks
from app.documents.readers.limits import Limits

_FIXED = re.compile(r"^(#,##)?0(?:\.(0+))?(%?)(?:_.*|\\.*)?$")
_UNNAMED = re.compile(r"^(?:sheet|工作表|シート|시트|лист|ورقة|feuil|hoja)\s?\d*$", re.IGNORECASE)
"""Names that a program gives by itself: no heading of anything."""
NO_VALUE = "xlsx.formula_without_value"


def read_xlsx(data: bytes, limits: Limits) -> Document:
    """The cells of every visible sheet. Raises DocumentError.

    A formula that the program which wrote the file has not calculated is a block with a doubt.
    """
    values, formulas = _open(data, values=True), _open(data, values=False)
    blocks: list[Block] = []
    for number, sheet in enumerate(values.worksheets):
        if sheet.sheet_state != "visible" or sheet.max_row is None:
            continue
        if sheet.max_row > limits.rows or sheet.max_column > limits.columns:
            raise DocumentError("document.too_many_rows", rows=limits.rows, columns=limits.columns)
        named = not _UNNAMED.match(str(sheet.title))
        title = Block(f"s{number}", BlockKind.HEADING, (Run(str(sheet.title)),), level=1)
        cells = _sheet(number, sheet, formulas.worksheets[number])
        blocks += [*([title] if named else []), *cells] if cells else []
    return Document("xlsx", tuple(blocks))


def _open(data: bytes, *, values: bool) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except Exception as error:  # the library answers damage with errors of many kinds
        raise DocumentError("document.damaged", what=type(error).__name__) from error


def _sheet(number: int, sheet: Any, formulas: Any) -> list[Block]:
    rows: list[list[str]] = []
    doubts: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(sheet.iter_rows()):
        rows.append([shown(cell.value, cell.number_format or "") for cell in cells])
        for column, cell in enumerate(cells):
            if cell.value is None and formulas.cell(row + 1, column + 1).value is not None:
                doubts[row, column] = NO_VALUE
    spans = {
        (area.min_row - 1, area.min_col - 1): (
            area.max_row - area.min_row + 1,
            area.max_col - area.min_col + 1,
        )
        for area in sheet.merged_cells.ranges
    }
    return grid_blocks(number, rows, spans=spans, doubts=doubts)


def shown(value: object, number_format: str) -> str:
    """A value as the sheet shows it: 5.6 under the format 0.00 is "5.60"."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            clock = value.time() != time()
            return value.strftime("%Y-%m-%d %H:%M" if clock else "%Y-%m-%d")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case int() | float():
            return _number(value, number_format)
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    found = _FIXED.match(number_format.split(";")[0])
    if found is None:
        return str(int(value)) if float(value).is_integer() else f"{value:.12g}"
    places = len(found[2] or "")
    if found[3]:
        return f"{value * 100:.{places}f}%"
    return f"{value:{',' if found[1] else ''}.{places}f}"
