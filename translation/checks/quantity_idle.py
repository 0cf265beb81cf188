"""What differs between quantities that need no answer: periods, a week, half of what one takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translation.checks.quantity import Difference, Quantity, kind_of
from translation.types import FindingKind

SPOONS = frozenset(("teaspoon", "tablespoon"))
"""An idle spoon of one size answers none of the other, and no idle "once"."""


def idle_changes(
    here: list[Quantity],
    there: list[Quantity],
    source: Sequence[Quantity],
    target: Sequence[Quantity],
) -> list[Difference]:
    """What changed among the quantities that are left (``here``, ``there``), when no other did."""
    return (
        _periods(here, there) or _other_units(here, there) or _halved(here, there, source, target)
    )


def _periods(here: list[Quantity], there: list[Quantity]) -> list[Difference]:
    """ "two tablets a day" that became "two tablets a week"; tomorrow that became today."""
    for unit in _NAMED:
        ours = [q for q in here if q.unit == unit]
        theirs = [q for q in there if q.unit == unit]
        if ours and theirs:
            return [Difference(ours[0], theirs[0], ours[0].role)]
    ours, theirs = ([q for q in side if q.unit in _SPANNING] for side in (here, there))
    if len(ours) == len(theirs) == 1:
        return [Difference(ours[0], theirs[0], ours[0].role)]
    return []


def _other_units(here: list[Quantity], there: list[Quantity]) -> list[Difference]:
    """ "one week" that became "one day"."""
    ours, theirs = ([q for q in side if _single(q)] for side in (here, there))
    if len(ours) != 1 or len(theirs) != 1:
        return []
    a, b = ours[0], theirs[0]
    if "period" in (a.unit, b.unit) and a.unit == b.unit:
        return []
    return [Difference(a, b, kind_of(a, b))]


def _halved(
    here: list[Quantity],
    there: list[Quantity],
    source: Sequence[Quantity],
    target: Sequence[Quantity],
) -> list[Difference]:
    """Half of what one takes that became a whole one, or the reverse: 半分 and 一整颗."""
    for left, own, others, back in ((here, source, target, False), (there, target, source, True)):
        halves = [q for q in left if q.optional and q.unit in _THINGS and "0.5" in q.loose]
        wholes = [q for q in others if q.unit in _TAKEN and "1" in q.loose]
        if len(halves) == len(wholes) == 1 and not any(
            q.unit in _TAKEN or not q.strict.isdisjoint(halves[0].strict)
            for q in own
            if q is not halves[0]
        ):
            half = replace(halves[0], shown="0.5")
            a, b = (wholes[0], half) if back else (half, wholes[0])
            return [Difference(a, b, FindingKind.DOSE)]
    return []


_TAKEN = frozenset(("piece", "tablet"))
_THINGS = _TAKEN | {""}


def _single(quantity: Quantity) -> bool:
    """Whether it is an idle "one" of something that counts: "a week", "a teaspoon"."""
    counts = quantity.dimension in _SPANS or quantity.unit in SPOONS
    return quantity.optional and bool(quantity.shown) and counts


_SPANS = frozenset(("time", "month", "rate", "volume", "length", "mass"))
_NAMED = (
    "period",
    "relative D",
    "relative W",
    "relative M",
    "relative Y",
    "relative X",
    "relative S",
    "relative P",
    "relative E",
)
_SPANNING = frozenset(("relative D", "relative W", "relative M", "relative Y"))
"""Next week that became next month."""
