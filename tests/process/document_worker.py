"""Translates a case document of the record, telling of each step, until it is killed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from app.documents.case import CaseRun, Tools
from app.documents.jobs import Batching
from app.engine.engine import Engine, Priority, RequestingEngine
from app.engine.protocol import Reply, Request, Translate, Translated
from app.records.document_store import DocumentStore
from app.records.documents import BlockText
from tests.fakes.record_access import ACCESS
from tests.fakes.table_translator import FakeTranslator
from translation.translate_text import translate_text

SMALL = Batching(units=2)
COUNT = 40


def sentence(number: int) -> str:
    """The text of a block; none is like another, so that nothing is translated for two."""
    return f"患者第{number}次来院复查。"


def translation(number: int) -> str:
    """What the translator makes of it."""
    return f"The patient came for check-up {number}."


class TableEngine(RequestingEngine):
    """Answers in this process, and remembers what it was asked."""

    busy = False

    def __init__(self) -> None:
        self.asked: list[str] = []
        table = {sentence(number): translation(number) for number in range(COUNT)}
        self._translator = FakeTranslator(table)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """One or more sentences of the table."""
        assert isinstance(request, Translate)
        assert priority is Priority.DOCUMENT
        self.asked += request.text.split("\n")
        args = (request.text, request.source_lang, request.target_lang, request.terms)
        return Translated(translate_text(self._translator, *args), 1.0)


def tools(engine: TableEngine) -> Tools:
    """What translating needs, without models and terms."""

    @contextmanager
    def lent(_source: str, _target: str) -> Iterator[Engine]:
        yield engine  # type: ignore[misc]

    return Tools(lambda _source, _target: lambda _text: (), lent)


def work(path: Path, document_id: str, told: Connection) -> None:
    """Translate until killed; each message follows what it tells of into the record."""

    def tell(_texts: Sequence[BlockText]) -> None:
        told.send(len(engine.asked))
        # Not faster than the other side reads: a kill comes between two steps or within one.
        told.recv()

    engine = TableEngine()
    run = CaseRun(
        lambda: DocumentStore.open(path, ACCESS),
        document_id,
        tools(engine),
        finished=tell,
        alone=SMALL,
    )
    run.run()
