"""The two halves of the records window: what was found, and the encounter that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.records.access import Act, Actor
from app.records.history import History
from app.records.identity import countries
from app.records.model import GapRecord, TurnRecord
from app.records.search import Query
from app.records.states import STEPS, State
from app.ui.records_header import change_words, corrections
from app.ui.records_html import local_time, names
from app.ui.records_list import Line, LineList
from app.ui.records_sound import SoundBar
from app.ui.summary_pane import SummaryPane
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, restyle, set_icon

ACTIONS = {
    "play": "Space",
    "correct": "F2",
    "header": "F3",
    "review": "F9",
    "sign": "Ctrl+F9",
    "reopen": "",
    "forms": "Ctrl+M",
    "export": "Ctrl+E",
}
_ICONS = {"play": "play", "correct": "edit", "header": "patient", "review": "check",
          "sign": "shield", "reopen": "retry", "forms": "record", "export": "export"}  # fmt: skip
_OUT = ("forms", "export")
"""What leaves the record stands beside the tabs: all in one row is too wide for small windows."""
PARTS = ("records.conversation", "summary.title")
_STATE_ACTIONS = {"review": State.REVIEWED, "sign": State.SIGNED, "reopen": State.DRAFT}


class ResultsPane(QFrame):
    """The list of encounters with its empty, busy and failed states. Signal: ``retry``."""

    retry = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.list = LineList(style, self)
        self.list.setAccessibleName(style.texts.get("records.results"))
        self.count = label("", "caption", self)
        self.message = label("", "body", self, wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = QPushButton(style.texts.get("records.retry"), self)
        self.again.clicked.connect(self.retry)
        empty = QWidget(self)
        column = QVBoxLayout(empty)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.list)
        self.pages.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.count.setContentsMargins(UNIT * 3 // 2, UNIT, UNIT, UNIT)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, UNIT, 0)
        self.head.addWidget(self.count, 1)
        outer.addLayout(self.head)
        outer.addWidget(self.pages, 1)
        self.setMinimumWidth(340)

    def show_lines(self, lines: Sequence[Line], current: int, *, more: bool, query: Query) -> None:
        """What was found."""
        texts = self._style.texts
        key = "records.count_more" if more else "records.count"
        self.count.setText(texts.get(key, n=len(lines)) if lines else "")
        self.list.show_lines(lines, current)
        self.again.hide()
        if not lines:
            self.message.setText(texts.get("records.none" if query == Query() else "records.empty"))
        self.pages.setCurrentIndex(0 if lines else 1)

    def say_searching(self) -> None:
        """A search runs; what was found before stays in view."""
        self.count.setText(self._style.texts.get("records.searching"))

    def say_error(self, words: str) -> None:
        """The search failed; it can be tried again."""
        self.count.setText("")
        self.list.show_lines(())
        self.message.setText(words)
        self.again.show()
        self.pages.setCurrentIndex(1)

    def enter(self) -> None:
        """Go into the list from above."""
        self.list.setFocus()
        if not self.list.currentIndex().isValid() and self.list.lines.lines:
            self.list.go_to(0)


class EncounterPane(QFrame):
    """Head, turns and actions of one encounter. Signal: ``action(name)`` of `ACTIONS`."""

    action = Signal(str)

    def __init__(self, style: Style, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("root")
        self._style, self._actor = style, actor
        self._history: History | None = None
        self.title = label("", "title", self)
        self.facts = label("", "caption", self, wrap=True)
        self.states = label("", "caption", self, wrap=True)
        self.corrections = label("", "caption", self, wrap=True)
        self.message = label("", "body", self, wrap=True)
        self.message.hide()
        self.turns = LineList(style, self)
        self.turns.setAccessibleName(style.texts.get("records.conversation"))
        self.turns.chosen.connect(lambda _line: self._offer())
        self.summary = SummaryPane(style, actor, self)
        self.parts = QStackedWidget(self)
        self.parts.addWidget(self.turns)
        self.parts.addWidget(self.summary)
        self.tabs = [self._tab(number, part) for number, part in enumerate(PARTS)]
        self.buttons = {key: self._button(key) for key in ACTIONS}
        self.empty = label("", "body", self, wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sound = SoundBar(style, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._page())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self._say_empty("records.choose")
        self._offer()

    def show_history(self, history: History, lines: Sequence[Line]) -> None:
        """Show an encounter; the turn that was chosen stays so."""
        chosen = self.turns.current()
        number = chosen.value.turn if chosen and isinstance(chosen.value, TurnRecord) else 0
        same = self._history is not None and self._history.record.header == history.record.header
        self._history = history
        self._show_head(history)
        self.turns.show_lines(lines)
        if not same:
            self.message.hide()
        self.pages.setCurrentIndex(1)
        if same and number:
            self.go_to_turn(number)
        elif lines:
            self.turns.go_to(0)
        self._offer()

    def go_to_turn(self, number: int) -> None:
        """Choose a turn and bring it into view."""
        for row, line in enumerate(self.turns.lines.lines):
            if isinstance(line.value, TurnRecord) and line.value.turn == number:
                self.turns.go_to(row)
                return

    def may(self, what: str) -> bool:
        """Whether an action is offered at the moment."""
        return self.buttons[what].isEnabled()

    def say(self, words: str, *, error: bool = False) -> None:
        """A line above the turns."""
        c = self._style.theme.colours
        self.message.setStyleSheet(f"color: {c.danger if error else c.success};")
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def say_opening(self) -> None:
        """An encounter is being read."""
        self._history = None
        self._say_empty("records.opening")

    def say_failed(self, words: str) -> None:
        """It could not be read."""
        self.empty.setText(words)

    def sound_of_line(self) -> int:
        """The turn that is chosen, if there is sound of it; 0 otherwise."""
        line = self.turns.current()
        value = line.value if line is not None else None
        turn = value.turn if isinstance(value, TurnRecord | GapRecord) else None
        sounds = self._history.sounds if self._history is not None else {}
        fact = sounds.get(turn or 0)
        return fact.turn if fact is not None and not fact.removed_at else 0

    def show_playing(self, playing: bool) -> None:
        """The button plays, or stops."""
        key = "records.sound.stop" if playing else "records.act.play"
        button, words = self.buttons["play"], self._style.texts.get(key)
        button.setText(words)
        set_icon(button, "stop" if playing else "play", self._style.theme)
        name(button, words, ACTIONS["play"])

    def _say_empty(self, key: str) -> None:
        self.empty.setText(self._style.texts.get(key))
        self.pages.setCurrentIndex(0)
        self._offer()

    def _page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget(page)
        inner = QVBoxLayout(head)
        inner.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        inner.setSpacing(UNIT // 2)
        for widget in (self.title, self.facts, self.states, self.corrections):
            inner.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for key, button in self.buttons.items():
            if key not in _OUT:
                row.addWidget(button)
        row.addStretch(1)
        inner.addSpacing(UNIT // 2)
        inner.addLayout(row)
        inner.addWidget(self.message)
        column.addWidget(head)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT)
        for tab in self.tabs:
            tabs.addWidget(tab)
        tabs.addStretch(1)
        for key in _OUT:
            tabs.addWidget(self.buttons[key])
        column.addLayout(tabs)
        column.addWidget(self.sound)
        column.addWidget(self.parts, 1)
        return page

    def show_part(self, number: int) -> None:
        """Show the conversation (0) or its summary (1)."""
        self.parts.setCurrentIndex(number)
        for place, tab in enumerate(self.tabs):
            tab.setChecked(place == number)
            restyle(tab, kind="primary" if place == number else "")
        (self.summary.list if number else self.turns).setFocus()
        self._offer()

    def _tab(self, number: int, part: str) -> QPushButton:
        words = self._style.texts.get(part)
        tab = QPushButton(words, self)
        tab.setCheckable(True)
        tab.setChecked(number == 0)
        tab.setProperty("kind", "primary" if number == 0 else "")
        tab.setAutoDefault(False)
        name(tab, words, "F6")
        tab.clicked.connect(lambda: self.show_part(number))
        return tab

    def _button(self, key: str) -> QPushButton:
        words = self._style.texts.get(f"records.act.{key}")
        button = QPushButton(words, self)
        set_icon(button, _ICONS[key], self._style.theme)
        name(button, words, ACTIONS[key])
        button.clicked.connect(lambda: self.action.emit(key))
        return button

    def _show_head(self, history: History) -> None:
        texts, header = self._style.texts, history.record.header
        self.title.setText(names(header, self._style))
        langs = [texts.language_name(code) for code in (header.doctor_lang, header.patient_lang)]
        end = local_time(header.ended_at, day=False) or texts.get("records.running")
        place = " ".join(filter(None, (header.hospital, header.department)))
        number = header.patient_number
        known = countries().get(header.patient_nationality)
        nation = (known.zh if texts.code == "zh" else known.en) if known else ""
        identity = [header.patient_birth_date, header.patient_sex, nation,
                    header.patient_document, header.patient_insurance]  # fmt: skip
        facts = [f"{local_time(header.started_at)}–{end}", " ↔ ".join(langs), place, *identity,
                 texts.get("records.number", number=number) if number else "",
                 texts.get("records.consent", time=local_time(header.consent_at))
                 if header.consent_at else texts.get("records.no_consent"),
                 texts.get("records.agreed.translation") if header.consent_translation_at else "",
                 texts.get("records.sound.agreed") if header.consent_recording_at else "",
                 ]  # fmt: skip
        self.facts.setText(" · ".join(filter(None, facts)))
        path = [texts.get("records.state.draft")]
        for change in history.states:
            step = texts.get(f"records.state.{change.state.value}")
            path.append(f"{step} ({change.user}, {local_time(change.created_at)})")
        self.states.setText(texts.get("records.path", path=" → ".join(path)))

        made = corrections(history)
        self.corrections.setVisible(bool(made))
        if made:
            told = texts.get("header.corrected", n=len(made))
            self.corrections.setText(f"{told} {change_words(made[0], self._style)}")

    def _offer(self) -> None:
        """Enable what this user can do with this encounter; the store asks again."""
        history, actor = self._history, self._actor
        line = self.turns.current()
        may_correct = actor.may(Act.CORRECT_ALL) or actor.may(Act.CORRECT_OWN)
        on_turn = line is not None and isinstance(line.value, TurnRecord)
        on_turn = on_turn and self.parts.currentWidget() is self.turns
        heard = self.parts.currentWidget() is self.turns and self.sound_of_line() > 0
        self.buttons["play"].setEnabled(heard)
        kept = history is not None and any(not x.removed_at for x in history.sounds.values())
        self.buttons["play"].setVisible(kept)
        ended = history is not None and bool(history.record.header.ended_at)
        self.buttons["correct"].setEnabled(ended and may_correct and on_turn)
        self.buttons["header"].setEnabled(history is not None and may_correct)
        for key, wanted in _STATE_ACTIONS.items():
            acts = STEPS[history.state].get(wanted) if history is not None else None
            able = acts is not None and any(act is not None and actor.may(act) for act in acts)
            self.buttons[key].setEnabled(able and ended)
            # Signing stays in view: whoever looks for it sees that a review comes first.
            self.buttons[key].setVisible(acts is not None or key == "sign")
        may_export = actor.may(Act.EXPORT_ALL) or actor.may(Act.EXPORT_OWN)
        for key in ("export", "forms"):
            self.buttons[key].setEnabled(history is not None and may_export)
