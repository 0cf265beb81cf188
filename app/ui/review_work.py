"""The document that is open for review: what is done to it, one thing after the other.

Everything that touches the record or the models runs in a thread; what came of it is a signal in
the main thread. Deeds wait in a line, so that they reach the record in the order they were done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.documents.blocks import Document
from app.documents.case import CaseRun, identical
from app.documents.jobs import Progress
from app.documents.stored import document_from, memory_from
from app.errors import AppError
from app.records.documents import BlockText, DocumentRecord, ReleaseRecord, may_follow
from app.ui.review_preview import read_pages
from app.ui.review_rows import ReviewRow, rows_of
from app.ui.review_source import Change, ReviewSource, with_texts
from app.ui.review_undo import Deed, Deeds, Steps, steps_to
from app.ui.task import Task
from translation.memory import Memory, Unit

Texts = dict[int, BlockText]
_DRAW_AFTER_MS = 600
"""Pages are made anew when nothing was changed for so long."""


class ReviewWork(QObject):
    """One document at a time.

    Signals: ``opened`` (its rows are new), ``texts_changed(texts, over)`` (``over``: also where
    there was one), ``standing_changed`` (release, progress, undo), ``failed(AppError, what)``
    with "open", "translate", "deed", "release", "export" or "pages", ``released``,
    ``exported(path)``, ``pages_made(Pages)``.
    """

    opened = Signal()
    texts_changed = Signal(object, bool)
    standing_changed = Signal()
    failed = Signal(object, str)
    released = Signal()
    exported = Signal(object)
    proposed = Signal(bool)
    pages_made = Signal(object)

    def __init__(self, source: ReviewSource, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self.record: DocumentRecord | None = None
        self.document: Document | None = None
        self.deeds = Deeds()
        self.memory = Memory()
        self.progress: Progress | None = None
        self.watched = True
        """Whether anybody sees the pages; they are not made otherwise."""
        self._same: dict[int, list[int]] = {}
        self._run: CaseRun | None = None
        self._again = False
        self._opening = 0
        self._line: deque[tuple[Callable[[], object], Callable[[object], None], str]] = deque()
        self._doing: Task | None = None
        self._drawing: Task | None = None
        self._draw_again = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DRAW_AFTER_MS)
        self._wait.timeout.connect(self.draw)

    @property
    def running(self) -> bool:
        """Whether it is being translated."""
        return self._run is not None

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return any((self._run, self._doing, self._drawing, self._line, self._wait.isActive()))

    @property
    def rows(self) -> list[ReviewRow]:
        """The rows of the document, as they are now."""
        return rows_of(self.record)[1] if self.record is not None else []

    def bring_in(self, file: Path, source_lang: str, target_lang: str) -> None:
        """Read a file and open it."""
        self._open(lambda: self._source.bring_in(file, source_lang, target_lang))

    def open(self, document_id: str) -> None:
        """Open a document of the record; what is missing is translated."""
        self._open(lambda: document_id)

    def give_up_opening(self) -> None:
        """Do not open what is being read; it may still come into the record."""
        self._opening += 1

    def close(self) -> None:
        """Let go of the document; its translation stops and can go on another time."""
        self.stop()
        self._opening += 1
        self._wait.stop()
        self.record, self.document = None, None
        self.deeds.clear()

    def translate(self) -> None:
        """Translate what has no text."""
        record = self.record
        if record is None or self._run is not None:
            return
        self.progress, self._again = None, False
        run = self._run = self._source.run(
            record.header.id,
            lambda progress: progressed(run, progress),
            lambda texts: finished(run, list(texts)),
        )
        task = Task(run.run, self)
        progressed = task.relay(self._take_progress)
        finished = task.relay(self._take_finished)
        task.done.connect(lambda _standing: self._ended(run, task, None))
        task.failed.connect(lambda error: self._ended(run, task, error))
        task.start()
        self.standing_changed.emit()

    def stop(self) -> None:
        """Stop translating after the sentences that are being done."""
        self._again = False
        if self._run is not None:
            self._run.cancel()

    def change(self, changes: Sequence[Change], *, keep: bool = True) -> None:
        """Put new texts on record; with ``keep`` it can be taken back."""
        record, _document = self._opened()
        versions = {c.position: self._version(c.position) for c in changes}
        before = {c.position: record.texts.get(c.position) for c in changes}

        def done(texts: object) -> None:
            assert isinstance(texts, dict)
            self._took(before, texts, keep)
            for position, text in texts.items():
                self._remember(position, text)
            if any(text.state == "failed" for text in texts.values()):
                self._again = True
                self.translate()

        # The versions are those that the person saw: whoever else changes them wins.
        self._put(
            lambda: self._source.change(self.record or record, changes, self._versions(versions)),
            done, "deed",
        )  # fmt: skip

    def correct(self, position: int, source: str) -> None:
        """Correct the original of a block; it is translated anew."""
        record, _document = self._opened()
        read = record.blocks[position].text
        kept = "" if source == read else source
        self.change([Change(position, "", "failed", accepted=False, source=kept)])

    def accept(
        self, positions: Sequence[int], accepted: bool = True, reason: str = "", keep: bool = True
    ) -> None:
        """Stand for texts, or take that back."""
        record, _document = self._opened()
        before = {at: record.texts.get(at) for at in positions}

        def done(texts: object) -> None:
            assert isinstance(texts, dict)
            self._took(before, texts, keep)
            for position, text in texts.items() if accepted else ():
                self._remember(position, text)

        self._put(
            lambda: self._source.accept(record.header.id, positions, accepted, reason),
            done, "deed",
        )  # fmt: skip

    def undo(self) -> None:
        """Take the last deed back."""
        deed = self.deeds.undo()
        if deed is not None:
            self._restore(deed.before)

    def redo(self) -> None:
        """Do again what was taken back last."""
        deed = self.deeds.redo()
        if deed is not None:
            self._restore(deed.after)

    def same_as(self, position: int) -> list[int]:
        """Other blocks that say the same."""
        return [at for at in self._same.get(position, ()) if at != position]

    def release(self, reason: str) -> None:
        """Stand for the whole document."""
        record, _document = self._opened()

        def done(release: object) -> None:
            assert isinstance(release, ReleaseRecord)
            if self.record is not None:
                self.record = replace(self.record, release=release)
            self.released.emit()
            self.standing_changed.emit()
            self._wait.start()

        self._put(lambda: self._source.release(record.header.id, reason), done, "release")

    def export(self, out: Path) -> None:
        """Write the document."""
        record, _document = self._opened()
        self._put(lambda: self._source.export(record.header.id, out), self.exported.emit, "export")

    def propose(self, words: Sequence[tuple[str, str]], position: int) -> None:
        """Suggest (language, term) pairs for the glossary."""
        record, _document = self._opened()

        def work() -> bool:
            kept = [
                self._source.propose(term, lang, record.header.id, position) for lang, term in words
            ]
            return any(kept)

        self._put(work, lambda kept: self.proposed.emit(bool(kept)), "deed")

    def draw(self) -> None:
        """Make the pages anew."""
        record = self.record
        if record is None or not self.watched:
            return
        if self._drawing is not None:
            self._draw_again = True
            return
        self._drawing = task = Task(lambda: read_pages(self._source.pages(record)), self)
        task.done.connect(self._drawn)
        task.failed.connect(self._not_drawn)
        task.start()

    def _open(self, find: Callable[[], str]) -> None:
        self._opening += 1
        number, source = self._opening, self._source

        def work() -> object:
            record = source.load(find())
            with source.store() as store:
                units = store.memory(record.header.source_lang, record.header.target_lang)
            header = record.header
            return record, memory_from(units, header.source_lang, header.target_lang)

        def done(result: object) -> None:
            if number != self._opening:
                return
            assert isinstance(result, tuple)
            self.close()
            self.record, self.memory = result
            self.document = rows_of(result[0])[0]
            self._same = identical(self.document)
            self.opened.emit()
            if result[0].standing.done < result[0].standing.total:
                self.translate()
            self.draw()

        def failed(error: AppError) -> None:
            if number == self._opening:
                self.failed.emit(error, "open")

        task = Task(work, self)
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    def _restore(self, wanted: Mapping[int, BlockText | None]) -> None:
        record, _document = self._opened()
        now = {at: record.texts.get(at) for at in wanted}
        steps: Steps = steps_to(wanted, now)
        if steps.changes:
            self.change(steps.changes, keep=False)
        for position, reason in steps.accept:
            self.accept([position], reason=reason, keep=False)
        if steps.unaccept:
            self.accept(steps.unaccept, accepted=False, keep=False)
        self.standing_changed.emit()

    def _took(self, before: Mapping[int, BlockText | None], texts: Texts, keep: bool) -> None:
        if self.record is None:
            return
        self.record = with_texts(self.record, texts)
        self.document = document_from(self.record)
        self._same = identical(self.document)
        if keep:
            self.deeds.add(Deed(before, dict(texts)))
        self.texts_changed.emit(texts, True)
        self.standing_changed.emit()
        self._wait.start()

    def _remember(self, position: int, text: BlockText) -> None:
        if self.record is None or not text.accepted:
            return
        header, source = self.record.header, text.source or self.record.blocks[position].text
        self.memory.add(
            Unit(header.source_lang, header.target_lang, source, text.target, text.user,
                 text.created_at)
        )  # fmt: skip

    def _version(self, position: int) -> int:
        text = self.record.texts.get(position) if self.record is not None else None
        return text.version if text is not None else 0

    def _versions(self, seen: dict[int, int]) -> dict[int, int]:
        """The versions to replace. A deed that waited behind another of the same block goes on
        top of it; somebody else's version is not there yet and is not overwritten."""
        return {at: max(version, self._version(at)) for at, version in seen.items()}

    def _take_progress(self, run: object, progress: object) -> None:
        if run is self._run and isinstance(progress, Progress):
            self.progress = progress
            self.standing_changed.emit()

    def _take_finished(self, run: object, made: object) -> None:
        if run is not self._run or self.record is None or not isinstance(made, list):
            return
        known = self.record.texts
        new = {
            text.position: text
            for text in made
            if text.position not in known or may_follow(known[text.position], text)
        }
        self.record = replace(self.record, texts={**known, **new})
        self.texts_changed.emit(new, False)
        self.standing_changed.emit()

    def _ended(self, run: CaseRun, task: Task, error: AppError | None) -> None:
        task.deleteLater()
        if run is not self._run:
            return
        self._run = None
        if error is not None:
            self.failed.emit(error, "translate")
        elif self._again:
            # An original was corrected after this run had begun.
            self.translate()
        self.standing_changed.emit()
        self._wait.start()

    def _put(self, work: Callable[[], object], done: Callable[[object], None], what: str) -> None:
        self._line.append((work, done, what))
        self._next()

    def _next(self) -> None:
        if self._doing is not None or not self._line:
            return
        work, done, what = self._line.popleft()
        self._doing = task = Task(work, self)

        def over(result: object, error: AppError | None) -> None:
            self._doing = None
            task.deleteLater()
            if error is None:
                done(result)
            else:
                self.failed.emit(error, what)
            self._next()

        task.done.connect(lambda result: over(result, None))
        task.failed.connect(lambda error: over(None, error))
        task.start()

    def _drawn(self, pages: object) -> None:
        self._drawing = None
        if self._draw_again:
            self._draw_again = False
            self.draw()
            return
        if self.record is not None:
            self.pages_made.emit(pages)

    def _not_drawn(self, error: AppError) -> None:
        self._drawing, self._draw_again = None, False
        self.failed.emit(error, "pages")

    def _opened(self) -> tuple[DocumentRecord, Document]:
        if self.record is None or self.document is None:
            raise RuntimeError("no document is open")
        return self.record, self.document
