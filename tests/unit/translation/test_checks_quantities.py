"""Everyday ways of saying quantities and sides: right pairs raise nothing, wrong ones are named.

The pairs are in ``data/quantities_right.tsv`` and ``data/quantities_wrong.tsv``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from translation.checks.laterality import check as check_sides
from translation.checks.numbers import check as check_numbers
from translation.types import Finding, FindingKind

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def findings(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """What the numeric checks say; times of meals are told elsewhere."""
    both = check_numbers(source, target, source_lang, target_lang)
    both += check_sides(source, target, source_lang, target_lang)
    return [f for f in both if f.kind is not FindingKind.TIMING]


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es"])
def test_right_quantities_raise_nothing_in_either_direction(lang: str) -> None:
    raised = []
    for row in rows("quantities_right.tsv"):
        if row["lang"] == lang:
            zh, other = row["zh"], row["other"]
            found = findings(zh, other, "zh", lang) + findings(other, zh, lang, "zh")
            raised += [(zh, other, f.message) for f in found]
    assert raised == []


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es"])
def test_wrong_quantities_are_found_and_named_in_either_direction(lang: str) -> None:
    overlooked = []
    for row in rows("quantities_wrong.tsv"):
        if row["lang"] == lang:
            zh, other = row["zh"], row["other"]
            for found in (findings(zh, other, "zh", lang), findings(other, zh, lang, "zh")):
                if row["kind"] not in {f.kind.value for f in found}:
                    overlooked.append((zh, other, row["kind"], [f.message for f in found]))
    assert overlooked == []
