"""Denials that another word of the text seems to explain: the wrong pair and the right one."""

from __future__ import annotations

import pytest

from translation.checks import run

PAIRS = [
    # "out of bed" does not keep the water off
    (
        "zh",
        "en",
        "伤口这周别沾水，不过可以下地活动。",
        "You can get the wound wet this week, and you can get out of bed and move about.",
        "Don't get the wound wet this week, but you can get out of bed and move about.",
    ),
    (
        "zh",
        "en",
        "石膏不能碰水，明天就能出院。",
        "The cast can get wet, and you can get out of hospital tomorrow.",
        "The cast must stay dry, and you can get out of hospital tomorrow.",
    ),
    # what is said twice, once with a denial, answers one denial only
    (
        "zh",
        "ru",
        "颈软无抵抗，心脏各瓣膜区未闻及杂音。",
        "Шея мягкая, без ригидности, выслушиваются шумы над клапанами сердца.",
        "Шея мягкая, без ригидности, шумов над клапанами сердца нет.",
    ),
    (
        "zh",
        "en",
        "颈软无抵抗，双肺未闻及啰音。",
        "Neck supple without rigidity, rales heard over both lungs.",
        "Neck supple without rigidity, no rales over either lung.",
    ),
    # what denies only as the other text does, in a word of its own: weak, excluded
    (
        "en",
        "zh",
        "I don't think the weakness is getting worse.",
        "我觉得没力气的情况加重了。",
        "我觉得没力气的情况没有加重。",
    ),
    (
        "zh",
        "ru",
        "目前还不能排除肺栓塞。",
        "На данный момент тромбоэмболию лёгочной артерии можно исключить.",
        "На данный момент тромбоэмболию лёгочной артерии исключить нельзя.",
    ),
    (
        "zh",
        "es",
        "看着不像肿瘤，但不能完全排除。",
        "No parece un tumor, y se puede descartar por completo.",
        "No parece un tumor, pero no se puede descartar por completo.",
    ),
    # no discomfort anywhere
    (
        "zh",
        "ko",
        "我没感觉哪里不舒服，就是来体检的。",
        "저는 여기저기 불편해서 검진 받으러 왔어요.",
        "저는 특별히 불편한 데는 없고 그냥 검진 받으러 왔어요.",
    ),
    (
        "zh",
        "en",
        "我没觉得什么地方不舒服，就是来复查的。",
        "I feel unwell all over, I'm just here for a check-up.",
        "I don't feel unwell anywhere, I'm just here for a check-up.",
    ),
    (
        "zh",
        "fr",
        "我没觉得有什么不舒服。",
        "Je me sens mal.",
        "Je ne me sens pas mal du tout.",
    ),
    # "except" leaves the other denial standing
    (
        "zh",
        "es",
        "没有医生同意，不得下床。",
        "Salvo autorización del médico, puede levantarse de la cama.",
        "Salvo autorización del médico, no se levante de la cama.",
    ),
    (
        "zh",
        "ru",
        "没有特殊情况，不得陪护。",
        "За исключением особых случаев, сопровождение разрешено.",
        "За исключением особых случаев, сопровождение не допускается.",
    ),
    # "don't stop taking" is not "don't take"
    (
        "es",
        "zh",
        "No deje de tomar la pastilla para la tensión.",
        "不要吃降压药。",
        "降压药不要停。",
    ),
    (
        "en",
        "zh",
        "Don't stop taking the warfarin on your own.",
        "不要自己服用华法林。",
        "华法林不要自己停。",
    ),
    (
        "zh",
        "en",
        "降压药不能停。",
        "Do not take your blood pressure pills.",
        "Don't stop your pills.",
    ),
    (
        "zh",
        "fr",
        "抗凝药千万别停。",
        "Ne prenez surtout pas l'anticoagulant.",
        "N'arrêtez surtout pas l'anticoagulant.",
    ),
    (
        "zh",
        "ru",
        "这个药不要停。",
        "Не принимайте это лекарство.",
        "Не прекращайте принимать это лекарство.",
    ),
    (
        "zh",
        "ja",
        "血压药不能停。",
        "血圧の薬は飲まないでください。",
        "血圧の薬はやめないでください。",
    ),
    ("zh", "ko", "这个药不能停。", "이 약은 드시지 마세요.", "이 약은 끊지 마세요."),
    ("zh", "ar", "这个药不要停。", "لا تتناول هذا الدواء.", "لا تتوقف عن تناول هذا الدواء."),
    ("fr", "zh", "N'arrêtez pas le traitement.", "不要服药。", "不要停药。"),
    # "only move not": one denial of an act
    (
        "zh",
        "ko",
        "打这个针不疼，也没有副作用，您别动就行。",
        "이 주사는 아프지 않고 부작용이 있으니 움직이지만 않으시면 됩니다.",
        "이 주사는 아프지 않고 부작용도 없으니 움직이지만 않으시면 됩니다.",
    ),
    # the stump of a resection refuses nothing
    (
        "zh",
        "ja",
        "切缘未见癌，淋巴结未见转移。",
        "切除断端に癌を認め、リンパ節転移は認めない。",
        "切除断端に癌を認めず、リンパ節転移も認めない。",
    ),
    # a list denied by one word answers no denial beside it
    (
        "zh",
        "en",
        "伤口不红不肿，也没有出血，不用拆线。",
        "The wound isn't red or swollen and isn't bleeding; the stitches must be taken out.",
        "The wound isn't red or swollen and isn't bleeding; no need to take the stitches out.",
    ),
    # the same said in the words of the other language
    ("fr", "zh", "Je ne sens plus rien dans la main.", "我的手有感觉了。", "我的手没感觉了。"),
    (
        "zh",
        "en",
        "左膝暂时不动。",
        "We'll replace the left knee now.",
        "We'll leave the left knee.",
    ),
    ("ru", "zh", "Водный баланс отрицательный.", "液体正平衡。", "液体负平衡。"),
    (
        "zh",
        "en",
        "不是每个人都非吃药不可。",
        "Everyone has to take medicine.",
        "Not everyone has to take medicine.",
    ),
    ("ar", "zh", "ليس من المستبعد أن يكون كسرا.", "已经排除骨折。", "不排除骨折。"),
    # no longer, still not
    (
        "ru",
        "zh",
        "Гипс ещё не сняли, но нога уже не болит.",
        "石膏还没拆，不过腿还在疼。",
        "石膏还没拆，不过腿已经不疼了。",
    ),
    (
        "ru",
        "zh",
        "Анализ ещё не готов, но рана уже не кровит.",
        "化验还没出来，但伤口还在出血。",
        "化验还没出来，但伤口已经不出血了。",
    ),
]

RIGHT = [
    ("zh", "ar", "这颗牙暂时不动。", "سنترك هذا السن الآن."),
    (
        "zh",
        "en",
        "左眼暂时不动，先做右眼。",
        "We'll leave the left eye for now and do the right eye first.",
    ),
    ("zh", "ru", "左膝先不动，过半年再看。", "Левое колено пока оставим, посмотрим через полгода."),
    ("zh", "fr", "左膝暂时不动。", "On laisse le genou gauche pour l'instant."),
    ("zh", "es", "左膝暂时不动。", "La rodilla izquierda la dejamos por ahora."),
    ("zh", "ja", "左膝暂时不动。", "左膝はしばらく様子を見ます。"),
    ("zh", "ko", "不是谁都非住院不可。", "누구나 꼭 입원해야 하는 건 아닙니다."),
    ("zh", "en", "并不是每个人都非吃药不可。", "Not everyone has to take medicine."),
    ("zh", "fr", "不一定非开刀不可。", "Il n'est pas forcément nécessaire d'opérer."),
    ("zh", "ru", "不是所有人都非手术不可。", "Не всем обязательно делать операцию."),
    ("ko", "zh", "시간이 없는 게 아니면 꼭 오세요.", "除非没有时间，不然一定要来。"),
    ("zh", "ja", "押金多退少补。", "保証金は過不足を精算します。"),
    ("zh", "ja", "处方别弄丢了。", "処方箋は絶対になくさないでください。"),
    (
        "en",
        "zh",
        "He'll be fine, but he can't walk for a week.",
        "他不会有事的，不过一周内不能走路。",
    ),
    (
        "en",
        "zh",
        "It'll be all right, but don't lift anything.",
        "不会有什么大问题，不过什么都别提。",
    ),
    ("ru", "zh", "Водный баланс отрицательный.", "液体负平衡。"),
    ("fr", "zh", "Le bilan hydrique est négatif.", "液体入出量为负。"),
    ("en", "zh", "The fluid balance is negative.", "液体出入量呈负平衡。"),
    (
        "zh",
        "ar",
        "血糖高，糖果、蛋糕、可乐都别碰。",
        "السكر مرتفع، فلا تقرب الحلوى ولا الكعك ولا الكولا.",
    ),
    ("ar", "zh", "ليس من المستبعد أن يكون التهابا.", "不排除是炎症。"),
    ("ar", "zh", "ليس مستبعدا أن يكون كسرا.", "不排除骨折。"),
    ("ru", "zh", "Не исключено, что это камень.", "不排除是结石。"),
    ("fr", "zh", "Il n'est pas exclu que ce soit un calcul.", "不排除是结石。"),
    ("zh", "ko", "水还没开，不用急。", "물이 아직 안 끓었으니 서두르지 않으셔도 됩니다."),
    ("zh", "ko", "伤口没破，不用担心。", "상처가 안 터졌으니 걱정하지 않으셔도 돼요."),
    ("zh", "ko", "明天不用来，也不用打电话。", "내일은 안 오셔도 되고 전화하지 않으셔도 됩니다."),
    ("fr", "zh", "Vous ne sentez plus rien au pied ?", "您的脚没有感觉了吗？"),
    ("fr", "zh", "Je ne sens plus rien dans la main.", "我的手没感觉了。"),
]


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "wrong", "right"), PAIRS)
def test_a_denial_is_not_explained_away(
    source_lang: str, target_lang: str, source: str, wrong: str, right: str
) -> None:
    assert "negation" in {f.kind.value for f in run(source, wrong, source_lang, target_lang)}
    assert not run(source, right, source_lang, target_lang)


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "target"), RIGHT)
def test_what_says_the_same_is_silent(
    source_lang: str, target_lang: str, source: str, target: str
) -> None:
    assert not run(source, target, source_lang, target_lang)


ALLERGIES = [
    # what is fine in one text and beside the allergy in the other
    (
        "zh",
        "en",
        "我对花生过敏，鸡蛋和牛奶没事。",
        "I'm allergic to peanuts and eggs; milk is fine.",
        "I'm allergic to peanuts; eggs and milk are fine.",
    ),
    (
        "zh",
        "ru",
        "我对花生过敏，牛奶没问题。",
        "У меня аллергия на арахис и молоко.",
        "У меня аллергия на арахис, молоко переношу хорошо.",
    ),
    (
        "zh",
        "ar",
        "我对花生过敏，牛奶没问题。",
        "عندي حساسية من الفول السوداني والحليب.",
        "عندي حساسية من الفول السوداني، أما الحليب فلا بأس به.",
    ),
    # what did no harm does it as well
    (
        "zh",
        "fr",
        "我吃虾嘴会肿，螃蟹没事。",
        "Les crevettes me font gonfler la bouche, et le crabe aussi.",
        "Les crevettes me font gonfler la bouche, mais le crabe passe bien.",
    ),
    (
        "zh",
        "en",
        "我吃虾会起疹子，螃蟹没事。",
        "Shrimp give me a rash, and so does crab.",
        "Shrimp give me a rash, but crab is fine.",
    ),
    # an allergy that is over
    (
        "en",
        "zh",
        "He outgrew his egg allergy at five.",
        "他五岁起对鸡蛋过敏。",
        "他五岁时鸡蛋过敏就好了。",
    ),
    (
        "zh",
        "ko",
        "牛奶过敏三岁就好了。",
        "세 살부터 우유 알레르기가 있어요.",
        "우유 알레르기는 세 살 때 나았어요.",
    ),
    (
        "ja",
        "zh",
        "卵アレルギーは五歳で治りました。",
        "五岁起对鸡蛋过敏。",
        "鸡蛋过敏五岁就好了。",
    ),
]


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "wrong", "right"), ALLERGIES)
def test_what_is_borne_is_no_allergy(
    source_lang: str, target_lang: str, source: str, wrong: str, right: str
) -> None:
    assert "allergy" in {f.kind.value for f in run(source, wrong, source_lang, target_lang)}
    assert not run(source, right, source_lang, target_lang)
