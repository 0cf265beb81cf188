"""A number found in a text, and how two texts' numbers are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from translation.types import Span

FEW = "few"
"""Key of an unspecific small number: 几, "a few"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text.

    ``keys`` are the readings under which the other language may say it ("9:30", "half past 9"):
    two quantities are the same when they share a key. ``shown`` is the value for messages.
    An ``optional`` one may be left out on the other side ("1 tablet" - "a tablet"); a
    ``vague`` one may be answered by "a few".
    """

    shown: str
    keys: frozenset[str]
    span: Span
    optional: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What matching left over: pairs that changed, source numbers missing, target numbers extra."""

    changed: tuple[tuple[Quantity, Quantity], ...] = ()
    missing: tuple[Quantity, ...] = ()
    extra: tuple[Quantity, ...] = field(default=())


def text_of(value: float) -> str:
    """The value as it is shown and compared: 38.5, 120, 0.333."""
    return str(int(value)) if value == int(value) else f"{value:.3f}".rstrip("0")


def keys_of(value: float, unit: tuple[str, float] | None = None) -> frozenset[str]:
    """Keys of a plain number, with its size in the base unit where it has one."""
    if unit is None:
        return frozenset((text_of(value),))
    base, factor = unit
    return frozenset((text_of(value), f"{base}{text_of(round(value * factor, 6))}"))


def clock_keys(hour: float, minute: float, half: str | None) -> frozenset[str]:
    """Keys of a time of day. ``half`` is "am", "pm", or None when it was not said."""
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    at = f"{int(minute):02d}"
    day = {f"T{int(hour)}:{at}"}
    if half is None and hour <= 12:
        day = {f"T{int(hour) % 12}:{at}", f"T{int(hour) % 12 + 12}:{at}"}
    if hour == 24:
        day = {f"T0:{at}", f"T24:{at}"}
    return frozenset(day)


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> Difference:
    """Match the numbers of two texts one to one; what is left over is the difference."""
    to_target = _matching(source, target)
    left_source = [q for i, q in enumerate(source) if i not in to_target]
    taken = set(to_target.values())
    left_target = [q for j, q in enumerate(target) if j not in taken]
    few_in_source = any(FEW in q.keys for q in source)
    few_in_target = any(FEW in q.keys for q in target)
    missing = [q for q in left_source if not q.optional and not (q.vague and few_in_target)]
    extra = [q for q in left_target if not q.optional and not (q.vague and few_in_source)]
    return _pair_up(missing, extra, left_source, left_target)


def _pair_up(
    missing: list[Quantity],
    extra: list[Quantity],
    left_source: list[Quantity],
    left_target: list[Quantity],
) -> Difference:
    """A missing and an extra number together are one changed number.

    What remains may have changed into an optional one that nothing answers ("2 tablets" that
    became "one tablet").
    """
    changed = list(zip(missing, extra, strict=False))
    missing, extra = missing[len(changed) :], extra[len(changed) :]
    idle_source = [q for q in left_source if q.optional and q.shown]
    idle_target = [q for q in left_target if q.optional and q.shown]
    while missing and idle_target:
        changed.append((missing.pop(0), idle_target.pop(0)))
    while extra and idle_source:
        changed.append((idle_source.pop(0), extra.pop(0)))
    if missing and extra and _digits(missing) == _digits(extra):
        return Difference(tuple(changed))
    return Difference(tuple(changed), tuple(missing), tuple(extra))


def _digits(numbers: Iterable[Quantity]) -> str:
    return "".join(c for q in numbers for c in q.shown if c.isdigit())


def _matching(source: Sequence[Quantity], target: Sequence[Quantity]) -> dict[int, int]:
    """A largest one-to-one matching by shared keys; what must be answered goes first."""
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int], optional: bool) -> bool:
        for j, other in enumerate(target):
            if j in seen or other.optional is not optional or not (source[i].keys & other.keys):
                continue
            seen.add(j)
            if j not in owner or place(owner[j], seen, optional):
                owner[j] = i
                return True
        return False

    for optional_source in (False, True):
        for optional_target in (False, True):
            placed = set(owner.values())
            for i, quantity in enumerate(source[:_MOST]):
                if i not in placed and quantity.optional is optional_source:
                    place(i, set(), optional_target)
    return {i: j for j, i in owner.items()}


_MOST = 200
"""Numbers of one text that are matched; the recursion is no deeper than this."""
