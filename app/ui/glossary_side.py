"""The right-hand side of the glossary window: the concept, its history, proposed terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.glossary_pages import detail_page, history_page
from app.ui.glossary_review import Waiting
from app.ui.languages import isolated, language
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, set_icon
from glossary.concepts import Concept
from glossary.history import ChangeSet, Entry
from glossary.overlay import SHIPPED

Index = QModelIndex | QPersistentModelIndex
PAGES = ("detail", "history", "proposals")
_NOWHERE = QModelIndex()


class ProposalModel(QAbstractListModel):
    """Proposed terms that wait."""

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._waiting: list[Waiting] = []

    def show(self, waiting: Sequence[Waiting]) -> None:
        """Show these."""
        self.beginResetModel()
        self._waiting = list(waiting)
        self.endResetModel()

    def at(self, row: int) -> Waiting | None:
        """The proposal of a row."""
        return self._waiting[row] if 0 <= row < len(self._waiting) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many wait."""
        return 0 if parent.isValid() else len(self._waiting)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The term, its language, how often and by whom."""
        waiting = self._waiting[index.row()]
        each, texts = waiting.proposal, self._style.texts
        if role == Qt.ItemDataRole.DisplayRole:
            term = isolated(each.term, each.lang)
            said = texts.get("glossary.proposed", times=each.times, who=each.who)
            if waiting.from_turns:
                said += f" · {texts.get('glossary.from_turns')}"
            return f"{language(each.lang).tag}   {term}    {said}"
        return each.context if role == Qt.ItemDataRole.ToolTipRole and each.context else None


class SidePane(QFrame):
    """Signals: ``action(name)`` with edit, retire, restore or revert; ``decided(proposal, what)``
    with "new", "add", "forward" or "refuse". Without ``editable`` nothing is offered that changes
    terms."""

    action = Signal(str)
    decided = Signal(object, str)

    def __init__(
        self, style: Style, parent: QWidget | None = None, *, editable: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._style = style
        self._editable = editable
        self._entry: Entry | None = None
        texts = style.texts
        self._pages = QStackedWidget(self)
        self._heads = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT + 4, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        for number, page in enumerate(PAGES):
            head = QToolButton(self)
            head.setText(texts.get(f"glossary.page.{page}"))
            head.setAccessibleName(head.text())
            head.setToolTip(f"Ctrl+{number + 1}")
            head.setCheckable(True)
            self._heads.addButton(head, number)
            row.addWidget(head)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self._pages, 1)
        self.detail, self.history = self._browser("detail"), self._browser("history")
        self._pages.addWidget(self._detail_page())
        self._pages.addWidget(self.history)
        self._pages.addWidget(self._proposal_page())
        self._heads.idClicked.connect(self.show_page)
        self.show_page(0)

    def show_page(self, number: int) -> None:
        """Turn to a page of `PAGES`."""
        self._pages.setCurrentIndex(number)
        self._heads.button(number).setChecked(True)

    @property
    def page(self) -> int:
        """The page of `PAGES` that is shown."""
        return self._pages.currentIndex()

    def show_concept(
        self,
        entry: Entry | None,
        origin: str,
        history: Sequence[ChangeSet],
        shipped: Mapping[str, Concept],
    ) -> None:
        """Show a concept and its history; without one, the history of all."""
        self._entry = entry
        if entry is None:
            empty = self._style.texts.get("glossary.nothing_selected")
            self.detail.setHtml(f'<p style="color:{self._style.theme.colours.muted}">{empty}</p>')
        else:
            self.detail.setHtml(detail_page(self._style, entry, origin))
        key = entry.concept.id if entry else ""
        self.history.setHtml(history_page(self._style, history, shipped, key))
        retired = bool(entry and entry.retired)
        there = self._editable and entry is not None
        self._buttons["edit"].setVisible(there)
        self._buttons["retire"].setVisible(there and not retired)
        self._buttons["restore"].setVisible(there and retired)
        self._buttons["revert"].setVisible(there and origin != SHIPPED)
        key = "added" if origin == "added" else "changed"
        self._buttons["revert"].setText(self._style.texts.get(f"glossary.revert.{key}"))
        self._show_decisions()

    def show_proposals(self, waiting: Sequence[Waiting]) -> None:
        """Show the list of proposed terms; its head says how many there are."""
        self.proposals.show(waiting)
        words = self._style.texts.get("glossary.page.proposals")
        head = self._heads.button(PAGES.index("proposals"))
        head.setText(f"{words} {len(waiting)}" if waiting else words)
        if waiting:
            self.list.setCurrentIndex(self.proposals.index(0, 0))
        self.list.setVisible(bool(waiting))
        self._none.setVisible(not waiting)
        self._show_decisions()

    def _browser(self, name: str) -> QTextBrowser:
        browser = QTextBrowser(self)
        browser.setOpenLinks(False)
        browser.setFrameShape(QFrame.Shape.NoFrame)
        browser.setStyleSheet("QTextBrowser { background: transparent; border: none; }")
        browser.document().setDocumentMargin(0)
        browser.setAccessibleName(self._style.texts.get(f"glossary.page.{name}"))
        return browser

    def _detail_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.detail, 1)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        self._buttons: dict[str, QPushButton] = {}
        for key in ("edit", "restore", "revert", "retire"):
            button = self._button(
                f"glossary.{key}" if key != "revert" else "glossary.revert.changed"
            )
            button.clicked.connect(lambda _=False, key=key: self.action.emit(key))
            self._buttons[key] = button
            row.addWidget(button)
            if key == "revert":
                row.addStretch(1)
        self._buttons["edit"].setProperty("kind", "primary")
        self._buttons["retire"].setProperty("kind", "danger")
        set_icon(
            self._buttons["edit"], "edit", self._style.theme, self._style.theme.colours.on_primary
        )
        layout.addLayout(row)
        return page

    def _proposal_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        texts = self._style.texts
        how = "glossary.proposals_how" if self._editable else "glossary.proposals_forward"
        layout.addWidget(label(texts.get(how), "caption", page, wrap=True))
        self.proposals = ProposalModel(self._style, self)
        self.list = QListView(page)
        self.list.setModel(self.proposals)
        self.list.setSpacing(2)
        self.list.setObjectName("proposals")
        self.list.setAccessibleName(texts.get("glossary.page.proposals"))
        self.list.selectionModel().currentChanged.connect(self._show_decisions)
        layout.addWidget(self.list, 1)
        self._none = label(texts.get("glossary.no_proposals"), "body", page, wrap=True)
        layout.addWidget(self._none)
        layout.addStretch(0)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        self._decisions: dict[str, QPushButton] = {}
        for what in ("new", "add", "forward", "refuse"):
            button = self._button(f"glossary.decide.{what}")
            button.clicked.connect(lambda _=False, what=what: self._decide(what))
            button.hide()
            self._decisions[what] = button
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        return page

    def _decide(self, what: str) -> None:
        chosen = self.proposals.at(self.list.currentIndex().row())
        if chosen is not None:
            self.decided.emit(chosen, what)

    def _show_decisions(self) -> None:
        chosen = self.proposals.at(self.list.currentIndex().row())
        mine = chosen is not None and (self._editable or chosen.from_turns)
        for what, button in self._decisions.items():
            offered = what == "refuse" or (what == "forward") is not self._editable
            button.setVisible(offered and bool(self.proposals.rowCount()))
            button.setEnabled(mine and (what != "add" or self._entry is not None))

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self._style.texts.get(key), self)
        button.setAccessibleName(button.text())
        button.setAutoDefault(False)
        return button
