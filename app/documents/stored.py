"""Case documents between the record and the program: the record keeps blocks as JSON and text."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from app.documents.blocks import Block, BlockKind, Cell, Document, Run
from app.documents.correction import recast
from app.documents.jobs import DoneBlock, Part
from app.records.documents import (
    CORRECTED,
    BlockText,
    DocumentHeader,
    DocumentRecord,
    MemoryUnit,
    StoredBlock,
)
from app.records.model import FindingRecord
from glossary.types import TermMatch
from translation.memory import Memory, NearMatch, Unit
from translation.types import Finding, FindingKind


def new_header(
    name: str, original: bytes, document: Document, source_lang: str, target_lang: str
) -> DocumentHeader:
    """The header of a document that is brought in now."""
    return DocumentHeader(
        str(uuid.uuid4()),
        "",
        name,
        document.format,
        source_lang,
        target_lang,
        fingerprint(original),
        document.pages,
        document.warnings,
    )


def fingerprint(original: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(original).hexdigest()


def stored_blocks(document: Document) -> list[StoredBlock]:
    """The blocks as the record keeps them."""
    return [
        StoredBlock(position, block.id, block.text, _json(_without(asdict(block), "id")))
        for position, block in enumerate(document.blocks)
    ]


def document_from(record: DocumentRecord) -> Document:
    """The document that was brought in, with what people have corrected of its original."""
    read = document_as_read(record)
    blocks = tuple(
        corrected(block, record.texts.get(position)) for position, block in enumerate(read.blocks)
    )
    return replace(read, blocks=blocks)


def document_as_read(record: DocumentRecord) -> Document:
    """The document as its reader had given it."""
    header = record.header
    blocks = tuple(_block(stored) for stored in record.blocks)
    return Document(header.format, blocks, header.pages, header.warnings)


def corrected(block: Block, text: BlockText | None) -> Block:
    """A block as it was read with the original of its newest text, if somebody has corrected
    it."""
    said = text.source if text is not None else ""
    if not said or said == block.text:
        return block
    looks = [run for run in block.runs for _ in run.text] or [Run("")]
    runs = tuple(replace(look, text=words) for words, look in recast(block.text, looks, said))
    return replace(block, runs=runs)


def with_source(extra: str, source: str) -> str:
    """The ``extra`` of a text whose original a person has corrected; empty: as it was read."""
    kept = {key: value for key, value in json.loads(extra).items() if key != CORRECTED}
    return _json({**kept, CORRECTED: source} if source else kept)


def block_texts(done: Iterable[DoneBlock], positions: dict[str, int]) -> list[BlockText]:
    """Finished blocks as texts of the record; ``positions`` are those of the block ids."""
    return [
        BlockText(
            positions[block.block.id],
            1,
            block.target,
            block.state,
            finding_records(block.findings),
            block.error,
            extra_of(block),
        )
        for block in done
    ]


def done_blocks(record: DocumentRecord) -> dict[str, DoneBlock]:
    """The texts that the record has, as finished blocks by id."""
    document = document_from(record)
    found = {}
    for position, text in record.texts.items():
        block = document.blocks[position]
        found[block.id] = done_block(block, text)
    return found


def done_block(block: Block, text: BlockText) -> DoneBlock:
    """A text of the record with its block; what a person wrote counts as translated."""
    extra = json.loads(text.extra)
    return DoneBlock(
        block,
        text.target,
        "translated" if text.state == "edited" else text.state,
        tuple(TermMatch(**{**term, "accepted": tuple(term["accepted"])}) for term in
              extra.get("terms", ())),
        tuple(findings_from(text.findings)),
        tuple(_near(near) for near in extra.get("near", ())),
        text.error,
        tuple(Part(**part) for part in extra.get("parts", ())),
    )  # fmt: skip


def extra_of(done: DoneBlock) -> str:
    """What else is kept of a finished block: terms, proposals of the memory, parts."""
    kept: dict[str, Any] = {
        "terms": [asdict(term) for term in done.terms],
        "near": [asdict(near) for near in done.near],
        "parts": [asdict(part) for part in done.parts],
    }
    return _json({name: value for name, value in kept.items() if value})


def finding_records(findings: Iterable[Finding]) -> tuple[FindingRecord, ...]:
    """Findings as the record keeps them."""
    return tuple(
        FindingRecord(found.kind.value, found.message, found.source_span, found.target_span)
        for found in findings
    )


def findings_from(records: Iterable[FindingRecord]) -> list[Finding]:
    """Findings of the record, for the parts that write and show them."""
    return [Finding(FindingKind(r.kind), r.message, r.source_span, r.target_span) for r in records]


def memory_from(units: Sequence[MemoryUnit], source_lang: str, target_lang: str) -> Memory:
    """The record's translation memory for a job."""
    return Memory(
        Unit(source_lang, target_lang, u.source, u.target, u.author, u.changed) for u in units
    )


def memory_units(units: Iterable[Unit]) -> list[MemoryUnit]:
    """Units of a file as the record keeps them."""
    return [MemoryUnit(unit.source, unit.target, unit.author, unit.changed) for unit in units]


def _block(stored: StoredBlock) -> Block:
    values = json.loads(stored.content)
    values["kind"] = BlockKind(values["kind"])
    values["runs"] = tuple(Run(**run) for run in values["runs"])
    values["cell"] = Cell(**values["cell"]) if values["cell"] is not None else None
    return Block(id=stored.block_id, **values)


def _near(values: dict[str, Any]) -> NearMatch:
    return NearMatch(Unit(**values["unit"]), values["score"], values["same_numbers"])


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
