"""A filled form as blocks in two languages: what the document writers make a PDF or DOCX of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.documents.blocks import Block, BlockKind, Cell, Run
from app.documents.document_content import DocumentInfo, Form, Release
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.templates.entries import Entries, Entry
from app.documents.templates.kinds import Part, PartKind, Template, word

_BLANK = "\u00a0" * 24
"""Room to write in: firm spaces keep its width."""
_SIGN_LINES = 3
_ROW_LINES = 2
_COLUMNS = 4
_TICKED, _OPEN = "■", "□"


def blocks_of(template: Template, entries: Entries, source: str, target: str) -> list[DoneBlock]:
    """The whole form. What has no entry is blank, in both languages or in the one that lacks it."""
    return list(_Maker(template, entries, (source, target)).blocks())


def form_info(
    template: Template,
    source: str,
    target: str,
    *,
    hospital: str = "",
    app_version: str = "",
    release: Release | None = None,
    blank: bool = False,
) -> DocumentInfo:
    """What stands around a form. One with entries that nobody has confirmed is a draft."""
    return DocumentInfo(
        source, target, hospital, app_version, template.title, release,
        Form.BLANK if blank else Form.FILLED,
    )  # fmt: skip


class _Maker:
    def __init__(self, template: Template, entries: Entries, langs: tuple[str, str]) -> None:
        self._template = template
        self._entries = entries
        self._langs = langs
        self._tables = 0

    def blocks(self) -> Iterator[DoneBlock]:
        title = sections(self._langs[0]).by_id(self._template.title)
        assert title is not None, f"no title {self._template.title}"
        yield self._done(
            "title", BlockKind.HEADING, *(title.in_(lang) for lang in self._langs), level=1
        )
        for number, part in enumerate(self._template.parts):
            if part.kind is PartKind.STATEMENT:
                texts = (word(part.words, lang) for lang in self._langs)
                yield self._done(f"s{number}", BlockKind.PARAGRAPH, *texts)
                continue
            rows = list(self._columns(part) if part.kind is PartKind.TABLE else self._rows(part))
            yield from self._table(rows)

    def _rows(self, part: Part) -> Iterator[list[tuple[Entry, int, bool]]]:
        """Rows of (texts, columns, whether a label); a row fills four columns."""
        wide = part.kind in (PartKind.BOXES, PartKind.CHOICES)
        step = 1 if wide else 2
        for at in range(0, len(part.slots), step):
            row: list[tuple[Entry, int, bool]] = []
            slots = part.slots[at : at + step]
            for slot in slots:
                alone = len(slots) == 1
                row.append((self._label(slot), 1, True))
                row.append((self._value(slot, part), _COLUMNS - 1 if alone else 1, False))
            yield row

    def _columns(self, part: Part) -> Iterator[list[tuple[Entry, int, bool]]]:
        """A head, then a row for each line of the slot, and some to write in."""
        yield [(self._label(column), 1, True) for column in part.columns]
        entry = self._entries.get(part.slots[0], Entry())
        lines = list(zip_longest(entry.source.split("\n"), entry.target.split("\n"), fillvalue=""))
        lines = [line for line in lines if any(line)]
        lines += [("", "")] * max(1, part.lines - len(lines))
        for source, target in lines:
            row = [(_blanks(Entry(source, target), _ROW_LINES), 1, False)]
            row += [(_blanks(Entry(), _ROW_LINES), 1, False)] * (len(part.columns) - 1)
            yield row

    def _label(self, key: str) -> Entry:
        return Entry(*(word(key, lang) for lang in self._langs))

    def _value(self, slot: str, part: Part) -> Entry:
        entry = self._entries.get(slot, Entry())
        if part.kind is PartKind.SIGNATURES:
            return _blanks(Entry(), _SIGN_LINES)
        if part.kind is PartKind.CHOICES:
            chosen = entry.source.split()
            marks = [(_TICKED if option in chosen else _OPEN, option) for option in part.options]
            return Entry(
                *("    ".join(f"{m} {word(o, lang)}" for m, o in marks) for lang in self._langs)
            )
        return _blanks(entry, part.lines)

    def _table(self, rows: Sequence[list[tuple[Entry, int, bool]]]) -> Iterator[DoneBlock]:
        table = self._tables
        self._tables += 1
        for row, cells in enumerate(rows):
            column = 0
            for entry, columns, label in cells:
                cell = Cell(table, row, column, 1, columns)
                yield self._done(
                    f"t{table}.r{row}.c{column}", BlockKind.CELL, entry.source, entry.target,
                    cell=cell, bold=label,
                )  # fmt: skip
                column += columns

    def _done(
        self,
        name: str,
        kind: BlockKind,
        source: str,
        target: str,
        *,
        level: int = 0,
        cell: Cell | None = None,
        bold: bool = False,
    ) -> DoneBlock:
        block = Block(name, kind, (Run(source, bold=bold),), level, cell=cell)
        return DoneBlock(block, target, "settled")


def _blanks(entry: Entry, lines: int) -> Entry:
    """An entry with room to write in where a language has nothing."""
    room = "\n".join([_BLANK] * lines)
    if not entry.source and not entry.target:
        return Entry(room, room)
    return Entry(entry.source or _BLANK, entry.target or _BLANK)
