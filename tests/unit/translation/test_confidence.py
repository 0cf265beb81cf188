"""How far to trust a turn: the level is the sum of its reasons."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from speech.plausibility import Doubt
from translation.confidence import (
    Confidence,
    Confusable,
    Evidence,
    Sureness,
    assess,
    back_differs,
)
from translation.types import Finding, FindingKind

DOSE = Finding(FindingKind.DOSE, "dose.changed:2>3")
OTHER_DOSE = Finding(FindingKind.DOSE, "dose.missing:5")


@pytest.mark.parametrize(
    ("evidence", "level", "reasons"),
    [
        (Evidence(), Sureness.SURE, ()),
        (Evidence(unsure=True), Sureness.CHECK, ("translation_unsure",)),
        (Evidence(("language_unsure",)), Sureness.CHECK, ("language_unsure",)),
        (Evidence(("low_confidence",)), Sureness.CHECK, ("low_confidence",)),
        (
            Evidence(("low_confidence",), unsure=True),
            Sureness.DOUBT,
            ("low_confidence", "translation_unsure"),
        ),
        (Evidence(("very_low_confidence",)), Sureness.DOUBT, ("very_low_confidence",)),
        (Evidence(complete=False), Sureness.DOUBT, ("incomplete",)),
        (
            Evidence(("cut", "truncated")),
            Sureness.DOUBT,
            ("truncated", "cut"),
        ),
        (
            Evidence(confusables=(Confusable("115", "150", (0, 2)), Confusable("25", "", (5, 7)))),
            Sureness.CHECK,
            ("confusable:115>150", "confusable:25"),
        ),
        (Evidence(findings=(DOSE, OTHER_DOSE)), Sureness.CHECK, ("finding:dose",)),
        # To say it again mends no translation: a finding alone never makes it a doubt.
        (
            Evidence(("low_confidence",), findings=(DOSE, Finding(FindingKind.TERM, "term"))),
            Sureness.CHECK,
            ("low_confidence", "finding:dose", "finding:term"),
        ),
    ],
)
def test_levels(evidence: Evidence, level: Sureness, reasons: tuple[str, ...]) -> None:
    found = assess(evidence)
    assert (found.level, found.reasons) == (level, reasons)


def test_every_doubt_of_the_recogniser_has_its_weight() -> None:
    path = resources.files("translation").joinpath("confidence.toml")
    weights = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
    assert {doubt.value for doubt in Doubt} <= weights.keys()


@pytest.mark.parametrize("kind", list(FindingKind))
def test_what_a_check_found_is_never_sure(kind: FindingKind) -> None:
    found = assess(Evidence(findings=(Finding(kind, "x"),)))
    assert found == Confidence(Sureness.CHECK, (f"finding:{kind.value}",))
    assert back_differs(found).level is Sureness.CHECK


def test_more_evidence_against_never_makes_it_surer() -> None:
    order = list(Sureness)
    doubts = ("language_unsure", "cut", "low_confidence", "truncated", "no_speech_likely")
    worst = 0
    for count in range(len(doubts) + 1):
        level = order.index(assess(Evidence(doubts[:count])).level)
        assert level >= worst
        worst = level
    assert order[worst] is Sureness.DOUBT


def test_the_digits_to_nod_at_are_said_once() -> None:
    found = assess(
        Evidence(confusables=(Confusable("15", "50", (0, 2)), Confusable("15", "50", (9, 11))))
    )
    assert found.digits == ("15",)


def test_a_back_translation_that_differs_lowers_the_level() -> None:
    assert back_differs(Confidence()).level is Sureness.CHECK
    low = Confidence(Sureness.CHECK, ("low_confidence",), ("7",))
    assert back_differs(low) == Confidence(
        Sureness.DOUBT, ("low_confidence", "back_translation"), ("7",)
    )
