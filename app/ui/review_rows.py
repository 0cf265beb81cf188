"""Rows of the review grid and what can be asked of them. Pure values, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.documents.blocks import Block, Document
from app.documents.stored import corrected, document_as_read, document_from
from app.records.documents import BlockText, DocumentRecord, Standing, standing


class Status(StrEnum):
    """What is to be done with a block. The values are parts of text keys."""

    PENDING = "pending"
    FAILED = "failed"
    CRITICAL = "critical"
    OPEN = "open"
    FIXED = "fixed"
    """From a table, a rule or the memory, with nothing found: nobody has to look."""
    ACCEPTED = "accepted"
    EDITED = "edited"


WAITING = frozenset((Status.PENDING, Status.FAILED, Status.CRITICAL, Status.OPEN))
"""What a reviewer goes to next."""


class Shown(StrEnum):
    """Which rows are shown. The values are parts of text keys."""

    ALL = "all"
    WAITING = "waiting"
    CRITICAL = "critical"
    CHANGED = "changed"
    UNTRANSLATED = "untranslated"


SHOWN: dict[Shown, frozenset[Status]] = {
    Shown.ALL: frozenset(Status),
    Shown.WAITING: WAITING,
    Shown.CRITICAL: frozenset((Status.CRITICAL, Status.FAILED)),
    Shown.CHANGED: frozenset((Status.EDITED, Status.ACCEPTED)),
    Shown.UNTRANSLATED: frozenset((Status.PENDING, Status.FAILED)),
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A block with its newest text, or none yet."""

    position: int
    as_read: Block
    text: BlockText | None = None

    @property
    def block(self) -> Block:
        """The block with its original as it is now."""
        return corrected(self.as_read, self.text)

    @property
    def is_corrected(self) -> bool:
        """Whether a person has corrected the original."""
        return self.block.text != self.as_read.text

    @property
    def target(self) -> str:
        """The translation, or nothing."""
        return self.text.target if self.text is not None else ""

    @property
    def status(self) -> Status:
        """What is to be done with it."""
        text = self.text
        if text is None:
            return Status.PENDING
        if text.accepted:
            return Status.EDITED if text.state == "edited" else Status.ACCEPTED
        if text.state == "failed":
            # Without an error nobody has tried yet: its original was corrected.
            return Status.FAILED if text.error else Status.PENDING
        if text.open_critical:
            return Status.CRITICAL
        if text.to_review or self.block.doubt:
            return Status.OPEN
        return Status.EDITED if text.state == "edited" else Status.FIXED

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of what was found in it."""
        return frozenset(found.kind for found in self.text.findings) if self.text else frozenset()

    def holds(self, words: str) -> bool:
        """Whether either side holds these words, whatever their case."""
        wanted = words.casefold().strip()
        return wanted in self.block.text.casefold() or wanted in self.target.casefold()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer wants to see; an empty ``kind`` is any."""

    shown: Shown = Shown.ALL
    kind: str = ""
    words: str = ""

    def takes(self, row: ReviewRow) -> bool:
        """Whether a row is shown."""
        return (
            row.status in SHOWN[self.shown]
            and (not self.kind or self.kind in row.kinds)
            and (not self.words or row.holds(self.words))
        )


def rows_of(record: DocumentRecord) -> tuple[Document, list[ReviewRow]]:
    """The document and the rows of its record."""
    rows = [
        ReviewRow(position, block, record.texts.get(position))
        for position, block in enumerate(document_as_read(record).blocks)
    ]
    return document_from(record), rows


def standing_of(rows: Sequence[ReviewRow]) -> Standing:
    """How far a document with these rows has come."""
    return standing(len(rows), (row.text for row in rows if row.text is not None))


def next_waiting(count: int, row_at: Callable[[int], ReviewRow], after: int, step: int = 1) -> int:
    """The place of the next row (of ``count`` that are shown) that waits for somebody, round the
    end; -1 where none does."""
    for away in range(1, count + 1):
        at = (after + step * away) % count
        if row_at(at).status in WAITING:
            return at
    return -1


def kinds_in(rows: Iterable[ReviewRow]) -> list[str]:
    """Kinds of findings that there are, in the order of the alphabet."""
    return sorted({kind for row in rows for kind in row.kinds})
