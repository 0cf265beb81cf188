"""What of a block is settled by table and rule, and what is left for the translator."""

from __future__ import annotations

import pytest

from app.documents.blocks import Block, BlockKind, Cell, Run
from app.documents.hospitals import hospital_name
from app.documents.lab_rows import lab_row
from app.documents.protect import How, Pair, pieces_of, protected_terms
from app.documents.romanise import romanise
from app.documents.sections import entries, key, sections, units
from glossary.concepts import LANGUAGES
from glossary.termbase import standard


def pair(target: str = "en", source: str = "zh") -> Pair:
    return Pair(source, target, lambda text: standard().find(text, source, target))


def paragraph(text: str) -> Block:
    return Block("b.p0", BlockKind.PARAGRAPH, (Run(text),))


def cell(text: str) -> Block:
    return Block("t0.r0.c0", BlockKind.CELL, (Run(text),), cell=Cell(0, 0, 0))


def settled(block: Block, target: str = "en") -> str:
    """What the pieces say when nothing is left to translate (⟦…⟧ where something is)."""
    pieces = pieces_of(block, pair(target))
    assert "".join(piece.source for piece in pieces) == block.text
    return "".join(f"⟦{p.source}⟧" if p.target is None else p.target for p in pieces)


def test_every_entry_has_all_languages_and_no_form_twice() -> None:
    seen: dict[str, str] = {}
    for entry in entries():
        assert set(entry.forms) == set(LANGUAGES), entry.id
        assert all(form.strip() for forms in entry.forms.values() for form in forms), entry.id
        for form in entry.forms["zh"]:
            assert seen.setdefault(key(form), entry.id) == entry.id, form
    assert len({entry.id for entry in entries()}) == len(entries())
    assert all(set(table) == set(LANGUAGES) for table in units("zh").values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主诉：反复胸痛3天", "Chief complaint: ⟦反复胸痛3天⟧"),
        ("現病史：", "History of present illness:"),
        ("【现病史】", "History of present illness"),
        ("出 院 小 结", "Discharge summary"),
        ("姓名：单雄信  性别：男  年龄：56岁", "Name: Shan Xiongxin   Sex: Male   Age: 56 years"),
        ("姓名：单雄信性别：男年龄：56岁", "Name: Shan Xiongxin   Sex: Male   Age: 56 years"),
        ("住院号：0012345　床号：12床", "Inpatient number: 0012345   Bed: 12"),
        ("入院日期：2025年3月5日 14时30分", "Admission date: 2025-03-05 14:30"),
        ("手术者：欧阳修、吕布", "Surgeon: Ouyang Xiu, Lyu Bu"),
        ("1、高血压", "1. Hypertension"),
        ("一、基本情况", "1. General information"),
        ("（十二）诊疗经过", "(12) Hospital course"),
        ("三、主诉：反复胸痛3天", "3. Chief complaint: ⟦反复胸痛3天⟧"),
        ("一、二级护理", "⟦一、二级护理⟧"),
        ("市第一人民医院 住院病历", "City No. 1 People's Hospital · Admission record"),
        ("宁波市中医院出院记录",
         "Ningbo City Hospital of Traditional Chinese Medicine · Discharge summary"),
        ("浙江省人民医院", "Zhejiang Provincial People's Hospital"),
        ("转市第一人民医院", "⟦转市第一人民医院⟧"),
        ("转宁波市第一人民医院", "⟦转宁波市第一人民医院⟧"),
        ("上海交通大学附属第六人民医院", "⟦上海交通大学附属第六人民医院⟧"),
        ("白细胞计数 WBC 10.2 ×10^9/L 3.5-9.5 ↑",
         "White blood cell count WBC 10.2 ×10^9/L 3.5-9.5 ↑"),
        ("2. 阿司匹林100mg，每日1次，口服。", "2. Aspirin 100mg, once daily, by mouth."),
        ("患者胸痛3天。", "⟦患者胸痛3天。⟧"),
    ],
)  # fmt: skip
def test_paragraphs(text: str, expected: str) -> None:
    assert settled(paragraph(text)) == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("阴性（-）", "ru", "Отрицательный"),
        ("3.50-5.30", "ar", "3.50-5.30"),
        ("72次/分", "en", "72/min"),
        ("5mg×7片", "es", "5mg × 7 comprimidos"),
        ("血钾", "en", "Serum potassium"),
        ("口服", "ja", "内服"),
        ("I10.x00", "fr", "I10.x00"),
        ("2025-03-05", "ko", "2025-03-05"),
    ],
)
def test_cells(text: str, target: str, expected: str) -> None:
    assert settled(cell(text), target) == expected


@pytest.mark.parametrize("text", ["无胸痛", "左肺下叶结节，大小约5mm", "建议3天后复查"])
def test_language_is_never_settled_by_rule(text: str) -> None:
    assert [piece.target for piece in pieces_of(paragraph(text), pair())] == [None]


def test_english_heads_lead_back_to_chinese() -> None:
    pieces = pieces_of(paragraph("Chief complaint: my chest hurts at night"), pair("zh", "en"))
    assert [(p.target, p.how) for p in pieces] == [
        ("主诉：", How.TABLE), (None, How.TRANSLATED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "latin", "russian"),
    [
        ("张三丰", "Zhang Sanfeng", "Чжан Саньфэн"),
        ("单雄信", "Shan Xiongxin", "Шань Сюнсинь"),
        ("欧阳锋", "Ouyang Feng", "Оуян Фэн"),
        ("吕布", "Lyu Bu", "Люй Бу"),
        ("李建安", "Li Jian'an", "Ли Цзяньань"),
        ("曾国藩", "Zeng Guofan", "Цзэн Гофань"),
        ("许慧", "Xu Hui", "Сюй Хуэй"),
        ("John Smith", "John Smith", "John Smith"),
    ],
)
def test_names(name: str, latin: str, russian: str) -> None:
    assert romanise(name, "en") == latin
    assert romanise(name, "ru") == russian
    assert romanise(name, "ja") == name


def test_prose_with_numbers_is_no_laboratory_row() -> None:
    assert lab_row("患者于3月5日入院，体温38.5℃") is None
    assert lab_row("服药 5 mg 每日2次") is None


def test_known_names_and_codes_must_come_out() -> None:
    terms = protected_terms("患者张三，诊断编码I10.x00", {"张三": "Zhang San"})
    assert [(term.term, term.wanted) for term in terms] == [
        ("张三", "Zhang San"), ("I10.x00", "I10.x00"),
    ]  # fmt: skip


def test_labels_inside_a_sentence_are_left_alone() -> None:
    assert sections("zh").labels("他说主诉不清") == []


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("63岁", "ru", "63 года"), ("71岁", "ru", "71 год"), ("12岁", "ru", "12 лет"),
        ("5天", "ru", "5 дней"), ("2.5个月", "ru", "2.5 месяца"), ("7岁", "ar", "7 سنوات"),
        ("63岁", "ar", "63 سنة"), ("1片", "en", "1 tablet"), ("2片", "en", "2 tablets"),
        ("仁和医院", "en", "Renhe Hospital"), ("仁和医院", "ru", "Больница «Жэньхэ»"),
        ("第2页 共3页", "ru", "Стр. 2 из 3"), ("第2页", "ko", "2쪽"),
        ("1-2周", "en", "1-2 weeks"), ("1岁", "fr", "1 an"), ("3次", "es", "3 veces"),
    ],
)  # fmt: skip
def test_a_counted_word_goes_with_its_number(text: str, lang: str, wanted: str) -> None:
    block = Block("b", BlockKind.CELL, (Run(text),))
    (piece,) = pieces_of(block, Pair("zh", lang, lambda _: ()))
    assert piece.target == wanted


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("ru", "Народная больница № 1, город Нинбо"),
        ("ar", "مستشفى الشعب رقم 1، مدينة Ningbo"),
        ("fr", "Hôpital populaire n° 1, ville de Ningbo"),
        ("es", "Hospital Popular n.º 1, ciudad de Ningbo"),
        ("ko", None),
    ],
)
def test_a_hospital_is_named_by_rule(lang: str, wanted: str | None) -> None:
    assert hospital_name("宁波市第一人民医院", lang) == wanted
    assert hospital_name("宁波市医院", lang) is None, "too little to go by"


def test_the_citys_hospital_has_no_place() -> None:
    assert hospital_name("市中心医院", "ru") == "Центральная больница, город"
    assert hospital_name("市中心医院", "es") == "Hospital Central, ciudad"
