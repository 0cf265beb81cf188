"""Forms from a consultation: filled from the record, edited, looked at, written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.documents.document_content import DocumentInfo, DocumentLayout, Release, content
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.templates.entries import Entries, entries_of, untold
from app.documents.templates.form import blocks_of, form_info
from app.documents.templates.kinds import KINDS, template
from app.documents.writers.document_docx import write_document_docx
from app.documents.writers.document_pdf import drawn, write_document_pdf
from app.errors import AppError
from app.records.model import EncounterRecord
from app.ui.review_preview import Pages, Preview, read_pages
from app.ui.task import Task
from app.ui.template_fields import TemplateFields
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label
from glossary.types import TermMatch

_PAUSE_MS = 500
"""After the last key press, before the page is drawn again."""


@dataclass(frozen=True, slots=True)
class TemplatePort:
    """What the dialog needs. ``leave`` notes that a form of a kind leaves the record of an
    encounter, and gives the encounter; it blocks and raises AppError. ``user`` is who is there."""

    leave: Callable[[str, str], EncounterRecord]
    find_terms: Callable[[str, str, str], tuple[TermMatch, ...]]
    user: Callable[[], str]
    folder: Path


class TemplateDialog(QDialog):
    """One form of one consultation. Nothing is written before its user asks for it."""

    def __init__(
        self,
        style: Style,
        port: TemplatePort,
        record: EncounterRecord,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._port, self._record = style, port, record
        header = record.header
        self._langs = (header.doctor_lang, header.patient_lang)
        self._texts = style.texts
        self._known: Entries = entries_of(
            record,
            lambda text: port.find_terms(text, *self._langs),
            drafts=True,
        )
        self._tasks: list[Task] = []
        self._stale = False
        self.setWindowTitle(self._texts.get("forms.title"))
        self.setFont(style.fonts.font(self._texts.code, style.theme.px(TYPE.body)))
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        self.kind.currentIndexChanged.connect(self.begin)
        self.begin()
        self.resize(1180, 780)

    @property
    def busy(self) -> bool:
        """A page is being drawn or a file written."""
        return bool(self._tasks) or self._timer.isActive()

    def begin(self) -> None:
        """Show the chosen form, filled from the record."""
        form = template(str(self.kind.currentData()))
        self.fields = TemplateFields(self._style, form, self._langs, self)
        self.fields.fill(self._known)
        self.area.setWidget(self.fields)
        self.fields.changed.connect(self._edited)
        self._edited()

    def write(self, path: Path) -> None:
        """Write the form as it stands to a PDF or DOCX."""
        kind = str(self.kind.currentData())
        encounter = self._record.header.id
        blocks, info = self._made()

        def work() -> str:
            self._port.leave(encounter, kind)
            if path.suffix.lower() == ".docx":
                write_document_docx(None, blocks, info, path, DocumentLayout.SIDE)
            else:
                write_document_pdf(blocks, info, path)
            return content(blocks, info).code

        self._do(work, lambda code: self._say("forms.written", path=str(path), code=code))

    def _build(self) -> None:
        texts = self._texts
        self.kind = QComboBox(self)
        for kind in KINDS:
            title = sections(self._langs[0]).by_id(template(kind).title)
            assert title is not None
            self.kind.addItem(title.in_(texts.code), kind)
        self.kind.setAccessibleName(texts.get("forms.kind"))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = Preview(self._style, self)
        self.confirmed = QCheckBox(texts.get("forms.confirm", name=self._port.user()), self)
        self.message = label("", "caption", self, wrap=True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.confirmed.toggled.connect(self._changed)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.setSpacing(UNIT)
        column.addWidget(label(texts.get("forms.title"), "title", self))
        column.addWidget(label(self._origin(), "caption", self, wrap=True))
        column.addWidget(self.kind)
        column.addWidget(self.area, 1)
        column.addWidget(self.confirmed)
        column.addWidget(self.message)
        column.addLayout(self._buttons())
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setSizes([660, 520])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        whole.addWidget(splitter)

    def _origin(self) -> str:
        """What the entries were taken from."""
        summary = self._record.summary
        state = "none" if summary is None else "reviewed" if summary.reviewed else "draft"
        words = self._texts.get(f"forms.from.{state}")
        left_out = untold(self._record, drafts=True)
        return f"{words}\n{self._texts.get('forms.untold', n=left_out)}" if left_out else words

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        close = QPushButton(self._texts.get("forms.close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        self.save: dict[str, QPushButton] = {}
        for extension in ("docx", "pdf"):
            button = QPushButton(self._texts.get(f"forms.save.{extension}"), self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, end=extension: self._ask(end))
            row.addWidget(button)
            self.save[extension] = button
        self.save["pdf"].setProperty("primary", True)
        self.save["pdf"].setShortcut("Ctrl+S")
        return row

    def _made(self) -> tuple[list[DoneBlock], DocumentInfo]:
        """The form as blocks, and what stands around it."""
        form = template(str(self.kind.currentData()))
        entries = self.fields.entries()
        release = None
        if self.confirmed.isChecked() and entries:
            release = Release(self._port.user(), date.today().isoformat())
        info = form_info(
            form, *self._langs, hospital=self._record.header.hospital, app_version=__version__,
            release=release, blank=not entries,
        )  # fmt: skip
        return blocks_of(form, entries, *self._langs), info

    def _edited(self) -> None:
        """What was confirmed was another text."""
        self.confirmed.blockSignals(True)
        self.confirmed.setChecked(False)
        self.confirmed.blockSignals(False)
        self._changed()

    def _changed(self) -> None:
        lacking = self.fields.lacking()
        self._say("forms.lacking", slots="、".join(lacking)) if lacking else self._hush()
        self._timer.start()

    def _draw(self) -> None:
        if self._tasks:
            self._stale = True
            return
        blocks, info = self._made()
        self._do(lambda: read_pages(drawn(content(blocks, info), DocumentLayout.SIDE)), self._show)

    def _show(self, pages: object) -> None:
        assert isinstance(pages, Pages)
        self.preview.show_pages(pages)

    def _ask(self, extension: str) -> None:
        title = self.kind.currentText()
        folder = self._port.folder
        path, _ = QFileDialog.getSaveFileName(
            self,
            self._texts.get(f"forms.save.{extension}"),
            str(folder / f"{title}.{extension}"),
            f"*.{extension}",
        )
        if path:
            named = Path(path)
            if named.suffix.lower() != f".{extension}":
                named = named.with_name(f"{named.name}.{extension}")
            self.write(named)

    def _do(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        task = Task(work, self)
        self._tasks.append(task)

        def ended() -> None:
            self._tasks.remove(task)
            task.deleteLater()
            if self._stale and not self._tasks:
                self._stale = False
                self._timer.start()

        def succeeded(result: object) -> None:
            done(result)
            ended()

        def failed(error: AppError) -> None:
            details = {key: str(value) for key, value in error.details.items()}
            self.message.setText(self._texts.code_text("banner.what", error.code, **details))
            ended()

        task.done.connect(succeeded)
        task.failed.connect(failed)
        task.start()

    def _say(self, key: str, **values: object) -> None:
        self.message.setText(self._texts.get(key, **values))

    def _hush(self) -> None:
        self.message.setText("")
