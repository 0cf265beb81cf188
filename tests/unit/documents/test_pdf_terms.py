"""The appendix of terms: every term of the record once, with where it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.documents.writers.pdf import PdfOptions, write_encounter_pdf
from app.documents.writers.pdf_terms import term_notes
from app.records.model import EncounterRecord, TermRecord
from tests.golden.sample_records import BEIJING, sample

pytestmark = pytest.mark.usefixtures("qapp")
SOURCE = "Yizhen terminology, 2026"
AZITHROMYCIN = {"en": "azithromycin", "ar": "أزيثروميسين"}
SORE_THROAT = {"en": "sore throat", "ar": "ألم الحلق"}


def with_terms(lang: str) -> EncounterRecord:
    """A record whose doctor names a medicine twice and whose patient names a symptom."""
    record = sample(lang)
    turns = list(record.turns)
    drug = TermRecord(
        "azithromycin",
        *(0, 4, "阿奇霉素", AZITHROMYCIN[lang]),
        *(SOURCE, "second reading", "0123456789ab"),
    )
    pain = TermRecord(
        "sore-throat", 0, 4, SORE_THROAT[lang], "咽痛", SOURCE, "draft", "0123456789ab"
    )
    for place, turn in enumerate(turns):
        turns[place] = replace(turn, terms=(drug,) if turn.lang == "zh" else (pain,))
    return replace(record, turns=tuple(turns))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_terms_stand_at_the_end_with_their_provenance(tmp_path: Path, lang: str) -> None:
    out = tmp_path / "terms.pdf"
    write_encounter_pdf(with_terms(lang), out, PdfOptions(zone=BEIJING))
    document = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for part in ("所用术语", "阿奇霉素", "azithromycin", SOURCE, "0123456789ab", "已二审"):
        assert part in text, part
    assert text.index("所用术语") < text.rindex("sore-throat")


def test_a_term_is_noted_once_in_its_own_column() -> None:
    notes = {note.concept_id: note for note in term_notes(with_terms("en"))}
    assert set(notes) == {"azithromycin", "sore-throat"}
    assert (notes["azithromycin"].first, notes["azithromycin"].second) == (
        "阿奇霉素",
        "azithromycin",
    )
    assert (notes["sore-throat"].first, notes["sore-throat"].second) == ("咽痛", "sore throat")
    assert len(notes["azithromycin"].used_in) > 1


def test_a_record_without_terms_has_no_appendix() -> None:
    assert term_notes(replace(sample("en"), turns=())) == ()
