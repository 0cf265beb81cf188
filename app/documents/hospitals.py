"""Names of Chinese public hospitals, which are put together by rule: place, number, kind.

宁波市第一人民医院 is "Ningbo City No. 1 People's Hospital". The words stand in
``data/hospitals.psv``; a name of another make is left to the translator.
"""

from __future__ import annotations

import re
from functools import cache

from app.documents.romanise import romanise
from app.documents.sections import table_rows

NUMERALS = "一二三四五六七八九十"
_NO_PLACE = frozenset("转至到往于经在因赴去回由我本该")
"""A text that begins so is no name but says something about a hospital."""
_SEATS = ("省", "市", "县", "区")


def hospital_name(text: str, lang: str) -> str | None:
    """The name of a hospital in ``lang``, or None where the rule does not make it."""
    words = _words().get(lang)
    found = _pattern().fullmatch(text.strip())
    if words is None or found is None:
        return None
    place, seat, number, kind = found["place"] or "", found["seat"], found["n"], found["kind"]
    if not seat or (kind == "医院" and not number) or _is_no_place(place):
        return None
    name = words[kind]
    if number:
        name = words["第"].format(n=NUMERALS.index(number) + 1, kind=name)
    where = romanise(place, lang).replace(" ", "").capitalize() if place else ""
    named = words[seat].format(place=where, kind=name)
    # "The city's hospital", whichever city: the name of the seat stays without a place.
    return " ".join(named.split()).strip(" ,،") if where else _without_place(named)


def _without_place(named: str) -> str:
    return re.sub(r"\s+(?:de|of)?\s*$", "", " ".join(named.split()))


def _is_no_place(place: str) -> bool:
    return any(sign in place for sign in "院校厂第") or "大学" in place or place[:1] in _NO_PLACE


@cache
def _pattern() -> re.Pattern[str]:
    kinds = [kind for kind in _words()["en"] if len(kind) > 1]
    kinds.sort(key=len, reverse=True)
    return re.compile(
        rf"(?P<place>[\u3400-\u9fff]{{2,4}})?(?P<seat>[{''.join(_SEATS)}])"
        rf"(?:第(?P<n>[{NUMERALS}]))?(?P<kind>{'|'.join(kinds)})"
    )


@cache
def _words() -> dict[str, dict[str, str]]:
    head, *others = table_rows("hospitals.psv")
    return {lang: {row[0]: row[at] for row in others} for at, lang in enumerate(head) if at}
