"""Two things that traded places, and clauses that only stand in another order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from translation.checks import body_part, drug, person, run, time_order
from translation.types import Finding

TRADED = [
    (
        time_order.check,
        ("利尿药早上吃，晚上别吃。", "El diurético, por la noche, nunca por la mañana.", "es"),
        "timing.part:morning>evening",
    ),
    (
        drug.check,
        (
            "阿司匹林早上吃，二甲双胍饭后吃。",
            "Metformina por la mañana; aspirina tras comer.",
            "es",
        ),
        "drug.changed:acetylsalicylic-acid>metformin",
    ),
    (
        body_part.check,
        ("膝盖不疼，胳膊肘肿了。", "L'articulation du coude va bien, le genou est enflé.", "fr"),
        "body_part.changed:knee>elbow",
    ),
    (
        person.check,
        (
            "我女儿这周来例假，疼得上不了学。",
            "今週、私は生理が来て、痛くて学校に行けません。",
            "ja",
        ),
        "person.changed:daughter>first",
    ),
]


@pytest.mark.parametrize(("check", "pair", "wanted"), TRADED)
def test_what_traded_places_is_found(
    check: Callable[..., list[Finding]], pair: tuple[str, str, str], wanted: str
) -> None:
    zh, other, lang = pair
    assert [f.message for f in check(zh, other, "zh", lang)] == [wanted]


def test_clauses_in_another_order_are_right() -> None:
    zh, ja = "肝没事，脾有点肿大。", "脾臓は少し腫大していますが、肝臓は異常ありません。"
    assert body_part.check(zh, ja, "zh", "ja") == []


def test_the_only_part_of_each_text_is_compared_wherever_it_stands() -> None:
    zh = "胳肢窝这儿摸着有个疙瘩，按下去有点儿酸。"
    wrong = "There's a lump I can feel here in my groin; it aches a bit when pressed."
    assert [f.message for f in body_part.check(zh, wrong, "zh", "en")] == [
        "body_part.changed:armpit>groin"
    ]
    assert body_part.check(zh, wrong.replace("groin", "armpit"), "zh", "en") == []


def test_a_drug_spelt_by_ear_is_there() -> None:
    zh = "阿卡波糖要跟第一口饭一块儿嚼着吃。"
    assert drug.check(zh, "아카보스는 첫술과 함께 씹어서 드세요.", "zh", "ko") == []
    lost = drug.check(zh, "이 약은 첫술과 함께 씹어서 드세요.", "zh", "ko")
    assert [f.message for f in lost] == ["drug.lost:acarbose"]


ALLERGENS = [
    ("我对狗毛过敏。", "I'm allergic to cats.", "allergy.changed:dog>cat"),
    (
        "他吃虾过敏，螃蟹倒没事。",
        "He's allergic to crab; prawns are fine.",
        "allergy.changed:shrimp>crab",
    ),
    ("我对腰果过敏。", "I'm allergic to pistachios.", "allergy.changed:cashew>pistachio"),
]


@pytest.mark.parametrize(("zh", "en", "wanted"), ALLERGENS)
def test_one_kind_is_not_another(zh: str, en: str, wanted: str) -> None:
    assert [f.message for f in run(zh, en, "zh", "en")] == [wanted]


def test_the_general_word_stands_for_each_kind() -> None:
    assert run("我对狗毛过敏。", "I'm allergic to pets.", "zh", "en") == ()
    assert run("我对虾过敏。", "I'm allergic to seafood.", "zh", "en") == ()


NUMBERS = [
    ("淋巴结0/14转移。", "None of the 14 lymph nodes shows metastasis.", "en"),
    ("四点四十吃的药。", "Лекарство приняла без двадцати пять.", "ru"),
    ("诊断：1.肺炎；2.糖尿病。", "Diagnosis: pneumonia; diabetes.", "en"),
    ("孕31周+4天。", "Grossesse de 31 SA + 4 jours.", "fr"),
]


@pytest.mark.parametrize(("zh", "other", "lang"), NUMBERS)
def test_amounts_said_otherwise(zh: str, other: str, lang: str) -> None:
    assert [f for f in run(zh, other, "zh", lang) if f.kind.value in ("number", "date_time")] == []
    assert [f for f in run(zh, other, "zh", lang) if f.kind.value == "duration"] == []
