"""Strips of a document's page: the smallest things a page break may stand between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.documents.writers.pdf_text import Line

Segment = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of text in a strip: right of the margin by ``x`` in a box of ``width``, its upper
    edge below the strip's by ``top``."""

    line: Line
    x: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip with its lines of text and the rules of table cells in it (x, top, x, top)."""

    height: float
    lines: tuple[Placed, ...] = ()
    rules: tuple[Segment, ...] = ()
    bar: int | None = None
    """Colour of the bar in the margin that says: look at this."""
    keep: bool = False
    """No page break between this strip and the next."""
    repeat: Strip | None = None
    """What stands above this strip when it begins a page: a table's head."""
    side: int | None = None
    """Which language the page is in: 0 source, 1 target; None both."""
    new_page: bool = False
    reserved: bool = False
    """Room for what is put upon the page later."""

    @property
    def empty(self) -> bool:
        """Only a distance: not needed where a page begins."""
        return not self.lines and not self.rules and not self.reserved


@dataclass(frozen=True, slots=True)
class StripPage:
    """A page's strips with the heights of their upper edges."""

    strips: tuple[tuple[float, Strip], ...]

    @property
    def side(self) -> int | None:
        """The language of the page; None when both stand on it."""
        return self.strips[0][1].side if self.strips else None


def paginate(strips: Iterable[Strip], top: float, bottom: float) -> list[StripPage]:
    """Strips onto pages whose text begins at ``top`` and ends above ``bottom``."""
    pages: list[list[tuple[float, Strip]]] = [[]]
    at = top
    for group in _groups(strips):
        height = sum(strip.height for strip in group)
        # What is to be kept together but fills a page is broken like everything else.
        turn = group[0].new_page or (at + height > bottom and height <= bottom - top)
        for number, strip in enumerate(group):
            if pages[-1] and ((turn and not number) or at + strip.height > bottom):
                pages.append([])
                at = top
            if not pages[-1] and strip.empty:
                continue
            if not pages[-1] and strip.repeat is not None:
                pages[-1].append((at, replace(strip.repeat, side=strip.side)))
                at += strip.repeat.height
            pages[-1].append((at, strip))
            at += strip.height
    return [StripPage(tuple(page)) for page in pages]


def _groups(strips: Iterable[Strip]) -> Iterable[Sequence[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group
