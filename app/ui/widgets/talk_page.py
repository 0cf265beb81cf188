"""The sentences of the conversation on the patient screen, and the question about one of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.session.events import Party
from app.ui.theme import UNIT
from app.ui.view_state import PatientAsk, PatientLine
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.fitted_text import (
    SMALLEST_PX,
    EarlierSentences,
    NewestSentence,
    SentencesLook,
)

EARLIER_HEIGHT = 0.26
"""Share of the screen's height that earlier sentences have."""
ASKED_SIZE = 0.7
"""A sentence that is asked about takes the place of the earlier ones rather than shrink more."""
READABLE_PX = 24
"""Where the newest sentence stands among the earlier ones it goes only below this size."""
QUOTED_CHARACTERS = 90
"""A longer sentence is not quoted beside its question: it takes the large place."""
SPACING = UNIT * 2
PAGE_KEYS = {"PgDown": 1, "Down": 1, "PgUp": -1, "Up": -1}
"""Keys that turn the pages of a sentence, and how far."""


@dataclass(frozen=True, slots=True)
class Places:
    """``quoted``: the question quotes its sentence, which is not the large one."""

    earlier: tuple[PatientLine, ...]
    large: PatientLine | None
    quoted: bool = False


def places(lines: tuple[PatientLine, ...], ask: PatientAsk | None) -> Places:
    """The newest sentence is the large one, unless another one is asked about and is long."""
    newest = lines[-1] if lines else None
    if ask is None or (newest is not None and newest.turn == ask.turn):
        return Places(lines[:-1], newest)
    if newest is not None and len(ask.text) <= QUOTED_CHARACTERS:
        return Places(lines[:-1], newest, quoted=True)
    asked = next((line for line in lines if line.turn == ask.turn), None)
    others = tuple(line for line in lines if line.turn != ask.turn)
    return Places(others, asked or _line(ask))


class TalkPage(QWidget):
    """Earlier sentences above, the newest one, and the question below where one is open."""

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._newest_above = False
        self.earlier = EarlierSentences(look, self)
        self.newest = NewestSentence(look, self)
        self.newest.read_changed.connect(self._let_answer)
        self.row = AskRow(look, self)
        self._page_keys = [self._page_key(keys, way) for keys, way in PAGE_KEYS.items()]
        self._let_answer()
        self._places = layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, SPACING, UNIT * 3, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.earlier)
        layout.addWidget(self.newest, 1)
        layout.addWidget(self.row)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size, language, or another size of the window."""
        self._look = look
        self.earlier.set_look(look)
        self.newest.set_look(look)
        self.row.set_look(look, self.window().height())
        self._share_height()

    def set_lines(self, lines: tuple[PatientLine, ...], ask: PatientAsk | None) -> None:
        """Show ``lines`` and ask ``ask``, with its sentence where that is not the large one."""
        placed = places(lines, ask)
        self._newest_above = placed.earlier[-1:] == lines[-1:] != ()
        self.earlier.set_lines(placed.earlier)
        self.newest.set_line(placed.large)
        self.row.set_ask(ask, placed.quoted)
        self._share_height()
        self._let_answer()

    def event(self, event: QEvent) -> bool:
        """The room changes with the page and with what the question needs."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._share_height()
        return super().event(event)

    def _share_height(self) -> None:
        """The newest sentence begins at the same place whatever stands below it, unless it would
        become too small there: then it has the place of the earlier ones too."""
        earlier = round(self.window().height() * EARLIER_HEIGHT)
        self.earlier.setFixedHeight(earlier)
        if not self.isVisible():
            return  # Behind another page it has no size of its own.
        left = self.height() - SPACING * 3 - earlier
        asked = self.row.ask is not None
        if asked:
            # At once and not step by step: what is pressed must not move under the finger.
            height = self.row.height_in(self.width() - UNIT * 6)
            self.row.setFixedHeight(height)
            left -= height + SPACING
        least = self._look.pixels * ASKED_SIZE if asked else SMALLEST_PX
        if self._newest_above:
            least = min(least, READABLE_PX)
        self.earlier.setVisible(self.newest.pixels_in(left) >= least)
        self._places.activate()

    def _page_key(self, keys: str, way: int) -> QShortcut:
        """Wherever the keyboard is: on a button the arrows would go to the next one."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.newest.turn_page(way))
        return shortcut

    def _let_answer(self) -> None:
        """Nobody says yes to a sentence that has not been on the screen to its end."""
        for shortcut in self._page_keys:
            shortcut.setEnabled(self.newest.has_pages)
        ask, line = self.row.ask, self.newest.line
        large = ask is not None and line is not None and ask.turn == line.turn
        self.row.set_read(self.newest.is_read or not large)


def _line(ask: PatientAsk) -> PatientLine:
    """The sentence of ``ask``, which is not among the kept ones any more."""
    party = Party.PATIENT if ask.own else Party.CLINICIAN
    return PatientLine(turn=ask.turn, revision=0, party=party, text=ask.text, lang=ask.lang)
