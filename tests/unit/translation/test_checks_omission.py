"""Lost clauses: found where a clause of a right translation is taken away, else seldom claimed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from glossary.concepts import LANGUAGES
from tests.accuracy.checks_table import Pair, read_pairs
from translation.checks import omission, run
from translation.checks.tables import load
from translation.checks.things import LANGUAGES as TABLE_LANGUAGES
from translation.checks.things import names_of, things
from translation.types import FindingKind

CUT = re.compile(r"[，,;；、؛،。.!！?？؟]+(?!\d)\s*")


def clauses(text: str, lang: str) -> list[tuple[int, int]]:
    """Places of a text's clauses that say something."""
    ends = [0, *(m.end() for m in CUT.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(ends) if omission.content(text[a:b], lang) >= 1.8]


@pytest.fixture(scope="module")
def right() -> list[Pair]:
    return [pair for pair in read_pairs() if pair.kind is None]


def test_three_of_five_lost_clauses_are_found_by_words_and_length_alone(
    right: list[Pair],
) -> None:
    found = total = 0
    for pair in right:
        places = clauses(pair.target, pair.target_lang)
        for start, end in places if len(places) > 1 else []:
            rest = (pair.target[:start] + pair.target[end:]).strip(" ,،，、")
            total += 1
            found += bool(omission.check(pair.source, rest, pair.source_lang, pair.target_lang))
    assert total > 250
    assert found >= 0.58 * total, (found, total)


def test_right_translations_seldom_seem_to_have_lost_a_clause(right: list[Pair]) -> None:
    alarms = [
        pair.id
        for pair in right
        if omission.check(pair.source, pair.target, pair.source_lang, pair.target_lang)
    ]
    assert len(alarms) <= 0.005 * len(right), alarms


@pytest.mark.parametrize(
    ("source", "target", "source_lang", "target_lang", "lost"),
    [
        ("我胸口疼，上楼梯就喘不上气。", "My chest hurts.", "zh", "en", "楼梯"),
        ("伤口别沾水，红肿了就马上来急诊。", "Не мочите рану.", "zh", "ru", "急诊"),
        (
            "La niña tose mucho y tiene fiebre desde el lunes.",
            "孩子咳得厉害。",
            "es",
            "zh",
            "fiebre",
        ),
        ("열이 나고, 밤새 기침을 했어요.", "我发烧了。", "ko", "zh", "기침"),
    ],
)
def test_the_lost_clause_is_marked(
    source: str, target: str, source_lang: str, target_lang: str, lost: str
) -> None:
    found = run(source, target, source_lang, target_lang)
    spans = [f.source_span for f in found if f.kind is FindingKind.OMISSION]
    assert any(span is not None and lost in source[slice(*span)] for span in spans), found
    marked = [source[slice(*span)] for span in spans if span is not None]
    assert marked == [words.strip() for words in marked]


def test_politeness_is_no_clause() -> None:
    assert not run("Retenez votre respiration, s'il vous plaît.", "请憋住气。", "fr", "zh")


def test_a_word_in_another_form_or_inside_a_longer_one_is_the_same_thing() -> None:
    same = {"zh": "孩子一直哭", "ru": "Ребёнок плачет", "ar": "الطفل يبكي", "es": "El niño llora"}
    assert all("cry" in names_of(things(text, lang)) for lang, text in same.items())
    assert "pneumonia" in names_of(things("患过支气管炎", "zh"))


@pytest.mark.parametrize("table", ["thing_body", "thing_life"])
def test_every_line_has_a_place_for_each_language(table: str) -> None:
    assert set(TABLE_LANGUAGES) == set(LANGUAGES)
    assert {name for name, line in load(table).items() if line.count("|") != 7} == set()
