"""Lists: which segments are members of one, and which member the other text's list lacks."""

from __future__ import annotations

import pytest

from translation.checks import omission
from translation.checks.clauses import segments
from translation.checks.listed import members


@pytest.mark.parametrize(
    ("lang", "text", "listed"),
    [
        ("zh", "请带上护照、医保卡和病历，下周再来。", ["请带上护照", "医保卡", "病历"]),
        ("en", "Bring your passport, your card, and the letter.", ["passport", "card", "letter"]),
        ("ru", "Купите бинт, пластырь и мазь.", ["бинт", "пластырь", "мазь"]),
        ("es", "Sin fiebre, tos ni dolor.", ["fiebre", "tos", "dolor"]),
        ("fr", "Du riz, du pain ou des pâtes.", ["riz", "pain", "pâtes"]),
        ("ar", "لا كسر ولا خلع ولا تورم.", ["كسر", "خلع", "تورم"]),
        ("ko", "양말과 컵, 수건을 가져오세요.", ["양말", "컵", "수건"]),
        ("ja", "靴下、コップ、タオルが必要です。", ["靴下", "コップ", "タオル"]),
    ],
)
def test_members_of_a_list(lang: str, text: str, listed: list[str]) -> None:
    (found,) = members(text, lang)
    parts = segments(text, lang)
    assert len(found) == len(listed)
    for number, member in zip(found, listed, strict=True):
        assert member in text[slice(*parts[number][0])]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "他发烧，咳嗽了三天，现在好多了。"),
        ("zh", "恶心和呕吐。"),
        ("en", "When it hurts, sit down, take a tablet."),
        ("ko", "아프면 앉으시고, 쉬시고, 전화하세요."),
        ("ja", "熱が出て、咳も出るので、来ました。"),
    ],
)
def test_clauses_and_pairs_are_no_list(lang: str, text: str) -> None:
    assert members(text, lang) == ()


def test_the_lost_member_is_named() -> None:
    source = "You can eat porridge, courgettes and fish."
    (found,) = omission.check(source, "您可以吃粥和鱼。", "en", "zh")
    assert found.source_span is not None
    assert source[slice(*found.source_span)].strip() == "courgettes"
