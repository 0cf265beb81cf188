"""Case documents in the record: kept whole, released by rule, by those who may, on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import retention
from app.records.access import Access
from app.records.document_store import DocumentStore
from app.records.documents import Edit, MemoryUnit
from app.records.keys import Policy
from app.records.verify import verify_record
from tests.fakes.record_access import ADMINISTRATOR, CLINICIAN, OTHER_CLINICIAN, RECORDS, raw
from tests.unit.records.document_samples import BLOCKS, DOSE, HEADER, SOURCES, TEXTS

ORIGINAL = bytes(range(256)) * 5


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    with DocumentStore.open(folder / "records.db", CLINICIAN) as store:
        store.add_document(HEADER, ORIGINAL, BLOCKS)
        store.add_translations("d-1", TEXTS)
    return folder


@pytest.fixture
def store(path: Path) -> Iterator[DocumentStore]:
    with DocumentStore.open(path, CLINICIAN) as opened:
        yield opened


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value.code


def test_a_document_comes_back_as_it_was_put_in(store: DocumentStore) -> None:
    record = store.load_document("d-1")
    assert record.header == replace(HEADER, user="wang", created_at=record.header.created_at)
    assert record.blocks == BLOCKS
    assert [record.texts[at].target for at in range(4)] == [text.target for text in TEXTS]
    assert record.texts[2].findings == TEXTS[2].findings
    assert {(text.user, text.role) for text in record.texts.values()} == {("wang", "clinician")}
    assert store.original("d-1") == ORIGINAL
    assert (record.standing.done, record.standing.open_critical) == (4, 2)
    assert store.same_document(HEADER.sha256, "zh", "en") == "d-1"
    assert store.same_document(HEADER.sha256, "zh", "ru") == ""


def test_a_machine_never_writes_over_what_is_there(store: DocumentStore) -> None:
    store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
    assert store.add_translations("d-1", TEXTS) == 0
    assert store.load_document("d-1").texts[3].target == "Penicillin allergy"


def test_what_failed_may_be_tried_again(store: DocumentStore) -> None:
    other = replace(HEADER, id="d-2")
    store.add_document(other, b"x", BLOCKS)
    failed = replace(TEXTS[1], target="", state="failed", error="engine.failed", findings=())
    store.add_translations("d-2", [failed])
    assert store.load_document("d-2").standing.open_critical == 1
    assert store.add_translations("d-2", [TEXTS[1]]) == 1
    assert store.load_document("d-2").texts[1].version == 2


def test_edits_are_versions_with_their_author_and_feed_the_memory(store: DocumentStore) -> None:
    made = store.edit("d-1", [Edit(2, 1, "Aspirin 100 mg once daily")])
    assert (made[2].version, made[2].state, made[2].accepted) == (2, "edited", True)
    store.edit("d-1", [Edit(2, 2, "Aspirin 100 mg, once a day")])
    versions = store.versions("d-1", 2)
    assert [text.target for text in versions] == [
        "Aspirin 10 mg once a day", "Aspirin 100 mg once daily", "Aspirin 100 mg, once a day",
    ]  # fmt: skip
    (unit,) = store.memory("zh", "en")
    assert (unit.source, unit.target, unit.author) == (SOURCES[2], versions[-1].target, "wang")


def test_an_edit_of_what_somebody_else_has_changed_is_refused(store: DocumentStore) -> None:
    store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
    code = refused(lambda: store.edit("d-1", [Edit(2, 1, "x"), Edit(3, 1, "y")]))
    assert code == "records.document_changed"
    texts = store.load_document("d-1").texts
    assert (texts[2].version, texts[3].target) == (1, "Penicillin allergy")


def test_something_critical_is_accepted_with_a_reason_only(store: DocumentStore) -> None:
    assert refused(lambda: store.accept("d-1", [1, 2])) == "records.reason_missing"
    assert not store.load_document("d-1").texts[1].accepted, "one refusal refuses all of it"
    # What was read off a picture asks for no more than a look.
    store.accept("d-1", [1])
    store.accept("d-1", [2], reason="the original says 10 mg in the margin")
    texts = store.load_document("d-1").texts
    assert (texts[1].open_critical, texts[2].open_critical) == (0, 0)
    assert texts[2].reason == "the original says 10 mg in the margin"
    store.accept("d-1", [2], accepted=False)
    assert store.load_document("d-1").standing.open_critical == 1


def test_an_edit_that_leaves_something_critical_is_not_accepted_by_itself(
    store: DocumentStore,
) -> None:
    edit = Edit(2, 1, "Aspirin 10 mg", (DOSE,))
    assert refused(lambda: store.edit("d-1", [edit])) == "records.reason_missing"
    store.edit("d-1", [replace(edit, accepted=False)])
    assert store.load_document("d-1").standing.open_critical == 2


def test_no_release_while_critical_findings_are_open_without_a_reason(
    store: DocumentStore,
) -> None:
    assert refused(lambda: store.release("d-1", "  ")) == "records.findings_open"
    assert refused(lambda: store.load_document_for_export("d-1", final=True)) == (
        "records.not_released"
    )
    store.accept("d-1", [1])
    release = store.release("d-1", "the pharmacy has confirmed the dose")
    assert (release.user, release.open_findings, release.confirmed) == ("wang", 1, 1)
    assert release.unreviewed == 2
    assert store.load_document_for_export("d-1", final=True).release == release


def test_no_release_of_what_is_not_translated(store: DocumentStore) -> None:
    store.add_document(replace(HEADER, id="d-2"), b"x", BLOCKS)
    store.add_translations("d-2", TEXTS[:1])
    assert refused(lambda: store.release("d-2", "in a hurry")) == "records.not_translated"


@pytest.mark.parametrize("change", ["edit", "accept", "withdraw"])
def test_any_change_takes_the_release_back(store: DocumentStore, change: str) -> None:
    store.release("d-1", "reason")
    if change == "edit":
        store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
    elif change == "accept":
        store.accept("d-1", [3])
    else:
        store.withdraw("d-1", "wrong patient")
    assert store.load_document("d-1").release is None


ALLOWED = {
    "own": (CLINICIAN, True),
    "another clinician": (OTHER_CLINICIAN, False),
    "records": (RECORDS, True),
    "administrator": (ADMINISTRATOR, False),
}
CALLS: dict[str, Callable[[DocumentStore], object]] = {
    "read": lambda store: store.load_document("d-1"),
    "original": lambda store: store.original("d-1"),
    "versions": lambda store: store.versions("d-1", 0),
    "translate": lambda store: store.add_translations("d-1", TEXTS),
    "edit": lambda store: store.edit("d-1", [Edit(3, 1, "x")]),
    "accept": lambda store: store.accept("d-1", [3]),
    "release": lambda store: store.release("d-1", "why"),
    "withdraw": lambda store: store.withdraw("d-1"),
    "export": lambda store: store.load_document_for_export("d-1", final=False),
}


@pytest.mark.parametrize("who", ALLOWED)
def test_the_store_asks_who_may(path: Path, who: str) -> None:
    access, may = ALLOWED[who]
    with DocumentStore.open(path, access) as store:
        for name, call in CALLS.items():
            if may:
                call(store)
            else:
                assert refused(lambda call=call: call(store)) == "records.not_permitted", name


def test_lists_and_memory_hold_what_one_may_see(path: Path) -> None:
    with DocumentStore.open(path, CLINICIAN) as store:
        store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
        store.import_memory("zh", "en", [MemoryUnit("头痛", "Headache", "a", "2026")])
        (line,) = store.list_documents()
        assert (line.header.id, line.standing.done, line.release) == ("d-1", 4, None)

    def seen(access: Access) -> tuple[list[str], set[str]]:
        with DocumentStore.open(path, access) as store:
            ids = [line.header.id for line in store.list_documents()]
            return ids, {unit.target for unit in store.memory("zh", "en")}

    assert seen(CLINICIAN) == (["d-1"], {"Penicillin allergy", "Headache"})
    assert seen(OTHER_CLINICIAN) == ([], {"Headache"})
    assert seen(RECORDS) == (["d-1"], {"Penicillin allergy", "Headache"})


def test_an_older_unit_does_not_replace_a_newer_one(store: DocumentStore) -> None:
    for target, changed in (("new", "2026"), ("old", "2025")):
        store.import_memory("zh", "en", [MemoryUnit("头痛", target, "a", changed)])
    assert [unit.target for unit in store.memory("zh", "en")] == ["new"]


def test_nothing_is_left_of_a_purged_document(path: Path) -> None:
    with DocumentStore.open(path, CLINICIAN) as store:
        store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
        assert refused(lambda: store.purge_document("d-1", "x")) == "records.not_permitted"
    with DocumentStore.open(path, RECORDS) as store:
        assert store.documents_before("2020") == []
        assert [found[0] for found in store.documents_before("2999")] == ["d-1"]
        store.purge_document("d-1", "policy: 30 days")
        assert store.memory("zh", "en") == []
        assert refused(lambda: store.load_document("d-1")) == "records.no_document"
    connection = raw(path)
    tables = ("documents", "document_originals", "document_blocks", "document_texts")
    for table in tables:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    connection.close()
    assert verify_record(path, RECORDS).problems == ()


def test_documents_go_by_policy_when_nobody_has_changed_them(path: Path) -> None:
    now, keep = datetime.now(UTC), Policy(keep_days=30)
    with DocumentStore.open(path, RECORDS) as store:
        assert retention.apply_to_documents(store, Policy(), now + timedelta(days=99)) == ()
        assert retention.apply_to_documents(store, keep, now + timedelta(days=29)) == ()
        (gone,) = retention.apply_to_documents(store, keep, now + timedelta(days=31))
        assert gone.id == "d-1"
        assert store.list_documents() == []


def test_no_word_of_a_document_is_in_any_file(path: Path) -> None:
    with DocumentStore.open(path, CLINICIAN) as store:
        store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
        store.release("d-1", "confirmed by the ward")
        # The write-ahead log and the head of the audit log are read as well.
        seen = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    words = (*SOURCES, HEADER.name, "Penicillin", "Aspirin", "confirmed by the ward")
    assert len(seen) > 100_000
    for word in words:
        for encoding in ("utf-8", "utf-16-le"):
            assert word.encode(encoding) not in seen
    assert ORIGINAL[:64] not in seen


def test_everything_is_in_the_log_without_a_word_of_it(store: DocumentStore) -> None:
    store.edit("d-1", [Edit(3, 1, "Penicillin allergy")])
    store.accept("d-1", [1])
    store.release("d-1", "why")
    entries = [entry for entry in store.audit_log() if entry.encounter_id == "d-1"]
    acts = [entry.act for entry in entries]
    assert acts == [f"document.{act}" for act in ("add", "translate", "edit", "accept", "release")]
    said = "".join(entry.details for entry in entries)
    assert not any(word in said for word in (*SOURCES, "Penicillin", "aspirin", HEADER.name))


def test_a_row_changed_behind_the_log_is_found(path: Path) -> None:
    assert verify_record(path, RECORDS).problems == ()
    connection = raw(path)
    trigger = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE name = 'document_texts_no_update'"
    ).fetchone()[0]
    connection.execute("DROP TRIGGER document_texts_no_update")
    connection.execute("UPDATE document_texts SET target = 'Aspirin 1 g' WHERE position = 2")
    connection.execute(trigger)
    connection.close()
    problems = verify_record(path, RECORDS).problems
    assert [(p.part, p.what) for p in problems] == [("content", "changed")]


def test_a_row_that_nobody_vouches_for_is_found(path: Path) -> None:
    connection = raw(path)
    connection.execute(
        "INSERT INTO document_texts VALUES (99, 'd-1', 3, 2, 'x', 'edited', '[]', '', '{}', "
        "'wang', 'clinician', '')"
    )
    connection.close()
    problems = verify_record(path, RECORDS).problems
    assert [(p.part, p.what) for p in problems] == [("content", "added")]
