"""Denials by class, the same sentences in eight languages: every pair with Chinese."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from translation.checks.negation import check

GROUPS: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "negation_parallel.toml").read_text(encoding="utf-8")
)
OTHERS = ("en", "ru", "ar", "ko", "ja", "fr", "es")
PAIRS = [pair for lang in OTHERS for pair in (("zh", lang), (lang, "zh"))]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_right_translation_denies_the_same(group: str, source: str, target: str) -> None:
    for texts in GROUPS[group].values():
        assert check(texts[source], texts[target], source, target) == []


@pytest.mark.parametrize("group", [name for name, group in GROUPS.items() if len(group) > 1])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_other_variant_denies_something_else(group: str, source: str, target: str) -> None:
    a, b = GROUPS[group].values()
    assert check(a[source], b[target], source, target)
    assert check(b[source], a[target], source, target)


CONTRASTS = {
    "en": (
        "It is the ankle that hurts, not the knee.",
        "It is the knee that hurts, not the ankle.",
    ),
    "ru": ("Болит не колено, а лодыжка.", "Болит не лодыжка, а колено."),
    "ar": ("الألم ليس في الركبة بل في الكاحل.", "الألم ليس في الكاحل بل في الركبة."),
    "ko": ("아픈 곳은 무릎이 아니라 발목이에요.", "아픈 곳은 발목이 아니라 무릎이에요."),
    "ja": ("痛いのは膝ではなく足首です。", "痛いのは足首ではなく膝です。"),
    "fr": (
        "Ce n'est pas le genou qui fait mal, mais la cheville.",
        "Ce n'est pas la cheville qui fait mal, mais le genou.",
    ),
    "es": ("No me duele la rodilla, sino el tobillo.", "No me duele el tobillo, sino la rodilla."),
}


@pytest.mark.parametrize("lang", OTHERS)
def test_one_thing_and_not_another_must_not_trade_places(lang: str) -> None:
    said = "疼的不是膝盖，是脚踝。"
    right, wrong = CONTRASTS[lang]
    assert check(said, right, "zh", lang) == []
    assert check(right, said, lang, "zh") == []
    assert check(said, wrong, "zh", lang)
    assert check(wrong, said, lang, "zh")
