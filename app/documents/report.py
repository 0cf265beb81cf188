"""The report of a document: every block with its texts, terms and findings, as JSON."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.documents.blocks import Document, DocumentError
from app.documents.jobs import DoneBlock


@dataclass(frozen=True, slots=True)
class Job:
    """What a report says of the job itself. ``packs`` are model packs with their versions."""

    source_lang: str
    target_lang: str
    app_version: str = ""
    termbase_version: str = ""
    packs: tuple[tuple[str, str], ...] = ()
    code: str = ""
    """The verification code of the files that were written beside the report."""


def report(document: Document, done: Iterable[DoneBlock], job: Job) -> dict[str, Any]:
    """The report, blocks in the order of the document. A block that is not done is "open"."""
    finished = {block.block.id: block for block in done}
    blocks = []
    for block in document.blocks:
        made = finished.get(block.id)
        entry: dict[str, Any] = {
            "id": block.id,
            "kind": block.kind.value,
            "level": block.level,
            "page": block.page,
            "cell": asdict(block.cell) if block.cell is not None else None,
            "from_ocr": block.from_ocr,
            "doubt": block.doubt,
            "source": block.text,
        }
        blocks.append(entry | (_result(made) if made is not None else {"state": "open"}))
    states = Counter(entry["state"] for entry in blocks)
    kinds = Counter(f["kind"] for entry in blocks for f in entry.get("findings", ()))
    return {
        "format": document.format,
        "pages": document.pages,
        "warnings": list(document.warnings),
        "from": job.source_lang,
        "to": job.target_lang,
        "version": job.app_version,
        "termbase": job.termbase_version,
        "packs": dict(job.packs),
        "code": job.code,
        "states": dict(sorted(states.items())),
        "findings": dict(sorted(kinds.items())),
        "blocks": blocks,
    }


def _result(done: DoneBlock) -> dict[str, Any]:
    return {
        "target": done.target,
        "state": done.state,
        "error": done.error,
        "terms": [
            {
                "concept": term.concept_id,
                "term": term.term,
                "wanted": term.wanted,
                "span": (term.start, term.end),
            }
            for term in done.terms
        ],
        "findings": [
            {
                "kind": finding.kind.value,
                "message": finding.message,
                "source_span": finding.source_span,
                "target_span": finding.target_span,
            }
            for finding in done.findings
        ],
        "memory": [
            {
                "source": near.unit.source,
                "target": near.unit.target,
                "score": round(near.score, 1),
                "same_numbers": near.same_numbers,
            }
            for near in done.near
        ],
    }


def write_report(content: dict[str, Any], out: Path) -> None:
    """Write a report, whole or not at all. Raises DocumentError ``document.cannot_write``."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".report-", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, indent=1)
            Path(name).replace(out)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise DocumentError("document.cannot_write", file=out.name, errno=error.errno) from error
