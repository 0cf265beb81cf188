"""The doctor's left column: messages, conversation, held turn, text field, in the room there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import UNIT
from app.ui.widgets.banner import Banner
from app.ui.widgets.composer import Composer
from app.ui.widgets.flag_bar import FlagBar
from app.ui.widgets.held_card import HeldCard
from app.ui.widgets.live_strip import LiveStrip

LEAST_CONVERSATION = 100
"""What is less shows nothing of it: the held turn can have that too."""
EDITED = 190
"""Of a turn that is being corrected in it, at type size 1."""
UNLIMITED = 16_777_215
"""Qt's own word for it."""


LEAST_TEXTS = 90
"""Two lines and what stands over them, at type size 1."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What stands beside a held turn."""

    live: bool = False
    conversation: int = 0
    """So high at least it is; 0: it gives way altogether."""
    unfolded: int = 0
    """So many messages, from the top, are told in full."""
    composer: bool = True


class LeftColumn(QScrollArea):
    """Gives a held turn the room that its texts need, and the conversation the rest.

    It scrolls where even so there is none.
    """

    def __init__(
        self,
        strips: Sequence[Banner | FlagBar],
        conversation: QWidget,
        live: LiveStrip,
        held: HeldCard,
        composer: Composer,
        advice: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """``strips`` stand above the ``conversation``, the weightiest first; ``live`` is in it."""
        super().__init__(parent)
        self._strips, self._composer, self._advice = strips, composer, advice
        self._conversation, self._live, self._held = conversation, live, held
        self._scrolled_to = 0
        all_of_it = len(strips)
        self._steps = (
            _Step(live=True, conversation=LEAST_CONVERSATION, unfolded=all_of_it),
            _Step(conversation=LEAST_CONVERSATION, unfolded=all_of_it),
            *(_Step(unfolded=n) for n in range(all_of_it, -1, -1)),
        )
        self.setObjectName("left")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The conversation takes what is left, be it nothing.
        ignored = QSizePolicy.Policy.Ignored
        conversation.setSizePolicy(ignored, ignored)
        inner = _Inner(self._fit)
        inner.setSizePolicy(ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        column.setSpacing(UNIT)
        for strip in strips:
            column.addWidget(strip)
        column.addWidget(conversation, 1)
        for part in (held, composer, advice):
            column.addWidget(part)
        self.setWidget(inner)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let as little as possible give way. Measures without changing anything, so that what
        it changes does not call it for ever."""
        held = self._held
        if held.isHidden():
            self._scrolled_to = 0
            self._take(self._steps[0])
            return
        if held.is_elsewhere:
            self._keep_editor()
            return
        wanted = held.texts_height(self._inner_width)
        step = next((x for x in self._steps if self._room(x) >= wanted), self._steps[-1])
        if self._room(step) < held.least_texts_height(self._inner_width):
            step = replace(step, composer=self._composer.in_use)
        least = round(LEAST_TEXTS * held.scale)
        held.set_texts_height(wanted if step.conversation else max(least, self._room(step)))
        self._take(step)
        row = held.row
        if self._room(step) < least and row is not None and row.turn != self._scrolled_to:
            self._scrolled_to = row.turn
            QTimer.singleShot(0, self._scroll_to_held)

    def _keep_editor(self) -> None:
        """What is being written in the conversation stays in sight: nothing else can be done."""
        scale = self._held.scale
        step = _Step(conversation=round(EDITED * scale), composer=self._composer.in_use)
        if self._room(step) < LEAST_TEXTS * scale:
            step = replace(step, composer=False)
        self._held.set_texts_height(max(round(LEAST_TEXTS * scale), self._room(step)))
        self._take(step)
        if self._room(step) < LEAST_TEXTS * scale:
            QTimer.singleShot(0, self._scroll_to_editor)

    def _scroll_to_editor(self) -> None:
        if self._held.is_elsewhere:
            self.ensureWidgetVisible(self._conversation, 0, UNIT)

    def _scroll_to_held(self) -> None:
        self.ensureWidgetVisible(self._held, 0, UNIT)

    @property
    def _inner_width(self) -> int:
        return self.viewport().width() - UNIT * 4

    def _take(self, step: _Step) -> None:
        for number, strip in enumerate(self._strips):
            strip.fold(number >= step.unfolded)
        self._composer.setVisible(step.composer)
        self._live.setVisible(step.live)
        self._conversation.setMinimumHeight(step.conversation if self._held.is_elsewhere else 0)
        self._conversation.setMaximumHeight(UNLIMITED if step.conversation else 0)

    def _room(self, step: _Step) -> int:
        """What this leaves to the texts of the held turn."""
        width = self._inner_width
        others = [
            strip.height_in(width, folded=number >= step.unfolded)
            for number, strip in enumerate(self._strips)
            if not strip.isHidden()
        ]
        others.append(step.conversation)
        others.append(self._held.height_besides_texts)
        if step.live:
            others.append(self._live.height())
        if step.composer:
            others.append(self._composer.sizeHint().height())
        if not self._advice.isHidden():
            others.append(self._advice.sizeHint().height())
        return self.viewport().height() - UNIT * 4 - sum(others) - UNIT * (len(others) - 1)


class _Inner(QWidget):
    """What scrolls; tells when a part of it has become higher or lower."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed

    def event(self, event: QEvent) -> bool:
        """Look for that one."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return handled
