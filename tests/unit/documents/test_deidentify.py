"""Exports that do not tell who the patient is."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from app.documents.deidentify import KEPT, Deidentify, Replaced, deidentified
from app.documents.identifiers import Kind
from app.records.model import (
    EncounterHeader,
    EncounterRecord,
    FindingRecord,
    HeaderChange,
    Party,
    TermRecord,
    TurnRecord,
)
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from tests.golden.sample_records import ZH, header, sample

SECRET = bytes(32)
HEAD = replace(
    header("en"),
    patient_name="SMITH JAMES",
    patient_name_local="詹姆斯·史密斯",
    patient_number="A-204-118",
    patient_birth_date="1980-03-04",
    patient_document="E12345678",
)


def said(
    number: int, text: str, translation: str, lang: str = "en", doctor: bool = False
) -> TurnRecord:
    """A turn between a Chinese doctor and a patient who speaks ``lang``."""
    source, target = ("zh", lang) if doctor else (lang, "zh")
    party = Party.CLINICIAN if doctor else Party.PATIENT
    return TurnRecord(number, 1, party, source, text, target, translation, True, number * 1000,
                      number * 1000 + 500)  # fmt: skip


def record(*turns: TurnRecord, head: EncounterHeader = HEAD) -> EncounterRecord:
    return EncounterRecord(replace(head, patient_lang=_lang(turns)), turns, turns, ())


def _lang(turns: tuple[TurnRecord, ...]) -> str:
    return next(x for t in turns for x in (t.lang, t.target_lang) if x != "zh")


def cleaned(
    found: EncounterRecord, mode: Deidentify = Deidentify.LEFT_OUT
) -> tuple[EncounterRecord, tuple[Replaced, ...]]:
    return deidentified(found, mode, SECRET, lambda kind, lang: f"[{kind.value}]")


def texts(*turns: TurnRecord, head: EncounterHeader = HEAD) -> list[str]:
    made, _ = cleaned(record(*turns, head=head))
    return [side for turn in made.turns for side in (turn.text, turn.translation)]


def test_nothing_in_the_whole_record_names_the_patient() -> None:
    turn = said(1, "My name is James Smith, passport E12345678, born on March 4, 1980.",
                "我叫詹姆斯·史密斯，护照号E12345678，1980年3月4日出生。")  # fmt: skip
    before = replace(turn, text="I am Smith.")
    line = SummaryLine(Section.COMPLAINT, "史密斯先生头痛", "Mr Smith has a headache", (1,))
    summary = SummaryVersion(1, Made.EDITED, (line,), "zhao", "records", "", "")
    whole = EncounterRecord(
        HEAD, (replace(turn, revision=2, reason="James 更正"),),
        (before, replace(turn, revision=2, reason="James 更正")), (), summary=summary,
    )  # fmt: skip
    for mode in (Deidentify.LEFT_OUT, Deidentify.PSEUDONYMS):
        made, _ = cleaned(whole, mode)
        text = json.dumps(asdict(made), ensure_ascii=False)
        for part in ("Smith", "SMITH", "James", "JAMES", "史密斯", "詹姆斯", "12345678", "1980",
                     "204", HEAD.id):  # fmt: skip
            assert part not in text, (mode, part)
        assert made.header.hospital == HEAD.hospital


def test_what_was_replaced_is_told() -> None:
    _, replaced = cleaned(
        record(said(3, "Call me on +44 7700 900123.", "请打我电话+44 7700 900123。"))
    )
    assert [(one.turn, one.kind) for one in replaced if one.turn] == [(3, Kind.PHONE)] * 2
    assert {one.original for one in replaced if not one.turn} == {
        "SMITH JAMES", "詹姆斯·史密斯", "A-204-118", "1980-03-04", "E12345678"
    }  # fmt: skip


def test_pseudonyms_are_the_same_for_the_same_patient_and_need_the_key() -> None:
    turn = said(1, "Mr Smith is here.", "史密斯先生来了。")
    one, _ = cleaned(record(turn), Deidentify.PSEUDONYMS)
    other_head = replace(HEAD, id="another", patient_name="James Smith")
    two, _ = cleaned(record(turn, head=other_head), Deidentify.PSEUDONYMS)
    assert one.header.patient_name == two.header.patient_name
    assert one.header.id != two.header.id
    assert one.turns[0].text == f"Mr [{one.header.patient_name}] is here."
    assert one.turns[0].translation == f"[{one.header.patient_name}]先生来了。"
    stranger, _ = deidentified(
        record(turn), Deidentify.PSEUDONYMS, b"x" * 32, lambda kind, lang: ""
    )
    assert stranger.header.patient_name != one.header.patient_name


@pytest.mark.parametrize(
    ("lang", "text", "gone", "stays"),
    [
        ("en", "My name is Anna Maria de Souza and I have a fever.", "Souza", "I have a fever"),
        ("ru", "Меня зовут Иван Петров, у меня кашель.", "Петров", "у меня кашель"),
        ("ar", "اسمي محمد علي وعمري 40 سنة.", "محمد", "وعمري 40 سنة"),
        ("ko", "제 이름은 박지성입니다. 머리가 아파요.", "박지성", "머리가 아파요"),
        ("ja", "私の名前は田中太郎です。頭が痛いです。", "田中太郎", "頭が痛い"),
        ("fr", "Je m’appelle Jean Dupont et j’ai mal.", "Dupont", "j’ai mal"),
        ("es", "Me llamo Ana García, tengo fiebre.", "García", "tengo fiebre"),
        ("th", "ผมชื่อสมชาย ใจดี ครับ", "สมชาย", "ครับ"),
        ("hi", "मेरा नाम राहुल शर्मा है।", "राहुल", "है"),
    ],
)
def test_names_that_are_said_but_not_in_the_header(
    lang: str, text: str, gone: str, stays: str
) -> None:
    bare = replace(header(lang), patient_name="", patient_number="")
    later = f"… {gone}." if lang != "th" else f"คุณ{gone}"
    first, _, second, _ = texts(said(1, text, "……", lang), said(2, later, "……", lang), head=bare)
    assert gone not in first
    assert stays in first
    assert gone not in second, "a name that was given once is known in every turn"


def test_a_name_is_the_answer_to_a_question() -> None:
    bare = replace(HEAD, patient_name="", patient_name_local="")
    asked = said(1, "请问您叫什么名字？", "What is your name, please?", doctor=True)
    _, _, text, translation = texts(asked, said(2, "John Baker.", "约翰·贝克。"), head=bare)
    assert (text, translation) == ("[name].", "[name]。")


def test_russian_names_are_found_inflected() -> None:
    head = replace(header("ru"), patient_name="Иван Петров")
    text, _ = texts(said(1, "Петрову нужен рентген, Ивана болит.", "……", "ru"), head=head)
    assert text == "[name] нужен рентген, [name] болит."


def test_a_birthday_asked_for_in_the_turn_before() -> None:
    head = replace(HEAD, patient_birth_date="")
    asked = said(1, "您的出生日期？", "Your date of birth?", doctor=True)
    found = texts(asked, said(2, "The 4th of March 1980.", "1980年3月4日。"), head=head)
    assert found[2:] == ["The [birth_date].", "[birth_date]。"]


@pytest.mark.parametrize(
    "text",
    [
        "我身份证号是11010519491231002X。",
        "电话13800138000，",
        "手机138 0013 8000",
        "一三八零零一三八零零零",
        "护照 AB1234567",
        "保险号 99-2041-77",
        "patient@example.org",
    ],
)
def test_numbers_are_found(text: str) -> None:
    found, _ = texts(said(1, text, "…", doctor=True))
    assert not any(sign.isdigit() or sign in "三八@" for sign in found), found


@pytest.mark.parametrize(
    "text",
    [
        "血压140/90 mmHg，血糖5.6 mmol/L，体温38.5度。",
        "白细胞 4500000 /L，青霉素2400000 IU。",
        "2026-11-21 09:30 开始发烧，2026年11月22日退烧。",
        "每次500毫克，每天3次，吃7天。第3次量是120 80。",
        "Take 1 tablet 3 times a day for 10 days; 0.25 mg.",
        "CA 125 is 35, T 38.5 38.9 39.1.",
        "先生，请坐。小姐请稍等。这位女士先来。",
        *ZH,
    ],
)
def test_medical_figures_stay(text: str) -> None:
    doctor = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    found, _ = texts(said(1, text, "…", doctor=doctor))
    assert found == text


def test_spans_stay_on_their_words() -> None:
    turn = replace(
        said(1, "I am James Smith and take 15 mg warfarin.", "我是史密斯，吃50毫克华法林。"),
        findings=(
            FindingRecord("dose", "dose.changed:15 mg>50 mg", (26, 31), (7, 11)),
            FindingRecord("person", "person.lost:Smith", (5, 16), None),
        ),
        terms=(TermRecord("warfarin", 32, 40, "warfarin", "华法林"),
               TermRecord("smith", 11, 16, "Smith", "史密斯")),
    )  # fmt: skip
    made, _ = cleaned(record(turn))
    (new,) = made.turns
    assert new.text == "I am [name] and take 15 mg warfarin."
    (a, b), (c, d) = new.findings[0].source_span or (0, 0), new.findings[0].target_span or (0, 0)
    assert (new.text[a:b], new.translation[c:d]) == ("15 mg", "50毫克")
    assert new.findings[1].message == "person.lost"
    assert [new.text[term.start : term.end] for term in new.terms] == ["warfarin"]


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es", "th", "hi"])
def test_a_conversation_without_identifiers_stays_as_it_was(lang: str) -> None:
    before = sample(lang)
    made, replaced = cleaned(before)
    assert [turn.text for turn in made.turns] == [turn.text for turn in before.turns]
    assert [turn.translation for turn in made.turns] == [t.translation for t in before.turns]
    assert {one.turn for one in replaced} == {0}


def test_every_field_of_the_header_is_known_or_goes() -> None:
    values = {name: "x" for name in EncounterHeader.__dataclass_fields__ if name != "packs"}
    made, _ = cleaned(EncounterRecord(EncounterHeader(**values), (), (), ()))  # type: ignore[arg-type]
    stayed = {name for name in values if getattr(made.header, name) == "x"}
    assert stayed == KEPT - {"packs"}


def test_what_the_head_said_before_is_left_out() -> None:
    change = HeaderChange("patient_name", "SMYTHE JAMES", "SMITH JAMES", "", "zhao", "records", "x")
    made, _ = cleaned(replace(record(said(1, "It hurts.", "疼。")), header_changes=(change,)))
    assert made.header_changes == ()
