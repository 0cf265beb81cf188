"""The policy: what is critical, and a setting that cannot switch it off by a typing error."""

from __future__ import annotations

import pytest

from app.errors import AppError
from app.records.model import Party
from app.session.back import differing
from app.session.hold import HoldPolicy, holds, kinds_from
from translation.confidence import Confidence, Sureness
from translation.types import CRITICAL_KINDS, Finding, FindingKind

SURE = Confidence()


@pytest.mark.parametrize("kind", list(FindingKind))
def test_the_safe_default(kind: FindingKind) -> None:
    wanted = (kind.value,) if kind in CRITICAL_KINDS else ()
    assert HoldPolicy().critical([Finding(kind, "x")], True, SURE) == wanted


def test_an_incomplete_or_doubtful_turn_is_always_critical() -> None:
    nothing = HoldPolicy(frozenset())
    finding = Finding(FindingKind.DOSE, "dose.changed")
    doubtful = Confidence(Sureness.DOUBT, ("very_low_confidence",))
    assert nothing.critical([finding], True, Confidence(Sureness.CHECK)) == ()
    assert nothing.critical([finding], False, doubtful) == ("incomplete", "doubt")


def test_only_what_goes_to_the_patient_waits() -> None:
    assert holds(Party.CLINICIAN, ("dose",))
    assert not holds(Party.CLINICIAN, ())
    assert not holds(Party.PATIENT, ("dose",))


def test_kinds_from_a_setting() -> None:
    assert kinds_from(" dose, timing  unit") == {"dose", "timing", "unit"}
    assert kinds_from("") == frozenset()
    with pytest.raises(AppError) as caught:
        kinds_from("dose, negatoin")
    assert caught.value.code == "settings.bad_value"


@pytest.mark.parametrize(
    ("one", "other", "lang", "spans"),
    [
        ("药片三次", "药片两次", "zh", (((2, 3),), ((2, 3),))),
        ("Take two tablets.", "take 2 pills", "en", (((9, 16),), ((7, 12),))),
        ("每次十五毫克，血压一百八十", "每次15毫克，血压180", "zh", ((), ())),
        ("每次十五毫克", "每次50毫克", "zh", (((2, 6),), ((2, 6),))),
        ("饭后吃", "饭后吃，多喝水", "zh", ((), ((4, 7),))),
        ("", "", "zh", ((), ())),
        ("可能需要做手术", "需要做手术", "zh", (((0, 2),), ())),
        ("วันละสองเม็ด", "วันละสองเม็ด", "th", ((), ())),
        ("字" * 500, "词" * 500, "zh", None),
    ],
)
def test_differing_words(one: str, other: str, lang: str, spans: object) -> None:
    assert differing(one, other, lang) == spans
