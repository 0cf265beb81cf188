"""Denials that one language says without one: found right, and still found when they are lost."""

from __future__ import annotations

import pytest

from translation.checks import negation
from translation.checks.otherwise import LANGUAGES
from translation.checks.tables import load

RIGHT = [
    ("我整夜睡不着。", "I lie awake all night.", "en"),
    ("他的牙没长好，顶着旁边的牙。", "His tooth has come in crooked and pushes its neighbour.", "en"),
    ("血压不稳，时高时低。", "Давление скачет: то выше, то ниже.", "ru"),
    ("我一宿一宿睡不好。", "밤마다 잠을 설쳐요.", "ko"),
    ("我吃不惯辣的。", "辛いものは苦手です。", "ja"),
    ("这个线不用拆。", "The stitches dissolve on their own.", "en"),
]
LOST = [
    ("我整夜睡不着。", "I sleep all night.", "en"),
    ("血压不稳，时高时低。", "Давление стабильное: то выше, то ниже.", "ru"),
    ("我吃不惯辣的。", "辛いものは食べ慣れています。", "ja"),
    ("这个药片别嚼碎，整个吞。", "Chew the tablet and swallow it whole.", "en"),
]


@pytest.mark.parametrize(("zh", "other", "lang"), RIGHT)
def test_a_denial_may_be_said_without_one(zh: str, other: str, lang: str) -> None:
    assert negation.check(zh, other, "zh", lang) == []
    assert negation.check(other, zh, lang, "zh") == []


@pytest.mark.parametrize(("zh", "other", "lang"), LOST)
def test_a_lost_denial_is_found_all_the_same(zh: str, other: str, lang: str) -> None:
    assert [f.message for f in negation.check(zh, other, "zh", lang)] == ["negation.lost"]
    assert [f.message for f in negation.check(other, zh, lang, "zh")] == ["negation.added"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rendering_holds_a_plain_denial(lang: str) -> None:
    """Such a line would take a denial for its own absence."""
    own = load(f"otherwise_{lang}")["own"]
    signs = set("不没无未别勿")
    wrong = [line for line in own.values() if signs & set(line)]
    assert wrong == []
