"""Written-out records for looking at PDFs, in every patient language.

QT_QPA_PLATFORM=offscreen python -m tests.golden.sample_records out/pdf [LANG ...]
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    EncounterHeader,
    EncounterRecord,
    FindingRecord,
    GapRecord,
    Origin,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
    TurnRecord,
)

WHEN = "2026-11-21T01:05:40.250Z"
BEIJING = timezone(timedelta(hours=8))

# Doctor and patient in turn; the Chinese side first.
ZH = (
    "你好，请坐。今天哪里不舒服？",
    "我嗓子疼、发烧已经3天了，昨天晚上38.9度。",
    "有没有咳嗽或者胸痛？测过血压吗？",
    "我干咳，但是没有胸痛。血压是140/90 mmHg。",
    "您对什么药物过敏吗？",
    "是的，我对青霉素过敏，两只胳膊都起过皮疹。",
    "我给您开阿奇霉素，每次500毫克，每天1次，吃3天；饭后吃，吃药的时候不要喝酒。",
    "我左耳也疼，右耳不疼。我每天早上吃5 mg amlodipine。",
)
TEXTS: dict[str, tuple[str, ...]] = {
    "en": (
        "Hello, please sit down. What is bothering you today?",
        "I have had a sore throat and a fever for 3 days; it was 38.9 degrees last night.",
        "Do you have a cough or chest pain? Have you measured your blood pressure?",
        "I have a dry cough, but I don’t have any chest pain. My pressure is 140/90 mmHg.",
        "Are you allergic to any medicine?",
        "Yes, I am allergic to penicillin; I got a rash on both arms.",
        "I will prescribe azithromycin: 500 mg each time, once a day, for 3 days. Take it after "
        "meals and do not drink alcohol while you are taking it.",
        "My left ear hurts too, the right ear does not. I take 5 mg of amlodipine every morning.",
    ),
    "ru": (
        "Здравствуйте, садитесь. Что вас беспокоит сегодня?",
        "У меня уже 3 дня болит горло и держится температура, вчера вечером было 38,9.",
        "Есть ли кашель или боль в груди? Вы измеряли давление?",
        "У меня сухой кашель, но боли в груди нет. Давление 140/90 мм рт. ст.",
        "У вас есть аллергия на лекарства?",
        "Да, у меня аллергия на пенициллин: на обеих руках была сыпь.",
        "Я выпишу вам азитромицин: по 500 мг один раз в день, 3 дня. Принимайте после еды и не "
        "употребляйте алкоголь.",
        "Левое ухо тоже болит, правое нет. Каждое утро я принимаю 5 мг амлодипина.",
    ),
    "ar": (
        "مرحبًا، تفضل بالجلوس. مما تشكو اليوم؟",
        "عندي ألم في الحلق وحمى منذ 3 أيام، وكانت الحرارة 38.9 درجة الليلة الماضية.",
        "هل لديك سعال أو ألم في الصدر؟ هل قست ضغط الدم؟",
        "عندي سعال جاف، لكن ليس لدي ألم في الصدر. ضغطي 140/90 mmHg.",
        "هل لديك حساسية من أي دواء؟",
        "نعم، لدي حساسية من البنسلين؛ ظهر طفح جلدي على ذراعيّ.",
        "سأصف لك azithromycin: 500 mg في كل مرة، مرة واحدة يوميًا لمدة 3 أيام. تناوله بعد الطعام "
        "ولا تشرب الكحول أثناء العلاج.",
        "أذني اليسرى تؤلمني أيضًا، أما اليمنى فلا. أتناول 5 mg من amlodipine كل صباح.",
    ),
    "ko": (
        "안녕하세요, 앉으세요. 오늘 어디가 불편하세요?",
        "3일 동안 목이 아프고 열이 났어요. 어젯밤에는 38.9도였어요.",
        "기침이나 가슴 통증이 있으세요? 혈압을 재 보셨어요?",
        "마른기침은 있지만 가슴 통증은 없어요. 혈압은 140/90 mmHg입니다.",
        "약물 알레르기가 있으세요?",
        "네, 페니실린 알레르기가 있어요. 양쪽 팔에 발진이 났어요.",
        "아지트로마이신을 처방해 드릴게요. 한 번에 500 mg, 하루 1번, 3일 동안 식후에 드시고 "
        "복용 중에는 술을 드시지 마세요.",
        "왼쪽 귀도 아프고 오른쪽 귀는 안 아파요. 매일 아침 amlodipine 5 mg을 먹어요.",
    ),
    "ja": (
        "こんにちは、お掛けください。今日はどうされましたか。",
        "３日前から喉が痛くて熱があります。昨夜は38.9度でした。",
        "咳や胸の痛みはありますか。血圧は測りましたか。",
        "空咳が出ますが、胸の痛みはありません。血圧は140/90 mmHgです。",
        "お薬のアレルギーはありますか。",
        "はい、ペニシリンのアレルギーです。両腕に発疹が出ました。",
        "アジスロマイシンを処方します。１回500 mgを１日１回、３日間、食後に飲んでください。"
        "服用中はお酒を飲まないでください。",
        "左耳も痛いです。右耳は痛くありません。毎朝アムロジピンを5 mg飲んでいます。",
    ),
    "fr": (
        "Bonjour, asseyez-vous. Qu’est-ce qui vous gêne aujourd’hui ?",
        "J’ai mal à la gorge et de la fièvre depuis 3 jours : 38,9 °C hier soir.",
        "Avez-vous de la toux ou une douleur à la poitrine ? Avez-vous mesuré votre tension ?",
        "J’ai une toux sèche, mais pas de douleur à la poitrine. Ma tension est de 140/90 mmHg.",
        "Êtes-vous allergique à un médicament ?",
        "Oui, je suis allergique à la pénicilline ; j’ai eu des plaques sur les deux bras.",
        "Je vous prescris de l’azithromycine : 500 mg par prise, une fois par jour pendant 3 "
        "jours, après le repas et sans alcool.",
        "L’oreille gauche me fait mal aussi, la droite non. Je prends 5 mg d’amlodipine le matin.",
    ),
    "es": (
        "Hola, siéntese. ¿Qué le molesta hoy?",
        "Tengo dolor de garganta y fiebre desde hace 3 días; anoche tuve 38,9 grados.",
        "¿Tiene tos o dolor en el pecho? ¿Se ha medido la presión?",
        "Tengo tos seca, pero no me duele el pecho. Mi presión es de 140/90 mmHg.",
        "¿Es alérgico a algún medicamento?",
        "Sí, soy alérgico a la penicilina; me salió un sarpullido en los dos brazos.",
        "Le receto azitromicina: 500 mg por toma, una vez al día, durante 3 días, después de las "
        "comidas y sin alcohol.",
        "También me duele el oído izquierdo, el derecho no. Tomo 5 mg de amlodipino cada mañana.",
    ),
    "th": (
        "สวัสดีค่ะ เชิญนั่งค่ะ วันนี้ไม่สบายตรงไหนคะ",
        "ผมเจ็บคอและมีไข้มา 3 วันแล้ว เมื่อคืนวัดได้ 38.9 องศา",
        "มีอาการไอหรือเจ็บหน้าอกไหมคะ วัดความดันโลหิตแล้วหรือยัง",
        "ผมไอแห้ง แต่ไม่เจ็บหน้าอก ความดัน 140/90 mmHg",
        "คุณแพ้ยาอะไรไหมคะ",
        "ครับ ผมแพ้เพนิซิลลิน มีผื่นขึ้นที่แขนทั้งสองข้าง",
        "หมอจะสั่งยาอะซิโธรมัยซิน ครั้งละ 500 มิลลิกรัม วันละ 1 ครั้ง นาน 3 วัน รับประทานหลังอาหาร "
        "และห้ามดื่มแอลกอฮอล์ระหว่างรับประทานยา",
        "หูข้างซ้ายก็ปวดด้วย ข้างขวาไม่ปวด ผมกินแอมโลดิปีน 5 mg ทุกเช้า",
    ),
    "hi": (
        "नमस्ते, बैठिए। आज आपको क्या तकलीफ़ है?",
        "मुझे 3 दिन से गले में दर्द और बुखार है; कल रात 38.9 डिग्री था।",
        "क्या आपको खाँसी या सीने में दर्द है? क्या आपने रक्तचाप नापा है?",
        "मुझे सूखी खाँसी है, लेकिन सीने में दर्द नहीं है। मेरा रक्तचाप 140/90 mmHg है।",
        "क्या आपको किसी दवा से एलर्जी है?",
        "हाँ, मुझे पेनिसिलिन से एलर्जी है; दोनों बाँहों पर चकत्ते हो गए थे।",
        "मैं एज़िथ्रोमाइसिन लिख रहा हूँ: हर बार 500 mg, दिन में एक बार, 3 दिन तक। भोजन के बाद लें "
        "और दवा के दौरान शराब न पिएँ।",
        "मेरा बायाँ कान भी दुखता है, दायाँ नहीं। मैं रोज़ सुबह 5 mg एम्लोडिपिन लेता हूँ।",
    ),
}
NAMES = {"en": "James Smith", "ru": "Иван Петров", "ar": "أحمد حسن", "ko": "김민준"}
NAMES |= {"ja": "佐藤 健", "fr": "Élodie Lefèvre", "es": "José Núñez", "th": "สมชาย ใจดี"}
NAMES |= {"hi": "राहुल शर्मा"}


def header(lang: str) -> EncounterHeader:
    """The head of a sample."""
    return EncounterHeader(
        id="3f9a61c2-77d4-4f0e-9f52-0c6b1f2d9a10",
        started_at="2026-11-21T01:02:03.000Z",
        doctor_lang="zh",
        patient_lang=lang,
        hospital="北京示范医院国际医疗部",
        department="呼吸与危重症医学科",
        doctor_name="王丽华",
        patient_name=NAMES[lang],
        patient_number="A-204-118",
        consent_at="2026-11-21T01:01:40.000Z",
        ended_at="2026-11-21T01:14:48.000Z",
        app_version="0.1.0",
        packs={"starter-speech-zh-en": "1.2", f"starter-mt-zh-{lang}": "1.0"},
        termbase_version="2026.11",
    )


def turn(lang: str, number: int, place: int) -> TurnRecord:
    """Turn ``number`` with the sentences at ``place``."""
    doctor = place % 2 == 0
    zh, other = ZH[place], TEXTS[lang][place]
    return TurnRecord(
        turn=number,
        revision=1,
        party=Party.CLINICIAN if doctor else Party.PATIENT,
        lang="zh" if doctor else lang,
        text=zh if doctor else other,
        target_lang=lang if doctor else "zh",
        translation=other if doctor else zh,
        complete=True,
        start_ms=number * 9_500,
        end_ms=number * 9_500 + 4_000,
        created_at="2026-11-21T01:05:10.250Z",
    )


def span(text: str, part: str) -> tuple[int, int]:
    """Where ``part`` stands in ``text``."""
    return text.index(part), text.index(part) + len(part)


def sample(lang: str) -> EncounterRecord:
    """A short consultation that shows everything a PDF can show."""
    turns = [turn(lang, number, number - 1) for number in range(1, 9)]
    number = "38,9" if "38,9" in turns[1].text else "38.9"
    wrong = turns[1].translation.replace("38.9", "39.8")
    changed = FindingRecord(
        "number", f"number.changed:{number}>39.8", span(turns[1].text, number), span(wrong, "39.8")
    )
    turns[1] = replace(turns[1], translation=wrong, findings=(changed,))
    turns[3] = replace(
        turns[3],
        findings=(
            FindingRecord("negation", "negation.lost"),
            FindingRecord("laterality", "laterality.changed:left>right"),
            FindingRecord("drug", "something.new:x"),
        ),
        doubt=("low_confidence",),
    )
    turns[3] = replace(turns[3], origin=Origin.TYPED)
    turns[4] = replace(turns[4], origin=Origin.PHRASE, phrase_id="any-allergy")
    turns[6] = replace(turns[6], complete=False, held=("incomplete",))
    turns[2] = replace(turns[2], held=("negation",), red_flags=("chest_pain",))
    before = turns[5]
    after = replace(before, revision=2, reason="corrected", created_at="2026-11-21T01:06:40.250Z")
    turns[5] = after
    swapped = replace(
        turns[7], party=Party.CLINICIAN, lang="zh", text="我左耳也疼", target_lang=lang
    )
    swapped = replace(swapped, translation=TEXTS[lang][7].split(".")[0])
    turns[7] = replace(turns[7], revision=2, reason="swapped")
    return EncounterRecord(
        header=header(lang),
        turns=tuple(turns),
        revisions=(*turns[:5], before, turns[6], swapped, after, turns[7]),
        gaps=(
            GapRecord("unprocessed", "engine.timeout", 90_000, 4_200, 9, Party.PATIENT),
            GapRecord("audio_gap", "audio.overflow", 43_000, 1_300),
        ),
        attestations=(
            AttestationRecord(3, 1, Attested.NOT_SENT, "", 61_000, (), None, WHEN),
            AttestationRecord(7, 1, Attested.SENT_AS_IS, "王医生", 4_200, (), None, WHEN),
        ),
        confirmations=(
            ConfirmationRecord(7, 1, ConfirmKind.DOSE, None, WHEN),
            ConfirmationRecord(7, 1, ConfirmKind.DOSE, ConfirmAnswer.YES, WHEN),
            ConfirmationRecord(6, 2, ConfirmKind.ALLERGY, None, WHEN),
        ),
        teach_backs=(TeachBackRecord(7, 8, TeachBackOutcome.DIFFERS, (), WHEN),),
    )


def long_sample(lang: str, count: int, repeat: int = 1) -> EncounterRecord:
    """``count`` turns; with ``repeat`` each says its sentence that often."""
    turns = []
    for number in range(1, count + 1):
        made = turn(lang, number, (number - 1) % 8)
        made = replace(
            made,
            text=" ".join([made.text] * repeat),
            translation=" ".join([made.translation] * repeat),
        )
        turns.append(made)
    return EncounterRecord(header(lang), tuple(turns), tuple(turns), ())


def main() -> None:
    """Write the samples into the folder named first."""
    from PySide6.QtGui import QGuiApplication

    from app.documents.writers.pdf import PdfOptions, write_encounter_pdf

    application = QGuiApplication([])
    folder = Path(sys.argv[1])
    options = PdfOptions(zone=BEIJING)
    for lang in sys.argv[2:] or TEXTS:
        write_encounter_pdf(sample(lang), folder / f"{lang}.pdf", options)
    if not sys.argv[2:]:
        write_encounter_pdf(long_sample("en", 200), folder / "long.pdf", options)
        write_encounter_pdf(long_sample("th", 9, 14), folder / "broken.pdf", options)
    application.quit()


if __name__ == "__main__":
    main()
