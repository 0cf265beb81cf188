"""What a translated document says, apart from its look: its content and its verification code.

The content travels inside every file that is made of it. The code is a hash of it: whoever has
the code from somewhere else than the file can tell whether the file still says the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from app.documents.blocks import Block, BlockKind, Cell, Run
from app.documents.jobs import DoneBlock
from app.documents.sections import Entry, sections
from translation.types import Finding, FindingKind

FORMAT = "yizhen-document/1"
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U to be misread."""
_CODE_SIGNS = 16
_GROUP = 4
_TITLE_WITHIN = 6
"""A document's kind is told by one of its first blocks."""


class DocumentLayout(StrEnum):
    """How the two languages stand to each other. The names are options of the command."""

    SIDE = "side"
    INTERLEAVED = "interleaved"
    TARGET = "target"
    """The translation alone; the original is appended to a PDF."""


class Form(StrEnum):
    """Whether a document is a form of our own wording, and not a translation."""

    NONE = ""
    BLANK = "blank"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Release:
    """Who has reviewed a translation, and on which day (ISO 8601).

    ``override_by`` and ``override_reason`` say who has released it although ``open_findings``
    critical findings were not answered, and why. ``confirmed`` critical findings were looked at
    and found to be right; ``unreviewed`` blocks nobody has looked at one by one.
    """

    reviewer: str
    reviewed_on: str
    override_by: str = ""
    override_reason: str = ""
    open_findings: int = 0
    confirmed: int = 0
    unreviewed: int = 0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What stands around the blocks. ``kind`` is the id of a title in ``sections.psv``; empty:
    told by the first blocks. A draft shows on every page that it is one.
    """

    source_lang: str
    target_lang: str
    hospital: str = ""
    app_version: str = ""
    kind: str = ""
    release: Release | None = None
    form: Form = Form.NONE
    corrected: int = 0
    """Blocks of which a person has corrected the original."""

    @property
    def draft(self) -> bool:
        """Whether nobody stands for it yet; a form without entries needs nobody."""
        return self.release is None and self.form is not Form.BLANK


@dataclass(frozen=True, slots=True)
class Content:
    """Blocks in the order of the document, and what stands around them."""

    info: DocumentInfo
    blocks: tuple[DoneBlock, ...]

    @property
    def kind(self) -> Entry | None:
        """The kind of the document; None when none of the known ones."""
        source = sections(self.info.source_lang)
        if self.info.kind:
            return source.by_id(self.info.kind)
        for done in self.blocks[:_TITLE_WITHIN]:
            entry = source.whole(done.block.text)
            if entry is not None and entry.kind == "title":
                return entry
        return None

    @property
    def code(self) -> str:
        """The verification code: 80 bits of the hash of everything the content says."""
        digest = hashlib.sha256(to_json(self)).digest()
        number = int.from_bytes(digest[:10], "big")
        signs = "".join(_SIGNS[number >> shift & 31] for shift in range(75, -1, -5))
        return "-".join(signs[at : at + _GROUP] for at in range(0, _CODE_SIGNS, _GROUP))


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same, however they were typed."""
    return _plain(one) == _plain(other) and len(_plain(one)) == _CODE_SIGNS


def _plain(code: str) -> str:
    misread = str.maketrans("OIL", "011")
    return "".join(c for c in code.upper() if c.isalnum()).translate(misread)


def content(blocks: Sequence[DoneBlock], info: DocumentInfo) -> Content:
    """The content of these blocks, without what only the work on them needs."""
    kept = tuple(
        DoneBlock(d.block, d.target, d.state, findings=_printed(d.findings)) for d in blocks
    )
    return Content(info, kept)


def _printed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(Finding(finding.kind, finding.message) for finding in findings)


def to_json(made: Content) -> bytes:
    """The content as canonical JSON: the same content gives the same bytes."""
    info = asdict(made.info)
    if not made.info.corrected:
        # Codes of documents from before there were corrections stay as they are.
        del info["corrected"]
    blocks = [
        {
            "block": asdict(done.block),
            "target": done.target,
            "state": done.state,
            "findings": [[finding.kind.value, finding.message] for finding in done.findings],
        }
        for done in made.blocks
    ]
    told = {"format": FORMAT, "info": info, "blocks": blocks}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def from_json(data: bytes) -> Content:
    """The content that `to_json` has written. Raises ValueError for anything else."""
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ValueError("another format")
        info = _made(DocumentInfo, {"corrected": 0, **told["info"]})
        release = told["info"]["release"]
        info = replace(
            info,
            form=Form(info.form),
            release=_made(Release, release) if release is not None else None,
        )
        return Content(info, tuple(_done(entry) for entry in told["blocks"]))
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeError) as error:
        raise ValueError(f"no content: {type(error).__name__}") from error


def _done(entry: dict[str, Any]) -> DoneBlock:
    block = dict(entry["block"])
    block["kind"] = BlockKind(block["kind"])
    block["runs"] = tuple(_made(Run, run) for run in block["runs"])
    block["cell"] = _made(Cell, block["cell"]) if block["cell"] is not None else None
    findings = tuple(Finding(FindingKind(kind), message) for kind, message in entry["findings"])
    return DoneBlock(_made(Block, block), entry["target"], entry["state"], findings=findings)


def _made(kind: type[Any], values: dict[str, Any]) -> Any:
    if set(values) != {field.name for field in fields(kind)}:
        raise ValueError(f"no {kind.__name__}")
    return kind(**values)
