"""Numbers: every value of the source is in the target, and no other."""

from __future__ import annotations

from collections.abc import Callable

from translation.checks.numerals_en import numbers_en
from translation.checks.numerals_zh import numbers_zh
from translation.checks.quantity import Quantity, compare
from translation.types import Finding, FindingKind

READERS: dict[str, Callable[[str], list[Quantity]]] = {"zh": numbers_zh, "en": numbers_en}
"""To add a language: write its reader and name it here."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``number.changed:A>B``, ``number.missing:A`` and ``number.extra:B``."""
    if source_lang not in READERS or target_lang not in READERS:
        return []
    difference = compare(READERS[source_lang](source), READERS[target_lang](target))
    kind = FindingKind.NUMBER
    return [
        *(
            Finding(kind, f"number.changed:{a.shown}>{b.shown}", a.span, b.span)
            for a, b in difference.changed
        ),
        *(Finding(kind, f"number.missing:{q.shown}", q.span, None) for q in difference.missing),
        *(Finding(kind, f"number.extra:{q.shown}", None, q.span) for q in difference.extra),
    ]
