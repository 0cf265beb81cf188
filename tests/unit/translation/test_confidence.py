"""How far to trust a turn: the level is the sum of its reasons, confusable numbers are found."""

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
    confusables,
)


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
            Evidence(confusables=(Confusable(15, 50, (0, 2)), Confusable(14, 40, (5, 7)))),
            Sureness.CHECK,
            ("confusable:15/50", "confusable:14/40"),
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
    found = assess(Evidence(confusables=(Confusable(15, 50, (0, 2)), Confusable(15, 50, (9, 11)))))
    assert found.digits == ("15",)


def test_a_back_translation_that_differs_lowers_the_level() -> None:
    assert back_differs(Confidence()).level is Sureness.CHECK
    low = Confidence(Sureness.CHECK, ("low_confidence",), ("7",))
    assert back_differs(low) == Confidence(
        Sureness.DOUBT, ("low_confidence", "back_translation"), ("7",)
    )


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Take fifteen drops for 14 days.", [(15, 50), (14, 40)]),
        ("en", "It was FIFTY.", [(50, 15)]),
        ("en", "140/90, 38.5, 1500 and 12:30", []),
        ("en", "I have two sixteenths", []),
        ("zh", "每天四片，吃七天", [(4, 10), (7, 1)]),
        ("zh", "四十片", [(40, 14)]),
        ("zh", "等一下，一起去", []),
        ("zh", "一天三次，每次一片", []),
        ("zh", "1天3次", []),
        ("ru", "Принимайте тринадцать капель", [(13, 30)]),
        ("ru", "пятидесяти", [(50, 15)]),
        ("fr", "treize jours", [(13, 3)]),
        ("es", "sesenta miligramos", [(60, 70)]),
        ("ar", "١٥ حبة", [(15, 50)]),
        ("ar", "سبعة أيام", [(7, 9)]),
        ("ja", "七日", [(7, 1)]),
        ("ja", "1日3回", []),
        ("ko", "칠일분 7정", [(7, 1), (7, 1)]),
        ("ko", "일일 세 번", []),
        ("zh", "一天最多四片", [(4, 10)]),
        ("ar", "خمسة عشر يوماً", [(15, 50)]),
        ("ar", "سبع عشرة قطرة", [(17, 70)]),
        ("xx", "15", []),
    ],
)
def test_numbers_that_are_easily_misheard(
    lang: str, text: str, found: list[tuple[int, int]]
) -> None:
    assert [(c.understood, c.instead) for c in confusables(text, lang)] == found


def test_the_span_is_that_of_the_number() -> None:
    (found,) = confusables("about fifteen", "en")
    assert "about fifteen"[slice(*found.span)] == "fifteen"


def test_a_number_inside_a_term_is_none() -> None:
    assert confusables("vitamin B 15 mg", "en", [(0, 12)]) == ()
    assert len(confusables("vitamin B 15 mg", "en", [(0, 7)])) == 1
