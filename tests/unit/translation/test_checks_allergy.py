"""Allergies: told by their signs, told of another cause, only eaten in the other text."""

from __future__ import annotations

import pytest

from translation.checks import numbers
from translation.checks.allergy import check

LOST = [
    ("fr", "Mes lèvres ont gonflé après la pénicilline.", "我常用青霉素。"),
    ("ru", "После новокаина был отёк Квинке.", "注射过普鲁卡因。"),
    ("en", "Shrimp gives me hives.", "我喜欢吃虾。"),
    ("es", "Alérgico al huevo, sin alergias medicamentosas.", "常吃鸡蛋，无药物过敏。"),
]


@pytest.mark.parametrize(("lang", "source", "target"), LOST)
def test_an_allergy_that_became_mere_use_is_lost(lang: str, source: str, target: str) -> None:
    (found,) = check(source, target, lang, "zh")
    assert found.message.startswith("allergy.lost:")


TOLD = [
    ("fr", "Mes lèvres ont gonflé après la pénicilline.", "用了青霉素以后嘴唇肿了。"),
    ("en", "Shrimp gives me hives.", "我一吃虾就过敏。"),
    ("ru", "От клубники ребёнка обсыпает.", "孩子一吃草莓就起疹子。"),
]


@pytest.mark.parametrize(("lang", "source", "target"), TOLD)
def test_signs_answer_signs(lang: str, source: str, target: str) -> None:
    assert check(source, target, lang, "zh") == []


def test_the_allergen_beside_the_word_counts() -> None:
    eaten = "孩子一吃鸡蛋就起疹子，说是鸡蛋过敏。"
    other = "Он ест яйца, и его обсыпает: аллергия на молоко."
    (found,) = check(eaten, other, "zh", "ru")
    assert found.message == "allergy.changed:egg>milk"


def test_right_after_a_meal_is_not_between_meals() -> None:
    (found,) = numbers.check("两餐之间服用。", "식사 직후에 드세요.", "zh", "ko")
    assert found.message == "timing.changed:between_meals>just_after_meal"
    assert numbers.check("饭后服用。", "식사 직후에 드세요.", "zh", "ko") == []


def test_what_was_measured_is_no_dose() -> None:
    lost = numbers.check("血红蛋白七克。", "Hémoglobine à 9 grammes.", "zh", "fr")
    assert [f.kind.value for f in lost] == ["number"]
    taken = numbers.check("每次吃七克。", "Prendre 9 grammes.", "zh", "fr")
    assert [f.kind.value for f in taken] == ["dose"]


def test_nights_that_are_counted_are_days() -> None:
    (found,) = numbers.check("Lleva tres noches sin dormir.", "他三个星期没睡。", "es", "zh")
    assert found.kind.value == "duration"
    assert numbers.check("В четыре часа ночи.", "夜里四点。", "ru", "zh") == []
