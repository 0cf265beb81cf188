"""The same side, eye or leg, or the other one: where a text has named one before.

Each text names only one of the two; where both are said, the order of the clauses would have to
tell, and nothing is compared.
"""

from __future__ import annotations

import functools

from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``laterality.across:same_side>other_side`` or the reverse."""
    found = in_both(_named, source, target, source_lang, target_lang)
    if found is None:
        return []
    here, there = found
    if len({hit.name for hit in (*here, *there)}) < 2 or _mixed(here) or _mixed(there):
        return []
    a, b = here[0], there[0]
    message = f"laterality.across:{a.name}_side>{b.name}_side"
    return [Finding(FindingKind.LATERALITY, message, a.span, b.span)]


def _mixed(hits: tuple[Hit, ...]) -> bool:
    return len({hit.name for hit in hits}) > 1


def _named(text: str, lang: str) -> tuple[Hit, ...]:
    return _lexicon(lang).find(text)


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    names = load("sides")["across"]
    return Lexicon(lang, {name: entries(forms.get(lang, "")) for name, forms in names.items()})
