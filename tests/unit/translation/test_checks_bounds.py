"""Bounds of a number: "under 100" and 高于100 say opposite things, 12岁以下 and "over 12" too.

The pairs are in ``data/bounds.tsv``.
"""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest

from translation.checks import run
from translation.types import Finding, FindingKind

DATA = Path(__file__).parent / "data" / "bounds.tsv"
LANGUAGES = ("en", "ru", "ar", "ko", "ja", "fr", "es")
ABOVE = {
    "zh": ("脉搏超过{}就告诉我。", "脉搏{}以上就告诉我。"),
    "en": ("Tell me if your pulse is over {}.", "Tell me if your pulse is {} or more."),
    "ru": ("Скажите мне, если пульс выше {}.", "Скажите мне, если пульс {} и более."),
    "ar": ("أخبرني إذا تجاوز النبض {}.", "أخبرني إذا كان النبض {} أو أكثر."),
    "ko": ("맥박이 {}보다 높으면 말씀하세요.", "맥박이 {} 이상이면 말씀하세요."),
    "ja": ("脈拍が{}を超えたら教えてください。", "脈拍が{}以上なら教えてください。"),
    "fr": ("Dites-le-moi si le pouls dépasse {}.", "Dites-le-moi si le pouls est à {} ou plus."),
    "es": ("Dígamelo si el pulso supera {}.", "Dígamelo si el pulso es de {} o más."),
}
BELOW = {
    "zh": ("脉搏低于{}就告诉我。", "脉搏{}以下就告诉我。"),
    "en": ("Tell me if your pulse is under {}.", "Tell me if your pulse is {} or less."),
    "ru": ("Скажите мне, если пульс ниже {}.", "Скажите мне, если пульс {} и менее."),
    "ar": ("أخبرني إذا كان النبض أقل من {}.", "أخبرني إذا كان النبض {} أو أقل."),
    "ko": ("맥박이 {}보다 낮으면 말씀하세요.", "맥박이 {} 이하면 말씀하세요."),
    "ja": ("脈拍が{}を下回ったら教えてください。", "脈拍が{}以下なら教えてください。"),
    "fr": (
        "Dites-le-moi si le pouls est inférieur à {}.",
        "Dites-le-moi si le pouls est à {} ou moins.",
    ),
    "es": ("Dígamelo si el pulso baja de {}.", "Dígamelo si el pulso es de {} o menos."),
}


def pairs(kind: str, lang: str) -> list[tuple[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r["zh"], r["other"]) for r in rows if (r["pair"], r["lang"]) == (kind, lang)]


def both_ways(zh: str, other: str, lang: str) -> list[tuple[Finding, ...]]:
    return [run(zh, other, "zh", lang), run(other, zh, lang, "zh")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_bound_raises_nothing(lang: str) -> None:
    said = [(pair, both_ways(*pair, lang)) for pair in pairs("right", lang)]
    assert [pair for pair, found in said if found != [(), ()]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bound_that_turned_round_is_one_finding(lang: str) -> None:
    said = [(pair, both_ways(*pair, lang)) for pair in pairs("wrong", lang)]
    assert [pair for pair, found in said if [len(f) for f in found] != [1, 1]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [45, 100])
def test_every_way_of_saying_a_bound_answers_every_other(lang: str, number: int) -> None:
    for zh, other in product((ABOVE, BELOW), repeat=2):
        for here, there in product(zh["zh"], other[lang]):
            for found in both_ways(here.format(number), there.format(number), lang):
                messages = [f.message.partition(":")[0] for f in found]
                assert messages == ([] if zh is other else ["number.bound"]), (here, there)


def test_the_span_of_a_bound_holds_the_whole_number() -> None:
    zh, en = "脉搏高于100就停。", "Stop if your pulse is under 100."
    (found,) = run(zh, en, "zh", "en")
    assert found.kind is FindingKind.NUMBER
    assert found.message == "number.bound:above>below"
    assert [zh[slice(*found.source_span or ())], en[slice(*found.target_span or ())]] == [
        "高于100",
        "under 100",
    ]


def test_a_denial_that_went_lost_from_a_bound_is_one_finding() -> None:
    (found,) = run("不超过100。", "More than 100.", "zh", "en")
    assert found.kind is FindingKind.NEGATION
