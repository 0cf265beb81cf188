"""What a reader knows of one quantity while it reads, and its finished form."""

from __future__ import annotations

from dataclasses import dataclass

from translation.checks.quantity import Quantity
from translation.checks.units import EITHER, UNITS, Unit, size_keys, text_of
from translation.types import FindingKind

_FIRM = frozenset(("mass", "volume", "percent", "temperature", "pressure", "iu", "amount"))
"""Dimensions in which "one" is never only an article."""
DAY = 1440.0
"""Minutes of a day."""


@dataclass(slots=True)
class Draft:
    """One quantity that is being read.

    ``kind`` is "number", "clock", "date", "period", "rate" or "named" (weekday, tomorrow);
    ``first`` and ``last`` are the places of its tokens; ``period`` the minutes that a count is
    per; ``interval`` says that a duration comes again and again, ``skipping`` that it may lie
    between, ``passing`` that it does: 隔两天 is every third day.
    """

    kind: str
    values: tuple[float, ...]
    first: int
    last: int
    start: int
    end: int
    unit: Unit | None = None
    word: bool = False
    vague: bool = False
    optional: bool = False
    ordinal: bool = False
    period: float = 0.0
    interval: bool = False
    skipping: bool = False
    passing: bool = False
    base: bool = False
    again: bool = False
    keys: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    shown: str = ""
    name: str = ""

    @property
    def is_time(self) -> bool:
        """Whether it is an amount of time."""
        unit = self.unit
        if self.kind != "number" or unit is None or (self.ordinal and not self.interval):
            return False
        return unit.dimension in ("time", "month")

    @property
    def minutes(self) -> float:
        """An amount of time in minutes; a month has 30 days."""
        assert self.unit is not None
        size = self.unit.size * (30 * DAY if self.unit.dimension == "month" else 1)
        return self.values[0] * size


def finished(draft: Draft, span: tuple[int, int]) -> Quantity:
    """The quantity with its keys."""
    if draft.kind == "number":
        return _rate(draft, span) if draft.period or draft.interval else _amount(draft, span)
    if draft.kind == "period":
        keys = frozenset((_rate_key(DAY / draft.period),))
        loose = frozenset(size_keys(1, draft.unit) if draft.unit is not None else ())
        return Quantity(
            draft.shown,
            span,
            keys,
            loose,
            FindingKind.FREQUENCY,
            "rate",
            "period",
            draft.optional or draft.period != 60,
        )
    if draft.kind == "rate":
        keys = frozenset((_rate_key(draft.values[0]),))
        # without a word to show it only says the parts of the day of an amount: 早晚各十分钟
        loose = frozenset((text_of(draft.values[0]),) if draft.shown else ())
        return Quantity(
            draft.shown, span, keys, loose, FindingKind.FREQUENCY, "rate", "rate",
            draft.optional,
        )  # fmt: skip
    dimension = "" if draft.kind == "named" else draft.kind
    return Quantity(
        draft.shown, span, draft.keys, draft.loose, FindingKind.DATE_TIME, dimension,
        draft.name or draft.kind, draft.optional, base=draft.base,
    )  # fmt: skip


_ROUNDED = {
    **dict.fromkeys(("foot", "inch"), UNITS["cm"]),
    **dict.fromkeys(("pound", "stone"), UNITS["kg"]),
    "mile": UNITS["km"],
}
"""Units of England, and those in whole numbers or tenths of which a translation gives the same."""


def _amount(draft: Draft, span: tuple[int, int]) -> Quantity:
    unit, first = draft.unit, draft.values[0]
    strict = set(draft.keys)
    loose = {text_of(round(v, 3)) for v in draft.values} | draft.loose
    dimension = unit.dimension if unit is not None else ""
    if unit is not None:
        for value in draft.values:
            for one in EITHER.get(unit.name, (unit,)):
                strict.update(size_keys(value, one))
            if whole := _ROUNDED.get(unit.name):
                same = value * unit.size / whole.size
                strict.update(k for n in (0, 1) for k in size_keys(round(same, n), whole))
        if unit.name == "piece" and first < 1:
            strict.add(f"percent:{first * 100:.4g}")  # two thirds of the patients
        if unit.name == "fold":
            loose.add(text_of(first + 1))
        if dimension in ("time", "month"):
            loose |= strict
        if dimension == "percent":
            loose.add(text_of(round(first * unit.size / 100, 4)))
        elif unit.name == "hour" and first in (0.5, 0.25, 0.75):
            loose.add(text_of(first * 60))
    elif first < 1 and not draft.ordinal:
        strict.add(f"percent:{first * 100:.4g}")
        if 0 < first <= 0.01 and abs(1 / first - round(1 / first)) < 1e-6:
            loose.add(text_of(round(1 / first)))
    if not dimension and not strict:
        strict.add(f"n:{'o' if draft.ordinal else ''}{text_of(round(first, 3))}")
    weak = first == 1 and dimension not in _FIRM and "/" not in dimension
    weak = weak or "percent:100" in strict  # 百分之百 is also "always", "for certain"
    return Quantity(
        text_of(round(first, 3)) if draft.shown else "",
        span,
        frozenset(strict),
        frozenset(loose),
        unit.role if unit is not None else FindingKind.NUMBER,
        dimension,
        unit.name if unit is not None else "",
        draft.optional or weak,
        draft.vague,
        draft.base,
        draft.again,
    )


def _rate(draft: Draft, span: tuple[int, int]) -> Quantity:
    first = draft.values[0]
    loose = {text_of(round(v, 3)) for v in draft.values} | draft.loose
    if draft.interval:
        strict = {_rate_key(DAY / draft.minutes)} if draft.minutes else set()
        if draft.minutes and first:  # huit jours: a week
            strict |= {_rate_key(DAY * first / draft.minutes / v) for v in draft.values[1:] if v}
        if draft.skipping and draft.minutes >= DAY:  # 隔两天, 二日おき: every third day
            strict = set() if draft.passing else strict
            strict.add(_rate_key(DAY / draft.minutes * first / (first + 1)))
        if draft.unit is not None:
            loose.update(size_keys(first, draft.unit))
    else:
        strict = {_rate_key(v * DAY / draft.period) for v in draft.values}
    role = FindingKind.NUMBER if 0 < draft.period <= 60 else FindingKind.FREQUENCY
    shown = text_of(round(first, 3))
    return Quantity(
        shown, span, frozenset(strict), frozenset(loose), role, "rate", "rate",
        draft.optional, draft.vague,
    )  # fmt: skip


def _rate_key(per_day: float) -> str:
    return f"R:{per_day:.3g}"


def clock_keys(hour: float, minute: float, half: str | None) -> frozenset[str]:
    """Keys of a time of day. ``half`` is a part of the day ("am", "evening"), None if not said."""
    at = f"{int(minute):02d}"
    if half in ("pm", "afternoon") or (half == "noon" and hour in (1, 2, 3)):
        hour += 12 if hour < 12 else 0
    elif half in ("am", "morning"):
        hour = 0 if hour == 12 and half == "am" else hour
        if hour == 12:
            return frozenset((f"T0:{at}", f"T12:{at}"))
    elif half == "night" and 1 <= hour <= 12:
        late = int(hour) + 12 if 5 < hour < 12 else int(hour) % 12
        return frozenset((f"T{int(hour) % 12}:{at}", f"T{late}:{at}"))
    elif half in ("evening", "midnight", "night"):
        if hour in (12, 24, 0):
            return frozenset((f"T0:{at}", f"T24:{at}"))
        if 1 <= hour <= 5:
            return frozenset((f"T{int(hour)}:{at}", f"T{int(hour) + 12}:{at}"))
        hour += 12 if 5 < hour < 12 else 0
    elif half is None and 0 < hour <= 12:
        return frozenset((f"T{int(hour) % 12}:{at}", f"T{int(hour) % 12 + 12}:{at}"))
    if hour == 24:
        return frozenset((f"T0:{at}", f"T24:{at}"))
    return frozenset((f"T{int(hour)}:{at}",))
