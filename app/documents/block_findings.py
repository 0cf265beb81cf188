"""What a check of whole texts does not see: torn codes and amounts, numbers off a picture."""

from __future__ import annotations

import re
from dataclasses import replace

from app.documents.plan import Unit
from app.documents.repair import measures
from translation.types import Finding, FindingKind

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s*(mg|kg|g|ml|mL|IU|mmHg|mmol/L|cm|mm)(?![A-Za-z])", re.ASCII
)


def lost_codes(unit: Unit, target: str, target_lang: str) -> list[Finding]:
    """Codes that are not in the target sign by sign, and amounts without their unit or torn
    from it."""
    found = [
        Finding(FindingKind.NUMBER, f"number.missing:{term.term}", (term.start, term.end))
        for term in unit.terms
        if term.semantic_type == "code" and term.term not in target
    ]
    for match in _AMOUNT.finditer(unit.text):
        number, name = match[1], match[2]
        forms = {name, *measures().get(name, {}).get(target_lang, ())}
        words = "|".join(re.escape(form) for form in forms if form)
        digits = "[.,]".join(number.split("."))
        written = rf"(?<![\d.,]){digits}(?!\d|[.,]\d)"
        if re.search(rf"{written}[\s\u00a0-]*(?:{words})(?![A-Za-z])", target, re.IGNORECASE):
            continue
        at = re.search(written + r"(\s?[a-zA-Z]+)?", target)
        # Of a pressure everybody knows the unit; a number that is not there at all is another
        # check's concern.
        if at is not None and (at[1] or name != "mmHg"):
            message = f"number.missing:{match[0]}"
            found.append(Finding(FindingKind.DOSE, message, match.span(), at.span()))
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
