"""Units: which amounts are the same (0.5 g and 500 mg, two weeks and 14 days)."""

from __future__ import annotations

from dataclasses import dataclass

from translation.checks.tables import load
from translation.types import FindingKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. ``size`` is in the base unit of ``dimension``, which is "" for plain counters.

    ``role`` is the kind of finding that a wrong amount of it is.
    """

    name: str
    dimension: str
    size: float
    role: FindingKind


UNITS: dict[str, Unit] = {
    name: Unit(name, str(dimension), float(size), FindingKind(role))
    for role, members in load("units").items()
    for name, (dimension, size) in members.items()
}

EITHER: dict[str, tuple[Unit, ...]] = {
    "milli": (UNITS["mm"], UNITS["ml"], UNITS["mg"]),
    "kilo": (UNITS["kg"], UNITS["km"]),
    "jin": (UNITS["jin"], Unit("jin", "volume", 500.0, UNITS["jin"].role)),
    "livre": (UNITS["livre"], UNITS["pound"]),
    "liang": (UNITS["liang"], Unit("liang", "volume", 50.0, UNITS["liang"].role)),
    "cun": tuple(Unit("cun", "length", s, UNITS["cun"].role) for s in (33.3333, 30, 35, 25.4)),
    "chi": tuple(Unit("chi", "length", s, UNITS["chi"].role) for s in (333.333, 330, 300, 304.8)),
}
"""Words that stand for more than one unit: spoken "milli", "kilo"; liquor goes by weight;
a French "livre" is half a kilogram or the pound of America; 寸 and 尺 are said in whole
centimetres, and of an inch and a foot."""

_FORMS = {"spoon": ("spoon", "teaspoon", "tablespoon")}


def ratio(above: Unit, below: Unit) -> Unit:
    """The unit of a concentration or of an amount per body weight: mg/dL, mmol/L, mg/kg."""
    dimension = f"{above.dimension}/{below.dimension}"
    role = above.role if below.name == "kg" else FindingKind.NUMBER
    return Unit(f"{above.name}/{below.name}", dimension, above.size / below.size, role)


def text_of(value: float) -> str:
    """The value as it is shown and compared: 38.5, 120, 0.333."""
    if value == int(value):
        return str(int(value))
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 else f"{value:.6g}"


def size_keys(value: float, unit: Unit) -> list[str]:
    """Keys that two amounts of the same size share."""
    name, dimension = unit.name, unit.dimension
    if not dimension:
        return []
    if dimension == "form":
        return [f"{name}:{text_of(value)}" for name in _FORMS.get(name, (name,))]
    if name == "fahrenheit":
        return [f"temperature:{(value - 32) / 1.8:.1f}"]
    if name == "celsius":
        return [f"temperature:{value:.1f}"]
    if dimension == "month":
        return _calendar(value * unit.size)
    size = value * unit.size
    return [f"{dimension}:{size:.4g}" if size < 1e4 else f"{dimension}:{size:.6g}"]


def _calendar(months: float) -> list[str]:
    """Months as they are also said: 6 months is half a year, 1 month is 30 days or 4 weeks."""
    found = [f"month:{months:.4g}"]
    if months <= 12:
        found += [f"time:{days * 1440:.6g}" for days in (30 * months, 28 * months)]
    if months % 12 == 0:
        found.append(f"time:{months / 12 * 365 * 1440:.6g}")
    if months == 0.5:
        found.append(f"time:{14 * 1440:.6g}")
    return found
