"""Summaries in the store: versions, who may add them, and that a change is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.records.store import RecordReader, RecordStore
from app.records.summary_model import Made, Section, SummaryLine
from app.records.verify import verify_record
from tests.fakes.record_access import ADMINISTRATOR, CLINICIAN, OTHER_CLINICIAN, RECORDS, raw
from tests.unit.records.samples import HEADER, turn

LINE = SummaryLine(Section.PLAN, "多喝水", "Drink water", (1,), ("finding",))
OWN = SummaryLine(Section.PLAN, "多休息", "Rest", (), (), own=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "records.db"
    with RecordStore.open(made, CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1))
    return made


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path, CLINICIAN) as opened:
        yield opened


def test_versions_are_added_and_the_newest_is_the_records(store: RecordStore) -> None:
    assert store.load("e-1").summary is None
    store.add_summary("e-1", Made.DRAFT, [LINE])
    store.add_summary("e-1", Made.EDITED, [LINE, OWN])
    last = store.add_summary("e-1", Made.REVIEWED, [LINE, OWN])
    versions = store.summaries("e-1")
    assert [(v.version, v.made, v.user, v.role) for v in versions] == [
        (1, Made.DRAFT, "wang", "clinician"),
        (2, Made.EDITED, "wang", "clinician"),
        (3, Made.REVIEWED, "wang", "clinician"),
    ]
    assert versions[0].lines == (LINE,)
    assert store.load("e-1").summary == last == versions[2]
    assert [v.reviewed for v in versions] == [False, False, True]


def test_a_correction_makes_the_review_void(store: RecordStore) -> None:
    store.add_summary("e-1", Made.REVIEWED, [LINE])
    store.add_turn("e-1", turn(1, 2, reason="misheard"))
    summary = store.load("e-1").summary
    assert summary is not None
    assert not summary.current
    assert not summary.reviewed


@pytest.mark.parametrize(
    ("access", "may_read", "may_write"),
    [
        (CLINICIAN, True, True),
        (RECORDS, True, True),
        (OTHER_CLINICIAN, False, False),
        (ADMINISTRATOR, False, False),
    ],
    ids=["own", "records", "another clinician", "administrator"],
)
@pytest.mark.parametrize("made", list(Made))
def test_roles(path: Path, access: object, may_read: bool, may_write: bool, made: Made) -> None:
    with RecordStore.open(path, access) as store:  # type: ignore[arg-type]
        if may_write:
            store.add_summary("e-1", made, [LINE])
        else:
            with pytest.raises(AppError) as caught:
                store.add_summary("e-1", made, [LINE])
            assert caught.value.code == "records.not_permitted"
        if may_read:
            assert len(store.summaries("e-1")) == 1
        else:
            with pytest.raises(AppError) as caught:
                store.summaries("e-1")
            assert caught.value.code == "records.not_permitted"
    with RecordReader.open(path, RECORDS) as reader:
        assert len(reader.summaries("e-1")) == int(may_write)


def test_each_version_is_in_the_audit_log_without_its_words(store: RecordStore) -> None:
    store.add_summary("e-1", Made.DRAFT, [LINE])
    (entry,) = [found for found in store.audit_log("e-1") if found.act == "summary.add"]
    assert '"version":1' in entry.details.replace(" ", "")
    assert "喝水" not in entry.details


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE summaries SET lines = replace(lines, '多喝水', '多喝酒')",
        "UPDATE summaries SET user = 'li'",
        "DELETE FROM summaries",
    ],
)
def test_a_changed_summary_is_found(path: Path, statement: str) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.add_summary("e-1", Made.DRAFT, [LINE])
    assert verify_record(path, RECORDS).problems == ()
    connection = raw(path)
    kept = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE name LIKE 'summaries_no_%'"
    ).fetchall()
    connection.execute("DROP TRIGGER summaries_no_update")
    connection.execute("DROP TRIGGER summaries_no_delete")
    connection.execute(statement)
    for (sql,) in kept:
        connection.execute(sql)
    connection.close()
    (problem,) = verify_record(path, RECORDS).problems
    assert (problem.part, problem.what, problem.where) == ("summary", "changed", "e-1 version 1")


def test_a_summary_goes_with_its_encounter(path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.add_summary("e-1", Made.DRAFT, [LINE])
    with RecordStore.open(path, RECORDS) as store:
        store.purge("e-1", "policy")
    connection = raw(path)
    assert connection.execute("SELECT count(*) FROM summaries").fetchone()[0] == 0
    connection.close()
    assert verify_record(path, RECORDS).problems == ()


def test_an_unknown_encounter_has_no_summary(store: RecordStore) -> None:
    with pytest.raises(AppError) as caught:
        store.add_summary("e-9", Made.DRAFT, [LINE])
    assert caught.value.code == "records.no_encounter"
