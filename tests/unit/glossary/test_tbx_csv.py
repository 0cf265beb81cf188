"""TBX and CSV: nothing is lost on the way, a broken file is named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary import exchange, formats_csv, formats_tbx
from glossary.concepts import DATA, LANGUAGES, Concept, Terms, read_file
from glossary.exchange import FormatError, plan, read, write
from glossary.history import Entry, clean
from glossary.overlay import Editor, TermBook

signs = st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Cc", "Co"))
phrases = st.text(st.one_of(signs, st.sampled_from("|\\\"',;<>&='-+@ \t")), max_size=12)
notes = st.text(st.one_of(signs, st.sampled_from("\n\"',;<&")), max_size=20)
some = st.lists(phrases, max_size=3).map(tuple)
terms = st.builds(Terms, phrases, some, some, some, phrases, notes)
ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
concepts = st.builds(
    Concept,
    ids,
    st.just("symptoms"),
    st.sampled_from(["drug", "symptom"]),
    st.dictionaries(st.sampled_from(LANGUAGES), terms, min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["icd10", "atc"]), st.just("A01.1")),
    phrases,
    st.sampled_from(["draft", "second reading", "approved"]),
    notes,
)
entries = st.lists(
    st.builds(Entry, concepts.map(clean), st.sampled_from(["", "said otherwise"])),
    max_size=4,
    unique_by=lambda entry: entry.concept.id,
).map(lambda made: [entry for entry in made if entry.concept.terms])


@given(entries)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_lost_on_the_way(made: list[Entry]) -> None:
    for form in (formats_tbx, formats_csv):
        again = form.read(form.dump(made), {})
        assert [incoming.entry for incoming in again] == made
        assert form.dump([incoming.entry for incoming in again]) == form.dump(made)


def test_the_shipped_terms_survive_both_formats(tmp_path: Path) -> None:
    shipped = read_file(DATA / "tcm.toml")[:150]
    made = [Entry(concept) for concept in shipped]
    for name in ("a.tbx", "a.csv"):
        write(tmp_path / name, made)
        assert [x.entry for x in read(tmp_path / name, {})] == made
        assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


LI = Editor("li", lambda: True)
TBX = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader/><text><body>
  <conceptEntry id="c1"><descrip type="subjectField">cardiology</descrip>
    <langSec xml:lang="en-GB"><termSec><term>heart
      attack</term></termSec><termSec><term>MI</term>
      <termNote type="termType">acronym</termNote></termSec></langSec>
    <langSec xml:lang="zh-CN"><termSec><term>心梗</term>
      <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
      <termSec><term>心肌梗死</term>
      <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
      <termSec><term>心肌梗塞</term>
      <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
    <langSec xml:lang="zh-TW"><termSec><term>心肌梗死症</term></termSec></langSec>
    <langSec xml:lang="de"><termSec><term>Herzinfarkt</term></termSec></langSec>
  </conceptEntry>
</body></text></tbx>
"""
OLD_TBX = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body><termEntry>
<langSet xml:lang="en"><ntig><termGrp><term>asthma</term></termGrp></ntig></langSet>
<langSet xml:lang="zh"><tig><term>哮喘</term></tig></langSet>
</termEntry></body></text></martif>
"""


def test_a_file_of_another_dialect_is_understood() -> None:
    (found,) = formats_tbx.read(TBX.encode(), {})
    assert found.left_out == 1
    assert found.line == 4
    concept = found.entry.concept
    assert (concept.id, concept.domain, concept.review) == ("c1", "cardiology", "draft")
    assert concept.terms == {
        "en": Terms("heart attack", abbr=("MI",)),
        "zh": Terms("心肌梗死", also=("心梗", "心肌梗死症"), avoid=("心肌梗塞",)),
    }


def test_the_older_tbx_finds_the_concept_that_is_known() -> None:
    known = Concept("asthma-x", "lungs", "disease", {
        "zh": Terms("哮喘"), "en": Terms("asthma"), "fr": Terms("asthme")})  # fmt: skip
    (found,) = formats_tbx.read(OLD_TBX.encode(), {"asthma-x": Entry(known)})
    assert found.entry == Entry(known), "what the file does not say stays"
    (new,) = formats_tbx.read(OLD_TBX.encode(), {})
    assert (new.entry.concept.id, new.entry.concept.type) == ("asthma", "finding")


def wrong(text: str, line: int, column: int, code: str) -> tuple[str, int, int, str]:
    return text, line, column, code


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        wrong(TBX.replace("</conceptEntry>", ""), 17, 3, "xml"),
        wrong(TBX.replace("<term>Herzinfarkt</term>", ""), 15, 28, "no_term"),
        wrong(TBX.replace('xml:lang="zh-TW"', ""), 14, 5, "no_language"),
        wrong(TBX[:300], 6, 20, "xml"),
        wrong(TBX.replace("症</term>", "症</trem>"), 14, 53, "xml"),
        wrong("<html/>", 1, 1, "not_tbx"),
        wrong("", 1, 1, "xml"),
        wrong('<!DOCTYPE x [\n<!ENTITY a "b">]><tbx/>', 2, 12, "forbidden"),
        wrong(TBX.replace("</conceptEntry>", '</conceptEntry>\n<conceptEntry id="c1"><langSec '
              'xml:lang="en"><termSec><term>x</term></termSec></langSec></conceptEntry>'),
              17, 1, "double_id"),
    ],
)  # fmt: skip
def test_a_broken_tbx_says_where(text: str, line: int, column: int, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        formats_tbx.read(text.encode(), {})
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        wrong("id,zh,en\nfever,发热,fever\ncough,\"咳嗽,cough\n", 3, 7, "quote"),
        wrong("id,zh,en\nfever,\"发热\"x,fever\n", 2, 7, "quote"),
        wrong("id,zh,price\n", 1, 7, "unknown_column"),
        wrong("id,zh,zh.term\n", 1, 7, "unknown_column"),
        wrong("id,note\nx,y\n", 1, 1, "no_header"),
        wrong("", 1, 1, "no_header"),
        wrong("id,zh\n\nbad id,发热\n", 3, 1, "bad_id"),
        wrong("id,zh\nfever,发热\nfever,咳嗽\n", 3, 1, "double_id"),
        wrong("id,zh\nfever,发热,too,much\n", 2, 10, "too_many_cells"),
        wrong("id,zh\nfever,\n", 2, 1, "no_term"),
        wrong("id;zh;codes\nfever;发热;icd10\n", 2, 10, "bad_codes"),
    ],
)  # fmt: skip
def test_a_broken_csv_says_where(text: str, line: int, column: int, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        formats_csv.read(text.encode(), {})
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, line, column)


def test_a_csv_that_is_cut_inside_a_sign_is_broken_and_not_another_code_page() -> None:
    data = "id,zh\nfever,发热发热发热发热\ncough,咳".encode()[:-1]
    with pytest.raises(FormatError) as caught:
        formats_csv.read(data, {})
    assert (caught.value.code, caught.value.line, caught.value.column) == ("encoding", 3, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(encoding: str, delimiter: str) -> None:
    text = "zh,en\r\n发热,fever\r\n\r\n感冒,cold\r\n寒冷,cold\r\n".replace(",", delimiter)
    found = [x.entry.concept for x in formats_csv.read(text.encode(encoding), {})]
    assert [(c.id, c.terms["zh"].term) for c in found] == [
        ("fever", "发热"), ("cold", "感冒"), ("cold-2", "寒冷"),
    ]  # fmt: skip


def test_a_csv_with_few_columns_changes_only_these() -> None:
    known = Entry(Concept("fever", "symptoms", "symptom", {
        "zh": Terms("发热", also=("发烧",)), "en": Terms("fever"), "fr": Terms("fièvre")},
        {"icd10": "R50.9"}, "list", "approved", "note"))  # fmt: skip
    (found,) = formats_csv.read(
        b"id,en.term,en.also\nfever,pyrexia,fever | temp\n", {"fever": known}
    )
    concept = found.entry.concept
    assert concept.terms["en"] == Terms("pyrexia", also=("fever", "temp"))
    assert (concept.terms["zh"], concept.terms["fr"]) == (
        known.concept.terms["zh"], known.concept.terms["fr"],
    )  # fmt: skip
    assert (concept.codes, concept.review) == ({"icd10": "R50.9"}, "approved")


def test_a_formula_is_written_so_that_no_spreadsheet_runs_it() -> None:
    evil = Entry(Concept("x", "d", "drug", {"en": Terms('=cmd|" /C calc"!A0')}))
    data = formats_csv.dump([evil])
    assert b"\"'=cmd" in data
    assert formats_csv.read(data, {})[0].entry == evil


def test_the_preview_counts_new_changed_same_and_clashing(tmp_path: Path) -> None:
    def made(key: str, zh: str) -> Concept:
        return Concept(key, "d", "symptom", {"zh": Terms(zh), "en": Terms(key)})

    book = TermBook([made("a", "甲"), made("b", "乙"), made("c", "丙")], tmp_path, LI)
    book.put(made("c", "我们的丙"))
    text = "id,zh,en\na,甲,a\nb,新乙,b\nc,新丙,c\nd,丁,d\ne,甲,e\n"
    found = plan(formats_csv.read(text.encode(), book.entries()), book)
    assert [e.concept.id for e in found.new] == ["d", "e"]
    assert [e.concept.id for e in found.changed] == ["b"]
    assert found.same == 1
    assert [(c.ours.concept.terms["zh"].term) for c in found.conflicts] == ["我们的丙"]
    assert [(t.id, t.other, t.term) for t in found.twins] == [("e", "a", "甲")]
    book.take(found.entries(take_theirs=False), "list of the ward")
    assert book.entries()["c"].concept.terms["zh"].term == "我们的丙"
    book.take(found.entries(take_theirs=True), "list of the ward")
    assert book.entries()["c"].concept.terms["zh"].term == "新丙"
    book.undo()
    book.undo()
    assert set(book.entries()) == {"a", "b", "c"}


def test_an_unknown_suffix_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        write(tmp_path / "a.docx", [])
    assert list(tmp_path.iterdir()) == []


def test_only_the_languages_wanted_are_written(tmp_path: Path) -> None:
    entry = Entry(
        Concept("a", "d", "drug", {"zh": Terms("甲"), "en": Terms("a"), "ru": Terms("а")})
    )
    write(tmp_path / "a.csv", [entry], ("zh", "ru"))
    header, row = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert "ru.term" in header
    assert "en.term" not in header
    assert exchange.only(entry, ("zh",)).concept.terms == {"zh": Terms("甲")}
    assert row.startswith("a,d,drug,draft")
