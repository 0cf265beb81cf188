"""Checks on a translation: pure functions from two texts to findings.

To add a kind: write a module with ``check(source, target, source_lang, target_lang)`` and name it
in `CHECKS`. To add a language: give the readers of each kind a table for it. A check that does
not know one of the languages finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.types import TermMatch
from translation.checks import laterality, negation, numbers, omission
from translation.checks.text import without_terms
from translation.types import Finding

__all__ = ["CHECKS", "run"]

Check = Callable[[str, str, str, str], list[Finding]]
CHECKS: tuple[Check, ...] = (numbers.check, negation.check, laterality.check, omission.check)


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
    if matches:
        source, target = without_terms(source, target, matches)
    findings: list[Finding] = []
    for check in CHECKS:
        findings.extend(check(source, target, source_lang, target_lang))
    return tuple(findings)
