"""The appendix of terms: every term of the record once, with where it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.documents.writers.layouts import Layout
from app.documents.writers.pdf import PdfOptions, write_encounter_pdf
from app.documents.writers.pdf_scripts import WORD_JOINER
from app.documents.writers.term_marks import marked, term_notes
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


NUMBERS = {("a", "v"): 1, ("b", "v"): 2}


def term(concept: str, start: int, text: str, wanted: str) -> TermRecord:
    return TermRecord(concept, start, start + len(text), text, wanted, termbase_version="v")


def test_marks_stand_behind_the_terms_on_both_sides() -> None:
    terms = (term("a", 1, "胸痛", "chest pain"), term("b", 4, "肺炎", "pneumonia"))
    said = marked("有胸痛，肺炎。", terms, NUMBERS, [(1, 3)], translation=False)
    assert visible(said.text) == "有胸痛[1]，肺炎[2]。"
    assert [said.text[a:b] for a, b in said.spans] == ["胸痛"], "a finding underlines the words"
    assert [visible(said.text[a:b]) for a, b in said.marks] == ["[1]", "[2]"]
    other = marked("Pneumonia. Chest pains.", terms, NUMBERS, [(0, 10), (11, 23)], translation=True)
    assert visible(other.text) == "Pneumonia[2]. Chest pains[1]."
    assert [visible(other.text[a:b]) for a, b in other.spans] == [
        "Pneumonia[2].",
        "Chest pains[1].",
    ]


def test_what_cannot_be_placed_gets_no_mark() -> None:
    moved = (term("a", 5, "胸痛", "chest pain"), term("c", 0, "有", "have"))
    for text, translation in (("有胸痛。", False), ("It hurts here.", True), ("", False)):
        assert marked(text, moved, NUMBERS, (), translation=translation).text == text
    unit = (term("a", 7, "mmHg", "mmHg"),)
    assert marked("140/90 mmHg", unit, NUMBERS, (), translation=False).marks == ()
    twice = (term("a", 0, "胸痛", "x"), term("a", 2, "胸痛", "x"))
    once = marked("胸痛胸痛", twice, NUMBERS, (), translation=False)
    assert visible(once.text) == "胸痛[1]胸痛"


@pytest.mark.parametrize("layout", [Layout.SIDE_BY_SIDE, Layout.INTERLEAVED, Layout.PATIENT_COPY])
def test_turns_have_the_numbers_of_the_list(tmp_path: Path, layout: Layout) -> None:
    out = tmp_path / "terms.pdf"
    options = PdfOptions(zone=BEIJING, layout=layout)
    record = with_terms("en")
    turns = tuple(replace(turn, terms=(
        replace(turn.terms[0], term=turn.text[:4], wanted=turn.translation[:6]),))
        for turn in record.turns)  # fmt: skip
    write_encounter_pdf(replace(record, turns=turns), out, options)
    document = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert (text.count("[1]") > 2) is (layout is not Layout.PATIENT_COPY)


def visible(text: str) -> str:
    return text.replace(WORD_JOINER, "")
