"""The doctor's controls: state and time, start and end, who speaks, the selected turn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.session.events import Party
from app.ui.theme import UNIT
from app.ui.turn_actions import MEANING, ON_CARD, possible, why_not
from app.ui.view_state import DoctorView, PatientView, Phase, Row, TurnRow
from app.ui.widgets.diff_view import DiffView
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.parts import label, name, restyle, rule, set_icon, set_text
from app.ui.widgets.turn_card import Style
from app.ui.widgets.turn_detail import TurnDetail
from app.ui.widgets.turn_model import party_word, seconds

WIDTH = 320
"""Two columns of the longest words of all languages, with their icons."""
SCROLL_BAR = 12
ACTIONS = {
    "confirm": "F9",
    "correct": "F2",
    "swap": "F3",
    "retry": "F5",
    "ask_again": "F6",
    "back_translate": "Ctrl+B",
    "ask_confirmation": "Ctrl+Y",
    "teach_back": "Ctrl+K",
}
_ACTION_ICONS = {
    "confirm": "check",
    "correct": "edit",
    "swap": "swap",
    "retry": "microphone",
    "ask_again": "retry",
    "back_translate": "back",
    "ask_confirmation": "help",
    "teach_back": "ear",
}
RUNNING = (Phase.LISTENING, Phase.PAUSED, Phase.FAILED)
"""Phases in which the session takes commands on turns."""

_HOLD_KEYS = {Party.CLINICIAN: "hold.key.doctor", Party.PATIENT: "hold.key.patient"}


class SidePanel(QFrame):
    """Signals: ``main_pressed`` (start, pause, resume or new: the phase says which),
    ``end_pressed``, ``hold_changed(party or None)``, ``action(name)`` on the selected turn,
    ``patient_screen_pressed``, ``export_pressed``."""

    main_pressed = Signal()
    end_pressed = Signal()
    hold_changed = Signal(object)
    action = Signal(str)
    patient_screen_pressed = Signal()
    export_pressed = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._style = style
        self._phase = Phase.PREPARING
        self._row: Row | None = None
        self._keys_elsewhere = False
        self._named: tuple[object, ...] = ()
        self._teaching = 0
        self._takes_back = False
        self._patient = PatientView()
        self._screen_shown = False
        layout = QVBoxLayout(self)
        # The scroll bar of the column takes the rest of the right margin when it is needed.
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT // 2, UNIT * 2)
        layout.setSpacing(UNIT)
        for part in (self._time_part, self._speech_part, self._turn_part, self._screen_part):
            part(layout)
        self.set_style(style)

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        texts, theme = style.texts, style.theme
        c = theme.colours
        self.setFixedWidth(max(WIDTH, round(WIDTH * (0.4 + 0.6 * theme.scale))) - SCROLL_BAR)
        self._speech_title.setText(texts.get("side.speech"))
        self._screen_title.setText(texts.get("side.patient_sees"))
        self._end.setText(" " + texts.get("control.end"))
        name(self._end, texts.get("control.end"), "Ctrl+Shift+E")
        set_icon(self._end, "stop", theme, c.danger)
        for number, meter in enumerate(self.meters, start=1):
            meter.set_theme(theme)
            meter.setAccessibleName(texts.get("side.meter", number=number))
        for party, button in self._hold.items():
            key = texts.get(_HOLD_KEYS[party])
            button.setText(" " + texts.get("hold.button", party=party_word(texts, party), key=key))
            name(button, texts.get("hold.name", party=party_word(texts, party)), key)
            colour = c.doctor if party is Party.CLINICIAN else c.patient
            set_icon(button, "microphone", theme, colour, 22)
        for action, button in self._actions.items():
            self._name_action(action)
            set_icon(button, _ACTION_ICONS[action], theme, size=18)
        set_icon(self._screen, "screen", theme)
        self._export.setText(" " + texts.get("control.export"))
        name(self._export, texts.get("control.export"), "Ctrl+E")
        set_icon(self._export, "export", theme)
        self._show_phase()
        self.set_selected(None)
        self.set_patient(self._patient, self._screen_shown)

    def set_view(self, view: DoctorView) -> None:
        """Show state, lag, levels and what can be pressed now."""
        texts = self._style.texts
        if view.phase is not self._phase:
            self._phase = view.phase
            self._show_phase()
        words = ""
        if view.lag_ms is not None:
            words = texts.get("side.lag", lag=texts.get("side.seconds", n=seconds(view.lag_ms)))
        if view.backlog_ms > 0:
            words = f"{words}  {texts.get('side.backlog', n=seconds(view.backlog_ms))}"
        set_text(self._lag, words)
        self._show_meters(view)
        self._show_teaching(view.teaching)
        self._export.setEnabled(bool(view.rows))
        if view.restarts:
            set_text(self._engine, texts.get("side.restarts", n=view.restarts))
        self._engine.setVisible(view.restarts > 0)

    def focus_main(self) -> None:
        """Put the keyboard on the big button: the next step is there."""
        self._main.setFocus()

    def set_clock(self, words: str) -> None:
        """Elapsed time."""
        set_text(self._clock, words)

    def set_held_party(self, party: Party | None) -> None:
        """Show whose talk button is held, by hand or by key."""
        for each, button in self._hold.items():
            restyle(button, held="true" if each is party else "false")

    def set_selected(
        self,
        row: Row | None,
        on_card: int = 0,
        offered: frozenset[str] = frozenset(),
        blocked: frozenset[str] = frozenset(),
    ) -> None:
        """Offer what can be done with ``row``; with a held one, what the held card has ``offered``.

        ``on_card`` is the turn on the held card, whose keys mean that turn (0: none). What is
        ``blocked`` has to wait for a correction.
        """
        texts = self._style.texts
        self._row = row
        number = row.turn if row is not None else 0
        words = texts.get("side.turn", number=number) if number else texts.get("side.no_turn")
        set_text(self._turn_title, words)
        is_turn = isinstance(row, TurnRow)
        retry = number > 0 and not why_not("retry", row)
        able = self._phase in RUNNING
        held = isinstance(row, TurnRow) and row.held
        self._actions["correct"].setEnabled(is_turn and able)
        self._actions["swap"].setEnabled(is_turn and able)
        self._actions["retry"].setEnabled(retry and able)
        self._actions["confirm"].setVisible(held and able)
        for action in MEANING:
            can = isinstance(row, TurnRow) and possible(action, row)
            can = can or (action == "teach_back" and self._teaching > 0)
            can = can or (action == "ask_again" and self._takes_back)
            self._actions[action].setEnabled(can and able)
        if held:
            for action, choice in ON_CARD.items():
                self._actions[action].setEnabled(choice in offered and able)
        for action in blocked:
            self._actions[action].setEnabled(False)
        self._keys_elsewhere = on_card not in (0, number)
        self._name_actions()
        self._detail.set_row(row, self._style)
        # The held card shows its turn's back-translation itself.
        shown = isinstance(row, TurnRow) and (row.back_asked or row.back is not None)
        shown = shown and number != on_card
        self.back.set_row(row if shown and isinstance(row, TurnRow) else None, self._style)
        self.back.setVisible(shown)

    def set_again(self, takes_back: bool) -> None:
        """Does the same button take back what the patient is asked to say again?"""
        self._takes_back = takes_back
        self._name_actions()

    def set_patient(self, view: PatientView, shown: bool) -> None:
        """Tell the doctor what stands on the patient screen."""
        self._patient, self._screen_shown = view, shown
        self._name_action("confirm")
        texts = self._style.texts
        words = texts.get(f"patient_mode.{view.mode.value}")
        if not view.shows_lines and self._phase in RUNNING:
            words = texts.get("control.go_on_first")
        set_text(self._screen_state, words if shown else texts.get("patient_mode.hidden"))
        key = "control.screen_hide" if shown else "control.screen_show"
        set_text(self._screen, " " + texts.get(key))
        name(self._screen, texts.get(key), "F4")

    def _time_part(self, layout: QVBoxLayout) -> None:
        self._state = label("", "section", self)
        self._clock = label("0:00", "clock", self)
        top = QHBoxLayout()
        top.addWidget(self._state, 1)
        top.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(top)
        self._lag = label("", "caption", self)
        self._engine = label("", "caption", self)
        self._engine.hide()
        layout.addWidget(self._lag)
        layout.addWidget(self._engine)
        self._main = self._button(self.main_pressed.emit, kind="primary")
        self._end = self._button(self.end_pressed.emit, kind="danger")
        for button in (self._main, self._end):
            button.setProperty("size", "big")
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._main, 3)
        row.addWidget(self._end, 2)
        layout.addLayout(row)
        layout.addSpacing(UNIT)
        layout.addWidget(rule(self))

    def _speech_part(self, layout: QVBoxLayout) -> None:
        self._speech_title = label("", "section", self)
        self._speaker = label("", "caption", self)
        head = QHBoxLayout()
        head.addWidget(self._speech_title)
        head.addStretch(1)
        head.addWidget(self._speaker)
        layout.addLayout(head)
        self.meters = (LevelMeter(self._style.theme, self), LevelMeter(self._style.theme, self))
        for meter in self.meters:
            layout.addWidget(meter)
        self.meters[1].hide()
        self._hold: dict[Party, QPushButton] = {}
        for party in Party:
            button = QPushButton(self)
            button.setProperty("party", party.value)
            button.setProperty("size", "big")
            button.setAutoRepeat(False)
            button.pressed.connect(self._holder(party))
            button.released.connect(self._holder(None))
            self._hold[party] = button
            layout.addWidget(button)
        layout.addSpacing(UNIT)
        layout.addWidget(rule(self))

    def _turn_part(self, layout: QVBoxLayout) -> None:
        self._turn_title = label("", "section", self)
        layout.addWidget(self._turn_title)
        self._actions: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        for place, action in enumerate(ACTIONS):
            button = self._button(self._actor(action))
            self._actions[action] = button
            if action in ("confirm", "teach_back"):
                grid.addWidget(button, 0 if action == "confirm" else 9, 0, 1, 2)
            else:
                grid.addWidget(button, 1 + (place - 1) // 2, (place - 1) % 2)
        layout.addLayout(grid)
        self._detail = TurnDetail(self._style, self)
        layout.addWidget(self._detail)
        self.back = DiffView(self._style, self, with_translation=False)
        layout.addWidget(self.back)
        layout.addSpacing(UNIT)
        layout.addWidget(rule(self))

    def _name_actions(self) -> None:
        """Those whose names follow the selected turn; only when it makes a difference."""
        why = tuple(why_not(action, self._row) for action in ACTIONS)
        named = (self._is_held, self._keys_elsewhere, self._takes_back, why)
        if named != self._named:
            self._named = named
            for action in (*ON_CARD, "retry"):
                self._name_action(action)

    @property
    def _is_held(self) -> bool:
        return isinstance(self._row, TurnRow) and self._row.held

    def _name_action(self, action: str) -> None:
        """Only the short keys find room beside the words; the tip tells all."""
        texts, button = self._style.texts, self._actions[action]
        words = "cancel_ask_again" if action == "ask_again" and self._takes_back else action
        keys = "" if self._keys_elsewhere and action in ON_CARD else ACTIONS[action]
        short = keys if action in ("confirm", "correct", "swap") else ""
        if action == "confirm" and not self._patient.shows_lines:
            words = "confirm_later"
        key, tip = f"action.{words}", f"action.{words}.name"
        if self._is_held and action in ON_CARD and words != "confirm_later":
            # One action has one name, here and on the card.
            key = f"held.{ON_CARD[action]}"
        why = "" if words != action else why_not(action, self._row)
        button.setText(f" {texts.get(key)}  {short}".rstrip())
        name(button, texts.get(why or tip), keys)

    def _show_teaching(self, teaching: int) -> None:
        """While the patient says a turn back, the same button takes the request back."""
        self._teaching = teaching
        key = "action.cancel_teach_back" if teaching else "action.teach_back"
        set_text(self._actions["teach_back"], " " + self._style.texts.get(key))

    def _screen_part(self, layout: QVBoxLayout) -> None:
        self._screen_title = label("", "section", self)
        self._export = self._button(self.export_pressed.emit)
        self._screen_state = label("", "caption", self, wrap=True)
        self._screen = self._button(self.patient_screen_pressed.emit)
        layout.addWidget(self._screen_title)
        layout.addWidget(self._screen_state)
        layout.addWidget(self._screen)
        layout.addStretch(1)
        layout.addWidget(self._export)

    def _button(self, pressed: Callable[[], None], kind: str = "") -> QPushButton:
        button = QPushButton(self)
        if kind:
            button.setProperty("kind", kind)
        button.clicked.connect(lambda: pressed())
        return button

    def _holder(self, party: Party | None) -> Callable[[], None]:
        return lambda: self.hold_changed.emit(party)

    def _actor(self, action: str) -> Callable[[], None]:
        return lambda: self.action.emit(action)

    def _show_phase(self) -> None:
        texts, theme = self._style.texts, self._style.theme
        phase = self._phase
        self._state.setText(texts.get(f"phase.{phase.value}"))
        key, icon_name = _MAIN[phase]
        self._main.setText(" " + texts.get(f"control.{key}"))
        name(self._main, texts.get(f"control.{key}"), "Ctrl+Enter")
        able = phase not in (Phase.PREPARING, Phase.LOADING, Phase.ENDING)
        self._main.setEnabled(able)
        set_icon(self._main, icon_name, theme, theme.colours.on_primary)
        self._end.setEnabled(phase in RUNNING)
        for button in self._hold.values():
            button.setEnabled(phase is Phase.LISTENING)

    def _show_meters(self, view: DoctorView) -> None:
        texts = self._style.texts
        self.meters[1].setVisible(len(view.meters) > 1)
        for meter, value in zip(self.meters, view.meters, strict=False):
            meter.set_meter(value)
        speaker = ""
        if view.phase is Phase.LISTENING:
            newest = max(view.live, key=lambda line: line.utterance, default=None)
            if view.source_lost:
                speaker = texts.get("side.no_source")
            elif newest is not None:
                speaker = texts.get("side.speaking", party=party_word(texts, newest.party))
            elif view.speaking:
                speaker = texts.get("side.somebody")
            else:
                speaker = texts.get("side.nobody")
        set_text(self._speaker, speaker)


_MAIN = {
    Phase.PREPARING: ("start", "play"),
    Phase.READY: ("start", "play"),
    Phase.LOADING: ("start", "play"),
    Phase.LISTENING: ("pause", "pause"),
    Phase.PAUSED: ("resume", "play"),
    Phase.ENDING: ("ending", "hourglass"),
    Phase.ENDED: ("new", "new"),
    Phase.FAILED: ("again", "retry"),
}
"""What the big button does in each phase, and its icon."""
