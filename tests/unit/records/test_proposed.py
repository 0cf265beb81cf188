"""Words of corrected turns that wait for somebody to say whether they are terms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.records.proposed import REFUSED, ProposedTerm
from app.records.store import RecordReader, RecordStore
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN, RECORDS
from tests.unit.records.samples import FULL_TURN, HEADER, turn


def terms(found: list[ProposedTerm]) -> list[tuple[str, str, int]]:
    return [(each.lang, each.term, each.times) for each in found]


def test_they_wait_with_the_encounter_and_are_decided_once(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with RecordStore.open(path, CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
        store.add_turn("e-1", turn(2))
        store.propose_terms("e-1", 1, [("zh", "阿胶"), ("en", "metamizole")])
        store.propose_terms("e-1", 2, [("zh", "阿胶")])
        store.propose_terms("e-1", 2, [("zh", "阿胶")])
        assert terms(store.proposed_terms()) == [("zh", "阿胶", 2), ("en", "metamizole", 1)]
        store.decide_term("zh", "阿胶", REFUSED)
        store.propose_terms("e-1", 2, [("zh", "阿胶")])
        assert terms(store.proposed_terms()) == [("en", "metamizole", 1)]
        acts = [entry.act for entry in store.audit_log()]
    assert acts.count("terms.propose") == 4
    assert acts.count("terms.decide") == 1
    assert acts.count("terms.review") == 2


def test_a_clinician_sees_those_of_their_own_encounters(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    for access, name, term in ((CLINICIAN, "e-1", "阿胶"), (OTHER_CLINICIAN, "e-2", "当归尾")):
        with RecordStore.open(path, access) as store:
            store.start_encounter(replace(HEADER, id=name))
            store.add_turn(name, turn(1))
            store.propose_terms(name, 1, [("zh", term)])
    seen = {}
    for access in (CLINICIAN, OTHER_CLINICIAN, RECORDS):
        with RecordReader.open(path, access) as reader:
            seen[access.actor.name] = {each.term for each in reader.proposed_terms()}
    assert seen == {"wang": {"阿胶"}, "li": {"当归尾"}, "zhao": {"阿胶", "当归尾"}}
