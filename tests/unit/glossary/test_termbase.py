"""Finding terms: longest match, inflection, scripts, places that fit the text as given."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.concepts import LANGUAGES
from glossary.normalise import tokens
from glossary.termbase import Termbase

FILE = """
[_file]
domain = "test"
source = "test source"
review = "draft"

[pain]
type = "symptom"
zh = { term = "疼痛", also = ["疼"] }
en = { term = "pain" }
ru = { term = "боль" }
ar = { term = "ألم" }
ko = { term = "통증" }
ja = { term = "痛み" }
fr = { term = "douleur" }
es = { term = "dolor" }

[chest-pain]
type = "symptom"
zh = { term = "胸痛", also = ["胸口疼痛", "头髮乾燥"] }
en = { term = "chest pain", plain = "pain in the chest" }
ru = { term = "боль в груди" }
ar = { term = "ألم الصدر" }
ko = { term = "흉통", also = ["가슴 통증"] }
ja = { term = "胸痛" }
fr = { term = "douleur thoracique" }
es = { term = "dolor torácico" }

[tablet]
type = "drug"
zh = { term = "药片" }
en = { term = "tablet", abbr = ["TAB"] }
ru = { term = "таблетка" }
ar = { term = "قرص" }
ko = { term = "알약" }
ja = { term = "錠剤" }
fr = { term = "comprimé" }
es = { term = "comprimido" }
"""


@pytest.fixture(scope="module")
def termbase(tmp_path_factory: pytest.TempPathFactory) -> Termbase:
    folder = tmp_path_factory.mktemp("termbase")
    (folder / "test.toml").write_text(FILE, encoding="utf-8")
    return Termbase.load(folder)


def found(termbase: Termbase, text: str, source: str, target: str = "en") -> list[tuple[str, str]]:
    return [(match.term, match.wanted) for match in termbase.find(text, source, target)]


@pytest.mark.parametrize(
    ("lang", "text", "target", "matches"),
    [
        ("zh", "我胸痛三天了。", "en", [("胸痛", "chest pain")]),
        ("zh", "胸口疼痛，吃药片。", "ru", [("胸口疼痛", "боль в груди"), ("药片", "таблетка")]),
        ("zh", "头发干燥", "en", [("头发干燥", "chest pain")]),
        ("zh", "頭髮乾燥", "en", [("頭髮乾燥", "chest pain")]),
        (
            "en",
            "Two TABLETS for my Chest Pains.",
            "zh",
            [("TABLETS", "药片"), ("Chest Pains", "胸痛")],
        ),
        ("en", "Painting and painful chests", "zh", []),
        ("en", "I have pain in the chest", "fr", [("pain in the chest", "douleur thoracique")]),
        ("en", "My chest. Pain is new.", "fr", [("Pain", "douleur")]),
        ("zh", "胸，痛", "en", []),
        ("ru", "У меня боли в груди.", "zh", [("боли в груди", "胸痛")]),
        ("ru", "две таблетки", "en", [("таблетки", "tablet")]),
        ("ko", "가슴 통증이 있어요", "en", [("가슴 통증", "chest pain")]),
        ("ja", "胸痛があります", "en", [("胸痛", "chest pain")]),
        ("fr", "deux comprimés", "zh", [("comprimés", "药片")]),
        ("es", "dos comprimidos", "zh", [("comprimidos", "药片")]),
        ("ar", "عندي أَلَم الصَدر", "en", [("أَلَم الصَدر", "chest pain")]),
    ],
)
def test_terms_are_found_as_people_write_them(
    termbase: Termbase, lang: str, text: str, target: str, matches: list[tuple[str, str]]
) -> None:
    assert found(termbase, text, lang, target) == matches


def test_a_match_says_where_it_comes_from(termbase: Termbase) -> None:
    (match,) = termbase.find("ＣＨＥＳＴ  pain", "en", "zh")
    assert (match.start, match.end) == (0, 11)
    assert match.concept_id == "chest-pain"
    assert match.source == "test source"
    assert match.review_state == "draft"
    assert match.termbase_version == termbase.version
    assert len(termbase.version) == 12


def test_the_version_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FILE, encoding="utf-8")
    before = Termbase.load(tmp_path).version
    (tmp_path / "a.toml").write_text(FILE.replace("疼痛", "痛"), encoding="utf-8")
    assert Termbase.load(tmp_path).version != before


@given(st.sampled_from(LANGUAGES), st.text(max_size=60))
def test_places_are_inside_the_text_and_in_order(lang: str, text: str) -> None:
    last = 0
    for token in tokens(text, lang):
        assert last <= token.start < token.end <= len(text)
        assert token.key
        last = token.start
