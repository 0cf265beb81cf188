"""Phenomena of meaning, a right translation and a wrong one for each; sentences of our own."""

from __future__ import annotations

import pytest

from translation.checks import run

RIGHT = [
    ("zh", "fr", "孩子他爸戒酒三年了。", "Mon mari ne boit plus depuis trois ans."),
    ("fr", "zh", "Docteur, je n'ai jamais été opéré.", "医生，我从来没开过刀。"),
    ("zh", "fr", "别喝酒，浓茶也不行。", "Ni alcool ni thé fort."),
    ("zh", "ja", "左肩", "左肩"),
    ("zh", "ko", "请看内科。", "내과로 가세요."),
    ("ko", "zh", "안과는 2층에 있어요.", "眼科在二楼。"),
    ("zh", "en", "张开嘴，我看一下嗓子。", "Open wide so I can see your throat."),
    ("zh", "ru", "让孩子坐在您腿上。", "Посадите ребёнка на колени."),
    ("zh", "es", "嘴角裂了。", "Se me ha agrietado la comisura de la boca."),
    ("zh", "en", "爱人陪我来的。", "My husband came with me."),
    (
        "zh",
        "fr",
        "一天疼两次，饭后不疼。",
        "J'ai mal deux fois par jour, mais pas après les repas.",
    ),
    ("zh", "en", "血压不高不低。", "The pressure is just right."),
    ("zh", "fr", "心电图未见异常。", "L'électrocardiogramme est normal."),
    ("zh", "es", "化疗哪有不累的。", "La quimioterapia siempre cansa."),
    ("zh", "ar", "千万别喝酒。", "إياك أن تشرب الكحول."),
    ("ru", "zh", "Ему без малого шестьдесят.", "他快六十了。"),
    ("fr", "zh", "Je ne mange plus rien le soir.", "我晚上什么都不吃了。"),
    ("en", "zh", "I couldn't be happier with the result.", "结果我特别满意。"),
    ("zh", "en", "差点儿没摔倒。", "I almost fell."),
]
WRONG = [
    ("negation", "ja", "zh", "糖尿病なし。", "有糖尿病。"),
    ("negation", "zh", "ru", "别给他喝水。", "Дайте ему воды."),
    ("negation", "ar", "zh", "إياك أن تشرب الكحول.", "您可以喝酒。"),
    ("negation", "fr", "zh", "Je ne mange plus rien le soir.", "我晚上什么都吃。"),
    (
        "body_part",
        "zh",
        "en",
        "左肾有结石，右肾没有。",
        "There is a stone in the left kidney, none in the right lung.",
    ),
    ("body_part", "zh", "ja", "眼角有点红。", "口角が少し赤いです。"),
    ("body_part", "ru", "zh", "Болит кончик пальца на руке.", "脚趾尖疼。"),
    ("body_part", "ko", "zh", "허벅지가 아파요.", "小腿疼。"),
    ("timing", "zh", "en", "化疗前要验血。", "You need a blood test after chemotherapy."),
    ("timing", "es", "zh", "Llame antes de la operación.", "手术后打电话。"),
    ("timing", "zh", "fr", "早上头晕。", "J'ai la tête qui tourne le soir."),
    ("timing", "zh", "ko", "拔牙后不要漱口。", "이를 뽑기 전에 입을 헹구지 마세요."),
    ("person", "zh", "ar", "孩子他爸有糖尿病。", "عم الطفل مصاب بالسكري."),
    ("person", "zh", "en", "我爱人有哮喘。", "My sister has asthma."),
    ("negation", "en", "zh", "I rarely drink.", "我经常喝酒。"),
    ("negation", "zh", "en", "没觉得不舒服。", "I feel unwell."),
]


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "target"), RIGHT)
def test_a_right_translation_is_silent(
    source_lang: str, target_lang: str, source: str, target: str
) -> None:
    assert run(source, target, source_lang, target_lang) == ()


@pytest.mark.parametrize(("kind", "source_lang", "target_lang", "source", "target"), WRONG)
def test_an_error_is_one_finding_of_its_kind(
    kind: str, source_lang: str, target_lang: str, source: str, target: str
) -> None:
    assert [f.kind.value for f in run(source, target, source_lang, target_lang)] == [kind]
