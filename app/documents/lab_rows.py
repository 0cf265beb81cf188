"""Laboratory rows written as one line: item, result, unit, reference range, arrow.

"白细胞计数 WBC 10.2 ×10^9/L 3.5-9.5 ↑": only the item is language; everything behind it is a
value and is copied sign by sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"[<>≤≥]?\s?\d+(?:[.,]\d+)?"
_UNIT = (
    r"(?:[×xX*]\s?10(?:\^|\*\*)?\d{1,2}|10\^\d{1,2}|%|‰|[A-Za-zμµ°℃]+)(?:[/·][A-Za-zμµ\d.^²³]+)*"
)
_RANGE = rf"[(（\[]?\s*(?:{_NUMBER}\s*[-–—~～]+\s*{_NUMBER}|[<>≤≥]\s?\d+(?:\.\d+)?)\s*[)）\]]?"
_ARROW = r"(?:[↑↓HL*]{1,2})"
_ROW = re.compile(
    rf"^(?P<item>\D[^:：，。；]{{1,40}}?)\s*[:：]?\s+(?P<values>{_NUMBER}\s*{_ARROW}?\s*"
    rf"(?:{_UNIT})?\s*{_ARROW}?\s*{_RANGE}\s*(?:{_UNIT})?\s*{_ARROW}?)\s*$"
)


@dataclass(frozen=True, slots=True)
class LabRow:
    """The two halves of a row: what is language, and what is copied."""

    item: str
    values: str


def lab_row(text: str) -> LabRow | None:
    """The row that ``text`` is, or None. A reference range must be there: else it is prose."""
    found = _ROW.match(text.strip())
    return LabRow(found["item"].strip(), found["values"].strip()) if found else None
