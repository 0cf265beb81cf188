"""Case documents as the record holds them: the original, its blocks, and what became of them.

Plain values; `app.records.document_store` writes and reads them. What a block is to a reader of
files is none of the record's business: it is kept as JSON beside the text (``content``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.records.model import FindingRecord
from translation.types import CRITICAL_KINDS

CRITICAL = frozenset(kind.value for kind in CRITICAL_KINDS)
"""Kinds of findings that keep a document from being released."""

TO_CHECK = "number.ocr:"
"""Messages that begin so say no more than "compare this with the picture": looking is enough."""

CORRECTED = "corrected"
"""In a text's ``extra``: the original, where a person has corrected what was read."""

UNFINISHED = frozenset(("failed", "incomplete"))
"""States of a text that are as grave as a critical finding."""


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """What is known of a document as a whole. ``name`` is the file's, ``user`` whose it is.

    ``warnings`` are stable keys of what could not be read; ``sha256`` is that of the original.
    """

    id: str
    created_at: str
    name: str
    format: str
    source_lang: str
    target_lang: str
    sha256: str
    pages: int = 0
    warnings: tuple[str, ...] = ()
    app_version: str = ""
    termbase_version: str = ""
    packs: dict[str, str] = field(default_factory=dict)
    user: str = ""


@dataclass(frozen=True, slots=True)
class StoredBlock:
    """A block of the original, in its place."""

    position: int
    block_id: str
    text: str
    content: str
    """JSON that the program's document part writes and reads."""


@dataclass(frozen=True, slots=True)
class BlockText:
    """One version of a block's translation; versions count from 1.

    ``state`` is "settled", "memory", "translated", "incomplete" or "failed" as the job says, or
    "edited" where a person wrote it. ``accepted`` says that a person stands for this version.
    """

    position: int
    version: int
    target: str
    state: str
    findings: tuple[FindingRecord, ...] = ()
    error: str = ""
    extra: str = "{}"
    """JSON: terms, proposals of the memory, parts, `CORRECTED`."""
    user: str = ""
    role: str = ""
    created_at: str = ""
    accepted: bool = False
    reason: str = ""
    """Why it was accepted although something critical had been found."""

    @property
    def source(self) -> str:
        """The original that this version translates where a person has corrected what was read;
        empty where it is as it was read."""
        return corrected_source(self.extra)

    @property
    def critical(self) -> tuple[FindingRecord, ...]:
        """Findings of the grave kinds, also those that somebody has answered for."""
        return tuple(finding for finding in self.findings if finding.kind in CRITICAL)

    @property
    def open_critical(self) -> int:
        """How much keeps the document from being released."""
        if self.accepted:
            return 0
        return len(self.critical) + (self.state in UNFINISHED)

    @property
    def needs_reason(self) -> bool:
        """Whether accepting it takes more than having looked."""
        grave = any(not finding.message.startswith(TO_CHECK) for finding in self.critical)
        return grave or self.state in UNFINISHED

    @property
    def to_review(self) -> bool:
        """Whether a person should look at it: what no table, rule or person answers for."""
        if self.accepted:
            return False
        return bool(self.findings) or self.state not in ("settled", "memory", "edited")


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """Somebody stands for the whole document.

    ``open_findings`` were critical and open then, ``reason`` says why that did not matter;
    ``confirmed`` were critical and accepted by somebody; ``unreviewed`` blocks had not been
    looked at. ``content`` is the hash of all texts as they were.
    """

    user: str
    role: str
    created_at: str
    reason: str = ""
    open_findings: int = 0
    confirmed: int = 0
    unreviewed: int = 0
    content: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a document has come: blocks, those with a text, and what is left to do."""

    total: int
    done: int
    to_review: int
    open_critical: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with the newest text of each block that has one, by position."""

    header: DocumentHeader
    blocks: tuple[StoredBlock, ...]
    texts: dict[int, BlockText]
    release: ReleaseRecord | None = None

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        return standing(len(self.blocks), self.texts.values())


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list."""

    header: DocumentHeader
    standing: Standing
    changed_at: str
    release: ReleaseRecord | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a block by a person, checked anew. ``version`` is the one it replaces (0 if
    there is none yet): somebody else may have been faster."""

    position: int
    version: int
    target: str
    findings: tuple[FindingRecord, ...] = ()
    extra: str = "{}"
    state: str = "edited"
    accepted: bool = True
    reason: str = ""

    @property
    def source(self) -> str:
        """See `BlockText.source`."""
        return corrected_source(self.extra)


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """A source text with the translation that a person stands for."""

    source: str
    target: str
    author: str = ""
    changed: str = ""


def may_follow(known: BlockText, made: BlockText) -> bool:
    """Whether what the machine has made takes the place of a text: of one that failed, unless its
    original was corrected in the meantime."""
    return known.state == "failed" and known.source == made.source


def corrected_source(extra: str) -> str:
    """The corrected original in a text's ``extra``; empty where there is none."""
    if f'"{CORRECTED}"' not in extra:
        return ""
    return str(json.loads(extra).get(CORRECTED, ""))


def standing(total: int, texts: Iterable[BlockText]) -> Standing:
    """The standing of a document with so many blocks and these newest texts."""
    known = tuple(texts)
    return Standing(
        total,
        len(known),
        sum(text.to_review for text in known),
        sum(text.open_critical for text in known),
        sum(len(text.critical) for text in known if text.accepted),
    )
