"""Departments: their data is sound, their names are found, their words come first."""

from __future__ import annotations

import pytest

from glossary.concepts import read_all
from glossary.departments import NONE, department, departments
from glossary.termbase import standard


def test_domains_and_concepts_exist() -> None:
    concepts = {concept.id: concept for concept in read_all()}
    domains = {concept.domain for concept in concepts.values()}
    for entry in departments():
        assert set(entry.domains) <= domains, entry.id
        assert [name for name in entry.expect if name not in concepts] == [], entry.id
        assert len(set(entry.expect)) == len(entry.expect), entry.id


def test_no_name_means_two_departments() -> None:
    names = [name for entry in departments() for name in entry.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("心内科", "cardiology"),
        ("东院心血管内科门诊（二）", "cardiology"),
        ("神经内科", "neurology"),
        ("中医内科", "tcm"),
        ("内科", "internal"),
        ("Department of Cardiology", "cardiology"),
        ("General  Surgery", "surgery"),
        ("ENT", "ent"),
        ("Accident and Emergency", "emergency"),
        ("Patient centre", ""),
        ("", ""),
    ],
)
def test_names_of_the_settings(name: str, found: str) -> None:
    assert department(name).id == found


def test_what_a_department_says_is_expected_first() -> None:
    termbase = standard()
    heart = department("心内科")
    words = termbase.hot_words("zh", heart.domains, first=heart.expect)
    assert words[:2] == ("高血压", "冠状动脉粥样硬化性心脏病")
    assert "氯吡格雷" in words
    assert len(words) == 30
    assert termbase.hot_words("zh", NONE.domains, first=NONE.expect) == termbase.hot_words("zh")
