"""A dose raised to an amount that became one raised by it: 加到两粒 and "add two tablets"."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity import Quantity
from translation.checks.tables import load
from translation.types import Finding, FindingKind

_TABLE = "changed_by"
_BEFORE, _AFTER = 40, 24
"""Signs before and behind an amount that are looked at."""
_OTHER = {"to": "by", "by": "to"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands before and behind an amount, for one way of changing a dose."""

    before: re.Pattern[str]
    behind: re.Pattern[str]


def compare(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> list[Finding]:
    """``dose.by:2>2``: one text changes a dose to an amount, the other by it; one at most."""
    if theirs.lexicon.language == "zh":  # its words are looked up fastest
        pair = _unlike(theirs, there, ours, here)
        pair = (pair[1], pair[0]) if pair is not None else None
    else:
        pair = _unlike(ours, here, theirs, there)
    if pair is None:
        return []
    a, b = pair
    return [Finding(FindingKind.DOSE, f"dose.by:{a.shown}>{b.shown}", a.span, b.span)]


def _unlike(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> tuple[Quantity, Quantity] | None:
    """The first two equal doses of which one is changed to and the other by."""
    for a in here:
        way = _way(ours, a) if a.role is FindingKind.DOSE else None
        if way is None:
            continue
        b = next((b for b in there if not a.strict.isdisjoint(b.strict)), None)
        if b is not None and _way(theirs, b) == _OTHER[way]:
            return a, b
    return None


def _way(tokens: Tokens, quantity: Quantity) -> str | None:
    """ "to" or "by", None where the text says neither or both."""
    start, end = (tokens.offset(place) for place in quantity.span)
    at = bisect_left(tokens.items, end, key=lambda token: token.start)
    for token in tokens.items[at : at + 1]:  # the span of a dose may leave out its unit
        end = token.end if token.sense == "unit" and token.start <= end + 1 else end
    found = [
        way
        for way, said in _words(tokens.lexicon.language).items()
        if said.before.search(tokens.text, max(0, start - _BEFORE), start)
        or said.behind.match(tokens.text, end, end + _AFTER)
    ]
    return found[0] if len(found) == 1 else None


@functools.cache
def _words(language: str) -> dict[str, _Words]:
    data = load(_TABLE)[language]
    return {
        way: _Words(
            re.compile(rf"(?:{'|'.join(data[way] or ['(?!)'])})\s?$"),
            re.compile("|".join(data[f"{way}_after"]) or "(?!)"),
        )
        for way in _OTHER
    }
