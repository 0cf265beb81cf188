"""States of an encounter: which step may be made, by whom, and what a correction does."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.records.access import Access
from app.records.states import State
from app.records.store import RecordStore
from app.records.verify import Problem, verify_record
from tests.fakes.record_access import ADMINISTRATOR, CLINICIAN, OTHER_CLINICIAN, RECORDS, raw
from tests.unit.records.samples import HEADER, turn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "records.db"
    with RecordStore.open(file, CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", turn(1))
        store.end_encounter("e-1")
    return file


def put(path: Path, access: Access, *wanted: State) -> str:
    """The code of the refusal, or nothing; the states are set one after another."""
    with RecordStore.open(path, access) as store:
        try:
            for state in wanted:
                store.set_state("e-1", state)
        except AppError as error:
            return error.code
    return ""


def state_of(path: Path) -> State:
    with RecordStore.open(path, RECORDS) as store:
        return store.load_history("e-1").state


@pytest.mark.parametrize(
    ("access", "reviews", "signs"),
    [
        (CLINICIAN, "", ""),
        (RECORDS, "", "records.not_permitted"),
        (OTHER_CLINICIAN, "records.not_permitted", "records.not_permitted"),
        (ADMINISTRATOR, "records.not_permitted", "records.not_permitted"),
    ],
)
def test_who_may_review_and_sign(path: Path, access: Access, reviews: str, signs: str) -> None:
    assert put(path, access, State.REVIEWED) == reviews
    if reviews:
        assert state_of(path) is State.DRAFT
        assert put(path, CLINICIAN, State.REVIEWED) == ""
    assert put(path, access, State.SIGNED) == signs
    assert state_of(path) is (State.REVIEWED if signs else State.SIGNED)


@pytest.mark.parametrize("wanted", [State.SIGNED, State.AMENDED, State.DRAFT])
def test_a_draft_can_only_be_reviewed(path: Path, wanted: State) -> None:
    assert put(path, CLINICIAN, wanted) == "records.wrong_state"
    assert state_of(path) is State.DRAFT


def test_a_consultation_that_goes_on_is_not_reviewed(tmp_path: Path) -> None:
    file = tmp_path / "running.db"
    with RecordStore.open(file, CLINICIAN) as store:
        store.start_encounter(HEADER)
    assert put(file, CLINICIAN, State.REVIEWED) == "records.not_ended"


def test_a_correction_undoes_a_review_and_amends_what_was_signed(path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.set_state("e-1", State.REVIEWED)
        store.add_turn("e-1", turn(1, 2, reason="misheard"))
        assert store.load_history("e-1").state is State.DRAFT
        store.set_state("e-1", State.REVIEWED)
        signed = store.set_state("e-1", State.SIGNED)
        store.add_turn("e-1", turn(1, 3, reason="dose"))
        history = store.load_history("e-1")
    assert [change.state.value for change in history.states] == [
        "reviewed", "draft", "reviewed", "signed", "amended",
    ]  # fmt: skip
    assert history.states[-1].reason == "dose"
    assert history.states[-1].content != signed.content
    assert history.states[2].content == signed.content
    assert [by.user for by in history.record.authors] == ["wang"] * 3
    assert len(history.record.revisions) == 3
    assert put(path, CLINICIAN, State.REVIEWED, State.SIGNED) == ""
    assert verify_record(path, RECORDS).problems == ()


def test_states_are_only_added(path: Path) -> None:
    put(path, CLINICIAN, State.REVIEWED)
    connection = raw(path)
    try:
        for statement in ("UPDATE states SET state = 'signed'", "DELETE FROM states"):
            with pytest.raises(Exception, match="only added"):
                connection.execute(statement)
    finally:
        connection.close()


def test_a_state_that_is_not_in_the_log_is_found(path: Path) -> None:
    put(path, CLINICIAN, State.REVIEWED)
    assert verify_record(path, RECORDS).problems == ()
    connection = raw(path)
    try:
        connection.execute(
            "INSERT INTO states (encounter_id, state, user, role, reason, content, created_at) "
            "VALUES ('e-1', 'signed', 'wang', 'clinician', '', '', '')"
        )
    finally:
        connection.close()
    found = verify_record(path, RECORDS).problems
    assert set(found) == {
        Problem("states", "added", "e-1 states 2"),
        Problem("states", "changed", "e-1"),
    }


def test_a_change_of_state_is_on_record(path: Path) -> None:
    put(path, CLINICIAN, State.REVIEWED, State.SIGNED)
    with RecordStore.open(path, RECORDS) as store:
        acts = [e.details for e in store.audit_log("e-1") if e.act == "encounter.state"]
    assert len(acts) == 2
    assert '"before":"reviewed"' in acts[1]
    assert '"state":"signed"' in acts[1]
