"""How two texts' quantities are compared.

Nothing here knows a language: readers turn a text into `Quantity` objects, `compare` matches the
two lists one to one and says what is left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from translation.checks.quantity import FEW, Difference, Quantity, kind_of
from translation.checks.quantity_idle import SPOONS, idle_changes
from translation.types import FindingKind

_CLOSE = (
    frozenset(("rate", "times")),
    frozenset(("rate", "time")),
    frozenset(("rate", "month")),
    frozenset(("times", "form")),
    frozenset(("date", "time")),
    frozenset(("clock", "time")),
    frozenset(("date", "month")),
)
"""Dimensions between which the bare value may say the same: "3 times" and "3 times a day"."""
_LONG = frozenset(("time", "month", "rate"))
"""An idle "one" answers no idle "one week"."""
_INTERVALS = frozenset(("rate", "time"))
_COUNTED = frozenset(("rate", "times"))
_MOST = 120
"""Quantities of two texts up to which each may answer any other."""
_REACH = 60
"""In longer texts one may answer those up to so many places from its own."""


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Difference]:
    """What differs between the quantities of two texts, each error once."""
    pairs: dict[int, int] = {}
    near = _near(source, target)
    for same in (_identical, _as_long, _same, _alike):
        _match(source, target, pairs, near, same)
    taken = set(pairs.values())
    here = [q for i, q in enumerate(source) if i not in pairs]
    there = [q for j, q in enumerate(target) if j not in taken]
    if not here and not there:
        return []
    here, there = (
        _without_bases(here, source, target, pairs),
        _without_bases(there, target, source, {j: i for i, j in pairs.items()}),
    )
    here, there = (
        _not_again(here, source, target, there),
        _not_again(there, target, source, here),
    )
    here, there = _for_each(here, there), _for_each(there, here)
    if _only_count(here, there):
        return []
    return _left_over(here, there, source, target, pairs)


def _only_count(here: list[Quantity], there: list[Quantity]) -> bool:
    """ "no more than eight a day" and 一天不超过八粒: only one count is left, the same."""
    firm = [[q for q in side if not q.optional] for side in (here, there)]
    if [len(side) for side in firm] != [1, 1]:
        return False
    (a,), (b,) = firm
    return {a.dimension, b.dimension} == {"rate", "form"} and not a.loose.isdisjoint(b.loose)


def _near(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[range]:
    """For each quantity of the source the places in the target that may answer it."""
    ours, theirs = len(source), len(target)
    if max(ours, theirs) <= _MOST:
        return [range(theirs)] * ours
    places = (i * theirs // ours for i in range(ours))
    return [range(max(0, at - _REACH), min(theirs, at + _REACH + 1)) for at in places]


def _without_bases(
    left: list[Quantity],
    own: Sequence[Quantity],
    others: Sequence[Quantity],
    pairs: dict[int, int],
) -> list[Quantity]:
    """``left`` without the bases where the other text says the whole in one: 8:50, two thirds."""
    if not any(q.base for q in left):
        return left
    whole = any(_in_one(own[i], others[j]) for i, j in pairs.items())
    return [q for q in left if not (q.base and whole)]


def _in_one(a: Quantity, b: Quantity) -> bool:
    """Whether two that answer each other say it in other numbers: 50 minutes past, 66 %."""
    if {a.dimension, b.dimension} == {"clock", "time"}:
        return True
    shares = {a.dimension, b.dimension} <= {"", "percent"} and a.loose and b.loose
    return bool(shares) and a.loose.isdisjoint(b.loose)


def _not_again(
    left: list[Quantity], own: Sequence[Quantity], others: Sequence[Quantity], came: list[Quantity]
) -> list[Quantity]:
    """``left`` without the dates that one text says twice and the other once, and without counts
    that a rate says too, where nothing ``came`` in their place: "in two goes, morning and evening".
    """
    if all(q.dimension not in _SAID_TWICE for q in left):
        return left
    said = frozenset().union(*(other.strict for other in others))
    rates = frozenset().union(*(q.strict for q in own if q.dimension == "rate")) & said

    def again(quantity: Quantity) -> bool:
        if quantity.dimension == "date":
            return not quantity.strict.isdisjoint(said)
        if quantity.dimension not in _SAID_TWICE or any(not q.optional for q in came):
            return False
        if quantity.dimension == "rate":  # 一天三次，三顿饭后各一次
            counted = [q for q in own if q.unit == "rate" and q.strict & _OFTEN & quantity.strict]
            return len(counted) > 1 and not quantity.strict.isdisjoint(said)
        return any(key.replace("times:", "R:") in rates for key in quantity.strict)

    return [q for q in left if not again(q)]


_OFTEN = frozenset(("R:2", "R:3", "R:4"))
_SAID_TWICE = frozenset(("date", "times", "rate"))


def _for_each(left: list[Quantity], others: list[Quantity]) -> list[Quantity]:
    """``left`` without the amounts said again for another part of the day, as 早晚各十分钟 says it
    once; not where the other text has one left that came in its place."""
    if not any(q.again for q in left):
        return left
    came = {q.dimension for q in others}
    return [q for q in left if not q.again or q.dimension in came]


def _same(a: Quantity, b: Quantity) -> bool:
    return not a.strict.isdisjoint(b.strict)


def _as_long(a: Quantity, b: Quantity) -> bool:
    """The same span: "every six hours" and "six hours between" before "four times a day"."""
    if {a.dimension, b.dimension} != _INTERVALS or "period" in (a.unit, b.unit):
        return False
    return any(key[:5] == "time:" for key in a.loose & b.loose)


def _identical(a: Quantity, b: Quantity) -> bool:
    return not a.strict.isdisjoint(b.strict) and not a.loose.isdisjoint(b.loose)


def _alike(a: Quantity, b: Quantity) -> bool:
    shared = a.loose & b.loose
    if a.optional and b.optional and (a.dimension in _LONG) is not (b.dimension in _LONG):
        return False
    if a.optional and b.optional and (a.unit in SPOONS) is not (b.unit in SPOONS):
        return False
    if "clock" in (a.dimension, b.dimension):
        times = [k for k in (a.strict | a.loose) & (b.strict | b.loose) if k[0] == "T"]
        if times or (_tells_time(a) and _tells_time(b)):
            return bool(times)
    if _is_by_the_way(a, b) or _is_by_the_way(b, a):
        return False
    if not shared or ({"milli", "kilo"} & {a.unit, b.unit} and not _may_be(a, b)):
        return False
    if _other_share(a, b) or _other_share(b, a):
        return False
    if {a.unit, b.unit} == _DEGREES and any(map(_is_cool, shared)):
        return False  # 38.5 degrees of fever are no 38.5 °F
    if not a.dimension or not b.dimension or any(key[0] in "TRMD" for key in shared):
        return True
    if a.dimension.split("/")[0] == b.dimension.split("/")[0] != a.dimension + b.dimension:
        return a.dimension != b.dimension and a.unit.split("/")[0] == b.unit.split("/")[0]
    sides = frozenset((a.dimension, b.dimension))
    if sides == _INTERVALS and all(any(k[:5] == "time:" for k in q.loose) for q in (a, b)):
        # both say how long, and neither says it of the same length
        return any(key[:5] == "time:" for key in shared)
    if sides == _COUNTED and any(comes_again(q) for q in (a, b)):
        return False  # "every two hours" is no "twice"
    if sides in _CLOSE:
        return True
    return a.dimension == b.dimension and "degree" in (a.unit, b.unit)


def _other_share(a: Quantity, b: Quantity) -> bool:
    """Whether ``a`` says a percentage in one number and ``b`` another one, or of how many it is:
    "one in four" is not 四成."""
    if a.dimension != "percent":
        return False
    shares = [key for key in b.strict if key.startswith("percent:")]
    return (b.base and not b.dimension) or bool(shares and a.strict.isdisjoint(shares))


def comes_again(quantity: Quantity) -> bool:
    """Whether it is a span that repeats, "every 8 hours", and no count in a span."""
    spans = any(key.startswith(("time:", "month:")) for key in quantity.loose)
    return quantity.dimension == "rate" and quantity.unit != "period" and spans


def _may_be(a: Quantity, b: Quantity) -> bool:
    """Spoken "milli" and "kilo": the sizes that they may be are among their strict keys."""
    other = b if a.unit in ("milli", "kilo") else a
    return other.dimension not in _SIZES


_PILLS = frozenset(("tablet", "sachet", "drop"))


def _is_by_the_way(a: Quantity, b: Quantity) -> bool:
    """Whether ``a`` is a number in a name and ``b`` a dose: 二甲双胍 is no "two pills"."""
    named = a.optional and not (a.shown or a.unit or "dual" in a.strict or "0.5" in a.loose)
    return named and b.unit in _PILLS and not b.optional


_DEGREES = {"degree", "fahrenheit"}


def _is_cool(key: str) -> bool:
    """Whether a bare value is too low for a body in degrees Fahrenheit."""
    return key.replace(".", "").isdigit() and float(key) < 46


_SIZES = frozenset(("length", "volume", "mass"))


def _tells_time(quantity: Quantity) -> bool:
    return any(key[0] == "T" for key in quantity.strict | quantity.loose)


def _match(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    pairs: dict[int, int],
    near: list[range],
    same: Callable[[Quantity, Quantity], bool],
) -> None:
    """Add pairs that are the same; what must be answered goes first."""
    taken = set(pairs.values())
    for optional_source, optional_target in _TURNS:
        for i, a in enumerate(source):
            if i in pairs or a.optional is not optional_source:
                continue
            for j in near[i]:
                b = target[j]
                if j not in taken and b.optional is optional_target and same(a, b):
                    pairs[i] = j
                    taken.add(j)
                    break


_TURNS = ((False, False), (False, True), (True, False), (True, True))


def _left_over(
    here: list[Quantity],
    there: list[Quantity],
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    pairs: dict[int, int],
) -> list[Difference]:
    """Pairs what is left: a missing and an extra one together are one that changed."""
    back = {j: i for i, j in pairs.items()}
    few_here, few_there = _says_few(source, target, pairs), _says_few(target, source, back)
    missing = [q for q in here if not q.optional and not (q.vague and few_there)]
    extra = [q for q in there if not q.optional and not (q.vague and few_here)]
    if len(missing) != len(extra) and _one_number(missing, extra):
        return []
    found = _changed(missing, extra)
    found += _changed(missing, [q for q in there if q.optional and q.shown], idle=True)
    found += _changed([q for q in here if q.optional and q.shown], extra, idle=True)
    found = found or idle_changes(here, there, source, target)
    found += [Difference(q, None, q.role) for q in _named_once(missing, source)]
    found += [Difference(None, q, q.role) for q in _named_once(extra, target)]
    return found


def _says_few(own: Sequence[Quantity], others: Sequence[Quantity], pairs: dict[int, int]) -> bool:
    """Whether ``own`` says "a few" and the other text no "a few" that answers it."""
    return any(
        FEW in q.loose and not (i in pairs and FEW in others[pairs[i]].loose)
        for i, q in enumerate(own)
    )


def _named_once(left: list[Quantity], every: Sequence[Quantity]) -> list[Quantity]:
    """``left`` without durations said twice: "at most three days; after three days come"."""
    times = Counter(q.strict for q in every if q.role is FindingKind.DURATION)
    return [q for q in left if q.role is not FindingKind.DURATION or times[q.strict] < 2]


def _changed(
    missing: list[Quantity], extra: list[Quantity], *, idle: bool = False
) -> list[Difference]:
    """Pairs of what belongs together best; both lists lose what was paired."""
    if not missing or not extra:
        return []
    ranked = sorted(
        (-_affinity(a, extra[j]), abs(i - j), i, j)
        for i, (a, near) in enumerate(zip(missing, _near(missing, extra), strict=True))
        for j in near
    )
    found: dict[int, tuple[int, Difference]] = {}
    taken: set[int] = set()
    for rank, _, i, j in ranked:
        if i in found or j in taken or (idle and rank > -2):
            continue
        taken.add(j)
        found[i] = (j, Difference(missing[i], extra[j], kind_of(missing[i], extra[j])))
    missing[:] = [q for i, q in enumerate(missing) if i not in found]
    extra[:] = [q for j, q in enumerate(extra) if j not in taken]
    return [difference for _, (_, difference) in sorted(found.items())]


def _affinity(a: Quantity, b: Quantity) -> int:
    if "period" in (a.unit, b.unit) and not {a.dimension, b.dimension} <= _RATED:
        return 0
    if any(q.unit.startswith("relative") for q in (a, b)) and FindingKind.NUMBER in (
        a.role,
        b.role,
    ):
        return 0  # next week is no count that changed
    points = 2 if a.dimension == b.dimension and a.role == b.role else 0
    if (
        (a.dimension and a.dimension == b.dimension)
        or not a.dimension
        or not b.dimension
        or frozenset((a.dimension, b.dimension)) in _CLOSE
    ):
        points += 2
    if not a.loose.isdisjoint(b.loose):
        points += 2
    return points


_RATED = frozenset(("rate", "times", "time", "month"))


def exchanged(source: Sequence[Quantity], target: Sequence[Quantity]) -> Difference | None:
    """Two doses at each other's place: "2 in the morning, 1 in the evening" the wrong way round.

    The caller makes sure that what the doses belong to stands in the same order in both texts.
    """
    here, there = _doses(source), _doses(target)
    firm = any(q.role is FindingKind.DOSE for q in (*here, *there))
    if len(here) != 2 or len(there) != 2 or not firm:
        return None
    as_said = [_as_much(a, b) for a, b in zip(here, there, strict=True)]
    crossed = [_as_much(a, b) for a, b in zip(here, reversed(there), strict=True)]
    traded = all(crossed) and not any(as_said)
    return Difference(here[0], there[0], FindingKind.DOSE) if traded else None


def traded_places(
    here: tuple[Quantity, Quantity], there: tuple[Quantity, Quantity]
) -> Difference | None:
    """The same, of two amounts of any kind: "from 50 to 25" that became "from 25 to 50"."""
    (a, b), (c, d) = here, there
    if not (_told(a, d) and _told(b, c)) or _told(a, c) or _told(b, d):
        return None
    return Difference(a, c, kind_of(a, c))


def _told(a: Quantity, b: Quantity) -> bool:
    return _same(a, b) or _alike(a, b)


def _doses(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The doses of a text; where none has a unit, the bare counts: "one in the morning"."""
    doses = [q for q in quantities if q.role is FindingKind.DOSE]
    bare = [q for q in quantities if q.unit in _BARE and q.role is FindingKind.NUMBER]
    if len(doses) == len(bare) == 1 and not bare[0].optional:
        # "two drops in the left eye, three in the right"
        return [q for q in quantities if q in doses or q in bare]
    return doses or bare


_BARE = frozenset(("", "piece"))


def _as_much(a: Quantity, b: Quantity) -> bool:
    """Whether two doses are the same; one of them may have no unit."""
    if a.unit in _BARE or b.unit in _BARE:
        return not a.loose.isdisjoint(b.loose)
    return _same(a, b)


def _one_number(missing: list[Quantity], extra: list[Quantity]) -> bool:
    """The same digits in groups of other sizes, as in a telephone number."""
    if not missing or not extra or any(q.dimension for q in missing + extra):
        return False
    return _digits(missing) == _digits(extra)


def _digits(numbers: Sequence[Quantity]) -> str:
    return "".join(c for q in numbers for c in q.shown if c.isdigit())
