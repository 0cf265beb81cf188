"""Search over the index, on a real encrypted record, as each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records.model import AFTERWARDS, AttestationRecord, Attested, FindingRecord, Party
from app.records.search import Query
from app.records.search_words import index_text, question
from app.records.states import State
from app.records.store import RecordReader, RecordStore
from tests.fakes.record_access import ADMINISTRATOR, CLINICIAN, OTHER_CLINICIAN, RECORDS, raw
from tests.unit.records.samples import HEADER, turn

TEXTS = (
    ("en", "I have chest pain and a cough.", "我胸痛，还咳嗽。"),
    ("en", "The café did not help, 38.9 degrees.", "咖啡馆没有用，38.9度。"),
    ("ru", "Я принимаю ёлку и аспирин.", "我吃阿司匹林。"),
    ("ar", "عندي أَلَمٌ في الصَّدر", "我胸口疼。"),
    ("ko", "가슴통증이 있어요", "我有胸部疼痛，做过B超检查。"),
    ("ja", "胸が痛いです", "我胸部很痛。"),
    ("hi", "मुझे सीने में दर्द है", "我胸闷。"),
    ("th", "ฉันเจ็บหน้าอก", "我胸痛三天了。"),
)
FINDING = FindingRecord("dose", "dose.changed:5>50")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encounter e-1 has the texts; e-2, later, is another clinician's."""
    file = tmp_path_factory.mktemp("search") / "records.db"
    with RecordStore.open(file, CLINICIAN) as store:
        store.start_encounter(HEADER)
        for number, (lang, text, translation) in enumerate(TEXTS, 1):
            store.add_turn(
                "e-1",
                turn(number, party=Party.PATIENT, lang=lang, text=text, target_lang="zh",
                     translation=translation),
            )  # fmt: skip
    with RecordStore.open(file, OTHER_CLINICIAN) as store:
        later = replace(HEADER, id="e-2", started_at="2026-11-22T01:00:00.000Z")
        store.start_encounter(
            replace(later, doctor_name="李医生", patient_name_local="Ivan 100%", patient_lang="ru")
        )
        store.add_turn("e-2", turn(1, text="胸痛多久了？", findings=(FINDING,)))
    return file


@pytest.fixture
def reader(path: Path) -> Iterator[RecordReader]:
    with RecordReader.open(path, RECORDS) as opened:
        yield opened


def turns(reader: RecordReader, words: str) -> list[int]:
    """Turns of e-1 that are found."""
    found = reader.find(Query(words)).found
    return [hit.turn for each in found if each.header.id == "e-1" for hit in each.hits]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("胸痛", [1, 8]),
        ("胸", [1, 4, 5, 6, 7, 8]),
        ("了", [8]),
        ("胸痛三天", [8]),
        ("胸痛 咳嗽", [1]),
        ("咳嗽 胸痛", [1]),
        ("痛胸", []),
        ("B超", [5]),
        ("b超检", [5]),
        ("38.9", [2]),
        ("38.9度", [2]),
        ("9.38", []),
        ("chest", [1]),
        ("CHEST PAIN", [1]),
        ("pain chest", [1]),
        ("cou", [1]),
        ("co", []),
        ("ough", []),
        ("cafe", [2]),
        ("Café", [2]),
        ("елку", [3]),
        ("АСПИР", [3]),
        ("الم", [4]),
        ("الصدر", [4]),
        ("통증", [5]),
        ("が痛", [6]),
        ("दर्द", [7]),
        ("เจ็บ", [8]),
        ("chest 三天", []),
        ('"; DROP', []),
        ("* NEAR( -", []),
        ("%", []),
    ],
)
def test_words_are_found_in_either_language(
    reader: RecordReader, words: str, wanted: list[int]
) -> None:
    assert turns(reader, words) == wanted


@pytest.mark.parametrize("text", [text for pair in TEXTS for text in pair[1:]])
def test_a_whole_sentence_finds_itself(reader: RecordReader, text: str) -> None:
    number = next(n for n, pair in enumerate(TEXTS, 1) if text in pair)
    assert number in turns(reader, text)


def test_every_pair_of_signs_of_a_chinese_text_finds_it() -> None:
    text = "左下肢静脉血栓"
    indexed = f" {index_text(text)} "
    for start in range(len(text) - 1):
        asked = question(text[start : start + 2])
        assert f" {asked.strip(chr(34))} " in indexed


def test_the_newest_encounter_comes_first_and_the_limit_is_said(reader: RecordReader) -> None:
    outcome = reader.find(Query("胸痛"))
    assert [found.header.id for found in outcome.found] == ["e-2", "e-1"]
    assert not outcome.more
    cut = reader.find(Query("胸痛", limit=1))
    assert [found.header.id for found in cut.found] == ["e-2"]
    assert cut.more


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(), ["e-2", "e-1"]),
        (Query(doctor="李"), ["e-2"]),
        (Query(patient="ivan"), ["e-2"]),
        (Query(patient="%"), ["e-2"]),
        (Query(patient="_"), []),
        (Query(lang="en"), ["e-1"]),
        (Query(since="2026-11-22"), ["e-2"]),
        (Query(until="2026-11-22"), ["e-1"]),
        (Query(open_findings=True), ["e-2"]),
        (Query(state=State.DRAFT), ["e-2", "e-1"]),
        (Query(state=State.SIGNED), []),
        (Query("胸痛", doctor="李"), ["e-2"]),
        (Query("胸痛", lang="en"), ["e-1"]),
        (Query("胸痛", open_findings=True), ["e-2"]),
        (Query("chest", open_findings=True), []),
    ],
)
def test_filters(reader: RecordReader, query: Query, wanted: list[str]) -> None:
    assert [found.header.id for found in reader.find(query).found] == wanted


def test_clinicians_find_their_own_encounters_and_administrators_nothing(path: Path) -> None:
    for access, wanted in ((CLINICIAN, ["e-1"]), (OTHER_CLINICIAN, ["e-2"])):
        with RecordReader.open(path, access) as reader:
            for query in (Query("胸痛"), Query()):
                assert [found.header.id for found in reader.find(query).found] == wanted
    with RecordReader.open(path, ADMINISTRATOR) as reader:
        with pytest.raises(AppError) as caught:
            reader.find(Query("胸痛"))
        assert caught.value.code == "records.not_permitted"


def test_a_search_is_on_record_without_its_words(path: Path, reader: RecordReader) -> None:
    reader.find(Query("咳嗽"))
    last = [entry for entry in reader.audit_log() if entry.act == "record.search"][-1]
    assert last.user == "zhao"
    assert last.details == '{"found":1,"signs":2}'


def test_a_correction_takes_the_place_of_what_it_corrects(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1, text="左耳疼", findings=(FINDING,)))
        assert [found.open_findings for found in store.find(Query("左耳")).found] == [1]
        store.add_turn("e-1", turn(1, 2, text="右耳疼"))
        assert store.find(Query("左耳")).found == ()
        found = store.find(Query("右耳")).found
        assert [hit.text for hit in found[0].hits] == ["右耳疼"]
        assert found[0].open_findings == 0


def test_a_finding_is_open_until_somebody_answers(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1, findings=(FINDING,)))
        store.add_turn("e-1", turn(2, findings=(FINDING,)))
        store.add_deed("e-1", AttestationRecord(1, 1, Attested.SENT_AS_IS, "wang", 10))
        assert store.find(Query()).found[0].open_findings == 1
        store.end_encounter("e-1")
        store.set_state("e-1", State.REVIEWED)
        found = store.find(Query()).found[0]
        assert (found.open_findings, found.state) == (0, State.REVIEWED)


def test_a_correction_that_is_held_again_is_open(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1, findings=(FINDING,), held=("dose",)))
        corrected = AttestationRecord(1, 1, Attested.CORRECTED, "wang", 10)
        again = turn(1, 2, findings=(FINDING,), held=("dose",), reason="corrected")
        store.add_turn("e-1", again, corrected)
        assert store.find(Query()).found[0].open_findings == 1
        store.add_deed("e-1", AttestationRecord(1, 2, Attested.ENDED, "", 10))
        assert store.find(Query()).found[0].open_findings == 1, "the end decides nothing"
        store.add_deed("e-1", AttestationRecord(1, 2, Attested.SENT_AS_IS, "wang", 10))
        assert store.find(Query(open_findings=True)).found == ()


def test_a_turn_held_for_doubt_alone_is_open(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1, held=("doubt",)))
        store.end_encounter("e-1")
        assert store.find(Query()).found[0].open_findings == 1
        store.add_turn("e-1", turn(1, 2, held=(AFTERWARDS,), reason="heard again"))
        assert store.find(Query()).found[0].open_findings == 0, "somebody has looked at it"


def test_names_are_found_as_they_are_now(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.update_header("e-1", patient_name="Jane")
        assert len(store.find(Query(patient="jan")).found) == 1


def test_what_is_deleted_is_not_found_and_leaves_the_index(tmp_path: Path) -> None:
    file = tmp_path / "records.db"
    with RecordStore.open(file, CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1, text="zebrafish", findings=(FINDING,)))
        store.start_encounter(replace(HEADER, id="e-2"))
        store.add_turn("e-2", turn(1, text="ordinary"))
        store.end_encounter("e-1")
        store.set_state("e-1", State.REVIEWED)
    with RecordStore.open(file, RECORDS) as store:
        store.purge("e-1", "policy")
        store.scrub()
        assert store.find(Query("zebrafish")).found == ()
        assert [found.header.id for found in store.find(Query()).found] == ["e-2"]
    connection = raw(file)
    try:
        blocks = connection.execute("SELECT block FROM turn_words_data").fetchall()
    finally:
        connection.close()
    assert not any(b"zebrafish" in block for (block,) in blocks)
    assert any(b"ordinary" in block for (block,) in blocks)
