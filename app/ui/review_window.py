"""The review window: a case document block by block, from the machine's draft to its release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.ui.review_deeds import ReviewDeeds
from app.ui.review_dialogs import LanguagesDialog, ReleaseDialog
from app.ui.review_grid import ReviewGrid
from app.ui.review_panes import DetailPane, FilterBar, HeadPane
from app.ui.review_preview import Pages, Preview
from app.ui.review_rows import Shown, kinds_in, standing_of
from app.ui.review_source import ReviewSource
from app.ui.review_start import StartPane
from app.ui.review_work import ReviewWork
from app.ui.task import Task
from app.ui.widgets.look import Style

ROOMY = 1200
"""Width of the window from which on the page has room beside the grid, at type size 1."""

KINDS = "*.docx *.pdf *.txt *.md *.xlsx *.png *.jpg *.jpeg *.tif *.tiff *.bmp"


class ReviewWindow(QMainWindow):
    """One document at a time; without one it offers to open some. Signal: ``closed``."""

    closed = Signal()

    def __init__(self, style: Style, source: ReviewSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._source = style, source
        self._last_pair = ("zh", "en")
        self._listing: Task | None = None
        self._roomy = True
        self.dialog: QDialog | None = None
        self.work = ReviewWork(source, self)
        self.start = StartPane(style, self)
        self.head = HeadPane(style, self)
        self.filters = FilterBar(style, self)
        self.grid = ReviewGrid(style, self)
        self.detail = DetailPane(style, self)
        self.preview = Preview(style, self)
        self.deeds = ReviewDeeds(self)
        self.setWindowTitle(style.texts.get("review.title"))
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(15)))
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._shortcuts()
        self.resize(1440, 900)
        self.setMinimumSize(1040, 640)
        self.list_recent()

    @property
    def style_(self) -> Style:
        """The look of the window, for its dialogs."""
        return self._style

    @property
    def source(self) -> ReviewSource:
        """Where documents come from."""
        return self._source

    @property
    def busy(self) -> bool:
        """Something is being read, written, translated or drawn."""
        return self.work.busy or self._listing is not None or self._waiting

    @property
    def _waiting(self) -> bool:
        """A document is being read or opened."""
        return self.pages.currentIndex() == 0 and self.start.state == "wait"

    def open_file(self, file: Path, source_lang: str = "", target_lang: str = "") -> None:
        """Bring a file in; asks for the languages unless both are given."""
        if source_lang and target_lang:
            self._read(file, source_lang, target_lang)
            return
        dialog = LanguagesDialog(
            self._style, file.name, self._source.pairs(), self._last_pair, self
        )
        dialog.chosen.connect(lambda one, other: self._read(file, one, other))
        self.show_dialog(dialog)

    def open_document(self, document_id: str) -> None:
        """Open a document of the record."""
        texts = self._style.texts
        self._show_start()
        self.start.say_waiting(texts.get("review.opening"), "")
        self.work.open(document_id)

    def list_recent(self) -> None:
        """Show the beginning with the newest documents."""
        self._show_start()
        self.start.begin()
        self._listing = task = Task(self._source.recent, self)
        task.done.connect(self._listed)
        task.failed.connect(self._not_listed)
        task.start()

    def show_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over this window; there is one at a time."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
        self.dialog = dialog
        dialog.open()

    def words(self, error: AppError) -> str:
        """What went wrong, for people."""
        details = {key: str(value) for key, value in error.details.items()}
        return self._style.texts.code_text("banner.what", error.code, **details)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file at a time."""
        if _file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        file = _file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.open_file(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the grid has the room; Ctrl+P shows the page all the same."""
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY * self._style.theme.scale
        if roomy != self._roomy:
            self._roomy = roomy
            self._show_preview(roomy)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being translated stops, and goes on when the document is opened again."""
        self.work.close()
        self.closed.emit()
        super().closeEvent(event)

    def toggle_preview(self) -> None:
        """Show the finished pages, or give their room to the grid."""
        self._show_preview(not self.preview.isVisible())

    def _show_preview(self, shown: bool) -> None:
        self.preview.setVisible(shown)
        self.work.watched = shown
        if shown:
            self.work.draw()

    def _read(self, file: Path, source_lang: str, target_lang: str) -> None:
        texts = self._style.texts
        self._last_pair = (source_lang, target_lang)
        self._show_start()
        self.start.say_waiting(texts.get("review.reading"), file.name)
        self.start.cancel.setFocus()
        self.work.bring_in(file, source_lang, target_lang)

    def _ask_file(self) -> None:
        texts = self._style.texts
        kinds = f"{texts.get('review.files')} ({KINDS})"
        chosen, _ = QFileDialog.getOpenFileName(self, texts.get("review.open"), "", kinds)
        if chosen:
            self.open_file(Path(chosen))

    def _ask_export(self) -> None:
        record = self.work.record
        if record is None:
            return
        texts = self._style.texts
        stem = Path(record.header.name).stem
        name = f"{stem}-{record.header.target_lang}.pdf"
        title = texts.get("review.act.export")
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, "PDF (*.pdf);;DOCX (*.docx)")
        if chosen:
            self.head.say(texts.get("review.exporting"))
            self.work.export(Path(chosen))

    def _ask_release(self) -> None:
        if self.work.record is None:
            return
        found = standing_of(self.grid.blocks.rows)
        if found.done < found.total:
            words = self._style.texts.get("review.release.untranslated", n=found.total - found.done)
            self.head.say(words, error=True)
            return
        dialog = ReleaseDialog(self._style, self._source.actor.name, found, self)
        dialog.given.connect(self.work.release)
        self.show_dialog(dialog)

    def _listed(self, lines: object) -> None:
        assert isinstance(lines, list)
        self._listing = None
        if not self._waiting and self.pages.currentIndex() == 0:
            self.start.show_recent(lines)
            self.start.open.setFocus()

    def _not_listed(self, error: AppError) -> None:
        self._listing = None
        if not self._waiting:
            self.start.say_error(self.words(error))

    def _opened(self) -> None:
        record = self.work.record
        assert record is not None
        langs = (record.header.source_lang, record.header.target_lang)
        self.grid.blocks.set_rows(self.work.rows, langs)
        self.filters.clear()
        self.preview.show_pages(None)
        self.head.say("")
        warnings = [
            self._style.texts.code_text("review.warning", key) for key in record.header.warnings
        ]
        if warnings:
            self.head.say(" ".join(warnings), error=True)
        self.pages.setCurrentIndex(1)
        self.setWindowTitle(f"{record.header.name} · {self._style.texts.get('review.title')}")
        self._standing()
        self.grid.go_to(0)
        self.grid.setFocus()

    def _texts(self, texts: object, over: bool) -> None:
        assert isinstance(texts, dict)
        self.grid.shown.keep(texts if over else ())
        self.grid.blocks.put(texts, over=over)
        self.filters.set_kinds(kinds_in(self.grid.blocks.rows))
        self.filters.show_count(self.grid.shown.rowCount(), self.grid.blocks.rowCount())
        self.deeds.show_row()

    def _standing(self) -> None:
        record, rows = self.work.record, self.grid.blocks.rows
        if record is None:
            return
        self.head.show_record(record, rows)
        unfinished = any(row.text is None or row.text.state == "failed" for row in rows)
        self.head.show_progress(
            self.work.progress, running=self.work.running, unfinished=unfinished
        )
        self.filters.set_kinds(kinds_in(rows))
        self.deeds.offer()

    def _failed(self, error: object, what: str) -> None:
        assert isinstance(error, AppError)
        words = self.words(error)
        if what == "open":
            self._show_start()
            self.start.say_error(words)
        elif what == "pages":
            self.preview.say(words)
        elif what == "release" and isinstance(self.dialog, ReleaseDialog):
            self.dialog.say(words)
        else:
            self.head.say(words, error=True)

    def _released(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.head.say(self._style.texts.get("review.released"))

    def _pages(self, pages: object) -> None:
        assert isinstance(pages, Pages)
        self.preview.show_pages(pages)
        row = self.grid.current()
        if row is not None:
            self.preview.follow(row)

    def _filter(self) -> None:
        row = self.grid.current()
        self.grid.shown.want(self.filters.wanted())
        self.filters.show_count(self.grid.shown.rowCount(), self.grid.blocks.rowCount())
        place = self.grid.shown.place_of(row.position) if row is not None else -1
        self.grid.go_to(max(0, place))

    def _go_back(self) -> None:
        """To the list of documents. A translation stops, and goes on when it is opened again."""
        if self.pages.currentIndex() == 1:
            self.work.close()
            self.setWindowTitle(self._style.texts.get("review.title"))
            self.list_recent()

    def _show_start(self) -> None:
        self.pages.setCurrentIndex(0)

    def _cancel(self) -> None:
        if self._waiting:
            self.work.give_up_opening()
            self.start.begin()
            self.list_recent()

    def _escape(self) -> None:
        if self.pages.currentIndex() == 0:
            self._cancel()
        elif self.filters.search.text() or self.filters.wanted().shown is not Shown.ALL:
            self.filters.clear()
        self.grid.setFocus()

    def _build(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.grid, 1)
        column.addWidget(self.detail)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([980, 460])
        review = QWidget(self)
        review.setObjectName("root")
        whole = QVBoxLayout(review)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(splitter, 1)
        self.start.setObjectName("root")
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.start)
        self.pages.addWidget(review)
        self.setCentralWidget(self.pages)

    def _connect(self) -> None:
        work = self.work
        work.opened.connect(self._opened)
        work.texts_changed.connect(self._texts)
        work.standing_changed.connect(self._standing)
        work.failed.connect(self._failed)
        work.released.connect(self._released)
        work.exported.connect(
            lambda path: self.head.say(self._style.texts.get("records.exported", path=str(path)))
        )
        work.pages_made.connect(self._pages)
        self.start.open_asked.connect(self._ask_file)
        self.start.chosen.connect(self.open_document)
        self.start.cancelled.connect(self._cancel)
        self.start.back_asked.connect(self.list_recent)
        self.head.action.connect(self.act)
        self.head.stop_asked.connect(work.stop)
        self.head.go_on_asked.connect(work.translate)
        self.filters.changed.connect(self._filter)

    def act(self, what: str) -> None:
        """Do what a button or a key asks for."""
        own: dict[str, Callable[[], None]] = {
            "back": self._go_back,
            "open": self._ask_file,
            "export": self._ask_export,
            "release": self._ask_release,
        }
        if what in own:
            own[what]()
        else:
            self.deeds.do(what)

    def _shortcuts(self) -> None:
        bindings: dict[str, Callable[[], object]] = {
            "Alt+Left": lambda: self.act("back"),
            "Ctrl+O": lambda: self.act("open"),
            "Ctrl+E": lambda: self.act("export"),
            "F10": lambda: self.act("release"),
            "F5": self.work.translate,
            "Ctrl+F": self.filters.search.setFocus,
            "Ctrl+L": self.grid.setFocus,
            "Ctrl+P": self.toggle_preview,
            "Esc": self._escape,
        }
        for keys, slot in (bindings | self.deeds.bindings()).items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)


def _file(data: QMimeData) -> Path | None:
    """The one file that is being dragged."""
    urls = [url for url in data.urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
