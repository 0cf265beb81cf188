"""Of two drugs, which is taken when and how much of it: "the iron fasting, the aspirin with food".

Both texts name the same two drugs in the same order; what is said of each of the two must come in
the same order as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from translation.checks.drug_names import drugs, same
from translation.checks.quantity import Quantity
from translation.checks.timing import Timing
from translation.types import Finding, FindingKind

Side = tuple[str, Sequence[Quantity], Sequence[Timing], str]
"""A text, its quantities, its timings, its language."""
_TAKEN = frozenset(("form", "mass", "volume", "iu"))


def check(source: Side, target: Side) -> list[Finding]:
    """``timing.changed:A>B`` or ``dose.changed:A>B`` where the two traded places."""
    if min(len(source[1]), len(target[1])) < 2 > min(len(source[2]), len(target[2])):
        return []
    meals = [[t for t in side[2] if t.group == "meal"] for side in (source, target)]
    doses = [[q for q in side[1] if q.dimension in _TAKEN] for side in (source, target)]
    timed = _crossed([[t.name for t in side] for side in meals])
    dosed = _crossed([[q.strict for q in side] for side in doses])
    if not (timed or dosed) or not _same_drugs(source, target):
        return []
    if timed:
        a, b = meals[0][0], meals[1][0]
        message = f"timing.changed:{a.name}>{b.name}"
        return [Finding(FindingKind.TIMING, message, a.span, b.span)]
    here, there = doses[0][0], doses[1][0]
    shown = ">".join(next(iter(sorted(q.loose))) for q in (here, there))
    return [Finding(FindingKind.DOSE, f"dose.changed:{shown}", here.span, there.span)]


def _crossed(named: Sequence[Sequence[object]]) -> bool:
    """Whether both texts say two different things, in the other order."""
    ours, theirs = named
    if len(ours) != 2 or len(theirs) != 2 or ours[0] == ours[1]:
        return False
    return ours[0] == theirs[1] and ours[1] == theirs[0]


def _same_drugs(source: Side, target: Side) -> bool:
    """Whether both texts name the same two drugs in the same order."""
    ours, theirs = (drugs(text, lang) for text, _, _, lang in (source, target))
    if len(ours) != 2 or len(theirs) != 2 or same(ours[0].name, ours[1].name):
        return False
    return all(same(a.name, b.name) for a, b in zip(ours, theirs, strict=True))
