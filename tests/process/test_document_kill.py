"""Kill -9 in the middle of translating: the next start goes on with what was done."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path

import pytest

from app.documents.case import CaseRun, bring_in
from app.records.document_store import DocumentStore
from app.records.verify import verify_record
from tests.fakes.record_access import ACCESS
from tests.process.document_worker import COUNT, TableEngine, sentence, tools, translation, work

SEED = 20261122


def work_and_kill(path: Path, document_id: str, steps: int) -> None:
    """Let a process translate, and kill it after so many steps are told."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.process.document_worker"])
    ours, theirs = context.Pipe()
    child = context.Process(target=work, args=(path, document_id, theirs))
    child.start()
    theirs.close()
    with ours:
        for step in range(steps):
            ours.recv()
            if step < steps - 1:
                ours.send("go on")
        if steps % 2:
            ours.send("go on")  # It is killed within the next step.
        child.kill()
        child.join()
        assert child.exitcode == -9, "the worker ended by itself"


@pytest.mark.slow
def test_a_killed_translation_goes_on_where_it_was(tmp_path: Path) -> None:
    path, file = tmp_path / "records.db", tmp_path / "复查.txt"
    file.write_text("\n\n".join(sentence(number) for number in range(COUNT)), encoding="utf-8")

    def open_store() -> DocumentStore:
        return DocumentStore.open(path, ACCESS)

    document_id, new = bring_in(open_store, file, "zh", "en", tools(TableEngine()))
    assert new
    dice, known = random.Random(SEED), 0
    for _ in range(3):
        steps = dice.randint(2, 4)
        work_and_kill(path, document_id, steps)
        with open_store() as store:
            done = store.load_document(document_id).standing.done
        # Two blocks a step, and one more step at most that could not be told any more.
        assert known + 2 * steps <= done <= known + 2 * steps + 2
        known = done
    assert bring_in(open_store, file, "zh", "en", tools(TableEngine())) == (document_id, False)
    engine = TableEngine()
    standing = CaseRun(open_store, document_id, tools(engine)).run()
    assert (standing.done, standing.total) == (COUNT, COUNT)
    with open_store() as store:
        record = store.load_document(document_id)
    assert len(engine.asked) == COUNT - known, "what was done is not asked again"
    assert [record.texts[at].target for at in range(COUNT)] == [
        translation(number) for number in range(COUNT)
    ]
    assert {text.version for text in record.texts.values()} == {1}
    assert verify_record(path, ACCESS).problems == ()
