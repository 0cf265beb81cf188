"""Bounds beside a number: "under 100" and 高于100 say opposite things."""

from __future__ import annotations

import pytest

from translation.checks import run
from translation.checks.bounds import check


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("高压低于100就停一次。", "Skip it if your systolic is under 100."),
        ("体温超过38.5再吃。", "Take it if your temperature is over 38.5."),
        ("一天不超过4片。", "No more than 4 tablets a day."),
        ("每天喝水不少于2升。", "Drink at least 2 litres a day."),
    ],
)
def test_the_same_bound_raises_nothing(zh: str, en: str) -> None:
    assert check(zh, en, "zh", "en") == [] == check(en, zh, "en", "zh")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("高压高于100就停一次。", "Skip it if your systolic is under 100."),
        ("体温低于38.5再吃。", "Take it if your temperature is over 38.5."),
    ],
)
def test_a_bound_that_turned_round_is_a_number(zh: str, en: str) -> None:
    for found in (run(zh, en, "zh", "en"), run(en, zh, "en", "zh")):
        assert "number.bound" in " ".join(f.message for f in found)


def test_a_bound_without_a_number_says_nothing() -> None:
    assert check("局麻下做，超过30分钟。", "Under local anaesthetic, longer.", "zh", "en") == []
