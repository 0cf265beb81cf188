"""What a check of whole texts does not see: torn codes and amounts, numbers off a picture."""

from __future__ import annotations

import re
from dataclasses import replace

from app.documents.plan import Unit
from translation.types import Finding, FindingKind

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s*(mg|kg|g|ml|mL|IU|mmHg|mmol/L|cm|mm)(?![A-Za-z])", re.ASCII
)


def lost_codes(unit: Unit, target: str) -> list[Finding]:
    """Codes that are not in the target sign by sign, and amounts torn from their unit."""
    found = [
        Finding(FindingKind.NUMBER, f"number.missing:{term.term}", (term.start, term.end))
        for term in unit.terms
        if term.semantic_type == "code" and term.term not in target
    ]
    # A unit in Latin letters stands in every language as it is, or as that language writes it.
    there = {number for number, _ in _AMOUNT.findall(target)}
    for match in _AMOUNT.finditer(unit.text):
        torn = re.search(rf"(?<![\d.]){re.escape(match[1])}\s?[a-zA-Z]+", target)
        if match[1] not in there and torn:
            span = torn.span()
            message = f"number.missing:{match[0]}"
            found.append(Finding(FindingKind.DOSE, message, match.span(), span))
    return found


def moved(finding: Finding, source_by: int, target_by: int) -> Finding:
    """The finding in texts that stand further back."""
    here, there = finding.source_span, finding.target_span
    return replace(
        finding,
        source_span=None if here is None else (here[0] + source_by, here[1] + source_by),
        target_span=None if there is None else (there[0] + target_by, there[1] + target_by),
    )


def read_by_machine(source: str, target: str) -> list[Finding]:
    """Every number that was read off a picture has to be compared with it."""
    found = []
    for match in _NUMBER.finditer(source):
        at = target.find(match[0])
        there = (at, at + len(match[0])) if at >= 0 else None
        found.append(Finding(FindingKind.NUMBER, f"number.ocr:{match[0]}", match.span(), there))
    return found
