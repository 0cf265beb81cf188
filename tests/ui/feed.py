"""A session that does nothing but take notes, and a consultation to show: drives UI states."""

from __future__ import annotations

import queue

from app.session.events import (
    BackTranslated,
    Confidence,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    ConfirmKind,
    FlagSpan,
    Held,
    Level,
    Origin,
    Partial,
    Party,
    Phrase,
    RedFlagged,
    SessionEvent,
    StateChanged,
    Subtitle,
    Sureness,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
    Unprocessed,
)
from glossary.types import TermMatch
from translation.confidence import Evidence, assess, back_differs
from translation.types import Finding, FindingKind


class ScriptedControl:
    """A `SessionControl` without a session: remembers what was asked, tells what it is given."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
        self.calls: list[tuple[object, ...]] = []
        self.hidden = False

    @property
    def events(self) -> queue.SimpleQueue[SessionEvent]:
        return self._events

    def tell(self, *events: SessionEvent) -> None:
        for event in events:
            self._events.put(event)

    def start(self) -> None:
        self.calls.append(("start",))

    def pause(self) -> None:
        self.calls.append(("pause",))

    def resume(self) -> None:
        self.calls.append(("resume",))

    def end(self) -> None:
        self.calls.append(("end",))

    def hold_to_talk(self, party: Party | None) -> None:
        self.calls.append(("hold_to_talk", party))

    def hide_patient(self, hidden: bool) -> None:
        self.hidden = hidden

    def type_text(self, party: Party, text: str) -> None:
        self.calls.append(("type_text", party, text))

    def correct(self, turn: int, text: str) -> None:
        self.calls.append(("correct", turn, text))

    def swap(self, turn: int) -> None:
        self.calls.append(("swap", turn))

    def confirm(self, turn: int, revision: int = 0) -> None:
        self.calls.append(("confirm", turn, revision))

    def retry(self, turn: int) -> None:
        self.calls.append(("retry", turn))

    def correct_translation(self, turn: int, text: str) -> None:
        self.calls.append(("correct_translation", turn, text))

    def ask_again(self, turn: int, revision: int = 0) -> None:
        self.calls.append(("ask_again", turn, revision) if revision else ("ask_again", turn))

    def withdraw(self, turn: int, revision: int = 0) -> None:
        self.calls.append(("withdraw", turn, revision))

    def send_phrase(self, phrase: Phrase) -> None:
        self.calls.append(("send_phrase", phrase))

    def back_translate(self, turn: int) -> None:
        self.calls.append(("back_translate", turn))

    def ask_confirmation(self, turn: int) -> None:
        self.calls.append(("ask_confirmation", turn))

    def answer_confirmation(self, turn: int, answer: ConfirmAnswer) -> None:
        self.calls.append(("answer_confirmation", turn, answer))

    def teach_back(self, turn: int) -> None:
        self.calls.append(("teach_back", turn))

    def cancel_teach_back(self) -> None:
        self.calls.append(("cancel_teach_back",))


def turn(
    number: int,
    party: Party,
    text: str,
    translation: str,
    patient_lang: str = "en",
    findings: tuple[Finding, ...] = (),
    **more: object,
) -> Subtitle:
    """A committed turn between Chinese and ``patient_lang``."""
    doctor = party is Party.CLINICIAN
    values: dict[str, object] = {
        "revision": 1,
        "complete": True,
        "start_ms": number * 7400,
        "end_ms": number * 7400 + 3100,
        "lag_ms": 840,
        "confidence": assess(Evidence(findings=findings)),
    }
    values.update(more)
    return Subtitle(
        turn=number,
        party=party,
        lang="zh" if doctor else patient_lang,
        text=text,
        target_lang=patient_lang if doctor else "zh",
        translation=translation,
        findings=findings,
        **values,  # type: ignore[arg-type]
    )


D, P = Party.CLINICIAN, Party.PATIENT


def consultation() -> list[SessionEvent]:
    """English patient: findings, doubt, a correction, typed and held turns, a gap."""
    pain = "The pain started three days ago, on the left side, and it is not getting better."
    pain_zh = "疼痛是三天前开始的，在右边，没有好转。"
    fever = "发烧吗？最高到多少度？"
    dose = "这个药每次吃 500 毫克，一天三次，饭后吃。"
    dose_en = "Take 500 mg of this medicine twice a day after meals."
    return [
        StateChanged("listening"),
        turn(1, D, "您好，请坐。哪里不舒服？", "Hello, please sit down. What is wrong?"),
        turn(2, P, pain, pain_zh, findings=(_find(FindingKind.LATERALITY, "laterality.changed:left",
             pain, "left", pain_zh, "右"),)),
        turn(3, D, fever, "Do you have a fever? What was the highest temperature?"),
        turn(4, P, "Yes, thirty eight point five last night.", "是的，昨晚三十八度五。",
             doubt=("low_confidence",)),
        Unprocessed(5, P, "engine.timeout", 37000, 41200),
        turn(6, D, "您对青霉素过敏吗？", "Are you allergic to penicillin?"),
        turn(7, P, "No, I am not allergic to penicillin, only to peanuts.",
             "不，我对青霉素不过敏，只对花生过敏。", origin=Origin.TYPED, lag_ms=0),
        turn(6, D, "您对青霉素或者头孢过敏吗？",
             "Are you allergic to penicillin or cephalosporins?",
             revision=2, reason="corrected"),
        Held(turn(8, D, dose, dose_en, findings=(_find(FindingKind.FREQUENCY,
             "frequency.changed:3,2", dose, "一天三次", dose_en, "twice a day"),))),
    ]  # fmt: skip


def _find(
    kind: FindingKind, message: str, source: str, said: str, target: str, shown: str
) -> Finding:
    at, to = source.index(said), target.index(shown)
    return Finding(kind, message, (at, at + len(said)), (to, to + len(shown)))


def speaking() -> list[SessionEvent]:
    """The patient is in the middle of a sentence."""
    text = "And sometimes I feel dizzy when I get up in the mor"
    return [
        Level(0, -14.0, -24.0, True),
        Partial(9, P, "en", text, "And sometimes I feel dizzy when"),
    ]


SAMPLES: dict[str, tuple[str, str, str, str]] = {
    "en": ("Where does it hurt?", "Do you have any drug allergies?",
           "Take one 500 mg tablet three times a day, after meals.",
           "My chest hurts when I breathe in."),
    "ru": ("Где у вас болит?", "Есть ли у вас аллергия на лекарства?",
           "Принимайте по одной таблетке 500 мг три раза в день после еды.",
           "Мне больно в груди, когда я вдыхаю."),
    "ar": ("أين تشعر بالألم؟", "هل لديك حساسية من أي دواء؟",
           "تناول قرصًا واحدًا من Amoxicillin 500 mg ثلاث مرات يوميًا بعد الأكل. ضغطك 140/90 mmHg.",
           "يؤلمني صدري عندما أتنفس."),
    "ko": ("어디가 아프세요?", "약물 알레르기가 있으신가요?",
           "이 약 500 mg 한 알을 하루 세 번 식후에 드세요.", "숨을 들이쉴 때 가슴이 아파요."),
    "ja": ("どこが痛みますか。", "薬のアレルギーはありますか。",
           "この薬を一回500 mg、一日三回、食後に飲んでください。", "息を吸うと胸が痛いです。"),
    "th": ("เจ็บตรงไหนคะ", "คุณแพ้ยาอะไรหรือไม่",
           "กินยานี้ครั้งละ 1 เม็ด (500 mg) วันละสามครั้งหลังอาหาร", "เจ็บหน้าอกเวลาหายใจเข้า"),
    "hi": ("दर्द कहाँ हो रहा है?", "क्या आपको किसी दवा से एलर्जी है?",
           "यह दवा 500 mg की एक गोली दिन में तीन बार खाने के बाद लीजिए।",
           "साँस लेते समय मेरे सीने में दर्द होता है।"),
}  # fmt: skip


def patient_talk(lang: str) -> list[SessionEvent]:
    """Four committed turns with a patient of language ``lang``."""
    first, second, third, own = SAMPLES[lang]
    return [
        StateChanged("listening"),
        turn(1, D, "哪里痛？", first, lang),
        turn(2, P, own, "我吸气的时候胸口痛。", lang),
        turn(3, D, "您对什么药过敏吗？", second, lang),
        turn(4, D, "这个药每次一片 500 毫克，一天三次，饭后吃。", third, lang),
    ]


def held_dose(number: int = 5, held_at_ms: int = 0) -> list[SessionEvent]:
    """A held instruction with two findings, and its back-translation."""
    said = "这个药每次吃 500 毫克，一天三次，饭后吃，先不要停药。"
    shown = "Take 500 mg of this medicine twice a day after meals and stop it first."
    back = "这个药每次吃 500 毫克，一天两次，饭后吃，先停药。"
    findings = (
        _find(FindingKind.FREQUENCY, "frequency.changed:3,2", said, "一天三次", shown,
              "twice a day"),
        _find(FindingKind.NEGATION, "negation.lost", said, "不要停药", shown, "stop it"),
    )  # fmt: skip
    held = turn(number, D, said, shown, findings=findings, critical=("frequency", "negation"))
    at, to = back.index("一天两次"), back.index("先停药")
    confidence = back_differs(held.confidence)
    return [
        Held(held, held_at_ms),
        BackTranslated(number, 1, "zh", back, findings, (), ((at, at + 4), (to, to + 3)),
                       confidence),
    ]  # fmt: skip


def meaning() -> list[SessionEvent]:
    """A consultation with everything that is known about meaning."""
    chest = "I have chest pain and I can't breathe, since fifteen minutes."
    at = chest.index("chest pain")
    flags = (FlagSpan("chest_pain", "critical", at, at + 10),
             FlagSpan("breathing", "critical", 22, 37))  # fmt: skip
    allergy = "您对青霉素过敏吗？"
    term = TermMatch("med.penicillin", 2, 5, "青霉素", "penicillin", "medicine", "WHO INN",
                     "second reading", "2026.11")  # fmt: skip
    take = "这个药每天早上吃一片。"
    unsure = Confidence(Sureness.CHECK, ("confusable:15>50",), ("15",))
    bad = Confidence(Sureness.DOUBT, ("very_low_confidence", "language_unsure"))
    return [
        StateChanged("listening"),
        turn(1, D, allergy, "Are you allergic to penicillin?", terms=(term,)),
        RedFlagged(2, P, "en", chest, flags),
        turn(2, P, chest, "我胸痛，喘不上气，有十五分钟了。", confidence=unsure, red_flags=flags),
        turn(3, P, "Mm the uh.", "嗯，那个。", confidence=bad),
        turn(4, D, take, "Take one tablet every morning."),
        ConfirmationAsked(4, 1, D, ConfirmKind.DOSE),
        ConfirmationAnswered(4, ConfirmKind.DOSE, ConfirmAnswer.NOT_UNDERSTOOD),
        TeachBackAsked(4, "en"),
        TeachBackResult(4, 3, TeachBackOutcome.DIFFERS,
                        (Finding(FindingKind.FREQUENCY, "frequency.missing:1"),)),
        *held_dose(),
        turn(6, D, "请把袖子卷起来。", "Please roll up your sleeve.", origin=Origin.PHRASE,
             phrase_id="exam.sleeve"),
    ]  # fmt: skip
