"""The glossary window: search, look, change; the hospital's layer over the shipped terms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from app.errors import AppError
from app.terms import terms_error
from app.ui.glossary_editor import EditDialog, ReasonDialog
from app.ui.glossary_files import GlossaryFiles
from app.ui.glossary_import import ImportDialog
from app.ui.glossary_model import ConceptModel, ShownModel
from app.ui.glossary_panes import GlossaryView
from app.ui.glossary_review import ReviewList, TurnTerms, Waiting
from app.ui.glossary_search import Finder
from app.ui.task import Task
from app.ui.widgets.look import Style
from glossary import proposals
from glossary.concepts import Concept, TermbaseError
from glossary.exchange import Plan
from glossary.history import ChangeSet
from glossary.overlay import SHIPPED, TermBook

_TYPING_MS = 60
"""A search waits so long for the next key."""


class GlossaryWindow(QMainWindow):
    """Shows a `TermBook`, and changes it where its editor may."""

    def __init__(
        self,
        style: Style,
        book: TermBook,
        folder: Path,
        turns: TurnTerms | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``folder`` holds the shared list of proposed terms; ``turns`` gives words of turns to
        whoever may read them."""
        super().__init__(parent)
        self._style, self._book = style, book
        self._editable = book.editor.allowed()
        self._review = ReviewList(folder, book.editor, turns, self)
        self._review.shown.connect(lambda waiting: self.view.show_proposals(waiting))
        self._review.read.connect(self._show_proposals)
        self._review.failed.connect(self._say_error)
        self._finder: Finder | None = None
        self._late: set[str] = set()
        self._sorted: tuple[int, bool] | None = None
        self.dialog: QDialog | None = None
        self._files = GlossaryFiles(book, self)
        self._files.planned.connect(self._show_plan)
        self._files.written.connect(self._say_written)
        self._files.failed.connect(self._say_error)
        self._make_view()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self._connect()
        self._shortcuts()
        self.reload()
        self.view.search.setFocus()
        self.resize(1360, 840)
        self.setMinimumSize(960, 600)
        self._make_finder()
        self._review.ask()

    def set_style(self, style: Style) -> None:
        """Another theme, size or language; what was looked for and selected stays."""
        chosen, query = self.selected_id(), self.view.search.text()
        filters = self.view.wanted()
        langs, page = self.model.langs, self.view.side.page
        self._close_dialog()
        self._style, self._sorted = style, None
        self._make_view()
        self.model.set_langs(langs)
        self.view.restore(query, filters, langs)
        self._connect()
        self.view.show_page(page)
        self.reload(chosen)

    def _make_view(self) -> None:
        style = self._style
        self.model = ConceptModel(style, self)
        self.shown = ShownModel(self.model, self)
        self.view = GlossaryView(style, self.shown, self, editable=self._editable)
        # The one before it, if there is one, is deleted by this.
        self.setCentralWidget(self.view)
        self.setWindowTitle(style.texts.get("glossary.title"))
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(15)))
        concepts = [entry.concept for entry in self._book.entries().values()]
        self.view.set_filters(
            sorted({concept.domain for concept in concepts}),
            sorted({concept.type for concept in concepts}),
        )

    @property
    def is_searchable(self) -> bool:
        """The search has been made ready."""
        return self._finder is not None

    def reload(self, select: str = "") -> None:
        """Show the book as it is now; ``select`` is the concept to go to."""
        chosen = select or self.selected_id()
        entries = self._book.entries()
        self.model.set_entries(entries, {key: self._book.origin(key) for key in self._book.overlay})
        self.refresh(chosen)
        if select and self.selected_id() != select:
            self.view.clear_filters()
            self.refresh(select)
        self._show_steps()
        self._show_proposals()

    def refresh(self, select: str = "") -> None:
        """Search, filter and sort again."""
        chosen = select or self.selected_id()
        query, wanted = self.view.search.text(), self.view.wanted()
        model = self.model
        if query.strip() and self._finder is not None:
            ranks = self._finder.find(query)
            found = [(ranks[key], model.row_of(key)) for key in ranks]
            rows = [row for _, row in sorted(found) if row >= 0]
        else:
            rows = list(range(model.rowCount()))
        if any(wanted):
            rows = [row for row in rows if model.fits(row, wanted)]
        if self._sorted is not None:
            column, descending = self._sorted
            rows.sort(key=lambda row: model.sort_key(row, column), reverse=descending)
        self.shown.show_rows(rows)
        self.view.say_count(len(rows), model.rowCount(), searching=bool(query.strip()))
        place = self.shown.place_of(model.row_of(chosen)) if chosen else -1
        if place < 0 and rows and query.strip():
            place = 0
        self.view.select(place)
        self._show_selected()

    def show_all(self) -> None:
        """Take all filters and the search away."""
        self.view.clear_filters()
        self.refresh()

    def selected_id(self) -> str:
        """Id of the selected concept, or nothing."""
        place = self.view.selected_place()
        if not 0 <= place < self.shown.rowCount():
            return ""
        return self.model.entry(self.shown.source_row(place)).concept.id

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close what is open above it."""
        if self.dialog is not None:
            self.dialog.close()
        super().closeEvent(event)

    def act(self, name: str) -> None:
        """Do what a button or a key asks for."""
        if not self._editable and name != "export":
            return
        book, key = self._book, self.selected_id()
        actions: dict[str, Callable[[], object]] = {
            "new": self._new,
            "edit": self._edit,
            "retire": self._retire,
            "restore": lambda: self._change(lambda: book.restore(key)),
            "revert": lambda: self._change(lambda: book.revert(key)),
            "undo": lambda: self._change(lambda: book.undo()),
            "redo": lambda: self._change(lambda: book.redo()),
            "import": self._ask_import,
            "export": self._ask_export,
        }
        actions[name]()

    def import_file(self, path: Path) -> None:
        """Read a file in the background, then show what it would change."""
        self.view.say_busy(path.name)
        self._files.read(path)

    def export_file(self, path: Path) -> None:
        """Write the rows that are shown, in the background."""
        rows = [self.shown.source_row(place) for place in range(self.shown.rowCount())]
        self.view.say(self._style.texts.get("glossary.writing", file=path.name))
        self._files.write(path, [self.model.entry(row) for row in rows])

    def decide(self, waiting: Waiting, what: str) -> None:
        """Take a proposed term into a new concept ("new"), into the selected one ("add"), put it
        on the shared list ("forward"), or none of it ("refuse")."""
        if what == "new":
            self._open_editor(None, waiting)
        elif what == "add":
            entry = self._book.entry(self.selected_id())
            if entry is not None:
                self._open_editor(entry.concept, waiting)
        elif what == "forward":
            self._review.forward(waiting)
            self._show_proposals()
        else:
            self._review.decided(waiting, proposals.REFUSED)
            self._show_proposals()

    def _connect(self) -> None:
        view = self.view
        view.search.textChanged.connect(lambda: self._typing.start())
        view.filter_changed.connect(self.refresh)
        view.selection_changed.connect(self._show_selected)
        view.action.connect(self.act)
        view.langs_changed.connect(self._set_langs)
        view.decided.connect(self.decide)
        self.shown.sort_asked.connect(self._sort)

    def _shortcuts(self) -> None:
        bindings: dict[str, Callable[[], object]] = {
            "Ctrl+F": lambda: self.view.focus_search(),
            "Ctrl+N": lambda: self.act("new"),
            "F2": lambda: self.act("edit"),
            "Ctrl+Z": lambda: self.act("undo"),
            "Ctrl+Y": lambda: self.act("redo"),
            "Ctrl+Shift+Z": lambda: self.act("redo"),
            "Ctrl+O": lambda: self.act("import"),
            "Ctrl+E": lambda: self.act("export"),
            "Ctrl+1": lambda: self.view.show_page(0),
            "Ctrl+2": lambda: self.view.show_page(1),
            "Ctrl+3": lambda: self.view.show_page(2),
            "Esc": self.show_all,
        }
        for keys, slot in bindings.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _make_finder(self) -> None:
        entries = self._book.entries()
        task = Task(lambda: Finder(entries), self)
        task.done.connect(self._finder_made)
        task.start()

    def _finder_made(self, finder: object) -> None:
        assert isinstance(finder, Finder)
        finder.update({key: self._book.entry(key) for key in self._late})
        self._finder = finder
        self.refresh()

    def _sort(self, column: int, descending: bool) -> None:
        self._sorted = (column, descending) if column >= 0 else None
        self.refresh()

    def _set_langs(self, langs: tuple[str, ...]) -> None:
        chosen = self.selected_id()
        self._sorted = None
        self.model.set_langs(langs)
        self.view.size_columns()
        self.refresh(chosen)

    def _show_selected(self) -> None:
        key = self.selected_id()
        entry = self._book.entry(key) if key else None
        self.view.side.show_concept(
            entry,
            self._book.origin(key) if key else SHIPPED,
            self._book.history(key) if key else list(reversed(self._book.sets)),
            self._book.shipped,
        )

    def _show_steps(self) -> None:
        self.view.show_steps(self._book.next_undo, self._book.next_redo)

    def _show_proposals(self) -> None:
        self._review.show(self._book.entries())

    def _new(self) -> None:
        self._open_editor(None)

    def _edit(self) -> None:
        entry = self._book.entry(self.selected_id())
        if entry is not None:
            self._open_editor(entry.concept)

    def _open_editor(self, concept: Concept | None, waiting: Waiting | None = None) -> None:
        entries = self._book.entries()
        domains = sorted({entry.concept.domain for entry in entries.values()})
        dialog = EditDialog(self._style, concept, domains, entries, self)
        if waiting is not None:
            dialog.propose(waiting.proposal.lang, waiting.proposal.term)
        dialog.saved.connect(lambda made, why: self._save(dialog, made, why, waiting))
        self._open(dialog)

    def _save(self, dialog: EditDialog, made: Concept, why: str, waiting: Waiting | None) -> None:
        try:
            done = self._book.put(made, why)
        except (TermbaseError, OSError) as error:
            dialog.say(self._words(terms_error(error)))
            self._reread()
            return
        self._close_dialog()
        if waiting is not None:
            self._review.decided(waiting, proposals.TAKEN)
        self._changed(done, made.id)

    def _retire(self) -> None:
        key = self.selected_id()
        entry = self._book.entry(key)
        if entry is None or entry.retired:
            return
        texts = self._style.texts
        terms = entry.concept.terms
        name = next((terms[x].term for x in (texts.code, "zh", "en") if x in terms), key)
        title = texts.get("glossary.retire_title", term=name)
        dialog = ReasonDialog(self._style, title, texts.get("glossary.retire_how"), self)
        dialog.given.connect(lambda why: self._change(lambda: self._book.retire(key, why)))
        self._open(dialog)

    def _change(self, change: Callable[[], ChangeSet | None]) -> None:
        try:
            done = change()
        except (TermbaseError, OSError) as error:
            self._say_error(terms_error(error))
            self._reread()
            return
        self._changed(done)

    def _changed(self, done: ChangeSet | None, select: str = "") -> None:
        if done is None:
            return
        ids = {change.id for change in done.changes}
        if self._finder is None:
            self._late |= ids
        else:
            self._finder.update({key: self._book.entry(key) for key in ids})
        only = next(iter(ids)) if len(ids) == 1 and next(iter(ids)) in self._book.entries() else ""
        self.reload(select or only)
        kind = self._style.texts.get(f"glossary.kind.{done.kind}")
        self.view.say(self._style.texts.get("glossary.done", what=kind, count=len(ids)))

    def _reread(self) -> None:
        """Somebody else may have written: show what is there now."""
        try:
            self._book.reload()
        except TermbaseError as error:
            self._say_error(terms_error(error))
            return
        self._make_finder()
        self.reload()

    def _ask_import(self) -> None:
        if path := self._files.ask_to_read(self._style.texts):
            self.import_file(path)

    def _ask_export(self) -> None:
        if path := self._files.ask_to_write(self._style.texts):
            self.export_file(path)

    def _say_written(self, path: Path, count: int) -> None:
        self.view.say(self._style.texts.get("glossary.exported", count=count, path=str(path)))

    def _show_plan(self, path: Path, plan: Plan) -> None:
        self.view.say("")
        dialog = ImportDialog(self._style, path.name, plan, self._book, self)
        dialog.agreed.connect(
            lambda theirs, why: self._change(
                lambda: self._book.take(plan.entries(take_theirs=theirs), why)
            )
        )
        self._open(dialog)

    def _say_error(self, error: AppError) -> None:
        self.view.say(self._words(error), error=True)

    def _words(self, error: AppError) -> str:
        texts = self._style.texts
        said = texts.code_text("banner.what", error.code)
        if error.code.startswith("terms.file.") and "line" in error.details:
            what = texts.code_text("glossary.file_fault", error.code.rpartition(".")[2])
            place = texts.get("glossary.file_place", **{**error.details, "what": what})
            return f"{said}\n{place}"
        return said

    def _open(self, dialog: QDialog) -> None:
        self._close_dialog()
        self.dialog = dialog
        dialog.open()

    def _close_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()
