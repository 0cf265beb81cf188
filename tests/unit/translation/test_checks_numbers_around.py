"""What words around say of numbers: eyes, meals of Ramadan; and relatives that are named twice."""

from __future__ import annotations

import pytest

from translation.checks import omission, run
from translation.checks.numbers import check

RIGHT = [
    ("en", "右眼视力0.5，左眼0.8。", "VA: OD 0.5, OS 0.8."),
    ("en", "眼压：右眼18 mmHg，左眼16 mmHg。", "IOP: OD 18 mmHg, OS 16 mmHg."),
    ("en", "双眼眼压18 mmHg，右眼视力20/40。", "IOP 18 mmHg OU, VA OD 20/40."),
    ("fr", "视力：右眼0.6，左眼0.9。", "AV : OD 0,6 ; OG 0,9."),
    ("es", "视力：右眼0.4，左眼0.7。", "AV: OD 0,4; OI 0,7."),
    ("ru", "右眼眼压21，左眼19。", "ВГД: OD 21, OS 19 мм рт. ст."),
    ("ja", "右眼视力1.0，左眼0.7。", "視力：OD 1.0、OS 0.7。"),
    ("en", "每天一次，每次5毫克。", "5 mg OD."),
    (
        "ar",
        "开斋饭后吃一片，封斋饭后再吃一片。",
        "خذ حبة بعد الإفطار وأخرى بعد السحور ما دمت صائمًا.",
    ),
    (
        "en",
        "斋月里，开斋后吃一片，封斋饭前再吃一片。",
        "During Ramadan, take one tablet after iftar and another before suhoor.",
    ),
    ("ru", "斋月里，开斋后吃一片。", "В Рамадан принимайте по одной таблетке после ифтара."),
    (
        "fr",
        "斋月里，开斋后吃一片。",
        "Pendant le ramadan, prenez un comprimé après la rupture du jeûne.",
    ),
    ("ko", "斋月里，开斋后吃一片。", "라마단에는 이프타르 후에 한 알 드세요."),
]
WRONG = [
    ("number", "en", "右眼视力0.5，左眼0.8。", "VA: OD 0.5, OS 0.6."),
    ("number", "fr", "视力：右眼0.6，左眼0.9。", "AV : OD 0,8 ; OG 0,9."),
    ("frequency", "en", "氨氯地平5毫克，一天两次。", "Amlodipine 5 mg OD."),
    ("frequency", "en", "地高辛0.25毫克，一天两次。", "Digoxin 0.25 mg od, 2 tablets."),
    ("timing", "ar", "开斋饭前吃一片。", "خذ حبة بعد الإفطار وأنت صائم."),
    ("timing", "en", "斋月里，开斋后吃一片。", "During Ramadan, take one tablet before iftar."),
    ("timing", "ru", "斋月里，开斋前吃一片。", "В Рамадан принимайте по таблетке после ифтара."),
]
TWICE = [
    ("en", "My mother-in-law, my husband's mum, minds the twins on weekdays.",
     "周一到周五是我婆婆在带这对双胞胎。"),
    ("fr", "Mon beau-père, le père de ma femme, est diabétique.", "我岳父有糖尿病。"),
    ("es", "Mi suegra, la madre de mi marido, vive con nosotros.", "我婆婆跟我们一起住。"),
    ("ru", "Моя тёща, мать моей жены, приедет завтра.", "我丈母娘明天来。"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "zh", "other"), RIGHT)
def test_right_pairs_are_silent_in_either_direction(lang: str, zh: str, other: str) -> None:
    assert check(zh, other, "zh", lang) + check(other, zh, lang, "zh") == []


@pytest.mark.parametrize(("kind", "lang", "zh", "other"), WRONG)
def test_wrong_pairs_are_named_in_either_direction(
    kind: str, lang: str, zh: str, other: str
) -> None:
    for found in (run(zh, other, "zh", lang), run(other, zh, lang, "zh")):
        assert kind in {f.kind.value for f in found}


@pytest.mark.parametrize(("lang", "source", "target"), TWICE)
def test_a_relative_named_twice_loses_nothing(lang: str, source: str, target: str) -> None:
    assert omission.check(source, target, lang, "zh") == []


def test_another_relative_is_no_second_name() -> None:
    source = "My mother-in-law, my husband's mum, minds the twins."
    assert omission.check(source, "我嫂子在带这对双胞胎。", "en", "zh")
