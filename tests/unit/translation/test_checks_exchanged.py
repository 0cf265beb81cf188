"""What is said of each of two things, exchanged: all is said, but of the other one."""

from __future__ import annotations

import pytest

from translation.checks import run

WRONG_AND_RIGHT = [
    (
        "停用华法林，继续吃阿司匹林。", "en", "drug.exchanged:stop>continue",
        "Stop aspirin and keep taking warfarin.",
        "Stop warfarin, but keep taking aspirin.",
    ),
    (
        "华法林先停掉，阿司匹林照常吃。", "es", "drug.exchanged:warfarin>acetylsalicylic-acid",
        "Suspenda la aspirina y siga tomando warfarina como siempre.",
        "Siga tomando la aspirina como siempre, pero suspenda la warfarina.",
    ),
    (
        "饭前吃奥美拉唑，饭后吃二甲双胍。", "en", "timing.exchanged:before_meal>after_meal",
        "Take metformin before meals and omeprazole after meals.",
        "Take metformin after meals and omeprazole before meals.",
    ),
    (
        "阿司匹林100毫克，美托洛尔50毫克。", "fr", "dose.exchanged:100>50",
        "Aspirine 50 mg, métoprolol 100 mg.",
        "Aspirine 100 mg, métoprolol 50 mg.",
    ),
    (
        "阿司匹林每天一次，美托洛尔每天两次。", "ko", "frequency.exchanged:1>2",
        "아스피린은 하루 두 번, 메토프롤롤은 하루 한 번 드세요.",
        "아스피린은 하루 한 번, 메토프롤롤은 하루 두 번 드세요.",
    ),
    (
        "阿莫西林吃七天，甲硝唑吃五天。", "ru", "duration.exchanged:7>5",
        "Амоксициллин принимайте пять дней, метронидазол — семь дней.",
        "Амоксициллин принимайте семь дней, метронидазол — пять дней.",
    ),
    (
        "早上吃一片，晚上吃两片。", "en", "dose.exchanged:1>2",
        "One tablet at night, and two in the morning.",
        "Two tablets at night, and one in the morning.",
    ),
    (
        "降压药每天按时吃，止痛药疼的时候再吃。", "en",
        "drug.exchanged:antihypertensive>analgesic",
        "Take the painkiller every day, and the blood pressure medicine only when it hurts.",
        "Take the painkiller only when it hurts, and the blood pressure medicine every day.",
    ),
    (
        "膝盖冷敷，肩膀热敷。", "ru", "body_part.exchanged:cold>warm",
        "На колено прикладывайте тепло, а на плечо — холод.",
        "На колено прикладывайте холод, а на плечо — тепло.",
    ),
    (
        "头疼好多了，咳嗽更厉害了。", "en", "negation.exchanged:better>worse",
        "My cough is much better, but the headache has got worse.",
        "My cough has got worse, but the headache is much better.",
    ),
    (
        "肝脏正常，脾脏增大。", "ar", "body_part.exchanged:normal>abnormal",
        "الكبد متضخم، والطحال طبيعي.",
        "الطحال متضخم، والكبد طبيعي.",
    ),
    (
        "左腿可以用力，右腿不要用力。", "ja", "negation.exchanged:may>may_not",
        "左足には力を入れないでください。右足は力を入れても構いません。",
        "左足は力を入れても構いません。右足には力を入れないでください。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("zh", "lang", "message", "wrong", "right"), WRONG_AND_RIGHT)
def test_what_is_said_of_the_other_one_is_found(
    zh: str, lang: str, message: str, wrong: str, right: str
) -> None:
    (found,) = run(zh, wrong, "zh", lang)
    assert found.message == message
    assert found.source_span is not None
    assert found.target_span is not None
    assert run(zh, right, "zh", lang) == ()
    assert [f.kind for f in run(wrong, zh, lang, "zh")] == [found.kind]
    assert run(right, zh, lang, "zh") == ()


@pytest.mark.parametrize(
    ("zh", "other", "lang"),
    [
        ("摔倒后桡骨、尺骨骨折。", "Fractura de radio y cúbito tras una caída.", "es"),
        (
            "不用禁水，但术前八小时不能吃东西。",
            "Пить воду можно, но за восемь часов до операции нельзя есть.",
            "ru",
        ),
        (
            "奥美拉唑肠溶胶囊二十毫克,早餐前半小时整粒吞服,不可嚼碎。",
            "Oméprazole gastrorésistant 20 mg, gélule à avaler entière une demi-heure avant le "
            "petit-déjeuner, sans la croquer.",
            "fr",
        ),
    ],
)
def test_what_stands_beside_a_thing_by_chance_says_nothing(zh: str, other: str, lang: str) -> None:
    assert run(zh, other, "zh", lang) == ()
    assert run(other, zh, lang, "zh") == ()
