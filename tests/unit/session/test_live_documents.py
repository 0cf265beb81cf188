"""A document in the line of a consultation: who speaks is answered before its next step."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.documents.case import CaseRun, Tools, bring_in
from app.documents.give_way import GiveWay, Stopped
from app.engine.engine import Engine
from app.engine.lent import Lender, Shared
from app.engine.protocol import LoadPack
from app.records.document_store import DocumentStore
from app.records.documents import Standing
from app.session.events import Subtitle
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.record_access import ACCESS
from tests.fakes.session_kit import Kit
from tests.process.document_worker import TableEngine, sentence

BLOCKS = 4


class WatchedEngine(TableEngine):
    """Notes how many turns were answered when each step began; waits in the first one."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.turns_before: list[int] = []
        self.entered, self.go_on = threading.Event(), threading.Event()

    def request(self, request, priority=None):  # type: ignore[no-untyped-def]
        """A step of the document."""
        self.turns_before.append(len(self._kit.records.turns))
        self.entered.set()
        assert self.go_on.wait(30)
        return super().request(request, priority)


class Translating:
    """A run of a document beside a consultation, in a thread of its own."""

    def __init__(self, kit: Kit, path: Path) -> None:
        self.engine = WatchedEngine(kit)
        self.standing: list[Standing] = []
        file = path.with_name("复查.txt")
        text = "\n\n".join(sentence(number) for number in range(BLOCKS))
        file.write_text(text, encoding="utf-8")

        @contextmanager
        def lent(_source: str, _target: str) -> Iterator[Engine]:
            yield self.engine  # type: ignore[misc]

        tools = Tools(lambda _source, _target: lambda _text: (), lent)

        def open_store() -> DocumentStore:
            return DocumentStore.open(path, ACCESS)

        document_id, _ = bring_in(open_store, file, "zh", "en", tools)
        give_way = GiveWay(lambda: kit.session)
        self.run = CaseRun(open_store, document_id, tools, give_way)
        self.thread = threading.Thread(target=lambda: self.standing.append(self.run.run()))
        self.thread.start()

    def join(self) -> Standing | None:
        """Wait until it has ended; how far it came."""
        self.thread.join(30)
        assert not self.thread.is_alive()
        return self.standing[0] if self.standing else None


def test_who_speaks_overtakes_the_document_at_the_next_block(
    kit: Kit, source: ManualSource, tmp_path: Path
) -> None:
    begin(kit)
    document = Translating(kit, tmp_path / "records.db")
    assert document.engine.entered.wait(10)
    source.say(400)
    source.say(700)
    kit.until_heard(source)
    assert kit.records.turns == []
    document.engine.go_on.set()
    kit.watch.until_kind(Subtitle)
    kit.watch.until_kind(Subtitle)
    standing = document.join()
    assert standing is not None
    assert standing.done == BLOCKS
    # One block a step, and both turns between the first of them and the second.
    assert document.engine.turns_before == [0, 2, 2, 2]
    kit.finish()


def test_a_document_goes_on_when_the_consultation_ends(kit: Kit, tmp_path: Path) -> None:
    begin(kit)
    document = Translating(kit, tmp_path / "records.db")
    assert document.engine.entered.wait(10)
    kit.session.end()
    document.engine.go_on.set()
    kit.watch.until_state("ended")
    standing = document.join()
    assert standing is not None
    assert standing.done == BLOCKS


def test_a_document_that_is_stopped_leaves_the_line(kit: Kit, tmp_path: Path) -> None:
    begin(kit)
    document = Translating(kit, tmp_path / "records.db")
    assert document.engine.entered.wait(10)
    document.run.cancel()
    document.engine.go_on.set()
    standing = document.join()
    assert standing is not None
    assert standing.done < BLOCKS
    kit.finish()


def test_without_a_consultation_a_step_is_done_at_once_and_its_error_comes_out() -> None:
    give_way, stop = GiveWay(), threading.Event()
    assert give_way.do(lambda: threading.current_thread().name, stop) == "MainThread"
    with pytest.raises(ZeroDivisionError):
        give_way.do(lambda: 1 // 0, stop)
    stop.set()
    with pytest.raises(Stopped):
        give_way.do(lambda: 1, stop)


def test_the_consultations_engine_is_lent_where_it_has_the_pack() -> None:
    pack, other = LoadPack("a"), LoadPack("b")
    own, theirs = LentEngine(), LentEngine()
    for packs, wanted in (([pack], theirs), ([other], own)):
        lender = Lender(
            lambda _source, _target: pack,
            lambda packs=packs: Shared(theirs, packs),  # type: ignore[misc, arg-type]
            lambda: own,  # type: ignore[arg-type, return-value]
        )
        with lender.lend("zh", "en") as engine:
            assert engine is wanted
    assert (own.loaded, own.closed, theirs.closed) == ([pack], True, False)


class LentEngine(TableEngine):
    """Remembers what was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[LoadPack] = []
        self.closed = False

    def load(self, packs: list[LoadPack]) -> None:
        """Load these."""
        self.loaded = list(packs)

    def close(self) -> None:
        """Give the models back."""
        self.closed = True
