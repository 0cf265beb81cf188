"""The doses of an instruction against those that are said back: how much, and per what. Pure."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from itertools import zip_longest

from translation.checks import numbers
from translation.checks.quantity import Quantity
from translation.checks.text import touch
from translation.said_text import SaidText
from translation.types import Finding, FindingKind, Span

_DAY, _TIME = "day", "time"
_ONCE = "R:1"
_DAY_FIRST = frozenset(("zh", "ja", "ko"))
"""Languages in which the number stands behind "a day"."""


def compare(here: SaidText, there: SaidText) -> Iterator[Finding]:
    """The doses of a unit in both texts, where their values differ or what they are per.

    Among all the quantities an answer's 三片 would do for 一天三次, and a translation may leave out
    the one of 一片.
    """
    ours, theirs = (numbers.read(each.text, each.lang)[0] for each in (here, there))
    units = dict.fromkeys(q.unit for q in ours if is_dose(q))
    for unit in units:
        if not any(is_dose(q) and q.unit == unit for q in theirs):
            continue
        for a, b in zip_longest(_only(ours, unit, theirs), _only(theirs, unit, ours)):
            what = "changed" if a and b else "missing" if a else "extra"
            values = ">".join(q.shown for q in (a, b) if q)
            message = f"{FindingKind.DOSE.value}.{what}:{values}"
            spans = (a.span if a else None, b.span if b else None)
            yield Finding(FindingKind.DOSE, message, *spans)
    if not (_once(ours) or _once(theirs)):
        yield from _per_other(here, ours, there, theirs)


def is_dose(quantity: Quantity) -> bool:
    """Whether it is an amount of a drug in a unit."""
    return quantity.role is FindingKind.DOSE and bool(quantity.unit) and not quantity.vague


def _only(quantities: list[Quantity], unit: str, others: list[Quantity]) -> list[Quantity]:
    """The doses of a unit whose value is not among the ``others``, each value once.

    A bare number may be the dose without its unit: "twelve in the morning".
    """
    said: set[str] = set()
    for other in others:
        said |= other.strict if other.dimension else other.strict | other.loose
    doses = [q for q in quantities if is_dose(q) and q.unit == unit]
    own = {q.strict: q for q in doses if said.isdisjoint(q.strict | q.loose)}
    return list(own.values())


def _once(quantities: list[Quantity]) -> bool:
    """Whether it is taken once a day: then each time is all of a day."""
    return any(_ONCE in q.strict and q.unit != "period" for q in quantities)


def _per_other(
    here: SaidText, ours: list[Quantity], there: SaidText, theirs: list[Quantity]
) -> Iterator[Finding]:
    """Doses of the same value, one for each time and one for the whole day."""
    asked, said = _tagged(here, ours), _tagged(there, theirs)
    for a, per, span in asked:
        same = [each for each in said if not a.strict.isdisjoint(each[0].strict)]
        if same and all(other != per for _, other, _ in same):
            b, _, at = same[0]
            message = f"{FindingKind.DOSE.value}.changed:{here.words(span)}>{there.words(at)}"
            yield Finding(FindingKind.DOSE, message, a.span, b.span)


def _tagged(text: SaidText, quantities: list[Quantity]) -> list[tuple[Quantity, str, Span]]:
    """The doses that are said per time or per day, with where both words stand."""
    patterns = _patterns(text.lang)
    found = []
    for dose in filter(is_dose, quantities):
        clause = text.clause(dose.span)
        each = patterns[_TIME].search(text.text, *clause)
        word, per = (each, _TIME) if each else (_day(text, clause, dose, quantities), _DAY)
        if word is not None:
            end = dose.span[1] + text.text[dose.span[1] :][:1].isalpha()
            found.append((dose, per, (min(word.start(), dose.span[0]), max(word.end(), end))))
    return found


def _day(
    text: SaidText, clause: Span, dose: Quantity, quantities: list[Quantity]
) -> re.Match[str] | None:
    """The words that make a dose one for a whole day.

    "Every morning" is one time of a day; in "three times a day" the day is what the rate is per.
    """
    word = _patterns(text.lang)[_DAY].search(text.text, *clause)
    if word is None or any(touch(t.span, clause) for t in numbers.read(text.text, text.lang)[1]):
        return None
    numerals = [q for q in quantities if touch(q.span, clause) and not touch(q.span, word.span())]
    before = [q for q in numerals if q.span[0] < word.start()]
    after = [q for q in numerals if q.span[0] > word.start()]
    near = [*before[-1:], *after[:1]]
    if text.lang in _DAY_FIRST:
        near.reverse()
    return word if near and near[0] is dose else None


@functools.cache
def _patterns(lang: str) -> dict[str, re.Pattern[str]]:
    path = resources.files("translation").joinpath("said_back.toml")
    table: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[lang]
    return {per: re.compile(words, re.IGNORECASE) for per, words in table.items()}
