"""The doctor's window: both languages of every turn, and everything that can be done with them."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.session.control import SessionControl
from app.session.events import Party
from app.ui import turn_actions, view_state
from app.ui.doctor_keys import bind
from app.ui.end_question import EndQuestion
from app.ui.held_desk import HeldDesk
from app.ui.hold_to_talk import HoldToTalk
from app.ui.pending import Pending
from app.ui.settings_port import UiSettings, keep, text
from app.ui.stopwatch import Stopwatch
from app.ui.theme import UNIT
from app.ui.turn_actions import ON_CARD
from app.ui.view_state import Phase, Row, TurnRow, ViewState
from app.ui.widgets.advice_strip import AdviceStrip
from app.ui.widgets.banner import Banner
from app.ui.widgets.composer import Composer
from app.ui.widgets.flag_bar import FlagBar
from app.ui.widgets.header import Header
from app.ui.widgets.held_card import HeldCard
from app.ui.widgets.left_column import LeftColumn
from app.ui.widgets.live_strip import LiveStrip
from app.ui.widgets.newest_button import NewestButton
from app.ui.widgets.parts import takes_keys
from app.ui.widgets.side_panel import RUNNING, SCROLL_BAR, SidePanel
from app.ui.widgets.start_page import StartPage
from app.ui.widgets.turn_card import Style
from app.ui.widgets.turn_list import TurnList
from app.ui.widgets.turn_model import TurnModel, clock

_INTERPRETER = view_state.Banner(view_state.Severity.WARNING, "interpreter.requested")


class DoctorWindow(QMainWindow):
    """Shows a `ViewState` and asks the session for things; holds no state of the consultation.

    Signals: ``start_pressed``, ``new_pressed``, ``close_pressed``, ``command(name)`` (export,
    settings, help, patient_screen, dismiss, without_interpreter, not_again),
    ``language_chosen(code)``, ``pad_asked(Pad or None)`` for answers to tap,
    ``alert_seen(Alert)``, ``phrases_asked(held turn to replace, or 0)``, ``back_asked(turn)`` it
    is being translated back, ``question(dialog)`` to be opened.
    """

    start_pressed = Signal()
    new_pressed = Signal()
    close_pressed = Signal()
    command = Signal(str)
    language_chosen = Signal(str)
    pad_asked = Signal(object)
    alert_seen = Signal(object)
    back_asked = Signal(int)
    phrases_asked = Signal(int)
    question = Signal(object)

    def __init__(
        self,
        settings: UiSettings,
        style: Style,
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._style = style
        self._now = now
        self._control: SessionControl | None = None
        self._state = ViewState()
        self._talk = HoldToTalk(self)
        self._stopwatch = Stopwatch(now)
        self._close_allowed = False
        self._back_wanted = False
        """A back-translation that was asked for is to come into sight."""
        self._build(style)
        self._connect()
        bind(self)
        self._ticker = QTimer(self)
        self._ticker.setInterval(500)
        self._ticker.timeout.connect(self._tick)
        self.set_style(style)
        self.resize(1280, 800)
        self.setMinimumSize(960, 600)
        saved = text(settings, "doctor.geometry")
        if saved:
            self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii")))

    def attach(self, control: SessionControl | None) -> None:
        """Drive this session from now on; None: there is none at the moment."""
        self._talk.attach(control)
        self._control = control
        self.desk.attach(control)
        self.composer.clear()

    def set_style(self, style: Style) -> None:
        """Another theme, size or language; takes effect at once."""
        self._style = style
        self.setWindowTitle(style.texts.get("app.title"))
        self.setFont(style.fonts.font(style.texts.code, style.theme.px(15)))
        parts = (self.header, self.side, self.turns, self.live, self.composer, self.start_page)
        for part in (*parts, self.held, self.flags, self.advice):
            part.set_style(style)
        self._column.setFixedWidth(self.side.minimumWidth() + SCROLL_BAR)
        self._model.set_texts(style.texts)
        for banner in (self.interpreter, self.banner):
            banner.set_look(style.texts, style.theme)
        self._newest.set_style(style)
        self.set_state(self._state)

    def set_state(self, state: ViewState) -> None:
        """Show ``state``."""
        doctor, before = state.doctor, self._state.doctor.phase
        self._state = state
        self._show_rows()
        page: QWidget = self._conversation if doctor.rows else self.start_page
        if doctor.phase is Phase.LISTENING:
            page = self._conversation
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)
        self.start_page.set_view(doctor)
        self.live.set_view(doctor)
        self.flags.set_alerts(doctor.alerts)
        self._show_held()
        self.desk.set_state(state)
        self.side.set_view(doctor)
        self._show_selected()
        self.interpreter.set_banners((_INTERPRETER,) if state.interpreter else ())
        self.banner.set_banners(doctor.banners)
        self.header.enable_export(bool(doctor.rows))
        self.header.lock(doctor.phase not in (Phase.PREPARING, Phase.READY))
        talking = doctor.phase in (Phase.LISTENING, Phase.PAUSED)
        self.composer.setEnabled(talking)
        self.composer.set_hidden(self.desk.is_hidden)
        self.advice.set_hidden(self.desk.is_hidden)
        if doctor.phase is not before:
            self._phase_changed(doctor.phase)

    def set_patient_screen_shown(self, shown: bool) -> None:
        """The patient screen was opened or closed."""
        self._screen_shown = shown
        self.side.set_patient(self._state.patient, shown)

    def allow_close(self) -> None:
        """The session has ended: the next close really closes."""
        self._close_allowed = True

    def reset_clock(self) -> None:
        """A new consultation begins at 0:00."""
        self._stopwatch.reset()
        self.side.set_clock(clock(0))

    @property
    def elapsed_ms(self) -> int:
        """Time since listening began, until the end."""
        return self._stopwatch.elapsed_ms

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold to talk with Space, F7, F8; reaches here when no text field wants the key."""
        if not self._talk.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the talk key."""
        if not self._talk.let_go(event):
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on; what has gone or turned grey leaves the keyboard where Space talks.

        Qt would go to the next button, and scroll the side panel down to it.
        """
        if self.focusWidget() is not None and not takes_keys(self.focusWidget()):
            (self.turns if self.turns.isVisible() else self).setFocus()
            return True
        return super().focusNextPrevChild(next)

    def changeEvent(self, event: QEvent) -> None:
        """A key cannot be released in another window: let go when this one loses the focus."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._talk.release()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is a request: the session is ended first, with what was said answered."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        keep(self._settings, "doctor.geometry", geometry)
        if self._close_allowed:
            event.accept()
            return
        event.ignore()
        self._unless_unsent(self.close_pressed.emit)

    def _build(self, style: Style) -> None:
        root = QWidget(self)
        root.setObjectName("root")
        self.header = Header(style, root)
        self.side = SidePanel(style, root)
        self._column = QScrollArea(root)
        self._column.setObjectName("column")
        self._column.setWidget(self.side)
        self._column.setWidgetResizable(True)
        self._column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.interpreter = Banner(style.texts, style.theme, root)
        self.banner = Banner(style.texts, style.theme, root)
        self._model = TurnModel(style.texts, self)
        self._conversation = QWidget(root)
        self.pending = Pending(self)
        self.turns = TurnList(self._model, style, self.pending, self._conversation)
        self.live = LiveStrip(style, self._conversation)
        self.composer = Composer(style, root)
        self.advice = AdviceStrip(style, root)
        self.start_page = StartPage(style, root)
        self.held = HeldCard(style, self.pending, root)
        self.desk = HeldDesk(self.turns, self.held, self.pending, self)
        self.flags = FlagBar(style, root)
        self._newest = NewestButton(self.turns, style)
        self._screen_shown = False
        talk = QVBoxLayout(self._conversation)
        talk.setContentsMargins(0, 0, 0, 0)
        talk.setSpacing(UNIT)
        talk.addWidget(self.turns, 1)
        talk.addWidget(self.live)
        # The page that is not shown must not claim room from the one that is.
        ignored = QSizePolicy.Policy.Ignored
        self.start_page.setSizePolicy(ignored, ignored)
        self._pages = QStackedWidget(root)
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self._conversation)
        left = LeftColumn(
            (self.flags, self.interpreter, self.banner),
            self._pages,
            self.live,
            self.held,
            self.composer,
            self.advice,
            root,
        )
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(left, 1)
        body.addWidget(self._column)
        outer = QVBoxLayout(root)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addLayout(body, 1)
        self.setCentralWidget(root)

    def _connect(self) -> None:
        self.header.command.connect(self.command)
        self.header.language_chosen.connect(self._language_chosen)
        self.side.main_pressed.connect(self.press_main)
        self.side.end_pressed.connect(self.press_end)
        self.side.hold_changed.connect(self._talk.hold)
        self._talk.changed.connect(self.side.set_held_party)
        self.side.action.connect(self.act)
        self.start_page.intake_pressed.connect(lambda: self.command.emit("intake"))
        self.side.export_pressed.connect(lambda: self.command.emit("export"))
        self.side.patient_screen_pressed.connect(lambda: self.command.emit("patient_screen"))
        self.banner.dismissed.connect(lambda: self.command.emit("dismiss"))
        self.interpreter.dismissed.connect(self._go_on_without_interpreter)
        self.composer.sent.connect(self._typed)
        self.composer.phrases_pressed.connect(self.open_phrases)
        self.composer.pad_chosen.connect(self.pad_asked)
        self.composer.typing.connect(self.advice.set_text)
        self.advice.taken.connect(self.composer.reword)
        self.turns.edit_wanted.connect(lambda: self.act("correct"))
        self.turns.current_changed.connect(self._selection_changed)
        self.desk.phrase_wanted.connect(self.open_phrases)
        self.desk.changed.connect(self._show_selected)
        self.pending.changed.connect(self._show_rows)
        self.held.keyboard_left.connect(self.turns.setFocus)
        self.flags.seen.connect(self.alert_seen)

    def press_main(self) -> None:
        """The big button: start, pause, go on, or begin a new consultation."""
        phase, control = self._state.doctor.phase, self._control
        if phase is Phase.READY:
            self.start_pressed.emit()
        elif phase is Phase.LISTENING and control is not None:
            control.pause()
        elif phase is Phase.PAUSED and control is not None:
            self._go_on_without_interpreter()
            control.resume()
        elif phase is Phase.FAILED and control is not None:
            self._go_on_without_interpreter()
            control.start()
        elif phase in (Phase.ENDED, Phase.FAILED):
            self.new_pressed.emit()

    def _go_on_without_interpreter(self) -> None:
        """Whoever listens shows the patient what is said, not that an interpreter is coming."""
        self.command.emit("without_interpreter")

    def press_end(self) -> None:
        """End the consultation; what waits is still answered."""
        if self._state.doctor.phase in RUNNING:
            self._unless_unsent(self._end)

    def act(self, action: str) -> None:
        """Do something about a turn: see `_target` for which."""
        row, control = self._target(), self._control
        if row is None or control is None or not row.turn or action in self.desk.blocked(row):
            return
        if self._state.doctor.phase not in RUNNING:
            return
        if action == "ask_again" and turn_actions.takes_back(self._state, row):
            self.command.emit("not_again")
        elif turn_actions.why_not(action, row):
            return
        elif action == "retry":
            control.retry(row.turn)
        elif not isinstance(row, TurnRow):
            return
        elif row.held and action in ON_CARD:
            self.held.go_to(row.turn)
            self.held.press(ON_CARD[action])
        elif action == "correct":
            self.turns.edit_selected()
        elif action == "swap":
            control.swap(row.turn)
        else:
            turn_actions.meaning(control, action, row, self._state.doctor.teaching)
            if action == "back_translate" and turn_actions.possible(action, row):
                self._back_wanted = True
                self.back_asked.emit(row.turn)

    def act_on_shown(self, action: str) -> None:
        """A key that is printed on the held card means the turn there, whatever is selected."""
        if self.held.row is None:
            self.act(action)
        elif action not in self.desk.blocked(self.held.row):
            self.held.press(ON_CARD[action])

    def open_phrases(self, instead_of: int = 0) -> None:
        """Choose a verified phrase; for a held turn, instead of it."""
        held = self.held.row
        self.phrases_asked.emit(instead_of or (held.turn if held is not None else 0))

    def _unless_unsent(self, leave: Callable[[], None]) -> None:
        """Ask first where something would never be sent."""
        if self._state.doctor.phase in RUNNING and self.desk.unsent:
            self.question.emit(EndQuestion(self._style, self.desk.unsent, leave, self))
        else:
            leave()

    def _end(self) -> None:
        if self._control is not None:
            self._talk.release()
            self._control.end()

    def _target(self) -> Row | None:
        """The selected turn; with none selected the held one on display, else the newest."""
        if self.held.row is not None and not self.turns.currentIndex().isValid():
            return self.held.row
        return self.turns.selected_row()

    def _show_rows(self) -> None:
        self.turns.set_rows(self.desk.marked(self._state.doctor.rows))

    def _show_held(self) -> None:
        rows = self._state.doctor.held_rows if self._state.doctor.phase in RUNNING else ()
        self.held.set_rows(rows, round(self._now() * 1000))

    def _typed(self, party: Party, words: str) -> None:
        if self._control is not None:
            self._control.type_text(party, words)

    def _language_chosen(self, code: str) -> None:
        self.composer.set_patient_lang(code)
        self.language_chosen.emit(code)

    def _selection_changed(self) -> None:
        row = self.turns.selected_row()
        if row is not None and self.turns.currentIndex().isValid():
            self.held.go_to(row.turn)
        self._show_selected()

    def _show_selected(self) -> None:
        shown = self.held.row
        row, on_card = self._target(), shown.turn if shown else 0
        self.side.set_again(turn_actions.takes_back(self._state, row))
        self.side.set_selected(row, on_card, self.held.offered, self.desk.blocked(row))
        self.side.set_patient(self._state.patient, self._screen_shown)
        if self._back_wanted and self.side.back.isVisible():
            self._back_wanted = isinstance(row := self._target(), TurnRow) and row.back_asked
            QTimer.singleShot(0, self._show_back)

    def _show_back(self) -> None:
        self._column.ensureWidgetVisible(self.side.back)

    def _phase_changed(self, phase: Phase) -> None:
        self._talk.set_listening(phase is Phase.LISTENING)
        if phase in (Phase.READY, Phase.ENDED):
            self.side.focus_main()
        if phase is Phase.LISTENING:
            self._stopwatch.start()
            self._ticker.start()
            self.turns.setFocus()
        elif phase in (Phase.ENDED, Phase.FAILED) and self._stopwatch.is_running:
            self._stopwatch.stop()
            self._ticker.stop()
        self._tick()

    def _tick(self) -> None:
        self.side.set_clock(clock(self.elapsed_ms))
        self.held.tick(round(self._now() * 1000))
