"""The termbase's files are clean, and the linter finds each kind of fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.concepts import DATA, LANGUAGES, TermbaseError, read_all, read_file
from glossary.lint import lint

GOOD = """
[_file]
domain = "symptoms"
source = "test"
review = "draft"

[chest-pain]
type = "symptom"
codes = { icd10 = "R07.4" }
zh = { term = "胸痛", also = ["胸口痛"], plain = "胸口疼" }
en = { term = "chest pain", abbr = ["CP"] }
ru = { term = "боль в груди" }
ar = { term = "ألم الصدر" }
ko = { term = "흉통" }
ja = { term = "胸痛" }
fr = { term = "douleur thoracique" }
es = { term = "dolor torácico" }
"""


def write(folder: Path, text: str, name: str = "symptoms.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_file_of_the_termbase_is_clean() -> None:
    paths = sorted(DATA.glob("*.toml"))
    assert paths
    assert lint(paths) == []


def test_every_concept_speaks_every_language() -> None:
    for concept in read_all():
        assert tuple(concept.terms) == LANGUAGES, concept.id


def test_a_good_file_has_no_faults(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert lint([path]) == []
    (concept,) = read_file(path)
    assert concept.terms["zh"].every == ("胸痛", "胸口痛", "胸口疼")
    assert concept.terms["en"].every == ("chest pain", "CP")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[chest-pain]", "[Chest_Pain]", "kebab-case"),
        ('type = "symptom"', 'type = "illness"', "unknown type"),
        ('"R07.4"', '"R7.4"', "broken icd10"),
        ('es = { term = "dolor torácico" }', "", "es: missing"),
        ('"боль в груди"', '"боль  в груди"', "space"),
        ('"боль в груди"', '"бoль в груди"', "in one word"),
        ('"боль в груди"', '"pain in the chest"', "ru:"),
        ('"흉통"', '"胸痛"', "ko:"),
        ('"chest pain"', '"chest pain (thorax)"', "sign '('"),
        ('plain = "胸口疼"', 'plain = "胸痛"', "plain form is the term"),
        ('also = ["胸口痛"]', 'also = ["胸痛"]', "said twice"),
        ('"dolor torácico"', '"dolor tora\u0301cico"', "composed form"),
        ('review = "draft"', 'review = "good"', "unknown review"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    faults = lint([write(tmp_path, GOOD.replace(old, new))])
    assert any(fault in found for found in faults), faults


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace('ko = { term = "흉통" }', "ko = { term = "))
    with pytest.raises(TermbaseError, match=r"symptoms\.toml: .*line \d+"):
        read_file(path)
    assert len(lint([path])) == 1


def test_two_concepts_may_not_share_id_or_preferred_term(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD)
    second = write(tmp_path, GOOD, "more.toml")
    assert any("also in symptoms" in fault for fault in lint([first, second]))
    renamed = write(tmp_path, GOOD.replace("[chest-pain]", "[thoracic-pain]"), "more.toml")
    assert any("same preferred term" in fault for fault in lint([first, renamed]))


def test_a_deprecated_term_is_nobodys_preferred_one(tmp_path: Path) -> None:
    other = GOOD.replace("[chest-pain]", "[angina]").replace("胸痛", "心绞痛", 1)
    other = other.replace('also = ["胸口痛"]', 'avoid = ["胸痛"]').replace("chest pain", "angina")
    faults = lint([write(tmp_path, GOOD), write(tmp_path, other, "more.toml")])
    assert any("is deprecated in angina" in fault for fault in faults)
