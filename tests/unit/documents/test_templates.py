"""Forms: their wording is there in all languages; they say what the record says, no more."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.documents.blocks import DocumentError
from app.documents.document_content import DocumentInfo, Form, Release, content
from app.documents.readers.docx import read_docx
from app.documents.sections import sections
from app.documents.signatures import check_pdf
from app.documents.templates.entries import Entry, entries_of, untold
from app.documents.templates.form import blocks_of, form_info
from app.documents.templates.kinds import KINDS, PartKind, template, word, words
from app.documents.writers.document_check import Verdict, verify_file
from app.documents.writers.document_docx import write_document_docx
from app.documents.writers.document_pdf import write_document_pdf
from app.documents.writers.sign import open_seal
from app.records.model import (
    AttestationRecord,
    Attested,
    EncounterHeader,
    EncounterRecord,
    Party,
    TurnRecord,
)
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from tests.fakes.certificates import PASSWORD, Authority

LANGUAGES = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es")
HEADER = EncounterHeader(
    "e1", "2026-11-20T03:00:00.000Z", "zh", "en", "仁和医院", "心内科", "李文华", "IVANOVA, ANNA",
    patient_birth_date="1984-05-02", patient_sex="F", patient_nationality="RUS",
)  # fmt: skip
LINES = (
    SummaryLine(Section.COMPLAINT, "胸痛3天", "Chest pain for 3 days"),
    SummaryLine(Section.MEDICINES, "氨氯地平5毫克每日1次", "Amlodipine 5 mg once daily"),
    SummaryLine(Section.MEDICINES, "阿司匹林", "Aspirin", doubts=("finding",)),
)


def summary(made: Made = Made.REVIEWED, *, current: bool = True) -> SummaryVersion:
    return SummaryVersion(1, made, LINES, "li", "clinician", "", "", current)


def record(
    shown: SummaryVersion | None,
    turns: tuple[TurnRecord, ...] = (),
    attested: tuple[AttestationRecord, ...] = (),
) -> EncounterRecord:
    return EncounterRecord(HEADER, turns, turns, (), attested, summary=shown)


def nothing(_text: str) -> tuple[()]:
    return ()


def test_every_word_a_form_needs_is_there_in_every_language() -> None:
    for kind in KINDS:
        form = template(kind)
        title = sections("zh").by_id(form.title)
        assert title is not None
        assert set(LANGUAGES) <= set(title.forms)
        for part in form.parts:
            for key in (*part.slots, *part.columns, *part.options, *filter(None, [part.words])):
                assert {lang for lang in LANGUAGES if not words()[key][lang].strip()} == set(), key


def test_every_word_is_used_and_no_language_repeats_another_by_mistake() -> None:
    used = {"F", "M", "X"}
    for kind in KINDS:
        for part in template(kind).parts:
            used |= {*part.slots, *part.columns, *part.options, part.words}
    assert set(words()) <= used
    for key, texts in words().items():
        if len(texts["zh"]) > 12:
            assert len(set(texts.values())) == len(texts), key
        numbers = {tuple(re.findall(r"\d+", text)) for text in texts.values()}
        assert len(numbers) == 1, f"{key}: the languages give different numbers"


def test_entries_come_from_header_and_reviewed_summary_only() -> None:
    found = entries_of(record(summary()), nothing)
    assert found["patient_name"] == Entry("IVANOVA, ANNA", "IVANOVA, ANNA")
    assert found["sex"] == Entry("女", "Female")
    assert found["nationality"] == Entry("俄罗斯", "Russia")
    assert found["doctor"] == Entry("李文华", "Li Wenhua")
    assert found["complaint"] == Entry("胸痛3天", "Chest pain for 3 days")
    assert found["medicines"].target == "Amlodipine 5 mg once daily\nAspirin"
    assert "diagnosis" not in found
    assert "document" not in found
    for unread in (summary(Made.DRAFT), summary(Made.EDITED), summary(current=False), None):
        assert "complaint" not in entries_of(record(unread), nothing)
    drafted = entries_of(record(summary(Made.DRAFT)), nothing, drafts=True)
    assert drafted["medicines"].target == "Amlodipine 5 mg once daily", "doubted lines stay out"


@pytest.mark.parametrize("made", [Made.REVIEWED, Made.EDITED])
def test_what_the_patient_was_never_told_stays_out_of_every_form(made: Made) -> None:
    """Turn 1 is the patient's, 2 was sent, 3 was held and not sent."""
    lines = (
        SummaryLine(Section.COMPLAINT, "胸痛", "Chest pain", (1,)),
        SummaryLine(Section.PLAN, "多喝水", "Drink water", (2,)),
        SummaryLine(Section.MEDICINES, "每天两片", "Three tablets a day", (3,), own=True),
        SummaryLine(Section.HISTORY, "没有发热", "Denies fever", (1, 3)),
        SummaryLine(Section.FINDINGS, "手写", "Written by hand", (), own=True),
    )
    said = [(1, Party.PATIENT, ()), (2, Party.CLINICIAN, ()), (3, Party.CLINICIAN, ("dose",))]
    turns = tuple(
        TurnRecord(number, 1, party, "zh", "。", "en", ".", True, 0, 0, held=held)
        for number, party, held in said
    )
    attested = (AttestationRecord(3, 1, Attested.NOT_SENT, "li", 3000),)
    shown = record(replace(summary(made), lines=lines), turns, attested)
    found = entries_of(shown, nothing, drafts=True)
    assert {slot for slot in found if slot in ("medicines", "history")} == set()
    assert found["complaint"].target == "Chest pain"
    assert found["plan"].target == "Drink water"
    assert found["findings"].target == "Written by hand"
    assert untold(shown, drafts=True) == 2
    sent = (AttestationRecord(3, 1, Attested.SENT_AS_IS, "li", 3000),)
    shown = record(shown.summary, turns, sent)
    assert entries_of(shown, nothing, drafts=True)["medicines"].target == "Three tablets a day"
    assert untold(shown, drafts=True) == 0


def test_a_title_is_no_part_of_a_name() -> None:
    for name, wanted in (
        ("王医生", "Wang"),
        ("李文华主任医师", "Li Wenhua"),
        ("J. Smith", "J. Smith"),
    ):
        named = replace(record(None), header=replace(HEADER, doctor_name=name))
        entries = entries_of(named, nothing)
        assert entries["doctor"] == Entry(name, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_invents_nothing(kind: str) -> None:
    form = template(kind)
    blocks = blocks_of(form, {}, "zh", "en")
    fixed = {word(key, "en") for key in words()}
    fixed.add(sections("zh").by_id(form.title).in_("en"))  # type: ignore[union-attr]
    options = [word(option, "en") for part in form.parts for option in part.options]
    for done in blocks:
        text = done.target.strip("\u00a0\n ")
        assert not text or text in fixed or all(o in options for o in re.split(r"\s*□ ", text) if o)
    assert not form_info(form, "zh", "en", blank=True).draft
    assert form_info(form, "zh", "en").draft


def test_what_one_language_lacks_is_blank_there() -> None:
    form = template("diagnosis_certificate")
    blocks = blocks_of(form, {"diagnosis": Entry("高血压", "")}, "zh", "en")
    at = next(n for n, done in enumerate(blocks) if done.block.text == "高血压")
    assert blocks[at - 1].target == "Diagnosis"
    assert blocks[at].target.strip("\u00a0") == ""
    assert blocks[at].target


def test_choices_are_ticked_and_a_line_too_many_gets_its_row() -> None:
    blocks = blocks_of(template("insurance_claim"), {"claim_kind": Entry("inpatient")}, "zh", "en")
    assert any("■ Inpatient" in d.target and "□ Outpatient" in d.target for d in blocks)
    many = "\n".join(f"药{n}" for n in range(8))
    blocks = blocks_of(
        template("prescription_explanation"), {"medicines": Entry(many, "")}, "zh", "en"
    )
    assert [d.block.text for d in blocks if d.block.text.startswith("药") and len(d.block.text) == 2
            ] == many.split("\n")  # fmt: skip


def test_a_kind_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(DocumentError, match=r"document\.template_unknown"):
        template("../words")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_forms_become_files_that_can_be_verified(tmp_path: Path, lang: str) -> None:
    entries = entries_of(record(summary()), nothing)
    for kind in ("sick_note", "insurance_claim"):
        form = template(kind)
        blocks = blocks_of(form, entries, "zh", lang)
        info = form_info(form, "zh", lang, release=Release("李文华", "2026-11-22"))
        assert info == DocumentInfo("zh", lang, "", "", kind, info.release, Form.FILLED)
        pdf, word_file = tmp_path / f"{kind}.pdf", tmp_path / f"{kind}.docx"
        write_document_pdf(blocks, info, pdf)
        write_document_docx(None, blocks, info, word_file)
        code = content(blocks, info).code
        assert verify_file(pdf, code, "") is Verdict.VALID
        assert verify_file(word_file, code, "") is Verdict.VALID
        opened = pypdfium2.PdfDocument(io.BytesIO(pdf.read_bytes()))
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
        opened.close()
        assert "IVANOVA" in text
        said = {block.text for block in read_docx(word_file.read_bytes()).blocks}
        assert "IVANOVA, ANNA" in said
        assert any(part.kind is PartKind.SIGNATURES for part in form.parts)


def test_a_signed_form_is_signed_and_still_that_of_its_code(tmp_path: Path) -> None:
    form = template("sick_note")
    blocks, info = blocks_of(form, {}, "zh", "en"), form_info(form, "zh", "en", blank=True)
    out = tmp_path / "signed.pdf"
    seal = open_seal(Authority.make(tmp_path).person(tmp_path, "王丽华 Wang"), PASSWORD)
    write_document_pdf(blocks, info, out, seal=seal)
    assert [one.verdict.value for one in check_pdf(out)] == ["untrusted"]
    assert verify_file(out, content(blocks, info).code, "") is Verdict.VALID


@pytest.mark.parametrize("lang", ["ar", "ru"])
def test_the_code_is_printed_sign_by_sign(tmp_path: Path, lang: str) -> None:
    """Whatever it begins with: digits behind an Arabic word would change places."""
    form = template("sick_note")
    for number in range(40):
        info = form_info(form, "zh", lang, hospital=f"第{number}", blank=True)
        code = content(blocks_of(form, {}, "zh", lang), info).code
        if code[0].isdigit() and code[1].isdigit():
            break
    write_document_pdf(blocks_of(form, {}, "zh", lang), info, tmp_path / "a.pdf")
    opened = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = opened[0].get_textpage().get_text_bounded()
    opened.close()
    assert code in text
