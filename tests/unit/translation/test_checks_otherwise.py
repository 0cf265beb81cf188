"""Denials that one language says without one: found right, and still found when they are lost."""

from __future__ import annotations

import pytest

from translation.checks import negation
from translation.checks.otherwise import LANGUAGES
from translation.checks.tables import rows

RIGHT = [
    ("这药不伤胃。", "Это лекарство щадит желудок.", "ru"),
    ("才吃了两天药，先别急。", "Solo lleva dos días con la medicación, tenga paciencia.", "es"),
    ("谢谢，不用了，我不要止痛药了。", "Thank you, I'm good; no more painkillers for me.", "en"),
    (
        "家属不愿意插管，已经签了放弃抢救的字。",
        "لا يرغب ذووه في التنبيب، وقد وقّعوا على عدم الإنعاش.",
        "ar",
    ),
]
LOST = [
    ("我整夜睡不着。", "I can sleep all night.", "en"),
    ("这个药片别嚼碎，整个吞。", "Chew the tablet and swallow it whole.", "en"),
    ("这个线不用拆。", "The stitches must be taken out.", "en"),
    ("吃了药不要开车。", "Conduzca después de tomar el medicamento.", "es"),
    ("伤口别沾水。", "Мочите рану.", "ru"),
]


@pytest.mark.parametrize(("zh", "other", "lang"), RIGHT)
def test_a_denial_may_be_said_without_one(zh: str, other: str, lang: str) -> None:
    assert negation.check(zh, other, "zh", lang) == []
    assert negation.check(other, zh, lang, "zh") == []


@pytest.mark.parametrize(("zh", "other", "lang"), RIGHT)
def test_only_the_tables_know_so(
    zh: str, other: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negation, "softened", lambda cues, *_: cues)
    assert negation.check(zh, other, "zh", lang) != []


@pytest.mark.parametrize(("zh", "other", "lang"), LOST)
def test_a_lost_denial_is_found_all_the_same(zh: str, other: str, lang: str) -> None:
    found = [f.message for f in negation.check(zh, other, "zh", lang)]
    assert found in (["negation.lost"], ["negation.opposite:dry>wet"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rendering_holds_a_plain_denial(lang: str) -> None:
    """Such a line would take a denial for its own absence."""
    signs = set("不没无未别勿")
    lines = rows(f"otherwise_{lang}")
    assert [line for name, _, line in lines if name == "own" and signs & set(line)] == []
