"""Provenance: what hovering tells, and how notes are numbered."""

from __future__ import annotations

from glossary.provenance import Used, footnotes, tooltip
from glossary.types import TermMatch


def match(concept: str, version: str = "v1", source: str = "ours") -> TermMatch:
    """A match of a Chinese text."""
    return TermMatch(
        concept, 0, 2, "头痛", "headache", "symptom", source, "approved", termbase_version=version
    )


def test_tooltip_leaves_out_what_is_not_known() -> None:
    told = dict(tooltip(match("headache", source="")))
    assert told == {
        "term": "头痛",
        "wanted": "headache",
        "concept": "headache",
        "review": "approved",
        "version": "v1",
    }


def test_notes_are_numbered_by_first_use() -> None:
    texts = (
        Used(1, "zh", (match("headache"), match("fever"))),
        Used(2, "zh", (match("fever"), match("fever"), match("cough"))),
    )
    notes = footnotes(texts, "zh")
    assert [(n.number, n.concept_id, n.used_in) for n in notes] == [
        (1, "headache", (1,)),
        (2, "fever", (1, 2)),
        (3, "cough", (2,)),
    ]


def test_the_other_partys_terms_change_sides() -> None:
    (note,) = footnotes((Used(1, "en", (match("headache"),)),), "zh")
    assert (note.first, note.second) == ("headache", "头痛")


def test_another_version_is_another_note() -> None:
    texts = (Used(1, "zh", (match("headache"),)), Used(2, "zh", (match("headache", "v2"),)))
    assert [note.termbase_version for note in footnotes(texts, "zh")] == ["v1", "v2"]
