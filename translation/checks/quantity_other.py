"""Other numbers for the same: years of two figures, dates with a point, years of school."""

from __future__ import annotations

import re

from translation.checks.units import Unit, text_of

_DOTTED = re.compile(r"(0[1-9]|[12][0-9]|3[01])[.](0[1-9]|1[0-2])")
_SCHOOLS = {"初": (6,), "高": (8, 9)}
"""Years at school before a Chinese middle and high school; a Russian one has eleven in all."""


def russian_keys(text: str, value: float, unit: Unit | None, ordinal: bool) -> frozenset[str]:
    """03.11 may be the third of November; "в девяносто восьмом (году)" is the year 1998."""
    match = _DOTTED.fullmatch(text) if unit is None else None
    keys = {f"M{int(match[2])}D{int(match[1])}"} if match else set()
    named = unit is not None and unit.name == "year"
    if ordinal and value.is_integer() and (named or (unit is None and value >= 30)):
        keys |= {f"Y{century + int(value)}" for century in (1900, 2000) if value < 100}
    return frozenset(keys)


def school_years(before: str, value: float) -> frozenset[str]:
    """初二 is also the eighth year, 高三 the eleventh or the twelfth."""
    added = _SCHOOLS.get(before[-1:], ()) if value in (1, 2, 3) else ()
    return frozenset(text_of(value + years) for years in added)
