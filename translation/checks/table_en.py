"""The English number words of ``tokens/numbers_en.toml`` in the form that code uses."""

from __future__ import annotations

from translation.checks.tables import entries, load

_DATA = load("numbers_en")

FEW: frozenset[str] = frozenset(entries(_DATA["few"]))
ONES: dict[str, int] = _DATA["ones"]
TENS: dict[str, int] = _DATA["tens"]
DECADES: dict[str, int] = _DATA["decades"]
SCALES: dict[str, int] = _DATA["scales"]
ORDINALS: dict[str, int] = _DATA["ordinals"]
FRACTIONS: dict[str, float] = _DATA["fractions"]
OPTIONAL: dict[str, int] = _DATA["optional"]
MONTHS: dict[str, int] = _DATA["months"]
WEEKDAYS: dict[str, int] = _DATA["weekdays"]
UNITS: dict[str, tuple[str, float]] = {
    name: (str(base), float(size)) for name, (base, size) in _DATA["units"].items()
}
