"""Relatives, sides, parts of the body and allergens: each error beside the right translation."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation import checks

PAIRS = Path(__file__).with_name("data") / "people_and_sides.tsv"
ROWS = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
"""Languages, kind, source, wrong translation, right one; "" where the pair is about one of them."""


@pytest.mark.parametrize(("source_lang", "target_lang", "kind", "source", "wrong", "right"), ROWS)
def test_the_error_is_found_and_the_right_one_is_silent(
    source_lang: str, target_lang: str, kind: str, source: str, wrong: str, right: str
) -> None:
    def kinds(target: str) -> set[str]:
        return {f.kind.value for f in checks.run(source, target, source_lang, target_lang)}

    assert not right or kind not in kinds(right)
    assert not wrong or kind in kinds(wrong)
