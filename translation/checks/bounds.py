"""Bounds that turn round: "under 100" must not become "over 100".

Only languages whose table of quantities has a section ``bound`` are compared. A text that says
both sides, or that gives its bound without a number beside it, says nothing here.
"""

from __future__ import annotations

import functools
import re

from translation.checks.lexicon import fold
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind, Span

LANGUAGES = ("zh", "en", "ar")
_TURNED = re.compile(r"\bunless\b|除非|إلا إذا")
"""Words that turn a bound around: "not … unless more than two" is 不超过两次."""
_BELOW, _ABOVE = "below", "above"


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``number.bound:below>above`` or the reverse; one at most."""
    if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
        return []
    if _TURNED.search(source) or _TURNED.search(target):
        return []
    here, there = _bounds(source, source_lang), _bounds(target, target_lang)
    if len(here) != 1 or len(there) != 1 or here.keys() == there.keys():
        return []
    (a, first), (b, second) = *here.items(), *there.items()
    return [Finding(FindingKind.NUMBER, f"number.bound:{a}>{b}", first, second)]


@functools.cache
def _pattern(lang: str) -> re.Pattern[str]:
    table = load(f"quantity_{lang}")["bound"]
    number = f"(?:{'|'.join(fold(word) for word in entries(table['number']))}|[0-9٠-٩])"
    sides = []
    for side in (_BELOW, _ABOVE):
        words = "|".join(re.escape(fold(w)) for w in entries(table[side]))
        before = rf"(?:{words}){number}" if lang == "zh" else rf"\b[وف]?(?:{words}) {number}"
        sides.append(f"(?P<{side}>{before})")
    return re.compile("|".join(sides))


def _bounds(text: str, lang: str) -> dict[str, Span]:
    """The sides that a text names beside a number, with their first place."""
    found: dict[str, Span] = {}
    for m in _pattern(lang).finditer(fold(text)):
        found.setdefault(m.lastgroup or "", m.span())
    return found
