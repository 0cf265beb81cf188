"""What the patient says back of an instruction: right, wrong, in part, or nothing of it at all."""

from __future__ import annotations

import pytest

from translation.said_back import SaidBack, said_back

INSTRUCTIONS = (
    "每天吃两片，饭后吃，连吃七天。",
    "阿莫西林五百毫克，一天三次，饭后吃，吃七天。",
    "早上吃一片，晚上吃两片。",
    "胰岛素早上打十二个单位，晚上八个单位。",
    "不要喝酒，不要开车。",
    "不要喝酒。",
    "手术前八小时别吃东西，别喝水。",
    "您对青霉素过敏，不能用青霉素。",
    "左腿不要用力，右腿可以。",
    "三天后拆线，一周后复查。",
    "硝酸甘油舌下含一片，五分钟不好再含一片。",
    "一次一片，一天三次。",
    "一次一片。",
    "伤口不要沾水，三天换一次药。",
    "贴在膝盖上，每天一次。",
    "停用阿司匹林一周，然后手术。",
    "请涂在左边膝盖上。",
    "继续吃降压药，不要自己停。",
    "卧床休息。",
    "如果发烧就马上来急诊。",
    "一周后来复查。",
    "晚上少吃。",
)
EMPTY = (
    "好的。",
    "是",
    "我会吃药。",
    "好的，我明白了。",
    "我知道了，谢谢医生，我会按您说的做。",
    "没问题，我都记住了。",
    "不用担心，我会做的。",
    "我不会忘记的。",
    "我没有别的问题了。",
    "我不知道。",
    "我没听懂。",
    "我一定会的。",
    "我有一个问题。",
    "等一下。",
    "晚上好。",
    "我左边还是疼。",
)


def kinds(said: SaidBack) -> set[str]:
    return {finding.kind.value for finding in said.findings}


@pytest.mark.parametrize("told", INSTRUCTIONS)
@pytest.mark.parametrize("answer", EMPTY)
def test_words_that_say_nothing_never_agree(told: str, answer: str) -> None:
    said = said_back(told, answer, "zh")
    assert said.findings or not said.judged


@pytest.mark.parametrize("told", INSTRUCTIONS[:11])
def test_what_an_empty_answer_lacks_is_named(told: str) -> None:
    """A clause that is lost does not explain away the dose, the days or the denial in it."""
    assert said_back(told, "好的。", "zh").findings


def test_every_item_that_is_lost_is_named() -> None:
    said = said_back("每天吃两片，饭后吃，连吃七天。", "好的。", "zh")
    assert kinds(said) == {"dose", "timing", "duration"}


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("每天吃两片，饭后吃，连吃七天。", "我每天饭后吃两片，吃七天。"),
        ("每天吃两片，饭后吃，连吃七天。", "两片，吃完饭以后，一个星期。"),
        ("不要喝酒，不要开车。", "我不喝酒，也不开车。"),
        ("不要喝酒，不要开车。", "不能喝酒和开车。"),
        ("手术前八小时别吃东西，别喝水。", "手术前八个小时我不吃也不喝。"),
        ("手术前八小时别吃东西，别喝水。", "我八小时不吃不喝。"),
        ("早上吃一片，晚上吃两片。", "我早晨吃一片，夜里吃两片。"),
        ("胰岛素早上打十二个单位，晚上八个单位。", "早上打12单位胰岛素，晚上打8单位。"),
        ("一次一片，一天三次。", "一天吃三次，每次一片。"),
        ("伤口不要沾水，三天换一次药。", "我不让伤口碰水，每三天换一次药。"),
        ("别用力，别抬重东西，多休息。", "我不会用力，不搬重物，多休息。"),
        ("继续吃降压药，不要自己停。", "我会继续吃，不会自己停。"),
        ("手术前停阿司匹林一周。", "手术前一周停阿司匹林。"),
        ("请涂在左边膝盖上。", "涂在左膝盖。"),
        ("每天吃一片。", "我每天吃一片。"),
        ("每天吃两片。如果发烧就马上来急诊。", "每天两片，发烧马上来急诊。"),
    ],
)
def test_the_patients_own_words_agree(told: str, answer: str) -> None:
    assert said_back(told, answer, "zh") == SaidBack((), judged=True)


@pytest.mark.parametrize(
    ("told", "answer", "kind"),
    [
        ("每天吃两片，饭后吃，连吃七天。", "我每天饭后吃三片，吃七天。", "dose"),
        ("每天吃两片，饭后吃，连吃七天。", "我每天饭前吃两片，吃七天。", "timing"),
        ("每天吃两片，饭后吃，连吃七天。", "饭后两片，吃十七天。", "duration"),
        ("每天吃两片，饭后吃，连吃七天。", "我每天吃两片。", "duration"),
        ("不要喝酒，不要开车。", "我不喝酒，可以开车。", "negation"),
        ("不要喝酒，不要开车。", "我不喝酒。", "negation"),
        ("不要喝酒。", "没问题，我会喝酒。", "negation"),
        ("不要喝酒。", "我不会忘记喝酒。", "negation"),
        ("手术前八小时别吃东西，别喝水。", "八小时不吃东西，可以喝水。", "negation"),
        ("早上吃一片，晚上吃两片。", "早上吃两片，晚上吃一片。", "dose"),
        ("胰岛素早上打十二个单位，晚上八个单位。", "早上打二十个单位，晚上八个单位。", "dose"),
        ("一次一片，一天三次。", "一天一次，一次三片。", "frequency"),
        ("左腿不要用力，右腿可以。", "右腿不要用力，左腿可以。", "laterality"),
        ("左腿不要用力，右腿可以。", "左腿可以用力，右腿不要用力。", "negation"),
        ("停用阿司匹林一周，然后手术。", "我继续吃阿司匹林一周。", "negation"),
        ("贴在膝盖上，每天一次。", "贴在肩膀上，每天一次。", "body_part"),
        ("阿莫西林五百毫克，一天三次。", "布洛芬五百毫克，一天三次。", "drug"),
    ],
)
def test_wrong_and_partial_answers_differ(told: str, answer: str, kind: str) -> None:
    assert kind in kinds(said_back(told, answer, "zh"))


@pytest.mark.parametrize(
    ("told", "answer", "dose"),
    [
        ("每次吃一片，一天三次。", "吃三片。", "dose.changed:1>3"),
        ("每次吃一片，一天三次。", "我吃两片。", "dose.changed:1>2"),
        ("每次吃一片，一天三次。", "我服用三片药。", "dose.changed:1>3"),
        ("每次吃一片，一天三次。", "一天一次，一次三片。", "dose.changed:1>3"),
        ("每次吃一粒胶囊，一天三次。", "我吃三颗胶囊。", "dose.changed:1>3"),
        ("每次一粒，一天两次，吃七天。", "吃两粒，七天。", "dose.changed:1>2"),
        ("每次吃两片，一天三次，吃五天。", "吃五片。", "dose.changed:2>5"),
        ("每次一滴，一天四次。", "滴四滴。", "dose.changed:1>4"),
        ("每次一袋，一天三次。", "喝三袋。", "dose.changed:1>3"),
        ("每次喷一喷，一天两次。", "喷两喷。", "dose.changed:1>2"),
        ("每次一勺，一天三次。", "喝三勺。", "dose.changed:1>3"),
        ("早上吃一片，晚上吃两片。", "晚上吃两片。", "dose.missing:1"),
        ("早上吃一片。", "早上吃一片，晚上吃两片。", "dose.extra:2"),
    ],
)
def test_another_dose_is_no_frequency_of_the_same_number(told: str, answer: str, dose: str) -> None:
    messages = [finding.message for finding in said_back(told, answer, "zh").findings]
    assert [message for message in messages if message.startswith("dose.")] == [dose]
    assert not any(message.startswith("frequency.changed:3>2") for message in messages)


def test_the_frequency_that_another_dose_stood_for_is_missing() -> None:
    said = said_back("每次吃一片，一天三次。", "吃三片。", "zh")
    assert [f.message for f in said.findings] == ["dose.changed:1>3", "frequency.missing:3"]


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("每次吃一到两片，一天三次。", "每次吃一两片，一天三次。"),
        ("每次吃一片半，一天两次。", "每次1.5片，一天两次。"),
        ("每次五百毫克，一天三次。", "每次0.5克，一天三次。"),
        ("早上打十二个单位，晚上八个单位。", "早上12，晚上8个单位。"),
        ("含一片，五分钟不好再含一片。", "含一片，五分钟后不好再含一片。"),
        ("每次吃一片，一天三次，最多四片。", "每次一片，一天三次，不超过四片。"),
        ("每次吃一片，一天三次。", "我一次吃一颗药，每天三次。"),
    ],
)
def test_the_same_dose_in_other_words_is_no_other_dose(told: str, answer: str) -> None:
    assert said_back(told, answer, "zh").findings == ()


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("卧床休息。", "我去跑步。"),
        ("如果发烧就马上来急诊。", "如果发烧我就在家休息。"),
        ("每天吃两片。如果发烧就马上来急诊。", "每天两片。"),
        ("不要喝酒。", "我会喝酒，不开车。"),
        ("继续吃降压药，不要自己停。", "我不吃降压药了。"),
        ("停用阿司匹林。", "我吃阿司匹林。"),
        ("手术前停阿司匹林一周。", "手术前吃一周阿司匹林。"),
        ("加量到每天四片。", "减到每天四片。"),
        ("多喝水，少喝酒，每天一片。", "每天一片，多喝酒。"),
        ("把阿司匹林换成氯吡格雷。", "把氯吡格雷换成阿司匹林。"),
        ("请涂在左边膝盖上。", "我左边疼。"),
        ("每天吃两片。", "每天吃两片吗？"),
    ],
)
def test_what_the_checks_cannot_tell_is_left_to_the_doctor(told: str, answer: str) -> None:
    assert said_back(told, answer, "zh") == SaidBack((), judged=False)


def test_a_language_without_checks_is_never_judged() -> None:
    assert said_back("วันละสองเม็ด", "วันละสองเม็ด", "th") == SaidBack((), judged=False)


def test_findings_point_into_the_texts_as_they_were_said() -> None:
    told, answer = "没问题，每天吃两片。", "没问题，我每天吃三片。"
    (found,) = said_back(told, answer, "zh").findings
    assert found.source_span is not None
    assert found.target_span is not None
    assert "两" in told[slice(*found.source_span)]
    assert "三" in answer[slice(*found.target_span)]


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("请停用阿司匹林。", "我不吃阿司匹林了。"),
        ("停药三天。", "三天不吃药。"),
        ("停用阿司匹林三天。", "三天不吃阿司匹林。"),
        ("停用阿司匹林。", "我停用阿司匹林。"),
        ("请戒烟。", "我不抽烟了。"),
    ],
)
def test_what_is_stopped_may_be_said_as_a_denial(told: str, answer: str) -> None:
    assert said_back(told, answer, "zh").findings == ()


@pytest.mark.parametrize(
    "answer",
    ["我吃阿司匹林。", "我不停用阿司匹林。", "我不会停阿司匹林。", "我没停阿司匹林。", "好的。"],
)
def test_who_goes_on_does_not_agree_to_stop(answer: str) -> None:
    said = said_back("停用阿司匹林。", answer, "zh")
    assert said.findings or not said.judged


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("左眼每天两次，右眼每天三次。", "左眼三次，右眼两次。"),
        ("左耳滴两滴，右耳滴三滴。", "左耳滴三滴，右耳滴两滴。"),
    ],
)
def test_amounts_of_the_two_sides_exchanged(told: str, answer: str) -> None:
    findings = said_back(told, answer, "zh").findings
    assert findings
    for finding in findings:
        assert finding.source_span is not None
        assert told[slice(*finding.source_span)].strip()
    assert said_back(told, told, "zh") == SaidBack((), judged=True)


def test_what_is_stopped_explains_no_other_denial() -> None:
    said = said_back("请戒烟，每天吃一片药。", "我不抽烟了，每天一片，药不吃。", "zh")
    assert said.findings or not said.judged


@pytest.mark.parametrize(
    "told",
    [
        *INSTRUCTIONS,
        "左眼滴两滴，左耳滴三滴。",
        "左膝敷十五分钟，左肩敷二十分钟。",
        "左边每天涂两次，如果左边还疼就涂三次。",
        "左眼一滴，右眼一滴，左眼晚上再两滴。",
        "疼就吃，不疼就不吃。",
        "每天吃两片，不是三片。",
    ],
)
def test_an_answer_in_the_same_words_differs_in_nothing(told: str) -> None:
    assert said_back(told, told, "zh").findings == ()


@pytest.mark.parametrize(
    ("lang", "told", "answer"),
    [
        ("zh", "每天三片，分三次吃。", "每次三片，一天三次。"),
        ("zh", "一天总共吃三片。", "每次吃三片。"),
        ("zh", "每天六百毫克，分三次。", "每次六百毫克，一天三次。"),
        ("zh", "每次两百毫克，一天三次。", "每天两百毫克，分三次。"),
        (
            "en",
            "Take three tablets a day in three doses.",
            "Three tablets each time, three times a day.",
        ),
        ("ru", "Три таблетки в день, в три приёма.", "По три таблетки за раз, три раза в день."),
        ("ja", "1日3錠を3回に分けて飲んでください。", "1回3錠、1日3回飲みます。"),
        ("ko", "하루 세 알을 세 번에 나눠 드세요.", "한 번에 세 알, 하루 세 번 먹어요."),
        (
            "fr",
            "Trois comprimés par jour en trois prises.",
            "Trois comprimés par prise, trois fois par jour.",
        ),
        (
            "es",
            "Tres pastillas al día en tres tomas.",
            "Tres pastillas por toma, tres veces al día.",
        ),
        ("ar", "خذ ثلاثة أقراص في اليوم.", "ثلاثة أقراص في كل مرة، ثلاث مرات في اليوم."),
    ],
)
def test_a_dose_of_the_day_taken_each_time_differs(lang: str, told: str, answer: str) -> None:
    assert "dose" in kinds(said_back(told, answer, lang))
    assert said_back(told, told, lang).findings == ()


def test_what_each_dose_is_per_is_shown_in_words() -> None:
    (found, *_) = said_back("一天总共吃三片。", "每次吃三片。", "zh").findings
    assert found.message == "dose.changed:一天总共吃三片>每次吃三片"


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("阿莫西林一片，布洛芬两片。", "阿莫西林两片，布洛芬一片。"),
        ("阿莫西林一天三次，布洛芬一天两次。", "阿莫西林一天两次，布洛芬一天三次。"),
        ("早上十二个单位，晚上八个单位。", "早上八个单位，晚上十二个单位。"),
        ("早饭前打十二个单位，晚饭前打八个单位。", "早饭前打八个，晚饭前打十二个单位。"),
        ("饭前一片，饭后两片。", "饭前两片，饭后一片。"),
        ("第一天吃两片，以后每天一片。", "第一天吃一片，以后每天两片。"),
        ("吃五天，然后停两天。", "吃两天，停五天。"),
        ("饭前吃降糖药，饭后吃胃药。", "饭后吃降糖药，饭前吃胃药。"),
        ("每天吃两片，不是三片。", "每天吃三片，不是两片。"),
        ("大人吃两片，孩子吃一片。", "孩子吃两片，大人吃一片。"),
        ("药膏涂三天，药片吃五天。", "药膏涂五天，药片吃三天。"),
        ("左膝敷十五分钟，左肩敷二十分钟。", "左膝敷二十分钟，左肩敷十五分钟。"),
    ],
)
def test_amounts_at_each_others_place_differ(told: str, answer: str) -> None:
    findings = said_back(told, answer, "zh").findings
    assert findings
    for finding in findings:
        assert finding.source_span is not None
        assert told[slice(*finding.source_span)].strip()
        assert finding.target_span is not None
        assert answer[slice(*finding.target_span)].strip()


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("疼就吃，不疼就不吃。", "疼就不吃，不疼就吃。"),
        ("疼的时候吃，不疼的时候不吃。", "不疼的时候吃，疼的时候不吃。"),
        ("两次之间至少间隔六小时。", "最多隔六小时。"),
        ("吃三天停四天。", "吃四天停三天。"),
        ("早上一片，晚上两片。", "一片，两片。"),
        ("多喝水，少吃盐，每天一片。", "多吃盐，少喝水，每天一片。"),
        ("用温水冲服，不要用牛奶。", "用牛奶冲服，不要用温水。"),
        ("先用冷敷，48小时后用热敷。", "先用热敷，48小时后冷敷。"),
        ("疼的时候吃一片，最多一天四片。", "每次一片，一天吃四片。"),
        ("空腹吃一片。", "饭前吃一片。"),
        ("饭前吃一片。", "空腹吃一片。"),
    ],
)
def test_what_cannot_be_matched_is_left_to_the_doctor(told: str, answer: str) -> None:
    said = said_back(told, answer, "zh")
    assert said.findings or not said.judged


@pytest.mark.parametrize(
    ("told", "answer", "agrees"),
    [
        ("发烧超过38.5度才吃。", "没到38.5度不吃。", True),
        ("发烧超过38.5度才吃。", "38.5度以上吃。", True),
        ("发烧超过38.5度才吃。", "不到38.5度就吃。", False),
        ("发烧超过38.5度才吃。", "低于38.5度吃。", False),
    ],
)
def test_only_above_a_temperature(told: str, answer: str, agrees: bool) -> None:
    assert (said_back(told, answer, "zh") == SaidBack((), judged=True)) is agrees


@pytest.mark.parametrize(
    ("lang", "told", "answer"),
    [
        ("zh", "早上吃一片，晚上吃两片。", "早上一片，晚上两片。"),
        ("zh", "早上吃一片，晚上吃两片。", "早上我吃一颗，晚上睡觉前吃两颗。"),
        (
            "zh",
            "早饭前打十二个单位，晚饭前打八个单位。",
            "吃早饭前打十二个单位，吃晚饭前八个单位。",
        ),
        ("zh", "饭前一片，饭后两片。", "饭前吃一片，饭后吃两片。"),
        ("zh", "第一天吃两片，以后每天一片。", "第一天两片，以后每天吃一片。"),
        ("zh", "吃五天，然后停两天。", "我吃五天药，再停两天。"),
        ("zh", "饭前吃降糖药，饭后吃胃药。", "降糖药饭前吃，胃药饭后吃。"),
        ("zh", "疼就吃，不疼就不吃。", "疼就吃，不疼就不吃"),
        ("zh", "每天吃两片，不是三片。", "每天吃两片。"),
        ("zh", "两次之间至少间隔六小时。", "两次之间最少隔六个小时。"),
        ("zh", "每天三片，分三次吃。", "每天吃三片，分三次。"),
        ("zh", "每次三片，一天三次。", "一天三次，每次吃三片。"),
        ("zh", "每天六百毫克，分三次。", "一天六百毫克，分成三次吃。"),
        ("zh", "一天总共吃三片。", "我一天吃三片。"),
        ("zh", "每天吃半片。", "我每天吃半颗药。"),
        ("zh", "饭前半小时吃一片。", "吃饭前半个小时吃一片药。"),
        ("zh", "空腹吃一片。", "空腹的时候吃一片。"),
        ("zh", "左膝敷十五分钟，左肩敷二十分钟。", "左边膝盖敷十五分钟，左边肩膀敷二十分钟。"),
        ("zh", "发烧超过38.5度才吃退烧药。", "体温38.5度以上我才吃退烧药。"),
        ("zh", "药膏涂三天，药片吃五天。", "药片吃五天，药膏涂三天。"),
        ("zh", "多喝水，少吃盐，每天一片。", "我每天吃一片，多喝水，少吃盐。"),
        ("zh", "血糖高的时候打十个单位，血糖低的时候不打。", "血糖高就打十个单位，血糖低就不打。"),
        ("zh", "术前一周停阿司匹林，术后三天再吃。", "手术前一周停阿司匹林，手术后三天再吃。"),
        ("zh", "三天后拆线，一周后复查。", "一周后来复查，三天后来拆线。"),
        ("zh", "大人吃两片，孩子吃一片。", "孩子一片，大人两片。"),
        (
            "en",
            "Take two tablets three times a day after meals.",
            "Two tablets after meals, three times a day.",
        ),
        ("ja", "朝1錠、夜2錠飲んでください。", "朝に1錠、夜に2錠飲みます。"),
        ("ko", "아침에 한 알, 저녁에 두 알 드세요.", "아침에 한 알, 저녁에 두 알 먹어요."),
        (
            "es",
            "Tome una pastilla por la mañana y dos por la noche.",
            "Una por la mañana y dos por la noche.",
        ),
        ("zh", "每天吃半片。", "每天吃一片的一半。"),
        ("zh", "每次半片。", "每次半片，不是一片。"),
    ],
)
def test_right_answers_in_plain_words_agree(lang: str, told: str, answer: str) -> None:
    assert said_back(told, answer, lang) == SaidBack((), judged=True)
