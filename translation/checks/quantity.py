"""A quantity found in a text, what may differ between two texts, and of what kind that is."""

from __future__ import annotations

from dataclasses import dataclass

from translation.types import FindingKind, Span

FEW = "few"
"""Key of an unspecific small number: 几, "a few"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number, dose, rate, clock time or date of a text.

    Two quantities are the same when they share a ``strict`` key (value in its unit, time of day,
    times per day). ``loose`` keys are the bare value and other ways of saying it: they match
    when the units do not contradict each other. ``dimension`` is "" where no unit was said.
    An ``optional`` one may be left out on the other side ("1 tablet" - "a tablet"); a ``vague``
    one may be answered by "a few". A ``base`` only tells what another one beside it is of: the
    nine of "ten minutes before nine", the three of "two of three". What is said ``again`` for
    another part of the day needs no answer of its own: "ten minutes, and ten at night".
    """

    shown: str
    span: Span
    strict: frozenset[str]
    loose: frozenset[str]
    role: FindingKind = FindingKind.NUMBER
    dimension: str = ""
    unit: str = ""
    optional: bool = False
    vague: bool = False
    base: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity that differs: changed (both sides), missing (source) or extra (target)."""

    source: Quantity | None
    target: Quantity | None
    kind: FindingKind

    @property
    def reason(self) -> str:
        """ "changed", "missing" or "extra", the second part of a message key."""
        if self.source is None:
            return "extra"
        return "missing" if self.target is None else "changed"


def kind_of(a: Quantity, b: Quantity) -> FindingKind:
    """The kind of a change: the more specific of the two sides."""
    if "period" in (a.unit, b.unit):
        if any(_is_one_span(q) for q in (a, b)) and not any(_is_bare(q) for q in (a, b)):
            return FindingKind.FREQUENCY  # 一周吃一片, "один раз в день"
        return b.role if a.unit == "period" else a.role
    roles = {a.role, b.role}
    if {a.unit, b.unit} == {"clock", "hour"} and any(map(_is_hour_of_day, (a, b))):
        return FindingKind.DATE_TIME
    if FindingKind.DATE_TIME in roles and "day_or_date" in (a.unit, b.unit):
        return FindingKind.DATE_TIME
    if "tenth" in (a.unit, b.unit):
        return FindingKind.NUMBER  # nine per cent for 九成
    if FindingKind.FREQUENCY in roles and roles <= _ABOUT_TIME:
        return FindingKind.FREQUENCY
    if "age" in (a.unit, b.unit) and roles <= _ABOUT_TIME:
        return FindingKind.NUMBER
    if any(_is_no_year(x, y) for x, y in ((a, b), (b, a))):
        return FindingKind.NUMBER
    if {a.unit, b.unit} == {"", "year"} and roles <= _ABOUT_TIME:
        return FindingKind.NUMBER  # 才四十七 is how old somebody is
    shared = not a.loose.isdisjoint(b.loose) or _thousandfold(a, b)
    unlike = a.unit != b.unit or _thousandfold(a, b)
    timed = roles & _ABOUT_TIME - _PLAIN
    if shared and a.unit and b.unit and unlike and (not timed or _measured(a) or _measured(b)):
        return FindingKind.UNIT
    if FindingKind.NUMBER in roles and any("/" in q.dimension for q in (a, b)):
        return FindingKind.NUMBER  # grams per litre are measured
    if a.role is not FindingKind.NUMBER or a.dimension:
        return a.role
    return b.role


def _is_one_span(quantity: Quantity) -> bool:
    """Whether it is an idle "one week", in which Chinese says how often."""
    return quantity.optional and quantity.dimension in ("time", "month") and "1" in quantity.loose


def _is_bare(quantity: Quantity) -> bool:
    """Whether a period may be a length of time as well: "a month", 一週間に."""
    return quantity.unit == "period" and quantity.shown.startswith(_ONE_SPAN)


def _is_no_year(bare: Quantity, counted: Quantity) -> bool:
    """Whether 1800 beside 18,000 or 1200 only looks like a year: no word says that it is one."""
    plain = counted.role is FindingKind.NUMBER and not counted.dimension and not counted.unit
    year = bare.unit == "date" and any(key[0] == "Y" for key in bare.strict)
    return plain and year and bare.span[1] - bare.span[0] == _YEAR_SIGNS


def _is_hour_of_day(quantity: Quantity) -> bool:
    """Whether hours are as well a time of day: "avant huit heures et demie"."""
    hour = quantity.shown.partition(".")[0]
    return quantity.unit == "hour" and any(k.startswith(f"T{hour}:") for k in quantity.loose)


def _measured(quantity: Quantity) -> bool:
    """Whether it is a length, a mass or a volume, which is never how long or how often."""
    return quantity.dimension in ("length", "mass", "volume")


def _thousandfold(a: Quantity, b: Quantity) -> bool:
    """0.5 mg for 500 mg, 2 kg for 2 jin: the unit was not changed along with the number."""
    times = 2 if {a.unit, b.unit} <= {"kg", "jin", "kilo"} else 1000
    sizes = {a.dimension or b.dimension, b.dimension or a.dimension}
    return any(
        {one.split(":")[0], other.split(":")[0]} == sizes <= {"mass", "volume"}
        and float(one.split(":")[1]) == times * float(other.split(":")[1])
        for ours, theirs in ((a, b), (b, a))
        for one in ours.strict
        for other in theirs.strict
    )


_YEAR_SIGNS = 4
_ONE_SPAN = ("a day", "a week", "a month", "a year", "an hour", "a minute", "一")
_ABOUT_TIME = frozenset(
    (FindingKind.DURATION, FindingKind.FREQUENCY, FindingKind.NUMBER, FindingKind.DATE_TIME)
)
_PLAIN = frozenset((FindingKind.NUMBER,))
