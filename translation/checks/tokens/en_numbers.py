"""English number words."""

from __future__ import annotations

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * (value + 2)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
DECADES = {
    word: 10 * (value + 2)
    for value, word in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split()
    )
}
ORDINALS = {
    **{
        word: value + 1
        for value, word in enumerate(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
        )
    },
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
}
FRACTIONS = {
    "half": 0.5,
    "halves": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fourth": 0.25,
    "fourths": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
    "sixth": 1 / 6,
    "eighth": 0.125,
    "eighths": 0.125,
    "tenth": 0.1,
    "tenths": 0.1,
    "hundredth": 0.01,
    "thousandth": 0.001,
}
OPTIONAL = {
    "both": 2,
    "couple": 2,
    "pair": 2,
    "double": 2,
    "single": 1,
    "noon": 12,
    "midday": 12,
    "midnight": 12,
    "twins": 2,
    "dual": 2,
    "either": 2,
    "secondary": 2,
    "secondhand": 2,
    "triple": 3,
    "quadruple": 4,
    "triplets": 3,
    "fortnight": 2,
    "decade": 10,
    "decades": 10,
    "other": 2,
    "dozens": 12,
    "hundreds": 100,
    "thousands": 1_000,
}
"""Words that may answer a number on the other side without asking for one."""
FEW = frozenset("few several couple some or".split())
MONTHS = {
    name: index + 1
    for index, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|")
    )
    for name in names.split()
}
WEEKDAYS = {
    name: index + 1
    for index, names in enumerate(
        "monday mondays|tuesday tuesdays|wednesday wednesdays|thursday thursdays|friday fridays|"
        "saturday saturdays|sunday sundays".split("|")
    )
    for name in names.split()
}
UNITS: dict[str, tuple[str, float]] = {
    "day": ("day", 1),
    "night": ("day", 1),
    "week": ("day", 7),
    "fortnight": ("day", 14),
    "month": ("month", 1),
    "year": ("month", 12),
    "decade": ("month", 120),
    "hour": ("minute", 60),
    "minute": ("minute", 1),
    "min": ("minute", 1),
    "gram": ("mg", 1_000),
    "g": ("mg", 1_000),
    "milligram": ("mg", 1),
    "mg": ("mg", 1),
    "microgram": ("mg", 0.001),
    "mcg": ("mg", 0.001),
    "kilogram": ("mg", 1_000_000),
    "kilo": ("mg", 1_000_000),
    "kg": ("mg", 1_000_000),
    "liter": ("ml", 1_000),
    "litre": ("ml", 1_000),
    "milliliter": ("ml", 1),
    "millilitre": ("ml", 1),
    "ml": ("ml", 1),
    "cc": ("ml", 1),
    "meter": ("mm", 1_000),
    "metre": ("mm", 1_000),
    "m": ("mm", 1_000),
    "centimeter": ("mm", 10),
    "centimetre": ("mm", 10),
    "cm": ("mm", 10),
    "millimeter": ("mm", 1),
    "millimetre": ("mm", 1),
    "mm": ("mm", 1),
}
