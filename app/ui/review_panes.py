"""Around the review grid: head with actions and progress, filters, and what belongs to a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.documents.jobs import Progress
from app.records.documents import DocumentRecord
from app.ui.languages import FSI, PDI, isolated, language
from app.ui.records_html import local_time
from app.ui.review_rows import ReviewRow, Shown, Wanted, standing_of
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon
from glossary.types import TermMatch
from translation.memory import NearMatch

ACTIONS = {
    "back": "Alt+Left", "open": "Ctrl+O", "accept": "F9", "edit": "F2", "correct": "Shift+F2",
    "copy": "Ctrl+Ins", "identical": "Ctrl+I", "propose": "Ctrl+G", "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z", "next": "F8", "export": "Ctrl+E", "release": "F10",
}  # fmt: skip
_ICONS = {
    "back": "records", "open": "import", "accept": "check", "edit": "edit",
    "correct": "correct", "copy": "swap", "identical": "new", "propose": "glossary",
    "undo": "undo", "redo": "redo", "next": "down", "export": "export", "release": "shield",
}  # fmt: skip
_BARE = frozenset(("back", "correct", "undo", "redo", "identical", "propose", "copy"))
"""Actions that show their icon only; the tip says the rest."""


class HeadPane(QFrame):
    """Name, state, actions, progress. Signals: ``action(name)`` of `ACTIONS`, ``stop_asked``,
    ``go_on_asked``."""

    action = Signal(str)
    stop_asked = Signal()
    go_on_asked = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._style = style
        texts = style.texts
        self.title = label("", "title", self)
        self.facts = label("", "caption", self)
        self.message = label("", "body", self, wrap=True)
        self.message.hide()
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.time = label("", "caption", self)
        self.stop = QPushButton(texts.get("review.stop"), self)
        self.stop.clicked.connect(self.stop_asked)
        self.go_on = QPushButton(texts.get("review.go_on"), self)
        name(self.go_on, texts.get("review.go_on"), "F5")
        self.go_on.clicked.connect(self.go_on_asked)
        self.buttons = {key: self._button(key) for key in ACTIONS}
        self.buttons["release"].setProperty("kind", "primary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.buttons["back"])
        top.addLayout(words, 1)
        for key in ("open", "export", "release"):
            top.addWidget(self.buttons[key])
        deeds = QHBoxLayout()
        deeds.setSpacing(UNIT)
        for key in (
            "next",
            "accept",
            "edit",
            "correct",
            "copy",
            "identical",
            "propose",
            "undo",
            "redo",
        ):
            deeds.addWidget(self.buttons[key])
        deeds.addStretch(1)
        self.bar.setFixedWidth(UNIT * 25)
        deeds.addWidget(self.bar)
        for widget in (self.time, self.stop, self.go_on):
            deeds.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        column.setSpacing(UNIT)
        column.addLayout(top)
        column.addLayout(deeds)
        column.addWidget(self.message)
        self.show_progress(None, running=False, unfinished=False)

    def show_record(self, record: DocumentRecord, rows: Sequence[ReviewRow]) -> None:
        """The document and how far it is."""
        texts, header, c = self._style.texts, record.header, self._style.theme.colours
        self.title.setText(header.name)
        langs = pair_words(header.source_lang, header.target_lang)
        found = standing_of(rows)
        facts = [langs, texts.get("review.facts.blocks", done=found.done, total=found.total)]
        if record.release is not None:
            release = record.release
            facts.append(texts.get("review.facts.released", who=release.user,
                                   time=local_time(release.created_at)))  # fmt: skip
            colour = c.success
        else:
            facts.append(texts.get("review.facts.draft"))
            facts.append(texts.get("review.facts.to_review", n=found.to_review))
            if found.open_critical:
                facts.append(texts.get("review.facts.critical", n=found.open_critical))
            colour = c.danger if found.open_critical else c.muted
        self.facts.setText(" · ".join(facts))
        self.facts.setStyleSheet(f"color: {colour};")

    def show_progress(self, progress: Progress | None, *, running: bool, unfinished: bool) -> None:
        """How far the translation is; ``unfinished`` says that it can go on."""
        texts = self._style.texts
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.time.setVisible(running)
        self.go_on.setVisible(unfinished and not running)
        if not running:
            return
        if progress is None:
            self.bar.setRange(0, 0)
            self.time.setText(texts.get("review.progress.begins"))
            return
        self.bar.setRange(0, max(1, progress.total))
        self.bar.setValue(progress.done)
        self.time.setText(progress_words(progress, self._style))

    def say(self, words: str, *, error: bool = False) -> None:
        """A line below the actions."""
        c = self._style.theme.colours
        self.message.setStyleSheet(f"color: {c.danger if error else c.success};")
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def _button(self, key: str) -> QPushButton | QToolButton:
        words = self._style.texts.get(f"review.act.{key}")
        button: QPushButton | QToolButton
        button = QToolButton(self) if key in _BARE else QPushButton(words, self)
        on_primary = self._style.theme.colours.on_primary if key == "release" else ""
        set_icon(button, _ICONS[key], self._style.theme, on_primary)
        name(button, words, ACTIONS[key])
        button.clicked.connect(lambda: self.action.emit(key))
        return button


def pair_words(source_lang: str, target_lang: str) -> str:
    """Two languages by their own names, in this order whatever their direction."""
    names = (language(code).native_name for code in (source_lang, target_lang))
    return " → ".join(f"{FSI}{each}{PDI}" for each in names)


def progress_words(progress: Progress, style: Style) -> str:
    """How much is done, and how long the rest takes."""
    texts = style.texts
    told = texts.get("review.progress", done=progress.done, total=progress.total)
    left = progress.seconds_left
    if left is None:
        return told
    if left < 90:
        return f"{told} · {texts.get('review.progress.seconds', n=max(1, round(left)))}"
    return f"{told} · {texts.get('review.progress.minutes', n=round(left / 60))}"


class FilterBar(QFrame):
    """Which rows are shown. Signal: ``changed``."""

    changed = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        texts = style.texts
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(texts.get("review.search"))
        name(self.search, texts.get("review.search"), "Ctrl+F")
        self.shown, self.kind = QComboBox(self), QComboBox(self)
        name(self.shown, texts.get("review.filter.state"))
        name(self.kind, texts.get("review.filter.kind"))
        for each in Shown:
            self.shown.addItem(texts.get(f"review.shown.{each.value}"), each.value)
        self.count = label("", "caption", self)
        self.set_kinds(())
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        for box in (self.shown, self.kind):
            box.activated.connect(lambda _index: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        row.setSpacing(UNIT)
        row.addWidget(self.search, 1)
        for widget in (self.shown, self.kind, self.count):
            row.addWidget(widget)

    def wanted(self) -> Wanted:
        """What is asked for."""
        return Wanted(
            Shown(self.shown.currentData()), str(self.kind.currentData() or ""),
            self.search.text().strip(),
        )  # fmt: skip

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """Offer the kinds of findings that there are; the chosen one stays."""
        texts, chosen = self._style.texts, self.kind.currentData()
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItem(texts.get("review.kind.any"), "")
            for kind in kinds:
                self.kind.addItem(texts.get(f"review.kind.{kind}"), kind)
            self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))

    def show_count(self, shown: int, total: int) -> None:
        """How many rows are shown."""
        self.count.setText(
            "" if shown == total else self._style.texts.get("review.count", n=shown, total=total)
        )

    def clear(self) -> None:
        """Show everything."""
        self.shown.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)
        self.search.clear()
        self.changed.emit()


class DetailPane(QFrame):
    """What belongs to the row that is worked on: proposals of the memory, terms, same blocks.

    Signal: ``memory_chosen(number)``, from 0.
    """

    memory_chosen = Signal(int)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._style = style
        self.place = label("", "section", self)
        self.terms = label("", "caption", self, wrap=True)
        self.same = label("", "caption", self, wrap=True)
        self.memory = [QPushButton("", self) for _ in range(3)]
        self.no_memory = label(style.texts.get("review.memory.none"), "caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        column.setSpacing(UNIT // 2)
        column.addWidget(self.place)
        column.addWidget(self.no_memory)
        for number, button in enumerate(self.memory):
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, number=number: self.memory_chosen.emit(number))
            column.addWidget(button)
        column.addWidget(self.same)
        column.addWidget(self.terms)
        self.keys = label(style.texts.get("review.keys"), "caption", self, wrap=True)
        column.addWidget(self.keys)
        self.show_row(None, (), (), 0)

    def show_row(
        self,
        row: ReviewRow | None,
        near: Sequence[NearMatch],
        terms: Sequence[TermMatch],
        same: int,
    ) -> None:
        """Show what is known about a row."""
        texts = self._style.texts
        self.place.setText(self._place(row) if row is not None else "")
        self.no_memory.setVisible(row is not None and not near)
        for number, button in enumerate(self.memory):
            button.setVisible(number < len(near))
            if number < len(near):
                button.setText(self._proposal(near[number], number))
                button.setToolTip(f"{near[number].unit.source}\n{near[number].unit.target}")
        pairs = dict.fromkeys(f"{t.term} → {t.wanted}" for t in terms if t.wanted)
        told = isolated(" · ".join(pairs), self._style.texts.code)
        self.terms.setText(texts.get("review.terms", terms=told) if pairs else "")
        self.terms.setVisible(bool(pairs))
        self.same.setText(texts.get("review.same", n=same) if same else "")
        self.same.setVisible(bool(same))

    def _place(self, row: ReviewRow) -> str:
        texts, block = self._style.texts, row.block
        told = [texts.get("review.place", n=row.position + 1)]
        told.append(texts.get(f"review.block.{block.kind.value}"))
        if block.page:
            told.append(texts.get("review.page", n=block.page))
        if block.cell is not None:
            told += [head for head in (block.cell.column_head, block.cell.row_head) if head]
        return " · ".join(told)

    def _proposal(self, near: NearMatch, number: int) -> str:
        shown = near.unit.target.replace("\n", " ")
        shown = shown if len(shown) <= 90 else shown[:89] + "…"
        warning = "" if near.same_numbers else self._style.texts.get("review.memory.numbers")
        parts = [f"Ctrl+{number + 1}", f"{int(near.score)} %", shown, warning]
        return "   ".join(part for part in parts if part).replace("&", "&&")
