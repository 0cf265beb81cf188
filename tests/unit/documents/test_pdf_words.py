"""The words of the PDF: every language has all of them, and findings find theirs."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest

from app.documents.blocks import Block, BlockKind, Run
from app.documents.jobs import DoneBlock
from app.documents.writers.document_notes import notes
from app.documents.writers.pdf_words import NATIVE_NAMES, Words, native_name
from app.records.model import (
    Attested,
    ConfirmAnswer,
    FindingRecord,
    GapRecord,
    TeachBackOutcome,
)
from speech.plausibility import Doubt
from translation.red_flags import concepts
from translation.types import Finding, FindingKind

PATH = Path(__file__).resolve().parents[3] / "assets" / "translations" / "pdf" / "words.json"
CATALOGUE: dict[str, dict[str, str]] = json.loads(PATH.read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", sorted(NATIVE_NAMES))
def test_no_language_lacks_a_word(lang: str) -> None:
    words = CATALOGUE[lang]
    assert words.keys() == CATALOGUE["zh"].keys()
    for key, text in words.items():
        assert text.strip(), key
        assert fields(text) == fields(CATALOGUE["zh"][key]), key


def test_every_language_of_the_catalogue_has_a_name() -> None:
    assert CATALOGUE.keys() == NATIVE_NAMES.keys()
    assert native_name("zh-CN") == "中文"
    assert native_name("vi") == "vi"


@pytest.mark.parametrize("lang", sorted(NATIVE_NAMES))
def test_every_kind_and_doubt_has_words(lang: str) -> None:
    assert {f"kind.{kind}" for kind in FindingKind} <= CATALOGUE[lang].keys()
    assert {f"doubt.{doubt}" for doubt in Doubt} <= CATALOGUE[lang].keys()


def test_every_deed_has_words() -> None:
    deeds = {f"held.{what}" for what in Attested}
    deeds |= {f"confirm.{answer}" for answer in ConfirmAnswer}
    results = set(TeachBackOutcome) - {TeachBackOutcome.ASKED}
    deeds |= {f"teach.{outcome}" for outcome in results}
    assert deeds <= CATALOGUE["zh"].keys()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("number.missing:38.5", "The number 38.5 is missing in the translation"),
        ("number.extra:7", "The translation has a number 7 that was not said"),
        ("number.changed:15>50", "Numbers differ: 15 was said, the translation has 50"),
        ("negation.lost", "What was said is negated, the translation is not"),
        ("laterality.lost:left", "“left” is missing in the translation"),
        ("laterality.added:both", "The translation adds “both sides”"),
        (
            "laterality.changed:left>right",
            "Sides differ: “left” was said, the translation has “right”",
        ),
        ("omission.sentence", "A sentence was not translated"),
        (
            "number.bound:above>below",
            "Please check: numbers (“above” in the original, “below” in the translation)",
        ),
        ("omission.clause", "Part of a sentence was not translated"),
        (
            "omission.sentences:3>2",
            "The number of sentences differs: 3 in the original, 2 in the translation",
        ),
        ("number.changed", "Please check: numbers"),
        ("number.changed:15", "Please check: numbers"),
        ("dose.new:1", "Please check: numbers"),
        ("title", "Please check: numbers"),
        ("number.missing:{a}", "The number {a} is missing in the translation"),
    ],
)
def test_findings_in_words(message: str, said: str) -> None:
    assert Words("en", PATH).finding(FindingRecord("number", message)) == said


_NAMED = (
    "dose.changed:5>50",
    "unit.missing:mg",
    "frequency.extra:3",
    "duration.changed:7>17",
    "timing.changed:before_meal>after_meal",
    "timing.order:before>after",
    "timing.part:morning>evening",
    "date_time.missing:9:30",
    "drug.lost:metformin",
    "allergy.changed:penicillin>cephalosporin",
    "body_part.changed:knee>elbow",
    "person.changed:father>mother",
    "person.changed:he>she",
    "negation.opposite:continue>stop",
    "omission.item:peanut",
    "untranslated.words:ECG",
    "term.missing:胸痛",
)


@pytest.mark.parametrize("lang", ["zh", "en", "ru", "ar", "ko", "ja", "fr", "es"])
@pytest.mark.parametrize("message", _NAMED)
def test_every_finding_names_what_was_found(lang: str, message: str) -> None:
    words = Words(lang, PATH)
    finding = FindingRecord(message.partition(".")[0], message)
    for value in message.partition(":")[2].split(">"):
        named = words.named(value)
        assert "_" not in named
        assert named in words.finding(finding)
        assert named in words.finding_in_short(finding)
        assert named in words.finding_said_back(finding)


def test_what_was_said_back_is_no_translation() -> None:
    dose = FindingRecord("dose", "dose.changed:5>15")
    assert Words("en", PATH).finding_said_back(dose) == "dose: instruction “5”, said back “15”"


def test_a_name_without_a_word_in_a_language_is_english() -> None:
    assert Words("th", PATH).named("knee") == "knee"
    assert Words("en", PATH).named("old_name_of_a_check") == "old name of a check"


@pytest.mark.parametrize("lang", sorted(NATIVE_NAMES))
def test_every_red_flag_has_a_name(lang: str) -> None:
    assert {f"sign.{concept}" for concept in concepts()} <= CATALOGUE[lang].keys()


def test_reasons_of_the_confidence_in_words() -> None:
    en = Words("en", PATH)
    assert en.doubt("confusable:15>50").endswith("the number “15” is easily misheard as “50”")
    assert en.doubt("confusable:25").endswith("the number “25” is easily misheard")
    assert not en.doubt("back_translation").startswith(en("doubtful"))


def test_unknown_kinds_and_doubts_still_say_something() -> None:
    zh = Words("zh", PATH)
    assert zh.finding(FindingRecord("weather", "weather.rain")) == "请核对：内容"
    assert zh.doubt("weather") == "识别存疑：识别结果可能不准"


def test_gaps_in_words() -> None:
    fr = Words("fr", PATH)
    lost = GapRecord("audio_gap", "audio.overflow", 0, 2_600)
    assert fr.gap(lost) == "Il manque ici environ 3 s de son (le son arrivait trop vite)"
    short = GapRecord("unprocessed", "new.code", 0, 100)
    assert Words("zh", PATH).gap(short) == "此处有约 1 秒的发言未能处理（new.code）"
    bug = GapRecord("unprocessed", "engine.bug", 0, 2_000)
    assert Words("zh", PATH).gap(bug) == "此处有约 2 秒的发言未能处理（处理程序出错）"


def test_a_language_without_words_is_english() -> None:
    assert Words("vi", PATH)("title") == CATALOGUE["en"]["title"]
    assert Words("zh-TW", PATH)("title") == CATALOGUE["zh"]["title"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "请核对：剂量（原文“5”，译文“50”）"),
        ("en", "Please check: dose (“5” in the original, “50” in the translation)"),
        ("ar", "يرجى التحقق: الجرعة (في الأصل «5» وفي الترجمة «50»)"),
    ],
)
def test_a_case_document_names_what_was_found(lang: str, told: str) -> None:
    block = Block("b-1", BlockKind.PARAGRAPH, (Run("每次5毫克。"),))
    finding = Finding(FindingKind.DOSE, "dose.changed:5>50")
    done = DoneBlock(block, "50 mg each time.", "translated", findings=(finding,))
    assert notes(done, Words(lang, PATH), lang) == [told]
