"""The value of a numeral written in Chinese characters, or in Hangul for Sino-Korean numbers."""

from __future__ import annotations

import re

from translation.checks.tables import load

_COMMON = load("quantity_common")
DIGITS: dict[str, int] = _COMMON["cjk_digit"]
SCALES: dict[str, int] = _COMMON["cjk_scale"]

_D = "一二两三四五六七八九일이삼사오육칠팔구"
_NEIGHBOURS = re.compile(rf"(.*[十百千万십백천만])?([{_D}])([{_D}])([十百千万십백천만]万?)?")
_TWO = re.compile(rf"([{_D}]百[{_D}])((?:[{_D}]十|一百)[{_D}]?)")
"""A blood pressure as it is said: 一百二八十 is 120 and 80."""
_SHORT = re.compile(rf".*([百千万])([{_D}])")


def readings(raw: str, *, clipped: bool = True) -> list[float]:
    """The value of a numeral; two values for 两三 and 十七八; none when it makes no sense.

    ``clipped``: 一百二 is 120, as Chinese says it; 102 in Japanese.
    """
    raw = raw.replace(" ", "").replace("廿", "二十").replace("卅", "三十")
    near = _NEIGHBOURS.fullmatch(raw)
    if near is not None and DIGITS[near[3]] - DIGITS[near[2]] in (1, 2):
        scale = _value(near[4]) if near[4] else _clipped_scale(near[1] or "", clipped)
        base = _value(near[1]) if near[1] else 0.0
        if scale is not None and base is not None:
            return [base + DIGITS[near[2]] * scale, base + DIGITS[near[3]] * scale]
    two = _TWO.fullmatch(raw)
    if two is not None:
        return [v for part in two.groups() if (v := _value(part)) is not None]
    value = _value(raw, clipped)
    return [] if value is None else [value]


def _clipped_scale(base: str, clipped: bool) -> float:
    """What a digit behind ``base`` counts: 一万二三 is 12,000 or 13,000."""
    scale = SCALES.get(base[-1:], 1)
    return scale / 10 if clipped and scale >= 100 else 1.0


def _value(raw: str, clipped: bool = True) -> float | None:
    if not any(c in SCALES for c in raw):
        return float("".join(str(DIGITS[c]) for c in raw if c in DIGITS) or 0)
    short = _SHORT.fullmatch(raw) if clipped else None
    total, section, digit = 0.0, 0.0, None
    for c in raw:
        if c in DIGITS:
            digit = DIGITS[c]
        elif SCALES[c] >= 10_000:
            total = (total + section + (digit or 0) or 1) * SCALES[c]
            section, digit = 0.0, None
        else:
            section += (digit or 1) * SCALES[c]
            digit = None
    if short is not None and digit:
        return total + section + digit * SCALES[short[1]] / 10
    return total + section + (digit or 0)
