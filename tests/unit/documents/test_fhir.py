"""FHIR documents: read back by the library, and each rule of our own that it must keep."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from app.documents.deidentify import Deidentify
from app.documents.export import Format, Wish, make
from app.documents.writers.fhir import Attachment, FhirError, fhir_bundle, write_fhir
from app.documents.writers.fhir_check import check_bundle
from app.documents.writers.pdf_words import words_in
from app.records.model import (
    AttestationRecord,
    Attested,
    AuthorRecord,
    EncounterHeader,
    EncounterRecord,
    FindingRecord,
    GapRecord,
    Party,
)
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from tests.golden.sample_records import WHEN, sample

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
WHO = {
    "patient_name": "ERIKSSON, ANNA MARIA",
    "patient_name_local": "安娜·埃里克森",
    "patient_birth_date": "1974-08-12",
    "patient_sex": "F",
    "patient_nationality": "SWE",
    "patient_document": "L898902C3",
    "patient_insurance": "AB 12/345",
    "patient_number": "MZ-77",
}
LINES = (
    SummaryLine(Section.PLAN, "多喝水 <b>", "اشرب الماء & كثيرا", (1,)),
    SummaryLine(Section.ALLERGIES, "对青霉素过敏", "حساسية من: البنسلين", (2,)),
)
REVIEWED = SummaryVersion(
    2, Made.REVIEWED, LINES, "wang", "clinician", "x", "2026-11-21T02:00:00.000Z"
)


def record(lang: str = "ar", **fields: Any) -> EncounterRecord:
    made = sample(lang)
    return replace(made, header=replace(made.header, **{**WHO, **fields}), summary=REVIEWED)


def bundle(made: EncounterRecord) -> dict[str, Any]:
    return fhir_bundle(made, (), NOW)


def resources(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["resource"]["resourceType"]: entry["resource"] for entry in made["entry"]}


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es", "th"])
def test_a_document_is_written_and_read_back(lang: str, tmp_path: Path) -> None:
    out = tmp_path / "e.fhir.json"
    pdf = Attachment("application/pdf", "record.pdf", b"%PDF-1.7", lang)
    write_fhir(record(lang), out, [pdf])
    data = json.loads(out.read_text(encoding="utf-8"))
    read = Bundle.model_validate(data)
    assert read.type == "document"
    kinds = [entry["resource"]["resourceType"] for entry in data["entry"]]
    assert kinds == [
        "Composition", "Patient", "Practitioner", "Organization", "Encounter", "Device",
        "DocumentReference", "Provenance",
    ]  # fmt: skip
    content = resources(data)["DocumentReference"]["content"]
    assert [found["attachment"]["contentType"] for found in content] == [
        "application/pdf",
        "application/json",
    ]
    attached = json.loads(base64.b64decode(content[1]["attachment"]["data"]))
    assert attached["header"]["patient_document"] == "L898902C3"


def test_the_patient() -> None:
    patient = resources(bundle(record()))["Patient"]
    assert patient["name"][0] == {
        "use": "official",
        "text": "ERIKSSON, ANNA MARIA",
        "family": "ERIKSSON",
        "given": ["ANNA", "MARIA"],
    }
    assert patient["name"][1]["text"] == "安娜·埃里克森"
    assert (patient["birthDate"], patient["gender"]) == ("1974-08-12", "female")
    codes = [found["type"]["coding"][0]["code"] for found in patient["identifier"]]
    assert codes == ["MR", "PPN", "MB"]
    nationality = patient["extension"][0]["extension"][0]["valueCodeableConcept"]
    assert nationality["coding"][0]["code"] == "SWE"


def test_the_summary_is_sections_with_its_mark() -> None:
    composition = resources(bundle(record()))["Composition"]
    codes = [found.get("code", {"coding": [{"code": ""}]})["coding"][0]["code"]
             for found in composition["section"]]  # fmt: skip
    assert codes == ["48765-2", "18776-5", "", ""]
    assert composition["status"] == "amended"
    assert composition["attester"][0]["party"]["display"] == "wang"
    div = composition["section"][1]["text"]["div"]
    assert "&lt;b&gt;" in div
    assert 'dir="rtl"' in div
    assert "Machine draft" not in div
    draft = replace(record(), summary=replace(REVIEWED, made=Made.DRAFT))
    composition = resources(bundle(draft))["Composition"]
    assert composition["status"] == "preliminary"
    assert "attester" not in composition
    assert "机器草稿" in composition["section"][0]["text"]["div"]


def test_what_is_not_known_is_left_out() -> None:
    header = EncounterHeader("e-1", "2026-11-21T01:02:03.000Z", "zh", "en")
    made = bundle(EncounterRecord(header, (), (), ()))
    check_bundle(made)
    found = resources(made)
    assert "Organization" not in found
    assert "name" not in found["Patient"]
    assert "identifier" not in found["Patient"]
    assert found["Encounter"]["status"] == "in-progress"


def test_the_same_encounter_has_the_same_names() -> None:
    first, second = bundle(record()), bundle(record(patient_sex="M"))
    assert [entry["fullUrl"] for entry in first["entry"]] == [
        entry["fullUrl"] for entry in second["entry"]
    ]


Change = Callable[[dict[str, Any]], object]

WRONG: list[tuple[str, Change]] = [
    ("fhir.document", lambda made: made["entry"].reverse()),
    ("fhir.document", lambda made: made["identifier"].pop("value")),
    ("fhir.document", lambda made: made.pop("timestamp")),
    ("fhir.document", lambda made: made["entry"][1].update(fullUrl=made["entry"][0]["fullUrl"])),
    ("fhir.references", lambda made: made["entry"][1].update(fullUrl="urn:uuid:" + "0" * 36)),
    (
        "fhir.invalid",
        lambda made: resources(made)["Encounter"]["period"].update(start="2026-11-21T01:02:03"),
    ),
    ("fhir.codes", lambda made: resources(made)["Encounter"].update(status="done")),
    ("fhir.codes", lambda made: resources(made)["Patient"].update(gender="F")),
    (
        "fhir.narratives",
        lambda made: resources(made)["Composition"]["section"][0]["text"].update(
            div='<div xmlns="http://www.w3.org/1999/xhtml"><p></div>'
        ),
    ),
    ("fhir.invalid", lambda made: resources(made)["Composition"].pop("title")),
    ("fhir.invalid", lambda made: resources(made)["Patient"].update(birthDate="12.8.1974")),
    ("fhir.invalid", lambda made: resources(made)["Patient"].update(colour="blue")),
]


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_what_is_wrong_is_found(code: str, change: Change) -> None:
    made = copy.deepcopy(bundle(record("en")))
    check_bundle(made)
    change(made)
    with pytest.raises(FhirError) as caught:
        check_bundle(made)
    assert caught.value.code == code


def test_the_exporter_writes_it_with_the_pdf_inside() -> None:
    made = make(record("en"), Wish(Format.FHIR))
    assert made.name.endswith(".fhir.json")
    data = json.loads(made.data)
    check_bundle(data)
    first = resources(data)["DocumentReference"]["content"][0]["attachment"]
    assert first["contentType"] == "application/pdf"
    assert base64.b64decode(first["data"]).startswith(b"%PDF-")


def test_the_transcript_says_what_was_not_sent_what_was_found_and_what_is_missing() -> None:
    made = record("en")
    dose = FindingRecord("dose", "dose.changed:1>40")
    first = made.turns[0]
    held = replace(first, held=("dose",), findings=(dose,), red_flags=("chest_pain",))
    second = replace(made.turns[1], revision=2, reason="与录音核对", text="Corrected words.")
    again = AttestationRecord(1, 1, Attested.ASKED_AGAIN, "wang", 4_000, (dose,))
    revisions = (held, made.turns[1], second)
    shown = replace(
        made,
        turns=(held, second, *made.turns[2:]),
        revisions=(*revisions, *made.turns[2:]),
        authors=(AuthorRecord(2, 2, "zhao", "records"),),
        attestations=(replace(again, created_at=WHEN),),
        gaps=(GapRecord("unprocessed", "translation.failed", 999_000, 3_000, 99, Party.PATIENT),),
    )
    (div,) = [
        part["text"]["div"]
        for part in resources(bundle(shown))["Composition"]["section"]
        if "Transcript" in part["title"]
    ]
    words = words_in("en")
    for told in (
        f"1. {words('doctor')} · {words('machine')}: ",
        "Held for 4 s, not sent to the patient: wang chose to say it again",
        "Please check: dose (“1” in the original, “40” in the translation)",
        "Warning sign: chest pain",
        "zhao · 与录音核对",
        f"/ Before: {made.turns[1].text}<",
        "99. About 3 s of speech here could not be processed",
    ):
        assert told in div, told


def test_a_deidentified_document_names_nobody() -> None:
    wish = Wish(Format.FHIR, deidentify=Deidentify.LEFT_OUT)
    text = make(record("en"), wish).data.decode()
    patient = resources(json.loads(text))["Patient"]
    assert "birthDate" not in patient
    for word in ("ERIKSSON", "埃里克森", "L898902C3", "AB 12/345", "MZ-77"):
        assert word not in text
