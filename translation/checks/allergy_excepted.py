"""An allergen that is excepted: "nuts, except hazelnuts" must not become "especially hazelnuts"."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from translation.checks.allergy_match import alike
from translation.checks.allergy_standing import excepts
from translation.checks.lexicon import Hit, Lexicon
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind

_REACH = 16
"""Signs between "including" and the allergen, before or behind it."""


def turned(
    ours: Sequence[Hit], theirs: Sequence[Hit], source: tuple[str, str], target: tuple[str, str]
) -> list[Finding]:
    """``allergy.added:hazelnut`` where the target counts in what the source excepts, and
    ``allergy.lost:hazelnut`` the other way."""
    if not ours or not theirs:
        return []
    apart = excepts(source[0]), excepts(target[0])
    if apart[0] is apart[1]:
        return []
    counted = theirs if apart[0] else ours
    for hit in _counted_in(counted, *(target if apart[0] else source)):
        for other in ours if apart[0] else theirs:
            if alike(hit.name, other.name):
                a, b = (other, hit) if apart[0] else (hit, other)
                message = f"allergy.{'added' if apart[0] else 'lost'}:{hit.name}"
                return [Finding(FindingKind.ALLERGY, message, a.span, b.span)]
    return []


def _counted_in(hits: Sequence[Hit], text: str, lang: str) -> list[Hit]:
    """The allergens that the text says are among those that do harm."""
    words = [word.span for word in _words(lang).find(text)]
    return [
        hit
        for hit in hits
        if any(
            0 <= hit.span[0] - end <= _REACH or 0 <= start - hit.span[1] <= _REACH
            for start, end in words
        )
    ]


@functools.cache
def _words(lang: str) -> Lexicon:
    return Lexicon(lang, {"in": entries(load("allergy_words")["included"].get(lang, ""))})
