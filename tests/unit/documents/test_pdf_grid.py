"""Rows onto pages: nothing is lost, nothing runs into the foot, signatures have company."""

from __future__ import annotations

import random

import pytest

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_grid import Cell, Page, Row, paginate
from app.documents.writers.pdf_text import Line

FIRST_TOP, TOP, BOTTOM, SIGNATURES = 300.0, 80.0, 740.0, 120.0
CAPTION = Line((), grid.style(grid.SMALL), False, 0, 0)


def lines(count: int, label: int) -> tuple[Line, ...]:
    """Lines that can be told apart by their edges."""
    return tuple(Line((), grid.style(), False, label, number) for number in range(count))


def row(left: int, right: int, label: int, **values: object) -> Row:
    """A row with so many lines on both sides."""
    return Row(
        Cell(lines(left, label), (CAPTION,)),
        Cell(lines(right, -label), (CAPTION,)),
        continued=(CAPTION, CAPTION),
        **values,  # type: ignore[arg-type]
    )


def check(pages: list[Page], groups: list[list[Row]]) -> None:
    """What must hold for all pages."""
    shown = [made for page in pages for _, made in page.rows]
    for side in ("left", "right"):
        wanted = [line for group in groups for made in group for line in getattr(made, side).lines]
        assert [line for made in shown for line in getattr(made, side).lines] == wanted
    for page in pages:
        assert page.rows
        end = page.top
        for top, made in page.rows:
            assert top == pytest.approx(end)
            end = top + made.height
        assert end <= BOTTOM + 0.01
    assert [page.signatures_at is None for page in pages] == [True] * (len(pages) - 1) + [False]
    assert pages[-1].end + SIGNATURES <= BOTTOM + 0.01


@pytest.mark.parametrize("seed", range(60))
def test_any_rows(seed: int) -> None:
    dice = random.Random(seed)
    groups = []
    for label in range(1, dice.randint(2, 30)):
        long = dice.random() < 0.2
        size = 130 if long else 8
        made = row(dice.randint(1, size), dice.randint(1, size), label)
        notes = [
            row(1, 1, label * 1000 + number, rule=False) for number in range(dice.randrange(3))
        ]
        groups.append([made, *notes])
    check(paginate(groups, FIRST_TOP, TOP, BOTTOM, SIGNATURES), groups)


@pytest.mark.parametrize("count", range(20, 50))
def test_one_long_turn_and_its_signatures(count: int) -> None:
    groups = [[row(count, count // 2, 1)]]
    check(paginate(groups, FIRST_TOP, TOP, BOTTOM, SIGNATURES), groups)


def test_notes_stay_with_their_turn() -> None:
    for before in range(8, 24):
        groups = [[row(before, 1, 1)], [row(3, 3, 2), row(1, 1, 3, rule=False)], [row(1, 1, 4)]]
        pages = paginate(groups, FIRST_TOP, TOP, BOTTOM, SIGNATURES)
        homes = [
            number
            for number, page in enumerate(pages)
            for _, made in page.rows
            if made.left.lines[:1] and abs(made.left.lines[0].left) in (2, 3)
        ]
        assert len(set(homes)) == 1


def test_no_single_line_is_left_over() -> None:
    made = row(30, 30, 1)
    for height in range(60, 460, 3):
        parts = made.split(height)
        if parts is None:
            continue
        head, tail = parts
        assert head.height <= height
        for part in parts:
            assert len(part.left.lines) >= 2
        assert len(head.left.lines) + len(tail.left.lines) == 30
