"""The paragraphs of a DOCX in the order of reading, each with its identity.

Reader and writer walk the same way, so that a block's id names the same paragraph for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.documents.blocks import BlockKind, Cell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
P, TBL, TR, TC, R, T = (_W + name for name in ("p", "tbl", "tr", "tc", "r", "t"))
_SKIPPED = frozenset(_W + name for name in ("del", "moveFrom", "delText", "instrText"))
_WRAPPERS = frozenset(
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink",
                 "fldSimple", "txbxContent")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One paragraph: its element, its id, and where it stands."""

    id: str
    element: Any
    part: BlockKind
    cell: Cell | None = None


def walk(document: Any) -> Iterator[Place]:
    """Every paragraph of headers, body, notes and footers of a python-docx document."""
    tables = _Counter()
    heads, feet = _outer_parts(document)
    for number, part in enumerate(heads):
        yield from _container(part, f"h{number}", BlockKind.HEADER, tables)
    yield from _container(document.element.body, "b", BlockKind.PARAGRAPH, tables)
    for number, part in enumerate(_notes(document)):
        yield from _container(part, f"n{number}", BlockKind.NOTE, tables)
    for number, part in enumerate(feet):
        yield from _container(part, f"f{number}", BlockKind.FOOTER, tables)


class _Counter:
    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        self._next += 1
        return self._next - 1


def _outer_parts(document: Any) -> tuple[list[Any], list[Any]]:
    """Elements of headers and footers, each once however many sections use it."""
    heads: dict[str, Any] = {}
    feet: dict[str, Any] = {}
    for relation in document.part.rels.values():
        if relation.is_external:
            continue
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind == "header":
            heads[str(relation.target_part.partname)] = relation.target_part.element
        elif kind == "footer":
            feet[str(relation.target_part.partname)] = relation.target_part.element
    return [heads[name] for name in sorted(heads)], [feet[name] for name in sorted(feet)]


def _notes(document: Any) -> list[Any]:
    """Footnotes whose part python-docx has parsed; the separators Word adds hold no text."""
    found = []
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/footnotes"):
            element = getattr(relation.target_part, "element", None)
            if element is not None:
                found.extend(element)
    return found


def _container(
    parent: Any, name: str, part: BlockKind, tables: _Counter, cell: Cell | None = None
) -> Iterator[Place]:
    number = 0
    for element in flat(parent):
        if element.tag == P:
            yield Place(f"{name}.p{number}", element, part, cell)
            number += 1
            for inside, box in enumerate(_boxes(element)):
                yield from _container(box, f"{name}.p{number - 1}.x{inside}", part, tables, cell)
        elif element.tag == TBL:
            yield from _table(element, part, tables)


def flat(parent: Any) -> Iterator[Any]:
    """The children, those inside content controls and insertions included, deletions not."""
    for child in parent:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag in _WRAPPERS or child.tag == _CHOICE:
            yield from flat(child)
        else:
            yield child


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes that are anchored in a paragraph; Word's older copy of each is left out."""
    for box in paragraph.iter(_W + "txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box


def _table(table: Any, part: BlockKind, tables: _Counter) -> Iterator[Place]:
    number = tables.take()
    rows = [row for row in flat(table) if row.tag == TR]
    grid = [list(_row(row)) for row in rows]
    texts = [_texts(row) for row in grid]
    for at, row in enumerate(grid):
        for element, column, wide, merge in row:
            if merge == "continue":
                continue
            high = _height(grid, at, column) if merge == "restart" else 1
            row_head = texts[at].get(0, "") if column else ""
            head = texts[0].get(column, "") if at else ""
            cell = Cell(number, at, column, high, wide, row_head, head)
            yield from _container(element, f"t{number}.r{at}.c{column}", part, tables, cell)


def _row(row: Any) -> Iterator[tuple[Any, int, int, str]]:
    """(element, column, columns, "restart", "continue" or "") of each cell of a row."""
    column = _number(row, "trPr", "gridBefore")
    for element in flat(row):
        if element.tag != TC:
            continue
        wide = max(1, _number(element, "tcPr", "gridSpan"))
        merge = element.find(f"{_W}tcPr/{_W}vMerge")
        kind = "" if merge is None else merge.get(_W + "val", "continue")
        yield element, column, wide, kind
        column += wide


def _number(element: Any, group: str, name: str) -> int:
    found = element.find(f"{_W}{group}/{_W}{name}")
    value = "" if found is None else found.get(_W + "val", "")
    return int(value) if value.isdigit() and len(value) < 4 else 0


def _height(grid: list[list[tuple[Any, int, int, str]]], row: int, column: int) -> int:
    high = 1
    for below in grid[row + 1 :]:
        if not any(at == column and merge == "continue" for _, at, _, merge in below):
            break
        high += 1
    return high


def _texts(row: list[tuple[Any, int, int, str]]) -> dict[int, str]:
    found = {}
    for element, column, wide, _ in row:
        text = "".join(node.text or "" for node in element.iter(T)).strip()
        for at in range(column, column + min(wide, 200)):
            found[at] = text
    return found
