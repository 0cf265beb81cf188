"""What the review window shows while there is no grid: how to begin, waiting, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.records.documents import DocumentLine
from app.ui.icons import pixmap
from app.ui.records_html import local_time
from app.ui.review_panes import pair_words
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name

_WIDTH = 640


def state_of(line: DocumentLine, style: Style) -> str:
    """How far a document has come, in words."""
    texts, standing = style.texts, line.standing
    if line.release is not None:
        return texts.get("review.line.released", who=line.release.user)
    if standing.done < standing.total:
        return texts.get("review.line.translating", done=standing.done, total=standing.total)
    if standing.open_critical:
        return texts.get("review.line.critical", n=standing.open_critical)
    if standing.to_review:
        return texts.get("review.line.to_review", n=standing.to_review)
    return texts.get("review.line.ready")


class _List(QListWidget):
    """A list that opens with Return as well as with two clicks. Signal: ``opened``."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.opened.emit()
            return
        super().keyPressEvent(event)


class StartPane(QStackedWidget):
    """Three pages: the beginning with recent documents, waiting, an error.

    Signals: ``open_asked``, ``chosen(document id)``, ``cancelled``, ``back_asked``.
    """

    open_asked = Signal()
    chosen = Signal(str)
    cancelled = Signal()
    back_asked = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        texts = style.texts
        self.open = QPushButton(texts.get("review.open"), self)
        self.open.setProperty("kind", "primary")
        name(self.open, texts.get("review.open"), "Ctrl+O")
        self.open.clicked.connect(self.open_asked)
        self.recent = _List(self)
        self.recent.setAccessibleName(texts.get("review.recent"))
        self.recent.setObjectName("proposals")
        self.recent.itemDoubleClicked.connect(lambda _item: self._open())
        self.recent.opened.connect(self._open)
        self.none = label(texts.get("review.recent.none"), "caption", self, wrap=True)
        self.wait_title = label("", "title", self)
        self.wait_detail = label("", "body", self, wrap=True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.cancel = QPushButton(texts.get("review.cancel"), self)
        name(self.cancel, texts.get("review.cancel"), "Esc")
        self.cancel.clicked.connect(self.cancelled)
        self.error = label("", "body", self, wrap=True)
        self.back = QPushButton(texts.get("review.back"), self)
        self.back.clicked.connect(self.back_asked)
        self._begin, self._wait, self._failed = self._begin_page(), self._wait_page(), QWidget()
        self._failed = self._error_page()
        for page in (self._begin, self._wait, self._failed):
            self.addWidget(page)

    @property
    def state(self) -> str:
        """Which page is shown: "begin", "wait" or "error"."""
        pages = (("begin", self._begin), ("wait", self._wait), ("error", self._failed))
        return next(name for name, page in pages if page is self.currentWidget())

    def show_recent(self, lines: Sequence[DocumentLine]) -> None:
        """Offer these documents."""
        self.recent.clear()
        for line in lines:
            header = line.header
            langs = pair_words(header.source_lang, header.target_lang)
            when = local_time(line.changed_at)
            item = QListWidgetItem(
                f"{header.name}\n{langs} · {when} · {state_of(line, self._style)}"
            )
            item.setData(Qt.ItemDataRole.UserRole, header.id)
            self.recent.addItem(item)
        self.none.setVisible(not lines)
        self.recent.setVisible(bool(lines))
        if lines:
            self.recent.setCurrentRow(0)
        self.setCurrentWidget(self._begin)

    def say_waiting(self, title: str, detail: str) -> None:
        """Something takes a while."""
        self.wait_title.setText(title)
        self.wait_detail.setText(detail)
        self.setCurrentWidget(self._wait)

    def say_error(self, words: str) -> None:
        """It could not be done."""
        self.error.setText(words)
        self.setCurrentWidget(self._failed)
        self.back.setFocus()

    def begin(self) -> None:
        """Back to the beginning."""
        self.setCurrentWidget(self._begin)

    def _open(self) -> None:
        item = self.recent.currentItem()
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _begin_page(self) -> QWidget:
        page, column = self._page()
        texts, c = self._style.texts, self._style.theme.colours
        card = QFrame(page)
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        inner.setSpacing(UNIT)
        icon = QLabel(card)
        icon.setPixmap(pixmap("import", c.primary, 40))
        inner.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for key, role in (("review.drop", "title"), ("review.drop.kinds", "caption")):
            words = label(texts.get(key), role, card, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(words)
        inner.addWidget(self.open, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(card)
        column.addSpacing(UNIT)
        column.addWidget(label(texts.get("review.recent"), "section", page))
        column.addWidget(self.none)
        column.addWidget(self.recent, 4)
        column.addStretch(1)
        return page

    def _wait_page(self) -> QWidget:
        page, column = self._page()
        column.addStretch(1)
        for widget in (self.wait_title, self.bar, self.wait_detail):
            column.addWidget(widget)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        return page

    def _error_page(self) -> QWidget:
        page, column = self._page()
        column.addStretch(1)
        texts, c = self._style.texts, self._style.theme.colours
        icon = QLabel(page)
        icon.setPixmap(pixmap("error", c.danger, 40))
        column.addWidget(icon)
        column.addWidget(label(texts.get("review.failed"), "title", page))
        column.addWidget(self.error)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        return page

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        """A page with a column of fixed width in its middle."""
        page = QWidget(self)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(UNIT * 3, UNIT * 4, UNIT * 3, UNIT * 3)
        holder = QWidget(page)
        holder.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        outer.addStretch(1)
        outer.addWidget(holder, 8)
        outer.addStretch(1)
        return page, column
