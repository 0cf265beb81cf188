"""What stands in the glossary window: the bar, the table and the side, without what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.glossary_model import AFTER, ShownModel, TermDelegate
from app.ui.glossary_review import Waiting
from app.ui.glossary_side import SidePane
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, restyle, set_icon
from glossary.concepts import LANGUAGES
from glossary.history import ChangeSet

FILTERS = ("domain", "type", "review", "origin")
ORIGINS = ("hospital", "shipped", "retired")
REVIEWS = ("draft", "second reading", "approved")
_BUTTONS = {
    "new": "Ctrl+N", "undo": "Ctrl+Z", "redo": "Ctrl+Y", "import": "Ctrl+O", "export": "Ctrl+E",
}  # fmt: skip
_MANY = 3
"""With more languages than these only their terms are shown."""


class GlossaryView(QWidget):
    """Signals: ``filter_changed``, ``selection_changed``, ``action(name)``,
    ``langs_changed(codes)``, ``decided(proposal, what)``."""

    filter_changed = Signal()
    selection_changed = Signal()
    action = Signal(str)
    langs_changed = Signal(tuple)
    decided = Signal(object, str)

    def __init__(
        self,
        style: Style,
        model: ShownModel,
        parent: QWidget | None = None,
        *,
        editable: bool = True,
    ) -> None:
        """Without ``editable`` nothing is offered that changes terms."""
        super().__init__(parent)
        self.setObjectName("root")
        self._editable = editable
        self._style = style
        self._model = model
        self.search = QLineEdit(self)
        self.filters = {key: QComboBox(self) for key in FILTERS}
        self.table = QTableView(self)
        self.side = SidePane(style, self, editable=editable)
        self.message = label("", "body", self, wrap=True)
        self.count = label("", "caption", self)
        self.empty = label("", "body", self.table)
        self._buttons: dict[str, QToolButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar())
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left())
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 3)
        splitter.setSizes([900, 460])
        outer.addWidget(splitter, 1)
        self.side.action.connect(self.action)
        self.side.decided.connect(self.decided)
        self._set_up_table()

    def wanted(self) -> tuple[str, str, str, str]:
        """Domain, type, review state and origin as chosen; empty where all are."""
        domain, kind, review, origin = (str(self.filters[key].currentData()) for key in FILTERS)
        return domain, kind, review, origin

    def set_filters(self, domains: Sequence[str], types: Sequence[str]) -> None:
        """Offer these domains and types."""
        texts = self._style.texts
        offered = {"domain": domains, "type": types, "review": REVIEWS, "origin": ORIGINS}
        for key, box in self.filters.items():
            box.blockSignals(True)
            box.clear()
            box.addItem(texts.get(f"glossary.all.{key}"), "")
            for value in offered[key]:
                words = f"glossary.{key}.{value}"
                box.addItem(texts.get(words) if texts.has(words) else value, value)
            box.blockSignals(False)
        self.size_columns()

    def restore(self, query: str, wanted: tuple[str, str, str, str], langs: Sequence[str]) -> None:
        """Ask again for what another view asked for; nothing is told of it."""
        for widget in (self.search, *self.filters.values(), *self.lang_actions.values()):
            widget.blockSignals(True)
        self.search.setText(query)
        for key, value in zip(FILTERS, wanted, strict=True):
            self.filters[key].setCurrentIndex(max(0, self.filters[key].findData(value)))
        for code, action in self.lang_actions.items():
            action.setChecked(code in langs)
        for widget in (self.search, *self.filters.values(), *self.lang_actions.values()):
            widget.blockSignals(False)
        self.size_columns()

    def clear_filters(self) -> None:
        """Show everything again."""
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self.search.clear()
        self.focus_search()

    def focus_search(self) -> None:
        """Begin to type."""
        self.search.setFocus()
        self.search.selectAll()

    def selected_place(self) -> int:
        """The row of the table that is selected, or -1."""
        index = self.table.currentIndex()
        return index.row() if index.isValid() else -1

    def select(self, place: int) -> None:
        """Select a row and bring it into view; -1: none."""
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        if place < 0:
            selection.clear()
        else:
            self.table.selectRow(place)
        selection.blockSignals(False)
        if place >= 0:
            self.table.scrollTo(self._model.index(place, 0))

    def say(self, words: str, *, error: bool = False) -> None:
        """A message above the table; an empty one goes away."""
        self.message.setText(words)
        restyle(self._strip, severity="error" if error else "info")
        self._strip.setVisible(bool(words))

    def say_busy(self, file: str) -> None:
        """A file is being read."""
        self.say(self._style.texts.get("glossary.reading", file=file))

    def say_count(self, shown: int, total: int, *, searching: bool) -> None:
        """How many concepts are shown; where there are none, what to do."""
        texts = self._style.texts
        self.count.setText(texts.get("glossary.count", shown=f"{shown:,}", total=f"{total:,}"))
        key = "glossary.empty_search" if searching else "glossary.empty_filter"
        self.empty.setText(texts.get(key if total else "glossary.empty"))
        self.empty.setVisible(not shown)
        self._place_empty()

    def show_proposals(self, waiting: Sequence[Waiting]) -> None:
        """See `SidePane.show_proposals`."""
        self.side.show_proposals(waiting)

    def show_page(self, number: int) -> None:
        """Turn the side to a page."""
        self.side.show_page(number)

    def show_steps(self, undo: ChangeSet | None, redo: ChangeSet | None) -> None:
        """What can be undone and redone; the tips say what it was."""
        texts = self._style.texts
        for key, step in (("undo", undo), ("redo", redo)):
            button = self._buttons[key]
            button.setEnabled(step is not None)
            words = texts.get(f"glossary.{key}")
            if step is not None:
                words += f": {texts.get(f'glossary.kind.{step.kind}')} · {step.who}"
            name(button, words, _BUTTONS[key])

    def size_columns(self) -> None:
        """Languages share the width; the rest is as wide as its words."""
        header = self.table.horizontalHeader()
        langs = self._model.columnCount() - len(AFTER)
        for column in range(self._model.columnCount()):
            if column < langs:
                mode = QHeaderView.ResizeMode.Stretch
            else:
                mode = QHeaderView.ResizeMode.Fixed
                self.table.setColumnWidth(column, self._width(AFTER[column - langs]))
            header.setSectionResizeMode(column, mode)
            # Many languages need the width; the side says the rest.
            hidden = column >= langs and langs > _MANY and AFTER[column - langs] != "origin"
            self.table.setColumnHidden(column, hidden)

    def _width(self, name: str) -> int:
        """Room for the longest word that this column can say."""
        box, metrics = self.filters[name], self.table.fontMetrics()
        said = [box.itemText(row) for row in range(1, box.count())]
        if name == "origin":
            texts = self._style.texts
            said = [texts.get(f"glossary.origin.{x}") for x in ("changed", "added", "retired")]
        return max(72, *(metrics.horizontalAdvance(words) + UNIT * 3 for words in said))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down from the search goes into the table; Return opens; Delete retires."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                if self._model.rowCount():
                    self.table.setFocus()
                    self.table.selectRow(max(0, self.selected_place()))
                return True
            if not self._editable:
                return super().eventFilter(watched, event)
            if watched is self.table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.action.emit("edit")
                return True
            if watched is self.table and key == Qt.Key.Key_Delete:
                self.action.emit("retire")
                return True
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._place_empty()
        return super().eventFilter(watched, event)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setObjectName("header")
        layout = QVBoxLayout(bar)
        layout.setContentsMargins(UNIT * 2, UNIT + 4, UNIT * 2, UNIT + 4)
        layout.setSpacing(UNIT)
        first, second = QHBoxLayout(), QHBoxLayout()
        texts = self._style.texts
        self.search.setPlaceholderText(texts.get("glossary.search_hint"))
        name(self.search, texts.get("glossary.search"), "Ctrl+F")
        self.search.installEventFilter(self)
        first.setSpacing(UNIT)
        first.addWidget(self.search, 1)
        for key in _BUTTONS:
            first.addWidget(self._button(key))
        second.setSpacing(UNIT)
        for key, box in self.filters.items():
            name(box, texts.get(f"glossary.column.{key}"))
            box.setMaxVisibleItems(24)
            box.currentIndexChanged.connect(self.filter_changed)
            second.addWidget(box)
        second.addWidget(self._language_button())
        if not self._editable:
            second.addWidget(label(texts.get("glossary.read_only"), "caption", self))
        second.addStretch(1)
        second.addWidget(self.count)
        layout.addLayout(first)
        layout.addLayout(second)
        return bar

    def _button(self, key: str) -> QToolButton:
        button = QToolButton(self)
        words = self._style.texts.get(f"glossary.{key}")
        name(button, words, _BUTTONS[key])
        icon = {"import": "import", "new": "new"}.get(key, key)
        set_icon(button, icon, self._style.theme)
        if key in ("new", "import", "export"):
            button.setText(words)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda: self.action.emit(key))
        button.setVisible(self._editable or key == "export")
        self._buttons[key] = button
        return button

    def _language_button(self) -> QToolButton:
        button = QToolButton(self)
        texts = self._style.texts
        button.setText(texts.get("glossary.languages"))
        button.setAccessibleName(button.text())
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self.lang_actions: dict[str, QAction] = {}
        for code in LANGUAGES:
            action = menu.addAction(texts.language_name(code))
            action.setCheckable(True)
            action.setChecked(code in ("zh", "en"))
            action.toggled.connect(self._langs_toggled)
            self.lang_actions[code] = action
        button.setMenu(menu)
        return button

    def _langs_toggled(self) -> None:
        chosen = tuple(code for code, action in self.lang_actions.items() if action.isChecked())
        self.langs_changed.emit(chosen or ("zh",))

    def _left(self) -> QWidget:
        left = QWidget(self)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(UNIT * 2, UNIT + 4, UNIT, UNIT * 2)
        layout.setSpacing(UNIT)
        self._strip = QFrame(left)
        self._strip.setObjectName("banner")
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(UNIT + 4, UNIT, UNIT, UNIT)
        strip.addWidget(self.message, 1)
        close = QToolButton(self._strip)
        close.setProperty("flat", True)
        set_icon(close, "close", self._style.theme)
        name(close, self._style.texts.get("glossary.dismiss"))
        close.clicked.connect(lambda: self.say(""))
        strip.addWidget(close)
        self._strip.hide()
        layout.addWidget(self._strip)
        layout.addWidget(self.table, 1)
        return left

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("glossary")
        table.setModel(self._model)
        table.setItemDelegate(TermDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicatorClearable(True)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setMinimumSectionSize(self._style.theme.px(72))
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(self._style.theme.px(TYPE.body) * 2 + 4)
        table.setAccessibleName(self._style.texts.get("glossary.title"))
        table.selectionModel().currentRowChanged.connect(lambda *_: self.selection_changed.emit())
        table.doubleClicked.connect(lambda _: self.action.emit("edit"))
        table.installEventFilter(self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        restyle(self.empty, role="caption")

    def _place_empty(self) -> None:
        area = self.table.viewport().geometry()
        self.empty.setGeometry(area.adjusted(UNIT * 4, UNIT * 6, -UNIT * 4, -UNIT * 6))
