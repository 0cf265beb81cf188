"""The page of a record's PDF: measures in points, type scale, colours, and rows that can break."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from app.documents.writers.pdf_text import Line, Style

PAGE_WIDTH: Final = 595.28
PAGE_HEIGHT: Final = 841.89
MARGIN: Final = 46.0
TOP: Final = 42.0
BOTTOM: Final = 30.0
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN

META_WIDTH: Final = 62.0
GUTTER: Final = 6.0
CELL_WIDTH: Final = (WIDTH - META_WIDTH - GUTTER) / 2
INSET: Final = 8.0
TEXT_WIDTH: Final = CELL_WIDTH - 2 * INSET
LEFT_X: Final = MARGIN + META_WIDTH
RIGHT_X: Final = LEFT_X + CELL_WIDTH + GUTTER

TITLE: Final = 20.0
SUBTITLE: Final = 13.0
BODY: Final = 10.0
NOTE: Final = 8.5
SMALL: Final = 7.0

INK: Final = 0x15202B
MUTED: Final = 0x4A5867
FAINT: Final = 0x65727F
HAIR: Final = 0xD5DCE3
PANEL: Final = 0xF3F5F7
ACCENT: Final = 0x0B6B6F
DOCTOR, DOCTOR_SOFT = 0x1C5AA6, 0xF0F5FB
PATIENT, PATIENT_SOFT = 0x94480B, 0xFCF5EC
WARNING, WARNING_SOFT = 0x7A4F00, 0xFFF8E6
DANGER, DANGER_SOFT = 0xA8201A, 0xFDEFED


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the texts of a page stand: the left edges, a cell's width, and one column or two."""

    left: float
    right: float
    cell: float
    single: bool

    @property
    def text(self) -> float:
        """The width of a cell's text."""
        return self.cell - 2 * INSET

    @property
    def whole(self) -> float:
        """The width of what runs through all columns."""
        return self.right + self.cell - self.left


TWO: Final = Columns(LEFT_X, RIGHT_X, CELL_WIDTH, False)
ONE: Final = Columns(LEFT_X, LEFT_X, WIDTH - META_WIDTH, True)

LEADING: Final = 1.46
"""Line distance, the same in every script, so that both columns stand on one grid. Beyond 1.5
readers of PDFs take each line for a paragraph and mix the columns when text is copied."""

_MIN_LINES: Final = 2


def style(size: float = BODY, color: int = INK, bold: bool = False, strike: bool = False) -> Style:
    """A style of the type scale."""
    return Style(size, size * LEADING, color, bold, strike, mark=DANGER, note=FAINT)


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of one language; ``caption`` is the small word above them."""

    lines: tuple[Line, ...]
    caption: tuple[Line, ...] = ()
    tint: int | None = None
    bar: int | None = None

    @property
    def height(self) -> float:
        """Height of the lines, without the row's padding."""
        return sum(line.style.leading for line in (*self.caption, *self.lines))

    def rest(self, cut: int, caption: Line) -> Cell:
        """The lines from ``cut`` on, under another caption if there are any."""
        lines = self.lines[cut:]
        return replace(self, lines=lines, caption=(caption,) if lines else ())

    def split(self, height: float) -> int:
        """How many lines fit into ``height``."""
        used = sum(line.style.leading for line in self.caption)
        for number, line in enumerate(self.lines):
            used += line.style.leading
            if used > height + 0.01:
                return number
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in the margin: right of its left edge by ``x``, below the row's text by ``y``."""

    line: Line
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands in the margin, and a cell for each language."""

    left: Cell
    right: Cell
    meta: tuple[Placed, ...] = ()
    continued_meta: tuple[Placed, ...] = ()
    """What stands in the margin of a part that goes on on the next page."""
    continued: tuple[Line, Line] | None = None
    """Captions of such a part."""
    padding: float = 7.0
    rule: bool = True
    icon: int | None = None
    """Colour of the warning sign in the margin."""
    joined: bool = False
    """True when the left tint runs through to the right cell."""
    columns: Columns = TWO

    @property
    def height(self) -> float:
        """The row's height."""
        return max(self.left.height, self.right.height, self.meta_height) + 2 * self.padding

    @property
    def meta_height(self) -> float:
        """Height of what stands in the margin."""
        return max((item.y + item.line.style.leading for item in self.meta), default=0.0)

    def split(self, height: float) -> tuple[Row, Row] | None:
        """The row in two parts, the first at most ``height`` high; None where it cannot be."""
        if self.continued is None:
            return None
        room = height - 2 * self.padding
        if self.meta_height > room:
            return None
        cuts = [cell.split(room) for cell in (self.left, self.right)]
        whole = [len(self.left.lines), len(self.right.lines)]
        for cut, count in zip(cuts, whole, strict=True):
            if cut < min(_MIN_LINES, count):
                return None
        if cuts == whole:
            return None
        # No single line is left over, except where a cell has nothing more to give.
        cuts = [
            max(min(cut, count - _MIN_LINES), min(_MIN_LINES, count)) if cut < count else cut
            for cut, count in zip(cuts, whole, strict=True)
        ]
        (left_cut, right_cut), (zh, other) = cuts, self.continued
        head = replace(
            self,
            left=replace(self.left, lines=self.left.lines[:left_cut]),
            right=replace(self.right, lines=self.right.lines[:right_cut]),
        )
        tail = replace(
            self,
            left=self.left.rest(left_cut, zh),
            right=self.right.rest(right_cut, other),
            meta=self.continued_meta,
        )
        return head, tail


@dataclass(slots=True)
class Page:
    """Rows with the height of their upper edges, measured from the page's top."""

    top: float
    rows: list[tuple[float, Row]] = field(default_factory=list)
    signatures_at: float | None = None

    @property
    def end(self) -> float:
        """Where the next row begins."""
        return self.rows[-1][0] + self.rows[-1][1].height if self.rows else self.top


def paginate(
    groups: list[list[Row]], first_top: float, top: float, bottom: float, signatures: float
) -> list[Page]:
    """Rows onto pages. The rows of a group stay together while a page can hold them; the block
    of ``signatures`` points stands after the last row and never without a row above it."""
    pages = [Page(first_top)]

    def turn_page() -> None:
        pages.append(Page(top))

    for number, group in enumerate(groups):
        reserve = signatures if number == len(groups) - 1 else 0.0
        height = sum(row.height for row in group) + reserve
        fits = pages[-1].end + height <= bottom
        # A group is broken only when it is long, or the page would stay half empty without it.
        if not fits and pages[-1].rows and height - reserve <= 0.25 * (bottom - top):
            turn_page()
        for place, row in enumerate(group):
            last = reserve if place == len(group) - 1 else 0.0
            _place(row, pages, top, bottom, last)
    pages[-1].signatures_at = pages[-1].end
    return pages


def _place(row: Row, pages: list[Page], top: float, bottom: float, reserve: float) -> None:
    """Put a row onto the last page and as many more as it needs, leaving ``reserve`` below it."""
    while pages[-1].end + row.height + reserve > bottom:
        page = pages[-1]
        room = bottom - page.end
        if reserve and row.height <= room:
            # Everything fits but the signatures: some lines go over with them, or all.
            parts = row.split(row.height - 2.5 * BODY)
            if parts is None and not page.rows:
                break
        else:
            parts = row.split(room) if room > 60 else None
            if parts is None and not page.rows:
                raise ValueError("a row that cannot be broken is higher than a page")
        if parts is not None:
            head, row = parts
            page.rows.append((page.end, head))
        pages.append(Page(top))
    pages[-1].rows.append((pages[-1].end, row))
