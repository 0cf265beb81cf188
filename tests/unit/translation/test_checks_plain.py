"""Plain errors of everyday sentences, each beside the right translation that must stay silent."""

from __future__ import annotations

import pytest

from translation.checks import omission, run

ERRORS = [
    # members of lists, also the last one, written together with its "and"
    (
        "ar",
        "zh",
        "يعاني المريض من السكري وارتفاع ضغط الدم والربو.",
        "患者患有糖尿病和高血压。",
        "患者患有糖尿病、高血压和哮喘。",
        "omission",
    ),
    (
        "zh",
        "es",
        "手术前请摘掉假牙、手表和首饰。",
        "Antes de la operación, quítese la dentadura postiza y las joyas.",
        "Antes de la operación, quítese la dentadura postiza, el reloj y las joyas.",
        "omission",
    ),
    (
        "zh",
        "ja",
        "家属需要带身份证、医保卡和上次的CT片子。",
        "ご家族の方は身分証と前回のCTフィルムをお持ちください。",
        "ご家族の方は身分証、保険証と前回のCTフィルムをお持ちください。",
        "omission",
    ),
    # relatives that became the speaker or the listener
    (
        "ja",
        "zh",
        "家内が昨夜から破水しているようなんです。",
        "我好像从昨天夜里开始破水了。",
        "我老婆好像从昨天夜里开始破水了。",
        "person",
    ),
    ("zh", "en", "您孩子几岁了？", "How old are you?", "How old is your child?", "person"),
    ("zh", "ar", "您爱人是什么血型？", "ما فصيلة دمك؟", "ما فصيلة دم زوجتك؟", "person"),
    # allergies whose denial changed
    (
        "zh",
        "ko",
        "我对麻药没有过敏。",
        "저는 마취약에 알레르기가 있어요.",
        "저는 마취약에 알레르기가 없어요.",
        "allergy",
    ),
    ("zh", "ar", "我对碘过敏。", "ليست عندي حساسية من اليود.", "عندي حساسية من اليود.", "allergy"),
    (
        "zh",
        "es",
        "她对牛奶蛋白过敏。",
        "Tiene alergia a la lactosa.",
        "Tiene alergia a la proteína de la leche.",
        "allergy",
    ),
    # organs
    (
        "zh",
        "ar",
        "您的甲状腺上有个结节。",
        "توجد عقيدة في غدتك الكظرية.",
        "توجد عقيدة في غدتك الدرقية.",
        "body_part",
    ),
    (
        "ja",
        "zh",
        "みぞおちのあたりが痛みます。",
        "我小肚子这一块疼。",
        "我心口窝这一块疼。",
        "body_part",
    ),
    # what one takes
    (
        "ja",
        "zh",
        "座薬を半分に切って使ってください。",
        "请用一整颗栓剂。",
        "请把栓剂切一半用。",
        "dose",
    ),
    (
        "es",
        "zh",
        "La factura asciende a 1.350,50 euros.",
        "账单总额是1350.4欧元。",
        "账单总额是1350.5欧元。",
        "number",
    ),
    (
        "zh",
        "ko",
        "一共花了三万六千五百块。",
        "모두 3만 5,600위안입니다.",
        "모두 3만 6,500위안입니다.",
        "number",
    ),
    (
        "ru",
        "zh",
        "Лейкоцитов четыре с половиной тысячи.",
        "白细胞五千四。",
        "白细胞四千五。",
        "number",
    ),
    (
        "zh",
        "ar",
        "有效期到十二月九号。",
        "الصلاحية حتى ٩ كانون الثاني/يناير.",
        "الصلاحية حتى ٩ كانون الأول/ديسمبر.",
        "date_time",
    ),
    # how fast something runs, and one word for another measure
    (
        "en",
        "zh",
        "Her tube feed runs at 75 millilitres per hour.",
        "她的管饲以每分钟75毫升的速度输注。",
        "她的管饲以每小时75毫升的速度输注。",
        "unit",
    ),
    (
        "zh",
        "ko",
        "每天走路三公里。",
        "매일 세 시간씩 걸으세요.",
        "매일 3킬로미터씩 걸으세요.",
        "unit",
    ),
    ("ar", "zh", "فقدت ابنتي أربعة كيلوغرامات.", "我女儿瘦了四斤。", "我女儿瘦了四公斤。", "unit"),
    # whose relative, behind 给
    (
        "en",
        "zh",
        "My daughter is donating a kidney to her husband.",
        "我女儿要把一个肾捐给我丈夫。",
        "我女儿要把一个肾捐给她丈夫。",
        "person",
    ),
    (
        "en",
        "zh",
        "The burn is on the back of her forearm.",
        "烧伤在她上臂的背侧。",
        "烧伤在她前臂的背侧。",
        "body_part",
    ),
    ("fr", "zh", "Fracture du péroné gauche.", "左侧髌骨骨折。", "左侧腓骨骨折。", "body_part"),
    ("ja", "zh", "ゼラチンにアレルギーがあります。", "我对乳胶过敏。", "我对明胶过敏。", "allergy"),
    # signs that are written in China only
    (
        "zh",
        "ja",
        "小儿推拿做完了。",
        "小儿推拿が終わりました。",
        "小児の推拿が終わりました。",
        "untranslated",
    ),
    ("zh", "ja", "您这是甲沟炎。", "これは甲沟炎ですね。", "これは爪囲炎ですね。", "untranslated"),
    # ranges in hundreds and thousands
    (
        "zh",
        "ko",
        "走二三百米就得歇一歇。",
        "2~3십 미터만 걸으면 쉬어야 해요.",
        "2~3백 미터만 걸으면 쉬어야 해요.",
        "number",
    ),
    (
        "zh",
        "en",
        "每天走两到三千步。",
        "Walk 3-4 thousand steps a day.",
        "Walk 2-3 thousand steps a day.",
        "number",
    ),
    (
        "zh",
        "ru",
        "大概有四分之三的病人一个疗程就够了。",
        "Примерно двум третям пациентов хватает одного курса.",
        "Примерно трём четвертям пациентов хватает одного курса.",
        "number",
    ),
]


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "wrong", "right", "kind"), ERRORS)
def test_the_error_is_found_and_the_right_translation_is_silent(
    source_lang: str, target_lang: str, source: str, wrong: str, right: str, kind: str
) -> None:
    found = {f.kind.value for f in run(source, wrong, source_lang, target_lang)}
    assert kind in found
    assert run(source, right, source_lang, target_lang) == ()


@pytest.mark.parametrize(
    ("source_lang", "target_lang", "source", "target"),
    [
        (
            "es",
            "zh",
            "No tome nunca este jarabe si no ha comido nada.",
            "没吃东西的时候千万别喝这个糖浆。",
        ),
        (
            "zh",
            "fr",
            "空腹的时候别吃这个药。",
            "Ne prenez pas ce médicament si vous n'avez rien mangé.",
        ),
        (
            "zh",
            "ru",
            "空腹的时候别吃这个药。",
            "Не принимайте это лекарство, если вы ничего не ели.",
        ),
        ("zh", "ja", "头皮上有个剥离的痂。", "頭皮に剝離したかさぶたがあります。"),
        ("zh", "en", "孩子发烧三天了。", "She has had a fever for three days."),
        ("zh", "ko", "生完孩子以后我一咳嗽就漏尿。", "출산 후에 저는 기침만 하면 소변이 새요."),
        (
            "ja",
            "zh",
            "左利きですが、右の親指が腱鞘炎になりました。",
            "我是左撇子，不过得腱鞘炎的是右手大拇指。",
        ),
        ("zh", "en", "我一打青霉素就起疹子。", "Any penicillin shot brings me out in a rash."),
        ("es", "zh", "Dolor testicular derecho de seis horas.", "右侧睾丸疼痛6小时。"),
        ("zh", "ru", "您这假牙磨不磨牙龈？", "Протез не натирает вам десну?"),
        (
            "zh",
            "ar",
            "红斑狼疮八年，服泼尼松。",
            "مصابة بالذئبة الحمامية منذ ثماني سنوات، تتناول بريدنيزون.",
        ),
        ("ar", "zh", "ابن خالتي يجري غسيل الكلى.", "我姨妈的儿子在做透析。"),
        ("en", "zh", "My elder sister's husband donated a kidney.", "我姐夫捐了一个肾。"),
        ("zh", "ja", "压十分钟左右就不流了。", "十分ほど押さえたら止まりました。"),
        ("ko", "zh", "500~1천 보쯤 걸으세요.", "请走五百到一千步左右。"),
    ],
)
def test_what_is_said_otherwise_is_silent(
    source_lang: str, target_lang: str, source: str, target: str
) -> None:
    assert run(source, target, source_lang, target_lang) == ()


def test_one_place_of_the_target_answers_one_member_of_a_list() -> None:
    found = omission.check(
        "家属需要带身份证、医保卡和上次的CT片子。",
        "ご家族の方は身分証と前回のCTフィルムをお持ちください。",
        "zh",
        "ja",
    )
    assert [f.source_span for f in found] == [(9, 12)]
