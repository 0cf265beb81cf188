"""What stands in the place of the turns while there are none: how to begin, or loading."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import pixmap
from app.ui.theme import UNIT
from app.ui.view_state import DoctorView, Phase
from app.ui.widgets.parts import label, name, set_icon, set_text
from app.ui.widgets.turn_card import Style

STEPS = ("language", "screen", "start")
_STEP_ICONS = {"language": "interpreter", "screen": "screen", "start": "play"}
WIDTH = 560


class StartPage(QStackedWidget):
    """Two pages: the first steps, and the progress of preparing or loading.

    Signal: ``intake_pressed``.
    """

    intake_pressed = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._patient = ""
        self._step_icons: dict[str, QLabel] = {}
        self._step_texts: dict[str, QLabel] = {}
        self._begin = self._begin_page()
        self._wait = self._wait_page()
        self.addWidget(self._begin)
        self.addWidget(self._wait)
        self.set_style(style)

    def minimumSizeHint(self) -> QSize:
        """Small windows may cut the margins, not the words."""
        return QSize(320, 240)

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        texts, c = style.texts, style.theme.colours
        self._title.setText(texts.get("empty.title"))
        self._intro.setText(texts.get("empty.intro"))
        self._note.setText(texts.get("empty.note"))
        self._logo.setPixmap(pixmap("logo", c.primary, 48))
        self.set_patient(self._patient)
        set_icon(self.intake, "patient", style.theme)
        for step in STEPS:
            self._step_texts[step].setText(texts.get(f"empty.step.{step}"))
            self._step_icons[step].setPixmap(pixmap(_STEP_ICONS[step], c.primary, 24))

    def set_patient(self, who: str) -> None:
        """Who the intake is of; empty: nobody was entered yet."""
        texts = self._style.texts
        self._patient = who
        words = texts.get("intake.of", name=who) if who else texts.get("intake.open")
        self.intake.setText(" " + words)
        name(self.intake, words, "Ctrl+I")

    def set_view(self, view: DoctorView) -> None:
        """Show the page that fits the phase."""
        texts = self._style.texts
        waiting = view.phase in (Phase.PREPARING, Phase.LOADING)
        self.setCurrentWidget(self._wait if waiting else self._begin)
        if not waiting:
            return
        set_text(self._wait_title, texts.get(f"wait.{view.phase.value}.title"))
        loading = view.loading
        if loading is None or loading.total <= 0:
            self._bar.setRange(0, 0)
            set_text(self._wait_detail, texts.get(f"wait.{view.phase.value}.detail"))
        else:
            self._bar.setRange(0, loading.total)
            self._bar.setValue(loading.done)
            set_text(
                self._wait_detail,
                texts.get(
                    "wait.pack", number=loading.done + 1, total=loading.total, pack=loading.pack_id
                ),
            )

    def _begin_page(self) -> QWidget:
        page, column = self._column()
        self._logo = QLabel(page)
        self._title = label("", "title", page)
        self._intro = label("", "body", page, wrap=True)
        self._note = label("", "caption", page, wrap=True)
        column.addWidget(self._logo)
        column.addWidget(self._title)
        column.addWidget(self._intro)
        column.addSpacing(UNIT)
        card = QFrame(page)
        card.setObjectName("card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        rows.setSpacing(UNIT * 2)
        for step in STEPS:
            row = QHBoxLayout()
            row.setSpacing(UNIT * 2)
            self._step_icons[step] = QLabel(card)
            self._step_texts[step] = label("", "body", card, wrap=True)
            row.addWidget(self._step_icons[step], 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._step_texts[step], 1)
            rows.addLayout(row)
        column.addWidget(card)
        self.intake = QPushButton(page)
        self.intake.setAutoDefault(False)
        self.intake.clicked.connect(self.intake_pressed)
        column.addWidget(self.intake, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._note)
        column.addStretch(1)
        return page

    def _wait_page(self) -> QWidget:
        page, column = self._column()
        self._wait_title = label("", "title", page)
        self._wait_detail = label("", "body", page, wrap=True)
        self._bar = QProgressBar(page)
        self._bar.setTextVisible(False)
        column.addWidget(self._wait_title)
        column.addWidget(self._bar)
        column.addWidget(self._wait_detail)
        column.addStretch(1)
        return page

    def _column(self) -> tuple[QWidget, QVBoxLayout]:
        """A page with a column of fixed width in its middle."""
        page = QWidget(self)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(UNIT * 3, 0, UNIT * 3, 0)
        holder = QWidget(page)
        holder.setMaximumWidth(WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT * 2)
        column.addStretch(1)
        outer.addStretch(1)
        outer.addWidget(holder, 8)
        outer.addStretch(1)
        return page, column
