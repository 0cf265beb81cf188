"""The drafted summary: what it says of whole consultations, and that nothing denied is present."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.summary import draft_summary
from app.documents.summary_cues import PATH, cues_of
from app.records.model import (
    AttestationRecord,
    Attested,
    EncounterHeader,
    EncounterRecord,
    FindingRecord,
    Party,
    TurnRecord,
)
from app.records.summary_model import Section, SummaryLine
from glossary.concepts import LANGUAGES
from glossary.termbase import Termbase

ROOT = Path(__file__).resolve().parents[3]
TERMS = Termbase.load(ROOT / "tests" / "golden" / "summaries" / "terms")
SCRIPTS = sorted((ROOT / "tests" / "golden" / "summaries").glob("*.toml"))

Said = tuple[str, str, str]
"""Party, what was said, its translation."""


def record(lang: str, *turns: Said) -> EncounterRecord:
    """A consultation in Chinese and ``lang``."""
    made = []
    for number, (party, text, translation) in enumerate(turns, 1):
        langs = ("zh", lang) if party == "doctor" else (lang, "zh")
        made.append(
            TurnRecord(
                number, 1, Party(party), langs[0], text, langs[1], translation, True,
                number * 1000, number * 1000 + 900,
            )
        )  # fmt: skip
    header = EncounterHeader("e-1", "2026-11-21T01:02:03.000Z", "zh", lang)
    return EncounterRecord(header, tuple(made), tuple(made), ())


def draft(lang: str, *turns: Said) -> tuple[SummaryLine, ...]:
    return draft_summary(record(lang, *turns), TERMS.find)


def texts(lines: tuple[SummaryLine, ...]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_scripted_consultations(script: Path) -> None:
    data = tomllib.loads(script.read_text(encoding="utf-8"))
    lines = draft(script.stem, *map(tuple, data["turns"]))
    shown = [
        [line.section.value, list(line.turns), line.text, line.translation, list(line.doubts)]
        for line in lines
    ]
    assert shown == data["lines"]


def test_four_languages_are_scripted() -> None:
    assert {"ar", "en", "ko", "ru"} <= {path.stem for path in SCRIPTS}


def test_the_demonstration() -> None:
    script = json.loads((ROOT / "assets/demo/consultation.json").read_text(encoding="utf-8"))
    turns = [(turn["party"], turn["text"], turn["reference"]) for turn in script["turns"]]
    by_section: dict[Section, list[tuple[str, tuple[int, ...]]]] = {}
    for line in draft("en", *turns):
        by_section.setdefault(line.section, []).append((line.translation, line.turns))
        assert not line.doubts
    assert by_section[Section.COMPLAINT] == [("sore throat, fever, 3 days", (2,))]
    assert by_section[Section.ALLERGIES] == [
        ("Allergic to penicillin", (8,)),
        ("I got a rash on both arms.", (10,)),
    ]
    assert ("Denies chest pain", (6,)) in by_section[Section.HISTORY]
    assert ("Denies diabetes", (14,)) in by_section[Section.HISTORY]
    doses = [text for text, _ in by_section[Section.MEDICINES]]
    assert "5 mg" in doses[0]
    assert "500 mg each time, once a day, for 3 days" in doses[1]
    assert [turns for _, turns in by_section[Section.PLAN]] == [(17,), (18,)]


DENIALS: list[tuple[str, str, str]] = [
    ("zh", "我不发烧，也不咳嗽。", "I have no fever, and no cough."),
    ("zh", "没有发烧，咳嗽，头痛。", "No fever, cough, headache."),
    ("zh", "发烧已经退了，现在没有。", "The fever is gone now."),
    ("zh", "咳嗽没有了。", "The cough is gone."),
    ("zh", "从来没有过胸痛。", "I have never had chest pain."),
    ("zh", "发烧咳嗽都没有。", "Neither fever nor cough."),
    ("en", "The fever is gone.", "退烧了。"),
    ("en", "I haven't had a fever or a cough.", "我没有发烧也没有咳嗽。"),
    ("en", "No fever, cough, headache.", "没有发烧、咳嗽、头痛。"),
    ("en", "Fever, cough: none of that.", "发烧、咳嗽都没有。"),
    ("en", "I never had chest pain.", "我从来没有胸痛。"),
    ("en", "My fever went away.", "我的烧退了。"),
    ("en", "I wouldn't call it chest pain.", "我不会说是胸痛。"),
    ("ru", "Температуры и кашля нет.", "没有发烧和咳嗽。"),
    ("ru", "Кашель уже прошёл.", "咳嗽已经好了。"),
    ("ru", "Ни кашля, ни насморка.", "不咳嗽也不流鼻涕。"),
    ("ru", "Боли в груди у меня никогда не было.", "我从来没有胸痛。"),
    ("ar", "ليس عندي حمى ولا سعال.", "我没有发烧也没有咳嗽。"),
    ("ar", "لم يعد عندي سعال.", "我不再咳嗽了。"),
    ("ar", "ذهبت الحمى.", "烧退了。"),
    ("ko", "열도 기침도 없어요.", "没有发烧也没有咳嗽。"),
    ("ko", "열, 기침은 없어요.", "没有发烧和咳嗽。"),
    ("ko", "기침은 안 해요.", "我不咳嗽。"),
    ("ko", "설사는 이제 멈췄어요.", "腹泻已经停了。"),
    ("ja", "熱も咳もありません。", "没有发烧也没有咳嗽。"),
    ("ja", "熱、咳はないです。", "没有发烧和咳嗽。"),
    ("ja", "熱は下がりました。", "烧退了。"),
    ("fr", "Je n'ai ni fièvre ni toux.", "我不发烧也不咳嗽。"),
    ("fr", "Je n'ai plus de fièvre.", "我不再发烧了。"),
    ("fr", "Pas de fièvre, toux, maux de tête.", "没有发烧、咳嗽、头痛。"),
    ("es", "No tengo fiebre ni tos.", "我没有发烧也没有咳嗽。"),
    ("es", "Ya no tengo fiebre.", "我不再发烧了。"),
    ("es", "Nunca he tenido dolor en el pecho.", "我从来没有胸痛。"),
]


@pytest.mark.parametrize(("lang", "text", "translation"), DENIALS, ids=lambda value: str(value))
def test_what_was_denied_is_denied_or_stands_in_its_own_words(
    lang: str, text: str, translation: str
) -> None:
    made = record("en", ("patient", text, translation))
    turn = replace(made.turns[0], lang=lang, target_lang="en" if lang == "zh" else "zh")
    header = replace(made.header, doctor_lang=turn.target_lang, patient_lang=lang)
    lines = draft_summary(replace(made, header=header, turns=(turn,)), TERMS.find)
    cues = cues_of(lang)
    assert cues is not None
    denies = cues.say("denies", terms="").strip()
    for line in lines:
        assert line.translation == text or denies in line.translation, line


@pytest.mark.parametrize("lang", ["zh", "en", "ru", "ar", "ko", "ja", "fr", "es"])
def test_every_language_denies_a_plain_symptom_in_terms(lang: str) -> None:
    said = {
        "zh": "我没有咳嗽。",
        "en": "I don't have a cough.",
        "ru": "У меня нет насморка.",
        "ar": "ليس عندي سعال.",
        "ko": "기침은 없어요.",
        "ja": "咳はありません。",
        "fr": "Je n'ai pas de toux.",
        "es": "No tengo tos.",
    }[lang]
    other = "en" if lang == "zh" else "zh"
    translation = "I don't have a cough." if lang == "zh" else "我没有咳嗽。"
    turn = TurnRecord(1, 1, Party.PATIENT, lang, said, other, translation, True, 0, 9)
    header = EncounterHeader("e-1", "", other, lang)
    (line,) = draft_summary(EncounterRecord(header, (turn,), (turn,), ()), TERMS.find)
    cues = cues_of(other)
    assert cues is not None
    terms = {"zh": ("咳嗽", "咳", "流涕"), "en": ("cough",)}[other]
    assert line.text in [cues.say("denies", terms=term) for term in terms]
    assert line.section is Section.HISTORY


def test_a_question_with_a_condition_is_not_denied_term_by_term() -> None:
    lines = draft(
        "en",
        ("doctor", "发烧的时候有没有胸痛？", "Do you have chest pain when you have a fever?"),
        ("patient", "No.", "没有。"),
    )
    assert not any("否认" in text for text in texts(lines))
    assert "发烧的时候有没有胸痛" in lines[0].text


def test_yes_to_two_things_is_not_taken_for_both() -> None:
    asked = ("doctor", "有没有咳嗽或者胸痛？", "Do you have a cough or chest pain?")
    (line,) = draft("en", asked, ("patient", "Yes.", "有。"))
    assert line.doubts == ("answer",)
    assert line.turns == (1, 2)
    (line,) = draft("en", asked, ("patient", "No, no.", "没有，没有。"))
    assert (line.text, line.translation) == ("否认咳嗽、胸痛", "Denies cough, chest pain")


def test_a_medicine_not_to_be_taken_is_no_medicine() -> None:
    (line,) = draft("en", ("doctor", "不要吃布洛芬。", "Do not take ibuprofen."))
    assert line.section is Section.PLAN
    (line,) = draft("en", ("patient", "I don't take aspirin.", "我不吃阿司匹林。"))
    assert line.translation == "I don't take aspirin."


def test_amounts_that_differ_are_to_be_looked_at() -> None:
    said = "I take 5 mg of amlodipine every morning."
    (line,) = draft("en", ("patient", said, "我每天早上吃50毫克氨氯地平。"))
    assert line.doubts == ("amounts",)


def test_contradictions_are_to_be_looked_at() -> None:
    lines = draft(
        "en",
        ("patient", "I have a cough.", "我咳嗽。"),
        ("patient", "I don't have a cough.", "我没有咳嗽。"),
    )
    assert [line.doubts for line in lines] == [("contradiction",)] * 2


def test_the_turns_doubts_are_the_lines_doubts() -> None:
    made = record("en", ("doctor", "每天吃两片阿司匹林。", "Take two aspirins a day."))
    turn = replace(
        made.turns[0],
        findings=(FindingRecord("omission", "omission.clause"),),
        confidence="check",
        complete=False,
        held=("omission",),
        red_flags=("chest-pain",),
    )
    held = replace(made, turns=(turn,))
    (line,) = draft_summary(held, TERMS.find)
    assert line.doubts == ("doubt", "finding", "incomplete", "not_sent", "red_flag")
    sent = AttestationRecord(1, 1, Attested.SENT_AS_IS, "wang", 10)
    (line,) = draft_summary(replace(held, attestations=(sent,)), TERMS.find)
    assert "not_sent" not in line.doubts


def test_what_the_checks_found_is_no_doubt_of_the_recognition() -> None:
    made = record("en", ("patient", "I have a cough.", "我咳嗽。"))
    turn = replace(
        made.turns[0],
        findings=(FindingRecord("body_part", "body_part.lost:throat"),),
        confidence="check",
        reasons=("finding:body_part",),
    )
    (line,) = draft_summary(replace(made, turns=(turn,)), TERMS.find)
    assert line.doubts == ("finding",)
    turn = replace(turn, reasons=("language_unsure", "finding:body_part"))
    (line,) = draft_summary(replace(made, turns=(turn,)), TERMS.find)
    assert line.doubts == ("doubt", "finding")


def test_somebody_elses_illness_is_marked() -> None:
    (line,) = draft("en", ("patient", "My mother has diabetes.", "我妈妈有糖尿病。"))
    assert line.doubts == ("other_person",)
    assert line.translation == "My mother has diabetes."


def test_every_language_has_all_cues() -> None:
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    assert data.keys() == {"types", *LANGUAGES}
    for lang in LANGUAGES:
        assert data[lang].keys() == data["en"].keys(), lang
        assert cues_of(lang) is not None
    assert cues_of("th") is None


def test_what_was_said_again_and_sent_was_told() -> None:
    """Two turns in one line: each of them says all of it, so the one that was sent is enough."""
    said = ("doctor", "一周后来复查。", "Come back in a week.")
    made = record("en", said, said, ("doctor", "多喝水。", "Drink plenty of water."))
    turns = tuple(replace(turn, held=("doubt",)) if turn.turn != 2 else turn for turn in made.turns)
    deeds = tuple(
        AttestationRecord(turn, 1, what, "li", 3000)
        for turn, what in ((1, Attested.ASKED_AGAIN), (3, Attested.NOT_SENT))
    )
    made = replace(made, turns=turns, revisions=turns, attestations=deeds)
    again, unsent = draft_summary(made, TERMS.find)
    assert (again.turns, again.translation) == ((1, 2), "Come back in a week.")
    assert made.told(again)
    assert unsent.turns == (3,)
    assert not made.told(unsent)
