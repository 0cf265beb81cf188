"""The catalogues: nothing missing, placeholders agree, every key used in the code exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.ui import resources
from app.ui.languages import LANGUAGES
from app.ui.texts import PATIENT_PREFIX, Texts, load_catalogues, placeholders
from app.ui.view_state import PatientMode, Phase
from speech.plausibility import Doubt
from translation.checks.opposite import TABLES as OPPOSITES
from translation.checks.tables import load
from translation.types import Finding, FindingKind

CATALOGUES = load_catalogues(resources.translations_folder())
ROOT = Path(__file__).resolve().parents[3] / "app" / "ui"
USED = re.compile(r"""(?:texts|_texts)\.get\(\s*"([a-z_.]+)\"""")
ZH, EN = Texts(CATALOGUES, "zh"), Texts(CATALOGUES, "en")


def test_every_language_has_a_catalogue() -> None:
    assert set(CATALOGUES) == {language.code for language in LANGUAGES}


@pytest.mark.parametrize("code", sorted(CATALOGUES))
def test_patient_texts_are_complete(code: str) -> None:
    wanted = {key for key in CATALOGUES["en"] if key.startswith(PATIENT_PREFIX)}
    got = {key for key, text in CATALOGUES[code].items() if text and key.startswith("patient.")}
    assert got == wanted


def test_doctor_texts_are_complete_in_chinese_and_english() -> None:
    assert set(CATALOGUES["zh"]) == set(CATALOGUES["en"])


@pytest.mark.parametrize("code", sorted(CATALOGUES))
def test_placeholders_agree(code: str) -> None:
    for key, text in CATALOGUES[code].items():
        assert placeholders(text) == placeholders(CATALOGUES["en"][key]), key


COMMANDS_TO_A_MAN = re.compile(
    r"\b(?:أعد|اسأل|انتظر|اختر|أدخل|المس|قل|تفضّل|توافق|ستفعل|ف?أخبرنا?)\b"
)


def test_arabic_addresses_women_and_men() -> None:
    texts = {key: text for key, text in CATALOGUES["ar"].items() if key.startswith("patient.")}
    assert [key for key, text in texts.items() if COMMANDS_TO_A_MAN.search(text)] == []


def test_french_signs_stay_with_their_words() -> None:
    # What a tapped answer says goes on record as it is: there a space is a space.
    texts = [text for key, text in CATALOGUES["fr"].items() if "patient.say." not in key]
    assert [text for text in texts if re.search(r" [?!:;»]|« ", text)] == []
    assert sum("\u00a0?" in text for text in texts) > 5


def test_keys_used_in_the_code_exist() -> None:
    used = {key for path in ROOT.rglob("*.py") for key in USED.findall(path.read_text("utf-8"))}
    assert len(used) > 40
    assert used <= set(CATALOGUES["zh"])


@pytest.mark.parametrize("texts", [ZH, EN])
def test_a_translation_is_called_so_whether_it_was_shown_or_not(texts: Texts) -> None:
    assert texts.get("turn.translated") == texts.get("held.target")


def test_keys_made_from_values_exist() -> None:
    keys = [f"phase.{x.value}" for x in Phase]
    keys += [f"patient_mode.{x.value}" for x in PatientMode]
    keys += [f"finding.{x.value}" for x in FindingKind]
    keys += [f"doubt.{x.value}" for x in Doubt]
    keys += [f"live.phase.{x.value}" for x in Phase if x is not Phase.LISTENING]
    assert [key for key in keys if key not in CATALOGUES["zh"]] == []


@pytest.mark.parametrize(
    ("kind", "message", "words"),
    [
        (FindingKind.NUMBER, "number.missing:38.5", "译文里少了数字 38.5"),
        (FindingKind.NUMBER, "number.changed:38.5>35.8", "数字对不上：38.5 → 35.8"),
        (FindingKind.NEGATION, "negation.lost", "原话有否定，译文里没有"),
        (FindingKind.LATERALITY, "laterality.changed:left>right", "左 → 右"),
        (FindingKind.DRUG, "drug.unheard_of:aspirin", "请核对药名（aspirin）"),
        (FindingKind.TERM, "", "术语译法与词表不同"),
    ],
)
def test_findings_are_told_in_words(kind: FindingKind, message: str, words: str) -> None:
    assert words in ZH.finding(Finding(kind, message))


def test_unknown_doubt_and_code_fall_back_to_something_readable() -> None:
    assert ZH.doubt("never_heard_of") == ZH.get("doubt.other")
    assert "x.y.z" in EN.code_text("banner.what", "x.y.z")
    assert EN.code_text("banner.what", "pack.file_damaged") == EN.get("banner.what.pack")


def test_a_braced_value_is_not_taken_for_a_placeholder() -> None:
    assert "{x}" in EN.get("turn.before", text="{x}")


def test_patient_key_missing_in_a_language_is_answered_in_english() -> None:
    texts = Texts({"en": {"patient.a": "A"}, "fr": {}}, "fr")
    assert texts.get("patient.a") == "A"


NAMED = sorted(
    {name for name in load("person")["kin"] if name[0] != "_"}
    | {
        name
        for table in ("body_part", "allergen")
        for name, section in load(table).items()
        if name[0] != "_" and isinstance(section, dict) and "zh" in section
    }
    | {
        name
        for table in OPPOSITES
        for section in load(table).values()
        for name in section.get("names", ())
    }
    | {"same_side", "other_side"}
)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_what_a_finding_names_has_a_name(texts: Texts, name: str) -> None:
    shown = texts.named(name)
    assert "_" not in shown
    assert texts is EN or not shown.isascii()


@pytest.mark.parametrize(
    ("message", "zh", "en"),
    [
        ("drug.changed:metformin>amlodipine", "二甲双胍 → 氨氯地平", "metformin → amlodipine"),
        ("body_part.changed:lower_back>knee", "腰 → 膝盖", "lower back → knee"),
        ("allergy.lost:acetylsalicylic-acid", "阿司匹林", "aspirin"),
        ("allergy.lost:seafood", "海鲜", "seafood"),
        ("person.changed:mother>father", "妈妈 → 爸爸", "mother → father"),
        ("person.changed:mother_in_law>mother", "婆婆或岳母 → 妈妈", "mother-in-law → mother"),
        ("timing.order:before>after", "先后对不上：之前 → 之后", "Before and after differ"),
        ("timing.part:dawn>night", "凌晨 → 夜里", "before dawn → at night"),
        ("person.changed:first>second", "说话人自己 → 对方", "the speaker → the listener"),
        ("number.changed:15>50", "15 → 50", "15 → 50"),
        ("dose.changed:5 mg>5 g", "5 mg → 5 g", "5 mg → 5 g"),
        (
            "laterality.changed:right>left",
            "左右对不上：右 → 左",
            "Left and right differ: right → left",
        ),
        ("negation.opposite:stop>continue", "说反了：停止 → 继续", "opposite: stop → continue"),
        (
            "number.bound:above>below",
            "上下限对不上：以上 → 以下",
            "limits differ: or more → or less",
        ),
        ("unit.changed:5>5", "请核对单位（5）", "Check the unit (5)"),
        ("untranslated.words:2", "有 2 个词没有翻译", "Words not translated: 2"),
    ],
)
def test_findings_name_things_in_the_readers_language(message: str, zh: str, en: str) -> None:
    kind = FindingKind(message.partition(".")[0])
    finding = Finding(kind, message, None, None)
    assert zh in ZH.finding(finding)
    assert en in EN.finding(finding)
    if "changed" in message:
        assert "原话" not in ZH.finding(finding)
        assert "was said" not in EN.finding(finding)


@pytest.mark.parametrize(
    ("message", "zh", "en"),
    [
        ("timing.missing:after_meal", "没有复述“饭后”", "“after meals” was not said back"),
        ("timing.extra:bedtime", "复述多出“睡前”", "the patient added “at bedtime”"),
        ("dose.changed:3>2", "医嘱“3”，复述“2”", "instruction “3”, said back “2”"),
        ("negation.lost", "没有复述“否定”", "“negation” was not said back"),
        ("unit.changed:5>5", "单位：5", "unit: 5"),
    ],
)
def test_what_was_said_back_is_not_called_a_translation(message: str, zh: str, en: str) -> None:
    finding = Finding(FindingKind(message.partition(".")[0]), message)
    assert zh in ZH.said_back(finding)
    assert en in EN.said_back(finding)
