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
