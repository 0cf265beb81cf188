"""The layouts of a consultation's PDF, as their readers see them."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app.documents.writers.layouts import Layout, LayoutError, Sides, shape
from app.documents.writers.pdf import MadePdf, PdfOptions, make_encounter_pdf
from app.records.model import AFTERWARDS, AttestationRecord, Attested, EncounterRecord
from glossary.termbase import standard
from tests.golden.sample_records import BEIJING, TEXTS, ZH, header, long_sample, sample, turn

pytestmark = pytest.mark.usefixtures("qapp")
HAN = range(0x4E00, 0xA000)


def made(record: EncounterRecord, layout: Layout, **options: object) -> MadePdf:
    values = {"zone": BEIJING, "layout": layout} | options
    return make_encounter_pdf(record, PdfOptions(**values))  # type: ignore[arg-type]


def text_of(pdf: MadePdf) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf.data, capture_output=True, check=True
    )
    return done.stdout.decode()


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["en", "ru", "ko"])
def test_interleaved_has_each_turn_as_it_was_said_first(lang: str) -> None:
    text = flat(text_of(made(sample(lang), Layout.INTERLEAVED)))
    place = 0
    for one in sample(lang).turns:
        for side in (one.text, one.translation):
            found = text.find(flat(side), place)
            assert found >= place, (one.turn, side)
            place = found


@pytest.mark.parametrize("language", ["patient", "ru"])
def test_one_language_has_no_other(language: str) -> None:
    place = replace(header("ru"), hospital="", department="", doctor_name="")
    record = replace(sample("ru"), header=place, attestations=())
    text = text_of(made(record, Layout.ONE_LANGUAGE, language=language))
    assert flat(TEXTS["ru"][4]) in flat(text)
    assert "Спра" not in text
    assert "Числа различаются" in text, "what was found is shown in this language"
    allowed = set("中文")  # The other language's name for itself, among the languages.
    assert {sign for sign in text if ord(sign) in HAN} <= allowed


def test_one_language_can_be_the_doctors() -> None:
    text = text_of(made(sample("ru"), Layout.ONE_LANGUAGE))
    assert flat(ZH[4]) in flat(text)
    assert "аллергия" not in text
    assert "Протокол" not in text


def test_a_language_that_the_encounter_does_not_have() -> None:
    with pytest.raises(LayoutError, match=r"export\.language"):
        made(sample("ru"), Layout.ONE_LANGUAGE, language="en")
    assert shape(Layout.PATIENT_COPY, "en", header("ru")).sides is Sides.PATIENT


def test_a_patients_copy_has_no_findings_and_nothing_that_was_not_sent() -> None:
    record = sample("en")
    text = text_of(made(record, Layout.PATIENT_COPY))
    assert "What is bothering you today?" in text
    assert "could not be processed" in text, "what is missing is said"
    assert "part of it was not translated" in text
    assert "chest pain? Have you measured" not in text, "turn 3 was held and never sent"
    for internal in ("Numbers differ", "Held for", "Corrected at", "Warning sign", "doubt",
                     "said it back", "starter-mt", "Terms used", "signature"):  # fmt: skip
        assert internal not in text, internal
    sent = AttestationRecord(3, 1, Attested.SENT_AS_IS, "", 900)
    text = text_of(made(replace(record, attestations=(sent,)), Layout.PATIENT_COPY))
    assert "chest pain? Have you measured" in text


def test_a_correction_of_the_record_puts_nothing_unsent_into_a_patients_copy() -> None:
    record = sample("en")
    third = next(one for one in record.turns if one.turn == 3)
    assert third.held
    late = replace(
        third, revision=third.revision + 1, translation="Do you feel pressure?",
        held=(AFTERWARDS,), findings=(), reason="heard again",
    )  # fmt: skip
    corrected = replace(
        record,
        turns=tuple(late if one.turn == 3 else one for one in record.turns),
        revisions=(*record.revisions, late),
    )
    assert "Do you feel pressure?" not in text_of(made(corrected, Layout.PATIENT_COPY))
    assert "Do you feel pressure?" in text_of(made(corrected, Layout.SIDE_BY_SIDE))
    sent = AttestationRecord(3, third.revision, Attested.SENT_AS_IS, "", 900)
    sent_once = replace(corrected, attestations=(sent,))
    text = text_of(made(sent_once, Layout.PATIENT_COPY))
    assert "Do you feel pressure?" in text, "the record was corrected, the turn was sent"
    assert "Translation by records staff" in text


def test_what_a_patients_copy_carries_is_what_it_shows() -> None:
    copy = made(sample("en"), Layout.PATIENT_COPY)
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        carried = pdf.attachments["record.json"].get_file().read_bytes().decode()
    assert "38.9" in carried
    assert "39.8" not in carried, "the wrong translation and the finding are not in it"
    assert "您" not in carried
    said = json.loads(carried)
    assert said["kind"] == "patient-copy"
    assert [one["turn"] for one in said["turns"]] == [1, 2, 4, None, 5, 6, 7, 8, 9]


def test_plain_words_in_a_patients_copy_and_only_there() -> None:
    said = replace(
        turn("en", 1, 0), text="这是心肌梗死。", translation="This is myocardial infarction."
    )
    record = EncounterRecord(header("en"), (said,), (said,), ())
    termbase = standard()
    plain = text_of(made(record, Layout.PATIENT_COPY, find_terms=termbase.find))
    assert "heart attack (myocardial infarction)" in plain
    full = text_of(made(record, Layout.INTERLEAVED, find_terms=termbase.find))
    assert "heart attack" not in full


@pytest.mark.parametrize("layout", list(Layout))
def test_every_layout_breaks_pages_and_keeps_everything(layout: Layout) -> None:
    record = long_sample("ko", 15, 4)
    pdf = made(record, layout, language="patient")
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        assert len(opened.pages) > 1
        assert pdf.seal_page == len(opened.pages) - 1
    text = flat(text_of(pdf))
    sentence = flat(TEXTS["ko"][6])
    # A page's end can tear one sentence of a turn in two.
    assert text.count(sentence) >= 4 * 2 - 1


def test_the_seal_has_its_place_on_the_page() -> None:
    for layout in (Layout.ONE_LANGUAGE, Layout.PATIENT_COPY):
        left, lower, right, upper = made(sample("ar"), layout, language="patient").seal_box
        assert 298 < left < right < 556, "on the right of a mirrored page"
        assert 60 < lower < upper < 800


def test_arabic_alone_is_a_mirror_image(tmp_path: Path) -> None:
    pdf = tmp_path / "ar.pdf"
    pdf.write_bytes(made(sample("ar"), Layout.ONE_LANGUAGE, language="patient").data)
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    page = done.stdout.decode()
    times = [line for line in page.splitlines() if ">09:02:12<" in line]
    assert float(times[0].split('xMin="')[1].split('"')[0]) > 450, "the times stand on the right"


def test_what_is_marked_stands_on_every_page() -> None:
    text = text_of(made(long_sample("en", 20), Layout.SIDE_BY_SIDE, marks=("deidentified",)))
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) > 1
    assert all("without the patient’s identity" in page for page in pages)
