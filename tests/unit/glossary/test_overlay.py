"""The hospital's layer: it wins over the shipped data, nothing in it is lost, all can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.concepts import Concept, TermbaseError, Terms
from glossary.history import FILE, ChangedElsewhereError, Entry
from glossary.overlay import ADDED, CHANGED, SHIPPED, Editor, NotPermittedError, TermBook, load
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


def book(data: Path, own: Path, who: str = "li") -> TermBook:
    now = "2026-01-02T03:04:05+00:00"
    return TermBook(read_folders([data]), own, Editor(who, lambda: True), now=lambda: now)


def wanted(data: Path, own: Path, text: str) -> list[str]:
    termbase = Termbase(read_folders([data, own]))
    return [match.wanted for match in termbase.find(text, "en", "zh")]


def test_the_hospitals_word_wins_and_survives_an_update(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.put(concept("fever", "体温升高", "fever"), "our word")
    terms.put(concept("ward", "一病区", "ward one"))
    assert [terms.origin(x) for x in ("fever", "cough", "ward")] == [CHANGED, SHIPPED, ADDED]
    assert wanted(data, own, "fever, cough, ward one") == ["体温升高", "咳嗽", "一病区"]
    updated = SHIPPED_FILE.replace("发热", "发烧").replace("咳嗽", "咳")
    (data / "a.toml").write_text(updated, encoding="utf-8")
    assert wanted(data, own, "fever, cough, ward one") == ["体温升高", "咳", "一病区"]


def test_a_retired_concept_is_found_no_more_until_it_is_restored(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.retire("cough", "said otherwise here")
    assert wanted(data, own, "fever, cough") == ["发热"]
    assert terms.entry("cough") == Entry(terms.shipped["cough"], "said otherwise here")
    terms.restore("cough")
    assert wanted(data, own, "fever, cough") == ["发热", "咳嗽"]
    assert terms.origin("cough") == SHIPPED


def test_a_reason_is_needed_to_retire(data: Path, own: Path) -> None:
    terms = book(data, own)
    with pytest.raises(TermbaseError, match="reason"):
        terms.retire("cough", "  ")
    assert not (own / FILE).exists()


def test_who_when_and_why_are_kept(data: Path, own: Path) -> None:
    book(data, own).put(concept("fever", "体温升高", "fever"), "our word")
    read = book(data, own)
    (made,) = read.history("fever")
    assert (made.who, made.at, made.why, made.kind) == (
        "li", "2026-01-02T03:04:05+00:00", "our word", "edit",
    )  # fmt: skip
    assert made.changes[0].after == Entry(concept("fever", "体温升高", "fever"))
    assert read.history("cough") == []


def test_undo_and_redo_reach_back_over_restarts(data: Path, own: Path) -> None:
    for zh in ("甲", "乙", "丙"):
        book(data, own).put(concept("fever", zh, "fever"))

    def zh_now() -> str:
        entry = book(data, own).entry("fever")
        assert entry is not None
        return entry.concept.terms["zh"].term

    seen = []
    for _ in range(4):
        book(data, own).undo()
        seen.append(zh_now())
    assert seen == ["乙", "甲", "发热", "发热"]
    for _ in range(2):
        book(data, own).redo()
        seen.append(zh_now())
    assert seen[4:] == ["甲", "乙"]
    book(data, own).undo()
    book(data, own).put(concept("fever", "丁", "fever"))
    assert book(data, own).redo() is None, "after a new change nothing is left to redo"
    book(data, own).undo()
    assert zh_now() == "甲"
    assert len(book(data, own).sets) == 11, "what was undone stays in the history"


def test_the_same_again_is_no_change(data: Path, own: Path) -> None:
    terms = book(data, own)
    assert terms.put(terms.shipped["fever"]) is None
    assert terms.revert("fever") is None
    assert terms.restore("fever") is None
    assert terms.take([Entry(terms.shipped["fever"])], "") is None
    assert terms.sets == []


def test_half_a_line_at_the_end_is_passed_over_and_cut_off(data: Path, own: Path) -> None:
    terms = book(data, own)
    terms.put(concept("ward", "一病区", "ward one"))
    whole = (own / FILE).read_bytes()
    (own / FILE).write_bytes(whole + whole[:40])
    again = book(data, own)
    assert len(again.sets) == 1
    again.put(concept("ward", "二病区", "ward one"))
    assert len(book(data, own).sets) == 2
    assert (own / FILE).read_bytes().startswith(whole)


@pytest.mark.parametrize("bad", ["{}", "x", '{"format": 99}'])
def test_a_broken_line_is_named_and_nothing_is_written(data: Path, own: Path, bad: str) -> None:
    terms = book(data, own)
    terms.put(concept("ward", "一病区", "ward one"))
    path = own / FILE
    path.write_text(path.read_text(encoding="utf-8") + bad + "\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(TermbaseError, match=r"overlay\.jsonl: line 2"):
        book(data, own)
    with pytest.raises(TermbaseError, match="line 2"):
        load(own)
    assert path.read_bytes() == before


def test_what_another_window_wrote_is_not_overwritten(data: Path, own: Path) -> None:
    mine, other = book(data, own), book(data, own, "wu")
    other.put(concept("ward", "一病区", "ward one"))
    with pytest.raises(ChangedElsewhereError):
        mine.put(concept("ward", "二病区", "ward one"))
    assert mine.entry("ward") is None
    mine.reload()
    mine.put(concept("ward", "二病区", "ward one"))
    assert [made.who for made in book(data, own).sets] == ["wu", "li"]


def test_words_are_tidied(data: Path, own: Path) -> None:
    terms = book(data, own)
    given = Concept(
        " ward ", "hospital", "symptom",
        {"fr": Terms("  e\u0301tage\u00a0un ", also=("un", "un", ""), plain="étage un"),
         "es": Terms(" ")},
    )  # fmt: skip
    terms.put(given)
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
    book(data, own).put(concept("fever", "体温升高", "fever"))
    second = standard(own, cache_folder=cache)
    assert [m.wanted for m in second.find("fever", "en", "zh")] == ["体温升高"]
    assert [m.wanted for m in first.find("fever", "en", "zh")] == ["发热"], "a talk keeps its own"
    assert first.version == before[1] != second.version
    assert content_key([data, own]) != before[0]
    assert standard(own, cache_folder=cache) is second


def test_who_may_not_change_it_changes_nothing(data: Path, own: Path) -> None:
    book(data, own).put(concept("ward", "一病区", "ward one"))
    before = (own / FILE).read_bytes()
    allowed = False
    reader = TermBook(read_folders([data]), own, Editor("wu", lambda: allowed))
    for change in (
        lambda: reader.put(concept("fever", "甲", "fever")),
        lambda: reader.retire("cough", "not said"),
        lambda: reader.revert("ward"),
        lambda: reader.take([Entry(concept("x", "甲", "x"))], "list"),
        reader.undo,
    ):
        with pytest.raises(NotPermittedError):
            change()
    assert (own / FILE).read_bytes() == before
    assert reader.origin("cough") == SHIPPED
    assert reader.origin("ward") == ADDED
    allowed = True
    reader.undo()
    assert reader.entry("ward") is None


def test_a_book_is_for_reading_unless_somebody_is_named(data: Path, own: Path) -> None:
    with pytest.raises(NotPermittedError):
        TermBook(read_folders([data]), own).retire("cough", "not said")
    assert not own.exists()
