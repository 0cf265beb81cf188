"""The hospital's layer: it wins over the shipped data, nothing in it is lost, all can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.concepts import Concept, TermbaseError, Terms
from glossary.history import FILE, ChangedElsewhereError, Entry
from glossary.overlay import ADDED, CHANGED, SHIPPED, TermBook, load
from glossary.store import content_key
from glossary.termbase import Termbase, read_folders, standard, version_of

SHIPPED_FILE = """
[_file]
domain = "test"
[fever]
type = "symptom"
zh = { term = "发热" }
en = { term = "fever" }
[cough]
type = "symptom"
zh = { term = "咳嗽" }
en = { term = "cough" }
"""


def concept(name: str, zh: str, en: str) -> Concept:
    return Concept(name, "hospital", "symptom", {"zh": Terms(zh), "en": Terms(en)})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.toml").write_text(SHIPPED_FILE, encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "terms"


def book(data: Path, own: Path) -> TermBook:
    return TermBook(read_folders([data]), own, now=lambda: "2026-01-02T03:04:05+00:00")


def wanted(data: Path, own: Path, text: str) -> list[str]:
    termbase = Termbase(read_folders([data, own]))
    return [match.wanted for match in termbase.find(text, "en", "zh")]


def test_the_hospitals_word_wins_and_survives_an_update(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.put(concept("fever", "体温升高", "fever"), "li", "our word")
    terms.put(concept("ward", "一病区", "ward one"), "li")
    assert [terms.origin(x) for x in ("fever", "cough", "ward")] == [CHANGED, SHIPPED, ADDED]
    assert wanted(data, own, "fever, cough, ward one") == ["体温升高", "咳嗽", "一病区"]
    updated = SHIPPED_FILE.replace("发热", "发烧").replace("咳嗽", "咳")
    (data / "a.toml").write_text(updated, encoding="utf-8")
    assert wanted(data, own, "fever, cough, ward one") == ["体温升高", "咳", "一病区"]


def test_a_retired_concept_is_found_no_more_until_it_is_restored(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.retire("cough", "li", "said otherwise here")
    assert wanted(data, own, "fever, cough") == ["发热"]
    assert terms.entry("cough") == Entry(terms.shipped["cough"], "said otherwise here")
    terms.restore("cough", "li")
    assert wanted(data, own, "fever, cough") == ["发热", "咳嗽"]
    assert terms.origin("cough") == SHIPPED


def test_a_reason_is_needed_to_retire(data: Path, own: Path) -> None:
    terms = book(data, own)
    with pytest.raises(TermbaseError, match="reason"):
        terms.retire("cough", "li", "  ")
    assert not (own / FILE).exists()


def test_who_when_and_why_are_kept(data: Path, own: Path) -> None:
    book(data, own).put(concept("fever", "体温升高", "fever"), "li", "our word")
    read = book(data, own)
    (made,) = read.history("fever")
    assert (made.who, made.at, made.why, made.kind) == (
        "li", "2026-01-02T03:04:05+00:00", "our word", "edit",
    )  # fmt: skip
    assert made.changes[0].after == Entry(concept("fever", "体温升高", "fever"))
    assert read.history("cough") == []


def test_undo_and_redo_reach_back_over_restarts(data: Path, own: Path) -> None:
    for zh in ("甲", "乙", "丙"):
        book(data, own).put(concept("fever", zh, "fever"), "li")

    def zh_now() -> str:
        entry = book(data, own).entry("fever")
        assert entry is not None
        return entry.concept.terms["zh"].term

    seen = []
    for _ in range(4):
        book(data, own).undo("wu")
        seen.append(zh_now())
    assert seen == ["乙", "甲", "发热", "发热"]
    for _ in range(2):
        book(data, own).redo("wu")
        seen.append(zh_now())
    assert seen[4:] == ["甲", "乙"]
    book(data, own).undo("wu")
    book(data, own).put(concept("fever", "丁", "fever"), "li")
    assert book(data, own).redo("wu") is None, "after a new change nothing is left to redo"
    book(data, own).undo("wu")
    assert zh_now() == "甲"
    assert len(book(data, own).sets) == 11, "what was undone stays in the history"


def test_the_same_again_is_no_change(data: Path, own: Path) -> None:
    terms = book(data, own)
    assert terms.put(terms.shipped["fever"], "li") is None
    assert terms.revert("fever", "li") is None
    assert terms.restore("fever", "li") is None
    assert terms.take([Entry(terms.shipped["fever"])], "li", "") is None
    assert terms.sets == []


def test_half_a_line_at_the_end_is_passed_over_and_cut_off(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.put(concept("ward", "一病区", "ward one"), "li")
    whole = (own / FILE).read_bytes()
    (own / FILE).write_bytes(whole + whole[:40])
    again = book(data, own)
    assert len(again.sets) == 1
    again.put(concept("ward", "二病区", "ward one"), "li")
    assert len(book(data, own).sets) == 2
    assert (own / FILE).read_bytes().startswith(whole)


@pytest.mark.parametrize("bad", ["{}", "x", '{"format": 99}'])
def test_a_broken_line_is_named_and_nothing_is_written(data: Path, own: Path, bad: str) -> None:
    terms = book(data, own)
    terms.put(concept("ward", "一病区", "ward one"), "li")
    path = own / FILE
    path.write_text(path.read_text(encoding="utf-8") + bad + "\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(TermbaseError, match=r"overlay\.jsonl: line 2"):
        book(data, own)
    with pytest.raises(TermbaseError, match="line 2"):
        load(own)
    assert path.read_bytes() == before


def test_what_another_window_wrote_is_not_overwritten(data: Path, own: Path) -> None:
    mine, other = book(data, own), book(data, own)
    other.put(concept("ward", "一病区", "ward one"), "wu")
    with pytest.raises(ChangedElsewhereError):
        mine.put(concept("ward", "二病区", "ward one"), "li")
    assert mine.entry("ward") is None
    mine.reload()
    mine.put(concept("ward", "二病区", "ward one"), "li")
    assert [made.who for made in book(data, own).sets] == ["wu", "li"]


def test_words_are_tidied(data: Path, own: Path) -> None:
    terms = book(data, own)
    given = Concept(
        " ward ", "hospital", "symptom",
        {"fr": Terms("  e\u0301tage\u00a0un ", also=("un", "un", ""), plain="étage un"),
         "es": Terms(" ")},
    )  # fmt: skip
    terms.put(given, "li")
    entry = terms.entry("ward")
    assert entry is not None
    assert entry.concept.terms == {"fr": Terms("étage un", also=("un",))}


def test_the_compiled_cache_follows_the_overlay(
    data: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.termbase.DATA", data)
    cache = tmp_path / "cache"
    first = standard(own, cache_folder=cache)
    before = content_key([data, own]), version_of(data, own)
    book(data, own).put(concept("fever", "体温升高", "fever"), "li")
    second = standard(own, cache_folder=cache)
    assert [m.wanted for m in second.find("fever", "en", "zh")] == ["体温升高"]
    assert [m.wanted for m in first.find("fever", "en", "zh")] == ["发热"], "a talk keeps its own"
    assert first.version == before[1] != second.version
    assert content_key([data, own]) != before[0]
    assert standard(own, cache_folder=cache) is second
