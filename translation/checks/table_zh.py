"""The Chinese number words of ``tokens/numbers_zh.toml`` in the form that code uses."""

from __future__ import annotations

from translation.checks.tables import entries, load

_DATA = load("numbers_zh")

NOT_NUMBERS: list[str] = entries(_DATA["not_numbers"])
ONE_IDIOMS: list[str] = entries(_DATA["one_idioms"])
MEASURES: list[str] = entries(_DATA["measures"])
DIGITS: dict[str, int] = _DATA["digits"]
SCALES: dict[str, int] = _DATA["scales"]
WEEKDAYS: dict[str, int] = _DATA["weekdays"]
PERIODS: dict[str, str] = {
    word: period for period, words in _DATA["periods"].items() for word in entries(words)
}
"""Part of the day -> "am", "noon", "pm" or "night"."""
UNITS: dict[str, tuple[str, float]] = {
    name: (str(base), float(size)) for name, (base, size) in _DATA["units"].items()
}
