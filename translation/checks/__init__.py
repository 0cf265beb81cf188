"""Checks on a translation: pure functions from two texts to findings.

To add a kind: write a module with ``check(source, target, source_lang, target_lang)`` and name it
in `CHECKS`. To add a language: give the readers of each kind a table for it. A check that does
not know one of the languages finds nothing: callers make sure that both are in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from glossary.types import TermMatch
from translation.checks import (
    allergy,
    allergy_denied,
    body_part,
    drug,
    laterality,
    negation,
    numbers,
    omission,
    opposite,
    person,
    said_of_each,
    time_order,
    untranslated,
)
from translation.checks.numbers_lexicon import LANGUAGES
from translation.checks.resolve import meet, resolve
from translation.checks.text import without_terms
from translation.types import Finding, FindingKind, Span

__all__ = ["CHECKS", "LANGUAGES", "WORD_CHECKS", "BlockContext", "prepare", "run", "run_block"]

Check = Callable[[str, str, str, str], list[Finding]]
CHECKS: tuple[Check, ...] = (
    numbers.check,
    negation.check,
    laterality.check,
    opposite.check,
    omission.check,
    time_order.check,
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
LAST: Check = said_of_each.check
"""What is only asked where nothing else was found: both texts say the same, but of the same?"""


def run(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    matches: Sequence[TermMatch] = (),
    *,
    leave_out: Collection[Check] = (),
) -> tuple[Finding, ...]:
    """Every difference between source and target that a person should look at.

    ``matches`` are the known terms of the source: numerals and sides inside a term whose wanted
    translation is in the target are not looked at again. ``leave_out`` are checks not to make.
    """
    findings: list[Finding] = []
    whole = source, target
    for check in WORD_CHECKS:
        if check not in leave_out:
            findings.extend(check(source, target, source_lang, target_lang))
    if matches:
        source, target = without_terms(source, target, matches)
    for check in CHECKS:
        if check not in leave_out:
            findings.extend(check(source, target, source_lang, target_lang))
    if any(f.kind is FindingKind.NEGATION for f in findings):
        bounds = numbers.denied_bounds(source, target, source_lang, target_lang)
        findings = [f for f in findings if not _of_bound(f, bounds)]
        findings += allergy_denied.denied(findings, source, target, source_lang, target_lang)
    if not findings and LAST not in leave_out:
        findings = LAST(*whole, source_lang, target_lang)
    return tuple(_trimmed(finding, source, target) for finding in resolve(findings))


def _trimmed(finding: Finding, source: str, target: str) -> Finding:
    here, there = _bare(finding.source_span, source), _bare(finding.target_span, target)
    if (here, there) == (finding.source_span, finding.target_span):
        return finding
    return replace(finding, source_span=here, target_span=there)


def _bare(span: Span | None, text: str) -> Span | None:
    """``span`` without the spaces at its ends: it is marked, and a mark is one of words."""
    if span is None or not (words := text[slice(*span)].strip()):
        return span
    start = text.index(words, span[0])
    return start, start + len(words)


def _of_bound(finding: Finding, bounds: Sequence[tuple[Span, Span]]) -> bool:
    """Whether a denial said to be lost or added only turns a bound: "not over" is "at most"."""
    if finding.kind is not FindingKind.NEGATION:
        return False
    if finding.source_span is None:
        return any(meet(finding.target_span, there) for _, there in bounds)
    return finding.target_span is None and any(meet(finding.source_span, b) for b, _ in bounds)


def prepare(*languages: str) -> None:
    """Read the tables of these languages now, so that the first sentence need not wait for them."""
    for source_lang in languages:
        for target_lang in languages:
            run("1", "1", source_lang, target_lang)
        omission.prepare(source_lang)


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What stands around a block of a document: for a cell, the header of its row or column.

    "5" under "次数 / times a day" is a frequency, and a cell of one word is no sentence that could
    have lost a clause.
    """

    source: str = ""
    target: str = ""


_JOINT = ": "
"""Between a header and its cell; the checks take it for a pause."""


def run_block(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    matches: Sequence[TermMatch] = (),
    context: BlockContext | None = None,
) -> tuple[Finding, ...]:
    """`run` for one block of a document. Spans are into the block's own texts.

    With a ``context`` the block is read together with its header; what is wrong in the header
    itself belongs to the header's own block and is left out here.
    """
    if context is None or not (context.source and context.target):
        return run(source, target, source_lang, target_lang, matches)
    before_source, before_target = context.source + _JOINT, context.target + _JOINT
    moved = [
        replace(m, start=m.start + len(before_source), end=m.end + len(before_source))
        for m in matches
    ]
    findings = run(before_source + source, before_target + target, source_lang, target_lang, moved)
    kept = []
    for finding in findings:
        here = _inside(finding.source_span, len(before_source))
        there = _inside(finding.target_span, len(before_target))
        if here is not None or there is not None:
            kept.append(replace(finding, source_span=here, target_span=there))
    return tuple(kept)


def _inside(span: Span | None, offset: int) -> Span | None:
    if span is None or span[1] <= offset:
        return None
    return max(0, span[0] - offset), span[1] - offset
