"""The records window: search while typing, read, correct, review, sign, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.errors import AppError
from app.records.access import Act
from app.records.history import History
from app.records.model import TurnRecord
from app.records.search import Found, Outcome, Query
from app.records.states import State
from app.ui.export_dialog import ExportDialog
from app.ui.records_conversation import Conversation, conversation
from app.ui.records_dialogs import CorrectDialog
from app.ui.records_filters import Filters
from app.ui.records_header import HeaderDialog
from app.ui.records_html import found_html, names
from app.ui.records_list import Line
from app.ui.records_panes import EncounterPane, ResultsPane
from app.ui.records_sound import SoundDesk
from app.ui.records_source import RecordsSource, corrected
from app.ui.retention_dialog import RetentionDesk
from app.ui.summary_desk import SummaryDesk
from app.ui.task import Task
from app.ui.template_dialog import TemplateDialog
from app.ui.widgets.look import Style


class RecordsWindow(QMainWindow):
    """Asks ``source`` in threads of its own; of two questions the later one counts.

    Signal: ``closing``.
    """

    closing = Signal()

    def __init__(self, style: Style, source: RecordsSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._source = style, source
        self._query = Query()
        self._searching: Task | None = None
        self._search_again = False
        self._opening: Task | None = None
        self._marking: Task | None = None
        self._open_next = ""
        self._changing: Task | None = None
        self._marked = ""
        self.history: History | None = None
        self.dialog: CorrectDialog | None = None
        self.header_dialog: HeaderDialog | None = None
        self.export_dialog: ExportDialog | None = None
        self.setWindowTitle(style.texts.get("records.title"))
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(15)))
        self.filters = Filters(style, parent=self)
        self.results = ResultsPane(style, self)
        may_delete = source.actor.may(Act.RETAIN)
        self.retention = RetentionDesk(style, source.retention if may_delete else None, self)
        self.pane = EncounterPane(style, source.actor, self)
        self.summary = SummaryDesk(style, source, self.pane.summary)
        self.sound = SoundDesk(source, self.pane.sound)
        self._build()
        self._connect()
        self._shortcuts()
        self.resize(1360, 860)
        self.setMinimumSize(1000, 600)
        self.filters.focus()
        self.search()
        self.retention.look()

    @property
    def busy(self) -> bool:
        """Something is being read or written."""
        own = (self._searching, self._opening, self._marking, self._changing)
        desks = (self.summary, self.sound, self.retention)
        return any(own) or any(desk.busy for desk in desks)

    def search(self) -> None:
        """Look for what the filters ask; a search that runs is followed by another one."""
        if self._searching is not None:
            self._search_again = True
            return
        query = self._query = self.filters.query()
        self.results.say_searching()
        self._searching = self._task(
            lambda: self._source.find(query), self._found, self._search_failed
        )

    def open(self, encounter_id: str) -> None:
        """Read an encounter; the last one that was asked for is shown."""
        self._open_next = encounter_id
        if self._opening is None:
            self._read()

    def act(self, what: str) -> None:
        """Do what a button or a key asks for."""
        actions: dict[str, Callable[[], object]] = {
            "play": self._play,
            "correct": self._ask_correction,
            "header": self._ask_header,
            "review": lambda: self._set_state(State.REVIEWED),
            "sign": lambda: self._set_state(State.SIGNED),
            "reopen": lambda: self._set_state(State.DRAFT),
            "forms": self._forms,
            "export": self._export,
        }
        if self.history is not None and self._changing is None and self.pane.may(what):
            actions[what]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down from the search field goes into the results."""
        if (
            watched is self.filters.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return)
        ):
            self.results.enter()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        root = QWidget(self)
        root.setObjectName("root")
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        self.splitter = splitter = QSplitter(Qt.Orientation.Horizontal, root)
        splitter.setChildrenCollapsible(False)
        self.results.head.addWidget(self.retention)
        splitter.addWidget(self.results)
        splitter.addWidget(self.pane)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([460, 900])
        column.addWidget(splitter, 1)
        self.setCentralWidget(root)
        self.filters.search.installEventFilter(self)

    def _connect(self) -> None:
        self.filters.changed.connect(self.search)
        self.results.retry.connect(self.search)
        self.results.list.chosen.connect(self._chosen)
        self.results.list.opened.connect(self.pane.turns.setFocus)
        self.pane.action.connect(self.act)
        self.pane.turns.opened.connect(lambda: self.act("correct"))
        self.summary.turn_wanted.connect(self._show_turn)
        self.sound.failed.connect(lambda error: self.pane.say(self._words(error), error=True))
        self.sound.changed.connect(self._show_playing)
        self.pane.turns.chosen.connect(lambda _line: self._show_playing())

    def layout_text(self) -> str:
        """Where the window is and how it is divided, for `restore_layout`."""
        parts = (self.saveGeometry(), self.splitter.saveState())
        return " ".join(bytes(part.toBase64().data()).decode("ascii") for part in parts)

    def restore_layout(self, text: str) -> None:
        """Be where another one was; anything else than its `layout_text` does nothing."""
        parts = [QByteArray.fromBase64(part.encode()) for part in text.split()]
        if len(parts) == 2:
            self.restoreGeometry(parts[0])
            self.splitter.restoreState(parts[1])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is heard of a window that is gone."""
        self.sound.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _shortcuts(self) -> None:
        bindings: dict[str, Callable[[], object]] = {
            "Ctrl+F": self.filters.focus,
            "Esc": self.filters.clear,
            "Ctrl+L": self.results.list.setFocus,
            "Ctrl+T": lambda: self.pane.show_part(0),
            "F6": lambda: self.pane.show_part(1 - self.pane.parts.currentIndex()),
            "F2": lambda: self.act("correct"),
            "F3": lambda: self.act("header"),
            "F5": self.search,
            "F9": lambda: self.act("review"),
            "Ctrl+F9": lambda: self.act("sign"),
            "Ctrl+Shift+D": self.retention.open,
            "Ctrl+M": lambda: self.act("forms"),
            "Ctrl+E": lambda: self.act("export"),
        }
        for keys, slot in bindings.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        # Elsewhere the space bar writes spaces and presses buttons.
        space = QShortcut(QKeySequence("Space"), self.pane.turns)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self.act("play"))

    def _task(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[AppError], None],
    ) -> Task:
        task = Task(work, self)
        task.done.connect(done)
        task.failed.connect(failed)
        task.done.connect(lambda _result: task.deleteLater())
        task.failed.connect(lambda _error: task.deleteLater())
        task.start()
        return task

    def _found(self, outcome: object) -> None:
        assert isinstance(outcome, Outcome)
        self._searching = None
        if self._search_again:
            self._search_again = False
            self.search()
            return
        shown = self.history.record.header.id if self.history else ""
        lines = [
            Line(found, found_html(found, self._query.words, self._style),
                 names(found.header, self._style))
            for found in outcome.found
        ]  # fmt: skip
        ids = [found.header.id for found in outcome.found]
        current = ids.index(shown) if shown in ids else -1
        self.results.list.blockSignals(True)
        self.results.show_lines(lines, current, more=outcome.more, query=self._query)
        self.results.list.blockSignals(False)
        self._mark()

    def _search_failed(self, error: AppError) -> None:
        self._searching, self._search_again = None, False
        self.results.say_error(self._words(error))

    def _chosen(self, line: Line | None) -> None:
        if line is None or not isinstance(line.value, Found):
            return
        encounter_id = line.value.header.id
        if self.history is None or self.history.record.header.id != encounter_id:
            self.open(encounter_id)
        elif line.value.hits:
            self.pane.go_to_turn(line.value.hits[0].turn)

    def _read(self) -> None:
        encounter_id = self._open_next
        self.history = None
        self.sound.stop()
        self.summary.close()
        self.pane.say_opening()

        def done(shown: object) -> None:
            self._opening = None
            if self._open_next != encounter_id:
                self._read()
                return
            self._show(shown)
            line = self.results.list.current()
            if line is not None and isinstance(line.value, Found) and line.value.hits:
                self.pane.go_to_turn(line.value.hits[0].turn)

        def failed(error: AppError) -> None:
            self._opening = None
            self.pane.say_failed(self._words(error))

        self._opening = self._task(
            self._as_lines(lambda: self._source.open(encounter_id)), done, failed
        )

    def _as_lines(self, read: Callable[[], History]) -> Callable[[], Conversation]:
        """For a task: read an encounter and make its lines."""
        words, style = self._query.words, self._style
        return lambda: conversation(read(), words, style)

    def _show(self, shown: object) -> None:
        assert isinstance(shown, Conversation)
        self.history, self._marked = shown.history, shown.words
        self.pane.show_history(shown.history, shown.lines)
        self.summary.open(shown.history.record.header)
        self._mark()

    def _mark(self) -> None:
        """Mark the words that were looked for in what is open, too."""
        history, words, style = self.history, self._query.words, self._style
        if history is None or words == self._marked or self._marking is not None:
            return

        def done(shown: object) -> None:
            self._marking = None
            if self.history is history:
                self._show(shown)
                line = self.results.list.current()
                found = line.value if line is not None else None
                if isinstance(found, Found) and found.header.id == history.record.header.id:
                    self._chosen(line)
            else:
                self._mark()

        def failed(error: AppError) -> None:
            self._marking = None
            self.pane.say(self._words(error), error=True)

        self._marking = self._task(lambda: conversation(history, words, style), done, failed)

    def _show_turn(self, number: int) -> None:
        self.pane.show_part(0)
        self.pane.go_to_turn(number)

    def _play(self) -> None:
        if self.history is not None:
            self.pane.say("")
            self.sound.toggle(self.history.record.header.id, self.pane.sound_of_line())

    def _show_playing(self) -> None:
        turn = self.sound.turn
        self.pane.show_playing(turn > 0 and turn == self.pane.sound_of_line())

    def _ask_correction(self) -> None:
        line = self.pane.turns.current()
        if line is None or not isinstance(line.value, TurnRecord):
            return
        turn = line.value
        assert self.history is not None
        before = [x for x in self.history.record.revisions if x.turn == turn.turn][:-1]
        dialog = CorrectDialog(self._style, turn, self, before=before[-1] if before else None)
        dialog.given.connect(lambda *given: self._correct(dialog, turn, given))
        self.dialog = dialog
        dialog.open()

    def _correct(
        self, dialog: CorrectDialog, turn: TurnRecord, given: tuple[str, str, str]
    ) -> None:
        assert self.history is not None
        encounter_id = self.history.record.header.id
        dialog.busy()

        def done(shown: object) -> None:
            dialog.accept()
            dialog.deleteLater()
            self.dialog = None
            self._changed(shown)
            self.pane.go_to_turn(turn.turn)

        def failed(error: AppError) -> None:
            self._changing = None
            outdated = error.code == "records.turn_changed"
            dialog.say(self._words(error), again=not outdated)
            if outdated:
                # The words that were typed stay in view; behind them the newest version comes up.
                dialog.rejected.connect(lambda: self.open(encounter_id))

        revision = corrected(turn, *given)
        self._changing = self._task(
            self._as_lines(lambda: self._source.correct(encounter_id, revision)), done, failed
        )

    def _ask_header(self) -> None:
        assert self.history is not None
        if self.header_dialog is not None:
            self.header_dialog.deleteLater()
        self.header_dialog = dialog = HeaderDialog(self._style, self.history, self)
        encounter_id = self.history.record.header.id

        def failed(error: AppError) -> None:
            self._changing = None
            dialog.say(self._words(error))

        def done(shown: object) -> None:
            dialog.accept()
            self._changed(shown)

        def save(values: dict[str, str], reason: str) -> None:
            self._changing = self._task(
                self._as_lines(lambda: self._source.correct_header(encounter_id, values, reason)),
                done,
                failed,
            )

        dialog.corrected.connect(save)
        dialog.open()

    def _set_state(self, state: State) -> None:
        assert self.history is not None
        encounter_id = self.history.record.header.id
        self._changing = self._task(
            self._as_lines(lambda: self._source.set_state(encounter_id, state)),
            self._changed,
            self._change_failed,
        )

    def _changed(self, shown: object) -> None:
        self._changing = None
        self._show(shown)
        self.search()

    def _change_failed(self, error: AppError) -> None:
        self._changing = None
        self.pane.say(self._words(error), error=True)

    def _forms(self) -> None:
        assert self.history is not None
        dialog = TemplateDialog(self._style, self._source.forms(), self.history.record, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export(self) -> None:
        assert self.history is not None
        header = self.history.record.header
        values = [line.value for line in self.results.list.lines.lines]
        listed = [value.header.id for value in values if isinstance(value, Found)]
        one = (header.id, names(header, self._style))
        if self.export_dialog is not None:
            self.export_dialog.deleteLater()
        dialog = ExportDialog(self._style, self._source.exports, one, listed, self)
        self.export_dialog = dialog
        dialog.open()

    def _words(self, error: AppError) -> str:
        texts = self._style.texts
        details = {key: str(value) for key, value in error.details.items()}
        return texts.code_text("banner.what", error.code, **details)
