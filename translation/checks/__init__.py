"""Checks on a translation: pure functions from two texts to findings.

To add a kind: write a module with ``check(source, target, source_lang, target_lang)`` and name it
in `CHECKS`. To add a language: give the readers of each kind a table for it. A check that does
not know one of the languages finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.types import TermMatch
from translation.checks import (
    allergy,
    body_part,
    drug,
    laterality,
    negation,
    numbers,
    omission,
    opposite,
    person,
    untranslated,
)
from translation.checks.resolve import resolve
from translation.checks.text import without_terms
from translation.types import Finding

__all__ = ["CHECKS", "run"]

Check = Callable[[str, str, str, str], list[Finding]]
CHECKS: tuple[Check, ...] = (
    numbers.check,
    negation.check,
    laterality.check,
    opposite.check,
    omission.check,
)
"""Checks that do not look into known terms whose translation is right."""
WORD_CHECKS: tuple[Check, ...] = (
    drug.check,
    allergy.check,
    body_part.check,
    person.check,
    untranslated.check,
)
"""Checks that know the words themselves and read the whole texts."""


def run(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    matches: Sequence[TermMatch] = (),
) -> tuple[Finding, ...]:
    """Every difference between source and target that a person should look at.

    ``matches`` are the known terms of the source: numerals and sides inside a term whose wanted
    translation is in the target are not looked at again.
    """
    findings: list[Finding] = []
    for check in WORD_CHECKS:
        findings.extend(check(source, target, source_lang, target_lang))
    if matches:
        source, target = without_terms(source, target, matches)
    for check in CHECKS:
        findings.extend(check(source, target, source_lang, target_lang))
    return resolve(findings)
