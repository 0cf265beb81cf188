"""The value of one Chinese or Arabic numeral."""

from __future__ import annotations

import re

from translation.checks.table_zh import DIGITS, SCALES

CHARACTERS = "".join((*DIGITS, *SCALES))
_D = "一二两三四五六七八九"
_NEIGHBOURS = re.compile(rf"(.*十)?([{_D}])([{_D}])([十百千万]万?)?")
_TWO = re.compile(rf"([{_D}]百[{_D}])((?:[{_D}]十|一百)[{_D}]?)")
"""A blood pressure as it is said: 一百二八十 is 120 and 80."""
_SHORT = re.compile(rf".*([百千万])([{_D}])")


def readings(raw: str) -> list[float]:
    """The value of a numeral; two values for 两三 and 十七八; none when it makes no sense."""
    if raw[0].isascii():
        return _arabic(raw)
    near = _NEIGHBOURS.fullmatch(raw)
    if near is not None and DIGITS[near[3]] - DIGITS[near[2]] in (1, 2):
        scale = _chinese(near[4]) if near[4] else 1.0
        base = _chinese(near[1]) if near[1] else 0.0
        if scale is not None and base is not None:
            return [base + DIGITS[near[2]] * scale, base + DIGITS[near[3]] * scale]
    two = _TWO.fullmatch(raw)
    if two is not None:
        return [v for part in two.groups() if (v := _chinese(part)) is not None]
    value = _chinese(raw)
    return [] if value is None else [value]


def _arabic(raw: str) -> list[float]:
    scale = SCALES.get(raw[-1], 1)
    digits = raw.rstrip("".join(SCALES)).replace(",", "")
    return [float(digits) * scale]


def _chinese(raw: str) -> float | None:
    if not any(c in SCALES for c in raw):
        return float("".join(str(DIGITS[c]) for c in raw))
    short = _SHORT.fullmatch(raw)
    total, section, digit = 0.0, 0.0, None
    for c in raw:
        if c in DIGITS:
            digit = DIGITS[c]
        elif SCALES[c] >= 10_000:
            total = (total + section + (digit or 0) or 1) * SCALES[c]
            section, digit = 0.0, None
        else:
            section += (1 if digit is None else digit) * SCALES[c]
            digit = None
    if short is not None and digit:
        return total + section + digit * SCALES[short[1]] / 10
    return total + section + (digit or 0)
