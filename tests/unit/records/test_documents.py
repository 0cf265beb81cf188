"""What of a case document's blocks a person has to answer for."""

from __future__ import annotations

import pytest

from app.records.documents import BlockText
from app.records.model import FindingRecord
from app.session.hold import HoldPolicy
from translation import checks
from translation.confidence import Confidence
from translation.types import Finding, FindingKind


@pytest.mark.parametrize("kind", list(FindingKind))
def test_what_holds_a_turn_keeps_a_document_from_being_released(kind: FindingKind) -> None:
    text = BlockText(0, 1, "x", "translated", (FindingRecord(kind.value, f"{kind.value}.changed"),))
    held = bool(HoldPolicy().critical([Finding(kind, "x")], True, Confidence()))
    assert (bool(text.open_critical), text.needs_reason) == (held, held)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("左膝关节肿胀。", "Swelling of the left elbow."),
        ("他父亲有糖尿病。", "His mother has diabetes."),
    ],
)
def test_a_wrong_part_of_the_body_or_person_is_critical(source: str, target: str) -> None:
    found = checks.run(source, target, "zh", "en")
    records = tuple(FindingRecord(x.kind.value, x.message) for x in found)
    text = BlockText(0, 1, target, "translated", records)
    assert (text.open_critical, text.needs_reason) == (1, True)
