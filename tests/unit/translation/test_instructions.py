"""Sentences that a patient must have understood, in eight languages, and those that only ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.types import TermMatch
from translation.instructions import Weight, weight_of

C, A, D, I = Weight.CONSENT, Weight.ALLERGY, Weight.DOSE, Weight.INSTRUCTION  # noqa: E741

WEIGHTY = [
    ("zh", "每天三次，每次两片，饭后吃。", D),
    ("zh", "阿莫西林0.5克，一天两次。", D),
    ("zh", "这几天不要吃辣的。", I),
    ("zh", "三天后回来复查。", I),
    ("zh", "您同意做这个手术吗？", C),
    ("zh", "请在知情同意书上签字。", C),
    ("zh", "我对青霉素过敏。", A),
    ("en", "Take two tablets twice a day.", D),
    ("en", "Use 10 ml every six hours.", D),
    ("en", "Don't eat anything before the test.", I),
    ("en", "Come back if the fever returns.", I),
    ("en", "Do you consent to the operation?", C),
    ("en", "I'm allergic to peanuts.", A),
    ("ru", "Принимайте по две таблетки после еды.", D),
    ("ru", "Не пейте алкоголь.", I),
    ("ru", "У меня аллергия на пенициллин.", A),
    ("ar", "خذ حبتين كل يوم.", D),
    ("ar", "لا تأكل قبل الفحص.", I),
    ("ar", "عندي حساسية من البنسلين.", A),
    ("ko", "하루 세 번 두 정 드세요.", D),
    ("ko", "술을 마시지 마세요.", I),
    ("ko", "페니실린 알레르기가 있어요.", A),
    ("ja", "1日3回2錠飲んでください。", D),
    ("ja", "お酒を避けてください。", I),
    ("ja", "ペニシリンにアレルギーがあります。", A),
    ("fr", "Prenez deux comprimés par jour.", D),
    ("fr", "Évitez l'alcool.", I),
    ("fr", "Je suis allergique à la pénicilline.", A),
    ("es", "Tome dos pastillas al día.", D),
    ("es", "No beba alcohol.", I),
    ("es", "Soy alérgico a la penicilina.", A),
]
LANGS = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es")
LIGHT = [
    ("zh", "你好，请坐。"),
    ("zh", "您哪里不舒服？"),
    ("zh", "您对什么药过敏吗？"),
    ("zh", "发烧三天了。"),
    ("zh", "每天吃几片？"),
    ("en", "My head has hurt for three days."),
    ("en", "Are you allergic to anything?"),
    ("en", "Do you take two tablets every day?"),
    ("en", "Thank you, doctor."),
    ("ru", "У вас есть аллергия?"),
    ("ru", "Болит голова."),
    ("ar", "هل عندك حساسية؟"),
    ("ar", "رأسي يؤلمني."),
    ("ko", "알레르기가 있나요?"),
    ("ko", "머리가 아파요."),
    ("ja", "アレルギーはありますか。"),
    ("ja", "頭が痛いです。"),
    ("fr", "Avez-vous des allergies ?"),
    ("fr", "J'ai mal à la tête."),
    ("es", "¿Tiene alergias?"),
    ("es", "Me duele la cabeza."),
    ("xx", "Take two tablets."),
]


@pytest.mark.parametrize(("lang", "text", "weight"), WEIGHTY)
def test_weighty_sentences(lang: str, text: str, weight: Weight) -> None:
    assert weight_of(text, lang) is weight


@pytest.mark.parametrize(("lang", "text"), LIGHT)
def test_light_sentences(lang: str, text: str) -> None:
    assert weight_of(text, lang) is None


def test_a_consultations_sentences_in_every_language() -> None:
    path = Path(__file__).with_name("weighty_sentences.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = [tuple(line.split("\t")) for line in lines]
    assert {(lang, weight) for lang, weight, _ in rows} == {
        (lang, weight) for lang in LANGS for weight in ("-", *Weight)
    }
    assert [row for row in rows if (weight_of(row[2], row[0]) or "-") != row[1]] == []


def test_vowel_signs_change_nothing() -> None:
    assert weight_of("خُذْ حَبَّتَيْنِ كُلَّ يَوْمٍ.", "ar") is D


def test_a_medicine_with_a_number_is_a_dose_whatever_the_unit() -> None:
    text = "布洛芬3，今天"
    assert weight_of(text, "zh") is None
    drug = TermMatch("ibuprofen", 0, 3, "布洛芬", "ibuprofen", semantic_type="drug")
    assert weight_of(text, "zh", [drug]) is D


def test_the_weightiest_of_several_sentences_counts() -> None:
    assert weight_of("How are you? Take two tablets. I am allergic to nuts.", "en") is A
