"""A case document on its way through the record: brought in, translated, resumed, checked anew.

Whatever a step has finished is in the record before the next one begins: a crash or a loss of
power costs one step at most, and the next run goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.blocks import Block, Document
from app.documents.give_way import GiveWay, Stopped
from app.documents.jobs import Batching, DocumentJob, Progress, checked
from app.documents.protect import FindTerms, Pair
from app.documents.readers.limits import Limits
from app.documents.readers.read import load, read_document
from app.documents.stored import (
    block_texts,
    document_from,
    done_blocks,
    fingerprint,
    memory_from,
    new_header,
    stored_blocks,
    with_source,
)
from app.engine.engine import Engine, EngineFailed
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, DocumentHeader, DocumentRecord, Standing
from translation.types import Finding

OpenStore = Callable[[], DocumentStore]
"""Opens the record for whoever has unlocked it; the thread that opens it works with it."""

ALONE = Batching()
IN_LINE = Batching(units=1)
"""While a consultation runs: it never waits for more than one sentence of a document."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What translating needs; getting either ready may take seconds.

    ``find_terms`` and ``engine`` are asked with the languages of the document. The engine has
    what it needs for them loaded, and is given back when the block is left.
    """

    find_terms: Callable[[str, str], FindTerms]
    engine: Callable[[str, str], AbstractContextManager[Engine]]
    app_version: str = ""
    termbase_version: Callable[[], str] = str
    packs: Callable[[str, str], dict[str, str]] = lambda _source, _target: {}


def bring_in(
    open_store: OpenStore, file: Path, source_lang: str, target_lang: str, tools: Tools
) -> tuple[str, bool]:
    """Read a file and put it on record; gives its id, and whether it is new.

    The very file that the same person has brought in before, for the same languages, is not read
    again. Raises DocumentError, RecordsError and those of a failed world.
    """
    limits = Limits()
    original = load(file, limits)
    with open_store() as store:
        known = store.same_document(fingerprint(original), source_lang, target_lang)
        if known:
            return known, False
        document = read_document(file, source_lang, limits)
        header = replace(
            new_header(file.name, original, document, source_lang, target_lang),
            app_version=tools.app_version,
            termbase_version=tools.termbase_version(),
            packs=tools.packs(source_lang, target_lang),
        )
        store.add_document(header, original, stored_blocks(document))
        return header.id, True


class CaseRun:
    """Translates one document of the record. `run` blocks; `cancel` works from any thread."""

    def __init__(
        self,
        open_store: OpenStore,
        document_id: str,
        tools: Tools,
        give_way: GiveWay | None = None,
        progress: Callable[[Progress], None] = lambda _progress: None,
        finished: Callable[[Sequence[BlockText]], None] = lambda _texts: None,
        alone: Batching = ALONE,
    ) -> None:
        """``finished`` is told what is new in the record; ``alone`` is how much
        goes to the engine at once while no consultation runs."""
        self._open_store = open_store
        self._id = document_id
        self._tools = tools
        self._give_way = give_way or GiveWay()
        self._progress = progress
        self._finished = finished
        self._alone = alone
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Stop after the step that is being done; what was finished stays."""
        self._stop.set()

    def run(self) -> Standing:
        """Translate what has no text yet; gives how far the document is.

        Raises EngineFailed, RecordsError and those of a failed world; what was finished until
        then is in the record.
        """
        with self._open_store() as store:
            record = store.load_document(self._id)
            header = record.header
            if record.standing.done < record.standing.total or _failed(record.texts.values()):
                self._with_engine(store, header)
                record = store.load_document(self._id)
            return record.standing

    def _with_engine(self, store: DocumentStore, header: DocumentHeader) -> None:
        for last in (False, True):
            try:
                with self._tools.engine(header.source_lang, header.target_lang) as engine:
                    self._translate(store, engine)
            except EngineFailed as error:
                # The engine was a consultation's, and the next one needs other packs in it.
                if last or error.code != "engine.not_loaded":
                    raise
            else:
                return

    def _translate(self, store: DocumentStore, engine: Engine) -> None:
        record = store.load_document(self._id)
        document, header = document_from(record), record.header
        pair = pair_of(header, self._tools)
        units = store.memory(header.source_lang, header.target_lang)
        old = done_blocks(record)
        job = DocumentJob(
            document,
            pair,
            engine,
            memory_from(units, header.source_lang, header.target_lang),
            finished=old,
            progress=self._progress,
        )
        positions = {block.block_id: block.position for block in record.blocks}
        steps = job.steps()
        while True:
            job.batching = IN_LINE if self._give_way.in_line else self._alone
            try:
                done = self._give_way.do(lambda: next(steps, None), self._stop)
            except Stopped:
                return
            if done is None:
                return
            new = [block for block in done if old.get(block.block.id) != block]
            texts = following(block_texts(new, positions), record)
            if texts and store.add_translations(self._id, texts):
                self._finished(texts)


def pair_of(header: DocumentHeader, tools: Tools) -> Pair:
    """The languages of a document and how its terms are found."""
    source, target = header.source_lang, header.target_lang
    return Pair(source, target, tools.find_terms(source, target))


def following(texts: Iterable[BlockText], record: DocumentRecord) -> list[BlockText]:
    """New texts as the next versions of those of the record, for the same originals."""
    made = []
    for text in texts:
        known = record.texts.get(text.position)
        if known is not None:
            extra = with_source(text.extra, known.source)
            text = replace(text, version=known.version + 1, extra=extra)
        made.append(text)
    return made


def check_anew(block: Block, target: str, pair: Pair) -> tuple[Finding, ...]:
    """What is to be looked at in a text that a person has written for a block."""
    return checked(block, target, pair)


def identical(document: Document) -> dict[int, list[int]]:
    """For each place those of the blocks that say the same, itself among them: under the same
    head where they are cells of a table."""
    same: dict[tuple[str, str | None], list[int]] = {}
    for at, block in enumerate(document.blocks):
        head = block.cell.column_head if block.cell is not None else None
        same.setdefault((block.text.strip(), head), []).append(at)
    return {at: places for places in same.values() for at in places}


def _failed(texts: Iterable[BlockText]) -> bool:
    return any(text.state == "failed" for text in texts)
