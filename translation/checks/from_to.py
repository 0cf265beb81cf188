"""Two amounts at each other's place: "from 50 to 25 mg", "my son is three, my daughter six".

Every language says where something comes from before where it goes to, and the ages of two in the
order in which it names them. Where another order is said, nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.checks.quantity import Difference, Quantity
from translation.checks.quantity_compare import traded_places
from translation.checks.relatives import may_be, relatives

Side = tuple[str, Sequence[Quantity], str]
"""A text, its quantities, its language."""
_Pair = tuple[Quantity, Quantity]
_FROM = {
    "zh": "[从由自](?:原来的?|开始的?)?(?:[每一][天日周次晚]的?)?",
    "en": "from(?: a| about)?",
    "ru": "(?:с|со|от)",
    "fr": "(?:de|d'|du)",
    "es": "(?:de|desde)",
    "ar": "من",
}
_TO = {
    "zh": "[^，,。；;、0-9]{0,6}[到至为成](?:[每一][天日周次晚]的?)?",
    "en": r"\W?(?:[^\W\d]+ ){0,3}to(?: a| about)?",
    "ru": r"(?:[^\W\d]+ ){0,3}(?:до|на|к)",
    "fr": "(?:[^\\W\\d]+ ){0,3}(?:à|vers)",
    "es": "(?:[^\\W\\d]+ ){0,3}(?:a|hasta)",
    "ar": "(?:[^\\W\\d]+ ){0,3}[إا]لى",
    "ko": "[^,.0-9]{0,4}에서(?: 하루| 매일| 한 번에)?",
    "ja": "[^、。,0-9]{0,4}から(?:[1１一]日|毎日|[1１一]回)?",
}
_BEFORE = {lang: re.compile(rf"(?<!\w){said}\s*$", re.IGNORECASE) for lang, said in _FROM.items()}
_BEFORE["zh"] = re.compile(rf"{_FROM['zh']}$")
_BETWEEN = {lang: re.compile(rf"\s*{said}\s*", re.IGNORECASE) for lang, said in _TO.items()}
_BETWEEN |= {lang: re.compile(rf"{_TO[lang]}(?: |、)?") for lang in ("ko", "ja")}
_REACH = 16
"""Signs before an amount that are looked at."""
_AGED = frozenset(("age", "year", "month", "day", ""))


def compare(source: Side, target: Side) -> list[Difference]:
    """The first two amounts that stand at each other's place."""
    for read in (_from_to, _ages):
        here = read(source)
        there = read(target) if here is not None else None
        if here is None or there is None:
            continue
        if read is _ages and not _same_order(source, target):
            continue
        found = traded_places(here, there)
        if found is not None:
            return [found]
    return []


def _from_to(side: Side) -> _Pair | None:
    """The two amounts of the only "from A to B" of a text."""
    text, quantities, lang = side
    found = [(a, b) for a, b in pairwise(quantities) if _goes(a, b, text, lang)]
    return found[0] if len(found) == 1 else None


def _goes(a: Quantity, b: Quantity, text: str, lang: str) -> bool:
    start, end = a.span
    before = _BEFORE.get(lang)
    if before is not None and before.search(text, max(0, start - _REACH), start) is None:
        return False
    return _BETWEEN[lang].fullmatch(text, end, b.span[0]) is not None


def _ages(side: Side) -> _Pair | None:
    """The two ages of a text that says nothing else in numbers."""
    firm = [q for q in side[1] if not q.optional]
    aged = len(firm) == 2 and all(q.unit in _AGED for q in firm)
    return (firm[0], firm[1]) if aged else None


def _same_order(source: Side, target: Side) -> bool:
    """Whether both texts name two relatives, in the same order."""
    ours, theirs = (relatives(text, lang) for text, _, lang in (source, target))
    if len(ours) != 2 or len(theirs) != 2 or may_be(ours[0].name, ours[1].name):
        return False
    return all(may_be(a.name, b.name) for a, b in zip(ours, theirs, strict=True))
